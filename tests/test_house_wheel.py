"""The wheel carries the game: its rooms, its assets, its command; and it plays where no checkout is."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CARRIED = ("game", "affect", "adaptation", "levels", "assets")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.egg-info", "build")


def run(*words: str, cwd: Path, environment: dict[str, str] | None = None) -> str:
    """Run this Python with the words and return what it says; fail the test with it where it fails."""
    answer = subprocess.run(
        [sys.executable, *words],
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the tree so that nothing is left in the checkout."""
    copy = tmp_path_factory.mktemp("copy")
    for name in CARRIED:
        shutil.copytree(ROOT / name, copy / name, ignore=LEFT_OUT)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    run("-m", "build", "--wheel", "--no-isolation", "--outdir", str(copy / "dist"), str(copy), cwd=copy)
    return next((copy / "dist").glob("stillwater-*.whl"))


def test_wheel_carries_code_and_assets_and_no_studio(wheel: Path) -> None:
    """Every module and every asset of the checkout is in the wheel; painters and tests are not."""
    with zipfile.ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if ".dist-info/" not in name}
        (entry_points,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
        assert "stillwater = game.__main__:main" in archive.read(entry_points).decode()
    here = {
        path.relative_to(ROOT).as_posix()
        for name in CARRIED
        for path in (ROOT / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }
    wanted = {name for name in here if not name.startswith("assets/studio/")}
    # Words to the reader of a folder may stay behind; everything a program reads may not.
    assert {name for name in wanted - carried if not name.endswith((".md", ".gitkeep"))} == set()
    assert carried - here == set()
    assert not any(name.startswith(("assets/studio/", "tests/", "scripts/")) for name in carried)


def test_wheel_plays(wheel: Path, tmp_path: Path) -> None:
    """Unpacked where no checkout is, it plays five seconds without a display."""
    place, home = tmp_path / "place", tmp_path / "home"
    home.mkdir()
    run(
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(place),
        str(wheel),
        cwd=home,
    )
    environment = {"PYTHONPATH": str(place), "HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
    run("-m", "game", "play", "--headless", "--seconds", "5", cwd=home, environment=environment)
    where = run("-c", "import game; print(game.__file__)", cwd=home, environment=environment)
    assert Path(where.strip()).is_relative_to(place)
