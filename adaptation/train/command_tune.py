"""``python -m adaptation tune``: tune the rules, and write down what was found."""

import argparse
import json
import time
from pathlib import Path

from adaptation.rules import Rules
from adaptation.rules_settings import HAND, encode
from adaptation.train import score
from adaptation.train.sittings import draw, training, validation
from adaptation.train.tune import Search, tune

FILE = Path(__file__).parents[2] / "assets" / "models" / "rules.json"
"""Where the rules look for their numbers."""
FOLDER = Path("build") / "policies"
"""Where what it cost is left, outside of git."""
JUDGES = 1024
"""Validation sittings on which numbers by hand and tuned ones are told apart."""


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--seed", type=int, default=100, help="of the people; no seed of a learner's")
    parser.add_argument("--rounds", type=int, default=Search().rounds)
    parser.add_argument("--candidates", type=int, default=Search().candidates)
    parser.add_argument("--out", type=Path, default=FILE)


def run(arguments: argparse.Namespace) -> int:
    """Tune, print each round, write the numbers."""
    search = Search(rounds=arguments.rounds, candidates=arguments.candidates)
    began, decisions, found = time.process_time(), 0, HAND
    for number, told in enumerate(tune(search, training(arguments.seed)), 1):
        found, decisions = told.middle, told.decisions
        print(f"round {number:>2}  best {told.best:.4f}  {told.decisions:>10} decisions", flush=True)
    arguments.out.write_text(encode(found), encoding="utf-8")
    FOLDER.mkdir(parents=True, exist_ok=True)
    cost = {"cpu_s": time.process_time() - began, "decisions": decisions}
    (FOLDER / "tune.json").write_text(json.dumps(cost) + "\n", encoding="utf-8")
    people = draw(validation(0), JUDGES)
    for name, settings in (("by hand", HAND), ("tuned", found)):
        print(f"{name:>8}: {score.play(people, 0, Rules(settings)).words()}")
    return 0
