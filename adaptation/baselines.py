"""Simple minds to measure the others by. None of them ships.

Each is for one sitting (``decide``) or for a crowd (``wish``): what it remembers is kept by place.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np

from adaptation.actions import HOLD, PER_MIN, SIZES, Array, Choices, Wishes, as_directive, rates_of, wishes
from adaptation.features import NAMES, to_row
from game.core.directive import Directive
from game.core.observe import Observation

KNOWN = 0.35
"""Below this confidence a quantity is treated as unknown."""


class Baseline(ABC):
    """A mind that gives no reasons."""

    def decide(self, observation: Observation) -> Directive:
        """A wish for the next five seconds."""
        return as_directive(self.wish(to_row(observation)[None]))

    @abstractmethod
    def wish(self, rows: Array) -> Wishes:
        """Wishes for n people, float64 (n, 31) in; n is the same in every call."""


class NoOp(Baseline):
    """Leaves everything as the sitting began."""

    def wish(self, rows: Array) -> Wishes:
        """What there is."""
        return wishes(rows, _all(HOLD, len(rows)))


class Randomly(Baseline):
    """Any option of any branch, all alike."""

    def __init__(self, seed: int) -> None:
        self._dice = np.random.default_rng(seed)

    def wish(self, rows: Array) -> Wishes:
        """Five draws for each."""
        return wishes(rows, self._dice.integers(0, SIZES, (len(rows), len(SIZES))))


@dataclass(frozen=True, slots=True)
class Setting:
    """Where everything is put and left."""

    difficulty: float = 0.4
    """[0, 1]."""
    tempo: float = 0.4
    """[0, 1]."""
    guidance: float = 0.6
    """[0, 1]."""
    guide_per_min: float = 9.0
    """Breaths per minute."""


class Fixed(Baseline):
    """The same settings for everybody, always: what a game without a mind would do."""

    def __init__(self, setting: Setting = Setting()) -> None:
        self._setting = setting

    def wish(self, rows: Array) -> Wishes:
        """The same for each."""
        setting = self._setting
        return _settle(rows, setting.difficulty, setting.tempo, setting.guidance, setting.guide_per_min)


class Easiest(Baseline):
    """Slow, easy, always breathing: wins a reward of calm alone, and bores whoever is not anxious."""

    GUIDE_PER_MIN = 10.0
    """Slow for most, and comfortable: at 6/min air hunger would cost it the calm that it is after."""

    def wish(self, rows: Array) -> Wishes:
        """The least of everything, and a minigame whenever one is allowed."""
        least = _settle(rows, 0.0, 0.0, 1.0, self.GUIDE_PER_MIN)
        return Wishes(
            least.difficulty, least.tempo, least.guidance, least.breath_hz, minigame=np.ones(len(rows), dtype=bool)
        )


class Lockout(Baseline):
    """One step by a threshold of arousal, then nothing for a while: the usual biofeedback game."""

    HIGH, LOW = 0.3, -0.1
    """Arousal above which it gets easier and below which it gets harder."""
    LOCKED = 12.0
    """Decisions (one minute) without another step."""

    def __init__(self) -> None:
        self._since: Array | None = None

    def wish(self, rows: Array) -> Wishes:
        """Ease and breathe together above, a little more below, nothing while locked."""
        since = np.full(len(rows), self.LOCKED) if self._since is None else self._since
        free = (since >= self.LOCKED) & (_of(rows, "arousal_confidence") >= KNOWN)
        tense, calm = free & (_of(rows, "arousal") > self.HIGH), free & (_of(rows, "arousal") < self.LOW)
        chosen = _all(HOLD, len(rows))
        chosen[tense] = (0, 0, 0, 2, 1)
        chosen[calm] = (3, 3, 1, 1, 0)
        self._since = np.where(tense | calm, 1.0, since + 1.0)
        return wishes(rows, chosen)


class PaceControl(Baseline):
    """Leads the breath by proportional and differential control of its rate; touches nothing else."""

    GOAL_PER_MIN = 6.0
    """Where the breath shall go."""
    NEAR = 0.35
    """How far, of the way from the own rate to the goal, the guide stands ahead."""
    DAMPING = 0.5
    """How much of the rate's trend (own rate less its slow average) is taken off."""
    UNHEARD_PER_MIN = 10.0
    """Where the guide waits while the breath is unknown."""

    def wish(self, rows: Array) -> Wishes:
        """A guide ahead of the breath by a share of what is left to go, less where it is moving there already."""
        own = rates_of(_of(rows, "breath"))
        error = self.GOAL_PER_MIN * PER_MIN - own
        trend = _of(rows, "breath_trend") * 10.0 * PER_MIN
        ahead = own + self.NEAR * error - self.DAMPING * trend
        known = _of(rows, "breath_confidence") >= KNOWN
        rate = np.where(known, ahead, self.UNHEARD_PER_MIN * PER_MIN)
        still = wishes(rows, _all(HOLD, len(rows)))
        return Wishes(still.difficulty, still.tempo, still.guidance, np.maximum(rate, 3.0 * PER_MIN), still.minigame)


class PaceAndSkill(PaceControl):
    """The same, with difficulty and tempo held where three of four things succeed, by proportional control."""

    AIM = 0.75
    """Share of things that shall succeed."""
    STEP = 0.06
    """Difficulty per decision at full error."""
    DEAD = 0.1
    """Errors of performance smaller than this are left alone."""

    def wish(self, rows: Array) -> Wishes:
        """The guide as before; difficulty by how far performance is from its aim, tempo by half of it."""
        led = super().wish(rows)
        error = _of(rows, "performance") - self.AIM
        # All things reached is as far above the aim as performance can be: one full step; down goes twice as fast.
        step = np.clip(error / (1.0 - self.AIM), -2.0, 1.0) * self.STEP
        step = np.where(np.abs(error) > self.DEAD, step, 0.0)
        return Wishes(
            difficulty=np.clip(led.difficulty + step, 0.0, 1.0),
            tempo=np.clip(led.tempo + 0.5 * step, 0.0, 1.0),
            guidance=led.guidance,
            breath_hz=led.breath_hz,
            minigame=led.minigame,
        )


def _settle(rows: Array, difficulty: float, tempo: float, guidance: float, guide_per_min: float) -> Wishes:
    count = len(rows)
    return Wishes(
        difficulty=np.full(count, difficulty),
        tempo=np.full(count, tempo),
        guidance=np.full(count, guidance),
        breath_hz=np.full(count, guide_per_min * PER_MIN),
        minigame=np.zeros(count, dtype=bool),
    )


def _all(action: tuple[int, ...], count: int) -> Choices:
    return np.tile(np.array(action), (count, 1))


def _of(rows: Array, name: str) -> Array:
    return rows[:, _PLACES[name]]


_PLACES = {name: place for place, name in enumerate(NAMES)}
