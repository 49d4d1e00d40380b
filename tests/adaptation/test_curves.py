"""Simulated sittings for the profile: the same each time, people apart, and an odd day only where one was planned."""

from pathlib import Path

import numpy as np
import pytest

from adaptation.__main__ import main
from adaptation.curves import FAMILIES, SEEN, SPLIT, Oddity, Part, Played, part_of, play, save
from adaptation.rules import Rules

ROUND = len(FAMILIES)
LEARN, JUDGE = range(2), range(SPLIT.index(Part.TEST) * ROUND, SPLIT.index(Part.TEST) * ROUND + 2)


@pytest.fixture(scope="module")
def judged() -> Played:
    """Four sittings each of two people who judge."""
    return play(JUDGE, 4, Rules())


def test_the_same_people_play_the_same_each_time(judged: Played) -> None:
    """Everything is drawn from the numbers of the people: two runs are equal to the last bit."""
    again = play(JUDGE, 4, Rules())
    assert again.rows.tobytes() == judged.rows.tobytes()
    assert again.odd.tolist() == judged.odd.tolist()


def test_rows_are_what_a_mind_is_shown_until_the_end(judged: Played) -> None:
    """Numbers in [-1, 1] up to the end of a sitting of 3 to 8 minutes, and nothing behind it."""
    playing = np.isfinite(judged.rows).all(axis=2)
    assert (np.isfinite(judged.rows).any(axis=2) == playing).all()
    assert (np.diff(playing.astype(int), axis=1) <= 0).all(), "nothing begins again behind the end"
    assert judged.rows.shape[2] == len(SEEN)
    assert np.nanmax(np.abs(judged.rows)) <= 1.0
    assert playing.sum(axis=1).max() <= 8 * 12 + 1


def test_whoever_judges_has_one_odd_day_late(judged: Played) -> None:
    """One sitting in the second half of each is odd, and nobody who teaches has one."""
    for person in JUDGE:
        odd = judged.odd[judged.person == person]
        assert (odd != Oddity.USUAL).sum() == 1
        assert np.flatnonzero(odd)[0] >= 2
    assert not play(LEARN, 2, Rules()).odd.any()


def test_every_family_has_every_part() -> None:
    """A whole turn through the parts gives each family people to learn from, to choose by and to judge by."""
    for family in range(ROUND):
        assert {part_of(family + ROUND * turn) for turn in range(len(SPLIT))} == set(Part)


def test_the_file_holds_all_parts_padded(tmp_path: Path, judged: Played) -> None:
    """Sittings of different lengths lie in one array, with the part and the oddity of each."""
    short = Played(judged.rows[:3, :20], judged.person[:3], judged.sitting[:3], judged.odd[:3])
    save(tmp_path / "curves.npz", [short, judged])
    with np.load(tmp_path / "curves.npz", allow_pickle=False) as kept:
        assert kept["rows"].shape == (3 + len(judged.rows), *judged.rows.shape[1:])
        assert np.isnan(kept["rows"][:3, 20:]).all()
        assert np.array_equal(kept["rows"][3:], judged.rows, equal_nan=True)
        assert set(kept["part"].tolist()) == {int(Part.TEST)}
        assert tuple(kept["seen"]) == SEEN


def test_the_command_writes_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``python -m adaptation curves`` plays, writes and says where."""
    assert main(["curves", "--people", "2", "--sittings", "1", "--out", str(tmp_path / "made")]) == 0
    assert str(tmp_path / "made" / "curves.npz") in capsys.readouterr().out
