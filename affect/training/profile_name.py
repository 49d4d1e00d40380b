"""Plain names for axes: what an axis goes with, or nothing.

An axis gets the name of a summary of the course only if their correlation is at least ``LEAST`` in size both over
sessions and over players' means, on simulated people that the axis was not taught on. An axis that goes with nothing is
said to have no plain meaning, rather than be given a fine name.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from affect.training.profile_data import Courses, Integers
from affect.trends.profile import Axis, Taught, position
from affect.trends.profile_curve import POINTS, Channel, Doubles

LEAST: Final = 0.6
_LATE: Final = slice(3 * POINTS // 4, POINTS)
_EARLY: Final = slice(0, POINTS // 4)
LEVELS: Final = {
    Channel.AROUSAL: "tension",
    Channel.VALENCE: "mood",
    Channel.APART: "apart",
    Channel.PERFORMANCE: "play",
}
"""Mean of each channel over the session."""
CHANGES: Final = {
    Channel.AROUSAL: "rising",
    Channel.VALENCE: "lifting",
    Channel.APART: "parting",
    Channel.PERFORMANCE: "growing",
}
"""Last quarter less the first."""


def summaries(value: Doubles) -> Mapping[str, Doubles]:
    """float64 (n,) by name, of courses (n, 128); nan where a quarter it needs is not known at all."""
    parts = value.reshape(-1, len(Channel), POINTS)
    told: dict[str, Doubles] = {}
    for place, channel in enumerate(Channel):
        told[LEVELS[channel]] = _mean(parts[:, place])
        told[CHANGES[channel]] = _mean(parts[:, place, _LATE]) - _mean(parts[:, place, _EARLY])
    return told


def correlations(taught: Taught, courses: Courses, name: str) -> tuple[Doubles, Doubles]:
    """float64 (k,) each: of every axis with a summary, over sessions and over players' means."""
    at = np.array([position(taught, curve) for curve in courses.curves()])
    return _both(at, summaries(courses.value)[name], courses.person)


def name(taught: Taught, courses: Courses) -> Taught:
    """With axes named by these people, and turned so that what goes with an axis rises along it."""
    at = np.array([position(taught, curve) for curve in courses.curves()])
    both = {one: _both(at, told, courses.person) for one, told in summaries(courses.value).items()}
    strength = {one: _strength(*told) for one, told in both.items()}
    given = _given(strength)
    named, signs = [], []
    for axis in range(len(taught.axes)):
        # Without a name: how near it comes to a summary that no other axis goes with more closely.
        free = [one for one in both if one not in given.values()]
        best = given.get(axis) or max(free, key=lambda one: float(strength[one][axis]))
        session = float(both[best][0][axis])
        named.append(Axis(given.get(axis, ""), abs(session)))
        signs.append(-1.0 if session < 0.0 else 1.0)
    turn = np.array(signs)
    both_ways = turn[:, None] * turn
    return replace(
        taught,
        axes=taught.axes * turn[:, None],
        between=taught.between * both_ways,
        within=taught.within * both_ways,
        named=tuple(named),
    )


def _given(strength: Mapping[str, Doubles]) -> dict[int, str]:
    """Names by axis: the strongest pair first, each axis and each summary once."""
    pairs = [(float(told), axis, one) for one, every in strength.items() for axis, told in enumerate(every)]
    given: dict[int, str] = {}
    for told, axis, one in sorted(pairs, reverse=True):
        if told >= LEAST and axis not in given and one not in given.values():
            given[axis] = one
    return given


def _strength(session: Doubles, player: Doubles) -> Doubles:
    """float64 (k,): the weaker of both correlations, 0 where they do not agree on the side."""
    return np.asarray(np.where(session * player > 0.0, np.minimum(np.abs(session), np.abs(player)), 0.0))


def _both(at: Doubles, told: Doubles, person: Integers) -> tuple[Doubles, Doubles]:
    sure = np.isfinite(told)
    at, told, person = at[sure], told[sure], person[sure]
    people, whose = np.unique(person, return_inverse=True)
    count = np.bincount(whose, minlength=len(people))
    means = np.stack([np.bincount(whose, axis) / count for axis in (*at.T, told)], axis=1)
    return _correlation(at, told), _correlation(means[:, :-1], means[:, -1])


def _correlation(at: Doubles, told: Doubles) -> Doubles:
    off, other = at - at.mean(axis=0), told - told.mean()
    return np.asarray(other @ off / np.sqrt((off**2).sum(axis=0) * (other**2).sum() + 1e-30))


def _mean(told: Doubles) -> Doubles:
    """Mean of what is known along the last axis, nan where nothing is."""
    sure = np.isfinite(told)
    count = sure.sum(axis=1)
    return np.asarray(np.where(count > 0, np.where(sure, told, 0.0).sum(axis=1) / np.maximum(count, 1), np.nan))
