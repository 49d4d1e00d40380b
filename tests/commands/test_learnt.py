"""What a sitting teaches of its player: gathered in play, sealed with them, shown in words, forgotten when asked."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import astuple, replace
from pathlib import Path

import pytest

from game.commands.attend import Attendant
from game.commands.household import Household, Visit
from game.commands.learnt import in_words
from game.commands.roster import forget_learnt, learn_from_people
from game.core.belief import Sample
from game.core.inputs import Inputs
from game.core.posterior import ANYBODY, Known, Posterior
from game.core.reading import Quantity
from game.core.setup import Mode, Setup
from game.core.temper import AgeBand
from game.core.world import begin
from game.loop import House, Unhurried, run
from game.vault.home import open_home
from game.vault.player import Progress, Taught
from tests.sittings import GENTLY, LEVELS, RULES, Kept, Script, Seen, Silent, lead_on, quiet

LEARNT = Posterior(Known(0.3, 0.02), Known(0.11, 0.01), Known(0.1, 0.1), skill=Known(0.8, 0.1))


def attended(setup: Setup, told: list[Inputs]) -> tuple[Attendant, Kept]:
    """A sitting with somebody who attends it."""
    memory = Kept()
    attendant = Attendant(memory)
    world = begin(setup, LEVELS[setup.level], RULES.patterns)
    run(world, House(Script(told), Silent(GENTLY), attendant, Seen(), Unhurried(), lead_on({})))
    return attendant, memory


def test_who_attends_changes_nothing_of_what_is_sealed() -> None:
    """All is passed on to the memory of the sitting, record by record."""
    setup = Setup(3, "tide", minutes=1.0)
    told = list(quiet(700))
    plain = Kept()
    world = begin(setup, LEVELS["tide"], RULES.patterns)
    run(world, House(Script(told), Silent(GENTLY), plain, Seen(), Unhurried(), lead_on({})))
    assert attended(setup, told)[1].records == plain.records


def test_a_sitting_of_nobody_sensed_teaches_little() -> None:
    """Without a word of any sensor breath and feelings stay as they were; less than a minute teaches nothing."""
    attendant, _ = attended(Setup(3, "tide", minutes=1.0, posterior=LEARNT), list(quiet(62 * 60)))
    after = attendant.learnt(LEARNT)
    assert after != LEARNT
    assert after.resting_breath_hz.mean == pytest.approx(0.3, abs=0.001)
    assert after.resting_breath_hz.spread >= 0.02
    short, _ = attended(Setup(3, "tide", minutes=1.0), list(quiet(50 * 60)))
    assert short.learnt(LEARNT) == LEARNT


def test_a_pace_that_was_found_is_learnt() -> None:
    """ "Find your pace" and the quiet minute tell of the breath through their facts."""
    probe, _ = attended(Setup(3, "probe", due=("probe",)), breathing_by_key(75))
    rest = probe.learnt(ANYBODY).resting_breath_hz
    assert rest.mean == pytest.approx(0.2, abs=0.02)
    assert rest.spread < ANYBODY.resting_breath_hz.spread


def breathing_by_key(seconds: int) -> list[Inputs]:
    """Somebody who breathes twelve times a minute with the key."""
    return [Inputs(held=("breathe",) if tick % 300 < 120 else ()) for tick in range(60 * seconds)]


def test_what_was_learnt_is_sealed_with_the_player(tmp_path: Path) -> None:
    """It comes back from the disk, and the next sitting begins with it; a visitor leaves nothing."""
    home = open_home(tmp_path)
    Visit(home, print).sat(lambda _: LEARNT)
    assert Household(home, print).player.posterior == ANYBODY
    Household(home, print).sat(lambda _: LEARNT)
    again = Household(home, print)
    assert (again.player.posterior, again.player.progress.sittings) == (LEARNT, 1)
    setup = again.setup("title", (), AgeBand.ADULT, Mode.SOOTHE, 5.0)
    assert astuple(setup.posterior.resting_breath_hz) == pytest.approx((0.3, 0.02))
    assert not any(b"0.3" in file.read_bytes() for file in tmp_path.rglob("player.sealed"))


def test_what_is_forgotten_during_a_sitting_stays_forgotten(tmp_path: Path) -> None:
    """The sitting that goes on teaches what it saw itself, and brings nothing of before back."""
    home = open_home(tmp_path)
    Household(home, print).sat(lambda _: LEARNT)
    playing = Household(home, print)
    attendant, _ = attended(Setup(3, "tide", minutes=1.0, posterior=LEARNT), list(quiet(62 * 60)))
    forget_learnt(Household(home, print))
    playing.sat(attendant.learnt)
    assert Household(home, print).player.posterior == attendant.learnt(ANYBODY)
    assert attendant.learnt(ANYBODY).resting_breath_hz.mean == ANYBODY.resting_breath_hz.mean


def test_what_is_forgotten_is_forgotten_behind_a_stale_look(tmp_path: Path) -> None:
    """Whoever opened the record while nothing was learnt yet still forgets what was learnt since."""
    home = open_home(tmp_path)
    looking = Household(home, print)
    Household(home, print).sat(lambda _: LEARNT)
    forget_learnt(looking)
    assert Household(home, print).player.posterior == ANYBODY


def test_what_corrections_teach_during_a_sitting_stays(tmp_path: Path) -> None:
    """The shift is in the baseline and in the account of it: withdrawn afterwards, only the sitting is left."""
    home = open_home(tmp_path)
    playing, looking = Household(home, print), Household(home, print)
    attendant, _ = attended(Setup(3, "tide", minutes=1.0), list(quiet(62 * 60)))
    learn_from_people(looking, lambda known, _: (tense(known, 0.08), Taught(arousal=0.08)))
    playing.sat(attendant.learnt)
    player = Household(home, print).player
    assert player.taught == Taught(arousal=0.08)
    assert player.posterior == attendant.learnt(tense(ANYBODY, 0.08))
    assert player.posterior.arousal_baseline.mean == pytest.approx(0.08, abs=0.001)


def test_what_a_sitting_teaches_while_corrections_are_read_stays(tmp_path: Path) -> None:
    """Corrections are laid upon what is known when they are kept, not upon what was known before they were read."""
    home = open_home(tmp_path)
    looking = Household(home, print)
    Household(home, print).sat(lambda _: LEARNT)
    learn_from_people(looking, lambda known, _: (tense(known, 0.18), Taught(arousal=0.08)))
    assert Household(home, print).player.posterior == tense(LEARNT, 0.18)


def tense(posterior: Posterior, mean: float) -> Posterior:
    """The same with another usual tension."""
    return replace(posterior, arousal_baseline=replace(posterior.arousal_baseline, mean=mean))


@pytest.mark.parametrize("now", (-0.1, 0.1))
def test_what_was_read_does_not_depend_on_the_baseline_it_was_told_against(now: float) -> None:
    """A baseline moved during the sitting still moves toward the reading: 0 here, below the one the sitting had."""
    began = Known(0.2, 0.3)
    setup = Setup(3, "tide", minutes=1.0, posterior=replace(ANYBODY, arousal_baseline=began))
    attendant, _ = attended(setup, list(read_as(0.0, 62 * 60)))
    assert attendant.learnt(setup.posterior).arousal_baseline.mean < began.mean - 0.01
    after = attendant.learnt(tense(ANYBODY, now)).arousal_baseline.mean
    assert abs(after) < abs(now) - 0.01


def read_as(arousal: float, ticks: int) -> Iterator[Inputs]:
    """A face that is read as so tense all the time, ten times a second."""
    for tick in range(ticks):
        yield Inputs((Sample("face", Quantity.AROUSAL, arousal, 0.1, 0),)) if tick % 6 == 0 else Inputs()


def test_weeks_away_are_forgotten_before_the_next_sitting(tmp_path: Path) -> None:
    """Who comes back after a long time is known less well; the record itself is not touched by looking."""
    household = Household(open_home(tmp_path), print)
    household.sat(lambda _: LEARNT)
    household.practise(lambda _: Progress(sittings=1, weeks=("2020-W01",)))
    setup = household.setup("title", (), AgeBand.ADULT, Mode.SOOTHE, 5.0)
    assert setup.posterior.resting_breath_hz.spread > 3.0 * LEARNT.resting_breath_hz.spread
    assert household.player.posterior == LEARNT


def asked(home: Path, *words: str) -> str:
    """What the command answers in this home."""
    told = [sys.executable, "-m", "game", "learnt", *words]
    environment = {**os.environ, "STILLWATER_HOME": str(home)}
    return subprocess.run(told, env=environment, check=True, capture_output=True, text=True, timeout=60).stdout


def test_a_guardian_sees_it_in_words_and_can_forget_it(tmp_path: Path) -> None:
    """Nothing yet; then seven lines with numbers; then nothing again, and said so. Progress stays."""
    assert asked(tmp_path).startswith("Nothing was learnt yet")
    Household(open_home(tmp_path), print).sat(lambda _: LEARNT)
    shown = asked(tmp_path, "show")
    assert "17 to  19 a minute (well known)" in shown
    assert "(hardly known)" in shown
    assert len(shown.splitlines()) == 1 + len(in_words(LEARNT)) == 8
    assert asked(tmp_path, "forget").startswith("Forgotten")
    player = Household(open_home(tmp_path), print).player
    assert (player.posterior, player.progress.sittings) == (ANYBODY, 1)
