"""The command line as a whole."""

import os
import subprocess
import sys
from pathlib import Path

from game.__main__ import COMMANDS

ROOT = Path(__file__).parents[2]
_HELP = """
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
extras = tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]
words = [word for each in extras.values() for word in each]
wanted = {re.split("[=<>[]", word)[0].lower() for word in words}
class Refuses:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in bare:
            raise ModuleNotFoundError(name, name=name)
brought = packages_distributions().items()
bare = {module for module, by in brought if {one.lower() for one in by} & wanted}
assert {"cv2", "scipy", "starlette", "torch"} <= bare, bare
sys.meta_path.insert(0, Refuses())
from game.__main__ import COMMANDS, asked
for name in COMMANDS:
    try:
        asked([name, "--help"])
    except SystemExit as end:
        assert not end.code
"""
"""Refuses to load what is in any set but the first."""


def test_a_reader_that_leaves_is_no_fault(tmp_path: Path) -> None:
    """Output into a pipe that nobody reads any more (``| head``) ends quietly."""
    reading, writing = os.pipe()
    os.close(reading)
    told = subprocess.run(
        [sys.executable, "-m", "game", "players", "list"],
        env={**os.environ, "STILLWATER_HOME": str(tmp_path)},
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert (told.returncode, told.stderr) == (0, "")


def test_every_command_helps_where_only_the_small_libraries_are() -> None:
    """As ``scripts/play COMMAND --help`` does on a new machine: what is needed to run it is asked for when it runs."""
    done = subprocess.run([sys.executable, "-c", _HELP], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("usage: stillwater ") == len(COMMANDS)
