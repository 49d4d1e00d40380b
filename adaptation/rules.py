"""The hand-written mind: ease when tense, meet the breath and lead it down, make it harder slowly in flow, and
otherwise leave everything as it is. Default, and what every other mind falls back on.

Written for n people at once, so that the same lines play one sitting and are tuned on thousands; every number
stands in ``rules_settings``. Every wish still goes through ``game.core.temper``.
"""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from adaptation.actions import PER_MIN, Array, Flags, Wishes, as_directive, rates_of, steps
from adaptation.explain import AVERAGE, ask
from adaptation.features import NAMES, to_row
from adaptation.rules_settings import TUNED, Settings, encode
from game.core.directive import Directive
from game.core.observe import Observation
from game.core.trace import Account

KNOWN = 0.35
"""Below this confidence a quantity is treated as unknown."""
EARLY, LATE = 0.08, 0.9
"""No minigame in the first and last part of a level."""
NOTHING = 1e-9
"""Changes up to this are rounding."""
LONG = 1e6
"""Decisions since the last change, when there was none."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the rules remember of each of n people."""

    easing: Flags
    """bool (n,): it eases since arousal rose above the first threshold."""
    still: Array
    """float64 (n,): decisions since the last change of a setting."""


class Rules:
    """A mind by rules, for one sitting or for a crowd."""

    account = Account(by="rules")
    """Which mind decided."""

    def __init__(self, settings: Settings = TUNED) -> None:
        """``settings`` are its numbers."""
        self._settings = settings
        self._remembered: Remembered | None = None

    @property
    def name(self) -> str:
        """Of the mind and its numbers, for the header of a session."""
        return f"rules {blake2b(encode(self._settings).encode(), digest_size=4).hexdigest()}"

    def decide(self, observation: Observation) -> Directive:
        """A wish for the next five seconds, with at most two reasons."""
        asked = ask(observation, to_row(observation), AVERAGE)
        before, count = self._before(1), len(asked.rows)
        # What was seen, and what shows why, are decided in one go: the first row is the decision.
        same = Remembered(np.repeat(before.easing, count), np.repeat(before.still, count))
        wished, after = _wish(asked.rows, same, self._settings)
        self._remembered = Remembered(after.easing[:1], after.still[:1])
        return as_directive(wished, asked.reasons(steps(asked.rows, wished)))

    def wish(self, rows: Array) -> Wishes:
        """Wishes for n people, float64 (n, 31) in; n is the same in every call."""
        wished, self._remembered = _wish(rows, self._before(len(rows)), self._settings)
        return wished

    def _before(self, count: int) -> Remembered:
        return self._remembered or Remembered(np.zeros(count, dtype=bool), np.full(count, LONG))


def _wish(rows: Array, before: Remembered, settings: Settings) -> tuple[Wishes, Remembered]:
    """The rules themselves: pure."""
    easing = _easing(rows, before.easing, settings)
    free = before.still >= np.where(easing, settings.ease_pause, settings.pause)
    now = _of(rows, "difficulty"), _of(rows, "tempo"), _of(rows, "guidance"), rates_of(_of(rows, "guide"))
    wished = *_pace(rows, easing, settings), _guidance(rows, easing, settings), _lead(rows, settings)
    changes = [np.where(free, change, 0.0) for change in wished]
    difficulty, tempo, guidance, breath_hz = (old + change for old, change in zip(now, changes, strict=True))
    changed = np.abs(np.stack(changes)).max(axis=0) > NOTHING
    return Wishes(
        difficulty=_within(difficulty, 0.0, 1.0),
        tempo=_within(tempo, 0.0, 1.0),
        guidance=_within(guidance, 0.0, 1.0),
        breath_hz=breath_hz,
        minigame=_offers(rows, easing, settings),
    ), Remembered(easing, np.where(changed, 1.0, before.still + 1.0))


def _easing(rows: Array, easing: Flags, settings: Settings) -> Flags:
    until = min(settings.ease_until, settings.ease_from)
    tense = _of(rows, "arousal") > np.where(easing, until, settings.ease_from)
    return tense & (_of(rows, "arousal_confidence") >= KNOWN)


