"""A session comes back as it was written, or says what is not as it was."""

import errno
import multiprocessing
import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.vault.calls import Calls, through
from game.vault.errors import BadName, CannotOpen, Missing, NotWritten, Unfit, VaultError
from game.vault.home import Home, open_home, player_folder
from game.vault.keys import PrivateKey, read_public_key, unlock
from game.vault.reader import Reader
from game.vault.session import erase_session, session_ids, session_path
from game.vault.writer import Writer
from tests.vault.made import PER_SECOND, SECONDS, SETUP, closed, expected, unclosed


@pytest.fixture(scope="module")
def shared() -> Iterator[tuple[Path, PrivateKey]]:
    """One player for the properties over many sessions."""
    with tempfile.TemporaryDirectory() as folder:
        home = open_home(Path(folder) / "home")
        player = player_folder(home)
        yield player, unlock(player, home.device)


@settings(max_examples=60, deadline=None)
@given(
    setup=st.binary(max_size=2000),
    seconds=st.lists(st.lists(st.tuples(st.integers(0, 255), st.binary(max_size=300)), max_size=5), max_size=5),
)
def test_round_trip(shared: tuple[Path, PrivateKey], setup: bytes, seconds: list[list[tuple[int, bytes]]]) -> None:
    """Whatever is appended and however it is flushed, it comes back the same, in order."""
    player, private = shared
    with Writer(player / "sessions", read_public_key(player), setup) as writer:
        for second in seconds:
            for kind, payload in second:
                writer.append(kind, payload)
            writer.flush()
    reader = Reader(writer.path, private)
    assert reader.setup == setup
    assert [tuple(record) for record in reader.records()] == [record for second in seconds for record in second]
    assert (reader.ended_early, reader.gaps, reader.session_id) == (False, (), writer.session_id)


def test_large_records_are_cut_into_chunks(player: Path, private: PrivateKey) -> None:
    """Records as long as allowed, without a flush, still make chunks that a Reader accepts."""
    payload = bytes(range(256)) * 4096
    with Writer(player / "sessions", read_public_key(player), b"") as writer:
        for _ in range(5):
            writer.append(9, payload)
    assert [record.payload for record in Reader(writer.path, private).records()] == [payload] * 5


def test_a_disk_slower_than_the_game_loses_nothing(player: Path, private: PrivateKey) -> None:
    """Flushes and bytes far faster than any disk: chunks grow, the caller is braked, every record arrives."""
    sizes = [3] * 3000 + [1 << 19] * 30 + [3] * 10
    with Writer(player / "sessions", read_public_key(player), b"") as writer:
        for size in sizes:
            writer.append(1, os.urandom(size))
            writer.flush()
    assert [len(record.payload) for record in Reader(writer.path, private).records()] == sizes


class Full(Calls):
    """A disk without room for anything after a session's beginning."""

    def __init__(self) -> None:
        self.filled = False

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        """Take it while there is room."""
        if self.filled:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(descriptor, data)


def test_who_is_told_of_a_full_disk_need_not_close(player: Path) -> None:
    """Once the caller was told that a session cannot be kept, its thread ends, and a later close returns."""
    before, disk = set(threading.enumerate()), Full()
    with through(disk):
        writer = Writer(player / "sessions", read_public_key(player), b"")
    (thread,) = set(threading.enumerate()) - before
    disk.filled = True
    with pytest.raises(NotWritten):
        while True:
            writer.append(1, bytes(100))
            writer.flush()
    thread.join(10.0)
    assert not thread.is_alive()
    writer.close()


class Stopped(Calls):
    """A disk that answers no more, until it is let go."""

    def __init__(self) -> None:
        self.stops = False
        self.asked = threading.Event()
        """Set once something is given to it after it stopped."""
        self.goes_on = threading.Event()

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        """Wait, where it has stopped."""
        if self.stops:
            self.asked.set()
            self.goes_on.wait(60.0)
        return super().write(descriptor, data)


def test_a_disk_that_stops_answering_is_said_and_waited_for_no_more(player: Path, private: PrivateKey) -> None:
    """Minutes of play wait for it; then one clear error, and the game waits no more. What came before opens."""
    before, disk = set(threading.enumerate()), Stopped()
    with through(disk):
        writer = Writer(player / "sessions", read_public_key(player), SETUP, patience_s=0.05)
    (thread,) = set(threading.enumerate()) - before
    writer.append(1, b"first")
    writer.flush()
    while Reader(writer.path, private).record_count == 0:
        thread.join(0.01)
    disk.stops = True
    with pytest.raises(NotWritten, match=r"The disk has stopped taking .*\. Check the disk and start again\."):
        for _ in range(40):
            writer.append(1, bytes(1 << 19))
            writer.flush()
    assert [record.payload for record in Reader(writer.path, private).records()][:1] == [b"first"]
    disk.goes_on.set()
    thread.join(30.0)
    assert not thread.is_alive()


