"""The command line as a whole."""

import os
import subprocess
import sys
from pathlib import Path


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
