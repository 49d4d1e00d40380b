"""Fits the reader of one language: multinomial logistic regression through the shares of pieces, by L-BFGS."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags

from affect.text.grams import counted
from affect.text.model import VALENCES, Doubles, Lines
from affect.text.normalise import Table, normalised
from affect.training.text_data import Sentence

FEWEST: Final = 3
"""Training sentences that a piece must be in."""
RIDGE: Final = 2e-5
"""What half the square of a weight costs beside the mean cross entropy."""
EVEN: Final = 0.3
"""A source counts by its size to the power of 1 - EVEN, so that the largest does not drown the others."""
ROUNDS: Final = 45
"""Steps of L-BFGS: stopping early is part of the recipe."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """The sentences of one language that have a target, as counts of pieces."""

    sentences: tuple[Sentence, ...]
    """In order."""
    counts: Any
    """csr_matrix float32 (n, m): how often each piece is in each."""
    keys: NDArray[np.uint32]
    """(m,) numbers of the pieces, rising."""
    targets: Doubles
    """float64 (n, 3): shares of VALENCES."""
    labelled: Mask
    """(n,): those whose valence3 is told; only they are scored."""


def count(sentences: Sequence[Sentence], language: str, simplified: Table) -> Counted:
    """Count what play would count; sentences of other languages and without any target are left out."""
    some = tuple(one for one in sentences if one.language == language and target_of(one) is not None)
    found = [counted(normalised(one.text, simplified), language) for one in some]
    lengths = np.cumsum([0, *(len(keys) for keys, _ in found)])
    keys, places = np.unique(np.concatenate([keys for keys, _ in found]), return_inverse=True)
    counts = csr_matrix((np.concatenate([many for _, many in found]), places, lengths), shape=(len(some), len(keys)))
    targets = np.array([target_of(one) for one in some], np.float64)
    return Counted(some, counts, keys, targets, np.array([one.valence3 != "" for one in some]))


def target_of(sentence: Sentence) -> tuple[float, float, float] | None:
    """Shares of VALENCES: the label; what was rated between two labels is half of each; None = nothing is known."""
    if sentence.valence3:
        negative, neutral, positive = (float(name == sentence.valence3) for name in VALENCES)
        return negative, neutral, positive
    if not np.isfinite(sentence.valence):
        return None
    return (0.0, 0.5, 0.5) if sentence.valence > 0.0 else (0.5, 0.5, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """The reader of a language, as it is stored."""

    keys: NDArray[np.uint32]
    """(n,) numbers of its pieces, rising."""
    rarity: NDArray[np.float32]
    """(n,): how much a piece counts by how few sentences have it."""
    weights: NDArray[np.float32]
    """(n, 3)."""
    offset: NDArray[np.float32]
    """(3,)."""

    def lines(self) -> Lines:
        """The reader as it is in play."""
        return Lines(self.keys, self.rarity, self.weights, self.offset)


def fit(table: Counted, chosen: Mask) -> Fitted:
    """A reader from the sentences ``chosen`` (n,)."""
    counts = table.counts[chosen]
    holders = np.bincount(counts.indices, minlength=len(table.keys))
    kept = holders >= FEWEST
    rarity = (np.log((1.0 + counts.shape[0]) / (1.0 + holders[kept])) + 1.0).astype(np.float32)
    sources = [one.source for one, yes in zip(table.sentences, chosen, strict=True) if yes]
    targets = table.targets[chosen]
    weights, offset = _descend(shares_of(counts[:, kept], rarity), targets, importance(sources, targets))
    return Fitted(table.keys[kept], rarity, weights.astype(np.float32), offset.astype(np.float32))


def shares_of(counts: Any, rarity: NDArray[np.float32]) -> Any:
    """csr_matrix float32: 1 + ln(count), times rarity, each row of length one."""
    rows = counts.copy()
    rows.data = (1.0 + np.log(rows.data)) * rarity[rows.indices]
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return (diags(1.0 / np.maximum(lengths, 1e-9)) @ rows).tocsr().astype(np.float32)


def importance(sources: Sequence[str], targets: Doubles) -> Doubles:
    """float64 (n,), sum 1: sources evened out, the three valences alike."""
    _, place, sizes = np.unique(np.array(sources), return_inverse=True, return_counts=True)
    weight = sizes[place].astype(np.float64) ** -EVEN
    held = (weight[:, None] * targets).sum(axis=0)
    weight = weight * (targets @ (held.sum() / np.maximum(3.0 * held, 1e-9)))
    shares: Doubles = weight / weight.sum()
    return shares


def _descend(rows: Any, targets: Doubles, weight: Doubles) -> tuple[Doubles, Doubles]:
    """(m, 3) weights and (3,) offset of least weighted cross entropy and ridge."""
    across, size = rows.T.tocsr(), rows.shape[1]

    def cost(flat: Doubles) -> tuple[float, Doubles]:
        weights, offset = flat[:-3].reshape(size, 3).astype(np.float32), flat[-3:]
        odds = rows @ weights + offset
        odds -= odds.max(axis=1, keepdims=True)
        logs = odds - np.log(np.exp(odds).sum(axis=1, keepdims=True))
        slope = (np.exp(logs) - targets) * weight[:, None]
        flatness = 0.5 * RIDGE * float((flat[:-3] ** 2).sum())
        down = (across @ slope.astype(np.float32) + RIDGE * weights).ravel().astype(np.float64)
        return float(-(weight[:, None] * targets * logs).sum()) + flatness, np.append(down, slope.sum(axis=0))

    found = minimize(cost, np.zeros(3 * size + 3), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    return found.x[:-3].reshape(size, 3), found.x[-3:]


def answers(table: Counted, fitted: Fitted, asked: Mask) -> Doubles:
    """float64 (n, 3): log odds of the sentences ``asked``, by the code of play; nan for the others."""
    lines = fitted.lines()
    told = np.full((len(table.sentences), 3), np.nan)
    for row in np.flatnonzero(asked).tolist():
        span = slice(table.counts.indptr[row], table.counts.indptr[row + 1])
        told[row] = lines.log_odds(table.keys[table.counts.indices[span]], table.counts.data[span])
    return told
