"""What Fireflies promises: softness gathers, haste only dims, nobody is lost, and every channel is seen by itself."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from adaptation.person import Person
from adaptation.person.families import PATIENT
from game.core.belief import Sample
from game.core.directive import DECISION_TICKS, Directive
from game.core.facts import Caught, Found
from game.core.inputs import NOTHING, Inputs
from game.core.pace import Part
from game.core.reading import Quantity
from game.core.setup import Mode, Setup
from game.core.shapes import Light, Plate, Role, Scene, Sprite, Text
from game.core.show import show
from game.core.tape import decode, encode
from game.core.world import World, begin, step
from tests.levels.bots import HAND_TICKS, Bot, by_keys, by_pad, by_pointer
from tests.levels.places import target
from tests.sittings import LEVELS, RULES, quiet, worlds

PLAIN = Directive(0.2, 0.4, 0.3, 0.2)
FEWEST = 18
Player = Callable[[World, int], Inputs]


def played(player: Player, ticks: int, setup: Setup | None = None) -> Iterator[World]:
    """Every world of Fireflies as this player plays it, until it ends."""
    world = begin(setup or Setup(4, "fireflies", minutes=5.0), LEVELS["fireflies"], RULES.patterns)
    for tick in range(ticks):
        inputs = player(world, tick)
        if tick % DECISION_TICKS == DECISION_TICKS - 1:
            inputs = replace(inputs, directive=inputs.directive or PLAIN)
        world = step(world, decode(encode(inputs)))
        yield world
        if world.ended:
            return


def last(player: Player, ticks: int, setup: Setup | None = None) -> World:
    """The last of them."""
    return list(played(player, ticks, setup))[-1]


def with_bot(bot: Bot) -> Player:
    """Leads the pool toward the nearest firefly with one limb, and looks four times a second."""
    told = NOTHING

    def play(world: World, tick: int) -> Inputs:
        nonlocal told
        if tick % HAND_TICKS == 0:
            pool, goal = world.state.pool, target(world)
            told = bot((pool.x.value, pool.y.value), (goal[0], max(goal[1], 0.69))) if goal else NOTHING
        return told

    return play


def patient(world: World, tick: int) -> Inputs:
    """Touches the light once every fifteen seconds, and waits."""
    return Inputs(held=("left",) if tick % 900 < 6 else ())


def hasty(world: World, tick: int) -> Inputs:
    """Throws the pointer from one side to the other."""
    return Inputs(pointer=(500 if tick // 45 % 2 else 3600, 3000))


def by_breath(world: World, tick: int) -> Inputs:
    """Nothing but the breath key, with the guide."""
    part, _ = world.pattern.part(world.guide.phase)
    return Inputs(held=("breathe",) if part in (Part.IN, Part.REST_IN) else ())


def hearts(scene: Scene) -> tuple[Sprite, ...]:
    """The fireflies that are seen."""
    return tuple(shape for shape in scene.shapes if isinstance(shape, Sprite) and shape.name == "fireflies_fly")


def own(scene: Scene) -> tuple[float, float]:
    """Width and strength of the pool of light."""
    pool = [shape for shape in scene.shapes if isinstance(shape, Sprite) and shape.name == "fireflies_pool"][-1]
    return pool.size, pool.opacity


@pytest.mark.parametrize("bot", (by_keys, by_pointer, by_pad), ids=lambda bot: bot.__name__)
def test_it_is_played_with_one_limb(bot: Bot) -> None:
    """By keys alone, pointer alone, pad alone: a firefly every ten seconds over two minutes, and a fact for each."""
    told = list(played(with_bot(bot), 2 * 3600))
    gathered = told[-1].state.gathered
    assert gathered >= 12
    totals = [fact.total for world in told for fact in world.facts if isinstance(fact, Caught)]
    assert totals == list(range(1, gathered + 1))


def test_the_breath_key_alone_gathers() -> None:
    """Who can only hold one key and breathe is not left out."""
    assert last(by_breath, 3 * 3600).state.gathered >= 6


def test_waiting_wins_and_haste_does_not() -> None:
    """Whoever waits gathers several in two minutes; whoever hurries hardly any."""
    waited, hurried = last(patient, 2 * 3600).state.gathered, last(hasty, 2 * 3600).state.gathered
    assert waited >= 8
    assert hurried <= waited // 4


def test_nothing_is_won_by_being_away() -> None:
    """A light that nobody leads or breathes over calls nobody, and the performance stays neutral."""
    for seed in range(3):
        away = list(worlds(Setup(seed, "fireflies"), quiet(2 * 3600)))[-1]
        assert away.state.gathered == 0
        assert away.turn.performance == 0.5


@cache
def startled() -> tuple[tuple[World, ...], tuple[World, ...]]:
    """Fifteen soft seconds and two of haste; then ten seconds of peace."""

    def player(world: World, tick: int) -> Inputs:
        return hasty(world, tick) if 900 <= tick < 1020 else patient(world, tick)

    told = tuple(played(player, 1620, Setup(4, "fireflies", minutes=5.0)))
    return told[:1020], told[1020:]


def test_haste_dims_and_lowers_but_nobody_is_lost() -> None:
    """Startled they are dimmer and lower, never fewer than eighteen, none of them out; in peace all is as before."""
    before, after = startled()
    soft, scared, eased = before[650:890], before[-30:], after[-240:]
    assert mean(scared, "opacity") < 0.7 * mean(soft, "opacity")
    assert mean(scared, "y") > mean(soft, "y") + 0.01
    assert mean(eased, "opacity") > 0.9 * mean(soft, "opacity")
    assert mean(eased, "y") < mean(soft, "y") + 0.01
    for world in (*before[::20], *after[::20]):
        flies = hearts(show(world))
        assert len([each for each in flies if each.opacity > 0.03]) >= FEWEST
        assert len(flies) >= FEWEST


def mean(told: Sequence[World], part: str) -> float:
    """Mean of one number over the eighteen that are always there, the first of the list, and over some time."""
    values = [getattr(each, part) for world in told[::10] for each in hearts(show(world))[:FEWEST]]
    return float(sum(values) / len(values))


def test_no_light_blinks() -> None:
    """The lights between the trunks change by less than three hundredths in a tick, startled or not: no step is seen,
    and a whole rise takes longer than a second."""
    before, after = startled()
    scenes = [hearts(show(world))[:FEWEST] for world in (*before[-240:], *after[:240])]
    for earlier, later in pairwise(scenes):
        for one, other in zip(earlier, later, strict=True):
            assert abs(one.opacity - other.opacity) < 0.03
            assert abs(one.x - other.x) + abs(one.y - other.y) < 0.01


@pytest.mark.parametrize("minutes", (3.0, 6.0))
def test_it_ends_when_it_was_asked_to(minutes: float) -> None:
    """Between the wished length and a breath and the farewell more; at last all shine under the leaves."""
    told = list(worlds(Setup(2, "fireflies", minutes=minutes), ticks=10 * 3600))
    assert told[-1].ended == "on"
    assert minutes * 60.0 + 8.0 < told[-1].tick / 60.0 < minutes * 60.0 + 25.0
    scene = show(told[-180])
    assert "fireflies.closing" in {shape.key for shape in scene.shapes if isinstance(shape, Text)}
    assert max(each.y for each in hearts(scene)) < 0.35
    assert not any(getattr(shape, "role", None) is Role.TARGET for shape in scene.shapes)


def test_in_the_rest_all_glow_with_the_breath() -> None:
    """In the middle of the rest nothing is to be reached, all lie on the grass, and all glow alike, more when full."""
    told = [world for world in played(patient, 10900, Setup(4, "fireflies", minutes=4.0)) if world.tick > 10200]
    full = max(told, key=lambda world: world.pattern.fullness(world.guide.phase))
    empty = min(told, key=lambda world: world.pattern.fullness(world.guide.phase))
    for world in (full, empty):
        flies = hearts(show(world))
        assert min(each.y for each in flies) > 0.69
        assert not any(each.role is Role.TARGET for each in flies)
    assert mean((full,), "opacity") > 2.0 * mean((empty,), "opacity")
    assert "fireflies.rest" in {
        shape.key for world in played(patient, 9400, Setup(4, "fireflies", minutes=4.0)) if world.tick > 9300
        for shape in show(world).shapes if isinstance(shape, Text)
    }  # fmt: skip


def settled(wish: Directive = PLAIN, told: Inputs = NOTHING, mode: Mode = Mode.SOOTHE, ticks: int = 1800) -> Scene:
    """What is seen after half a minute of the same, with a pool that is kept awake."""
    setup = Setup(5, "fireflies", mode=mode)
    return show(last(lambda world, tick: replace(told, axes=(tick % 2, 0), directive=wish), ticks, setup))


def plate(scene: Scene) -> Plate:
    """The place."""
    return next(shape for shape in scene.shapes if isinstance(shape, Plate))


def gold(scene: Scene) -> float:
    """How golden the light in the clearing is."""
    return next(shape.strength for shape in scene.shapes if isinstance(shape, Light))


def ring(scene: Scene) -> Sprite:
    """The guide's ring on the grass."""
    return next(s for s in scene.shapes if isinstance(s, Sprite) and s.role is Role.GUIDE)


