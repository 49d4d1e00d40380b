"""A ghost's child: it tells what it can, says in words what it cannot, and leaves nothing behind."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from game.core.trace import Kind
from game.replay.ghost import Ghost, GhostError, NotReached
from game.replay.ghost_child import Child, run
from game.replay.ghost_line import Ask, Begin, Picture, Progress, Sorry, State, Tape
from game.stage.presentation import LANGUAGES
from game.stage.words import Words
from game.vault.errors import Damaged
from tests.replay.sat import SIZE, SOON_S, Record, Sat, dummy_display, sit, until


@pytest.fixture(scope="module")
def no_window() -> Iterator[None]:
    """SDL draws into memory for as long as this module is tested."""
    with dummy_display():
        yield


@pytest.fixture(scope="module")
def short() -> Sat:
    """Twelve seconds of Tide."""
    return sit(12, "tide")


def is_there(process_id: int) -> bool:
    """Whether a process runs (one that has ended and was not yet fetched counts as gone)."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def lived(begin: Begin, records: list[Record], *asks: Ask) -> list[Progress | Picture | Sorry]:
    """What a child says, in this process, until it has told all, asked this before it begins."""
    ours, theirs = multiprocessing.Pipe()
    with ThreadPoolExecutor(1) as pool, closing(theirs):
        for ask in asks:
            ours.send(ask)
        life = pool.submit(Child(theirs, begin).live, records)
        heard: list[Progress | Picture | Sorry] = []
        while not (heard and isinstance(heard[-1], Progress) and heard[-1].state is not State.TELLING):
            heard.append(ours.recv())
        ours.close()
        assert isinstance(life.exception(), EOFError | OSError)
    return heard


def test_moments_can_be_looked_at_while_it_is_told(no_window: None, short: Sat) -> None:
    """A question asked early is answered in the midst of the telling; one of a moment still to come is refused."""
    asks = (Ask(1, 5, 320, lossless=False), Ask(2, short.ticks, 320, lossless=False))
    heard = lived(Begin(short.setup, SIZE, whole=True), short.records, *asks)
    assert [type(message) for message in heard if not isinstance(message, Progress)] == [Picture, Sorry]
    assert Sorry(2, "ghost.not_yet") in heard
    shares = [message.share for message in heard if isinstance(message, Progress)]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_records_may_come_late(short: Sat) -> None:
    """Who begins a ghost does not wait for the records; as long as they come nothing can be looked at."""
    come = threading.Event()

    def slowly() -> Iterator[Record]:
        yield from short.records[:100]
        come.wait(SOON_S)
        yield from short.records[100:]

    with closing(Ghost(short.setup, slowly(), SIZE)) as told:
        with pytest.raises(NotReached, match=r"ghost\.not_yet"):
            told.frame(0)
        come.set()
        assert until(told, lambda progress: progress.state is State.READY).agrees is True
        assert told.frame(0) != told.frame(short.ticks)


def test_of_a_damaged_session_the_beginning_can_be_seen(short: Sat) -> None:
    """Where a record cannot be read, what came before is told, and that it is not the whole is said."""

    def torn() -> Iterator[Record]:
        yield from short.records[:200]
        raise Damaged("a second is missing")

    with closing(Ghost(short.setup, torn(), SIZE)) as told:
        ended = until(told, lambda progress: progress.state is not State.TELLING)
        assert (ended.state, ended.words) == (State.FAILED, "ghost.damaged")
        assert 100 < ended.ticks < 200
        assert told.frame(ended.ticks).startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    ("setup", "extra", "ticks"),
    [
        (b"", [], -1),
        (b"{}", [], -1),
        (None, [(Kind.LEVEL, b"a level of tomorrow")], 100),
        (None, [(Kind.TICK, b"\xff\xff\xff")], 100),
        (None, [(Kind.DIGEST, b"short")], 100),
    ],
)
def test_what_this_version_cannot_tell_is_told_up_to_there(
    no_window: None, short: Sat, setup: bytes | None, extra: list[Record], ticks: int
) -> None:
    """A header or a record that the rules do not know ends the telling in words; what came before can be looked at."""
    ended = [place for place, record in enumerate(short.records) if record[0] == Kind.TICK][100]
    records = [*short.records[:ended], *extra, *short.records[ended:]]
    begin = Begin(short.setup if setup is None else setup, SIZE, whole=True)
    last = lived(begin, records)[-1]
    assert isinstance(last, Progress)
    assert (last.state, last.words, last.ticks) == (State.FAILED, "ghost.failed", ticks)


def test_other_rules_are_said_to_redraw(no_window: None, short: Sat) -> None:
    """Where digests differ the pictures can be seen, and that they may differ is said."""
    records = [(kind, b"\0" * 12 if kind == Kind.DIGEST else payload) for kind, payload in short.records]
    last = lived(Begin(short.setup, SIZE, whole=True), records)[-1]
    assert last == Progress(1.0, short.ticks, State.READY, "ghost.redrawn", False)


