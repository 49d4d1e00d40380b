"""Observe: the same sensors over files, the same readings every time, as a table."""

import csv
import io
import os
import sys
from pathlib import Path

import pytest

from affect.errors import MissingDeviceError
from affect.hush import hushed
from affect.observe import COLUMNS, observe, write_csv
from game.core.reading import Quantity, Reading
from tests.affect.pictures import swaying, write_video


def test_two_runs_are_equal_exactly(tmp_path: Path) -> None:
    """Every reading of a film - value, sd, time - is the same in two runs, bit for bit."""
    film = write_video(tmp_path / "film.avi", swaying(45))
    first = list(observe(film, None))
    assert first == list(observe(film, None))
    assert {Quantity.PRESENCE, Quantity.VALENCE, Quantity.SMILE} <= {reading.quantity for reading in first}
    assert 1.2e9 < first[-1].t_ns < 1.5e9


def test_nothing_given_nothing_said() -> None:
    """Without files there are no readings."""
    assert list(observe(None, None)) == []


def test_a_missing_file_is_told() -> None:
    """A film that is not there raises the same error as in play."""
    with pytest.raises(MissingDeviceError, match="no file"):
        list(observe(Path("nowhere.mp4"), None))


def test_the_table_has_its_columns() -> None:
    """One row a reading: t_s, sensor, quantity, value, sd."""
    out = io.StringIO()
    readings = [Reading("face", Quantity.VALENCE, -0.25, 0.5, 1_500_000_000)]
    assert write_csv(iter(readings), out) == 1
    rows = list(csv.reader(io.StringIO(out.getvalue())))
    assert rows == [list(COLUMNS), ["1.500", "face", "valence", "-0.25000", "0.50000"]]


def test_libraries_are_quiet_and_python_is_not(capfd: pytest.CaptureFixture[str]) -> None:
    """While hushed, what C writes to the error stream is gone and what Python writes is there; after it both are."""
    with hushed():
        os.write(2, b"chat\n")
        print("words", file=sys.stderr)
    os.write(2, b"after\n")
    print("more", file=sys.stderr)
    assert capfd.readouterr().err.split() == ["words", "after", "more"]