def face(quantity: Quantity, value: float) -> Inputs:
    """What a camera would say."""
    return Inputs((Sample("face", quantity, value, 0.05, 0),))


def test_each_channel_is_seen_by_itself() -> None:
    """Calm is the plate, gladness the gold, guidance the ring, own breath the pool; the others stay as they were."""
    plain = settled()
    calm = settled(told=face(Quantity.AROUSAL, -0.8))
    assert plate(calm).mood > plate(plain).mood + 0.1
    assert ring(calm) == ring(plain)
    glad = settled(told=face(Quantity.SMILE, 0.9))
    assert gold(glad) > gold(plain) + 0.05
    assert ring(glad) == ring(plain)
    guided = settled(replace(PLAIN, guidance=0.9))
    assert ring(guided).opacity > ring(plain).opacity + 0.2
    assert gold(guided) == gold(plain)
    assert abs(plate(guided).mood - plate(plain).mood) < 0.05
    breathing = [own(show(world))[0] for world in list(played(by_breath, 1800))[1200::20]]
    assert max(breathing) > 1.15 * own(plain)[0]
    assert max(breathing) > 1.15 * min(breathing)


def test_tempo_is_how_fast_they_wander() -> None:
    """Between two looks a second apart, wanderers go further at a high tempo."""

    def pace(tempo: float) -> float:
        told = played(lambda world, tick: Inputs(directive=replace(PLAIN, tempo=tempo)), 3000)
        flies = [each for world in told if world.tick > 900 and world.tick % 60 == 0 for each in world.state.flies]
        paces = [abs(each.across) + abs(each.down) for each in flies if each.age > 120]
        return float(sum(paces) / len(paces))

    assert pace(0.9) > 1.3 * pace(0.0)


