"""What a mind can do every five seconds: a small step of each of four settings, and a breathing minigame or none.

``Wishes`` are the same for n people at once; a wish is made safe by ``game.core.temper`` (or, in the sketch, by its
array twin) before it is used, so nothing here is a safety bound.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from adaptation.features import NAMES as FEATURES
from game.core.directive import Directive, Reason
from game.core.observe import Observation, unit_to_rate

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Choices = npt.NDArray[np.int64]
PATTERN = "longer_exhale"
"""The pattern of a minigame that a mind offers."""
PER_MIN = 1.0 / 60.0


@dataclass(frozen=True, slots=True)
class Branch:
    """One of the five things that are chosen independently."""

    setting: str
    """Field of ``Directive``."""
    steps: tuple[float, ...]
    """What each option adds to the setting, in the unit of the branch."""
    words: tuple[str, ...]
    """Name of each option, for traces."""


BRANCHES = (
    Branch("difficulty", (-0.12, -0.04, 0.0, 0.06), ("much less", "less", "same", "more")),
    Branch("tempo", (-0.12, -0.04, 0.0, 0.06), ("much less", "less", "same", "more")),
    Branch("breath_hz", (-0.75 * PER_MIN, 0.0, 0.75 * PER_MIN), ("slower", "same", "faster")),
    Branch("guidance", (-0.12, 0.0, 0.12), ("less", "same", "more")),
    Branch("minigame", (0.0, 1.0), ("no", "yes")),
)
"""Shares of [0, 1], and breaths per second for the guide. Down is steeper than up: easing may not wait, and the shield
lets nothing rise for somebody tense anyway."""
SIZES = tuple(len(branch.steps) for branch in BRANCHES)
"""Options of each branch: the MultiDiscrete space."""
NAMES = tuple(f"{branch.setting} {word}" for branch in BRANCHES for word in branch.words)
"""Name of every option of every branch, one after the other: "difficulty much less" ... "minigame yes"."""
HOLD = (2, 2, 1, 1, 0)
"""The action that leaves everything as it is."""
OFFER = len(BRANCHES) - 1
"""Place of the minigame among the branches."""
_STEPS = tuple(np.array(branch.steps) for branch in BRANCHES)
_DIFFICULTY, _TEMPO, _GUIDANCE, _GUIDE = (FEATURES.index(name) for name in ("difficulty", "tempo", "guidance", "guide"))


@dataclass(frozen=True, slots=True)
class Wishes:
    """Settings wished for n people, absolute, before the shield."""

    difficulty: Array
    """float64 (n,), [0, 1]."""
    tempo: Array
    """float64 (n,), [0, 1]."""
    guidance: Array
    """float64 (n,), [0, 1]."""
    breath_hz: Array
    """float64 (n,), breaths per second."""
    minigame: Flags
    """bool (n,): a breathing minigame is wished."""


class Minds(Protocol):
    """Minds of n people at once: what they remember is kept by place, so one object serves one crowd (or one)."""

    def wish(self, rows: Array) -> Wishes:
        """What is wished for each. ``rows``: float64 (n, 31), as ``features.to_row``; n never changes."""


def wishes(rows: Array, actions: Choices) -> Wishes:
    """What ``actions`` ask for where the settings are as ``rows`` say.

    Args:
        rows: float64 (n, 31).
        actions: int (n, 5), an option of each branch.
    """
    difficulty, tempo, guide, guidance = (_STEPS[place][actions[:, place]] for place in range(OFFER))
    return Wishes(
        difficulty=np.clip(rows[:, _DIFFICULTY] + difficulty, 0.0, 1.0),
        tempo=np.clip(rows[:, _TEMPO] + tempo, 0.0, 1.0),
        guidance=np.clip(rows[:, _GUIDANCE] + guidance, 0.0, 1.0),
        breath_hz=rates_of(rows[:, _GUIDE]) + guide,
        minigame=actions[:, OFFER] == 1,
    )


def directive(observation: Observation, action: Sequence[int]) -> Directive:
    """The same for one person: ``action`` is an option of each of the five branches."""
    difficulty, tempo, guide, guidance = (BRANCHES[place].steps[action[place]] for place in range(OFFER))
    return Directive(
        difficulty=_share(observation.difficulty + difficulty),
        tempo=_share(observation.tempo + tempo),
        guidance=_share(observation.guidance + guidance),
        breath_hz=unit_to_rate(observation.guide) + guide,
        minigame=PATTERN if action[OFFER] else None,
    )


def as_directive(wished: Wishes, reasons: tuple[Reason, ...] = ()) -> Directive:
    """The wish of the first (and only) person."""
    return Directive(
        difficulty=float(wished.difficulty[0]),
        tempo=float(wished.tempo[0]),
        guidance=float(wished.guidance[0]),
        breath_hz=float(wished.breath_hz[0]),
        minigame=PATTERN if wished.minigame[0] else None,
        reasons=reasons,
    )


def steps(rows: Array, wished: Wishes) -> Array:
    """float64 (n, 5): by how much each branch moves what ``rows`` say, in the units of ``BRANCHES``."""
    return np.stack(
        (
            wished.difficulty - rows[:, _DIFFICULTY],
            wished.tempo - rows[:, _TEMPO],
            wished.breath_hz - rates_of(rows[:, _GUIDE]),
            wished.guidance - rows[:, _GUIDANCE],
            wished.minigame.astype(np.float64),
        ),
        axis=1,
    )


def as_actions(rows: Array, wished: Wishes) -> Choices:
    """int (n, 5): in each branch the option that comes nearest to what was wished."""
    moved = steps(rows, wished)
    nearest = (np.abs(moved[:, place, None] - options).argmin(axis=1) for place, options in enumerate(_STEPS))
    return np.stack(list(nearest), axis=1)


def rates_of(units: Array) -> Array:
    """``unit_to_rate`` of each: breaths per second."""
    return (units * 13.5 + 16.5) / 60.0


def _share(number: float) -> float:
    return min(max(number, 0.0), 1.0)
