"""Writes that are cut in a soak: a disk that fills or fails under the game, and players that are killed.

    python -m benchmarks.soak_cuts HOME PLAYER LEVEL SEED KILLS_AT TICKS

plays one sitting at its own pace without sensors, writes into the file TICKS how many ticks it has played, and kills
itself in the middle of its KILLS_AT-th write (0 = never: somebody else will). ``benchmarks.soak`` starts it.
"""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from adaptation.person import Person
from adaptation.person.families import PATIENT
from adaptation.rules import Rules
from benchmarks.soak_figures import Cut
from game.commands.fingerprint import rules_fingerprint
from game.commands.household import Household
from game.commands.keeping import keep
from game.commands.sitting import Sitting, house_places, house_rules
from game.core.facts import Fact
from game.core.inputs import Inputs
from game.core.journey import Journey
from game.core.retell import RetellError, Verdict, verify
from game.core.setup import Mode, Setup
from game.core.shapes import Scene
from game.core.temper import AgeBand
from game.core.trace import Header, Kind
from game.core.world import World, begin
from game.loop import House, RealClock
from game.loop import run as loop
from game.vault.calls import Calls, through
from game.vault.errors import VaultError
from game.vault.home import open_home
from game.vault.keys import unlock
from game.vault.reader import Reader
from game.vault.ring import PrivateKey
from game.vault.session import session_ids, session_path

VICTIM = "player-2"
"""Who is killed."""
STARTED = "1970-01-01T00:00:00+0000"


class Disk(Calls):
    """A disk that can be filled, or fail, and be mended, while somebody writes."""

    def __init__(self) -> None:
        self._room: int | None = None
        self._syncs = True

    def fill(self, room_bytes: int) -> None:
        """From now on there is room for so much."""
        self._room = room_bytes

    def fail(self) -> None:
        """From now on nothing that is written arrives."""
        self._syncs = False

    def mend(self) -> None:
        """All is well again."""
        self._room, self._syncs = None, True

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        """Take as much as there is room for, as a full disk does."""
        return super().write(descriptor, self._fitting(data))

    def write_at(self, descriptor: int, data: bytes | memoryview, at: int) -> int:
        """The same at an offset."""
        return super().write_at(descriptor, self._fitting(data), at)

    def sync(self, descriptor: int) -> None:
        """Wait, or say that it did not arrive."""
        if not self._syncs:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        super().sync(descriptor)

    def _fitting(self, data: bytes | memoryview) -> bytes | memoryview:
        if self._room is None:
            return data
        if self._room == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        taken = data[: self._room]
        self._room -= len(taken)
        return taken


class Deadly(Calls):
    """A disk whose user is killed in the middle of a write."""

    def __init__(self, kills_at: int) -> None:
        self._left = kills_at

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        """Write, or write half and be gone."""
        self._left -= 1
        if self._left == 0:
            super().write(descriptor, data[: len(data) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        return super().write(descriptor, data)


class Victim:
    """A player that is killed."""

    def __init__(self, home: Path, level: str, seed: int, kills_at: int, at_s: float) -> None:
        """Begin; ``kills_at`` = 0: ``kill`` does it."""
        self._home, self._at_s = home, at_s
        self._kind = "mid-write" if kills_at else "outside"
        self._told = home.parent / "victim.ticks"
        self._before = frozenset(_sessions(home))
        words = (str(home), VICTIM, level, str(seed), str(kills_at), str(self._told))
        self._process = subprocess.Popen([sys.executable, "-m", "benchmarks.soak_cuts", *words])

    @property
    def process_id(self) -> int:
        """Its process."""
        return self._process.pid

    @property
    def over(self) -> bool:
        """It is gone."""
        return self._process.poll() is not None

    def kill(self) -> None:
        """End it, wherever it is."""
        self._process.kill()
        self._process.wait()

    def cut(self, ring: PrivateKey) -> Cut | None:
        """What is left of it; None where it had not begun to play. It is gone."""
        found = [name for name in _sessions(self._home) if name not in self._before]
        ticks = int(self._told.read_text(encoding="ascii") or "0") if self._told.exists() else 0
        self._told.unlink(missing_ok=True)
        if not found or not ticks:
            return None
        path = session_path(self._home / "players" / VICTIM / "sessions", found[0])
        return cut_of(self._kind, self._at_s, path, ticks, ring)


def cut_of(kind: str, at_s: float, path: Path, played_ticks: int, ring: PrivateKey) -> Cut:
    """A session that was cut, as it opens now."""
    try:
        reader = Reader(path, ring)
        gaps = Reader(path, ring, salvage=True).gaps
        verdict = verdict_of(reader)
    except (VaultError, RetellError):
        return Cut(kind, at_s, path.stem, played_ticks, 0, False, False)
    return Cut(kind, at_s, path.stem, played_ticks, verdict.ticks, verdict.differs_at is None, not gaps)


def verdict_of(reader: Reader) -> Verdict:
    """The session told again. Raises RetellError."""
    records: Iterable[tuple[int, bytes]] = ((record.kind, record.payload) for record in reader.records())
    return verify([(Kind.HEADER, reader.setup), *records], house_rules())


def _sessions(home: Path) -> tuple[str, ...]:
    folder = home / "players" / VICTIM / "sessions"
    return tuple(session_ids(folder)) if folder.is_dir() else ()


class _Told:
    """A simulated person who says after each tick how many there were."""

    def __init__(self, person: Person, file: int) -> None:
        self._person = person
        self._file = file

    def take(self, world: World) -> Inputs | None:
        """This tick."""
        os.pwrite(self._file, f"{world.tick:8d}".encode(), 0)
        return self._person.take(world)


class _Nobody:
    """Nobody looks, and nobody keeps house."""

    def show(self, scene: Scene) -> None:
        """Unseen."""

    def act(self, fact: Fact) -> None:
        """Unheard."""

    def calibration_due(self) -> bool:
        """There is nothing to learn from."""
        return False

    def journal_open(self) -> bool:
        """Nobody writes."""
        return False

    def ready(self, world: World) -> None:
        """Nothing to load."""

    def practised(self, setup: Setup, journey: Journey) -> None:
        """Not counted."""

    def keep_picture(self, place: World, farewell: World) -> None:
        """Not painted."""


def _play(home: Path, player: str, level: str, seed: int, file: int) -> None:
    household = Household(open_home(home), print, player)
    rules = house_rules()
    setup = household.setup(level, (), AgeBand.ADULT, Mode.SOOTHE, 3.0, house_places(rules))
    presentation = household.presentation().encode().decode()
    header = Header(setup, rules_fingerprint(), "rules", presentation, STARTED, "simulated")
    memory = keep(household, header, print)
    nobody = _Nobody()
    world = begin(setup, rules.levels[level], rules.patterns)
    source = _Told(Person(PATIENT["typical"], seed), file)
    loop(world, House(source, Rules(), memory, nobody, RealClock(), Sitting(rules, nobody).after))
    memory.close()


def open_ring_of(home: Path, player: str) -> PrivateKey:
    """The private keys of a player nobody has set a passphrase for."""
    opened = open_home(home)
    return unlock(Household(opened, print, player).folder, opened.device)


def main() -> None:
    """Play until killed."""
    home, player, level, seed, kills_at, told = sys.argv[1:]
    file = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with through(Deadly(int(kills_at))):
        _play(Path(home), player, level, int(seed), file)


if __name__ == "__main__":
    main()
