"""``talk``: who stands on the card "someone to talk to". A guardian fills it in; the game only ever shows it."""

import argparse

from game.commands.opening import add_player, say, the_player
from game.commands.roster import set_people
from game.vault.player import MOST_PEOPLE, Listed


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    whats = parser.add_subparsers(dest="what", metavar="WHAT")
    listing = whats.add_parser("list", help="who stands on the card (the default)")
    put = whats.add_parser("add", help="put somebody on the card")
    put.add_argument("name", help="as the player calls them: Grandma")
    put.add_argument("number", nargs="?", default="", help="a telephone number, or where to find them")
    clear = whats.add_parser("clear", help="take everybody off")
    add_player(parser, listing, put, clear)
    parser.set_defaults(run=run, what="list", name="", number="")


def run(arguments: argparse.Namespace) -> int:
    """List, add or clear. Returns the exit status."""
    household = the_player(arguments)
    people = household.player.people
    if arguments.what == "add":
        if not arguments.name.strip():
            say("a name is needed: scripts/play talk add Grandma '0123 456'")
            return 2
        if len(people) >= MOST_PEOPLE:
            say(f"the card holds {MOST_PEOPLE} people. Take them off with: scripts/play talk clear")
            return 2
        people = (*people, Listed(arguments.name.strip(), arguments.number.strip()))
        set_people(household, people)
    elif arguments.what == "clear":
        people = ()
        set_people(household, people)
    for listed in people:
        print(f"{listed.name}  {listed.number}".rstrip())
    if not people:
        print("Nobody is filled in: the card speaks of a grown-up you trust, a friend, somebody at school.")
    return 0
