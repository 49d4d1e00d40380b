"""How well courses are told: by PCA and by autoencoder alike, for people nothing was learnt from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from affect.training.profile_data import Courses, Integers
from affect.training.profile_pca import Spreads, spreads
from affect.trends.profile import FEWEST, NUMBERS
from affect.trends.profile_curve import POINTS, Channel, Doubles

ROUNDS: Final = 300
"""Times people are drawn anew for an interval."""
HOLE: Final = 12
"""Points of one channel that are hidden together, to be told from the rest."""
AFTER: Final = 3
"""Sessions of a person before the next one is told."""
SAMPLES: Final = 100

Interval = tuple[float, float, float]
"""A figure with the ends of its 95 % interval over people."""


class Model(Protocol):
    """Something that tells courses by a few positions of variance 1."""

    @property
    def parameters(self) -> int:
        """How many numbers it is made of."""

    @property
    def noise(self) -> Doubles:
        """float64 (128,): sd of what is not told."""

    def decode(self, at: Doubles) -> Doubles:
        """float64 (n, 128) of positions (n, k)."""

    def messages(self, value: Doubles) -> tuple[Doubles, Doubles]:
        """What each course (n, 128) says of its position: precision (n, k, k), and precision times position (n, k)."""

    def log_likelihood(self, value: Doubles, prior: Doubles, spread: Doubles) -> Doubles:
        """float64 (n,): per known number, with positions from N(prior, spread)."""


@dataclass(frozen=True, slots=True, eq=False)
class Usual:
    """What was known of each session's player before it."""

    position: Doubles
    """float64 (n, k): usual position."""
    unsure: Doubles
    """float64 (n, k, k): covariance of how far off that may be."""
    before: Integers
    """int64 (n,): sessions that told it."""


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """One model on one set of people; each float64 (n,), one number a session, nan = does not count."""

    rebuilt: Doubles
    """Mean squared error of known points, in sds of each channel."""
    hole: Doubles
    """The same at points that it was not shown."""
    following: Doubles
    """The same of a person's next session, told before it was played."""
    likelihood: Doubles
    """Log likelihood per known number for somebody unknown; of the autoencoder a lower bound."""
    own: Doubles
    """The same for the player as known by then."""


def figures(model: Model, learnt: Spreads, courses: Courses, sd: Doubles) -> Figures:
    """Measure. ``sd``: float64 (128,), what an error is counted in."""
    value, size = courses.value, len(learnt.between)
    holed, hidden = holes(courses)
    usual = usuals(model.messages(value), learnt, courses.person)
    spread = usual.unsure + learnt.within
    own = model.log_likelihood(value, usual.position, spread)
    return Figures(
        rebuilt=squared(value - rebuilt(model, value), sd),
        hole=squared(np.where(hidden, value - rebuilt(model, holed), np.nan), sd),
        following=np.where(usual.before >= AFTER, squared(value - expected(model, usual, learnt), sd), np.nan),
        likelihood=model.log_likelihood(value, np.zeros(size), np.eye(size)),
        own=np.where(usual.before >= FEWEST, own, np.nan),
    )


def learnt_of(model: Model, courses: Courses) -> Spreads:
    """How positions vary between and within these people."""
    return spreads(*model.messages(courses.value), courses.person)


def usuals(told: tuple[Doubles, Doubles], learnt: Spreads, person: Integers) -> Usual:
    """What all earlier sessions of the same person tell of it, for each session; ``told``: messages."""
    exact, pull = told
    size = exact.shape[1]
    blur = np.linalg.inv(np.eye(size) + exact @ learnt.within)
    seen, pulled = _before(blur @ exact, person), _before(np.einsum("nkl,nl->nk", blur, pull), person)
    unsure = np.linalg.inv(np.linalg.inv(learnt.between) + seen)
    unsure = (unsure + unsure.transpose(0, 2, 1)) / 2.0
    before = _before(np.ones(len(person)), person)
    return Usual(np.einsum("nkl,nl->nk", unsure, pulled), unsure, np.rint(before).astype(np.int64))


