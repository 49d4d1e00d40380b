"""What a sitting taught through decisions that were not the player's is exactly what is taken back."""

from dataclasses import replace

import pytest

from adaptation.posterior import LEAST_DECISIONS, learn
from adaptation.untaught import Seen, untaught
from adaptation.witness import Moment, Witnessed, gather
from game.core.observe import observe
from game.core.posterior import ANYBODY
from game.core.setup import Setup
from game.core.world import begin
from levels import find_levels, find_patterns

TENSE = replace(
    observe(begin(Setup(1, "tide"), find_levels()["tide"], find_patterns())),
    arousal=0.8,
    arousal_confidence=1.0,
    valence=-0.6,
    valence_confidence=1.0,
)
CALM = replace(TENSE, arousal=0.0, valence=0.0)


def sitting(tense: int, calm: int, aside: bool) -> list[Seen]:
    """Somebody tense arrives first, and then the player."""
    return [Seen(TENSE, Moment.ARRIVING, aside)] * tense + [Seen(CALM, Moment.ARRIVING, False)] * calm


def taught(decisions: list[Seen]) -> tuple[float, float]:
    """What the sitting teaches of the two baselines."""
    witnessed = Witnessed()
    for one in decisions:
        witnessed = gather(witnessed, one.observation, one.moment)
    known = learn(ANYBODY, witnessed)
    return known.arousal_baseline.mean, known.valence_baseline.mean


def test_what_somebody_else_taught_is_the_difference() -> None:
    """With it added, the baselines lie where the player's own decisions alone would have led."""
    back = untaught(ANYBODY, sitting(20, 20, aside=True))
    assert back[0] < 0.0 < back[1]
    whole, own = taught(sitting(20, 20, aside=True)), taught(sitting(0, 20, aside=False))
    assert [first + second for first, second in zip(whole, back, strict=True)] == pytest.approx(own)


def test_nothing_aside_takes_nothing_back() -> None:
    """Exactly nothing; and where nothing taught anything there is nothing to take."""
    assert untaught(ANYBODY, sitting(20, 20, aside=False)) == (0.0, 0.0)
    assert untaught(ANYBODY, []) == (0.0, 0.0)


def test_a_sitting_that_was_all_somebody_elses_is_unlearnt() -> None:
    """Too little is left of it to teach anything."""
    decisions = sitting(LEAST_DECISIONS, LEAST_DECISIONS - 1, aside=True)
    arousal, valence = untaught(ANYBODY, decisions)
    assert (-arousal, -valence) == pytest.approx(taught(decisions))
