"""Worry boats: chosen or not, looked at from three sides, let go; own words never enter the rules."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from game.core.facts import Caught, Found, WordsAsked, WordsLetGo
from game.core.inputs import NOTHING, Inputs
from game.core.setup import Setup
from game.core.shapes import Card, Ring, Role, Sprite, Talk, Text
from game.core.show import show
from game.core.tape import encode
from game.core.world import World, begin, step
from levels.boats.cards import column
from levels.boats.river import SIDES, WORRIES
from tests.levels.places import pointer_at, target
from tests.sittings import LEVELS, RULES, quiet, worlds

SETUP = Setup(6, "boats", minutes=3.0)


def play(*parts: Iterator[Inputs] | list[Inputs]) -> list[World]:
    """Every world of an evening at the river."""
    return list(worlds(SETUP, (inputs for part in parts for inputs in part)))


def press(*keys: str, after: int = 90) -> list[Inputs]:
    """Each key for one tick, with a pause before it."""
    return [inputs for key in keys for inputs in (*([NOTHING] * after), Inputs(held=(key,)))]


def stages(told: list[World]) -> list[str]:
    """The stages it went through."""
    found: list[str] = []
    for world in told:
        if not found or found[-1] != world.state.stage:
            found.append(world.state.stage)
    return found


def test_a_card_is_looked_at_from_three_sides_and_sails() -> None:
    """Chosen by Enter; each side has its own question; then it sails, and the next evening card comes."""
    told = play(press("right", "act", "act", "act", "act"), quiet(5400))
    assert told[200].state.worry == WORRIES[1]
    assert stages(told)[:4] == ["name", "sides", "sail", "rest"]
    asked = {shape.key for world in told[::20] for shape in show(world).shapes if isinstance(shape, Text)}
    assert {f"boats.side_{side + 1}" for side in range(SIDES)} <= asked


def test_writing_takes_as_long_as_it_takes() -> None:
    """Nothing sails meanwhile, also past the wished length; what was written then is what sails."""
    choose = press("right", "right", "right", "right", "act")
    told = play(choose, quiet(5 * 3600), [Inputs(choices=("words:yes",))], quiet(7200))
    assert stages(told)[:5] == ["name", "words", "sides", "keep", "sail"]
    assert stages(told)[-1] == "closing"


def test_own_words_are_asked_of_the_stage_and_never_seen() -> None:
    """Only "words:yes" comes in; at the end they are let go unless the player keeps them."""
    choose = press("right", "right", "right", "right", "act")
    written = [Inputs(choices=("words:yes",))]
    for keys, kept in ((("act",), False), (("right", "act"), True)):
        told = play(choose, quiet(30), written, press("act", "act", "act", *keys), quiet(60))
        facts = [fact for world in told for fact in world.facts]
        assert [fact for fact in facts if isinstance(fact, WordsAsked | WordsLetGo)] == [
            WordsAsked("worry"),
            WordsLetGo("worry", kept),
        ]
        assert told[-1].state.stage == "sail"
    assert all(b"words" not in encode(inputs) for inputs in choose)


def test_whoever_writes_nothing_is_back_at_the_cards() -> None:
    """Nothing is lost, nothing is asked again."""
    told = play(press("right", "right", "right", "right", "act"), quiet(30), [Inputs(choices=("words:no",))], quiet(10))
    assert told[-1].state.stage == "name"


def test_a_boat_without_a_name_sails_when_nobody_chooses() -> None:
    """After half a minute; and the evening ends by itself."""
    told = play(quiet(10 * 3600))
    assert "sail" in stages(told)
    assert told[-1].ended == "on"
    assert 3 * 60 <= told[-1].tick / 60 < 3 * 60 + 70
    assert not any(isinstance(fact, Caught) for world in told[:1500] for fact in world.facts)


def test_the_exhale_is_the_wind() -> None:
    """In an exhale the boat sails faster than in an inhale, and faster still with the player's own breath in it."""
    told = play(press("act", "act", "act", "act"), quiet(1200))
    sailing = [world for world in told if world.state.stage == "sail"]
    steps: dict[str, list[float]] = {"in": [], "out": []}
    for before, after in pairwise(sailing):
        part = after.pattern.part(after.guide.phase)[0].value
        if part in steps:
            steps[part].append(after.state.share - before.state.share)
    assert min(steps["out"]) > max(steps["in"]) * 1.5


def steer(world: World, tick: int, limb: str) -> Inputs:
    """Chooses at once, then steers to the nearest light with one limb."""
    goal = target(world)
    act = tick % 75 == 0
    if world.state.stage != "sail" or goal is None:
        pressed = ("click",) if limb == "pointer" else ("act",)
        return Inputs(held=pressed if act else (), pointer=(700, 3500) if limb == "pointer" else None)
    own = next(s.x for s in show(world).shapes if isinstance(s, Ring) and s.role is Role.OWN)
    off = goal[0] - own
    if limb == "pointer":
        return Inputs(pointer=pointer_at((0.5 + 0.22 * (world.state.aim + 4.0 * off), 0.6)))
    if limb == "pad":
        return Inputs(axes=(int(127 * min(max(12.0 * off, -1.0), 1.0)), 0))
    return Inputs(held=("right",) if off > 0.004 else ("left",) if off < -0.004 else ())


@pytest.mark.parametrize("limb", ("keys", "pointer", "pad"))
def test_the_river_is_played_with_one_limb(limb: str) -> None:
    """By keys, pointer or pad alone: cards are chosen, boats sail, lights are reached."""
    world = begin(Setup(6, "boats", minutes=5.0), LEVELS["boats"], RULES.patterns)
    for tick in range(1, 4 * 3600):
        world = step(world, steer(world, tick, limb))
    assert world.state.sailed >= 2
    assert world.state.caught >= 3


def test_three_boats_are_found_once() -> None:
    """Whoever stays for three boats finds them."""
    world = begin(Setup(6, "boats", minutes=8.0), LEVELS["boats"], RULES.patterns)
    found: list[Found] = []
    for tick in range(1, 8 * 3600):
        world = step(world, Inputs(held=("act",)) if tick % 75 == 0 else NOTHING)
        found += [fact for fact in world.facts if isinstance(fact, Found)]
    assert found == [Found("boats.three_boats")]


def test_the_way_to_people_is_always_there() -> None:
    """At every stage but the farewell the sign stands there, at the same place."""
    told = play(press("act", "act", "act", "act"), quiet(10 * 3600))
    for world in told[::60]:
        signs = [(shape.x, shape.y) for shape in show(world).shapes if isinstance(shape, Talk)]
        assert len(set(signs)) == (0 if world.state.stage == "closing" else 1)


def test_cards_are_hit_where_they_are_painted() -> None:
    """The middle of each card is that card, between two cards is none."""
    world = play(quiet(120))[-1]
    painted = [shape for shape in show(world).shapes if isinstance(shape, Card)]
    for place, card in enumerate(painted):
        middle = pointer_at((0.5 * (card.left + card.right), 0.5 * (card.top + card.bottom)))
        assert column(middle, len(painted)) == place
    assert column(pointer_at((painted[0].right + 0.008, 0.86)), len(painted)) is None


def test_lights_lie_ahead_where_the_boat_can_reach_them() -> None:
    """They float on the water, inside the picture."""
    told = play(press("act", "act", "act", "act"), quiet(60))
    lights = [s for s in show(told[-1]).shapes if isinstance(s, Sprite) and s.role is Role.TARGET]
    assert lights
    assert all(0.3 < light.x < 0.8 and 0.43 < light.y < 0.75 for light in lights)
