"""``python -m adaptation train``: teach the policy, one file of weights per seed."""

import argparse
from dataclasses import replace
from pathlib import Path

from adaptation.features import GROUPS
from adaptation.person.families import TRAINED
from adaptation.train.learner import Recipe
from adaptation.train.run import learn, orders

FOLDER = Path("build") / "policies"
"""Where the weights of all seeds are left, outside of git."""


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--seeds", default="0", help="one (3) or a row of them (0-9)")
    parser.add_argument("--decisions", type=int, default=Recipe().decisions, help="simulated for each seed")
    parser.add_argument("--without", choices=TRAINED, help="a family that is never met")
    parser.add_argument("--blind", choices=sorted(GROUPS), help="a group of columns that stands at its mean")
    parser.add_argument("--out", type=Path, default=FOLDER)


def run(arguments: argparse.Namespace) -> int:
    """Teach every seed, one after the other on one core."""
    first, _, last = arguments.seeds.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    recipe = replace(Recipe(), decisions=arguments.decisions)
    for order in orders(seeds, arguments.without, arguments.blind, recipe):
        print(f"{learn(order, arguments.out)}", flush=True)
    return 0