def test_every_word_is_there_in_both_languages() -> None:
    """What a ghost says has a sentence of its own in each language."""
    for key in ("telling", "ready", "redrawn", "failed", "damaged", "gone", "not_yet", "beyond"):
        said = {Words(language).say(f"ghost.{key}") for language in LANGUAGES}
        assert len(said) == len(LANGUAGES) and f"ghost.{key}" not in said


def test_closing_ends_the_child_at_any_time(short: Sat) -> None:
    """Told or not, the process is gone when close returns; closing twice is nothing, and asking then is refused."""
    for wait in (False, True):
        told = Ghost(short.setup, short.records, SIZE)
        child = told.process_id or 0
        assert is_there(child)
        if wait:
            until(told, lambda progress: progress.state is State.READY)
        told.close()
        told.close()
        assert not is_there(child)
        assert told.process_id is None
        with pytest.raises(GhostError):
            told.frame(0)


def test_a_child_that_paints_ends_when_asked(short: Sat) -> None:
    """Painting or not, the word to end is enough: nothing in it catches that word, and none has to be killed."""
    ours, theirs = multiprocessing.Pipe()
    child = multiprocessing.get_context("spawn").Process(target=run, args=(theirs,), daemon=True)
    child.start()
    for message in (Tape(tuple(short.records)), Begin(short.setup, SIZE, whole=True), Ask(1, 60, 320, lossless=False)):
        ours.send(message)
    while not isinstance(heard := ours.recv(), Picture):
        assert isinstance(heard, Progress | Sorry)
        if isinstance(heard, Sorry):
            ours.send(Ask(1, 60, 320, lossless=False))
    child.terminate()
    child.join(SOON_S)
    assert child.exitcode == -signal.SIGTERM


def test_a_child_that_died_is_told_in_words(short: Sat) -> None:
    """Killed from outside: nothing can be looked at any more, and nobody waits for ever."""
    with closing(Ghost(short.setup, short.records, SIZE)) as told:
        until(told, lambda progress: progress.state is State.READY)
        os.kill(told.process_id or 0, signal.SIGKILL)
        ended = until(told, lambda progress: progress.state is State.FAILED)
        assert (ended.words, ended.ticks) == ("ghost.gone", -1)
        with pytest.raises(GhostError):
            told.frame(0)


def test_who_waits_for_a_child_that_dies_is_told_at_once(short: Sat) -> None:
    """Questions under way when the child is killed are answered by that, not by running out of patience."""
    with ThreadPoolExecutor(8) as pool, closing(Ghost(short.setup, short.records, SIZE)) as told:
        until(told, lambda progress: progress.state is State.READY)
        asked = [pool.submit(told.frame, tick) for tick in range(0, 640, 10)]
        asked[0].result()  # one is answered, seven are under way
        os.kill(told.process_id or 0, signal.SIGKILL)
        errors = [error for error in (answer.exception() for answer in asked) if error is not None]
    assert errors
    for error in errors:
        assert isinstance(error, GhostError)
        assert not isinstance(error.__cause__, TimeoutError)


def test_a_child_whose_server_died_ends(short: Sat) -> None:
    """It lives no longer than the other end of its pipe."""
    ours, theirs = multiprocessing.Pipe()
    child = multiprocessing.get_context("spawn").Process(target=run, args=(theirs,), daemon=True)
    child.start()
    theirs.close()
    ours.send(Tape(tuple(short.records)))
    ours.close()
    child.join(SOON_S)
    assert child.exitcode == 0


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks into /proc")
def test_nothing_of_a_session_leaves_the_memory(short: Sat) -> None:
    """The child's arguments and environment hold nothing of the session, and no file is open for writing."""
    with closing(Ghost(short.setup, short.records, SIZE)) as told:
        until(told, lambda progress: progress.state is State.READY)
        told.frame(60)
        place = Path(f"/proc/{told.process_id}")
        said = (place / "cmdline").read_bytes() + (place / "environ").read_bytes()
        assert short.setup[:40] not in said
        assert b'"tide"' not in said
        for descriptor in (place / "fd").iterdir():
            target = Path(os.readlink(descriptor))
            flags = int((place / "fdinfo" / descriptor.name).read_text().split("flags:")[1].split()[0], 8)
            if target.is_file() and flags & os.O_ACCMODE != os.O_RDONLY:
                assert target in _of_parent(), f"{target} is open for writing"


def _of_parent() -> set[Path]:
    """Where the parent's own output goes, which a child inherits: a log that the runner of the tests opened."""
    return {Path(os.readlink(f"/proc/self/fd/{number}")) for number in (1, 2)}
