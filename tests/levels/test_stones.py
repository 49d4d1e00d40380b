"""The pond: rhythm is rewarded, breath alone is enough, nobody is needed for it to end."""

from collections.abc import Iterator

import pytest

from game.core.facts import Caught, Found
from game.core.inputs import NOTHING, Inputs
from game.core.pace import apart
from game.core.setup import Setup
from game.core.shapes import Ripple, Sprite
from game.core.show import show
from game.core.world import World, begin, step
from levels.stones import REACH
from levels.stones.water import SPOTS, WIDE
from tests.levels.places import pointer_at, target
from tests.sittings import LEVELS, RULES, quiet, worlds

SETUP = Setup(6, "stones", minutes=3.0)


def drops_of(world: World) -> int:
    """How far the rings of the last stone reach, as its place in REACH; -1 = none fell."""
    drops = world.state.drops
    return REACH.index(drops[-1].reach) if drops else -1


def at_phase(phase: float, ticks: int = 1200) -> World:
    """The world right after one press nearest to this place of the guide's breath, in the second breath."""
    world = begin(SETUP, LEVELS["stones"], RULES.patterns)
    for _ in range(ticks):
        near = abs(apart(phase, world.guide.phase)) < 0.004 and world.guide.breaths >= 1
        world = step(world, Inputs(held=("act",)) if near else NOTHING)
        if near:
            return world
    raise AssertionError("the guide never came there")


def test_a_stone_in_time_with_the_exhale_reaches_far() -> None:
    """At the start of the exhale rings reach farthest; in the middle of the inhale least."""
    world = begin(SETUP, LEVELS["stones"], RULES.patterns)
    onset = world.pattern.inhale + world.pattern.rest_in
    assert drops_of(at_phase(onset)) == 0
    assert drops_of(at_phase(onset * 0.4)) == 2


def test_letting_go_of_the_breath_key_lets_a_stone_fall() -> None:
    """Hold while breathing in, let go to breathe out: the stone falls with it."""
    told = [Inputs(held=("breathe",))] * 90 + [NOTHING] * 5
    last = list(worlds(SETUP, told))[-1]
    assert len(last.state.drops) == 1
    assert any(isinstance(shape, Sprite) and shape.name == "stones_pebble" for shape in show(last).shapes)


def by_breath_alone(ticks: int) -> Iterator[Inputs]:
    """Somebody who only breathes with the key, near the guide's first pace, and moves the light at first."""
    for tick in range(ticks):
        held = ["breathe"] if tick % 300 < 120 else []
        if tick < 50:
            held.append("right")
        yield Inputs(held=tuple(sorted(held)))


def test_breath_alone_opens_flowers() -> None:
    """No aim, no click: in three minutes some flowers open."""
    facts = [fact for world in worlds(SETUP, by_breath_alone(9000)) for fact in world.facts]
    assert sum(isinstance(fact, Caught) for fact in facts) >= 3


def lead(world: World, tick: int, limb: str) -> Inputs:
    """Somebody with one limb, who goes to the nearest bud and lets a stone fall there."""
    goal = target(world)
    light = world.state.hand
    if goal is None:
        return NOTHING
    across, along = goal[0] - light.x.value, goal[1] - light.y.value
    there = abs(across) < 0.05 and abs(along) < 0.07
    falls = there and tick % 40 == 0
    if limb == "pointer":
        return Inputs(held=("click",) if falls else (), pointer=pointer_at(goal))
    if limb == "pad":
        axes = tuple(int(127 * min(max(6.0 * part, -1.0), 1.0)) for part in (across, along))
        return Inputs(held=("act",) if falls else (), axes=axes)
    keys = [key for key, wanted in (("left", across < -0.02), ("right", across > 0.02)) if wanted]
    keys += [key for key, wanted in (("up", along < -0.02), ("down", along > 0.02)) if wanted]
    return Inputs(held=tuple(sorted([*keys, *(["act"] if falls else [])])))


@pytest.mark.parametrize("limb", ("keys", "pointer", "pad"))
def test_the_pond_is_played_with_one_limb(limb: str) -> None:
    """By keys, pointer or pad alone: a flower every fifteen seconds over two minutes."""
    world = begin(SETUP, LEVELS["stones"], RULES.patterns)
    for tick in range(1, 7201):
        world = step(world, lead(world, tick, limb))
    assert world.state.caught >= 8


def test_nothing_is_won_by_being_away() -> None:
    """A light that nobody leads lets no stone fall, and its performance stays neutral."""
    last = list(worlds(SETUP, quiet(7200)))[-1]
    assert last.state.caught == 0
    assert last.turn.performance == pytest.approx(0.5, abs=0.05)


def test_five_stones_in_time_bring_the_white_fish_once() -> None:
    """It is found, it swims, and it is found once."""
    world = begin(SETUP, LEVELS["stones"], RULES.patterns)
    onset = world.pattern.inhale + world.pattern.rest_in
    found: list[Found] = []
    for _ in range(7200):
        near = abs(apart(onset, world.guide.phase)) < 0.006
        world = step(world, Inputs(held=("act",)) if near else NOTHING)
        found += [fact for fact in world.facts if isinstance(fact, Found)]
    assert found == [Found("stones.white_koi")]
    assert any(isinstance(shape, Sprite) and shape.name == "stones_koi_white" for shape in show(world).shapes)


@pytest.mark.parametrize("minutes", (3.0, 8.0))
def test_the_pond_ends_when_it_was_asked_to(minutes: float) -> None:
    """Between the wished length and one breath and the farewell more, and says farewell."""
    last = list(worlds(Setup(1, "stones", minutes=minutes), quiet(10 * 3600)))[-1]
    assert last.ended == "on"
    assert minutes * 60.0 + 8.0 < last.tick / 60.0 < minutes * 60.0 + 25.0


def test_rings_are_seen_where_stones_fell() -> None:
    """A little later its rings run round the place where it fell."""
    world = at_phase(0.4)
    for _ in range(60):
        world = step(world, NOTHING)
    drop = world.state.drops[-1]
    rings = [shape for shape in show(world).shapes if isinstance(shape, Ripple) and shape.strength > 0.3]
    assert rings
    assert all((ring.x, ring.y) == (drop.x, drop.y) for ring in rings)


def test_buds_lie_on_open_water() -> None:
    """Inside the picture, and none so near to another that their flowers overlap."""
    for index, (x, y) in enumerate(SPOTS):
        assert 0.15 < x < 0.9
        assert 0.1 < y < 0.9
        for other_x, other_y in SPOTS[:index]:
            assert ((x - other_x) * WIDE) ** 2 + (y - other_y) ** 2 > 0.09**2
