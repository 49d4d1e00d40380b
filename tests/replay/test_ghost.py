"""The ghost: its pictures are those of the game, and its child leaves nothing behind."""

import io
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pygame
import pytest
from numpy.typing import NDArray

from game.core.shapes import Panel, Scene
from game.core.trace import Kind
from game.replay.ghost import Ghost, GhostError, NotReached
from game.replay.ghost_child import Child, run
from game.replay.ghost_line import Ask, Begin, Picture, Progress, Sorry, State, Tape
from game.stage.painting.plates import STRIPS
from game.stage.presentation import LANGUAGES, Presentation
from game.stage.screen import Screen
from game.stage.still import Form, Stills
from game.stage.words import Words
from game.vault.errors import Damaged
from tests.replay.sat import Record, Sat, sit

SIZE = (320, 180)
MOMENTS = (100, 400, 1040, 1800, 2300)
"""The title, the opening of Tide, play, and play after a pause."""
PAUSED = 1550
"""The pause menu is open, on its frosted card."""
LOOKED = Presentation(language="zh_CN", text_scale=1.25, high_contrast=True)
SOON_S = 60.0

Pixels = NDArray[np.uint8]


class LiveScreen:
    """A window that is painted while the sitting is played."""

    def __init__(self) -> None:
        self._screen = Screen(SIZE, False, LOOKED)
        self.fleeting: dict[int, Pixels] = {}
        """As it flew by."""
        self.standing: dict[int, Pixels] = {}
        """As it would be, had the player looked a moment longer."""
        self.carded = 0

    def look(self, tick: int, scene: Scene) -> None:
        """Paint every fourth scene; at MOMENTS and when PAUSED keep the picture."""
        kept = tick in (*MOMENTS, PAUSED)
        if tick % 4 and not kept:
            return
        self._screen.paint(scene)
        self.carded += any(isinstance(shape, Panel) for shape in scene.shapes)
        if kept:
            self.fleeting[tick] = self._screen.capture()
            for _ in range(STRIPS):
                self._screen.paint(scene)
            self.standing[tick] = self._screen.capture()

    def close(self) -> None:
        """Close the window."""
        self._screen.close()


@pytest.fixture(scope="module")
def dummy_display() -> Iterator[None]:
    """SDL draws into memory for as long as this module is tested."""
    before = os.environ.get("SDL_VIDEODRIVER")
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    yield
    if before is None:
        del os.environ["SDL_VIDEODRIVER"]
    else:
        os.environ["SDL_VIDEODRIVER"] = before


@pytest.fixture(scope="module")
def played(dummy_display: None) -> tuple[Sat, LiveScreen]:
    """Forty seconds with a window that looked on, in Chinese and larger letters."""
    with closing(LiveScreen()) as screen:
        return sit(40, presentation=LOOKED, look=screen.look), screen


@pytest.fixture(scope="module")
def short() -> Sat:
    """Three seconds of Tide."""
    return sit(3, "tide")


@pytest.fixture(scope="module")
def ghost(played: tuple[Sat, LiveScreen]) -> Iterator[Ghost]:
    """The ghost of the sitting, told whole."""
    sat, _ = played
    with closing(Ghost(sat.setup, sat.records, SIZE)) as told:
        until(told, lambda progress: progress.state is not State.TELLING)
        yield told


def until(ghost: Ghost, there: Callable[[Progress], bool]) -> Progress:
    """Wait for the other process to have come so far."""
    late_s = time.monotonic() + SOON_S
    while not there(ghost.progress):
        assert time.monotonic() < late_s, ghost.progress
        time.sleep(0.005)
    return ghost.progress


def pixels(data: bytes) -> Pixels:
    """uint8 (H, W, 3) RGB of a picture file."""
    picture = pygame.image.load(io.BytesIO(data), "a.png" if data.startswith(b"\x89PNG") else "a.jpg")
    return pygame.surfarray.array3d(picture).swapaxes(0, 1)


def difference(one: Pixels, other: Pixels) -> NDArray[np.int64]:
    """int64 (H, W, 3): how many of 255 levels two pictures are apart."""
    apart: NDArray[np.int64] = np.abs(one.astype(np.int64) - other)
    return apart


