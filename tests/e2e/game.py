"""The game as a process, started as a person would start it, and what it sealed, read with the vault's own keys."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from game.commands.household import Household
from game.core.belief import Estimate, Sample
from game.core.facts import Fact
from game.core.tape import decode
from game.core.trace import Kind, decode_estimate, decode_fact
from game.vault.errors import VaultError
from game.vault.home import FIRST_PLAYER, open_home, player_folder, sessions_folder
from game.vault.keys import unlock
from game.vault.passphrase import Passphrase
from game.vault.reader import Reader
from game.vault.session import session_ids, session_path
from tests.rig.process import wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
START_S = 60.0
"""How long a start may take on a busy machine: libraries, plates, a window."""
END_S = 30.0
"""How long a sitting may take to close everything."""
_DESKTOP = re.compile("DISPLAY|WAYLAND_DISPLAY|SDL_.*|PULSE_.*|ALSA_.*|STILLWATER_HOME")


@dataclass(frozen=True, slots=True)
class Sitting:
    """What a session holds, by the tick at which it happened."""

    ticks: int
    """How many were sealed."""
    ended_early: bool
    """It was not closed."""
    levels: tuple[tuple[int, str], ...]
    """Levels as they began."""
    pressed: tuple[tuple[int, str], ...]
    """Keys as they went down."""
    samples: tuple[tuple[int, Sample], ...]
    """What sensors said."""
    estimates: tuple[tuple[int, Estimate], ...]
    """What was believed, twice a second."""
    facts: tuple[tuple[int, Fact], ...]
    """What levels stated."""

    @property
    def heard_from(self) -> set[str]:
        """Sensors that said anything."""
        return {sample.sensor for _, sample in self.samples}

    @property
    def level(self) -> str:
        """The level that began last."""
        return self.levels[-1][1] if self.levels else ""

    def presses_of(self, key: str) -> list[int]:
        """Ticks at which ``key`` went down."""
        return [tick for tick, name in self.pressed if name == key]


NOTHING_YET = Sitting(0, True, (), (), (), (), ())


def read_sitting(path: Path, home: Path, passphrase: str | None = None, player: str = FIRST_PLAYER) -> Sitting:
    """Open one session file of a player in ``home`` and tell what is in it. Raises VaultError."""
    opened = open_home(home)
    known = Passphrase(passphrase) if passphrase is not None else None
    reader = Reader(path, unlock(player_folder(opened, player), opened.device, known))
    levels: list[tuple[int, str]] = []
    pressed: list[tuple[int, str]] = []
    samples: list[tuple[int, Sample]] = []
    estimates: list[tuple[int, Estimate]] = []
    facts: list[tuple[int, Fact]] = []
    tick, held = 0, frozenset[str]()
    for kind, payload in reader.records():
        if kind == Kind.TICK:
            tick += 1
            inputs = decode(payload)
            pressed += [(tick, key) for key in inputs.held if key not in held]
            held = frozenset(inputs.held)
            samples += [(tick, sample) for sample in inputs.samples]
        elif kind == Kind.LEVEL:
            levels.append((tick, payload.decode()))
        elif kind == Kind.ESTIMATE:
            estimates.append(decode_estimate(payload))
        elif kind == Kind.FACT:
            facts.append(decode_fact(payload))
    told = (tuple(levels), tuple(pressed), tuple(samples), tuple(estimates), tuple(facts))
    return Sitting(tick, reader.ended_early, *told)


def sessions_of(home: Path, player: str = FIRST_PLAYER) -> list[Path]:
    """Session files of a player in ``home``, oldest first; looks only, makes nothing."""
    folder = sessions_folder(home / "players" / player)
    return [session_path(folder, name) for name in session_ids(folder)] if folder.is_dir() else []


def agree(home: Path, *devices: str) -> None:
    """Let the player of ``home`` have said yes to these devices in an earlier sitting."""
    household = Household(open_home(home), print)
    for device in devices:
        household.consent(device, True)


@dataclass
class Game:
    """One running process."""

    process: "subprocess.Popen[bytes]"
    home: Path
    """Its own home folder."""
    log: Path
    """All it said on its output and error streams."""
    player: str = FIRST_PLAYER
    """Whose sittings are followed,"""
    passphrase: str | None = None
    """and what opens them; None = no passphrase was set."""
    _seen: tuple[tuple[str, int, int], Sitting] | None = field(default=None, repr=False)

    @property
    def words(self) -> str:
        """All it has said so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def sitting(self) -> Sitting:
        """What it has sealed so far."""
        paths = sessions_of(self.home, self.player)
        if not paths:
            return NOTHING_YET
        status = paths[-1].stat()
        state = (paths[-1].name, status.st_mtime_ns, status.st_size)
        if self._seen is None or self._seen[0] != state:
            with suppress(VaultError):  # read in the middle of a write: the next look sees it whole
                self._seen = (state, read_sitting(paths[-1], self.home, self.passphrase, self.player))
        return self._seen[1] if self._seen else NOTHING_YET

    def wait_for(self, holds: Callable[[Sitting], bool], words: str, seconds: float = START_S) -> Sitting:
        """Follow what is sealed until it holds; fail with ``words``, the log and the level otherwise."""
        try:
            wait_until(lambda: self._over() or holds(self.sitting()), seconds, words)
        except TimeoutError as error:
            sitting = self.sitting()
            raise AssertionError(f"{error}; in {sitting.level!r} at {sitting.ticks}; it said: {self.words}") from None
        sitting = self.sitting()
        assert holds(sitting), f"{words}: the game ended with {self.process.returncode} and said: {self.words}"
        return sitting

    def wait_to_say(self, words: str, seconds: float = START_S) -> None:
        """Wait until the words stand in its output."""
        with suppress(TimeoutError):
            wait_until(lambda: self._over() or words in self.words, seconds, words)
        assert words in self.words, f"{words!r} was not said within {seconds} s; it said: {self.words!r}"

    def goes_on(self, ticks: int = 120) -> None:
        """See that it plays ``ticks`` more than are sealed now."""
        before = self.sitting().ticks
        self.wait_for(lambda sitting: sitting.ticks >= before + ticks, "play did not go on", 30.0)

    def leave(self) -> int:
        """Ask it to end, as a desktop does when the session is left, and return its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(END_S)

    def sensor_children(self) -> tuple[int, ...]:
        """Process ids of its sensor children that live now."""
        return tuple(pid for pid in descendants(self.process.pid) if "spawn_main" in command_of(pid))

    def _over(self) -> bool:
        return self.process.poll() is not None


@contextmanager
def playing(
    words: Sequence[str],
    home: Path,
    environment: Mapping[str, str],
    log: Path,
    prefix: Sequence[str] = (),
) -> Iterator[Game]:
    """Start ``python -m game WORDS`` with a home of its own; it is ended with the block."""
    command = [*prefix, sys.executable, "-m", "game", *words]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=clean(home, environment), stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
    try:
        yield Game(process, home, log)
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(END_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def clean(home: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """This process's environment without its desktop, and with what is given."""
    kept = {name: value for name, value in os.environ.items() if not _DESKTOP.fullmatch(name)}
    return {**kept, "STILLWATER_HOME": str(home), **environment}


def call(
    home: Path, *words: str, passphrase: str | None = None, environment: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run a command of the game to its end; the passphrase goes in by a file descriptor."""
    given: list[str] = []
    descriptors: tuple[int, ...] = ()
    if passphrase is not None:
        reading, writing = os.pipe()
        os.write(writing, f"{passphrase}\n".encode())
        os.close(writing)
        given, descriptors = ["--passphrase-fd", str(reading)], (reading,)
    try:
        return subprocess.run(
            [sys.executable, "-m", "game", *words, *given],
            cwd=ROOT,
            env=clean(home, environment or {}),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            pass_fds=descriptors,
            timeout=2 * START_S,
            check=False,
        )
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def descendants(pid: int) -> list[int]:
    """Process ids below ``pid``, whoever of its threads began them."""
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += [int(word) for word in path.read_text(encoding="ascii").split()]
    return found + [grandchild for child in found for grandchild in descendants(child)]


def command_of(pid: int) -> str:
    """The command line of a process; "" where it is gone."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""


def alive(pid: int) -> bool:
    """Whether the process runs (a zombie does not)."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    return False
