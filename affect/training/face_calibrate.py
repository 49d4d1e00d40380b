"""How sure the network may be, and how its outputs become words: settled on people it was not taught on."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from affect.scoring import accuracy, macro_f1, sd_coverage
from affect.sensors.face_network import EXPRESSIONS
from affect.sensors.face_reader import interpret, signs_of

STEPS: Final = 600
PRIOR: Final = 10.0
SPREADS: Final = np.exp(np.linspace(np.log(0.2), np.log(5.0), 129))
COVERED: Final = 0.8
NEUTRAL: Final = EXPRESSIONS.index("neutral")
SMILE: Final = EXPRESSIONS.index("happy")
GAINS: Final = np.linspace(0.0, 0.6, 13)
"""Powers of rareness that are tried,"""
LIKED: Final = (1.0 / 0.70, 1.0 / 0.61)
"""and what accuracy and macro-F1 count in the choice: one over their bars."""
HELD: Final = 1e-3
"""How firmly the rule for valence is held to 0."""

Settings = dict[str, NDArray[Any]]


def calibrate(
    out: NDArray[np.float64],
    expression: NDArray[np.int64],
    valence: NDArray[np.float32],
    tension: NDArray[np.float32],
) -> Settings:
    """Settings that ``interpret`` wants, by their names in the weights' file.

    Args:
        out: outputs of the network, float64 (n, 12).
        expression: index of the truth, int64 (n,).
        valence: truth, float32 (n,), nan = none.
        tension: truth, float32 (n,).
    """
    known = np.isfinite(valence)
    temperature, bias = _temperature_and_bias(out[:, : len(EXPRESSIONS)], expression)
    settings: Settings = {
        "temperature": np.full(1, temperature, np.float32),
        "bias": bias.astype(np.float32),
        "usual": np.zeros(3, np.float32),
        "gain": np.zeros(len(EXPRESSIONS), np.float32),
        "sign": np.zeros((6, 3), np.float32),
        "valence_sd": np.full(1, _spread(out[known, 8], out[known, 9], valence[known]), np.float32),
        "tension_sd": np.full(1, _spread(out[:, 10].clip(0.0, 1.0), out[:, 11], tension), np.float32),
    }
    read = interpret(out, settings)
    resting = expression == NEUTRAL
    usual = [np.median(value[resting]) for value in (out[:, 8], out[:, 10], read.chance[:, SMILE])]
    settings["usual"] = np.array(usual, np.float32)
    settings["gain"] = _gain(read.chance, expression)
    place = np.sign(valence[known]).astype(np.int64) + 1
    settings["sign"] = _rule(signs_of(read.chance[known], out[known, 8]), place)
    return {f"_{name}": value for name, value in settings.items()}


def check(out: NDArray[np.float64], expression: NDArray[np.int64], settings: Mapping[str, NDArray[Any]]) -> str:
    """A line for the log: what the settings make of the same people."""
    read = interpret(out, {name[1:]: value for name, value in settings.items()})
    names = np.array(EXPRESSIONS)
    figures = accuracy(names[expression], names[read.told]), macro_f1(names[expression], names[read.told])
    return f"validation: accuracy {figures[0]:.3f} macro-F1 {figures[1]:.3f}"


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


def _gain(chance: NDArray[np.float64], truth: NDArray[np.int64]) -> NDArray[np.float32]:
    """What is added to the log of each chance before the greatest is told, (8,): a power of how rare it is.

    The likeliest expression alone would never be a rare one; the power is the one that serves accuracy and macro-F1.
    """
    share = np.maximum(np.bincount(truth, minlength=chance.shape[1]) / len(truth), 0.5 / len(truth))
    names = np.array(EXPRESSIONS)

    def liked(power: float) -> float:
        told = names[(np.log(chance + 1e-9) - power * np.log(share)).argmax(axis=1)]
        return LIKED[0] * accuracy(names[truth], told) + LIKED[1] * macro_f1(names[truth], told)

    return np.asarray(-max(GAINS.tolist(), key=liked) * np.log(share), np.float32)


def _rule(rows: NDArray[np.float64], place: NDArray[np.int64]) -> NDArray[np.float32]:
    """Logistic regression from rows (n, 6) to negative, neutral, positive: float32 (6, 3), each kind weighing alike
    by its root."""
    count = np.maximum(np.bincount(place, minlength=3), 1)
    weight = (1.0 / np.sqrt(count))[place][:, None]
    weight /= weight.sum()
    right = np.eye(3)[place]
    middle, scale = rows.mean(axis=0), rows.std(axis=0) + 0.05
    middle[-1], scale[-1] = 0.0, 1.0  # the last column is 1
    steps = (rows - middle) / scale
    rule, swing = np.zeros((rows.shape[1], 3)), np.zeros((rows.shape[1], 3))
    for _ in range(STEPS):
        slope = steps.T @ (weight * (_chances(steps @ rule) - right)) + HELD * rule
        swing = 0.9 * swing - 0.2 * slope
        rule += swing
    found = rule / scale[:, None]
    found[-1] -= middle @ found
    return np.asarray(found, np.float32)


def _spread(mean: NDArray[np.float64], log_variance: NDArray[np.float64], truth: NDArray[np.float32]) -> float:
    """By how much the sd is widened so that COVERED of the truths lie in the 80 % interval."""
    sd = np.exp(0.5 * np.clip(log_variance, -6.0, 3.0))
    return float(
        min(SPREADS, key=lambda scale: abs(sd_coverage(truth, np.clip(mean, -1.0, 1.0), sd * scale) - COVERED))
    )
