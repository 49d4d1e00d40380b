"""Probabilistic PCA of courses with holes, and how positions vary between people and within them: both by EM, in numpy.

The noise is one sd for each channel, so it is the PCA of channels measured in their own noise. Axes are turned by
varimax: the model stays the same to the last bit, but each axis moves few numbers, and so has a chance of a plain name.
"""

from dataclasses import dataclass

import numpy as np

from affect.training.profile_data import Integers
from affect.trends.profile import NUMBERS
from affect.trends.profile_curve import POINTS, Channel, Doubles

ROUNDS = 60
PEOPLE_ROUNDS = 60
TURNS = 60
LEAST_NOISE = 1e-3
"""Of a channel's own spread."""
SMALL = 1e-3
"""Added to the variance of a position: nobody is quite the same every day."""


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """Courses = middle + position x axes + noise, positions of variance 1 (implements ``profile_score.Model``)."""

    middle: Doubles
    """float64 (128,)"""
    axes: Doubles
    """float64 (k, 128)"""
    noise: Doubles
    """float64 (128,): sd, the same within a channel."""

    @property
    def parameters(self) -> int:
        """How many numbers it is made of."""
        return self.middle.size + self.axes.size + len(Channel)

    def decode(self, at: Doubles) -> Doubles:
        """float64 (n, 128) of positions (n, k)."""
        return np.asarray(self.middle + at @ self.axes)

    def messages(self, value: Doubles) -> tuple[Doubles, Doubles]:
        """What each course (n, 128) says of its position: precision (n, k, k), and precision times position (n, k)."""
        sure = np.isfinite(value)
        scaled = self.axes / self.noise
        pairs = np.einsum("kd,ld->dkl", scaled, scaled).reshape(NUMBERS, -1)
        exact = (sure @ pairs).reshape(len(value), len(scaled), len(scaled))
        off = np.where(sure, (value - self.middle) / self.noise, 0.0)
        return exact, off @ scaled.T

    def log_likelihood(self, value: Doubles, prior: Doubles, spread: Doubles) -> Doubles:
        """float64 (n,): exact, per known number, with positions from N(prior, spread).

        ``prior``: (n, k) or (k,); ``spread``: (n, k, k) or (k, k).
        """
        sure = np.isfinite(value)
        exact, told = self.messages(value)
        told = told - np.einsum("nkl,nl->nk", exact, np.broadcast_to(prior, told.shape))
        off = np.where(sure, (value - self.middle - prior @ self.axes) / self.noise, 0.0)
        seen = np.linalg.solve(np.linalg.inv(spread) + exact, told[:, :, None])[:, :, 0]
        squares = (off**2).sum(axis=1) - (told * seen).sum(axis=1)
        volume = np.linalg.slogdet(np.eye(len(self.axes)) + spread @ exact)[1] + 2.0 * (sure @ np.log(self.noise))
        count = sure.sum(axis=1)
        return np.asarray(-0.5 * (squares + volume + count * np.log(2.0 * np.pi)) / count)


@dataclass(frozen=True, slots=True, eq=False)
class Spreads:
    """How positions vary."""

    between: Doubles
    """float64 (k, k): usual positions, from person to person."""
    within: Doubles
    """float64 (k, k): from session to session of a person."""


def fit(value: Doubles, size: int, rounds: int = ROUNDS) -> Fitted:
    """Fit ``size`` axes to float64 (n, 128) with nan where nothing is known."""
    sure = np.isfinite(value)
    fitted = _first(value, size)
    filled = np.where(sure, value, 0.0)
    for _ in range(rounds):
        mean, spread = positions(fitted, value)
        fitted = _again(filled, sure, mean, spread)
    return turned(fitted, positions(fitted, value)[0])


def positions(fitted: Fitted, value: Doubles) -> tuple[Doubles, Doubles]:
    """float64 (n, k) and (n, k, k): where each course lies, and the covariance of that."""
    exact, told = fitted.messages(value)
    spread = np.linalg.inv(np.eye(len(fitted.axes)) + exact)
    return np.einsum("nkl,nl->nk", spread, told), spread