def rebuilt(model: Model, value: Doubles) -> Doubles:
    """float64 (n, 128): every course from where it lies."""
    exact, told = model.messages(value)
    at = np.linalg.solve(np.eye(exact.shape[1]) + exact, told[:, :, None])[:, :, 0]
    return model.decode(at)


def expected(model: Model, usual: Usual, learnt: Spreads) -> Doubles:
    """float64 (n, 128): the mean of what each player's next session may be."""
    dice = np.random.default_rng(0)
    root = np.linalg.cholesky(usual.unsure + learnt.within)
    total = np.zeros((len(root), NUMBERS))
    for _ in range(SAMPLES // 2):
        step = np.einsum("nkl,nl->nk", root, dice.standard_normal(usual.position.shape))
        total += model.decode(usual.position + step) + model.decode(usual.position - step)
    return total / (SAMPLES // 2 * 2)


def holes(courses: Courses) -> tuple[Doubles, np.ndarray[tuple[int, ...], np.dtype[np.bool_]]]:
    """The courses with a stretch of one channel hidden in each, and bool (n, 128): where."""
    dice = np.random.default_rng(1)
    hidden = np.zeros((len(courses.value), len(Channel), POINTS), dtype=bool)
    rows = np.arange(len(hidden))
    channel, begin = dice.integers(0, len(Channel), len(rows)), dice.integers(0, POINTS - HOLE + 1, len(rows))
    for point in range(HOLE):
        hidden[rows, channel, begin + point] = True
    flat = hidden.reshape(len(rows), -1)
    return np.where(flat, np.nan, courses.value), flat


def squared(off: Doubles, sd: Doubles) -> Doubles:
    """float64 (n,): mean square of what is known of (n, 128); nan where nothing is."""
    sure = np.isfinite(off)
    total = (np.where(sure, off / sd, 0.0) ** 2).sum(axis=1)
    count = sure.sum(axis=1)
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1), np.nan))


def own_mean(courses: Courses, middle: Doubles) -> Doubles:
    """float64 (n, 128), a rival: the mean of a person's earlier courses, ``middle`` where they tell nothing."""
    sure = np.isfinite(courses.value)
    total = _before(np.where(sure, courses.value, 0.0), courses.person)
    count = np.rint(_before(sure.astype(np.float64), courses.person))
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1.0), middle))


def root_mean(squares: Doubles) -> float:
    """Root of the mean of what counts."""
    return float(np.sqrt(np.nanmean(squares)))


def auc(score: Doubles, odd: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> float:
    """How likely an odd session scores above a usual one; nan scores do not count, .5 = chance."""
    counts = np.isfinite(score)
    score, odd = score[counts], odd[counts]
    if not odd.any() or odd.all():
        return float("nan")
    rank = np.empty(len(score))
    rank[np.argsort(score, kind="stable")] = np.arange(1, len(score) + 1)
    return float((rank[odd].mean() - (odd.sum() + 1) / 2.0) / (~odd).sum())


def over_people(person: Integers, measure: Callable[[Integers], float]) -> Interval:
    """A figure with its interval: people are drawn anew, with all their sessions; ``measure`` takes rows."""
    dice = np.random.default_rng(0)
    people, whose = np.unique(person, return_inverse=True)
    rows = [np.flatnonzero(whose == one) for one in range(len(people))]
    drawn = [
        measure(np.concatenate([rows[one] for one in dice.integers(0, len(people), len(people))]))
        for _ in range(ROUNDS)
    ]
    low, high = (float(end) for end in np.nanquantile(drawn, (0.025, 0.975)))
    return measure(np.arange(len(person))), low, high


def _before(told: Doubles, person: Integers) -> Doubles:
    """Sums over the earlier sessions of the same person, along the first axis; sessions of one stand together."""
    total = np.cumsum(told, axis=0) - told
    first = np.searchsorted(person, person, side="left")
    return np.asarray(total - total[first])
