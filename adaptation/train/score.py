"""Play sittings through in the sketch with one mind, and say what they were worth."""

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


def begin(sittings: Sittings, seed: int) -> sketch.Sketch:
    """The sketch at the start of ``sittings``; the same seed and people meet the same luck with every mind."""
    return sketch.begin(sittings.people, seed, sittings.minutes, sittings.places, sittings.train, sittings.posteriors)


def play(sittings: Sittings, seed: int, mind: actions.Minds, weights: reward.Weights = reward.WEIGHTS) -> Outcome:
    """All ``sittings`` to their end. ``mind``: a new one, for this crowd alone."""
    world = begin(sittings, seed)
    count = len(sittings.people)
    worth, changes, lasted = np.zeros(count), np.zeros(count), np.zeros(count)
    while not world.over.all():
        running = ~world.over
        world, parts = sketch.step(world, mind.wish(sketch.observe(world)))
        worth += np.where(running, reward.value(parts, weights), 0.0)
        changes += np.where(running, 4.0 * parts.changes, 0.0)
        lasted += running
    return Outcome(
        score=worth / (12.0 * sittings.minutes),
        minigames=np.rint(6.0 * sketch.observe(world)[:, MINIGAMES]),
        changes=changes / np.maximum(lasted, 1.0),
        left=world.left.copy(),
        decisions=int(lasted.sum()),
    )