def test_difficulty_is_how_soft_a_motion_must_be() -> None:
    """The same led arc startles them at high difficulty and not at low; at low they also come sooner."""

    def arcs(difficulty: float) -> list[World]:
        at_ease = (*face(Quantity.AROUSAL, -0.2).samples, *face(Quantity.VALENCE, 0.1).samples)
        wish = replace(PLAIN, difficulty=difficulty)

        def player(world: World, tick: int) -> Inputs:
            return Inputs(at_ease, ("left",) if tick // 120 % 2 else ("right",), directive=wish)

        return list(played(player, 3600))

    easy, hard = arcs(0.0), arcs(1.0)
    assert max(world.state.startle.value for world in easy[1800:]) < 0.1
    assert max(world.state.startle.value for world in hard[1800:]) > 0.3
    assert easy[-1].state.gathered > hard[-1].state.gathered


def test_rare_things_are_found_once() -> None:
    """Mushrooms wake where the light lies by them; a long patience brings the moth; each is told once."""

    def player(world: World, tick: int) -> Inputs:
        near = (int(0.235 * 4096), int(0.80 * 4096))
        return patient(world, tick) if tick < 4200 else Inputs(pointer=(near[0] + tick // 240 % 2, near[1]))

    found = [fact.thing for world in played(player, 6000) for fact in world.facts if isinstance(fact, Found)]
    assert sorted(found) == ["fireflies.moth", "fireflies.mushrooms"]


@pytest.mark.parametrize("family", PATIENT)
def test_a_simulated_person_can_play_it(family: str) -> None:
    """Typical, calm and anxious people gather some in two minutes by what they see, and come to its end."""
    person = Person(PATIENT[family], 3, camera=True, microphone=True)
    world = begin(Setup(3, "fireflies", minutes=2.0), LEVELS["fireflies"], RULES.patterns)
    while not world.ended and world.tick < 4 * 3600:
        world = step(world, decode(encode(person.take(world) or NOTHING)))
    assert world.ended
    assert world.state.gathered >= 4
