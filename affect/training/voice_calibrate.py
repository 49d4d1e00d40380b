"""How sure a reader of voices may be: temperatures, bias and sds, from answers on speakers it was blind for."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from affect.scoring import EIGHTY
from affect.spectrum import Doubles
from affect.training.voice_manifest import Spoken
from affect.voice_model import EMOTIONS, HIGH, VALENCES, Calibration, tell

COVERAGE = 0.82
"""Share of truths that the 80 % interval holds on held-out speakers; a little wide, for other microphones."""

_BIASES = np.linspace(-1.5, 1.5, 31)
_TEMPERATURES = np.exp(np.linspace(np.log(0.4), np.log(5.0), 60))
_SIGNS = {"neg": -1.0, "neu": 0.0, "pos": 1.0}


@dataclass(frozen=True, slots=True, eq=False)
class Blind:
    """Answers of networks that never heard the speaker."""

    spoken: tuple[Spoken, ...]
    """The recordings."""
    log_odds: Doubles
    """float64 (n, OUTPUTS)."""

    def part(self, chosen: NDArray[np.bool_]) -> "Blind":
        """Some of them."""
        kept = tuple(one for one, keep in zip(self.spoken, chosen, strict=True) if keep)
        return Blind(kept, self.log_odds[chosen])


def calibrate(blind: Blind) -> Calibration:
    """Temperatures (and for arousal a bias) of least cross entropy; factors by which the sds hold COVERAGE."""
    high = _places([one.arousal for one in blind.spoken], ("low", "high"))
    valence = _places([one.valence for one in blind.spoken], VALENCES)
    emotion = _places([one.emotion for one in blind.spoken], EMOTIONS)
    bias = _bias(blind.log_odds[:, 0], high, np.array([one.corpus for one in blind.spoken]))
    two = np.column_stack((np.zeros(len(high)), blind.log_odds[:, 0] + bias))
    warm = _temperature(two, high)
    mild = _temperature(blind.log_odds[:, 1:4], valence)
    cool = _temperature(blind.log_odds[:, 4:], emotion)
    told = [tell(row, Calibration((warm, mild, cool), bias, 1.0, 1.0)) for row in blind.log_odds]
    aroused = _width(
        np.array([HIGH if one.arousal == "high" else 0.0 for one in blind.spoken]),
        np.array([(one.arousal, one.arousal_sd) for one in told]),
        high >= 0,
    )
    pleased = _width(
        np.array([_SIGNS.get(one.valence, 0.0) for one in blind.spoken]),
        np.array([(one.valence, one.valence_sd) for one in told]),
        valence >= 0,
    )
    return Calibration((warm, mild, cool), bias, aroused, pleased)


def balanced_loss(log_odds: Doubles, high: NDArray[np.int64], corpus: NDArray[np.str_]) -> float:
    """Cross entropy of arousal at its best bias and temperature; corpora, and high and low in each, count alike."""
    return _best_bias(log_odds, high, corpus)[0]


def _bias(log_odds: Doubles, high: NDArray[np.int64], corpus: NDArray[np.str_]) -> float:
    return _best_bias(log_odds, high, corpus)[1]


def _best_bias(log_odds: Doubles, high: NDArray[np.int64], corpus: NDArray[np.str_]) -> tuple[float, float]:
    """(cross entropy, bias) at the best of a grid of temperatures and biases."""
    known = high >= 0
    sign = np.where(high[known] > 0, 1.0, -1.0)
    cell = np.char.add(corpus[known], np.where(sign > 0.0, "+", "-"))
    names, place, counts = np.unique(cell, return_inverse=True, return_counts=True)
    weight = 1.0 / (len(names) * counts[place])
    best = (np.inf, 0.0)
    for bias in _BIASES:
        for temperature in _TEMPERATURES[::3]:
            loss = float(np.sum(weight * np.logaddexp(0.0, -sign * (log_odds[known] + bias) / temperature)))
            best = min(best, (loss, float(bias)))
    return best


def _places(labels: Sequence[str], names: tuple[str, ...]) -> NDArray[np.int64]:
    return np.array([names.index(label) if label in names else -1 for label in labels])


def _temperature(log_odds: Doubles, truth: NDArray[np.int64]) -> float:
    known = truth >= 0
    odds, right = log_odds[known], truth[known]
    costs = []
    for temperature in _TEMPERATURES:
        warm = odds / temperature
        warm = warm - warm.max(axis=1, keepdims=True)
        costs.append(np.mean(np.log(np.exp(warm).sum(axis=1)) - warm[np.arange(len(right)), right]))
    return float(_TEMPERATURES[int(np.argmin(costs))])


def _width(truth: Doubles, told: Doubles, known: NDArray[np.bool_]) -> float:
    """``told`` is (n, 2): value and sd of width 1."""
    off = np.abs(truth - told[:, 0]) / told[:, 1]
    return float(np.quantile(off[known], COVERAGE)) / EIGHTY
