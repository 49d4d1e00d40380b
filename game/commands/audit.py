"""``audit``: who opened, gave away, changed or erased what of a player. Nobody can take a line out unseen."""

import argparse
import time

from game.commands.opening import add_opening, open_ring, say, the_player
from game.vault.audit import Line, read_trail


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    show = acts.add_parser("show", help="the log, oldest line first")
    show.add_argument("--last", type=_count, metavar="N", help="the last N lines only")
    add_opening(show)
    show.set_defaults(run=_show)


def _show(arguments: argparse.Namespace) -> int:
    """Status 1 where the log is not as it was written."""
    household = the_player(arguments)
    private = open_ring(household, arguments)
    trail = read_trail(household.folder, household.home.device, private)
    lines = trail.lines[-arguments.last :] if arguments.last else trail.lines
    for line in lines:
        print(_told(line))
    if not trail.lines:
        print("Nothing is noted yet.")
    for fault in trail.faults:
        say(f"the log is not as it was written: {fault}")
    return 1 if trail.faults else 0


def _told(line: Line) -> str:
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(line.when_s))
    whom = f"  for {line.whom}" if line.whom else ""
    return f"{when}  {line.act.value:17}  {line.about}{whom}"


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("give a number from 1")
    return int(text)
