"""Without sensors the game starts from pygame-ce, numpy, cryptography and mnemonic alone."""

import os
import subprocess
import sys
import tomllib
from importlib.metadata import distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent

START = """
import runpy, sys
refused = set(sys.argv.pop(1).split(","))
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in refused:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Refuse())
sys.argv[0] = "stillwater"
runpy.run_module("game", run_name="__main__", alter_sys=True)
"""


def modules_beyond_the_base() -> set[str]:
    """Top-level modules of every installed library that the three base libraries do not bring."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ahead = [canonicalize_name(Requirement(line).name) for line in project["dependencies"]]
    base: set[str] = set()
    while ahead:
        name = ahead.pop()
        if name in base:
            continue
        base.add(name)
        for line in requires(name) or ():
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                ahead.append(canonicalize_name(requirement.name))
    mine: set[str] = set()
    others: set[str] = set()
    for library in distributions():
        place = mine if canonicalize_name(library.metadata["Name"]) in base else others
        tops = {file.parts[0].partition(".")[0] for file in library.files or () if file.suffix in {".py", ".so"}}
        place.update(tops - {"", ".", ".."})
    return others - mine - set(sys.stdlib_module_names)


@pytest.mark.parametrize("words", [["breathe", "--no-sensors"], ["play", "--no-sensors"], ["play"]])
def test_base_libraries_are_enough(words: list[str], tmp_path: Path) -> None:
    """With every other library out of reach, it plays two seconds without a display and ends well."""
    refused = modules_beyond_the_base()
    assert {"scipy", "mediapipe", "cv2", "sounddevice"} & refused
    assert not {"pygame", "numpy", "cryptography"} & refused
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    answer = subprocess.run(
        [sys.executable, "-c", START, ",".join(sorted(refused)), *words, "--headless", "--seconds", "2"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
