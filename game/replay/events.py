"""What one would want to jump to in a sitting, and its headline: how the tensest moment passed.

A storm is a stretch in which the player looked clearly tense (affect/trends/recovery.py says how that is judged); it
is something the estimates say, with all that they do not know, and never a fault of anybody.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import inf
from typing import Literal

from affect.trends.recovery import Recovery, Span, Stretch, recovery, stretches
from game.core.facts import ConsentGiven, FeelingTold, Ignored, MinigameBegan, NotMe, TooMuch
from game.core.hold import SENSOR as KEY
from game.core.observe import unit_to_rate
from game.core.pace import TICKS_PER_S
from game.core.trace import Decision, Written
from game.core.why import NOTICED, NOTICED_HZ
from game.replay.lanes import Lanes, LevelSpan, TrustSpan

SILENT_S = 10.0
"""A sensor that carries nothing for so long is lost; shorter silences are a turned head. Assumption."""
SETTLES_S = 30.0
"""For so long a setting that was made gentler counts as something that ran. Assumption."""
EASED = (("difficulty", "why.now_easier"), ("tempo", "why.now_slower"))
"""Settings which made lower make the game gentler, and the message of each."""

EventKind = Literal[
    "storm", "recovery", "correction", "sensor_lost", "feeling", "minigame", "level", "too_much", "words"
]
About = (
    Stretch | NotMe | Ignored | ConsentGiven | TrustSpan | FeelingTold | MinigameBegan | LevelSpan | TooMuch | Written
)
"""What an event tells of."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing to jump to."""

    t_s: float
    """When, in seconds since the sitting began."""
    kind: EventKind
    about: About
    """What happened, for whoever puts it into words."""


@dataclass(frozen=True, slots=True)
class Headline:
    """A sitting in one thought."""

    recovery: Recovery
    """How the tensest moment passed; the names in ``meanwhile`` are message ids."""
    length_s: float
    """Of the sitting."""


def events(lanes: Lanes) -> tuple[Event, ...]:
    """Everything to jump to, in order."""
    found = [*_of_feeling(lanes), *_of_levels(lanes), *_of_sensors(lanes), *_of_facts(lanes)]
    found += [Event(tick / TICKS_PER_S, "words", written) for tick, written in lanes.words]
    return tuple(sorted(found, key=lambda event: event.t_s))


def headline(lanes: Lanes) -> Headline | None:
    """How the tensest moment of a sitting passed; None where too little is known of it."""
    arousal = lanes.estimates.arousal
    told = recovery(lanes.estimates.t_s, arousal.mean, arousal.sd, baseline(lanes), helped(lanes))
    return None if told is None else Headline(told, lanes.length_s)


def helped(lanes: Lanes) -> tuple[Span, ...]:
    """What ran in a sitting that may help somebody settle, each by its message id, in order of kinds.

    Breathing minigames that were not left early; settings that were made gentler; presses of "too much".
    """
    spans = [Span(f"pattern.{game.pattern}", game.from_s, game.to_s) for game in lanes.minigames if not game.skipped]
    for decision in lanes.decisions:
        from_s = decision.tick / TICKS_PER_S
        spans += [Span(key, from_s, from_s + SETTLES_S) for key in _eased(decision)]
    for tick, fact in lanes.facts:
        if isinstance(fact, TooMuch):
            spans.append(Span("lanes.too_much", tick / TICKS_PER_S, tick / TICKS_PER_S + SETTLES_S))
    return tuple(spans)


def set_aside(lanes: Lanes, spans: Iterable[tuple[float, float]]) -> Lanes:
    """The same sitting with nothing believed of the feeling in some of its times: somebody said it was not that.

    Args:
        lanes: as they were read; they stay as they are.
        spans: (from_s, to_s) of each time, ends included.
    """
    aside = tuple(spans)
    estimates = lanes.estimates

    def kept(t_s: float) -> bool:
        return not any(from_s <= t_s <= to_s for from_s, to_s in aside)

    keeps = tuple(kept(t_s) for t_s in estimates.t_s)
    arousal, valence = (
        replace(
            curve,
            sd=tuple(sd if keep else inf for sd, keep in zip(curve.sd, keeps, strict=True)),
            known=tuple(known and keep for known, keep in zip(curve.known, keeps, strict=True)),
        )
        for curve in (estimates.arousal, estimates.valence)
    )
    return replace(lanes, estimates=replace(estimates, arousal=arousal, valence=valence))


def baseline(lanes: Lanes) -> float:
    """The player's usual arousal as the game knew it when the sitting began, [-1, 1]."""
    return lanes.header.setup.posterior.arousal_baseline.mean


def _of_feeling(lanes: Lanes) -> Iterator[Event]:
    arousal = lanes.estimates.arousal
    for stretch in stretches(lanes.estimates.t_s, arousal.mean, arousal.sd, baseline(lanes)):
        yield Event(stretch.begin_s, "storm", stretch)
        if stretch.end == "back":
            yield Event(stretch.end_s, "recovery", stretch)


def _of_levels(lanes: Lanes) -> Iterator[Event]:
    return (Event(span.from_s, "level", span) for span in lanes.levels)


def _of_sensors(lanes: Lanes) -> Iterator[Event]:
    """Where a sensor that carried something carries nothing for a while. Laying down the key is no loss."""
    by_sensor: dict[str, list[TrustSpan]] = {}
    for span in lanes.trust:
        by_sensor.setdefault(span.sensor, []).append(span)
    by_sensor.pop(KEY, None)
    for sensor, spans in by_sensor.items():
        begins_s = [*(span.from_s for span in spans[1:]), lanes.length_s]
        carried_s = 0.0
        for span, again_s in zip(spans, begins_s, strict=True):
            carried_s = max(carried_s, span.to_s)
            if again_s - carried_s >= SILENT_S:
                yield Event(carried_s, "sensor_lost", TrustSpan(carried_s, again_s, "", sensor))


_KINDS: dict[type, EventKind] = {
    NotMe: "correction",
    Ignored: "correction",
    TooMuch: "too_much",
    FeelingTold: "feeling",
    MinigameBegan: "minigame",
}


def _of_facts(lanes: Lanes) -> Iterator[Event]:
    for tick, fact in lanes.facts:
        if isinstance(fact, NotMe | Ignored | TooMuch | FeelingTold | MinigameBegan):
            yield Event(tick / TICKS_PER_S, _KINDS[type(fact)], fact)
        elif isinstance(fact, ConsentGiven) and not fact.granted:
            yield Event(tick / TICKS_PER_S, "sensor_lost", fact)


def _eased(decision: Decision) -> Iterator[str]:
    """Message ids of what a decision made gentler."""
    for name, key in EASED:
        if getattr(decision.used, name) - getattr(decision.seen, name) < -NOTICED:
            yield key
    if decision.used.breath_hz - unit_to_rate(decision.seen.guide) < -NOTICED_HZ:
        yield "why.now_guide_slower"
