"""Sittings on the real levels, written down six times a second: what the sketch is fitted to and compared with."""

from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from adaptation.features import to_row
from adaptation.person import Person
from adaptation.person.body import LIVE_TICKS
from adaptation.person.traits import Traits
from game.core.directive import DECISION_TICKS, Directive
from game.core.inputs import Inputs
from game.core.observe import observe
from game.core.ports import Mind
from game.core.setup import Mode, Setup
from game.core.tape import decode, encode
from game.core.temper import AgeBand, BreathLimits
from game.core.world import World, begin, step
from levels import find_levels, find_patterns

Array = npt.NDArray[np.float64]
LEVELS, PATTERNS = find_levels(), find_patterns()
LIMITS = BreathLimits(AgeBand.ADULT)


@dataclass(frozen=True, slots=True)
class Moment:
    """One life of a sitting, or a course of them: each a number, or float64 (t,)."""

    difficulty: Array
    """With what Train adds."""
    tempo: Array
    guidance: Array
    minigame: Array
    """1 while one runs."""
    things: Array
    pace: Array
    success: Array
    guide_shown: Array
    made_out: Array
    """1 where the person knows how the guide breathes."""
    guide_late: Array
    """How far the guide is ahead of where the person takes it to be, phase."""
    performance: Array
    progress: Array
    busy: Array
    """1 where the hands did something since the last life."""
    arousal: Array
    valence: Array
    engagement: Array
    hunger: Array
    breath_hz: Array
    together: Array
    away: Array


@dataclass(frozen=True, slots=True)
class Sitting:
    """What came of a sitting."""

    person: Traits
    place: str
    course: Moment
    """Of every life, float64 (t,) each."""
    rows: Array
    """float64 (decisions, 31): what the mind was shown."""
    settings: Array
    """float64 (1 + decisions, 4): difficulty, tempo, guidance, guide at the start and after each decision."""
    begun: Array
    """float64 (decisions,): engagement when a minigame began with the decision; 0 when none did."""
    left: bool
    """The person left before the end."""
    skips: int
    """Minigames that were left early."""


def sit(
    person: Traits,
    place: str,
    mind: Mind,
    seed: int,
    minutes: float,
    start: Directive | None = None,
    train: bool = False,
) -> Sitting:
    """Play a real level until ``12 * minutes`` decisions have had their five seconds; the first comes after five.

    ``start``: settings to begin with; None = those of every sitting.
    """
    mode = Mode.TRAIN if train else Mode.SOOTHE
    world = begin(Setup(seed, place, mode, LIMITS, minutes=minutes), LEVELS[place], PATTERNS)
    if start:
        world = replace(world, directive=start)
    ticks = round(3600 * minutes) + DECISION_TICKS - 1
    player = Person(person, seed, ticks, camera=person.camera, microphone=person.microphone)
    moments: list[list[float]] = []
    rows, settings, begun = [], [_settings(world.directive)], []
    wish: Directive | None = None
    busy, last = False, world.inputs
    while (inputs := player.take(world)) is not None and not world.ended:
        engaged, before = float(player.body.engagement[0]), world
        world = step(world, decode(encode(replace(inputs, directive=wish) if wish else inputs)))
        wish = None
        if world.tick % LIVE_TICKS == 0:
            busy, last = _busy(inputs, last), inputs
            moments.append(_moment(world, before, player, busy))
        if world.decided:
            settings.append(_settings(world.directive))
            begun.append(engaged if world.shield.minigames > before.shield.minigames else 0.0)
        if world.tick % DECISION_TICKS == DECISION_TICKS - 1:
            rows.append(to_row(observe(world)))
            wish = mind.decide(observe(world))
    return Sitting(
        person, place, Moment(*np.array(moments).T), np.array(rows), np.array(settings), np.array(begun),
        bool(player.body.left[0]), world.shield.skips,
    )  # fmt: skip


def _settings(told: Directive) -> tuple[float, ...]:
    return told.difficulty, told.tempo, told.guidance, told.breath_hz


def _busy(inputs: Inputs, last: Inputs) -> bool:
    """As ``game.core.lately`` sees it."""
    return bool(inputs.held) or inputs.pointer != last.pointer or any(inputs.axes)


def _moment(world: World, before: World, player: Person, busy: bool) -> list[float]:
    around, body = player.around, player.body
    late = (before.guide.phase - world.guide.breath_hz * 9.0 / 60.0 - around.guide_phase[0] + 0.5) % 1.0 - 0.5
    numbers = (
        min(world.directive.difficulty + world.pressure, 1.0), world.directive.tempo,
        world.directive.guidance, world.minigame is not None,
        around.things[0], around.pace[0], around.success[0], around.guide_shown[0], not np.isnan(around.guide_hz[0]),
        late, world.turn.performance, world.turn.progress, busy, body.arousal[0], body.valence[0], body.engagement[0],
        body.hunger[0], body.breath_hz[0], body.together[0], body.away[0],
    )  # fmt: skip
    return [float(number) for number in numbers]


def joined(courses: list[Moment]) -> Moment:
    """Several courses, one after the other."""
    return Moment(*(np.concatenate([getattr(course, field.name) for course in courses]) for field in fields(Moment)))
