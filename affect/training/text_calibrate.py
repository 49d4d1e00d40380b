"""How sure a reader of sentences may be: measured on sentences, and on whole sources, that it was not trained on."""

from typing import Final

import numpy as np
from scipy.optimize import minimize_scalar

from affect.scoring import EIGHTY
from affect.text.model import Calibration, Doubles, tell
from affect.training.text_fit import Counted, Mask, answers, fit

COVERAGE: Final = 0.8
"""Share of rated sentences that lies within EIGHTY sds."""
LEAST_RATED: Final = 30
"""Fewer rated sentences say nothing of width."""
UNMEASURED: Final = Calibration(1.5, 0.5, 0.4)
"""Where there is nothing to measure it by."""


def blind_to_fold(table: Counted, known: Mask) -> Doubles:
    """float64 (n, 3): log odds of the sentences ``known`` by readers of the other folds."""
    folds = np.array([one.fold for one in table.sentences])
    told = np.full((len(folds), 3), np.nan)
    for fold in np.unique(folds[known]):
        own = known & (folds == fold)
        told[own] = answers(table, fit(table, known & ~own), own)[own]
    return told


def blind_to_source(table: Counted, known: Mask, asked: Mask) -> Doubles:
    """float64 (n, 3): log odds of the sentences ``asked`` by readers of the other sources' ``known`` ones."""
    sources = np.unique([one.source for one in table.sentences], return_inverse=True)[1]
    told = np.full((len(sources), 3), np.nan)
    if sources.max() == 0:
        return told
    for source in np.unique(sources):
        own = sources == source
        told[asked & own] = answers(table, fit(table, known & ~own), asked & own)[asked & own]
    return told


def calibrate(table: Counted, unseen: Doubles, strange: Doubles) -> Calibration:
    """From blind log odds: ``unseen`` of known sources, ``strange`` of sources never trained on (float64 (n, 3), nan).

    The temperature is of both, each half: a player's sentence is of a new source. Slope and width are of strange ones.
    """
    pairs = [(odds[rows], table.targets[rows]) for odds in (unseen, strange) if (rows := _scored(table, odds)).any()]
    if not pairs:
        return UNMEASURED

    def cost(temperature: float) -> float:
        return float(np.mean([_entropy(odds / temperature, targets) for odds, targets in pairs]))

    temperature = float(minimize_scalar(cost, bounds=(0.2, 10.0), method="bounded").x)
    odds = strange if np.isfinite(strange).any() else unseen
    rated = np.array([one.valence for one in table.sentences])
    rows = np.isfinite(rated) & np.isfinite(odds[:, 0])
    if rows.sum() < LEAST_RATED:
        return Calibration(temperature, UNMEASURED.slope, UNMEASURED.width)
    plain = Calibration(temperature, 1.0, 1.0)
    leaning = np.array([tell(row, plain, "").valence for row in odds[rows]])
    slope = max(0.0, float(leaning @ rated[rows]) / max(1e-9, float(leaning @ leaning)))
    width = float(np.quantile(np.abs(rated[rows] - slope * leaning), COVERAGE)) / EIGHTY
    return Calibration(temperature, min(slope, 1.0), width)


def _scored(table: Counted, odds: Doubles) -> Mask:
    scored: Mask = table.labelled & np.isfinite(odds[:, 0])
    return scored


def _entropy(odds: Doubles, targets: Doubles) -> float:
    high = odds.max(axis=1, keepdims=True)
    logs = odds - high - np.log(np.exp(odds - high).sum(axis=1, keepdims=True))
    return float(-(targets * logs).sum(axis=1).mean())
