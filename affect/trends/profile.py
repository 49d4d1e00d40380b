"""What sessions of one player usually look like: a usual band, a typical next session, and what is different from it.

A course of a session (``profile_curve``) is told by a few axes, taught on simulated people alone: course = middle +
position x axes + noise, probabilistic PCA (Tipping and Bishop 1999, J. R. Stat. Soc. B 61:611), so what is not
known of a course is left out exactly. Positions vary from person to person (``between``) and from day to day
(``within``); a player's own usual position is what their own courses say, drawn towards nobody in particular
the less, the more there are (empirical Bayes, Efron and Morris 1975). The shared numbers never change by play.

Nobody is compared with anybody else: whatever is told is told beside the player's own usual. An axis bears a name
only where it went with a plain summary on simulated people it was not taught on; others have "no plain meaning".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from affect.errors import ModelMissingError
from affect.networks.weights import read_weights
from affect.trends.profile_curve import POINTS, Channel, Curve, Doubles
from game.core.directive import Reason

LAST = 30
"""Own sessions that are "usual", as in ``unusual``."""
FEWEST = 5
"""With fewer courses nothing is usual yet."""
CHANCE = 0.02
"""A session this rare is different from usual: one in fifty is by chance alone."""
FEWEST_SHARE = 0.25
"""Of the points of a channel: with less known, nothing is said of it."""
EIGHTY = 1.2816
"""Half the width of the 80 % interval of a normal distribution, in sd."""
NUMBERS = len(Channel) * POINTS
RANGES = {
    Channel.AROUSAL: (-2.0, 2.0),
    Channel.VALENCE: (-2.0, 2.0),
    Channel.APART: (-120.0, 120.0),
    Channel.PERFORMANCE: (0.0, 1.0),
}
"""What a channel can be: no band says more."""
SHOWN_TIMES = {Channel.AROUSAL: 100.0, Channel.VALENCE: 100.0, Channel.APART: 1.0, Channel.PERFORMANCE: 100.0}
"""What a channel's numbers are multiplied by before a person reads them."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One way in which courses differ."""

    name: str
    """Summary it goes with: message "profile.axis.NAME"; "" = no plain meaning."""
    correlation: float
    """With that summary (or the nearest one), on simulated people it was not taught on, [-1, 1]."""


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """What simulated people taught; k axes, 128 numbers of a course (channels one after the other)."""

    middle: Doubles
    """float64 (128,): the course in the middle."""
    axes: Doubles
    """float64 (k, 128): what one step along each axis adds."""
    noise: Doubles
    """float64 (128,): sd of what the axes do not tell."""
    between: Doubles
    """float64 (k, k): covariance of usual positions from person to person."""
    within: Doubles
    """float64 (k, k): of a person's positions from session to session."""
    far: Doubles
    """float64 (q,), rising: quantiles of how far the farthest channel of usual sessions of simulated people lay from
    their own usual, in sds."""
    named: tuple[Axis, ...]
    """The axes, in order."""


@dataclass(frozen=True, slots=True, eq=False)
class Player:
    """What is known of one player's usual."""

    courses: int
    """How many of their sessions told it."""
    position: Doubles
    """float64 (k,): usual position."""
    unsure: Doubles
    """float64 (k, k): covariance of how far off that may be."""


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """A typical next session, point by point of the common clock, in the unit of each channel."""

    low: Doubles
    """float64 (4, 32)"""
    middle: Doubles
    """float64 (4, 32)"""
    high: Doubles
    """float64 (4, 32): eight of ten sessions lie between low and high at any one point."""


@dataclass(frozen=True, slots=True)
class Moved:
    """How one channel of a session lay beside the player's usual."""

    channel: Channel
    """Which."""
    above: float
    """Mean distance from the typical course where it is known, in the channel's unit; below 0 = lower."""
    z: float
    """The same in sds of such means."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A session beside the player's usual."""

    chance: float
    """How often a usual session lies so far out, [0, 1]."""
    moved: tuple[Moved, ...]
    """Channels of which enough was known, farthest first."""

    @property
    def odd(self) -> bool:
        """Different from usual."""
        return self.chance <= CHANCE


def shipped(folder: Path | None = None) -> Taught:
    """What comes with the game, or that of ``folder``. Raises ModelMissingError."""
    arrays = read_weights("profile", folder)
    try:
        named = tuple(
            Axis(str(name), float(correlation))
            for name, correlation in zip(arrays["names"], arrays["correlations"], strict=True)
        )
        names = ("middle", "axes", "noise", "between", "within", "far")
        middle, axes, noise, between, within, far = (arrays[name].astype(np.float64) for name in names)
    except (KeyError, ValueError, TypeError) as error:
        raise ModelMissingError("profile", f"the weights do not fit this version ({error})") from error
    told = Taught(middle, axes, noise, between, within, far, named)
    count = len(named)
    shapes = (told.middle.shape, told.axes.shape, told.noise.shape, told.between.shape, told.within.shape)
    if shapes != ((NUMBERS,), (count, NUMBERS), (NUMBERS,), (count, count), (count, count)) or told.far.ndim != 1:
        raise ModelMissingError("profile", "the weights do not fit this version (their shapes)")
    return told


