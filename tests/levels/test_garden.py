"""The garden: it grows on the exhale under the light, nothing wilts, each channel is seen by itself, it ends."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import TypeVar

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
from game.core.shapes import Plate, Ring, Role, Sprite, Text, Veil
from game.core.show import show
from game.core.world import World, begin, step
from levels.garden.growing import FIRST_S, STAR_TICKS
from levels.garden.places import HIDDEN, PLACES
from tests.levels.bots import by_keys, by_pad, by_pointer
from tests.levels.places import pointer_at, target
from tests.sittings import LEVELS, RULES, quiet, worlds

SETUP = Setup(6, "garden", minutes=3.0)
PLAIN = Directive(0.2, 0.4, 0.5, 0.15)
Kind = TypeVar("Kind")
AT_EASE = (Sample("face", Quantity.AROUSAL, -0.3, 0.05, 2), Sample("face", Quantity.VALENCE, 0.3, 0.05, 2))
"""Somebody for whom difficulty and tempo may rise."""
Player = Callable[[World, int], Inputs]


def played(player: Player, ticks: int, setup: Setup = SETUP) -> Iterator[World]:
    """Every world of a garden played so."""
    world = begin(setup, LEVELS["garden"], RULES.patterns)
    for tick in range(ticks):
        if world.ended:
            return
        world = step(world, player(world, tick))
        yield world


def after(player: Player, ticks: int, setup: Setup = SETUP) -> World:
    """The world after so many ticks."""
    return list(played(player, ticks, setup))[-1]


def pointing(directive: Directive = PLAIN, breathing: bool = False, sensors: tuple[Sample, ...] = ()) -> Player:
    """Somebody who points at the nearest bud, and may breathe with the guide by the key."""

    def play(world: World, tick: int) -> Inputs:
        goal = target(world) if tick % 10 == 0 else None
        pointer = pointer_at(goal) if goal else world.inputs.pointer
        part = world.pattern.part(world.guide.phase)[0]
        held = ("breathe",) if breathing and part in (Part.IN, Part.REST_IN) else ()
        return Inputs(sensors if tick % 6 == 0 else (), held, pointer, (), (), directive)

    return play


@pytest.mark.parametrize("limb", (by_keys, by_pointer, by_pad), ids=lambda limb: limb.__name__)
def test_it_is_played_with_one_limb(limb: Callable[..., Inputs]) -> None:
    """By keys alone, pointer alone, pad alone: some plants grow in two minutes."""

    def play(world: World, tick: int) -> Inputs:
        if tick % 10:
            return replace(world.inputs, samples=(), directive=None)
        goal = target(world)
        hand = world.state.hand
        return limb((hand.light_x.value, hand.light_y.value), goal) if goal else NOTHING

    assert len(after(play, 2 * 3600).state.grown) >= 4


def test_it_grows_on_the_exhale_and_never_shrinks() -> None:
    """Whatever is done: on the inhale nothing grows, nothing that grew is ever lost, what has opened stays."""
    dice = Random(3)
    steered = pointing()

    def play(world: World, tick: int) -> Inputs:
        if dice.random() < 0.01:
            return Inputs(pointer=(int(4096 * dice.random()), int(4096 * dice.random())))
        return steered(world, tick)

    before: dict[int, float] = {}
    grew = 0
    for world in played(play, 4500):
        now = {bud.place: bud.growth for bud in world.state.buds} | {each.place: 1.0 for each in world.state.grown}
        out = world.pattern.part(world.guide.phase)[0] is Part.OUT
        for place, growth in before.items():
            assert now[place] >= growth
            grew += now[place] > growth
            assert out or now[place] == growth
        before = now
    assert grew > 100


def test_own_breath_that_goes_along_makes_it_grow_faster() -> None:
    """The breathe key let go with the guide: more plants in the same time; without any breath some grow too."""
    alone, along = (len(after(pointing(breathing=each), 2 * 3600).state.grown) for each in (False, True))
    assert along > alone >= 3


def test_difficulty_asks_for_more_exhales_and_a_nearer_light() -> None:
    """The same play: fewer plants at difficulty 1, and a smaller ring round each bud."""
    easy, hard = (after(pointing(replace(PLAIN, difficulty=each), sensors=AT_EASE), 2 * 3600) for each in (0.0, 1.0))
    assert len(easy.state.grown) > len(hard.state.grown) >= 1
    rings = [min(s.radius for s in shown(world, Ring) if s.role is Role.SCENE) for world in (easy, hard)]
    assert rings[1] < 0.7 * rings[0]


def test_tempo_brings_buds_sooner_and_moves_the_air_faster() -> None:
    """At tempo 1 the air has moved farther, and a second bud shows earlier."""
    slow, fast = (after(still(replace(PLAIN, tempo=each), *AT_EASE), 1800) for each in (0.0, 1.0))
    assert fast.state.drift > 1.8 * slow.state.drift
    second = []
    for tempo in (0.0, 1.0):
        told = played(pointing(replace(PLAIN, tempo=tempo), sensors=AT_EASE), 3600)
        second.append(next(world.tick for world in told if len(world.state.buds) >= 2))
    assert second[1] < second[0]


def still(directive: Directive, *samples: Sample) -> Player:
    """Somebody who does nothing but look as the samples say."""
    return lambda world, tick: Inputs(samples=samples, directive=directive)


def shown(world: World, kind: type[Kind]) -> list[Kind]:
    """Shapes of one kind."""
    return [shape for shape in show(world).shapes if isinstance(shape, kind)]


def bloom(world: World) -> float:
    """How far the great bloom is open."""
    return next(s.frame for s in shown(world, Sprite) if s.name == "garden_bloom")


def test_a_smile_and_breath_open_the_bloom_alike() -> None:
    """Neither gates: a smile alone opens it, breath by the key alone opens it, nothing of both leaves it in bud."""
    smile = Sample("face", Quantity.SMILE, 0.95, 0.03, 2)
    plain, glad = (after(still(PLAIN, *told), 2400) for told in ((), (smile,)))
    breath = after(pointing(breathing=True), 2400)
    assert bloom(glad) > bloom(plain) + 0.4
    assert bloom(breath) > bloom(plain) + 0.4
    assert abs(bloom(glad) - bloom(breath)) < 0.3


def test_guidance_is_the_ring_round_the_bloom() -> None:
    """The more guidance, the clearer the ring; it is as large as the guide's breath is full."""
    faint, clear = (after(still(replace(PLAIN, guidance=each)), 900) for each in (0.0, 1.0))
    rings = [next(s for s in shown(world, Ring) if s.role is Role.GUIDE) for world in (faint, clear)]
    assert rings[1].opacity > 2 * rings[0].opacity
    sizes = [
        (world.pattern.fullness(world.guide.phase), next(s.radius for s in shown(world, Ring) if s.role is Role.GUIDE))
        for world in played(still(PLAIN), 600)
        if world.tick % 20 == 0
    ]
    assert [size for _, size in sorted(sizes)] == sorted(size for _, size in sizes)


