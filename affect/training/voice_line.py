"""Straight lines beside the networks: arousal from melody and rhythm, and from the first estimator's five numbers.

A line through a few numbers learns less of the speakers and languages it is trained on than a network does, so it
carries over where the network does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from affect.networks.voice import VoiceNetwork
from affect.spectrum import Doubles, Floats
from affect.training.voice_fit import Labels
from affect.training.voice_rows import Table
from affect.voice_functionals import MELODY_AND_RHYTHM
from affect.voice_model import standardised

RIDGE = 3.0
"""How firmly a line is held flat."""
_ROUNDS = 15
_LEAST_SCALE = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Log odds of high arousal."""

    weights: Doubles
    """float64 (k,)."""
    offset: float
    """Log odds where all numbers are 0."""

    def log_odds(self, numbers: Doubles) -> Doubles:
        """float64 (n,) of (n, k)."""
        told: Doubles = numbers @ self.weights + self.offset
        return told


def fit_line(numbers: Doubles, high: Doubles, weight: Doubles) -> Line:
    """Ridge logistic regression by Newton's method, on numbers (n, k) in their own units; high is 0 or 1."""
    scale = numbers.std(axis=0) + _LEAST_SCALE
    x = np.column_stack((numbers / scale, np.ones(len(numbers))))
    line = np.zeros(x.shape[1])
    flat = np.append(np.full(numbers.shape[1], RIDGE), 1e-6)
    for _ in range(_ROUNDS):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ line, -30.0, 30.0)))
        slope = x.T @ (weight * (p - high)) + flat * line
        line -= np.linalg.solve((x * (weight * p * (1.0 - p))[:, None]).T @ x + np.diag(flat), slope)
    return Line(line[:-1] / scale, float(line[-1]))


def melody_line(data: Table, labels: Labels, network: VoiceNetwork) -> Line:
    """The line through melody and rhythm, standardised as the network does it."""
    high, weight = labels.high.numpy()[data.item], labels.weights[0].numpy()[data.item].astype(np.float64)
    known = high >= 0
    return fit_line(_melody(data.rows[known], network), high[known].astype(np.float64), weight[known])


def _melody(rows: Floats, network: VoiceNetwork) -> Doubles:
    return standardised(rows, network.mean.numpy(), network.scale.numpy())[:, MELODY_AND_RHYTHM].astype(np.float64)


def answer(network: VoiceNetwork, line: Line, rows: Sequence[Doubles]) -> Doubles:
    """float64 (OUTPUTS,): mean log odds over the rows of one recording, as ``affect.voice_model`` tells them."""
    many = np.asarray(rows, np.float32)
    with torch.no_grad():
        told: Doubles = network(torch.from_numpy(many)).mean(dim=(0, 1)).numpy().astype(np.float64)
    told[0] = 0.5 * (told[0] + line.log_odds(_melody(many, network)).mean())
    return told
