"""Simulated people for the usual picture: sessions over months with everything a summary may say, and their courses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from affect.trends.profile import NUMBERS, Taught, shipped
from affect.trends.profile_curve import POINTS, Channel, Curve, Doubles
from affect.trends.session import Session
from affect.trends.simulate import NOTHING, simulate, somebody
from game.replay.profile_told import profile_shown
from game.replay.views import PlayerShown
from game.replay.views_profile import ProfileView
from game.stage.words import Words

PLAYER = PlayerShown("player-1", "Mira", "whale", guarded=True, unlocked=True, href="/p/player-1")
NOW_S = 1_790_000_000


@dataclass(frozen=True)
class Kept:
    """What is kept of a player's sessions."""

    sessions: Sequence[Session]
    """In the order of time."""
    names: Sequence[str]
    """Name of each."""
    courses: Mapping[str, Curve]
    """Of those of which enough is known."""

    def shown(self, language: str = "en", waiting: int = 0) -> ProfileView:
        """The page about them."""
        sessions = tuple(zip(self.sessions, self.names, strict=True))
        return profile_shown(PLAYER, sessions, self.courses, taught(), Words(language), NOW_S, waiting)


@cache
def taught() -> Taught:
    """What ships."""
    return shipped()


def person(seed: int, count: int) -> Kept:
    """A person's last ``count`` sessions: some corrected, all with breathing in them, each with a course."""
    sessions = simulate(somebody(seed, weeks=52), NOTHING, seed).sessions[-count:] if count else ()
    told = tuple(replace(one, corrected_share=0.1) if at % 7 == 3 else one for at, one in enumerate(sessions))
    names = tuple(f"{at:032x}" for at in range(len(told)))
    return Kept(told, names, dict(zip(names, curves(len(told), seed), strict=True)))


def curves(count: int, seed: int, aside: float = 0.0) -> list[Curve]:
    """Courses of somebody, drawn from the model itself; the last lies ``aside`` sds off along every axis."""
    dice = np.random.default_rng([9, seed])
    usual = np.linalg.cholesky(taught().between) @ dice.standard_normal(len(taught().axes))
    return [_curve(usual, dice, aside if at == count - 1 else 0.0) for at in range(count)]


def _curve(usual: Doubles, dice: np.random.Generator, aside: float) -> Curve:
    model = taught()
    at = usual + np.linalg.cholesky(model.within) @ dice.standard_normal(len(usual))
    at = at + aside * np.sqrt(np.diag(model.within))
    value = model.middle + at @ model.axes + model.noise * dice.standard_normal(NUMBERS)
    rows = np.asarray(value, dtype=np.float64).reshape(len(Channel), POINTS)
    rows[:3, dice.random(POINTS) < 0.1] = np.nan
    rows[3] = rows[3].clip(0.0, 1.0)
    return Curve(rows)
