"""``trends``: what many sittings say together, in words: the usual picture, where things go, an idea for next week."""

import argparse
import time
from typing import TYPE_CHECKING

from game.commands.household import Household
from game.commands.opening import add_opening, open_ring, say, the_player
from game.commands.progress import accompanied
from game.stage.presentation import LANGUAGES
from game.stage.words import Words
from game.vault.recipients import PASSPHRASE_NAME

if TYPE_CHECKING:
    from game.replay.cabinet import Unlocked


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser.add_argument("--sources", action="store_true", help="also name the sittings every number comes from")
    parser.add_argument("--language", choices=LANGUAGES, help="whose words (default: the player's language)")
    add_opening(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print it. Returns the exit status."""
    from game.commands.trends_said import Looked, trends_said  # noqa: PLC0415 - numpy and more, only where it is wanted
    from game.replay.cabinet import Unlocked  # noqa: PLC0415
    from game.replay.many import read_many  # noqa: PLC0415

    household = the_player(arguments)
    unlocked = Unlocked(household.folder, open_ring(household, arguments), PASSPHRASE_NAME)
    _sum_up(household, unlocked)
    now_s = int(time.time())
    many = read_many(unlocked, household.home.device, now_s)
    own = [pair for pair in zip(many.sessions, many.names, strict=True) if not pair[0].simulated]
    if many.waiting:
        say(f"left out, because they do not open: {many.waiting} sittings. See `stillwater sessions list`.")
    if many.undated:
        say(f"left out, because the clock was wrong when they were played: {many.undated} sittings. They stay listed.")
    if not own:
        print("No sitting of the player's own is kept yet.")
        return 0
    looked = Looked(household.folder.name, household.player, tuple(own), now_s)
    words = Words(arguments.language or household.presentation().language)
    for line in trends_said(looked, words, arguments.sources):
        print(line)
    return 0


def _sum_up(household: Household, unlocked: "Unlocked") -> None:
    """Read those sessions that were never looked at, as the replay view does; each is read once for ever."""
    from game.replay.shelf import read_shelf, sum_up  # noqa: PLC0415 - as above

    device = household.home.device
    waiting = [row for row in read_shelf(unlocked, device).rows if row.gist is None]
    for row in accompanied(waiting, len(waiting), "reading sittings for the first time"):
        sum_up(unlocked, device, (row,), time.monotonic)