def is_there(process_id: int) -> bool:
    """Whether a process runs (one that has ended and was not yet fetched counts as gone)."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_five_moments_are_pixel_for_pixel_what_the_window_showed(ghost: Ghost, played: tuple[Sat, LiveScreen]) -> None:
    """Asked in no order, each of five moments is what the player's window showed: every pixel as it stood there, and
    at most two of 255 levels from how it flew by (a window renews a drifting mood strip by strip)."""
    _, screen = played
    for tick in (MOMENTS[3], MOMENTS[0], MOMENTS[4], MOMENTS[1], MOMENTS[2]):
        shown = pixels(ghost.frame(tick, lossless=True))
        assert np.array_equal(shown, screen.standing[tick]), tick
        assert difference(shown, screen.fleeting[tick]).max() <= 2, tick


def test_a_frosted_card_is_that_of_the_window(ghost: Ghost, played: tuple[Sat, LiveScreen]) -> None:
    """A window's card keeps the frost of the moment it appeared, a ghost's has that of now: two of 255 levels apart."""
    _, screen = played
    assert screen.carded
    assert difference(pixels(ghost.frame(PAUSED, lossless=True)), screen.standing[PAUSED]).max() <= 2


def test_a_picture_owes_nothing_to_those_before(ghost: Ghost) -> None:
    """The same moment is the same bytes, whichever were asked for before, forward or back, across places and menus."""
    ticks = (1550, 1552, 1549, 90, 1551, 2399, 0, 1600, 1505)
    first = {tick: ghost.frame(tick, lossless=True) for tick in ticks}
    for tick in reversed(ticks):
        assert ghost.frame(tick, lossless=True) == first[tick], tick


@pytest.mark.parametrize("place", ["glider", "garden"])
def test_every_picture_of_a_place_owes_nothing_to_those_before(dummy_display: None, place: str) -> None:
    """So do clouds that are mixed piece by piece, and things that open stage by stage."""
    scenes: list[Scene] = []
    sit(4, place, look=lambda tick, scene: scenes.append(scene))
    with closing(Stills(SIZE, LOOKED)) as stills:
        forward = [stills.picture(scene, Form.PNG) for scene in scenes[::40]]
        backward = [stills.picture(scene, Form.PNG) for scene in scenes[::40][::-1]]
    assert forward == backward[::-1]
    assert len(set(forward)) == len(forward)


def test_it_says_how_far_it_is_and_that_it_agrees(ghost: Ghost, played: tuple[Sat, LiveScreen]) -> None:
    """Told whole, all ticks are there, and every digest agrees; the moment after the last is refused."""
    sat, _ = played
    assert ghost.progress == Progress(1.0, sat.ticks, State.READY, "ghost.ready", True)
    assert ghost.digest_agrees is True
    for tick in (-1, sat.ticks + 1):
        with pytest.raises(NotReached, match=r"ghost\.beyond"):
            ghost.frame(tick)


def test_a_picture_is_as_wide_as_was_asked(ghost: Ghost) -> None:
    """JPEG in the form of 16:9, never wider than it was painted nor narrower than can be seen; close to the lossless
    one."""
    for width, shape in ((None, (180, 320, 3)), (160, (90, 160, 3)), (5000, (180, 320, 3)), (1, (36, 64, 3))):
        data = ghost.frame(400, width)
        assert data.startswith(b"\xff\xd8\xff")
        assert pixels(data).shape == shape
    assert difference(pixels(ghost.frame(400)), pixels(ghost.frame(400, lossless=True))).mean() < 3.0


def test_many_may_ask_at_once(ghost: Ghost) -> None:
    """Threads that ask at the same time each get the picture of their own moment."""
    ticks = [tick * 45 for tick in range(50)]
    alone = [ghost.frame(tick) for tick in ticks]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ghost.frame, ticks)) == alone


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


def test_moments_can_be_looked_at_while_it_is_told(played: tuple[Sat, LiveScreen]) -> None:
    """A question asked early is answered in the midst of the telling; one of a moment still to come is refused."""
    sat, _ = played
    asks = (Ask(1, 5, 320, lossless=False), Ask(2, sat.ticks, 320, lossless=False))
    heard = lived(Begin(sat.setup, SIZE, whole=True), sat.records, *asks)
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
    dummy_display: None, short: Sat, setup: bytes | None, extra: list[Record], ticks: int
) -> None:
    """A header or a record that the rules do not know ends the telling in words; what came before can be looked at."""
    ended = [place for place, record in enumerate(short.records) if record[0] == Kind.TICK][100]
    records = [*short.records[:ended], *extra, *short.records[ended:]]
    begin = Begin(short.setup if setup is None else setup, SIZE, whole=True)
    last = lived(begin, records)[-1]
    assert isinstance(last, Progress)
    assert (last.state, last.words, last.ticks) == (State.FAILED, "ghost.failed", ticks)


def test_other_rules_are_said_to_redraw(dummy_display: None, short: Sat) -> None:
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
def test_nothing_of_a_session_leaves_the_memory(ghost: Ghost, played: tuple[Sat, LiveScreen]) -> None:
    """The child's arguments and environment hold nothing of the session, and no file is open for writing."""
    sat, _ = played
    ghost.frame(60)
    place = Path(f"/proc/{ghost.process_id}")
    said = (place / "cmdline").read_bytes() + (place / "environ").read_bytes()
    assert sat.setup[:40] not in said
    assert b'"tide"' not in said
    for descriptor in (place / "fd").iterdir():
        target = Path(os.readlink(descriptor))
        flags = int((place / "fdinfo" / descriptor.name).read_text().split("flags:")[1].split()[0], 8)
        if target.is_file() and flags & os.O_ACCMODE != os.O_RDONLY:
            assert target in _of_parent(), f"{target} is open for writing"


def _of_parent() -> set[Path]:
    """Where the parent's own output goes, which a child inherits: a log that the runner of the tests opened."""
    return {Path(os.readlink(f"/proc/self/fd/{number}")) for number in (1, 2)}