@pytest.mark.parametrize("seconds", [1, 8, 9])
def test_leaving_does_not_wait_for_a_disk_that_stops_answering(player: Path, private: PrivateKey, seconds: int) -> None:
    """However much waits for it, closing ends with the same error; should the disk go on, what it was given is written,
    whole where the end found room as well."""
    before, disk = set(threading.enumerate()), Stopped()
    with through(disk):
        writer = Writer(player / "sessions", read_public_key(player), SETUP, patience_s=0.05)
    (thread,) = set(threading.enumerate()) - before
    disk.stops = True
    writer.append(0, b"0")
    writer.flush()
    assert disk.asked.wait(30.0)
    for second in range(1, seconds):
        writer.append(0, b"%d" % second)
        writer.flush()
    with pytest.raises(NotWritten, match=r"The disk has stopped taking .*\. Check the disk and start again\."):
        writer.close()
    writer.close()
    disk.goes_on.set()
    thread.join(30.0)
    assert not thread.is_alive()
    reader = Reader(writer.path, private)
    assert reader.ended_early == (seconds > 8)
    assert reader.record_count == (1 if reader.ended_early else seconds)


def test_an_error_on_its_way_is_not_hidden_by_a_disk_that_stopped(player: Path) -> None:
    """Leaving in trouble is told as that trouble."""
    disk = Stopped()
    with (
        pytest.raises(ZeroDivisionError),
        through(disk),
        Writer(player / "sessions", read_public_key(player), SETUP, patience_s=0.05),
    ):
        disk.stops = True
        raise ZeroDivisionError
    disk.goes_on.set()


def test_what_no_record_can_hold_is_refused(player: Path) -> None:
    """A kind outside a byte or more than 1 MiB is refused, and the session goes on."""
    with Writer(player / "sessions", read_public_key(player), b"") as writer:
        for kind, payload in ((256, b""), (-1, b""), (0, bytes((1 << 20) + 1))):
            with pytest.raises(Unfit):
                writer.append(kind, payload)
        writer.append(0, b"good")
    with pytest.raises(Unfit):
        Writer(player / "sessions", read_public_key(player), bytes((1 << 20) + 1))


@pytest.mark.parametrize("name", ["", "..", "../" + "a" * 29, "A" * 32, "a" * 31, "a" * 33, "a" * 31 + "\n", "a/" * 16])
def test_hostile_names_are_refused(player: Path, name: str) -> None:
    """Only 32 small hex digits name a session: nothing can point outside the folder."""
    with pytest.raises(BadName):
        session_path(player / "sessions", name)
    with pytest.raises(BadName):
        Writer(player / "sessions", read_public_key(player), b"", name)
    with pytest.raises(BadName):
        erase_session(player / "sessions", name)
    assert list((player / "sessions").iterdir()) == []


def test_a_name_is_given_once(player: Path, private: PrivateKey) -> None:
    """A second session under the same name is refused and the first stays whole."""
    path = closed(player)
    with pytest.raises(NotWritten):
        Writer(path.parent, read_public_key(player), b"", path.stem)
    assert Reader(path, private).record_count == SECONDS * PER_SECOND
    assert [child.name for child in path.parent.iterdir()] == [path.name]


def test_sessions_are_listed_and_erased(player: Path) -> None:
    """The list holds sessions only; an erased one is gone, and erasing it again says so."""
    paths = [closed(player), unclosed(player)]
    (player / "sessions" / "note.still").write_text("no session")
    assert set(session_ids(player / "sessions")) == {path.stem for path in paths}
    erase_session(player / "sessions", paths[0].stem)
    assert session_ids(player / "sessions") == (paths[1].stem,)
    with pytest.raises(Missing):
        erase_session(player / "sessions", paths[0].stem)


def test_a_closed_writer_takes_no_more(player: Path) -> None:
    """After close, append and flush are refused, and close does nothing."""
    writer = Writer(player / "sessions", read_public_key(player), b"")
    writer.close()
    writer.close()
    with pytest.raises(NotWritten):
        writer.append(0, b"")
    with pytest.raises(NotWritten):
        writer.flush()


def test_pipes_folders_and_strange_files_are_refused(player: Path, private: PrivateKey, tmp_path: Path) -> None:
    """What is no session gives an error, and a pipe is not waited for."""
    pipe = tmp_path / "pipe.still"
    os.mkfifo(pipe)
    strange = tmp_path / "strange.still"
    for content in (b"", b"hello", bytes(1000)):
        strange.write_bytes(content)
        with pytest.raises(CannotOpen):
            Reader(strange, private)
    with pytest.raises(CannotOpen):
        Reader(pipe, private)
    with pytest.raises(VaultError):
        Reader(tmp_path, private)
    with pytest.raises(Missing):
        Reader(tmp_path / "none.still", private)


def _read_in_another_process(path: Path, root: Path) -> list[tuple[int, bytes]]:
    home = open_home(root)
    reader = Reader(path, unlock(player_folder(home), home.device))
    return [(record.kind, record.payload) for record in reader.records()]


def test_another_process_reads_what_this_one_wrote(home: Home, player: Path) -> None:
    """Two other processes, started fresh, open a session, one of them while it is still being written."""
    path = closed(player)
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.apply(_read_in_another_process, (path, home.root)) == expected()
        with Writer(player / "sessions", read_public_key(player), SETUP) as writer:
            writer.append(1, b"unsaid")
            assert pool.apply(_read_in_another_process, (writer.path, home.root)) == []
        assert pool.apply(_read_in_another_process, (writer.path, home.root)) == [(1, b"unsaid")]
