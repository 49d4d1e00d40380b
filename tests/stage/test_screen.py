"""The window: what it shows where, and that nothing a level says can break it."""

from pathlib import Path

import numpy as np
import pygame
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.core.shapes import Colour, Light, Motes, Panel, Plate, Sprite, Text, TextRole, Veil, Water
from game.stage.presentation import Presentation
from game.stage.screen import Screen, letterbox
from tests.stage.conftest import Opener
from tests.stage.scenes import scene, shapes


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(shapes, max_size=6))
def test_no_scene_breaks_it(small: Screen, things: list) -> None:  # type: ignore[type-arg]
    """Any shapes in any order, partly outside the picture or of unknown places, are painted without an error."""
    small.paint(scene(*things))
    assert small.capture().shape == (180, 320, 3)


@given(st.integers(16, 4000), st.integers(16, 4000))
def test_the_picture_is_16_to_9_and_inside(width: int, height: int) -> None:
    """Every window holds a centred picture of 16:9, as large as fits."""
    picture = letterbox(width, height)
    assert pygame.Rect(0, 0, width, height).contains(picture)
    assert abs(picture.width * 9 - picture.height * 16) <= 32
    assert width - picture.width <= 17 or height - picture.height <= 10
    assert abs((picture.left + picture.right) - width) <= 1


@pytest.mark.parametrize("size", [(320, 180), (400, 180), (320, 300)])
def test_a_pixel_goes_to_the_unit_square_and_back(opener: Opener, size: tuple[int, int]) -> None:
    """A place of the unit square, painted, is the place that a pointer on that pixel names."""
    screen = opener(size)
    picture = letterbox(*size)
    for x, y in ((0.01, 0.02), (0.25, 0.75), (0.99, 0.98)):
        pixel = (picture.left + int(x * picture.width), picture.top + int(y * picture.height))
        unit = screen.unit(pixel)
        assert unit is not None
        assert abs(unit[0] / 4096 - x) <= 1.5 / picture.width
        assert abs(unit[1] / 4096 - y) <= 1.5 / picture.height
    corner = (0, 0)
    assert (screen.unit(corner) is None) == (picture.topleft != (0, 0))


def test_where_a_pointer_is_does_not_depend_on_words(opener: Opener) -> None:
    """Language and text size change what is painted, never what a pixel means."""
    units = set()
    for presentation in (Presentation(), Presentation(text_scale=1.5), Presentation(language="zh_CN")):
        screen = opener(presentation=presentation)
        screen.paint(scene(Text(TextRole.MENU, "title.begin", 0.5, 0.5)))
        units.add(screen.unit((100, 100)))
    assert len(units) == 1


def test_a_resized_window_is_painted_anew(opener: Opener) -> None:
    """After the window's size changed the picture has the new size, without a word to the screen."""
    screen = opener()
    pygame.display.set_mode((640, 400), pygame.RESIZABLE)
    screen.paint(scene(Plate("tide", 1.0)))
    assert screen.capture().shape == (360, 640, 3)


def test_a_capture_is_what_the_file_holds(small: Screen, tmp_path: Path) -> None:
    """The array and the PNG are the same picture."""
    small.paint(scene(Plate("tide", 0.5), Light(0.5, 0.5, 0.3, Colour.LANTERN, 1.0)))
    taken = small.capture(tmp_path / "shot.png")
    read = pygame.surfarray.array3d(pygame.image.load(str(tmp_path / "shot.png"))).swapaxes(0, 1)
    assert np.array_equal(taken, read)


def test_wishes_take_effect(opener: Opener) -> None:
    """Larger letters repaint words; a new volume repaints nothing."""
    screen = opener()
    words = scene(Plate("tide", 1.0), Text(TextRole.HEADING, "pause.heading", 0.5, 0.5))
    screen.prepare("tide")
    pictures = []
    for presentation in (Presentation(), Presentation(volume=0.3), Presentation(text_scale=1.5)):
        screen.set_presentation(presentation)
        screen.paint(words)
        pictures.append(screen.capture())
    assert np.array_equal(pictures[0], pictures[1])
    assert not np.array_equal(pictures[0], pictures[2])


def test_reduced_motion_holds_drift_but_lets_water_breathe(opener: Opener) -> None:
    """With reduced motion, time alone changes nothing; breath still moves the water."""
    screen = opener(presentation=Presentation(reduced_motion=True))

    def at(time: float, breath: float) -> np.ndarray:  # type: ignore[type-arg]
        for _ in range(13):
            screen.paint(
                scene(
                    Plate("tide", 1.0),
                    Water("tide", breath, 0.5, time, 1.0),
                    Veil(0.5, 0.5, time / 100, 1.0),
                    Sprite("lantern", 0.3, 0.7, 0.1, turn=time),
                    Motes(0, 0, 1, 1, 60, Colour.HEART, 1.0, time, 0.5, 3),
                )
            )
        return screen.capture().astype(int)

    assert np.array_equal(at(1.0, 0.2), at(9.0, 0.2))
    assert not np.array_equal(at(1.0, 0.2), at(1.0, 0.9))


def test_focus_shows_no_motes_and_hardly_any_mist(opener: Opener) -> None:
    """In the focus profile a swarm adds nothing, and mist is a fifth of what it was."""
    swarm = scene(Plate("tide", 1.0), Motes(0, 0, 1, 1, 200, Colour.HEART, 1.0, 1.0, 0.0, 3))
    mist = scene(Plate("tide", 1.0), Veil(0.5, 1.0, 0.0, 1.0))
    bare = scene(Plate("tide", 1.0))

    def change(presentation: Presentation) -> tuple[float, float]:
        screen = opener(presentation=presentation)
        pictures = []
        for each in (bare, swarm, mist):
            screen.paint(each)
            pictures.append(screen.capture().astype(int))
        return tuple(float(np.abs(each - pictures[0]).mean()) for each in pictures[1:])  # type: ignore[return-value]

    usual, focus = change(Presentation()), change(Presentation(focus=True))
    assert focus[0] == 0.0 < usual[0]
    assert 0.0 < focus[1] < 0.35 * usual[1]


def test_the_place_stays_sharp_beside_a_card(opener: Opener) -> None:
    """A card frosts what is under and around it; far from it, the place is as it was, even if it asks for blur."""
    screen = opener((640, 360))
    bare, carded = scene(Plate("tide", 1.0)), scene(Plate("tide", 1.0, 0.0, 1.0), Panel(0.05, 0.1, 0.4, 0.9))
    screen.paint(bare)
    before = screen.capture().astype(int)
    screen.paint(carded)
    after = screen.capture().astype(int)
    assert np.array_equal(before[:, 500:], after[:, 500:])
    assert np.abs(before[100:260, 60:200] - after[100:260, 60:200]).mean() > 2.0


def test_a_missing_place_is_painted_plainly_and_said_once(opener: Opener, caplog: pytest.LogCaptureFixture) -> None:
    """Sky is above sea, nothing is raised, and the log has one line about it."""
    screen = opener()
    for _ in range(3):
        screen.paint(scene(Plate("nowhere", 0.0), Sprite("nothing", 0.5, 0.5, 0.1)))
    assert screen.capture().max() > 60
    assert sum("plates/nowhere" in line.message for line in caplog.records) == 1
    assert sum("sprites/nothing" in line.message for line in caplog.records) == 1
