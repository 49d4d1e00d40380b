"""What a mind is told of the last minutes: slow averages, and what a minigame did."""

from dataclasses import replace
from itertools import pairwise

import pytest

from game.core.belief import Sample
from game.core.inputs import Inputs
from game.core.lately import LOOK_TICKS, RELIEF_TICKS, Lately, look, minigame_began, relief
from game.core.observe import observe
from game.core.posterior import ANYBODY, Known, Posterior, learnt
from game.core.reading import Quantity
from game.core.senses import FIRST, Senses, sense
from game.core.setup import Setup
from game.core.world import World, begin, step
from tests.sittings import LEVELS, RULES

MINUTE = 60 * 60 // LOOK_TICKS


def feeling(arousal: float, sd: float = 0.1) -> Senses:
    """Senses that just read this."""
    told = Inputs(samples=(Sample("face", Quantity.AROUSAL, arousal, sd, 0),))
    return sense(FIRST, told, 0.0, ANYBODY, 1)


def looked(lately: Lately, times: int, arousal: float, performance: float, busy: bool) -> Lately:
    """So many looks at the same."""
    for _ in range(times):
        lately = look(lately, feeling(arousal), performance, Inputs(held=("left",) if busy else ()))
    return lately


def test_averages_go_to_what_stays() -> None:
    """After minutes of the same, each is what it was; after a moment hardly moved."""
    moment = looked(Lately(), 1, 0.5, 1.0, busy=True)
    assert 0.0 < moment.activity < 0.02
    assert 0.5 < moment.performance < 0.51
    long = looked(Lately(), 5 * MINUTE, 0.5, 1.0, busy=True)
    assert long.activity > 0.99
    assert long.performance > 0.99
    assert long.arousal == pytest.approx(feeling(0.5).estimate.arousal.mean, abs=0.01)
    assert looked(long, 5 * MINUTE, 0.5, 1.0, busy=False).activity < 0.01


def test_a_pointer_counts_only_when_it_moves() -> None:
    """Resting on the table it is no activity."""
    lately = Lately()
    for place in range(5):
        lately = look(lately, FIRST, 0.5, Inputs(pointer=(place, 7)))
    busy = lately.activity
    lately = look(lately, FIRST, 0.5, Inputs(pointer=(4, 7)))
    assert busy > 0.0
    assert lately.activity < busy


def test_relief_is_what_arousal_fell_by_and_fades() -> None:
    """Nothing while unknown; the fall after a minigame began; nothing two minutes later."""
    tense = looked(Lately(), MINUTE, 0.6, 0.5, busy=False)
    begun = minigame_began(tense, feeling(0.6), 600)
    assert relief(begun, feeling(0.6), 600) == 0.0
    calmer = looked(begun, MINUTE, -0.2, 0.5, busy=False)
    fell = begun.arousal - calmer.arousal
    assert relief(calmer, feeling(-0.2), 600) == pytest.approx(fell)
    assert relief(calmer, feeling(-0.2), 600 + RELIEF_TICKS // 2) == pytest.approx(0.5 * fell)
    assert relief(calmer, feeling(-0.2), 600 + RELIEF_TICKS) == 0.0
    assert relief(calmer, FIRST, 600) == 0.0
    assert minigame_began(tense, FIRST, 600).before is None


def test_a_mind_is_told_of_the_minutes_and_of_the_player() -> None:
    """What is not known of a player is 0; what is known counts as much as it is known."""
    world = begin(Setup(1, "tide"), LEVELS["tide"], RULES.patterns)
    seen = observe(world)
    assert (seen.usual_breath, seen.comfortable_breath, seen.responds, seen.likes_tempo, seen.skill) == (0.0,) * 5
    sure = Posterior(skill=Known(1.0, 1e-6), minigame_relief=Known(-0.4, 1e-6), tempo_liked=Known(0.9, 0.25))
    seen = observe(begin(Setup(1, "tide", posterior=sure), LEVELS["tide"], RULES.patterns))
    assert seen.skill == pytest.approx(1.0)
    assert seen.responds == pytest.approx(-0.4)
    assert seen.likes_tempo == 0.0
    assert learnt(Known(0.5, 0.25), ANYBODY.skill) == 0.0


def test_the_world_looks_six_times_a_second() -> None:
    """The average moves at every tenth tick, and is carried into the next level."""
    world = begin(Setup(1, "tide"), LEVELS["tide"], RULES.patterns)
    seen: list[World] = []
    for _ in range(2 * LOOK_TICKS):
        world = step(world, Inputs(held=("left",)))
        seen.append(world)
    moved = [after.tick for before, after in pairwise(seen) if after.lately != before.lately]
    assert moved == [LOOK_TICKS, 2 * LOOK_TICKS]
    assert begin(replace(world.setup, level="closing"), LEVELS["closing"], RULES.patterns, world).lately == world.lately
