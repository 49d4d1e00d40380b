"""Teach and judge the minds: ``python -m adaptation fit | tune | train | choose | series | curves | evaluate``."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = {
    "fit": ("adaptation.fit", "fit the sketch to the real levels"),
    "tune": ("adaptation.train.command_tune", "tune the rules on simulated people"),
    "train": ("adaptation.train.command_train", "teach the policy, one or more seeds"),
    "choose": ("adaptation.train.command_choose", "ship the seed that does best with validation people"),
    "series": (
        "adaptation.evaluate.command_series",
        "ten sittings in a row: with what was learnt of a player, and without",
    ),
    "curves": ("adaptation.curves", "simulated sittings, for the profile of many sessions to be taught on"),
    "evaluate": ("adaptation.evaluate.command", "compare the minds, and write the report"),
}
"""Where each command declares itself (``add``) and runs (``run``)."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0 well, 1 a problem that was said, 2 a wrong call."""
    parser = argparse.ArgumentParser(prog="python -m adaptation", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    words = list(sys.argv[1:] if words is None else words)
    for name, (module, help_text) in COMMANDS.items():
        command = commands.add_parser(name, help=help_text, description=help_text)
        if words and words[0] == name:
            room = import_module(module)
            room.add(command)
            command.set_defaults(run=room.run)
    arguments = parser.parse_args(words)
    status: int = arguments.run(arguments)
    return status


if __name__ == "__main__":
    sys.exit(main())
