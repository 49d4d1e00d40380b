"""What is sealed survives kills, full disks and folders that do not let us write. Real processes, real limits."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from game.vault.home import Home
from game.vault.keys import PrivateKey
from game.vault.reader import Reader
from tests.vault.made import edges

PLAY = """
import os, sys, time
from pathlib import Path
from game.vault.keys import read_public_key
from game.vault.writer import Writer

player, rate_hz = Path(sys.argv[1]), float(sys.argv[2])
writer = Writer(player / "sessions", read_public_key(player), b"setup")
os.write(1, f"{writer.path}\\n".encode())
begun = time.monotonic()
number = 0
while True:
    writer.append(1, number.to_bytes(8, "big") + os.urandom(40))
    number += 1
    if number % 60 == 0:
        writer.flush()
    os.write(1, f"{number}\\n".encode())
    time.sleep(max(0.0, begun + number / rate_hz - time.monotonic()))
"""

FILL = """
import itertools, os, resource, signal, sys
from pathlib import Path
from game.vault.errors import NotWritten
from game.vault.home import open_home, player_folder
from game.vault.keys import read_public_key, unlock
from game.vault.reader import Reader
from game.vault.writer import Writer

home = open_home(Path(sys.argv[1]))
player = player_folder(home)
if sys.argv[2] != "0":
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
writer = Writer(player / "sessions", read_public_key(player), b"setup")
sent = []
try:
    for number in itertools.count():
        sent.append(number.to_bytes(8, "big") + os.urandom(100))
        writer.append(1, sent[-1])
        if number % 60 == 59:
            writer.flush()
except NotWritten as error:
    print(type(error).__name__, error)
writer.close()
reader = Reader(writer.path, unlock(player, home.device))
kept = [record.payload for record in reader.records()]
assert reader.ended_early and kept == sent[: len(kept)], len(kept)
print(len(kept))
"""

FORBIDDEN = """
import sys
from pathlib import Path
from game.vault.disk import replace_file
from game.vault.errors import VaultError
from game.vault.home import open_home, player_folder
from game.vault.keys import PublicKey
from game.vault.writer import Writer

root = Path(sys.argv[1])
for act in (
    lambda: Writer(root, PublicKey(b"\\x09" + bytes(31)), b"setup"),
    lambda: replace_file(root / "player.sealed", b"new"),
    lambda: open_home(root / "home"),
):
    try:
        act()
    except VaultError as error:
        print(type(error).__name__, error)
"""


def _run(code: str, *words: str, prefix: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    command = [*prefix, sys.executable, "-c", code, *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def _mounting(mount: str) -> tuple[str, ...]:
    """The words before a command that runs it behind ``mount``, in a mount namespace of its own; else a skip."""
    unshare = shutil.which("unshare")
    tried = [unshare or "unshare", "-m", "sh", "-c", mount]
    if unshare is None or subprocess.run(tried, capture_output=True, check=False).returncode:
        pytest.skip("this system does not let the tests mount a filesystem (unshare -m, tmpfs)")
    return (unshare, "-m", "sh", "-c", f'{mount} && exec "$@"', "sh")


@pytest.mark.parametrize(("rate_hz", "killed_at"), [(60.0, 155), (3000.0, 500), (3000.0, 1999)])
def test_a_kill_loses_at_most_two_seconds(
    home: Home, player: Path, private: PrivateKey, rate_hz: float, killed_at: int
) -> None:
    """After SIGKILL at any moment the session opens, ended early, and lacks no record older than two seconds.

    At 3000 Hz the kill comes in the middle of the writing; there only order and wholeness are asked for.
    """
    with subprocess.Popen([sys.executable, "-c", PLAY, str(player), str(rate_hz)], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        path = Path(child.stdout.readline().decode().strip())
        appended = 0
        while appended < killed_at:
            appended = int(child.stdout.readline())
        child.kill()
        rest = child.stdout.read().split(b"\n")
    appended = max([appended, *(int(line) for line in rest[:-1] if line)])
    reader = Reader(path, private)
    numbers = [int.from_bytes(record.payload[:8], "big") for record in reader.records()]
    assert reader.ended_early and reader.setup == b"setup" and not reader.gaps
    assert numbers == list(range(len(numbers)))
    assert len(numbers) % 60 == 0
    if rate_hz == 60.0:
        assert appended - len(numbers) <= 2 * rate_hz


def test_a_full_disk_is_one_clear_error_and_keeps_what_was_sealed(tmp_path: Path) -> None:
    """At a file size limit the next call says what to do; every second before it opens."""
    done = _run(FILL, str(tmp_path / "home"), "40000")
    assert done.returncode == 0, done.stderr
    message, kept = done.stdout.strip().split("\n")
    assert message.startswith("NoRoom") and "Free some space" in message
    assert int(kept) >= 240
    (path,) = (tmp_path / "home" / "players" / "player-1" / "sessions").iterdir()
    assert edges(path.read_bytes())[-1] == path.stat().st_size, "a torn chunk was left at the end"


def test_a_really_full_filesystem(tmp_path: Path) -> None:
    """The same on a filesystem of 128 KiB, where the system may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    prefix = _mounting(f"mount -t tmpfs -o size=128k none '{disk}'")
    done = _run(FILL, str(disk / "home"), "0", prefix=prefix)
    assert done.returncode == 0, done.stderr
    message, kept = done.stdout.strip().split("\n")
    assert message.startswith("NoRoom")
    assert int(kept) >= 300


def test_a_read_only_folder_says_what_to_do(tmp_path: Path) -> None:
    """Sessions, records and a new home in a folder nobody may write to: ReadOnly, and nothing is left behind."""
    folder = tmp_path / "closed"
    folder.mkdir()
    prefix: tuple[str, ...] = ()
    if os.getuid() == 0:  # modes do not hold root back: a filesystem mounted read-only does
        prefix = _mounting(f"mount -t tmpfs -o ro none '{folder}'")
    folder.chmod(0o555)
    done = _run(FORBIDDEN, str(folder), prefix=prefix)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.strip().split("\n")
    assert len(lines) == 3 and all(line.startswith("ReadOnly") and "STILLWATER_HOME" in line for line in lines)
    assert list(folder.iterdir()) == []
