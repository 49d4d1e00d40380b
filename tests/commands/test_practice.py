"""What a sitting adds to the record: never less than before, and nothing of it a score."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.commands.household import Household, Visit
from game.commands.practice import planned, practised, probe_is_due, sat, week_of, weeks_away
from game.core.journey import Journey
from game.core.setup import Mode, Setup
from game.core.temper import AgeBand
from game.vault.home import open_home
from game.vault.player import Player, Progress, decoded, encoded


def test_a_week_counts_its_sittings_and_the_next_begins_anew() -> None:
    """An empty week leaves no trace: there is nothing to lose."""
    progress = Progress()
    for week in ("2025-W46", "2025-W46", "2025-W49"):
        progress = sat(progress, week)
    assert (progress.sittings, progress.weeks, progress.week_done) == (3, ("2025-W46", "2025-W49"), 1)
    assert week_of(progress, "2025-W49").done == 1
    assert week_of(progress, "2025-W50").done == 0
    assert week_of(planned(progress, 2, 10), "2025-W49").times == 2


@given(st.floats(0.0, 1e5), st.integers(0, 10**6))
def test_practice_only_grows(before_s: float, ticks: int) -> None:
    """What a sitting began with plus what was played in it; told twice, it is the same; found things stay."""
    setup = Setup(1, "title", practised_s=before_s, found=("tide.shell",))
    journey = Journey(ticks, ("tide",), ("garden.star",))
    once = practised(Progress(practised_s=before_s), setup, journey, Journey())
    assert once.practised_s >= before_s
    assert once.found == ("tide.shell", "garden.star")
    assert practised(once, setup, journey, journey) == once
    assert {"tide", "boats"} <= set(once.places_open)


def test_what_a_newer_game_opened_stays_open() -> None:
    """A place this one does not know, and one that opens later than the practice told, are not taken out."""
    before = Progress(practised_s=60.0, places_open=("glider", "moon"))
    after = practised(before, Setup(1, "title", practised_s=60.0), Journey(60, ("tide",)), Journey())
    assert set(after.places_open) == {"tide", "boats", "glider", "moon"}


def test_the_quiet_minute_is_due_once_a_week_after_three_sittings() -> None:
    """Not before, and not twice."""
    assert not probe_is_due(Progress(sittings=2), "2025-W47")
    assert probe_is_due(Progress(sittings=3), "2025-W47")
    assert not probe_is_due(Progress(sittings=9, probed="2025-W47"), "2025-W47")
    assert probe_is_due(Progress(sittings=9, probed="2025-W47"), "2025-W48")


@pytest.mark.parametrize(
    ("last", "now", "away"),
    [
        (("2025-W46",), "2025-W47", 1),
        (("2025-W30", "2025-W46"), "2025-W46", 0),
        (("2025-W51",), "2026-W02", 3),
        (("2025-W47",), "2025-W46", 0),
        (("someday",), "2025-W46", 0),
        ((), "2025-W46", 0),
    ],
)
def test_weeks_away_are_counted_from_the_last_sitting(last: tuple[str, ...], now: str, away: int) -> None:
    """Over the turn of the year too; a clock that went back, or a week that is none, counts as no time at all."""
    assert weeks_away(Progress(weeks=last), now) == away


def test_a_record_from_before_practice_is_read() -> None:
    """Its later fields are those of a new player."""
    plain = encoded(Player())
    old = plain.replace(
        b',"practised_s":0.0,"found":[],"week_times":3,"week_minutes":15,"week_done":0,"probed":""', b""
    )
    assert old != plain
    assert decoded(old) == decoded(plain)


def test_the_next_sitting_begins_with_what_was_kept(tmp_path: Path) -> None:
    """Practice, things, the week's plan and what is due come back from the disk; a visitor leaves nothing."""
    home = open_home(tmp_path)
    household = Household(home, print)
    household.practise(lambda _: planned(Progress(sittings=3, practised_s=700.0, found=("garden.star",)), 2, 10))
    visit = Visit(home, print)
    visit.practise(lambda _: Progress())
    again = Household(home, print)
    setup = again.setup("title", (), AgeBand.ADULT, Mode.SOOTHE, 5.0, ("tide", "garden"))
    assert (setup.practised_s, setup.found, setup.places) == (700.0, ("garden.star",), ("tide", "garden"))
    assert (setup.week.times, setup.week.minutes, setup.due) == (2, 10, ("probe",))


def test_pictures_have_a_folder_of_their_own(tmp_path: Path) -> None:
    """It is made when first asked for, and only its owner looks into it."""
    household = Household(open_home(tmp_path), print)
    folder = household.pictures()
    assert folder == household.pictures()
    assert folder.is_dir()
    assert not folder.stat().st_mode & 0o077


def test_what_two_doors_set_at_once_both_stays(tmp_path: Path) -> None:
    """The replay view keeps a refusal while a sitting runs; the sitting that ends later does not take it back."""
    home = open_home(tmp_path)
    playing, looking = (Household(home, lambda _: None) for _ in range(2))
    looking.practise(lambda progress: replace(progress, refused=("2026-W47 humming",)))
    looking.keep(lambda player: replace(player, name="Mia"), "another name")
    playing.sat(lambda known: known)
    playing.consent("camera", granted=True)
    kept = Household(home, lambda _: None).player
    assert (kept.name, kept.progress.refused, kept.progress.sittings) == ("Mia", ("2026-W47 humming",), 1)
    assert [said.sensor for said in kept.consent] == ["camera"]