def player(taught: Taught, courses: Sequence[Curve]) -> Player:
    """A player's usual from their own courses in the order of time, the last ``LAST`` of them; () = anybody's."""
    precision = np.linalg.inv(taught.between)
    pull = np.zeros(len(taught.axes))
    count = len(courses[-LAST:])
    for curve in courses[-LAST:]:
        exact, told = message(taught, curve)
        # The day's own position is unknown: what a course says of the usual one is blurred by ``within``.
        blur = np.eye(len(pull)) + exact @ taught.within
        precision = precision + np.linalg.solve(blur, exact)
        pull = pull + np.linalg.solve(blur, told)
    unsure = np.linalg.inv(precision)
    return Player(count, unsure @ pull, (unsure + unsure.T) / 2.0)


def position(taught: Taught, curve: Curve) -> Doubles:
    """float64 (k,): where one course lies along the axes, for somebody of whom nothing else is known."""
    exact, told = message(taught, curve)
    return np.asarray(np.linalg.solve(np.linalg.inv(taught.between + taught.within) + exact, told))


def band(taught: Taught, known: Player) -> Band:
    """A typical next session of the player."""
    spread = known.unsure + taught.within
    middle = taught.middle + known.position @ taught.axes
    variance = np.einsum("kn,kl,ln->n", taught.axes, spread, taught.axes) + taught.noise**2
    half = EIGHTY * np.sqrt(variance)
    ends = np.array([RANGES[channel] for channel in Channel])
    told = (one.reshape(len(Channel), POINTS) for one in (middle - half, middle, middle + half))
    return Band(*(np.clip(one, ends[:, :1], ends[:, 1:]) for one in told))


def beside(taught: Taught, known: Player, curve: Curve) -> Beside | None:
    """A session beside the usual of a player it is not part of; None while nothing is usual yet."""
    if known.courses < FEWEST:
        return None
    told = moved(taught, known, curve)
    distance = max((abs(one.z) for one in told), default=0.0)
    chance = 1.0 - float(np.searchsorted(taught.far, distance, side="left")) / (len(taught.far) + 1)
    return Beside(chance, told)


def beside_said(told: Beside | None) -> tuple[Reason, ...]:
    """The same as messages for the player first; () = a usual session, or nothing is usual yet."""
    if told is None or not told.odd or not told.moved:
        return ()
    first = told.moved[0]
    side = "higher" if first.above > 0.0 else "lower"
    shown = round(abs(first.above) * SHOWN_TIMES[first.channel], 1)
    return (Reason(f"profile.{first.channel}.{side}", (shown,)), Reason("profile.different_help"))


def moved(taught: Taught, known: Player, curve: Curve) -> tuple[Moved, ...]:
    """How each channel lay beside the player's usual, farthest first; where too little is known it is left out."""
    told = (_moved(taught, known, curve, place) for place in range(len(Channel)))
    return tuple(sorted((one for one in told if one is not None), key=lambda one: -abs(one.z)))


def message(taught: Taught, curve: Curve) -> tuple[Doubles, Doubles]:
    """What a course says of its position, as precision (k, k) and precision times position (k,)."""
    told, sure = _flat(curve)
    scaled = taught.axes[:, sure] / taught.noise[sure]
    off = (told[sure] - taught.middle[sure]) / taught.noise[sure]
    return np.asarray(scaled @ scaled.T), np.asarray(scaled @ off)


def _moved(taught: Taught, known: Player, curve: Curve, place: int) -> Moved | None:
    """One channel's mean distance from the typical course; None where less than ``FEWEST_SHARE`` of it is known."""
    value = curve.value[place]
    sure = np.isfinite(value)
    if sure.mean() < FEWEST_SHARE:
        return None
    part = np.flatnonzero(sure) + place * POINTS
    usual = taught.middle[part] + known.position @ taught.axes[:, part]
    above = float((value[sure] - usual).mean())
    way = taught.axes[:, part].mean(axis=1)
    variance = float(way @ (known.unsure + taught.within) @ way + (taught.noise[part] ** 2).mean() / len(part))
    return Moved(tuple(Channel)[place], above, above / float(np.sqrt(variance)))


def _flat(curve: Curve) -> tuple[Doubles, NDArray[np.bool_]]:
    told: Doubles = curve.value.reshape(-1)
    return told, np.isfinite(told)
