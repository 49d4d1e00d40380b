"""``keys``: who can open a player's sittings: passphrase, recovery words, therapists. Changes hold forward only."""

import argparse
import sys
import time
from pathlib import Path

from game.commands.household import Household
from game.commands.opening import MOST_KEY_FILE_BYTES, add_opening, add_player, key_of, new_passphrase, the_player
from game.vault import keys
from game.vault.address import Address, fingerprint, read_address
from game.vault.audit import Act
from game.vault.disk import create_file, read_file
from game.vault.errors import NotWritten, Unfit, not_written
from game.vault.recovery import RecoveryWords, WordList
from game.vault.therapist import make_therapist_key

FORWARD = {
    "first": "From now on sittings open only with this passphrase. A copy that was made of this folder before (a "
    "backup) still opens without it, with what was recorded until then.",
    "passphrase": "From now on the new passphrase opens, and what is recorded from now on is closed to the old one. A "
    "copy of the key file from before (a backup) still opens by the old one, with what was recorded until then.",
    "recovery": "They open everything that is here and will be. Earlier words, if there were any, open nothing that is "
    "recorded from now on; a copy of the key file from before still opens by them, with what was recorded until then.",
    "added": "They open every sitting wherever they get the files, those from before, too. To give away less, "
    "make a bundle instead: stillwater share make",
    "removed": "What is recorded from now on is closed to them. What they could open until now they still can, from "
    "any copy of the key file and of those sittings.",
}
"""What each change does, in words; docs/vault.md says why."""
KEEP_WORDS = (
    "Write them on paper, in this order, and keep the paper where the family keeps its papers, away from this machine.",
    "Whoever has them opens every sitting. They are shown this once; new ones can be made with the passphrase.",
)
KINDS = {
    keys.Kind.DEVICE: "this machine, without any secret",
    keys.Kind.PASSPHRASE: "whoever knows the passphrase",
    keys.Kind.RECOVERY: "whoever has the recovery words",
    keys.Kind.THERAPIST: "a therapist, by their private key",
}
CLEAR = "\x1b[2J\x1b[3J\x1b[H"
"""Clears a terminal's screen and what was scrolled away."""
STANDARD_ERROR = 2
"""The last of the descriptors that a program is born with."""


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    listing = acts.add_parser("list", help="who can open a player's sittings; needs no secret")
    add_player(listing)
    listing.set_defaults(run=_list)
    passphrase = acts.add_parser("passphrase", help="set the passphrase, or another one", epilog=FORWARD["passphrase"])
    add_opening(passphrase)
    _add_new(passphrase)
    passphrase.set_defaults(run=_passphrase)
    recovery = acts.add_parser(
        "recovery", help="make twelve recovery words, shown once at the terminal", epilog=FORWARD["recovery"]
    )
    add_opening(recovery)
    recovery.add_argument("--language", choices=["en", "zh_CN"], help="whose words (default: the player's language)")
    recovery.add_argument("--words-fd", type=int, metavar="N", help="write them to file descriptor N, not the terminal")
    recovery.set_defaults(run=_recovery)
    _add_therapist(acts.add_parser("therapist", help="a therapist's keys: add one to a player, or make a pair"))
    remove = acts.add_parser("remove", help="take a therapist or the recovery words away", epilog=FORWARD["removed"])
    remove.add_argument("name", help='as "keys list" names them')
    add_opening(remove)
    remove.set_defaults(run=_remove)


def read_public_file(path: Path) -> Address:
    """Somebody's public key out of the file they sent. Raises Missing, Unfit."""
    return read_address(read_file(path, MOST_KEY_FILE_BYTES))


def _add_therapist(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="therapist_act", required=True, metavar="ACT")
    new = acts.add_parser("add", help="let a therapist open a player's sittings", epilog=FORWARD["added"])
    new.add_argument("name", help="what they are called here, at most 40 characters")
    new.add_argument("file", type=Path, help="their public key: 32 bytes, or PEM (X25519, or RSA from 3072 bits)")
    add_opening(new)
    new.set_defaults(run=_therapist_add)
    make = acts.add_parser("make", help="for therapists: make a key pair, FILE (private) and FILE.pub (to be sent)")
    make.add_argument("file", type=Path, help="where the private half goes, under a passphrase")
    _add_new(make)
    make.set_defaults(run=_therapist_make)


def _add_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--new-passphrase-fd", type=int, metavar="N", help="read the new passphrase from descriptor N")


