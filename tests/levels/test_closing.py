"""The farewell: one sentence, a picture if one likes, and two ways on."""

from dataclasses import replace

from game.core.facts import Asked, Fact, LevelEnded
from game.core.inputs import Inputs
from game.core.journey import SOFT_STOP_TICKS
from game.core.setup import Setup
from game.core.shapes import Text, TextRole
from game.core.show import show
from game.core.world import begin, step
from tests.sittings import LEVELS, RULES, pressing, quiet, worlds

FAREWELL = Setup(6, "closing")


def facts(*keys: str) -> list[Fact]:
    """What is stated after these presses."""
    return [fact for world in worlds(FAREWELL, [*pressing(*keys), *quiet(100)]) for fact in world.facts]


def test_the_ways_on() -> None:
    """Go on, enough for today, Escape, and a picture before it, once."""
    assert facts("act") == [LevelEnded("on")]
    assert facts("skip") == [LevelEnded("on")]
    assert facts("right", "right", "act") == [LevelEnded("title")]
    assert facts("escape") == [LevelEnded("title")]
    assert facts("right", "act", "act") == [Asked("keep_picture"), LevelEnded("on")]
    assert facts("right", "act", "right", "act", "left", "act") == [Asked("keep_picture"), LevelEnded("on")]


def test_the_words_can_be_clicked() -> None:
    """By the pointer alone: the picture, then enough for today."""
    stated: list[Fact] = []
    told = [*quiet(5)]
    for x in (0.5, 0.72):
        place = (int(4096 * x), int(4096 * 0.865))
        told += [Inputs(pointer=place), Inputs(held=("click",), pointer=place), Inputs(pointer=place), *quiet(5)]
    stated = [fact for world in worlds(FAREWELL, [*told, *quiet(100)]) for fact in world.facts]
    assert stated == [Asked("keep_picture"), LevelEnded("title")]


def test_one_sentence_stays() -> None:
    """It is chosen once, by the sitting's own dice; other sittings have others."""
    seen = set()
    for seed in range(12):
        keys = set()
        for world in worlds(Setup(seed, "closing"), quiet(300)):
            if world.tick > 90:
                keys |= {s.key for s in show(world).shapes if isinstance(s, Text) and s.role is TextRole.HEADING}
        assert len(keys) == 1
        seen |= keys
    assert len(seen) >= 4


def test_after_twenty_minutes_enough_for_today_is_lit() -> None:
    """One key leads to rest then."""
    world = replace(begin(FAREWELL, LEVELS["closing"], RULES.patterns), tick=SOFT_STOP_TICKS)
    for inputs in [*quiet(60), Inputs(held=("act",)), *quiet(60)]:
        world = step(world, inputs)
        if world.ended:
            break
    assert world.ended == "title"
