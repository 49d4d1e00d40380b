"""Where a sitting is kept: sealed, with its line in the player's index. A disk that takes nothing stops no play."""

import time
from collections.abc import Callable

from game.commands.household import Household
from game.commands.memory import Kept, Unkept
from game.core.pace import TICKS_PER_S
from game.core.trace import Account, Header, Summary, encode_header, encode_summary
from game.vault.errors import NotWritten, VaultError
from game.vault.index import note_begin, note_end
from game.vault.listing import closing_line
from game.vault.writer import Writer

Tell = Callable[[str], None]


def keep(
    household: Household,
    header: Header,
    tell: Tell,
    account: Callable[[], Account] = Account,
    wall_s: Callable[[], float] = time.time,
) -> Kept | Unkept:
    """Begin a sealed session and note it; where the disk takes nothing, that is said and nothing is kept.

    Args:
        household: whose session it is.
        header: what it begins with.
        tell: called in plain words where something cannot be kept.
        account: how the mind came to its last decision.
        wall_s: the wall clock, asked once; seconds since 1970.

    Raises:
        Missing, CannotOpen, Newer: there is no public key to seal to.
    """
    try:
        writer = Writer(household.sessions, household.public, encode_header(header))
    except NotWritten as error:
        tell(f"{error} The game goes on; nothing of this sitting is kept.")
        return Unkept()
    started_s = int(wall_s())
    folder, device = household.folder, household.home.device
    try:
        note_begin(folder, device, writer.session_id, started_s)
    except VaultError as error:
        tell(f"{error} The sitting is kept; the index learns of it the next time somebody looks back.")

    def closed(summary: Summary) -> None:
        length_s = summary.ticks / TICKS_PER_S
        note_end(folder, device, closing_line(folder, writer.session_id, started_s, length_s, encode_summary(summary)))

    return Kept(writer, tell, account, closed)