def test_tension_veils_and_calm_clears() -> None:
    """The plate's mood follows arousal in Train; only then mist lies before the flowers."""
    setup = replace(SETUP, mode=Mode.TRAIN)
    tense, calm = (
        after(still(PLAIN, Sample("face", Quantity.AROUSAL, each, 0.05, 2)), 1500, setup) for each in (0.9, -0.7)
    )
    assert shown(tense, Plate)[0].mood < 0.4
    assert shown(calm, Plate)[0].mood > 0.6
    assert sum(veil.density for veil in shown(tense, Veil)) > 1.0
    assert not any(veil.density for veil in shown(calm, Veil))
    assert {s.name for s in shown(tense, Sprite)} == {s.name for s in shown(calm, Sprite)}


def test_nothing_is_won_by_being_away() -> None:
    """A light that nobody leads grows nothing, and its performance stays neutral."""
    for seed in range(3):
        last = list(worlds(Setup(seed, "garden"), quiet(2 * 3600)))[-1]
        assert last.state.grown == ()
        assert last.turn.performance == 0.5


@pytest.mark.parametrize("minutes", (3.0, 8.0))
def test_it_rests_and_ends_when_it_was_asked_to(minutes: float) -> None:
    """No new bud in the last minute; words of farewell; over at most one breath and the farewell later."""
    words: set[str] = set()
    rested: set[int] = set()
    last = None
    for world in played(pointing(), 10 * 3600, Setup(6, "garden", minutes=minutes)):
        last = world
        if world.tick % 60 == 0:
            words |= {text.key for text in shown(world, Text)}
        if world.tick > (minutes - 1.0) * 3600 + 1:
            rested |= {bud.place for bud in world.state.buds}
        else:
            rested = {bud.place for bud in world.state.buds}
            at_rest = rested
    assert last is not None
    assert last.ended == "on"
    assert minutes * 60.0 + 8.0 < last.tick / 60.0 < minutes * 60.0 + 25.0
    assert rested <= at_rest
    assert {"garden.opening", "garden.keys", "garden.rest", "garden.closing", "garden.closing_second"} <= words


