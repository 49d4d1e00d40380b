"""Where everything lies: one folder for its owner only, one folder per player in it.

HOME/device.key                        0600  the machine's own key
HOME/players/player-1/public.key       0600  what sessions are sealed to (no secret)
HOME/players/player-1/private.key      0600  wrapped under the device key or a passphrase
HOME/players/player-1/player.sealed    0600  consent, settings, calibration, progress, posterior
HOME/players/player-1/sessions/*.still 0600  one sealed file per sitting
HOME/players/player-1/layers/*/         0700  what people said of a sitting afterwards
HOME/players/player-1/{audit,index,sums,courses}* 0600  ledgers: what was done, which sittings, what they amount to
"""

import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from game.vault.device import DeviceKey, load_device_key, make_device_key
from game.vault.disk import FILE_MODE, make_folder
from game.vault.errors import BadName, Missing, not_written
from game.vault.keys import make_key_pair

FIRST_PLAYER = "player-1"
DEVICE_NAME = "device.key"
_PLAYER = re.compile("player-[1-9][0-9]{0,3}")


@dataclass(frozen=True, slots=True)
class Home:
    """An opened home."""

    root: Path
    """The folder that holds everything."""
    device: DeviceKey
    """The machine's own key."""


def home_folder(environment: Mapping[str, str]) -> Path:
    """STILLWATER_HOME, else XDG_DATA_HOME/stillwater, else ~/.local/share/stillwater.

    Raises:
        Missing: none of them is set, nor HOME.
    """
    if environment.get("STILLWATER_HOME"):
        return Path(environment["STILLWATER_HOME"]).absolute()
    if Path(environment.get("XDG_DATA_HOME", "")).is_absolute():
        return Path(environment["XDG_DATA_HOME"]) / "stillwater"
    if environment.get("HOME"):
        return Path(environment["HOME"]).absolute() / ".local" / "share" / "stillwater"
    raise Missing("There is no home folder to keep anything in. Set STILLWATER_HOME to a folder of your own.")


def open_home(root: Path) -> Home:
    """Open the home, made new where there is none, and keep others out of it.

    Raises:
        Missing: players are there, but the key to their records is gone. CannotOpen, Newer, NotWritten.
    """
    make_folder(root)
    path = root / DEVICE_NAME
    # Looked at in this order: a process that begins beside this one makes the key before the players.
    inhabited = any((root / "players").glob("*/*"))
    if not path.exists():
        if inhabited:
            raise Missing(
                f"{path} is gone, and no player's record can be read without it. Restore it from a backup, "
                f"or move {root / 'players'} away to begin anew."
            )
        return Home(root, make_device_key(path))
    if stat.S_IMODE(path.stat().st_mode) != FILE_MODE:
        try:
            path.chmod(FILE_MODE)
        except OSError as error:
            raise not_written(error, path) from error
    return Home(root, load_device_key(path))


def player_folder(home: Home, name: str = FIRST_PLAYER) -> Path:
    """The folder of a player, made with a fresh key pair where there is none.

    Raises:
        BadName: not "player-1" to "player-9999". Missing: the private key is gone. NotWritten: the disk.
    """
    if not _PLAYER.fullmatch(name):
        raise BadName('A player\'s folder is named "player-1", "player-2" and so on.')
    folder = home.root / "players" / name
    make_folder(folder.parent)
    make_folder(folder)
    make_folder(sessions_folder(folder))
    make_key_pair(folder, home.device)
    return folder


def find_player(home: Home, name: str) -> Path:
    """The folder of a player there is; makes nothing.

    Raises:
        Missing: there is no such player (any more).
    """
    if name not in player_names(home):
        raise Missing(f"There is no {name}. `stillwater players list` shows who there is.")
    return home.root / "players" / name


def sessions_folder(player: Path) -> Path:
    """Where a player's sessions lie."""
    return player / "sessions"


def player_names(home: Home) -> tuple[str, ...]:
    """The players there are, by number."""
    players = home.root / "players"
    names = [path.name for path in players.iterdir()] if players.is_dir() else []
    players_only = [name for name in names if _PLAYER.fullmatch(name)]
    return tuple(sorted(players_only, key=lambda name: (len(name), name)))
