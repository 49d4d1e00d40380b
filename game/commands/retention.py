"""How long sittings are kept: at each start those whose time is over are erased, and it is said which went and why."""

import time

from game.commands.erasing import erase_all
from game.commands.household import Household
from game.commands.roster import Tell
from game.vault.audit import Act
from game.vault.erasure import overdue
from game.vault.errors import VaultError
from game.vault.home import Home, player_names


def let_go(home: Home, tell: Tell, now_s: int | None = None) -> int:
    """Erase what every player's timer says is over. Never raises a VaultError: it is said, and play goes on.

    To be called after whoever plays was opened: a record that had to be set aside is then said on the stage, too.

    Args:
        home: where players are kept.
        tell: called with a sentence per player of whom something went, or could not go.
        now_s: seconds since 1970; None = now.

    Returns:
        How many sessions went.
    """
    now_s = int(time.time()) if now_s is None else now_s
    gone = 0
    for name in player_names(home):
        try:
            gone += _let_go(home, name, tell, now_s)
        except VaultError as error:
            tell(f"{name}: what is kept longer than was wished could not all be erased: {error}")
    return gone


def _let_go(home: Home, name: str, tell: Tell, now_s: int) -> int:
    household = Household(home, tell, name)
    folder, player = household.folder, household.player
    names = overdue(folder, player.keep_days, now_s)
    if not names:
        return 0
    erase_all(folder, home.device, names, now_s, Act.EXPIRED)
    what = "1 sitting was" if len(names) == 1 else f"{len(names)} sittings were"
    tell(
        f"{player.name or name}: {what} erased, because they are kept for {player.keep_days} days. "
        "To keep them longer: stillwater sessions keep always"
    )
    return len(names)
