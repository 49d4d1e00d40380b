"""What went along with each breathing practice: did calm come back sooner in sessions with it, was it calmer after it.

Nobody drew lots about who practises what and when, so this is what went together in this player's own sessions, not
what caused what; it is good enough to choose between practices that are all harmless, and is told as no more.

Recovery is compared by a small Bayesian regression (Gelman et al. 2013, Bayesian Data Analysis, chapter 14) on the
logarithm of the seconds, in the player's own robust sds, so that one wild session carries nothing off. Beside the
practices stand what else may explain a session: how tense its tensest moment was, the evening, and time. What is
known of the player from their sittings (``Posterior.minigame_relief``) says what to expect of any practice before its
own sessions are counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from scipy.special import betainc

from affect.trends.change import held_near
from affect.trends.dated import GRACE_S
from affect.trends.session import WEEK_S, Session
from affect.trends.track import Doubles
from game.core.posterior import ANYBODY, Posterior, learnt

LOOKED_WEEKS = 26
"""What was longer ago than that is not looked at."""
EFFECT_SD = 0.5
"""How widely the effect of a practice is believed before its own sessions, in sds of a session. Assumption."""
BESIDE_SD = (1.0, 1.0, 0.5, 0.5)
"""The same of the middle, the tensest moment, the evening, and time. Assumption."""
SDS_PER_RELIEF = 1.0
"""Relief over a minigame of 1 in arousal, if well known, lets so many sds be expected. Assumption."""
RELIEF_SESSIONS = 4.0
"""What is known of the player counts like so many sessions with a practice. Assumption."""
LEAST_SD = 0.05
"""Of the logarithm of recovery: times back that hardly differ are held to spread by a twentieth."""
EVENING_HOUR, MORNING_HOUR = 17, 5
"""The evening lasts from the first until the second, on the player's own clock."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What went along with one practice in the sessions in which recovery was known."""

    practice: str
    """Name of its pattern."""
    change: float
    """Expected change of the logarithm of recovery, in the player's own sds; below 0 = sooner."""
    sooner: float
    """Probability that the change is below 0, [0, 1]."""
    seconds: float
    """Median recovery without it less with it; above 0 = sooner with it."""
    quicker: int
    """Sessions with it in which recovery was shorter than that median without it."""
    with_it: tuple[int, ...]
    """``Session.started_s`` of each session with it,"""
    without: tuple[int, ...]
    """and of each without it."""


@dataclass(frozen=True, slots=True)
class Calmed:
    """How often arousal fell after one practice."""

    practice: str
    """Name of its pattern."""
    times: int
    """Sessions after which it was lower,"""
    sessions: tuple[int, ...]
    """of those in which it ran, by ``Session.started_s``."""
    share: float
    """Expected share of such sessions, [0, 1]."""
    mostly: float
    """Probability that the share is above a half, [0, 1]."""


def lately(sessions: Sequence[Session], now_s: float) -> tuple[Session, ...]:
    """The sessions that are looked at; ``now_s``: seconds since 1970, UTC."""
    return tuple(one for one in sessions if -GRACE_S <= now_s - one.started_s <= LOOKED_WEEKS * WEEK_S)


def is_evening(session: Session) -> bool:
    """Whether it began in the evening or at night."""
    return session.hour >= EVENING_HOUR or session.hour < MORNING_HOUR


def relief_is_likely(posterior: Posterior) -> float:
    """Probability that breathing minigames make this player calmer, [0, 1]."""
    relief = posterior.minigame_relief
    return 1.0 - NormalDist(relief.mean, relief.spread).cdf(0.0)


