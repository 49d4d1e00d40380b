"""Play sittings through in the sketch, by one mind or by several with the same luck, and say what they were worth."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from adaptation import actions, reward, sketch
from adaptation.features import NAMES
from adaptation.train.sittings import Sittings

Array = npt.NDArray[np.float64]
TAIL = 0.1
"""Share of the sittings that are the worst tenth."""
MINIGAMES = NAMES.index("minigames")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of each sitting, (n,) each."""

    score: Array
    """Sum of the decisions' worth over the decisions planned."""
    minigames: Array
    """Breathing minigames begun."""
    changes: Array
    """Settings changed per decision, of the four."""
    left: npt.NDArray[np.bool_]
    """True where the person left before the end."""
    decisions: int
    """Decisions simulated in all."""

    def mean(self) -> float:
        """Mean score."""
        return float(self.score.mean())

    def tail(self) -> float:
        """Mean score of the worst tenth."""
        worst = np.sort(self.score)[: max(1, round(TAIL * len(self.score)))]
        return float(worst.mean())

    def words(self) -> str:
        """One line for a terminal."""
        return (
            f"mean {self.mean():.4f}  worst tenth {self.tail():.4f}  left {self.left.mean():.3f}  "
            f"minigames {self.minigames.mean():.2f}  changes {self.changes.mean():.3f}"
        )


class SideBySide:
    """Several minds for equal parts of a crowd, one after the other (implements ``actions.Minds``)."""

    def __init__(self, minds: Sequence[actions.Minds]) -> None:
        self._minds = minds

    def wish(self, rows: Array) -> actions.Wishes:
        """Each mind's wishes for its own part of the rows."""
        told = [mind.wish(part) for mind, part in zip(self._minds, np.split(rows, len(self._minds)), strict=True)]
        return actions.Wishes(
            difficulty=np.concatenate([one.difficulty for one in told]),
            tempo=np.concatenate([one.tempo for one in told]),
            guidance=np.concatenate([one.guidance for one in told]),
            breath_hz=np.concatenate([one.breath_hz for one in told]),
            minigame=np.concatenate([one.minigame for one in told]),
        )


def begin(sittings: Sittings, seed: int, alike: int = 1) -> sketch.Sketch:
    """The sketch at the start of ``sittings``; the same seed and people meet the same luck with every mind, and so do
    ``alike`` equal parts of them."""
    return sketch.begin(
        sittings.people, seed, sittings.minutes, sittings.places, sittings.train, sittings.posteriors, alike=alike
    )


def compare(sittings: Sittings, seed: int, minds: Sequence[actions.Minds]) -> list[Outcome]:
    """All ``sittings`` to their end by each of ``minds``, at once. Every mind is a new one, for this play alone."""
    world, mind = begin(sittings.times(len(minds)), seed, len(minds)), SideBySide(minds)
    count = len(world.tick)
    worth, changes, lasted = np.zeros(count), np.zeros(count), np.zeros(count)
    while not world.over.all():
        running = ~world.over
        world, parts = sketch.step(world, mind.wish(sketch.observe(world)))
        worth += reward.value(parts)
        changes += 4.0 * parts.changes
        lasted += running
    worth /= np.tile(12.0 * sittings.minutes, len(minds))
    changes /= np.maximum(lasted, 1.0)
    minigames = np.rint(6.0 * sketch.observe(world)[:, MINIGAMES])
    parted = (np.split(array, len(minds)) for array in (worth, minigames, changes, world.left, lasted))
    return [
        Outcome(score, begun, changed, left, int(decided.sum()))
        for score, begun, changed, left, decided in zip(*parted, strict=True)
    ]


def play(sittings: Sittings, seed: int, mind: actions.Minds) -> Outcome:
    """All ``sittings`` to their end by one mind."""
    return compare(sittings, seed, [mind])[0]
