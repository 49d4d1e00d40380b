"""``python -m adaptation choose``: of the seeds that were taught, ship the one that suits validation people."""

import argparse
import shutil
import sys
from pathlib import Path

from adaptation.policy import load
from adaptation.train.command_train import FOLDER
from adaptation.train.score import play
from adaptation.train.sittings import draw, strangers, validation
from adaptation.train.tune import Search, wanted

FILE = Path(__file__).parents[2] / "assets" / "models" / "policy.npz"
"""Where the game looks for the learned mind."""
JUDGES = 1024
"""Validation sittings, of people of whom nothing is known, that choose."""


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the seeds' weights lie")
    parser.add_argument("--people", type=int, default=JUDGES, help="validation people who choose")
    parser.add_argument("--out", type=Path, default=FILE)


def run(arguments: argparse.Namespace) -> int:
    """Judge every seed, by mean and worst tenth as the rules were tuned, and copy the best one's file."""
    people = strangers(draw(validation(2), arguments.people))
    worth: dict[Path, float] = {}
    for path in sorted(arguments.folder.glob("seed_*.npz")):
        outcome = play(people, 2, load(path))
        worth[path] = wanted(outcome, Search().tail)
        print(f"{path.stem:>8}: {outcome.words()}", flush=True)
    if not worth:
        print(f"no seed was taught yet in {arguments.folder}: python -m adaptation train", file=sys.stderr)
        return 1
    best = max(worth, key=lambda path: worth[path])
    shutil.copyfile(best, arguments.out)
    print(f"{best.stem} is shipped as {arguments.out}")
    return 0
