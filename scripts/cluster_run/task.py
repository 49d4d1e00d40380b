"""What is to be learnt, and by how many; known before Ray is."""

from dataclasses import dataclass
from pathlib import Path

from adaptation.train.learner import Recipe

FOLDER = Path("build") / "cluster" / "policies"
"""Where minds are left, outside of git."""


class TaskError(ValueError):
    """What is asked for cannot be done; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Task:
    """One seed to be taught."""

    seed: int = 0
    """Of people, dice and weights."""
    workers: int = 2
    """Processes that play, beside the one that learns; 0 = that one plays as well."""
    people: int = 256
    """Who plays at once, over all workers. Each plays a whole sitting's time between two updates."""
    decisions: int = 1_000_000
    """Simulated in all, at least: the last update is taken whole."""
    folder: Path = FOLDER
    """Where the mind is left."""

    def __post_init__(self) -> None:
        """Raises TaskError."""
        if not 0 <= self.seed < 2**16:
            raise TaskError(f"a seed lies between 0 and {2**16 - 1}, not {self.seed}")
        if self.workers < 0 or self.people < 1 or self.people % max(self.workers, 1):
            raise TaskError(
                f"{self.people} people cannot be shared out evenly among {self.workers} workers: "
                "choose --people as a multiple of --workers"
            )
        least = -(-self.recipe.batch // self.recipe.steps)
        if self.people < least:
            raise TaskError(
                f"{self.people} people play too little for one gradient step: choose --people from {least} on"
            )

    @property
    def seats(self) -> int:
        """People whom each worker plays with at once."""
        return self.people // max(self.workers, 1)

    @property
    def recipe(self) -> Recipe:
        """How: the house's recipe, without copies of anybody."""
        return Recipe(decisions=self.decisions, people=self.people, copies=1)