def effects(
    sessions: Sequence[Session], practices: Sequence[str], posterior: Posterior, fewest: int
) -> tuple[Effect, ...]:
    """Every practice with at least ``fewest`` sessions with it and as many without; in the order given.

    Each is compared with the sessions without it, whatever was breathed in those.

    Args:
        sessions: in the order of time.
        practices: names to look for.
        posterior: what is known of the player.
        fewest: sessions on each side, at least 1.
    """
    known = [one for one in sessions if one.recovery_s is not None]
    counted = [sum(name in one.minigames for one in known) for name in practices]
    told = [name for name, count in zip(practices, counted, strict=True) if fewest <= count <= len(known) - fewest]
    if not told:
        return ()
    recovery_s = np.array([one.recovery_s for one in known], dtype=np.float64)
    even, beside = held_near(np.log(np.maximum(recovery_s, 1.0)), LEAST_SD), _beside(known)
    return tuple(_effect(name, known, recovery_s, _regressed(name, known, even, beside, posterior)) for name in told)


def calmed(sessions: Sequence[Session], practice: str, posterior: Posterior) -> Calmed:
    """How often arousal was lower after a practice, with what is known of the player as if it were some sessions."""
    ran = tuple(one.started_s for one in sessions if practice in one.minigames)
    times = sum(practice in one.helped and practice in one.minigames for one in sessions)
    likely = relief_is_likely(posterior)
    yes = times + RELIEF_SESSIONS * likely
    no = len(ran) - times + RELIEF_SESSIONS * (1.0 - likely)
    mostly = 1.0 - float(betainc(max(yes, 1e-6), max(no, 1e-6), 0.5))
    return Calmed(practice, times, ran, yes / (yes + no), mostly)


def _expected(posterior: Posterior) -> float:
    """Change to expect of any practice, in sds."""
    relief = posterior.minigame_relief
    return -SDS_PER_RELIEF * learnt(relief, ANYBODY.minigame_relief) * relief.mean


def _effect(name: str, known: Sequence[Session], recovery_s: Doubles, change: NormalDist) -> Effect:
    ran = np.array([name in one.minigames for one in known])
    without_s = float(np.median(recovery_s[~ran]))
    return Effect(
        practice=name,
        change=change.mean,
        sooner=change.cdf(0.0),
        seconds=without_s - float(np.median(recovery_s[ran])),
        quicker=int(np.sum(recovery_s[ran] < without_s)),
        with_it=tuple(one.started_s for one in known if name in one.minigames),
        without=tuple(one.started_s for one in known if name not in one.minigames),
    )


def _regressed(name: str, known: Sequence[Session], even: Doubles, beside: Doubles, posterior: Posterior) -> NormalDist:
    """The change that goes along with a practice, beside sessions without it.

    ``even``: float64 (n,), recovery on its even scale, of variance about 1; ``beside``: float64 (n, 4).
    """
    rows = np.column_stack((beside, [float(name in one.minigames) for one in known]))
    precision = np.array((*BESIDE_SD, EFFECT_SD)) ** -2.0
    middle = np.array((*(0.0 for _ in BESIDE_SD), _expected(posterior)))
    covariance = np.linalg.inv(np.diag(precision) + rows.T @ rows)
    mean = covariance @ (precision * middle + rows.T @ even)
    return NormalDist(float(mean[-1]), float(np.sqrt(covariance[-1, -1])))


def _beside(known: Sequence[Session]) -> Doubles:
    """float64 (n, 4): what else may explain each session, as ``BESIDE_SD`` names it."""
    columns = (
        np.ones(len(known)),
        _centred([np.nan if one.tensest is None else one.tensest for one in known]),
        _centred([float(is_evening(one)) for one in known]),
        _centred([one.local_s / WEEK_S for one in known]),
    )
    return np.stack(columns, axis=1)


def _centred(numbers: Sequence[float]) -> Doubles:
    """Numbers with mean 0 and sd 1; what is unknown (nan) lies in the middle, and what never changes is nought."""
    told = np.array(numbers)
    if np.isnan(told).all():
        return np.zeros(len(told))
    told = np.where(np.isnan(told), np.nanmean(told), told)
    spread = float(told.std())
    return (told - told.mean()) / spread if spread > 0.0 else np.zeros(len(told))