@pytest.mark.parametrize("family", PATIENT)
def test_people_who_see_only_the_picture_can_play_it(family: str) -> None:
    """Each family of simulated people grows something within two minutes."""
    person = Person(PATIENT[family], seed=5, camera=True, microphone=True)
    world = begin(SETUP, LEVELS["garden"], RULES.patterns)
    caught = 0
    for _ in range(2 * 3600):
        told = person.take(world)
        assert told is not None
        world = step(world, told)
        caught += sum(isinstance(fact, Caught) for fact in world.facts)
    assert caught >= 2


def test_the_first_bud_comes_soon_and_others_bed_by_bed() -> None:
    """After four seconds there is something to do; a bed wakes only when the one before has no sprout left to show."""
    seen: list[int] = []
    for world in played(pointing(replace(PLAIN, difficulty=0.0, tempo=1.0)), 9000, Setup(2, "garden", minutes=5.0)):
        for bud in world.state.buds:
            if bud.place not in seen:
                seen.append(bud.place)
        if world.tick == round((FIRST_S + 0.1) * 60):
            assert len(seen) == 1
    beds = [PLACES[place].bed for place in seen]
    assert beds == sorted(beds)
    assert len(seen) == len(set(seen)) > 6


def test_the_star_is_found_by_resting_and_breathing_where_it_gleams() -> None:
    """It is told once; in a later sitting it is awake from the start, and told no more."""
    steered = pointing(replace(PLAIN, difficulty=0.0), breathing=True)

    def play(world: World, tick: int) -> Inputs:
        place = HIDDEN[world.state.secrets.star]
        told = steered(world, tick)
        return replace(told, pointer=pointer_at((place.x, place.y - 0.02))) if len(world.state.grown) >= 6 else told

    setup = Setup(4, "garden", minutes=8.0)
    found = [fact for world in played(play, 9000, setup) for fact in world.facts if isinstance(fact, Found)]
    assert found.count(Found("garden.star")) == 1
    known = replace(setup, found=("garden.star",))
    assert begin(known, LEVELS["garden"], RULES.patterns).state.secrets.star_ticks == STAR_TICKS
    assert not [fact for world in played(play, 5000, known) for fact in world.facts if fact == Found("garden.star")]


def test_the_butterfly_is_met_by_resting_near_it() -> None:
    """It comes after some flowers; whoever rests by it has met it, once."""
    steered = pointing(replace(PLAIN, difficulty=0.0), breathing=True)

    def play(world: World, tick: int) -> Inputs:
        butterfly = [s for s in shown(world, Sprite) if s.name == "garden_butterfly"] if tick % 10 == 0 else []
        told = steered(world, tick)
        if world.state.secrets.guest_tick < 0:
            return told
        pointer = pointer_at((butterfly[0].x, butterfly[0].y)) if butterfly else world.inputs.pointer
        return replace(told, pointer=pointer)

    found = [fact for world in played(play, 7200) for fact in world.facts if isinstance(fact, Found)]
    assert found == [Found("garden.butterfly")]
