"""Trains the layer that makes one rate of three (affect.breath_agree), on clips the network was not trained on.

The error is taken as it is (a Laplace distribution), since the figure that counts is the mean error; then the sd is
widened or narrowed until 80 % of the truth lies within 1.28 of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from affect.breath_agree import CLUES, WAYS, Found
from affect.breath_count import count
from affect.breath_features import SPAN
from affect.breath_model import MIDDLE_HZ, Told
from affect.breath_told import EVERY, SURE_HZ
from affect.networks.breath import BreathNetwork
from affect.scoring import EIGHTY
from affect.spectrum import Floats
from affect.training.breath_fit import predict
from affect.training.breath_hear import Heard

HIDDEN: Final = 16
STEPS: Final = 700
FOLDS: Final = 4
ROUNDS: Final = 12
"""Times the width is found anew, as what is shown changes with it."""
FIRST: Final = 100
"""Block from which a rate is learnt from: 10 s."""


class Weigher(nn.Module):
    """Clues to the share of each way and the logarithm of the sd."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = nn.Linear(CLUES, HIDDEN)
        self.answer = nn.Linear(HIDDEN, WAYS + 1)

    def forward(self, clues: Tensor, log_rates: Tensor) -> tuple[Tensor, Tensor]:
        """float32 (n, CLUES), (n, WAYS) to the logarithm of the rate (n,), and of its scale (n,)."""
        answer = self.answer(torch.tanh(self.hidden(clues)))
        share = torch.softmax(answer[:, :WAYS], dim=1)
        return (share * log_rates).sum(dim=1), torch.clamp(answer[:, WAYS], -4.5, 0.5)


def found_in(one: Heard, chance: Floats, pace: Floats) -> Iterator[tuple[int, Found]]:
    """Block by block, twice a second: what each way finds, given the network's (n, 5, 3) and (n, 2)."""
    mean = chance.mean(axis=1).astype(np.float64)
    for place, cycle in enumerate(one.cycles):
        block = place * EVERY
        if block >= min(FIRST, len(mean)) and block < len(mean):
            recent = mean[max(0, block + 1 - SPAN) : block + 1]
            sd = float(np.exp(np.clip(pace[block, 1], -3.5, 1.0)))
            told = Told(chance[block], MIDDLE_HZ * float(np.exp(np.clip(pace[block, 0], -3.0, 3.0))), sd)
            yield block, Found(len(recent), told, cycle, count(recent))


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """What was found in one clip, or in many, at every half second with a true rate."""

    clues: Floats
    """float32 (n, CLUES)."""
    rates: Floats
    """float32 (n, WAYS): logarithms over 0.2 Hz."""
    truth: Floats
    """float32 (n,): likewise."""


def table(network: BreathNetwork, one: Heard, temperature: float) -> Table:
    """Of one clip."""
    log_odds, pace = predict(network, [one])
    powers = np.exp(log_odds[0] / temperature)
    known = [
        (found.clues(), found.log_rates, np.log(one.rate_hz[block] / MIDDLE_HZ))
        for block, found in found_in(one, powers / powers.sum(axis=2, keepdims=True), pace[0])
        if np.isfinite(one.rate_hz[block])
    ]
    clues = np.array([row[0] for row in known], np.float32).reshape(-1, CLUES)
    rates = np.array([row[1] for row in known], np.float32).reshape(-1, WAYS)
    return Table(clues, rates, np.array([row[2] for row in known], np.float32))


def joined(tables: Sequence[Table]) -> Table:
    """All in one."""
    return Table(
        np.concatenate([one.clues for one in tables]),
        np.concatenate([one.rates for one in tables]),
        np.concatenate([one.truth for one in tables]),
    )


def fit_weigher(tables: Sequence[Table], seed: int) -> list[Floats]:
    """The layer's numbers, as affect.breath_agree.Agreement takes them; sds by clips that a fold was blind for."""
    blind = []
    for fold in range(FOLDS):
        weigher = _fit(joined([one for index, one in enumerate(tables) if index % FOLDS != fold]), seed)
        blind.append(_answers(weigher, joined(tables[fold::FOLDS])))
    weigher = _fit(joined(tables), seed)
    with torch.no_grad():
        weigher.answer.bias[WAYS] += float(np.log(_width(np.concatenate(blind))))
    state = weigher.state_dict()
    names = ("hidden.weight", "hidden.bias", "answer.weight", "answer.bias")
    return [state[name].numpy() for name in names]


def _fit(data: Table, seed: int) -> Weigher:
    torch.manual_seed(seed)
    weigher = Weigher()
    learner = torch.optim.AdamW(weigher.parameters(), 0.01, weight_decay=0.1)
    pace = torch.optim.lr_scheduler.CosineAnnealingLR(learner, STEPS)
    dice = torch.Generator().manual_seed(seed)
    x, ways, y = torch.from_numpy(data.clues), torch.from_numpy(data.rates), torch.from_numpy(data.truth)
    for _ in range(STEPS):
        chosen = torch.randint(0, len(x), (512,), generator=dice)
        middle, scale = weigher(x[chosen] + 0.05 * torch.randn(512, CLUES, generator=dice), ways[chosen])
        # Errors in breaths a minute are what is scored: a fast breath's error counts for more.
        apart = torch.abs(torch.exp(middle) - torch.exp(y[chosen]))
        error = (torch.abs(middle - y[chosen]) / torch.exp(scale) + scale).mean() + apart.mean()
        learner.zero_grad()
        error.backward()
        learner.step()
        pace.step()
    return weigher


def _answers(weigher: Weigher, data: Table) -> Floats:
    """(n, 3): rate, its sd and the truth, Hz."""
    with torch.no_grad():
        middle, scale = weigher(torch.from_numpy(data.clues), torch.from_numpy(data.rates))
    hz = MIDDLE_HZ * np.exp(middle.numpy())
    return np.column_stack((hz, hz * np.exp(scale.numpy()), MIDDLE_HZ * np.exp(data.truth)))


def _width(blind: Floats) -> float:
    """By how much sds must be wider, so that 80 % of the truth lies within 1.28 of those that are shown."""
    hz, sd, truth = blind.T
    wider = 1.0
    for _ in range(ROUNDS):
        shown = wider * sd < SURE_HZ
        if not shown.any():
            break
        off = np.abs(hz - truth)[shown] / sd[shown]
        wider = float(np.sqrt(wider * np.quantile(off, 0.8) / EIGHTY))
    return wider
