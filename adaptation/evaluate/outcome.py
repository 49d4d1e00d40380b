"""What became of many sittings with one mind: sums over the decisions of each, from which every figure is made."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from adaptation.actions import Minds, Wishes
from adaptation.adaptive import Adaptive
from adaptation.reward import WEIGHTS, Array, Parts, Weights, value

Flags = npt.NDArray[np.bool_]
SETTINGS = ("difficulty", "tempo", "guidance", "breath_hz")
RANGES = (1.0, 1.0, 1.0, 27.0 / 60.0)
"""Of each setting; the guide's is that of ``observe.rate_to_unit``."""
CHANGED = 0.005
"""A setting that moved by more than this share of its range was changed."""
UNTOUCHED = 1e-4
"""A wish that came out within this share of the range was not touched: the tape rounds to four bytes."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What one decision did to the settings of n people."""

    changed: Flags
    """bool (n, 4): each of SETTINGS differs from the decision before, after the shield."""
    refused: Flags
    """bool (n, 5): the shield changed each of SETTINGS, or refused the minigame."""
    stood_in: Flags
    """bool (n,): the rules decided in the place of the mind."""


def standing_in(minds: Minds, count: int) -> Flags:
    """For whom of so many the rules decided last; nobody where a mind has no fallback."""
    return minds.standing_in() if isinstance(minds, Adaptive) else np.zeros(count, dtype=np.bool_)


def tally(wished: Wishes, before: Wishes, used: Wishes, stood_in: Flags) -> Tally:
    """Compare a wish with the settings before it and those it led to (``used.minigame``: one began)."""
    changed, refused = [], []
    for name, whole in zip(SETTINGS, RANGES, strict=True):
        wish, old, new = (getattr(one, name) for one in (wished, before, used))
        changed.append(np.abs(new - old) > CHANGED * whole)
        refused.append(np.abs(new - wish) > UNTOUCHED * whole)
    return Tally(np.stack(changed, axis=1), np.stack([*refused, wished.minigame & ~used.minigame], axis=1), stood_in)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Sittings of n people with one mind."""

    parts: Parts
    """Sums over the decisions that were played, (n,) each."""
    planned: Array
    """float64 (n,): decisions planned."""
    played: Array
    """float64 (n,): decisions played; fewer where the person left."""
    left: Flags
    """bool (n,): the person left."""
    minigames: Array
    """float64 (n,): breathing minigames begun."""
    changed: Array
    """float64 (n, 4): decisions in which each setting was changed."""
    restless: Array
    """float64 (n,): decisions in which any setting was changed."""
    refused: Array
    """float64 (n, 5): decisions in which the shield changed each setting, or refused a minigame."""
    intervened: Array
    """float64 (n,): decisions in which the shield did anything."""
    stood_in: Array
    """float64 (n,): decisions that the rules made in the place of the mind."""

    def scores(self, weights: Weights = WEIGHTS) -> Array:
        """float64 (n,): worth of the decisions played, by decisions planned. Who left gets nothing for the rest."""
        return value(self.parts, weights) / self.planned


def empty(planned: Array) -> Outcome:
    """Sittings in which nothing happened yet."""
    zeros = np.zeros(len(planned))
    parts = Parts(**{field.name: zeros for field in fields(Parts)})
    left = np.zeros(len(planned), dtype=np.bool_)
    rows = len(planned), len(SETTINGS)
    refused = np.zeros((rows[0], rows[1] + 1))
    return Outcome(parts, planned, zeros, left, zeros, np.zeros(rows), zeros, refused, zeros, zeros)


def after(outcome: Outcome, playing: Flags, parts: Parts, told: Tally, left: Flags, minigame: Flags) -> Outcome:
    """The outcome after one more decision of those who are ``playing`` (n,); nothing is added for the others."""
    counts = playing.astype(np.float64)
    added = {
        field.name: getattr(outcome.parts, field.name) + np.where(playing, getattr(parts, field.name), 0.0)
        for field in fields(Parts)
    }
    return Outcome(
        parts=Parts(**added),
        planned=outcome.planned,
        played=outcome.played + counts,
        left=left,
        minigames=outcome.minigames + (playing & minigame),
        changed=outcome.changed + counts[:, None] * told.changed,
        restless=outcome.restless + (playing & told.changed.any(axis=1)),
        refused=outcome.refused + counts[:, None] * told.refused,
        intervened=outcome.intervened + (playing & told.refused.any(axis=1)),
        stood_in=outcome.stood_in + (playing & told.stood_in),
    )


def gather(outcomes: Sequence[Outcome]) -> Outcome:
    """Outcomes of several groups of people with the same mind, one after the other."""
    return Outcome(
        parts=Parts(
            **{
                field.name: np.concatenate([getattr(one.parts, field.name) for one in outcomes])
                for field in fields(Parts)
            }
        ),
        planned=np.concatenate([one.planned for one in outcomes]),
        played=np.concatenate([one.played for one in outcomes]),
        left=np.concatenate([one.left for one in outcomes]),
        minigames=np.concatenate([one.minigames for one in outcomes]),
        changed=np.concatenate([one.changed for one in outcomes]),
        restless=np.concatenate([one.restless for one in outcomes]),
        refused=np.concatenate([one.refused for one in outcomes]),
        intervened=np.concatenate([one.intervened for one in outcomes]),
        stood_in=np.concatenate([one.stood_in for one in outcomes]),
    )
