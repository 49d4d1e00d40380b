"""One rate from three ways to find it, and how sure it is: a small trained layer that weighs them.

The network's own guess at the pace, the breaths counted in what it told, and the plain tracker, which knows nothing of
the network. Where they differ the sd is large, as it was on made clips that the network had not been trained on.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from affect.breath_count import Counted
from affect.breath_features import SPAN
from affect.breath_model import MIDDLE_HZ, Told, Weights
from affect.breath_rate import FASTEST_HZ, SLOWEST_HZ, Cycle
from affect.spectrum import Doubles

CLUES: Final = 14
"""Numbers that the ways are weighed by."""
WAYS: Final = 3
"""Pace, count, tracker."""
_SLOWEST, _FASTEST = 0.75 * SLOWEST_HZ, FASTEST_HZ
_APART = 1.5
_CLEAR, _TURNS, _ALIKE = 0.6, 6, 0.06
_LEAST_SD, _SD_SLOPE = 0.02, 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What was found in the last half minute."""

    blocks: int
    """How many blocks that was."""
    told: Told
    """The network's last word."""
    cycle: Cycle | None
    """The plain tracker's period, where it found one."""
    counted: Counted | None
    """Breaths counted in what the network told, where there was a whole one."""

    @property
    def log_rates(self) -> Doubles:
        """float64 (3,): logarithms of the rates over 0.2 Hz; where one found none, that of the network's pace."""
        pace = self.told.breath_hz
        counted = self.counted.breath_hz if self.counted else pace
        plain = self.cycle.breath_hz if self.cycle else pace
        rates = np.clip(np.array([pace, counted, plain]), _SLOWEST, _FASTEST)
        result: Doubles = np.log(rates / MIDDLE_HZ)
        return result

    def clues(self) -> Doubles:
        """float64 (CLUES,)."""
        pace, counted, plain = self.log_rates
        one, two = self.counted, self.cycle
        clues = np.array([
            np.clip(counted - pace, -_APART, _APART),
            np.clip(plain - pace, -_APART, _APART),
            abs(np.clip(counted - pace, -_APART, _APART)),
            abs(np.clip(plain - pace, -_APART, _APART)),
            abs(np.clip(plain - counted, -_APART, _APART)),
            pace,
            np.log(self.told.rate_sd_log),
            float(two is not None),
            two.strength if two else 0.0,
            two.score if two else 0.0,
            min(one.turns, 30) / 10.0 if one else 0.0,
            min(1.0, one.unevenness) if one else 1.0,
            one.sureness if one else 0.0,
            self.blocks / SPAN,
        ])  # fmt: skip
        return clues


class Agreement:
    """The layer."""

    def __init__(self, weights: Weights) -> None:
        """``weights``: hidden (h, CLUES) and its offset (h,), answer (WAYS + 1, h) and its offset (WAYS + 1,)."""
        self._hidden, self._hidden_offset, self._answer, self._answer_offset = weights

    def weigh(self, found: Found) -> tuple[float, float]:
        """Breaths per second, and its sd."""
        hidden = np.tanh(self._hidden @ found.clues() + self._hidden_offset)
        answer = self._answer @ hidden + self._answer_offset
        share = np.exp(answer[:WAYS] - answer[:WAYS].max())
        rates = found.log_rates
        middle, sd = float(share @ rates / share.sum()), float(np.exp(np.clip(answer[WAYS], -4.5, 0.5)))
        cycle, counted = found.cycle, found.counted
        if (
            cycle
            and counted
            and cycle.strength > _CLEAR
            and counted.turns >= _TURNS
            and abs(rates[1] - rates[2]) < _ALIKE
        ):
            # Two that know nothing of each other say the same of a breath that repeats: both the layer and its sd,
            # which were taught mostly slower and less even breaths, give way.
            clear = _LEAST_SD + _SD_SLOPE * (1.0 - min(1.0, cycle.strength))
            middle, sd = (0.5 * float(rates[1] + rates[2]), clear) if clear < sd else (middle, sd)
        hz = MIDDLE_HZ * float(np.exp(middle))
        return hz, hz * sd
