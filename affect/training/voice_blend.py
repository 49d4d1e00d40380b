"""In which shares the readers of a voice are mixed: chosen on speakers none of them had heard.

The choice is by cross entropy with corpora and classes counting alike, from a coarse grid: recalls over a few dozen
speakers jump about by more than the shares matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from affect.spectrum import Doubles
from affect.training.voice_calibrate import Blind, balanced_loss
from affect.training.voice_manifest import Spoken
from affect.voice_model import Shares, mix_given, mix_known

_GRID = (0.0, 0.15, 0.3, 0.5, 0.7)


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What each reader said of recordings whose speaker it had not heard; nan where it could say nothing."""

    spoken: tuple[Spoken, ...]
    """All recordings."""
    stranger: Doubles
    """float64 (n, OUTPUTS)."""
    known: Doubles
    """float64 (n, OUTPUTS)."""
    line: Doubles
    """float64 (n,): log odds of arousal by the line through five numbers."""

    def part(self, chosen: NDArray[np.bool_]) -> "Answers":
        """Some of them."""
        kept = tuple(one for one, keep in zip(self.spoken, chosen, strict=True) if keep)
        return Answers(kept, self.stranger[chosen], self.known[chosen], self.line[chosen])


def mixed(answers: Answers, shares: Shares) -> dict[str, Doubles]:
    """float64 (n, OUTPUTS) for a stranger, a voice of which five numbers are given, and a known one."""
    given, known = answers.stranger.copy(), np.full_like(answers.stranger, np.nan)
    for index, (stranger, own, line) in enumerate(zip(answers.stranger, answers.known, answers.line, strict=True)):
        told = float(line) if np.isfinite(line) else None
        if told is not None:
            given[index] = mix_given(stranger, told, shares)
        if np.isfinite(own[0]):
            known[index] = mix_known(own, stranger, told, shares)
    given[~np.isfinite(answers.known[:, 0])] = np.nan
    return {"stranger": answers.stranger, "given": given, "known": known}


def blind_of(spoken: Sequence[Spoken], log_odds: Doubles) -> Blind:
    """Only what was answered."""
    told = np.isfinite(log_odds[:, 0])
    return Blind(tuple(one for one, keep in zip(spoken, told, strict=True) if keep), log_odds[told])


def choose(answers: Answers) -> Shares:
    """The shares of least loss: first the stranger's, by arousal; then the line's, beside it."""
    stranger = min(_GRID, key=lambda share: _loss(answers, Shares(share, 0.0, 0.0), "known"))
    known = min(_GRID, key=lambda share: _loss(answers, Shares(stranger, share, 0.0), "known"))
    given = min(_GRID, key=lambda share: _loss(answers, Shares(stranger, known, share), "given"))
    return Shares(stranger, known, given)


def _loss(answers: Answers, shares: Shares, kind: str) -> float:
    blind = blind_of(answers.spoken, mixed(answers, shares)[kind])
    high = np.array([{"low": 0, "high": 1}.get(one.arousal, -1) for one in blind.spoken])
    return balanced_loss(blind.log_odds[:, 0], high, np.array([one.corpus for one in blind.spoken]))
