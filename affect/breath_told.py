"""What an estimator of breath is given of each block of sound, and what it says."""

from dataclasses import dataclass
from typing import Final, Protocol

from affect.breath_features import Airflow
from affect.spectrum import Floats
from game.core.reading import Baseline, Hint

SURE_HZ: Final = 1.5 / 60.0
"""A rate whose sd is below this is *reported*: 1.5 breaths/min. A wider one is a guess."""
GUESS_SD_HZ: Final = 0.08
"""sd of a rate that nothing supports."""
EVERY: Final = 5
"""Blocks from one look at the rate to the next: half a second."""
MOST_SPOKEN_SHARE: Final = 0.3
"""No rate is told where more than this of the last half minute was spoken through."""

_STEP_SHARE = 0.16


@dataclass(frozen=True, slots=True, eq=False)
class Listened:
    """A block, as the ears made it ready."""

    air: Airflow
    """What of it may be breath."""
    spoken: bool
    """Somebody speaks: little can be said of breath."""
    hint: Hint
    """What the game said of that moment."""
    baseline: Baseline
    """The player's neutral as known now."""


@dataclass(frozen=True, slots=True, eq=False)
class Breathed:
    """What is told of it."""

    rate: tuple[float, float] | None
    """Breaths per second and its sd, twice a second where there is anything to say; None else."""
    best_hz: float | None
    """The best guess, told or not; None = nothing was ever found."""
    phase: float
    """Place in the breath, [0, 1), 0 = start of the inhale."""
    phase_sd: float
    """Circular sd of that, cycles."""
    chance: Floats
    """float32 (5, 3): probability of pause, inhale and exhale, for each frame of 20 ms."""


class Estimator(Protocol):
    """What reads a breath; a new stream begins with a new one."""

    def take(self, heard: Listened) -> Breathed:
        """The next block."""


def in_step(breath_hz: float, guide_hz: float) -> bool:
    """A rate is the guide's, its half or a multiple, where bells and the cues of both halves of a breath lie."""
    return guide_hz > 0.0 and any(
        abs(breath_hz / (guide_hz * ratio) - 1.0) < _STEP_SHARE for ratio in (0.5, 1.0, 2.0, 3.0)
    )
