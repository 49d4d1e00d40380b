"""``export``: one session as files for other eyes or other tools; written whole or not at all, and over nothing."""

import argparse
import sys
import time
from pathlib import Path

from game.commands.household import Household
from game.commands.opening import add_opening, open_as, say, the_player
from game.commands.progress import LateBar
from game.commands.sessions import NAMED
from game.commands.shelf import find_session, note_or_say, open_found
from game.commands.whole import refuse_taken, write_folder
from game.replay.errors import ReplayError
from game.replay.export.found import find_exports
from game.replay.export.gather import Asker, gather, pseudonym, sensors_of
from game.replay.export.material import Export, File, Material
from game.replay.export.pack import folder_name, make
from game.replay.ghost import GhostError
from game.replay.lanes import read_lanes
from game.stage.presentation import LANGUAGES
from game.stage.words import Words
from game.vault.audit import Act
from game.vault.errors import CannotOpen, Missing
from game.vault.layers import read_layers

NOT_SEALED = "these files are not sealed: whoever has them can read them, copy them and pass them on"


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    formats, words = find_exports(), Words(LANGUAGES[0])
    parser.epilog = " ".join(f"{one.name}: {words.say(one.about)}" for one in formats)
    put = parser.add_argument
    put("session", help=NAMED)
    put(
        "--as", dest="formats", nargs="+", required=True, choices=[one.name for one in formats], metavar="FORMAT",
        help=f"one or more of {', '.join(one.name for one in formats)}",
    )  # fmt: skip
    put(
        "--out", type=Path, required=True, metavar="FOLDER", help="where it goes, in a folder of its own; must be there"
    )
    put("--language", choices=LANGUAGES, help="of the words in it; default: the player's")
    add_opening(parser)
    put("--salvage", action="store_true", help="read what is whole of a damaged session, name the rest")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Export one session. 0 = it lies there, 1 = it does not, and why was said."""
    if not arguments.out.is_dir():
        raise Missing(f"There is no folder {arguments.out}. Make it first, or name another by --out.")
    household = the_player(arguments)
    exports = [one for one in find_exports() if one.name in arguments.formats]
    bar = LateBar("exporting")
    written = 0
    try:
        material, author = _material(household, arguments, bar)
        targets = [(export, arguments.out / folder_name(export, material)) for export in exports]
        for _, target in targets:
            refuse_taken(target, f"{target} is there already. Move it away, or name another folder by --out.")
        for export, target in targets:
            write_folder(target, ((file.path, (file.data,)) for file in _made(export, material)))
            written += 1
            print(f"{export.name}: {target}")
            note_or_say(household, Act.EXPORTED, f"{material.lanes.session_id} as {export.name}", author)
    except ReplayError as error:
        print(f"stillwater: {error}", file=sys.stderr)
        return 1
    finally:
        bar.end()
        if written:
            say(NOT_SEALED)
    return 0


def _material(household: Household, arguments: argparse.Namespace, bar: LateBar) -> tuple[Material, str]:
    """What the writers are given, and the name of whoever opened the player. Raises VaultError."""
    name = find_session(household, arguments.session)
    private, author = open_as(household, arguments)
    reader = open_found(household, private, name, arguments.salvage, (Act.OPENED, author))
    words = Words(arguments.language or household.presentation().language)
    folder, device = household.folder, household.home.device
    number = float(folder.name.rpartition("-")[2])
    asker = Asker(
        author=author,
        called=household.player.name or words.say("replay.player", (number,)),
        pseudonym=pseudonym(device, folder.name, str(arguments.out.resolve())),
        words=words,
        now_s=int(time.time()),
        progress=bar.show,
    )
    try:
        lanes = read_lanes(name, reader)
        sensors = sensors_of(reader.records(), reader.record_count, bar.show)
    except ValueError as error:
        raise CannotOpen(f"This session opens, but cannot be exported: {error}") from None
    return gather(lanes, reader, sensors, read_layers(folder, device, private, name), asker), author


def _made(export: Export, material: Material) -> tuple[File, ...]:
    """The files of an export. Raises ReplayError, with why in words."""
    try:
        return make(export, material)
    except GhostError as error:
        why = Words(LANGUAGES[0]).say(error.key)  # in the language in which commands speak
        raise ReplayError(f"{export.name} was not made. {why}") from None
