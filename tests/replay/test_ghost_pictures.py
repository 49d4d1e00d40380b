"""The pictures of a ghost are those of the game: what the player's window showed, moment by moment."""

import io
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import numpy as np
import pygame
import pytest
from numpy.typing import NDArray

from game.core.shapes import Panel, Plate, Scene
from game.replay.ghost import Ghost, NotReached
from game.replay.ghost_line import Progress, State
from game.stage.painting.plates import STRIPS
from game.stage.presentation import Presentation
from game.stage.screen import Screen
from game.stage.still import Form, Stills
from tests.replay.sat import SIZE, Sat, dummy_display, sit, until
from tests.stage.scenes import scene

MOMENTS = (100, 400, 1040, 1800, 2300)
"""The title, the opening of Tide, play, and play after a pause."""

PAUSED = 1550
"""The pause menu is open, on its frosted card."""

LOOKED = Presentation(language="zh_CN", text_scale=1.25, high_contrast=True)

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
def no_window() -> Iterator[None]:
    """SDL draws into memory for as long as this module is tested."""
    with dummy_display():
        yield


@pytest.fixture(scope="module")
def played(no_window: None) -> tuple[Sat, LiveScreen]:
    """Forty seconds with a window that looked on, in Chinese and larger letters."""
    with closing(LiveScreen()) as screen:
        return sit(40, presentation=LOOKED, look=screen.look), screen


@pytest.fixture(scope="module")
def ghost(played: tuple[Sat, LiveScreen]) -> Iterator[Ghost]:
    """The ghost of the sitting, told whole."""
    sat, _ = played
    with closing(Ghost(sat.setup, sat.records, SIZE)) as told:
        until(told, lambda progress: progress.state is not State.TELLING)
        yield told


def pixels(data: bytes) -> Pixels:
    """uint8 (H, W, 3) RGB of a picture file."""
    picture = pygame.image.load(io.BytesIO(data), "a.png" if data.startswith(b"\x89PNG") else "a.jpg")
    return pygame.surfarray.array3d(picture).swapaxes(0, 1)


def difference(one: Pixels, other: Pixels) -> NDArray[np.int64]:
    """int64 (H, W, 3): how many of 255 levels two pictures are apart."""
    apart: NDArray[np.int64] = np.abs(one.astype(np.int64) - other)
    return apart


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
    ticks = (1550, 1552, 1549, 90, 1551, 2399, 0, 1600, 1505, 1589)
    first = {tick: ghost.frame(tick, lossless=True) for tick in ticks}
    for tick in reversed(ticks):
        assert ghost.frame(tick, lossless=True) == first[tick], tick


@pytest.mark.parametrize("place", ["glider", "garden"])
def test_every_picture_of_a_place_owes_nothing_to_those_before(no_window: None, place: str) -> None:
    """So do clouds that are mixed piece by piece, and things that open stage by stage."""
    scenes: list[Scene] = []
    sit(4, place, look=lambda tick, seen: scenes.append(seen))
    with closing(Stills(SIZE, LOOKED)) as stills:
        forward = [stills.picture(seen, Form.PNG) for seen in scenes[::40]]
        backward = [stills.picture(seen, Form.PNG) for seen in scenes[::40][::-1]]
    assert forward == backward[::-1]
    assert len(set(forward)) == len(forward)


def test_a_card_frosts_the_place_it_lies_on_now(no_window: None) -> None:
    """The same card after another place looks as if that place had never been."""
    card = Panel(0.2, 0.2, 0.8, 0.8, 1.0)
    night, evening, bare = scene(Plate("tide", 0.5), card), scene(Plate("title", 0.5), card), scene(Plate("tide", 0.5))
    with closing(Stills(SIZE, LOOKED)) as stills:
        after = [stills.picture(seen, Form.PNG) for seen in (night, evening)][-1]
        assert [stills.picture(seen, Form.PNG) for seen in (bare, evening)][-1] == after


def test_pictures_given_out_are_not_held(no_window: None) -> None:
    """However many are asked for, what holds them is let go: half an hour at 30 a second would be gigabytes."""
    scenes: list[Scene] = []
    sit(1, "tide", look=lambda tick, seen: scenes.append(seen))
    with closing(Stills(SIZE, LOOKED)) as stills:
        size = len(stills.picture(scenes[0], Form.PNG))
        tracemalloc.start()
        before, _ = tracemalloc.get_traced_memory()
        for _ in range(40):
            stills.picture(scenes[0], Form.PNG)
        after, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert after - before < 4 * size


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
