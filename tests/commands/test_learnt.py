"""What a sitting teaches of its player: gathered in play, sealed with them, shown in words, forgotten when asked."""

import os
import subprocess
import sys
from dataclasses import astuple
from pathlib import Path

import pytest

from game.commands.attend import Attendant
from game.commands.household import Household, Visit
from game.commands.learnt import in_words
from game.core.inputs import Inputs
from game.core.posterior import ANYBODY, Known, Posterior
from game.core.setup import Mode, Setup
from game.core.temper import AgeBand
from game.core.world import begin
from game.loop import House, Unhurried, run
from game.vault.home import open_home
from game.vault.player import Progress
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
    Visit(home, print).sat(LEARNT)
    assert Household(home, print).player.posterior == ANYBODY
    Household(home, print).sat(LEARNT)
    again = Household(home, print)
    assert (again.player.posterior, again.player.progress.sittings) == (LEARNT, 1)
    setup = again.setup("title", (), AgeBand.ADULT, Mode.SOOTHE, 5.0)
    assert astuple(setup.posterior.resting_breath_hz) == pytest.approx((0.3, 0.02))
    assert not any(b"0.3" in file.read_bytes() for file in tmp_path.rglob("player.sealed"))


def test_weeks_away_are_forgotten_before_the_next_sitting(tmp_path: Path) -> None:
    """Who comes back after a long time is known less well; the record itself is not touched by looking."""
    household = Household(open_home(tmp_path), print)
    household.sat(LEARNT)
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
    Household(open_home(tmp_path), print).sat(LEARNT)
    shown = asked(tmp_path, "show")
    assert "17 to  19 a minute (well known)" in shown
    assert "(hardly known)" in shown
    assert len(shown.splitlines()) == 1 + len(in_words(LEARNT)) == 8
    assert asked(tmp_path, "forget").startswith("Forgotten")
    player = Household(open_home(tmp_path), print).player
    assert (player.posterior, player.progress.sittings) == (ANYBODY, 1)
