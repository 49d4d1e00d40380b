"""What playing a place is like for many people: how much wants something, how fast, and how well it goes.

The one part of the sketch that is fitted and not written: ``adaptation.fit`` plays the real places and writes
``assets/models/sketch.npz``. Once a second each of five numbers moves a share of the way to a goal and is shaken: an
AR(1) process whose goal is a sum of stated features, per place.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
OUTPUTS = ("things", "pace", "success", "performance", "busy")
"""Things that want something; widths/s; how well it goes as the person feels it, and as the place says; share of the
looks at which the hands do something."""
FEATURES = (
    "one", "difficulty", "tempo", "difficulty_squared", "tempo_squared", "difficulty_by_tempo",
    "skill", "skill_by_difficulty", "skill_by_tempo", "by_keys", "holds_key", "away", "together",
)  # fmt: skip
"""What a goal is summed from, in order."""
HIGHEST = np.array((40.0, 1.0, 1.0, 1.0, 1.0))
"""No output is above this, and none below 0."""
LEAST = np.array(((0.3,), (0.002,)))
"""Things and pace are shaken as if there were no less."""
BEAT_LIVES = 6
"""Play moves once a second: every so many lives."""
FILE = "sketch.npz"


@dataclass(frozen=True, slots=True)
class Model:
    """The fitted numbers. P places, O outputs, F features."""

    places: tuple[str, ...]
    """Names, in the order of the arrays."""
    goals: Array
    """float64 (P, O, F)."""
    pulls: Array
    """float64 (P, O): share of the way to the goal in a second."""
    noise: Array
    """float64 (P, O, O): lower triangle that shakes all outputs together each second, times ``spread``."""
    seen: Array
    """float64 (P, 3): how strongly the guide is seen: at guidance 0, more at guidance 1, and in a minigame."""
    breathing: Array
    """float64 (P, 2): share of busy looks while a minigame runs: of those without and with the breathing key."""
    late: float
    """How much later than it is the guide's breath is taken to be, phase."""


@dataclass(frozen=True, slots=True)
class Play:
    """How play goes in each sitting: ``OUTPUTS``, (n,) each."""

    things: Array
    pace: Array
    success: Array
    performance: Array
    busy: Array

    def stacked(self) -> Array:
        """float64 (5, n), in the order of ``OUTPUTS``."""
        return np.stack((self.things, self.pace, self.success, self.performance, self.busy))


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The model that comes with the game."""
    return load(BytesIO((files("assets") / "models" / FILE).read_bytes()))


def load(stream: BinaryIO) -> Model:
    """A model from the bytes of an npz file."""
    with np.load(stream, allow_pickle=False) as kept:
        names = tuple(str(name) for name in kept["places"])
        return Model(
            names, kept["goals"], kept["pulls"], kept["noise"], kept["seen"], kept["breathing"], float(kept["late"])
        )


def begin(count: int) -> Play:
    """Nothing is there yet, and it goes middling."""
    return Play(*(np.full(count, start) for start in (0.0, 0.0, 0.8, 0.5, 0.5)))


def features(
    difficulty: Array, tempo: Array, skill: Array, by_keys: Array, holds_key: Array | Mask, away: Array, together: Array
) -> Array:
    """float64 (F, n), in the order of ``FEATURES``; each argument (n,)."""
    return np.stack((
        np.ones_like(tempo), difficulty, tempo, difficulty * difficulty, tempo * tempo, difficulty * tempo,
        skill, skill * difficulty, skill * tempo, by_keys, holds_key, away, together,
    ))  # fmt: skip


def goals(model: Model, places: Places, told: Array) -> Array:
    """float64 (5, n): where each output goes. ``told``: features (F, n)."""
    return np.asarray(np.einsum("nof,fn->on", model.goals[places], told))


def spread(goal: Array) -> Array:
    """float64 (5, n): how strongly each output is shaken: as counts are, and as shares are that come of yes and no."""
    counts, shares = np.sqrt(np.maximum(goal[:2], LEAST)), np.sqrt(np.maximum(goal[2:] * (1.0 - goal[2:]), 0.02))
    return np.concatenate((counts, shares))


def shakes(model: Model, places: Places, normal: Array) -> Array:
    """float64 (beats, 5, n) of independent normals (beats, 5, n)."""
    return np.asarray(np.einsum("nop,bpn->bon", model.noise[places], normal))


def beat(values: Array, goal: Array, pulls: Array, shaken: Array) -> Array:
    """One second of play. All float64 (5, n): the outputs, their goals, the share of the way, what shakes them."""
    return within(values + pulls * (goal - values) + spread(goal) * shaken)


def within(values: Array) -> Array:
    """Outputs that can be: none below 0 or above its highest."""
    return np.minimum(np.maximum(values, 0.0), HIGHEST[:, None])
