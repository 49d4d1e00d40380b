"""How sure the network may be: temperature, spreads and class bias, from people it was not taught on."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from affect.networks.face import EXPRESSIONS
from affect.scoring import sd_coverage

TEMPERATURES: Final = np.exp(np.linspace(np.log(0.3), np.log(3.0), 93))
SPREADS: Final = np.exp(np.linspace(np.log(0.2), np.log(5.0), 129))
COVERED: Final = 0.8
NEUTRAL: Final = EXPRESSIONS.index("neutral")
SMILE: Final = EXPRESSIONS.index("happy")


def calibrate(
    out: NDArray[np.float64],
    expression: NDArray[np.int64],
    valence: NDArray[np.float32],
    tension: NDArray[np.float32],
) -> dict[str, NDArray[Any]]:
    """Settings that ``interpret`` wants, by their names in the weights' file.

    Args:
        out: outputs of the network, float64 (n, 12).
        expression: index of the truth, int64 (n,).
        valence: truth, float32 (n,), nan = none.
        tension: truth, float32 (n,).
    """
    known = np.isfinite(valence)
    temperature = _temperature(out[:, :8], expression)
    chance = np.exp(out[:, :8] / temperature - (out[:, :8] / temperature).max(axis=1, keepdims=True))
    smile = chance[:, SMILE] / chance.sum(axis=1)
    resting = expression == NEUTRAL
    usual = [np.median(value[resting]) for value in (out[:, 8], out[:, 10], smile)]
    return {
        "_temperature": np.full(1, temperature, np.float32),
        "_usual": np.array(usual, np.float32),
        "_bias": np.zeros(8, np.float32),
        "_valence_sd": np.full(1, _spread(out[known, 8], out[known, 9], valence[known]), np.float32),
        "_tension_sd": np.full(1, _spread(out[:, 10].clip(0.0, 1.0), out[:, 11], tension), np.float32),
    }


def _temperature(logits: NDArray[np.float64], truth: NDArray[np.int64]) -> float:
    """The temperature under which the truth is least surprising."""

    def surprise(temperature: float) -> float:
        scaled = logits / temperature
        scaled = scaled - scaled.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(truth)), truth]))

    return float(min(TEMPERATURES, key=surprise))


def _spread(mean: NDArray[np.float64], log_variance: NDArray[np.float64], truth: NDArray[np.float32]) -> float:
    """By how much the sd is widened so that COVERED of the truths lie in the 80 % interval."""
    sd = np.exp(0.5 * np.clip(log_variance, -6.0, 3.0))
    return float(
        min(SPREADS, key=lambda scale: abs(sd_coverage(truth, np.clip(mean, -1.0, 1.0), sd * scale) - COVERED))
    )
