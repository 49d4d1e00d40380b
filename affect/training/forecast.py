"""A small LSTM that looks weeks ahead, learnt from many people at once: a row of the backtest, never shipped.

Each row of weeks is set to middle 0 and spread 1 by its own known weeks, so that one network serves every measure and
person. It says three quantiles of each of the next weeks and learns by the pinball loss (Koenker and Bassett 1978,
Econometrica 46:33).
"""

from collections.abc import Sequence
from typing import Final, cast

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import softplus

from affect.trends.forecast import FEWEST_WEEKS, WEEKS_AHEAD, WEEKS_BACK
from affect.trends.track import Doubles

HIDDEN: Final = 24
BATCH: Final = 64
RATE: Final = 4e-3
QUANTILES: Final = (0.5, 0.1, 0.9)
"""Likely, low, high: an interval of 80 %."""
_LEAST_SPREAD: Final = 1e-6


class ForecastNetwork(nn.Module):
    """Weeks in, quantiles of the next weeks out."""

    def __init__(self) -> None:
        super().__init__()
        self._remember = nn.LSTM(2, HIDDEN, batch_first=True)
        self._say = nn.Linear(HIDDEN, WEEKS_AHEAD * len(QUANTILES))

    def forward(self, weeks: Tensor) -> Tensor:
        """float32 (batch, WEEKS_BACK, 2), value and whether known -> (batch, WEEKS_AHEAD, 3) likely, low, high."""
        remembered, _ = self._remember(weeks)
        likely, below, above = self._say(remembered[:, -1]).unflatten(1, (WEEKS_AHEAD, 3)).unbind(-1)
        return torch.stack((likely, likely - softplus(below), likely + softplus(above)), -1)


def fit(rows: Sequence[Doubles], steps: int, seed: int) -> ForecastNetwork:
    """Learn from whole rows of weeks (NaN for unknown), each cut at a drawn place at every turn.

    Raises:
        ValueError: no row is long enough to be cut.
    """
    torch.manual_seed(seed)
    dice = np.random.default_rng(seed)
    long = [row for row in rows if np.isfinite(row[:-WEEKS_AHEAD]).sum() >= FEWEST_WEEKS]
    if not long:
        raise ValueError(f"looking ahead is learnt from rows of {FEWEST_WEEKS} known weeks and {WEEKS_AHEAD} more")
    network = ForecastNetwork()
    learner = torch.optim.Adam(network.parameters(), RATE)
    pace = torch.optim.lr_scheduler.OneCycleLR(learner, RATE, total_steps=steps)
    for _ in range(steps):
        cuts = [_cut(long[int(chosen)], dice) for chosen in dice.integers(0, len(long), BATCH)]
        weeks, truth = (torch.from_numpy(np.stack(part).astype(np.float32)) for part in zip(*cuts, strict=True))
        error = pinball(network(weeks), truth)
        learner.zero_grad()
        error.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        learner.step()
        pace.step()
    return network.eval()


def pinball(told: Tensor, truth: Tensor) -> Tensor:
    """Mean pinball loss of (batch, WEEKS_AHEAD, 3) quantiles against (batch, WEEKS_AHEAD); NaN counts nothing."""
    known = truth.isfinite()
    beside = torch.where(known, truth, 0.0)[..., None] - told
    share = torch.tensor(QUANTILES)
    error = torch.maximum(share * beside, (share - 1.0) * beside) * known[..., None]
    return error.sum() / (known.sum().clamp(min=1) * len(QUANTILES))


def network_ahead(network: ForecastNetwork, row: Doubles) -> Doubles:
    """float64 (n,) weeks, NaN for unknown -> (WEEKS_AHEAD, 3): likely, low, high in the row's own unit."""
    middle, spread = _usual(row)
    with torch.no_grad():
        told = network(torch.from_numpy(_shown((row - middle) / spread).astype(np.float32))[None])
    return cast(Doubles, middle + spread * told[0].double().numpy())


def _usual(row: Doubles) -> tuple[float, float]:
    """Middle and spread of the known weeks."""
    known = row[np.isfinite(row)]
    return float(np.median(known)), max(float(known.std()), _LEAST_SPREAD)


def _shown(row: Doubles) -> Doubles:
    """(WEEKS_BACK, 2): the last weeks and whether each is known; nought before the first."""
    shown = np.zeros((WEEKS_BACK, 2))
    last = row[-WEEKS_BACK:]
    known = np.isfinite(last)
    shown[WEEKS_BACK - len(last) :] = np.column_stack((np.where(known, last, 0.0), known))
    return shown


def _cut(row: Doubles, dice: np.random.Generator) -> tuple[Doubles, Doubles]:
    """What is seen before a drawn origin, and the weeks after it, on the scale of what is seen."""
    enough = int(np.flatnonzero(np.isfinite(row).cumsum() >= FEWEST_WEEKS)[0]) + 1
    origin = int(dice.integers(enough, len(row) - WEEKS_AHEAD + 1))
    middle, spread = _usual(row[:origin])
    scaled = (row - middle) / spread
    return _shown(scaled[:origin]), scaled[origin : origin + WEEKS_AHEAD]
