"""What the glider promises: it is carried by breath, led by any one limb, and nothing is lost by letting go."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from adaptation.person import Person
from adaptation.person.families import PATIENT
from game.core.belief import Sample
from game.core.directive import Directive
from game.core.facts import Caught, Found
from game.core.inputs import NOTHING, Inputs
from game.core.pace import Part
from game.core.reading import Quantity
from game.core.setup import Mode, Setup
from game.core.shapes import Disc, Light, Plate, Role, Shape, Sprite, Text, Veil, Water
from game.core.show import show
from game.core.tape import decode, encode
from game.core.world import World, begin, step
from tests.levels.bots import HAND_TICKS, Bot, _seen, by_keys, by_pad, by_pointer
from tests.sittings import LEVELS, RULES, quiet, worlds

PLAIN = Directive(0.2, 0.2, 0.2, 0.2)
Played = Callable[[World, int], Inputs]


def play(setup: Setup, player: Played, ticks: int) -> Iterator[World]:
    """Every world of a flight in which ``player`` answers the world of the last tick."""
    world = begin(setup, LEVELS["glider"], RULES.patterns)
    for tick in range(ticks):
        if world.ended:
            return
        world = step(world, decode(encode(player(world, tick))))
        yield world


def last(told: Iterator[World]) -> World:
    """The last of them."""
    return deque(told, 1)[0]


def limb(bot: Bot) -> Played:
    """A player with one limb, who looks four times a second."""
    held = NOTHING

    def answer(world: World, tick: int) -> Inputs:
        nonlocal held
        if tick % HAND_TICKS == 0:
            light, goal = _seen(world)
            held = bot(light, goal) if light and goal else replace(held, held=(), axes=())
        return held

    return answer


def with_the_guide(world: World, tick: int) -> Inputs:
    """Breathes with the key as the guide does, and does nothing else."""
    part, _ = world.pattern.part(world.guide.phase)
    return Inputs(held=("breathe",) if part in (Part.IN, Part.REST_IN) else ())


@pytest.mark.parametrize("bot", (by_keys, by_pointer, by_pad), ids=lambda bot: bot.__name__)
def test_it_is_flown_with_one_limb(bot: Bot) -> None:
    """By keys alone, pointer alone, pad alone: at least a thermal every twelve seconds over two minutes."""
    world = last(play(Setup(4, "glider", minutes=5.0), limb(bot), 2 * 3600))
    assert world.state.caught >= 10
    assert world.turn.performance > 0.6


def test_breath_alone_flies_it() -> None:
    """With nothing but the breathe key the wind leads the wing: at least a thermal every twenty seconds."""
    world = last(play(Setup(4, "glider", minutes=5.0), with_the_guide, 2 * 3600))
    assert world.state.caught >= 6


def test_nothing_is_won_or_lost_by_being_away() -> None:
    """A wing that nobody leads or breathes for meets hardly anything, and its performance stays neutral."""
    for seed in range(3):
        world = list(worlds(Setup(seed, "glider"), quiet(2 * 3600)))[-1]
        assert world.state.caught <= 1
        assert 0.4 <= world.turn.performance <= 0.6


def test_the_exhale_lifts_the_wing() -> None:
    """Whether it is the guide's breath or the player's own: it is higher where the breath is emptier."""
    for player in (lambda world, tick: NOTHING, with_the_guide):
        rising = []
        for world in play(Setup(2, "glider"), player, 2400):
            if world.tick > 900:
                rising.append((world.pattern.part(world.guide.phase)[0], world.state.wing.carried.speed))
        ups = [speed < 0.0 for part, speed in rising if part is Part.OUT]
        downs = [speed > 0.0 for part, speed in rising if part is Part.IN]
        assert sum(ups) > 0.7 * len(ups)
        assert sum(downs) > 0.6 * len(downs)


def test_own_breath_carries_where_it_is_trusted() -> None:
    """A held key keeps the wing lower than the guide's breath alone would, all through the guide's exhale."""
    held = last(play(Setup(2, "glider"), lambda world, tick: Inputs(held=("breathe",)), 1100))
    alone = last(play(Setup(2, "glider"), lambda world, tick: NOTHING, 1100))
    assert held.guide == alone.guide
    assert held.pattern.fullness(held.guide.phase) < 0.9
    assert held.state.wing.carried.value > alone.state.wing.carried.value + 0.01


@pytest.mark.parametrize("minutes", (1.0, 3.0))
def test_it_ends_when_it_was_asked_to(minutes: float) -> None:
    """Between the wished length and a breath and the farewell more; nothing is left to reach; words are said."""
    told = list(play(Setup(5, "glider", minutes=minutes), limb(by_pointer), 8 * 3600))
    assert told[-1].ended == "on"
    assert minutes * 60.0 + 8.0 < told[-1].tick / 60.0 < minutes * 60.0 + 25.0
    assert not targets(told[-1])
    assert "glider.closing" in {getattr(shape, "key", "") for shape in show(told[-240]).shapes}


def targets(world: World) -> list[Sprite]:
    """What can be reached."""
    shapes = show(world).shapes
    return [shape for shape in shapes if isinstance(shape, Sprite) and shape.role is Role.TARGET]


def test_the_rest_has_nothing_to_reach() -> None:
    """From a quarter into the rest to its end there are no thermals, and the air is slow."""
    minutes = 3.0
    for world in play(Setup(5, "glider", minutes=minutes), limb(by_pointer), round(0.84 * minutes * 3600)):
        share = world.level_tick / 3600.0 / minutes
        if 0.74 < share < 0.83 and world.tick % 20 == 0:
            assert not targets(world)
            assert world.state.pace.value < 0.5


def shown(inputs: Inputs, ticks: int = 1500, **changes: Any) -> tuple[Shape, ...]:
    """What is seen after so many ticks of the same."""
    setup = replace(Setup(5, "glider"), **changes)
    return show(list(worlds(setup, [inputs] * ticks))[-1]).shapes


def kinds(shapes: tuple[Shape, ...], kind: type[Any]) -> list[Any]:
    """The shapes of one kind."""
    return [shape for shape in shapes if isinstance(shape, kind)]


def test_difficulty_makes_thermals_narrow_and_far_apart() -> None:
    """The columns are smaller, and their hearts lie further from each other."""
    sizes, steps = [], []
    for difficulty in (0.0, 0.25):
        inputs = [Inputs(directive=replace(PLAIN, difficulty=difficulty, tempo=0.8))] * 7200
        hearts: list[float] = []
        for world in worlds(Setup(5, "glider"), inputs):
            if world.tick > 2400 and world.state.thermals and world.state.thermals[-1].y not in hearts:
                hearts.append(world.state.thermals[-1].y)
        sizes.append(world.state.thermals[-1].size)
        steps.append(sum(abs(later - before) for before, later in pairwise(hearts)) / len(hearts))
    assert sizes[1] < 0.95 * sizes[0]
    assert steps[1] > 1.3 * steps[0]


def test_tempo_moves_the_clouds() -> None:
    """With more tempo the clouds have drifted clearly farther."""
    slow, fast = (
        kinds(shown(Inputs(directive=replace(PLAIN, tempo=tempo)), 3000), Water)[0].flow for tempo in (0.0, 0.35)
    )
    assert fast > 1.4 * slow


def test_guidance_is_a_dotted_ribbon_ahead() -> None:
    """With much guidance the coming breaths are seen ahead of the wing; with none they are not."""
    plenty, none = (
        [dot for dot in kinds(shown(Inputs(directive=replace(PLAIN, guidance=much))), Disc) if dot.role is Role.GUIDE]
        for much in (1.0, 0.0)
    )
    assert len(plenty) > 15
    assert max(dot.y for dot in plenty) - min(dot.y for dot in plenty) > 0.05
    assert not none


def test_mood_is_mist_and_plate() -> None:
    """Tense readings in Train veil the evening, calm ones clear it."""
    tense, calm = (
        shown(Inputs((Sample("face", Quantity.AROUSAL, arousal, 0.05, 0),)), mode=Mode.TRAIN) for arousal in (0.9, -0.9)
    )
    assert kinds(tense, Plate)[0].mood < kinds(calm, Plate)[0].mood
    assert kinds(tense, Veil)[0].density > kinds(calm, Veil)[0].density


def test_a_smile_warms_the_sun_and_so_does_breath() -> None:
    """The sun's light grows with a smile, and as well, without one, with breath that goes with the guide."""
    plain = sum(light.strength for light in kinds(shown(NOTHING, 3600), Light))
    smile = Inputs((Sample("face", Quantity.SMILE, 0.9, 0.05, 0), Sample("face", Quantity.VALENCE, 0.8, 0.05, 0)))
    glad = kinds(shown(smile, 3600), Light)
    breathing = kinds(show(last(play(Setup(5, "glider"), with_the_guide, 3600))).shapes, Light)
    assert glad[0].strength > 0.08
    assert breathing[0].strength > 0.08
    assert sum(light.strength for light in glad) > plain


