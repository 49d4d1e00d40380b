"""Teach the mind on Ray RLlib: ``scripts/cluster train | gains | paces``."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from scripts.cluster_run.machines import ClusterError, machines
from scripts.cluster_run.task import FOLDER, Task, TaskError

USUAL = Task()


def main(words: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0 well, 1 a problem that was said, 2 a wrong call, 130 interrupted."""
    parser = argparse.ArgumentParser(prog="scripts/cluster", description="Teach the learned mind on Ray RLlib.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    train = commands.add_parser("train", help="teach one seed")
    train.add_argument("--seed", type=int, default=USUAL.seed)
    train.add_argument("--workers", type=int, default=USUAL.workers, help="processes that play (default 2)")
    train.add_argument("--people", type=int, default=USUAL.people, help="who plays at once, over all workers")
    train.add_argument("--decisions", type=int, default=USUAL.decisions, help="simulated in all")
    train.add_argument("--out", type=Path, default=FOLDER, help=f"folder of the mind (default {FOLDER})")
    train.add_argument("--address", metavar="HOST:PORT", help="head of a Ray cluster; this machine alone without it")
    gains = commands.add_parser("gains", help="judge several seeds beside the house's own; writes docs/adaptation.md")
    gains.add_argument("--seeds", type=int, default=3, help="how many")
    gains.add_argument("--decisions", type=int, default=USUAL.decisions, help="for each seed and learner")
    commands.add_parser("paces", help="measure decisions a second with 0 to 2 workers; writes docs/adaptation.md")
    arguments = parser.parse_args(words)
    try:
        RUN[arguments.command](arguments)
    except (ClusterError, TaskError) as error:
        print(f"stillwater: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt as stopped:
        print(f"stillwater: {stopped or 'interrupted'}", file=sys.stderr)
        return 130
    return 0


def _train(arguments: argparse.Namespace) -> None:
    task = Task(arguments.seed, arguments.workers, arguments.people, arguments.decisions, arguments.out)
    with machines(task.workers, arguments.address):
        from scripts.cluster_run.learn import learn  # noqa: PLC0415 - brings Ray, see machines

        learnt = learn(task)
    print(f"{learnt.path}: {learnt.decisions} decisions, {median(learnt.per_second or [0.0]):.0f} a second")


def _gains(arguments: argparse.Namespace) -> None:
    with machines(2, None):
        from scripts.cluster_run.measure import measure_gains  # noqa: PLC0415

        measure_gains(arguments.seeds, arguments.decisions)


def _paces(_: argparse.Namespace) -> None:
    with machines(2, None):
        from scripts.cluster_run.measure import measure_paces  # noqa: PLC0415

        measure_paces()


RUN = {"train": _train, "gains": _gains, "paces": _paces}


if __name__ == "__main__":
    sys.exit(main())
