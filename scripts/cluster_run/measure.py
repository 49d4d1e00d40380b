"""How well and how fast the cluster learns, beside the house's own learner: two tables of docs/adaptation.md."""

import os
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from adaptation.train import export
from scripts.cluster_run.beside import learn_beside
from scripts.cluster_run.learn import first_taught, learn
from scripts.cluster_run.task import Task
from scripts.cluster_run.told import PAGE, Pace, against_rules, gains_table, paces_table, write

HOUSE = "the house's own, one process"
UPDATES = 8
"""Updates by which a pace is taken; the first, in which all begins, is not counted."""


def measure_gains(seeds: int, decisions: int) -> None:
    """Teach all seeds by both learners, judge them, write the table. Inside ``machines``."""
    with TemporaryDirectory() as folder:
        tasks = [Task(seed=seed, decisions=decisions, folder=Path(folder)) for seed in range(seeds)]
        taught = [learn(task).policy for task in tasks]
    beside = [learn_beside(task.seed, task.recipe).policy for task in tasks]
    first = [export.weigh(first_taught(task)) for task in tasks]
    gains = [
        against_rules("does as the rules do: where both begin", first),
        against_rules(HOUSE, beside),
        against_rules(f"RLlib, {tasks[0].workers} workers", taught),
    ]
    write(PAGE, "gains", gains_table(gains, seeds, decisions))


def measure_paces() -> None:
    """Let every learner make a few updates, write the table. Inside ``machines``."""
    paces = [_pace(HOUSE, Task().people, learn_beside(0, _brief(Task()).recipe).per_second)]
    with TemporaryDirectory() as folder:
        for name, workers, people in (
            ("RLlib, the learner plays as well", 0, 256),
            ("RLlib, 1 worker", 1, 256),
            ("RLlib, 2 workers", 2, 256),
            ("RLlib, 2 workers", 2, 512),
        ):
            task = _brief(Task(workers=workers, people=people, folder=Path(folder)))
            paces.append(_pace(name, people, learn(task).per_second))
    write(PAGE, "paces", paces_table(paces, UPDATES - 1, os.cpu_count() or 1))


def _brief(task: Task) -> Task:
    return replace(task, decisions=UPDATES * task.recipe.people * task.recipe.steps)


def _pace(name: str, people: int, per_second: tuple[float, ...]) -> Pace:
    return Pace(name, people, max(per_second[1:]), median(per_second[1:]))
