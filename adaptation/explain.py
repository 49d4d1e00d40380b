"""Why a mind did what it did: at most two reasons, each checked before it is said.

A reason is a claim about what was seen ("your breath is quick"). It is said only if it is *true* of the Observation,
and if it *mattered*: with what it speaks of set to its average, the mind would have done something else. So a reason
is never a story told afterwards. The same check serves every mind that can be asked again.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from adaptation.actions import PER_MIN, Array
from adaptation.claims import CLAIMS, Claim
from adaptation.features import NAMES, to_observation, to_row
from game.core.directive import Reason
from game.core.observe import Observation, rate_to_unit

REASONS = 2
"""At most."""
AVERAGE = to_row(
    Observation(
        arousal=0.0, arousal_confidence=0.7, arousal_trend=0.0, valence=0.1, valence_confidence=0.7, valence_trend=0.0,
        breath=rate_to_unit(13.0 / 60.0), breath_confidence=0.7, breath_against_guide=0.1, follow=0.5, performance=0.55,
        progress=0.5, difficulty=0.35, tempo=0.35, guidance=0.6, guide=rate_to_unit(11.0 / 60.0), since_minigame=0.6,
        minigames=0.1, skips=0.0, since_too_much=1.0, sitting=0.25, train=0.0, performance_trend=0.0, breath_trend=0.0,
        activity=0.5, relief=0.0, usual_breath=0.0, comfortable_breath=0.0, responds=0.0, likes_tempo=0.0, skill=0.0,
    )
)  # fmt: skip
"""A middling moment of a middling player, float64 (31,): what the rules' reasons are held against. Assumption."""
NOTICED = np.array((0.005, 0.005, 0.05 * PER_MIN, 0.005, 0.5))
"""Smaller differences in a branch are the same action to somebody who plays."""

Again = Callable[[Array], Array]
"""What the mind would do, float64 (m, 5) as ``actions.steps``, if it had seen these rows (m, 31) instead."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A moment, and the moments that would show what mattered in it."""

    seen: Observation
    """What was seen."""
    true: tuple[Claim, ...]
    """What can be said of it."""
    rows: Array
    """float64 (1 + len(true), 31): what was seen, then the same with what each claim speaks of set to its average."""

    def reasons(self, done: Array) -> tuple[Reason, ...]:
        """The reasons of a mind that did ``done``, float64 (m, 5) as ``actions.steps``; first what weighs most."""
        # First what explains a branch that moved, then one that was held, then what is farthest from usual.
        different = np.abs(done - done[0]) > NOTICED
        mattered = [place for place, any_branch in enumerate(different.any(axis=1).tolist()) if any_branch]
        if not mattered:
            return ()
        acted = np.abs(done[0]) > NOTICED
        moved, held = (different & acted).sum(axis=1).tolist(), (different & ~acted).sum(axis=1).tolist()
        unusual = np.abs(self.rows - self.rows[0]).max(axis=1).tolist()
        mattered.sort(key=lambda place: (-moved[place], -held[place], -unusual[place]))
        return _said(self.seen, [self.true[place - 1] for place in mattered])


def ask(seen: Observation, row: Array, average: Array) -> Asked:
    """What a mind has to be asked to explain what it does, all at once.

    Args:
        seen: a moment.
        row: the same, float64 (31,), finite.
        average: float64 (31,), what is usual.
    """
    true = tuple(claim for claim in CLAIMS if claim.holds(seen))
    rows = np.repeat(row[None], len(true) + 1, axis=0)
    places = [(place, column) for place, claim in enumerate(true, 1) for column in _COLUMNS[claim.key]]
    if places:
        which, columns = zip(*places, strict=True)
        rows[which, columns] = average[list(columns)]
    return Asked(seen, true, rows)


def explain(row: Array, average: Array, again: Again) -> tuple[Reason, ...]:
    """The reasons of what a mind did having seen ``row`` (31,), weightiest first.

    Args:
        row: float64 (31,), finite.
        average: float64 (31,), what is usual.
        again: the mind, asked once more; it must not remember that it was.
    """
    asked = ask(to_observation(row), row, average)
    return asked.reasons(again(asked.rows))


def _said(seen: Observation, claims: list[Claim]) -> tuple[Reason, ...]:
    """The first claims that do not speak of the same thing twice."""
    said: list[Claim] = []
    for claim in claims:
        if len(said) < REASONS and not any(set(claim.speaks_of) & set(other.speaks_of) for other in said):
            said.append(claim)
    return tuple(Reason(claim.key, (round(claim.number(seen), 2),)) for claim in said)


_COLUMNS = {claim.key: tuple(NAMES.index(name) for name in claim.speaks_of) for claim in CLAIMS}
"""Of each claim the columns that it speaks of."""
