"""Sittings on the real levels: a simulated person plays through the real ``step``, one tick after the other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from adaptation.actions import Array, Flags, Wishes
from adaptation.adaptive import Adaptive
from adaptation.evaluate.outcome import SETTINGS, Outcome, after, empty, standing_in, tally
from adaptation.evaluate.people import Group
from adaptation.person import Person
from adaptation.person.body import LIVE_TICKS, Body
from adaptation.person.traits import Traits
from adaptation.reward import Parts, feelings
from adaptation.sketch import ANY_ADULT
from game.core.directive import DECISION_TICKS, Directive
from game.core.observe import observe
from game.core.ports import Mind
from game.core.setup import Mode, Setup
from game.core.tape import decode, encode
from game.core.world import World, begin, step
from levels import find_levels, find_patterns

MOVED = 1e-9
"""What the reward takes for a change, as in the sketch."""
LEVELS, PATTERNS = find_levels(), find_patterns()


@dataclass(frozen=True, slots=True)
class Sitting:
    """One person about to sit down."""

    person: Traits
    """Who plays."""
    place: str
    """Name of the level."""
    train: bool
    """Train instead of Soothe."""
    minutes: float
    """Length planned."""
    seed: int
    """Of the person's dice and the level's, [0, 2**32)."""


def sittings(group: Group) -> list[Sitting]:
    """The sittings of a group, each with a seed of its own."""
    return [
        Sitting(person, place, bool(train), float(minutes), (group.seed + number) % 2**32)
        for number, (person, place, train, minutes) in enumerate(
            zip(group.people, group.places, group.train, group.minutes, strict=True)
        )
    ]


def sit(sitting: Sitting, mind: Callable[[], Mind]) -> Outcome:
    """One sitting, as many decisions as were planned; fewer where the level ends sooner or the person leaves."""
    one = sitting.person
    player = Person(one, sitting.seed, camera=one.camera, microphone=one.microphone)
    mode = Mode.TRAIN if sitting.train else Mode.SOOTHE
    setup = Setup(sitting.seed, sitting.place, mode, ANY_ADULT, minutes=sitting.minutes, places=(sitting.place,))
    planned = round(sitting.minutes * 3600.0 / DECISION_TICKS)
    outcome, decides = empty(np.array([float(planned)])), mind()
    world, here = _pass(begin(setup, LEVELS[sitting.place], PATTERNS), player, DECISION_TICKS - 1, [])
    while here and outcome.played[0] < planned:
        before, engaged = world, float(player.body.engagement[0])
        wish = decides.decide(observe(world))
        lives: list[tuple[Array, ...]] = []
        decided, here = _pass(world, player, 1, lives, wish)
        world, here = _pass(decided, player, DECISION_TICKS - 1, lives) if here else (decided, here)
        if world.ended:
            return replace(outcome, planned=outcome.played)
        begun = decided.shield.minigames > before.shield.minigames
        parts = _parts(lives or [_felt(player.body)], engaged * begun, before.directive, decided.directive, not here)
        told = tally(_many(wish), _many(before.directive), _used(world.directive, begun), _stood_in(decides))
        yes = np.ones(1, dtype=np.bool_)
        outcome = after(outcome, yes, parts, told, np.array([not here]), np.array([begun]))
    return outcome


def _pass(
    world: World, player: Person, ticks: int, lives: list[tuple[Array, ...]], wish: Directive | None = None
) -> tuple[World, bool]:
    """So many ticks, the wish in the first; what the person felt is put into ``lives``. False: the person left."""
    for _ in range(ticks):
        inputs = player.take(world)
        if inputs is None:
            return world, False
        # As in live play: the rules see what the session can hold.
        world = step(world, decode(encode(replace(inputs, directive=wish) if wish else inputs)))
        wish = None
        if world.tick % LIVE_TICKS == 0:
            lives.append(_felt(player.body))
        if world.ended:
            return world, True
    return world, True


def _felt(body: Body) -> tuple[Array, ...]:
    return feelings(body.arousal, body.valence, body.engagement, body.hunger)


def _parts(
    lives: Sequence[tuple[Array, ...]], interruption: float, before: Directive, used: Directive, quit_now: bool
) -> Parts:
    """Means over the lives of one decision, as the sketch has them."""
    felt = np.mean(lives, axis=0)
    changed = [abs(getattr(used, name) - getattr(before, name)) > MOVED for name in SETTINGS]
    told = (interruption, float(np.mean(changed)), float(quit_now))
    return Parts(*felt, *(np.array([number]) for number in told))


def _many(wish: Directive) -> Wishes:
    """A wish, or settings, as those of a crowd of one."""
    return Wishes(
        difficulty=np.array([wish.difficulty]),
        tempo=np.array([wish.tempo]),
        guidance=np.array([wish.guidance]),
        breath_hz=np.array([wish.breath_hz]),
        minigame=np.array([wish.minigame is not None]),
    )


def _used(settings: Directive, begun: bool) -> Wishes:
    return replace(_many(settings), minigame=np.array([begun]))


def _stood_in(mind: Mind) -> Flags:
    return standing_in(mind, 1) if isinstance(mind, Adaptive) else np.zeros(1, dtype=np.bool_)
