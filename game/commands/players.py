"""``players``: who plays on this machine. A guardian adds, names, sets up and removes them."""

import argparse
import sys

from game.commands import roster
from game.commands.household import Household, this_home
from game.commands.warden import contacts
from game.commands.wish import plan
from game.core.gathering import AVATARS
from game.core.temper import AgeBand
from game.stage.presentation import LANGUAGES
from game.stage.words import Words
from game.vault.erasure import erase_player
from game.vault.keys import is_guarded
from game.vault.session import session_ids

WHO = 'number or name; see "players list"'


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    whats = parser.add_subparsers(dest="what", metavar="WHAT")
    whats.add_parser("list", help="everybody, with what is set (the default)").set_defaults(run=_list)
    new = whats.add_parser("add", help="one more player")
    new.add_argument("name", nargs="?", default="", help="what they are called; without it, as their figure")
    _add_settings(new)
    new.set_defaults(run=_new)
    rename = whats.add_parser("rename", help="call a player otherwise")
    rename.add_argument("player", help=WHO)
    rename.add_argument("name", help='the new name; "" = as their figure')
    rename.set_defaults(run=_rename)
    change = whats.add_parser("set", help="age band, figure, language, senses, the week, lots")
    change.add_argument("player", help=WHO)
    _add_settings(change)
    change.set_defaults(run=_set)
    remove = whats.add_parser("remove", help="erase everything of a player, keys first; it cannot be brought back")
    remove.add_argument("player", help=WHO)
    remove.add_argument("--yes", action="store_true", help="do not ask; needs --for-ever as well")
    remove.add_argument("--for-ever", action="store_true", help="the second confirmation, with --yes")
    remove.set_defaults(run=_remove)
    parser.set_defaults(run=_list)


def _add_settings(parser: argparse.ArgumentParser) -> None:
    put = parser.add_argument
    put("--age", choices=[age.value for age in AgeBand], help="bounds the breath guide; unknown counts as the youngest")
    put("--figure", choices=AVATARS, help="the figure they are known by")
    put("--language", choices=LANGUAGES, help="language of words")
    put("--senses", choices=["usual", "calm"], help="calm: less motion, fewer things, larger words")
    put("--plan", type=plan, metavar="TIMESxMINUTES", help="the week's invitation, such as 3x15")
    put("--explore", choices=["yes", "no"], help="let lots decide about a breathing minigame now and then")


def _list(_: argparse.Namespace) -> int:
    home = this_home()
    for household in roster.open_roster(home, _tell):
        print(_line(household))
    return 0


def _line(household: Household) -> str:
    """One player: number, name, and what is set."""
    player, shown = household.player, household.presentation()
    name = player.name or Words("en").say(roster.called(household).key)
    senses = "calm" if roster.are_calm(shown) else "usual"
    progress = player.progress
    guarded = "passphrase set" if is_guarded(household.folder) else "no passphrase yet"
    number = roster.number_of(household.folder.name)
    return (
        f"{number:3d}  {name:20}  {roster.avatar(household):9}  age {player.age.value:9}"
        f"  {shown.language:5}  senses {senses:5}  week {progress.week_times}x{progress.week_minutes}"
        f"  card {len(contacts(household))}  {len(session_ids(household.sessions))} sessions, {guarded}"
    )


def _new(arguments: argparse.Namespace) -> int:
    household = roster.new_player(this_home(), _tell, arguments.name)
    _apply(household, arguments)
    print(_line(household))
    return 0


def _rename(arguments: argparse.Namespace) -> int:
    household = roster.find_player(this_home(), arguments.player, _tell)
    roster.rename(household, arguments.name)
    print(_line(household))
    return 0


def _set(arguments: argparse.Namespace) -> int:
    household = roster.find_player(this_home(), arguments.player, _tell)
    if not _apply(household, arguments):
        _tell("nothing was named to set. See: stillwater players set --help")
        return 2
    print(_line(household))
    return 0


def _apply(household: Household, arguments: argparse.Namespace) -> bool:
    """Set what was named; whether anything was."""
    if arguments.age:
        roster.set_age(household, AgeBand(arguments.age))
    if arguments.figure:
        roster.set_avatar(household, arguments.figure)
    if arguments.language:
        roster.set_language(household, arguments.language)
    if arguments.senses:
        roster.set_senses(household, arguments.senses == "calm")
    if arguments.plan:
        roster.set_week(household, *arguments.plan)
    if arguments.explore:
        roster.set_explores(household, arguments.explore == "yes")
    names = ("age", "figure", "language", "senses", "plan", "explore")
    return any(getattr(arguments, name) for name in names)


def _remove(arguments: argparse.Namespace) -> int:
    home = this_home()
    household = roster.find_player(home, arguments.player, _tell)
    number = roster.number_of(household.folder.name)
    if arguments.yes and not arguments.for_ever:
        _tell("erasing a player cannot be undone. It needs both: --yes --for-ever")
        return 2
    if not arguments.yes and not _sure(household, number):
        return 2 if not sys.stdin.isatty() else 0
    erase_player(home, household.folder.name)
    print(f"Erased: player {number}, and everything of theirs.")
    return 0


def _sure(household: Household, number: int) -> bool:
    """Ask twice at the terminal."""
    if not sys.stdin.isatty():
        _tell("erasing a player cannot be undone. To do it without being asked: --yes --for-ever")
        return False
    print(_line(household))
    first = input("Erase this player with all sittings, settings and pictures? Type yes: ").strip().lower() == "yes"
    if first and input(f"For ever. Type the player's number ({number}) to go on: ").strip() == str(number):
        return True
    print("Nothing was erased.")
    return False


def _tell(message: str) -> None:
    print(f"stillwater: {message}", file=sys.stderr)
