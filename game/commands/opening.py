"""Whose sittings a command is about, and how they are opened: passphrase, recovery words or a therapist's key file.

A secret comes from a prompt or from a file descriptor; never from arguments or the environment.
"""

import argparse
import sys
import time
from pathlib import Path

from game.commands.household import Household, open_household, this_home
from game.commands.roster import WHOSE, find_player
from game.vault.address import Opener
from game.vault.audit import Act
from game.vault.disk import read_file
from game.vault.errors import Locked, Missing
from game.vault.home import player_names
from game.vault.keys import Key, PrivateKey, is_guarded, recipient_of, set_passphrase, unlock
from game.vault.passphrase import Passphrase, ask_passphrase, take_passphrase
from game.vault.recipients import DEVICE_NAME, PASSPHRASE_NAME, RECOVERY_NAME
from game.vault.recovery import RecoveryWords, read_words
from game.vault.therapist import read_therapist_key

MOST_KEY_FILE_BYTES = 1 << 16
FIRST_TIME = "the first time anybody looks back, it becomes the passphrase"


def add_player(parser: argparse.ArgumentParser, *acts: argparse.ArgumentParser) -> None:
    """Declare ``--player``, which may also stand behind the ``acts`` of the command."""
    told = "whose, by number or name (needed where several play)"
    parser.add_argument("--player", default="", metavar="WHO", help=told)
    for act in acts:  # without a default of its own, which would take the place of what stood before the act
        act.add_argument("--player", default=argparse.SUPPRESS, metavar="WHO", help=told)


def add_opening(parser: argparse.ArgumentParser) -> None:
    """Declare ``--player`` and the three ways in."""
    add_player(parser)
    add_ways(parser)


def add_ways(parser: argparse.ArgumentParser) -> None:
    """Declare the three ways in alone, for an act whose command declares ``--player``."""
    ways = parser.add_argument_group("opening", "By default the passphrase is asked for at the terminal.")
    ways.add_argument(
        "--passphrase-fd",
        type=int,
        metavar="N",
        help=f"read the passphrase from file descriptor N (one line) instead of asking for it; {FIRST_TIME}",
    )
    other = ways.add_mutually_exclusive_group()
    other.add_argument("--recovery-words", action="store_true", help="give the twelve recovery words instead")
    other.add_argument(
        "--key", type=Path, metavar="FILE", help="open by a therapist's private key; the passphrase is then that file's"
    )


def the_player(arguments: argparse.Namespace) -> Household:
    """Whom the command is about. Raises Missing: nobody of that name, or several play and none was named."""
    home = this_home()
    if arguments.player:
        return find_player(home, arguments.player, say)
    if len(player_names(home)) > 1:
        raise Missing(WHOSE)
    return open_household(say)


def open_ring(household: Household, arguments: argparse.Namespace) -> PrivateKey:
    """The private keys, for looking back; the first time somebody does, a passphrase is set.

    Raises:
        VaultError: nothing to open with, or not the right thing.
    """
    return open_as(household, arguments)[0]


def open_as(household: Household, arguments: argparse.Namespace) -> tuple[PrivateKey, str]:
    """The same, and the name of whoever opened, by which what they said of sessions is signed. Raises VaultError."""
    folder, device = household.folder, household.home.device
    if is_guarded(folder) or arguments.key or arguments.recovery_words:
        key = key_of(household, arguments)
        return unlock(folder, device, key), _name_of(folder, key)
    chosen = _first_passphrase(arguments.passphrase_fd)
    if chosen is None:
        return unlock(folder, device), DEVICE_NAME
    set_passphrase(folder, device, chosen, int(time.time()))
    household.noted(Act.PASSPHRASE_SET, "the first")
    return unlock(folder, device, chosen), PASSPHRASE_NAME


def key_of(household: Household, arguments: argparse.Namespace) -> Key:
    """What somebody opens with; None where the machine alone opens, or nobody is there to be asked.

    Raises:
        Unfit: what was typed cannot be it. Missing, CannotOpen: the therapist's key file.
    """
    if not is_guarded(household.folder):
        return None
    if arguments.key:
        return read_private_key(arguments.key, arguments.passphrase_fd)
    if arguments.recovery_words:
        return _recovery_words(arguments.passphrase_fd)
    return given_passphrase(arguments.passphrase_fd, "Passphrase: ")


def read_private_key(path: Path, descriptor: int | None) -> Opener:
    """A therapist's private key; its passphrase is asked for where it has one.

    Raises:
        Locked: it has one and nobody is there to be asked. CannotOpen, Missing, Unfit.
    """
    data = read_file(path, MOST_KEY_FILE_BYTES)
    if descriptor is not None:
        return read_therapist_key(data, take_passphrase(descriptor))
    try:
        return read_therapist_key(data, None)
    except Locked:
        typed = given_passphrase(None, f"Passphrase of {path}: ")
        if typed is None:
            raise
        return read_therapist_key(data, typed)


def given_passphrase(descriptor: int | None, question: str) -> Passphrase | None:
    """From the descriptor, else at the terminal; None where there is neither."""
    if descriptor is not None:
        return take_passphrase(descriptor)
    return ask_passphrase(question) if sys.stdin.isatty() else None


def new_passphrase(descriptor: int | None, words: str) -> Passphrase:
    """A new one, from the descriptor or typed twice alike; ``words`` say before it what it will do. Raises Locked."""
    if descriptor is not None:
        chosen = take_passphrase(descriptor)
        chosen.refuse_short()
        return chosen
    if not sys.stdin.isatty():
        raise Locked("A new passphrase is needed, and nobody is there to type it. Give it by --new-passphrase-fd.")
    print(words)
    return _twice()


def say(message: str) -> None:
    """Say something to whoever started the command."""
    print(f"stillwater: {message}", file=sys.stderr)


def _name_of(folder: Path, key: Key) -> str:
    """Under which name of ``keys list`` somebody opened."""
    if isinstance(key, Opener):
        return recipient_of(folder, key).name
    return DEVICE_NAME if key is None else RECOVERY_NAME if isinstance(key, RecoveryWords) else PASSPHRASE_NAME


def _recovery_words(descriptor: int | None) -> RecoveryWords | None:
    typed = given_passphrase(descriptor, "The twelve recovery words: ")
    return None if typed is None else read_words(typed.encoded().decode())


def _first_passphrase(descriptor: int | None) -> Passphrase | None:
    """The one that is to guard from now on; None where there is no terminal to ask at."""
    if descriptor is not None:
        return take_passphrase(descriptor)
    if not sys.stdin.isatty():
        return None
    print("Nobody has looked back yet. Choose a passphrase: from now on sessions open only with it.")
    print("Write it down where the family keeps such things, and make recovery words: stillwater keys recovery")
    return _twice()


def _twice() -> Passphrase:
    while True:
        first = ask_passphrase("New passphrase (8 characters or more): ")
        if first.long_enough and ask_passphrase("The same once more: ") == first:
            return first
        print("That was too short, or not twice the same. Once more, please.")