def spreads(exact: Doubles, told: Doubles, person: Integers) -> Spreads:
    """Fit ``Spreads`` to the messages of many sessions by EM; sessions of one ``person`` share a usual position."""
    size = told.shape[1]
    between, within = 0.5 * np.eye(size), 0.5 * np.eye(size)
    people, whose = np.unique(person, return_inverse=True)
    for _ in range(PEOPLE_ROUNDS):
        blur = np.linalg.inv(np.eye(size) + exact @ within)
        seen, pull = blur @ exact, np.einsum("nkl,nl->nk", blur, told)
        precision = np.tile(np.linalg.inv(between), (len(people), 1, 1))
        pulled = np.zeros((len(people), size))
        np.add.at(precision, whose, seen)
        np.add.at(pulled, whose, pull)
        unsure = np.linalg.inv(precision)
        usual = np.einsum("pkl,pl->pk", unsure, pulled)
        # How far each day lay from the usual: its mean, and its variance with that of the usual position in it.
        gain = np.linalg.inv(np.linalg.inv(within) + exact)
        day = np.einsum("nkl,nl->nk", gain, told - np.einsum("nkl,nl->nk", exact, usual[whose]))
        loose = np.einsum("nkl,nlm->nkm", gain, exact)
        variance = gain + loose @ unsure[whose] @ loose.transpose(0, 2, 1)
        between = _mean(unsure, usual) + SMALL * np.eye(size)
        within = _mean(variance, day) + SMALL * np.eye(size)
    return Spreads(between, within)


def turned(fitted: Fitted, mean: Doubles) -> Fitted:
    """The same model with its axes turned by varimax (Kaiser 1958, Psychometrika 23:187), largest first."""
    centre = fitted.middle + mean.mean(axis=0) @ fitted.axes
    loads = (fitted.axes / fitted.noise).T
    turn = np.eye(loads.shape[1])
    for _ in range(TURNS):
        now = loads @ turn
        left, _, right = np.linalg.svd(loads.T @ (now**3 - now * (now**2).mean(axis=0)))
        turn = left @ right
    axes = turn.T @ fitted.axes
    order = np.argsort(-((axes / fitted.noise) ** 2).sum(axis=1))
    return Fitted(centre, axes[order], fitted.noise)


def _mean(variance: Doubles, mean: Doubles) -> Doubles:
    """Mean second moment: (m, k, k) and (m, k) to (k, k)."""
    return np.asarray(variance.mean(axis=0) + mean.T @ mean / len(mean))


def _first(value: Doubles, size: int) -> Fitted:
    """Plain PCA with the mean where nothing is known."""
    middle = np.nanmean(value, axis=0)
    off = np.where(np.isfinite(value), value - middle, 0.0)
    sd = np.repeat(np.sqrt((off**2).reshape(len(value), len(Channel), POINTS).mean(axis=(0, 2))), POINTS)
    _, weight, way = np.linalg.svd(off / sd, full_matrices=False)
    axes = way[:size] * weight[:size, None] / np.sqrt(len(value)) * sd
    return Fitted(middle, axes, 0.5 * sd)


def _again(
    filled: Doubles, sure: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], mean: Doubles, spread: Doubles
) -> Fitted:
    """The M-step: a regression of each number on the positions, where it is known."""
    size = mean.shape[1]
    wide = np.concatenate((mean, np.ones((len(mean), 1))), axis=1)
    seconds = np.einsum("nk,nl->nkl", wide, wide)
    seconds[:, :size, :size] += spread
    normal = (sure.T.astype(np.float64) @ seconds.reshape(len(mean), -1)).reshape(NUMBERS, size + 1, size + 1)
    answers = np.linalg.solve(normal, (filled.T @ wide)[:, :, None])[:, :, 0]
    axes, middle = answers[:, :size].T, answers[:, size]
    off = np.where(sure, filled - mean @ axes - middle, 0.0) ** 2
    loose = np.einsum("kd,nkl,ld->nd", axes, spread, axes, optimize=True) * sure
    by_channel = (off + loose).reshape(len(mean), len(Channel), POINTS).sum(axis=(0, 2))
    count = sure.reshape(len(mean), len(Channel), POINTS).sum(axis=(0, 2))
    noise = np.sqrt(np.maximum(by_channel / np.maximum(count, 1), LEAST_NOISE**2))
    return Fitted(middle, axes, np.repeat(noise, POINTS))
