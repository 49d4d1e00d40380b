"""The start scripts install what a command needs, once, and then only start it."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

PYTHON = """#!/bin/sh
echo "$*" >> "$STILLWATER_VENV/said"
"""
"""Stands in for the environment's Python: writes down what it is asked to run."""


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """An environment whose Python only writes down what it is asked."""
    python = tmp_path / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(PYTHON, encoding="ascii")
    python.chmod(0o755)
    return tmp_path / "venv"


def play(environment: Path, *words: str) -> list[str]:
    """Run scripts/play and return what Python was asked to do, line by line.

    Neither dpkg-query nor apt-get is within reach, so that no system package is touched.
    """
    (environment / "said").unlink(missing_ok=True)
    path = environment / "path"
    if not path.is_dir():
        path.mkdir()
        for name in ("bash", "cat", "cksum", "dirname", "env", "rm", "touch", "tr"):
            found = next(folder for folder in ("/usr/bin", "/bin") if os.access(f"{folder}/{name}", os.X_OK))
            (path / name).symlink_to(f"{found}/{name}")
    variables = {"PATH": str(path), "STILLWATER_VENV": str(environment), "HOME": str(environment)}
    script = [str(path / "bash"), str(ROOT / "scripts" / "play"), *words]
    subprocess.run(script, env=variables, check=True, capture_output=True, timeout=30)
    return (environment / "said").read_text(encoding="ascii").splitlines()


@pytest.mark.parametrize(
    ("words", "sets", "started"),
    [
        ("", "base sensors", "-m game play"),
        ("breathe", "base sensors", "-m game breathe"),
        ("breathe --no-sensors", "base", "-m game breathe --no-sensors"),
        ("--headless --seconds 60", "base", "-m game play --headless --seconds 60"),
        ("--headless --camera a.mp4", "base sensors", "-m game play --headless --camera a.mp4"),
        ("--headless --lsl-heart a.txt", "base sensors lsl", "-m game play --headless --lsl-heart a.txt"),
        ("--headless --lsl", "base lsl", "-m game play --headless --lsl"),
        ("--help", "base", "-m game --help"),
        ("sessions list", "base", "-m game sessions list"),
        ("learnt", "base", "-m game learnt"),
        ("keys list", "base", "-m game keys list"),
        ("players list", "base", "-m game players list"),
        ("doctor", "base sensors", "-m game doctor"),
        ("replay", "base replay trends export", "-m game replay"),
        ("trends", "base replay trends export", "-m game trends"),
        ("export last", "base replay trends export", "-m game export last"),
        ("play --lsl", "base sensors lsl", "-m game play --lsl"),
    ],
)
def test_each_command_brings_what_it_needs(environment: Path, words: str, sets: str, started: str) -> None:
    """Camera and microphone libraries come only with commands that listen; the words go on unchanged."""
    install, start = play(environment, *words.split())
    assert install.strip() == f"{ROOT / 'scripts' / 'install.py'} {sets}"
    assert start.strip() == started


def test_second_start_installs_nothing(environment: Path) -> None:
    """What is there is remembered, for each collection of libraries by itself."""
    assert len(play(environment, "verify", "a")) == 2
    assert [line.strip() for line in play(environment, "verify", "b")] == ["-m game verify b"]
    assert len(play(environment, "doctor")) == 2
    assert len(play(environment, "doctor")) == 1


def test_words_with_spaces_stay_whole(environment: Path) -> None:
    """A file name with a space and an empty word reach the game as they were typed."""
    (environment / "bin" / "python").write_text(
        '#!/bin/sh\nprintf "%s|" "$@" >> "$STILLWATER_VENV/said"\n', encoding="ascii"
    )
    (said,) = play(environment, "verify", "a b", "")
    assert said.endswith("-m|game|verify|a b||")
