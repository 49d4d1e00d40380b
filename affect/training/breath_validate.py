"""Figures on made clips that nothing was fitted to, through the weights as they are shipped."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from affect import scoring
from affect.breath_agree import Agreement
from affect.breath_model import MIDDLE_HZ, BreathModel
from affect.breath_told import EVERY, SURE_HZ
from affect.spectrum import BLOCK_S, Floats
from affect.training.breath_hear import Heard
from affect.training.breath_weigh import found_in

_FIRST_S = 15.0
_TWO = 2
"""Rates are looked at once a second."""


def figures_of(heard: Sequence[Heard], folder: Path) -> str:
    """One line: phase, rate of each way and of all, coverage, honesty of sd."""
    model = BreathModel(folder)
    agreement = Agreement(model.agreement)
    right, sure, rows = [], [], []
    for one in heard:
        chance, pace = _told(model, one)
        right.append((chance.argmax(axis=2) == one.label).reshape(-1))
        sure.append(chance.max(axis=2).reshape(-1))
        for block, found in found_in(one, chance, pace):
            if block * BLOCK_S >= _FIRST_S and block % (_TWO * EVERY) == 0 and np.isfinite(one.rate_hz[block]):
                each = MIDDLE_HZ * np.exp(found.log_rates)
                rows.append((one.rate_hz[block], *agreement.weigh(found), *each))
    table = 60.0 * np.array(rows)
    true, told, sd = table[:, :3].T
    shown = sd < 60.0 * SURE_HZ
    errors = np.abs(table[:, 3:] - true[:, None]).mean(axis=0)
    error = np.abs(told - true)
    hits, certain = np.concatenate(right), np.concatenate(sure)
    ways = f"pace {errors[0]:.2f}, count {errors[1]:.2f}, plain tracker {errors[2]:.2f}"
    honest = scoring.sd_coverage(true[shown], told[shown], sd[shown])
    return (
        f"phase {hits.mean():.3f}, ece {scoring.ece(certain, hits):.3f}; rate MAE {error.mean():.2f} ({ways}), shown "
        f"{shown.mean():.2f} of the time with MAE {error[shown].mean():.2f}, sd coverage {honest:.2f}"
    )


def _told(model: BreathModel, one: Heard) -> tuple[Floats, Floats]:
    """Chances (n, 5, 3), and pace and its sd's logarithm (n, 2), as the network would tell them in play."""
    state = np.zeros(model.size, np.float32)
    chances, paces = [], []
    for row in one.rows:
        told, state = model.take(row.astype(np.float32), state)
        chances.append(told.chance)
        paces.append((np.log(told.breath_hz / MIDDLE_HZ), np.log(told.rate_sd_log)))
    return np.array(chances), np.array(paces, np.float32)