def _pace(rows: Array, easing: Flags, settings: Settings) -> tuple[Array, Array]:
    """By how much difficulty and tempo change, (n,) each: easing before struggle before idleness before home before
    flow."""
    difficulty, tempo = _of(rows, "difficulty"), _of(rows, "tempo")
    performance = _of(rows, "performance")
    may_rise = _of(rows, "arousal") <= settings.content
    from_home = settings.home_difficulty + settings.home_skill * _of(rows, "skill") - difficulty
    from_liked = settings.home_tempo + settings.home_liked * _of(rows, "likes_tempo") - tempo
    down = -np.minimum(settings.ease_difficulty, np.maximum(difficulty - settings.gentlest, 0.0))
    slower = -np.minimum(settings.ease_tempo, np.maximum(tempo - settings.slowest, 0.0))
    struggles = performance < settings.struggle
    idle = may_rise & (_of(rows, "activity") < settings.idle)
    lost = may_rise & (np.maximum(np.abs(from_home), np.abs(from_liked)) > settings.home_far)
    flows = may_rise & (performance > settings.flow)

    def first(tense: Array, struggling: float, idling: float, homeward: Array, flowing: float) -> Array:
        rest = np.where(lost, homeward, np.where(flows, flowing, 0.0))
        return np.where(easing, tense, np.where(struggles, struggling, np.where(idle, idling, rest)))

    homeward, likeward = _homeward(from_home, settings), _homeward(from_liked, settings)
    return (
        first(down, -settings.struggle_difficulty, settings.idle_difficulty, homeward, settings.flow_difficulty),
        first(slower, -settings.struggle_tempo, settings.idle_tempo, likeward, settings.flow_tempo),
    )


def _homeward(distance: Array, settings: Settings) -> Array:
    """A step toward home for whichever setting is far from it."""
    step = _within(distance, -settings.home_step, settings.home_step)
    return np.where(np.abs(distance) > settings.home_far, step, 0.0)


def _guidance(rows: Array, easing: Flags, settings: Settings) -> Array:
    """By how much guidance changes, (n,)."""
    now, follow = _of(rows, "guidance"), _of(rows, "follow")
    lost = easing & (follow < settings.alone)
    fade = np.maximum(-settings.fade_guidance, np.minimum(settings.least_guidance - now, 0.0))
    rise = np.minimum(settings.rise_guidance, np.maximum(settings.usual_guidance - now, 0.0))
    return np.where(lost, settings.lost_guidance, np.where(follow > settings.good_follow, fade, rise))


def _lead(rows: Array, settings: Settings) -> Array:
    """By how much the guide changes, (n,) Hz: meet a breath that is far above, lead down one that follows."""
    guide, above = rates_of(_of(rows, "guide")), _of(rows, "breath_against_guide") * 10.0
    step = settings.lead_per_min * PER_MIN
    goal = (settings.calm_per_min + settings.comfort_per_min * _of(rows, "comfortable_breath")) * PER_MIN
    follows = (above < settings.near_per_min) & (_of(rows, "follow") > settings.alone)
    down = np.maximum(-step, np.minimum(goal - guide, 0.0))
    heard = np.where(above > settings.far_per_min, step, np.where(follows, down, 0.0))
    unheard = _within(settings.resting_per_min * PER_MIN - guide, -step, step)
    return np.where(_of(rows, "breath_confidence") < KNOWN, unheard, heard)


def _offers(rows: Array, easing: Flags, settings: Settings) -> Flags:
    """A breathing minigame: breath is fast or the player tense, it may help, and it does not tear anybody out."""
    heard = _of(rows, "breath_confidence") > KNOWN
    fast = heard & (rates_of(_of(rows, "breath")) > settings.fast_per_min * PER_MIN)
    progress = _of(rows, "progress")
    due = (_of(rows, "since_minigame") >= settings.offer_wait) & (progress > EARLY) & (progress < LATE)
    due &= _of(rows, "minigames") < settings.offer_most
    helps = _of(rows, "relief") + _of(rows, "responds") >= settings.offer_helps
    absorbed = (_of(rows, "activity") > settings.absorbed) & (_of(rows, "performance") > settings.struggle)
    return (fast | easing) & due & helps & ~absorbed


def _within(numbers: Array, low: float, high: float) -> Array:
    """``np.clip``, which costs three times as much for few numbers."""
    bounded: Array = np.minimum(np.maximum(numbers, low), high)
    return bounded


def _of(rows: Array, name: str) -> Array:
    return rows[:, _PLACES[name]]


_PLACES = {name: place for place, name in enumerate(NAMES)}
