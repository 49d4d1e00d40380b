"""What a run is told by Flower's configuration, and how it is written there."""

from collections.abc import Mapping
from dataclasses import dataclass

from scripts.population_run.learn import Recipe, seed_of

Value = bool | bytes | float | int | str


@dataclass(frozen=True, slots=True)
class Task:
    """One run."""

    recipe: Recipe
    """How all sites learn."""
    sites: int
    """How many there are; the server waits for all."""
    seed: int
    """Of who is drawn and of the noise: simulated people only. Real sites draw their own and tell nobody."""
    out: str
    """File that the server writes the last numbers to."""

    def seed_of(self, place: int, number: int) -> int:
        """Of a site's turn in a round."""
        return seed_of(self.seed, place, number)


def write_task(task: Task) -> str:
    """As ``flwr run --run-config`` takes it."""
    recipe = task.recipe
    told = {
        "rounds": recipe.rounds,
        "passes": recipe.passes,
        "chance": recipe.chance,
        "step": recipe.step,
        "clip": recipe.clip,
        "epsilon": recipe.epsilon or 0.0,
        "axes": int(recipe.axes),
        "sites": task.sites,
        "seed": task.seed,
    }
    return " ".join([*(f"{name}={value!r}" for name, value in told.items()), f'out="{task.out}"'])


def read_task(told: Mapping[str, Value]) -> Task:
    """The inverse of ``write_task``. Raises KeyError or ValueError."""
    epsilon = float(told["epsilon"])
    recipe = Recipe(
        int(told["rounds"]),
        int(told["passes"]),
        float(told["chance"]),
        float(told["step"]),
        float(told["clip"]),
        epsilon if epsilon > 0.0 else None,
        bool(told["axes"]),
    )
    return Task(recipe, int(told["sites"]), int(told["seed"]), str(told["out"]))
