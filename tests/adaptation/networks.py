"""Learned minds that learnt nothing: networks of chance, and moments they could have met."""

import numpy as np

from adaptation.actions import SIZES, Array
from adaptation.explain import AVERAGE
from adaptation.features import NAMES
from adaptation.policy import Policy, Weights

SIGNED = ("arousal", "arousal_trend", "valence", "valence_trend", "breath", "breath_against_guide", "guide")
SMALL = (
    "performance_trend", "breath_trend", "relief", "usual_breath", "comfortable_breath", "responds", "likes_tempo",
    "skill", "arousal_trend", "valence_trend",
)  # fmt: skip


def network(seed: int, bound: float = 1e6) -> Policy:
    """A policy whose weights are chance; familiar with nearly everything unless ``bound`` says otherwise."""
    dice = np.random.default_rng(seed)

    def layer(inputs: int, units: int) -> Weights:
        weights: Weights = (dice.standard_normal((inputs, units)) / np.sqrt(inputs)).astype(np.float32)
        return weights

    width = len(NAMES)
    return Policy(
        mean=AVERAGE.copy(), scale=np.full(width, 0.3),
        w1=layer(width, 64), b1=np.zeros(64, np.float32), w2=layer(64, 64), b2=np.zeros(64, np.float32),
        w3=layer(64, sum(SIZES)), b3=np.zeros(sum(SIZES), np.float32),
        centre=AVERAGE.copy(), precision=np.eye(width), bound=bound,
    )  # fmt: skip


def moments(count: int, seed: int) -> Array:
    """float64 (count, 31): moments that could be seen, each number in its own range."""
    dice = np.random.default_rng(seed)
    rows = dice.uniform(0.0, 1.0, (count, len(NAMES)))
    for name in SIGNED:
        rows[:, NAMES.index(name)] = np.clip(dice.normal(0.0, 0.4, count), -1.0, 1.0)
    for name in SMALL:
        rows[:, NAMES.index(name)] = np.clip(dice.normal(0.0, 0.15, count), -1.0, 1.0)
    for name, most in (("minigames", 0.5), ("skips", 0.5), ("train", 1.0)):
        rows[:, NAMES.index(name)] = dice.integers(0, 2, count) * most
    since = NAMES.index("since_too_much")
    rows[:, since] = np.minimum(2.0 * rows[:, since], 1.0)
    rows[:, NAMES.index("arousal_confidence")] = dice.uniform(0.3, 1.0, count)
    return rows
