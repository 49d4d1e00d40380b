"""A straight line beside the networks: arousal from melody and rhythm alone.

A line through a few dozen numbers learns less of the speakers and languages it is trained on than a network does, so
it carries over where the network does not; the arousal that is told is the mean of both.
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
"""How firmly the line is held flat."""
_ROUNDS = 15


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Log odds of high arousal, from standardised rows."""

    weights: Doubles
    """float64 (k,), of the columns MELODY_AND_RHYTHM."""
    offset: float
    """Log odds of the mean row."""

    def log_odds(self, rows: Floats, mean: Floats, scale: Floats) -> Doubles:
        """float64 (n,) of rows (n, SIZE)."""
        told: Doubles = standardised(rows, mean, scale)[:, MELODY_AND_RHYTHM] @ self.weights + self.offset
        return told


def fit_line(data: Table, labels: Labels, mean: Floats, scale: Floats) -> Line:
    """Ridge logistic regression by Newton's method, on rows of known arousal."""
    high, weight = labels.high.numpy()[data.item], labels.weights[0].numpy()[data.item].astype(np.float64)
    known = high >= 0
    high, weight = high[known], weight[known]
    rows = standardised(data.rows[known], mean, scale)[:, MELODY_AND_RHYTHM].astype(np.float64)
    x = np.column_stack((rows, np.ones(len(rows))))
    line = np.zeros(x.shape[1])
    flat = np.append(np.full(rows.shape[1], RIDGE), 1e-6)
    for _ in range(_ROUNDS):
        p = 1.0 / (1.0 + np.exp(-x @ line))
        slope = x.T @ (weight * (p - high)) + flat * line
        line -= np.linalg.solve((x * (weight * p * (1.0 - p))[:, None]).T @ x + np.diag(flat), slope)
    return Line(line[:-1], float(line[-1]))


def answer(network: VoiceNetwork, line: Line, rows: Sequence[Doubles]) -> Doubles:
    """float64 (OUTPUTS,): mean log odds over the rows of one recording, as ``affect.voice_model`` tells them."""
    many = np.asarray(rows, np.float32)
    with torch.no_grad():
        told: Doubles = network(torch.from_numpy(many)).mean(dim=(0, 1)).numpy().astype(np.float64)
    told[0] = 0.5 * (told[0] + line.log_odds(many, network.mean.numpy(), network.scale.numpy()).mean())
    return told