def test_each_lovely_thing_is_found_once() -> None:
    """A whole flight meets the island and the flock (and the whale, in other sittings), each once."""
    found: list[str] = []
    caught = 0
    for world in play(Setup(8, "glider", minutes=5.0), limb(by_pointer), 7 * 3600):
        found += [fact.thing for fact in world.facts if isinstance(fact, Found)]
        caught += sum(isinstance(fact, Caught) for fact in world.facts)
    assert len(found) == len(set(found))
    assert {"glider.flock", "glider.whale"} <= set(found)
    assert caught >= 20


@pytest.mark.parametrize("family", PATIENT)
def test_simulated_people_fly_it_to_the_end(family: str) -> None:
    """Each kind of person catches thermals and comes to the end."""
    person = Person(PATIENT[family], 3, camera=True, microphone=True)
    world = begin(Setup(3, "glider", minutes=2.0), LEVELS["glider"], RULES.patterns)
    while not world.ended and world.tick < 4 * 3600:
        told = person.take(world)
        assert told is not None
        world = step(world, decode(encode(told)))
    assert world.ended
    assert world.state.caught >= 3


def test_words_stand_clear_of_the_wing() -> None:
    """While words are shown, nobody has to look at two things in one place."""
    for world in play(Setup(4, "glider", minutes=2.0), limb(by_pointer), 2 * 3600 + 600):
        shapes = show(world).shapes
        lines = [shape.y for shape in shapes if isinstance(shape, Text) and shape.key.startswith("glider.")]
        wing = next(shape for shape in shapes if isinstance(shape, Sprite) and shape.name == "glider_wing")
        for y in lines:
            assert not wing.y - wing.size < y < wing.y or wing.opacity < 0.3
