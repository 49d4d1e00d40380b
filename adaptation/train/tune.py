"""Tune the numbers of the rules by the cross-entropy method, for the mean and for the worst tenth.

Rubinstein 1999, doi:10.1023/A:1010091220143: draw candidates round a middle, keep the best, move middle and spread
toward them. All candidates of a round play the same sittings with the same luck; every round has new people.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from adaptation.rules import Rules
from adaptation.rules_settings import BOUNDS, HAND, Settings, from_vector, to_vector
from adaptation.train import score
from adaptation.train.sittings import draw

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Search:
    """How long and how wide to look."""

    rounds: int = 24
    """Times that people are drawn anew."""
    candidates: int = 28
    """Tried in each."""
    elite: int = 7
    """Of those the best, toward which the search goes."""
    people: int = 160
    """Sittings that every candidate plays."""
    spread: float = 0.1
    """Sd at the start, share of the width between a number's bounds."""
    narrowest: float = 0.015
    """Sd at the least, likewise."""
    toward: float = 0.6
    """Share of the way to the elite's mean and spread, per round."""
    tail: float = 0.5
    """Weight of the worst tenth; the mean has the rest."""


QUIET = replace(
    HAND,
    flow=0.95, struggle=0.2, ease_from=0.5, ease_until=0.3, pause=12.0, ease_pause=4.0,
    rise_guidance=0.0, fade_guidance=0.0, lost_guidance=0.0, offer_most=0.34, fast_per_min=24.0,
    near_per_min=0.5, alone=0.65, far_per_min=6.0, lead_per_min=0.4,
)  # fmt: skip
"""Where the search begins: it mostly leaves things alone. From ``HAND``, which changes something in nearly every
decision, as long a search came only as far as .24 of what is wanted; from here .26 was there at once."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of the search."""

    middle: Settings
    """Where the search stands now."""
    best: float
    """What was looked for, of the round's best candidate."""
    decisions: int
    """Decisions simulated so far."""


def wanted(outcome: score.Outcome, tail: float) -> float:
    """What is looked for: mean and worst tenth, weighed."""
    return (1.0 - tail) * outcome.mean() + tail * outcome.tail()


def tune(search: Search, dice: np.random.Generator, start: Settings = QUIET) -> Iterator[Round]:
    """Look from ``start`` on; every round is told. ``dice``: of the people and of the candidates."""
    low = np.array([bound.low for bound in BOUNDS])
    width = np.array([bound.high for bound in BOUNDS]) - low
    middle = (np.array(to_vector(start)) - low) / width
    spread = np.full(len(middle), search.spread)
    decisions = 0
    for _ in range(search.rounds):
        people, luck = draw(dice, search.people), int(dice.integers(2**31))
        tried = middle + spread * dice.standard_normal((search.candidates, len(middle)))
        tried = np.clip(np.concatenate([tried, middle[None]]), 0.0, 1.0)
        outcomes = score.compare(people, luck, [Rules(from_vector(list(low + width * one))) for one in tried])
        worth = np.array([wanted(outcome, search.tail) for outcome in outcomes])
        decisions += sum(outcome.decisions for outcome in outcomes)
        elite = tried[np.argsort(-worth)[: search.elite]]
        middle = middle + search.toward * (elite.mean(axis=0) - middle)
        spread = np.maximum(spread + search.toward * (elite.std(axis=0) - spread), search.narrowest)
        yield Round(from_vector(list(low + width * middle)), float(worth.max()), decisions)
