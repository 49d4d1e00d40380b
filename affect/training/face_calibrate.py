"""How sure the network may be: temperature, spreads and class bias, from people it was not taught on."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from affect.networks.face import EXPRESSIONS
from affect.scoring import sd_coverage

STEPS: Final = 600
PRIOR: Final = 10.0
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
    temperature, bias = _temperature_and_bias(out[:, :8], expression)
    smile = _chances(out[:, :8] / temperature + bias)[:, SMILE]
    resting = expression == NEUTRAL
    usual = [np.median(value[resting]) for value in (out[:, 8], out[:, 10], smile)]
    return {
        "_temperature": np.full(1, temperature, np.float32),
        "_usual": np.array(usual, np.float32),
        "_bias": bias.astype(np.float32),
        "_valence_sd": np.full(1, _spread(out[known, 8], out[known, 9], valence[known]), np.float32),
        "_tension_sd": np.full(1, _spread(out[:, 10].clip(0.0, 1.0), out[:, 11], tension), np.float32),
    }


def _chances(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    chance = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(chance / chance.sum(axis=1, keepdims=True))


def _temperature_and_bias(logits: NDArray[np.float64], truth: NDArray[np.int64]) -> tuple[float, NDArray[np.float64]]:
    """What makes the truth least surprising: training weighs rare expressions more, so they are told too often.

    The bias (8,) is held to 0 by PRIOR pictures' worth, since some expressions are hardly there.
    """
    sharpness, bias = 1.0, np.zeros(logits.shape[1])
    right = np.eye(logits.shape[1])[truth]
    for _ in range(STEPS):
        wrong = _chances(sharpness * logits + bias) - right
        bias -= wrong.sum(axis=0) / len(truth) + PRIOR * bias / len(truth)
        sharpness -= 0.2 * float((wrong * logits).sum(axis=1).mean())
    return 1.0 / sharpness, bias


def _spread(mean: NDArray[np.float64], log_variance: NDArray[np.float64], truth: NDArray[np.float32]) -> float:
    """By how much the sd is widened so that COVERED of the truths lie in the 80 % interval."""
    sd = np.exp(0.5 * np.clip(log_variance, -6.0, 3.0))
    return float(
        min(SPREADS, key=lambda scale: abs(sd_coverage(truth, np.clip(mean, -1.0, 1.0), sd * scale) - COVERED))
    )
