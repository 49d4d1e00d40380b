"""Breathe: every breath can be chosen, and the search finds a pace inside the player's bounds."""

from collections.abc import Callable, Iterator

import pytest

from game.core.facts import PaceFound
from game.core.inputs import Inputs
from game.core.pace import Part
from game.core.setup import Setup
from game.core.shapes import Text
from game.core.show import show
from game.core.tape import decode, encode
from game.core.temper import AgeBand, BreathLimits
from game.core.world import World, begin, step
from levels.breathe import BREATHS, OLDER
from tests.sittings import LEVELS, RULES, pressing, quiet, worlds

ADULT = BreathLimits(AgeBand.ADULT, sittings=5)


def setup(limits: BreathLimits = BreathLimits(), minutes: float = 8.0) -> Setup:
    """A sitting of nothing but breath."""
    return Setup(4, "breathe", limits=limits, minutes=minutes)


def breathed(limits: BreathLimits, slowest_hz: float, presses: tuple[str, ...], seconds: int) -> Iterator[World]:
    """Chooses by these presses, then breathes with the key and the guide down to ``slowest_hz``, at random below it."""
    world = begin(setup(limits), LEVELS["breathe"], RULES.patterns)
    script = [held for inputs in pressing(*presses) for held in [inputs.held]]
    for tick in range(60 * seconds):
        with_guide = world.guide.breath_hz >= slowest_hz
        phase = world.guide.phase if with_guide else (tick / 200.0) % 1.0
        held = script[tick] if tick < len(script) else (("breathe",) if phase < 0.44 else ())
        world = step(world, decode(encode(Inputs(held=held))))
        yield world


@pytest.mark.parametrize(("limits", "names"), [(BreathLimits(), BREATHS), (ADULT, BREATHS + OLDER)])
def test_every_breath_of_the_age_can_be_chosen(limits: BreathLimits, names: tuple[str, ...]) -> None:
    """Pressing down goes through all that suit the player, and no other; each runs from the next breath on."""
    seen = set()
    told = [*(press for _ in names for press in [*pressing("down"), *quiet(600)])]
    for world in worlds(setup(limits), told):
        seen.add(world.pattern.name)
    assert seen - {"natural"} == set(names)


def test_a_click_on_the_arrows_chooses_too() -> None:
    """The pointer alone: the arrow at the right is the next breath, a click on the body another body."""
    press = [Inputs(pointer=(2785, 270)), Inputs(held=("click",), pointer=(2785, 270)), *quiet(600)]
    world = list(worlds(setup(), press))[-1]
    assert world.pattern.name == BREATHS[1]
    press = [*quiet(600), Inputs(held=("click",), pointer=(2048, 1900))]
    assert list(worlds(setup(), press))[-1].state.body == 1


def test_the_pace_is_found_where_the_breath_stops_following() -> None:
    """Somebody who follows down to 9.2/min and no further gets the last rate that went easily."""
    facts = [
        fact
        for world in breathed(ADULT, 9.2 / 60.0, ("down",) * 4, 460)
        for fact in world.facts
        if isinstance(fact, PaceFound)
    ]
    assert len(facts) == 1
    assert 9.2 / 60.0 <= facts[0].breath_hz < 10.3 / 60.0


def test_the_search_stays_inside_the_bounds() -> None:
    """Somebody of unknown age who follows anything is never led below their floor, and that floor is what is found."""
    limits = BreathLimits()
    world = None
    found = []
    for world in breathed(limits, 0.0, ("down",) * 4, 470):
        low, high = world.shield.bounds_hz(limits)
        assert low - 1e-9 <= world.directive.breath_hz <= high + 1e-9
        found += [fact for fact in world.facts if isinstance(fact, PaceFound)]
    assert world is not None
    assert len(found) == 1
    assert found[0].breath_hz == pytest.approx(world.shield.bounds_hz(limits)[0], abs=0.3 / 60.0)


def test_without_a_known_breath_nothing_is_searched() -> None:
    """Nobody breathes with the key: the guide stays, and it says what would help."""
    said: set[str] = set()
    rates = set()
    for world in worlds(setup(), [*pressing(*["down"] * 4), *quiet(3 * 3600)]):
        if world.tick % 30 == 0:
            said |= {shape.key for shape in show(world).shapes if isinstance(shape, Text)}
        assert not any(isinstance(fact, PaceFound) for fact in world.facts)
        if world.tick > 1200:
            rates.add(round(world.directive.breath_hz, 6))
    assert "breathe.searching" in said
    assert len(rates) == 1


COACHED: dict[str, Callable[[Part], str]] = {
    "cyclic_sighing": lambda part: "breath.second_sip" if part is Part.IN else "",
    "humming": lambda part: "breath.hum_softly" if part is Part.OUT else "",
}


@pytest.mark.parametrize("name", sorted(COACHED))
@pytest.mark.parametrize("turns", (0, 1, 2))
def test_small_words_go_with_the_breath(name: str, turns: int) -> None:
    """In every body: the second sip is told where it comes, the hum where it sounds, never a deep gasp."""
    said: dict[str, set[Part]] = {}
    presses = ("down",) * BREATHS.index(name) + ("right",) * turns
    for world in worlds(setup(), [*pressing(*presses), *quiet(1500)]):
        if world.pattern.name != name or world.tick % 3:
            continue
        part = world.pattern.part(world.guide.phase)[0]
        for shape in show(world).shapes:
            if isinstance(shape, Text) and shape.opacity > 0.2:
                said.setdefault(shape.key, set()).add(part)
    wanted = {COACHED[name](part): part for part in (Part.IN, Part.OUT) if COACHED[name](part)}
    for key, part in wanted.items():
        assert said[key] == {part}
