"""Words are read on every ground, and what is to be reached stands out to every kind of eye."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation

from game.core.inputs import NOTHING
from game.core.setup import Setup
from game.core.shapes import Colour, Disc, Ring, Role, Scene, Shape, Sprite, Text, TextRole
from game.core.show import show
from game.core.world import World, begin, step
from game.stage.presentation import Presentation
from game.stage.screen import Screen
from tests.levels.places import CORNERS, PLACES, player
from tests.safety.eyes import VISIONS, apart, contrast, linear, luminance
from tests.sittings import LEVELS, RULES

SIZE = (1280, 720)
LEAST_CONTRAST = {TextRole.CUE: 5.5}
"""By role; any other word needs 4.5."""
LEAST_APART = 9.0
"""OKLab x 100 between what is to be reached (or is one's own) and what lies round it."""


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    """The stage at its design size, without a window."""
    made = Screen(SIZE, False, Presentation())
    yield made
    made.close()


def painted(screen: Screen, shapes: tuple[Shape, ...], scene: Scene) -> NDArray[np.float64]:
    """Linear light (H, W, 3) of these shapes."""
    screen.paint(replace(scene, shapes=shapes))
    return linear(screen.capture())


def words_of(world: World, seconds: int) -> Iterator[tuple[Text, Scene]]:
    """Every text that stands fully there, once, with the scene it stands in; nobody touches anything."""
    seen: set[str] = set()
    for tick in range(seconds * 60):
        world = step(world, NOTHING)
        if world.ended:
            return
        if tick % 30 == 29:
            scene = show(world)
            for shape in scene.shapes:
                if isinstance(shape, Text) and shape.opacity > 0.9 and shape.key not in seen:
                    seen.add(shape.key)
                    yield shape, scene


def ratio(screen: Screen, text: Text, scene: Scene) -> float:
    """Contrast between the strokes of a text and the ground right beside them, whichever of the two is lighter."""
    with_it = luminance(painted(screen, scene.shapes, scene))
    without = luminance(painted(screen, tuple(shape for shape in scene.shapes if shape is not text), scene))
    lighter, darker = with_it > without + 0.06, with_it < without - 0.06
    light = text.colour is not Colour.INK
    strokes = lighter if light else darker
    if strokes.sum() < 30:
        return 0.0
    beside = binary_dilation(strokes, iterations=5) & ~binary_dilation(strokes, iterations=2)
    strong = 75.0 if light else 25.0
    return contrast(float(np.percentile(with_it[strokes], strong)), float(np.percentile(with_it[beside], strong)))


@pytest.mark.parametrize("name", sorted(LEVELS))
def test_words_are_read_on_every_ground(name: str, screen: Screen) -> None:
    """In the first ten seconds of every level: 4.5 to the ground beside the strokes, 5.5 for the words of a breath."""
    setup = Setup(2, name, due=("consent",), devices=("camera", "microphone"))
    found = [
        (text.key, ratio(screen, text, scene), LEAST_CONTRAST.get(text.role, 4.5))
        for text, scene in words_of(begin(setup, LEVELS[name], RULES.patterns), 10)
    ]
    weak = [(key, round(told, 1)) for key, told, least in found if told < least]
    assert not weak


def heroes(scene: Scene) -> Iterator[tuple[float, float, float]]:
    """(x, y, radius in heights) of what is to be reached or is one's own, as far as it is plainly there."""
    for shape in scene.shapes:
        if getattr(shape, "role", None) not in (Role.TARGET, Role.OWN) or getattr(shape, "opacity", 1.0) < 0.8:
            continue
        if isinstance(shape, Sprite):
            yield shape.x, shape.y - 0.45 * shape.size, 0.3 * shape.size
        elif isinstance(shape, Disc | Ring):
            yield shape.x, shape.y, max(shape.radius, 0.01)


def stands_out(light: NDArray[np.float64], place: tuple[float, float, float], vision: str) -> float:
    """Distance between the middle of a thing and the ground two to three radii away."""
    height, width = light.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width]
    away = np.hypot(columns - place[0] * width, rows - place[1] * height) / height
    inner, outer = away < max(place[2], 3.0 / height), (away > 2.2 * place[2] + 0.01) & (away < 3.2 * place[2] + 0.02)
    return apart(np.median(light[inner], axis=0), np.median(light[outer], axis=0), vision)


@pytest.mark.parametrize("vision", sorted(VISIONS))
@pytest.mark.parametrize("name", PLACES)
def test_what_is_to_be_reached_stands_out_to_every_eye(name: str, vision: str, screen: Screen) -> None:
    """After half a minute of play: at least half of the heroes stand off their ground, and one's own thing does."""
    world = begin(Setup(3, name), LEVELS[name], RULES.patterns)
    for tick in range(1, 1801):
        world = step(world, player(world, tick, CORNERS[1]))
    scene = show(world)
    light = painted(screen, tuple(shape for shape in scene.shapes if not isinstance(shape, Text)), scene)
    distances = [stands_out(light, place, vision) for place in heroes(scene) if 0.0 < place[0] < 1.0]
    assert distances
    assert np.median(distances) >= LEAST_APART