def _list(arguments: argparse.Namespace) -> int:
    household = the_player(arguments)
    for recipient in keys.recipients(household.folder):
        since = time.strftime("%Y-%m-%d", time.localtime(recipient.since_s)) if recipient.since_s else ""
        print(f"{recipient.name:40}  {since:10}  {KINDS[recipient.kind]}")
    if not keys.is_guarded(household.folder):
        print("Nobody has set a passphrase: who has this folder opens everything. See: stillwater keys passphrase")
    return 0


def _passphrase(arguments: argparse.Namespace) -> int:
    household = the_player(arguments)
    guarded = keys.is_guarded(household.folder)
    key = _proven(household, arguments)
    chosen = new_passphrase(arguments.new_passphrase_fd, "Choose the new passphrase.")
    keys.set_passphrase(household.folder, household.home.device, chosen, _now_s(), key)
    household.noted(Act.PASSPHRASE_SET, "another" if guarded else "the first")
    print("The passphrase is set.", FORWARD["passphrase" if guarded else "first"])
    return 0


def _recovery(arguments: argparse.Namespace) -> int:
    household = the_player(arguments)
    if arguments.words_fd is None and not sys.stdout.isatty():
        raise Unfit("Recovery words are shown at a terminal only, not written to a file. Or name --words-fd.")
    key = _proven(household, arguments)
    language = arguments.language or household.presentation().language
    words = WordList.CHINESE if language == "zh_CN" else WordList.ENGLISH
    made = keys.add_recovery(household.folder, household.home.device, words, _now_s(), key)
    household.noted(Act.RECIPIENT_ADDED, "recovery words")
    if arguments.words_fd is None:
        _show_once(made)
    else:
        _write_once(made, arguments.words_fd)
    print("Recovery words are set.", FORWARD["recovery"])
    return 0


def _show_once(made: RecoveryWords) -> None:
    """On the terminal, until they are written down; then the screen is cleared."""
    for sentence in KEEP_WORDS:
        print(sentence)
    for number, word in enumerate(made.shown(), 1):
        print(f"  {number:2d}  {word}")
    try:
        input("Press Enter once they are on paper; the screen is then cleared. ")
    finally:
        print(CLEAR, end="", flush=True)


def _write_once(made: RecoveryWords, descriptor: int) -> None:
    try:
        # Output and errors stay open: what comes next is still to be said there.
        with open(descriptor, "w", encoding="utf-8", closefd=descriptor > STANDARD_ERROR) as file:
            print(" ".join(made.shown()), file=file)
    except OSError as error:
        raise NotWritten(
            f"File descriptor {descriptor} takes no words ({error.strerror}). They are lost; make new ones."
        ) from None


def _therapist_add(arguments: argparse.Namespace) -> int:
    household = the_player(arguments)
    address = read_public_file(arguments.file)
    key = _proven(household, arguments)
    keys.add_therapist(household.folder, household.home.device, arguments.name, address, _now_s(), key)
    household.noted(Act.RECIPIENT_ADDED, "therapist", arguments.name)
    print(f"{arguments.name} can open this player's sittings.", FORWARD["added"])
    print(f"Compare with them by telephone: their key is {fingerprint(address)}")
    return 0


def _therapist_make(arguments: argparse.Namespace) -> int:
    private, public = arguments.file, arguments.file.with_name(f"{arguments.file.name}.pub")
    for path in (private, public):
        if path.exists():
            raise NotWritten(f"{path} is there already. Choose another name, or move it away.")
    chosen = new_passphrase(arguments.new_passphrase_fd, "Choose a passphrase for the private key.")
    data, opener = make_therapist_key(chosen)
    for path, content in ((private, data), (public, opener.address.pem())):
        _create(path, content)
    print(f"{private} is yours alone; nobody can make it again. {public} goes to the families.")
    print(f"Tell them by telephone: your key is {fingerprint(opener.address)}")
    return 0


def _create(path: Path, data: bytes) -> None:
    try:
        made = create_file(path, data)
    except OSError as error:
        raise not_written(error, path) from error
    if not made:
        raise NotWritten(f"{path} is there already. Choose another name, or move it away.")


def _remove(arguments: argparse.Namespace) -> int:
    household = the_player(arguments)
    key = _proven(household, arguments)
    keys.remove(household.folder, household.home.device, arguments.name, key)
    household.noted(Act.RECIPIENT_REMOVED, arguments.name)
    print(f"{arguments.name}: removed.", FORWARD["removed"])
    return 0


def _proven(household: Household, arguments: argparse.Namespace) -> keys.Key:
    """What opens the player's keys, tried before anything else is asked. Raises Locked, CannotOpen."""
    key = key_of(household, arguments)
    keys.unlock(household.folder, household.home.device, key)
    return key


def _now_s() -> int:
    return int(time.time())
