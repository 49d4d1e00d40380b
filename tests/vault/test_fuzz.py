"""The readers meet whatever bytes there are with a named error: no crash, no hang, no end of memory."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 4


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris has wheels for Linux on x86-64 only")
@pytest.mark.parametrize("target", ["tape", "session", "bundle"])
def test_a_reader_meets_anything(target: str, tmp_path: Path) -> None:
    """Some seconds of mutated bytes, half of them under true seals: the fuzzer finds nothing but named errors."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.vault.fuzz", target, str(SECONDS), str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120 + SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    assert "Done " in done.stderr, done.stderr[-4000:]
