"""What the painters lay down: light where light is said, lines where lines are said."""

import numpy as np
import pytest
from numpy.typing import NDArray

from game.core.shapes import (
    Arrow,
    Colour,
    Comets,
    Disc,
    Light,
    Plate,
    Ribbon,
    Ring,
    Shade,
    Shape,
    Sprite,
    Text,
    TextRole,
    Water,
)  # fmt: skip
from game.stage.painting.plates import STRIPS
from game.stage.presentation import Presentation
from game.stage.screen import Screen
from game.stage.tide import CLIMB, waterline
from tests.stage.conftest import Opener
from tests.stage.scenes import scene

SIZE = (640, 360)
Picture = NDArray[np.int64]


@pytest.fixture
def screen(opener: Opener) -> Screen:
    """A window of 640x360."""
    return opener(SIZE)


def painted(screen: Screen, *things: Shape) -> Picture:
    """The difference these shapes make on the calm lake, int (360, 640), mean of the colours."""
    screen.paint(scene(Plate("lake", 1.0)))
    before = screen.capture().astype(np.int64)
    screen.paint(scene(Plate("lake", 1.0), *things))
    return np.asarray((screen.capture().astype(np.int64) - before).sum(axis=2) // 3, np.int64)


@pytest.mark.parametrize("radius", [0.02, 0.1, 0.3, 0.6])
def test_a_light_brightens_its_middle_and_nothing_far(screen: Screen, radius: float) -> None:
    """Brightest in the middle, nothing beyond its radius, nowhere darker."""
    made = painted(screen, Light(0.5, 0.3, radius, Colour.LANTERN, 0.5))
    assert made[108, 320] >= 20
    assert made.min() >= 0
    down, across = np.mgrid[0:360, 0:640]
    away = np.hypot(across - 320, down - 108) / 360
    assert np.all(made[away > radius * 1.05 + 0.01] == 0)


@pytest.mark.parametrize("x", [0.5, 0.5007, 0.501])
def test_light_is_added_at_every_width_of_sprite(screen: Screen, x: float) -> None:
    """No radius loses its light (vector code that drops pixels would show as a missing light)."""
    for pixels in range(2, 40):
        assert painted(screen, Light(x, 0.3, pixels / 360, Colour.HEART, 1.0)).max() > 60


@pytest.mark.parametrize("radius", [0.08, 0.15, 0.297])
def test_a_ring_has_its_radius(screen: Screen, radius: float) -> None:
    """Along a line through the middle it is brightest where the radius says, on both sides."""
    row = painted(screen, Ring(0.5, 0.5, radius, 4 / 720, Colour.INHALE, 1.0))[180]
    assert abs(int(np.argmax(row[:320])) - (320 - radius * 360)) <= 2
    assert abs(int(np.argmax(row[320:])) - radius * 360) <= 2


@pytest.mark.parametrize("size", [(640, 360), (1920, 1080)])
def test_a_hairline_has_no_halo_at_any_size(opener: Opener, size: tuple[int, int]) -> None:
    """A thin circle stays thin on a large picture, where it is more than a pixel wide."""
    row = painted(opener(size), Ring(0.5, 0.25, 0.2, 1.6 / 720, Colour.CREAM, 1.0))[size[1] // 4]
    assert (row > 3).sum() <= 2 * (1.6 * size[1] / 720 + 3)


def test_a_ring_never_overflows(screen: Screen) -> None:
    """On a white ground no channel falls below the ring's own colour: nothing wraps round."""
    ground = (Light(0.5, 0.5, 0.6, Colour.MOON, 1.0),) * 4
    screen.paint(scene(Plate("lake", 1.0), *ground, Ring(0.5, 0.5, 0.2, 4 / 720, Colour.HEART, 1.0)))
    assert screen.capture()[110:250, 250:390].min() >= 0xC0 - 4


def test_discs_and_shades_lay_and_darken(screen: Screen) -> None:
    """A disc covers its middle with its colour; a shade only darkens."""
    screen.paint(scene(Plate("lake", 1.0), Disc(0.25, 0.5, 0.05, Colour.INHALE, 1.0)))
    assert np.abs(screen.capture()[180, 160].astype(int) - (0xA9, 0xE4, 0xEA)).max() <= 3
    made = painted(screen, Shade(0.5, 0.35, 0.3, 0.2, 0.5))
    assert made[126, 320] < -20
    assert made.max() <= 1


def test_comets_show_in_and_out_without_colour(screen: Screen) -> None:
    """Inward and outward comets at the same place of their way are different pictures round the same circle."""
    inward = painted(screen, Comets(0.5, 0.5, 0.2, 0.3, True, Colour.CREAM, 1.0))
    outward = painted(screen, Comets(0.5, 0.5, 0.2, 0.3, False, Colour.CREAM, 1.0))
    assert np.abs(inward - outward).max() > 40
    assert inward[180, 320] == outward[180, 320] == 0


def test_a_ribbon_runs_through_its_points(screen: Screen) -> None:
    """It is brightest at its height, bright before ``bright_to`` and fainter after."""
    points = tuple((place / 32, 0.35 + 0.1 * np.sin(place / 4)) for place in range(33))
    made = painted(screen, Ribbon(points, 6 / 720, (Colour.CREAM,) * 33, 1.0, 0.5))
    for place in (5, 12, 20, 28):
        column = made[:, round(points[place][0] * 640)]
        assert abs(int(np.argmax(column)) - points[place][1] * 360) <= 2.5
    assert made[:, :300].max() > 1.5 * made[:, 340:].max()


def test_a_filled_ribbon_darkens_the_ground_below_only(screen: Screen) -> None:
    """Above the line the picture is as it was, below it is sea."""
    points = tuple((place / 16, 0.3) for place in range(17))
    made = painted(screen, Ribbon(points, 4 / 720, (Colour.EXHALE,) * 17, 1.0, 1.0, 1.0))
    assert np.abs(made[:90]).max() <= 1
    assert made[190:215].mean() < -8


def test_a_rail_stands_upright(screen: Screen) -> None:
    """A ribbon whose points share one x is a line down, between its ends."""
    made = painted(screen, Ribbon(((0.5, 0.8), (0.5, 0.3)), 4 / 720, (Colour.CREAM, Colour.CREAM), 1.0))
    assert made[200, 318:322].max() > 40
    assert made[60].max() == 0 == made[320].max()


def test_an_arrow_points_up_or_down(screen: Screen) -> None:
    """The tip is at the upper or at the lower side."""
    for up, tip in ((True, -1), (False, 1)):
        made = painted(screen, Arrow(0.5, 0.3, 40 / 360, up, Colour.CREAM, 1.0))
        rows = np.flatnonzero(made[:, 318:323].max(axis=1) > 60)
        assert np.sign(rows.mean() - 108) == tip


def test_a_lantern_stands_on_its_foot_and_glows(screen: Screen) -> None:
    """The sprite ends at y and begins ``size`` above; its glow reaches further, its streak lies below."""
    plain = painted(screen, Sprite("lantern", 0.5, 0.6, 0.2))
    lit = painted(screen, Sprite("lantern", 0.5, 0.6, 0.2, glow=1.0))
    body = np.flatnonzero(np.abs(plain[:, 320]) > 25)
    assert abs(body.min() - 0.4 * 360) <= 8
    assert lit[180, 320 + 60] > plain[180, 320 + 60]
    assert plain[216:250, 300:340].max() > 5


def test_a_drifting_mood_ends_where_a_fresh_one_begins(opener: Opener) -> None:
    """After as many frames as there are strips, the cross-fade shows exactly the mood asked for."""
    drifting = opener()
    for step in range(200):
        drifting.paint(scene(Plate("tide", 0.30 + step * 0.001)))
    for _ in range(STRIPS):
        drifting.paint(scene(Plate("tide", 0.5)))
    drifted = drifting.capture()
    fresh = opener()
    fresh.paint(scene(Plate("tide", 0.5)))
    assert np.array_equal(drifted, fresh.capture())


def test_moods_differ_and_dim_darkens(screen: Screen) -> None:
    """Tense and calm are different pictures; dim 0.5 halves them; blur keeps the mean and smooths."""
    pictures = []
    for plate in (Plate("tide", 0.0), Plate("tide", 1.0), Plate("tide", 1.0, 0.5), Plate("tide", 1.0, 0.0, 1.0)):
        screen.paint(scene(plate))
        pictures.append(screen.capture().astype(float))
    tense, calm, dim, blurred = pictures
    assert np.abs(tense - calm).mean() > 5
    assert abs(dim.mean() / calm.mean() - 0.5) < 0.02
    assert abs(blurred.mean() - calm.mean()) < 2
    assert np.abs(np.diff(blurred, axis=1)).mean() < 0.5 * np.abs(np.diff(calm, axis=1)).mean()


def test_the_waterline_climbs_on_the_exhale(screen: Screen) -> None:
    """From full to empty the foam moves up the shore by CLIMB, as the picture shows it."""
    column = 240
    expected = waterline(640)[column] * 360
    edges = []
    for breath in (1.0, 0.0):
        screen.paint(scene(Plate("tide", 1.0), Water("tide", breath, 0.3, 0.0, 1.0)))
        brightness = screen.capture().astype(int).sum(axis=2)[:, column - 10 : column + 10].mean(axis=1)
        near = slice(int(expected) - 14, int(expected) + 14)
        edges.append(near.start + int(np.argmax(brightness[near])))
    assert abs((edges[1] - edges[0]) - CLIMB * 360) <= 2.5


def test_breath_and_light_brighten_the_water(screen: Screen) -> None:
    """A full breath brightens the moon's path, light in the water brightens the shore."""

    def total(breath: float, light: float, rows: slice) -> float:
        screen.paint(scene(Plate("tide", 1.0), Water("tide", breath, light, 3.0, 1.0)))
        return float(screen.capture()[rows].mean())

    assert total(1.0, 0.2, slice(175, 260)) > total(0.0, 0.2, slice(175, 260)) + 0.5
    assert total(0.5, 1.0, slice(280, 330)) > total(0.5, 0.0, slice(280, 330)) + 2


def test_the_lake_sways_but_its_lantern_stands(screen: Screen) -> None:
    """Flow moves rows of the lake; sky and the painted lantern keep still."""
    pictures = []
    for flow in (0.0, 2.0):
        screen.paint(scene(Plate("title", 1.0), Water("title", 0.5, 0.5, flow, 1.0)))
        pictures.append(screen.capture().astype(int))
    moved = np.abs(pictures[0] - pictures[1]).sum(axis=2)
    assert moved[:208].max() == 0
    assert moved[240:].max() > 0
    assert moved[228:254, 306:334].max() == 0


def test_words_are_lighter_than_their_shade(opener: Opener) -> None:
    """Text has bright letters over darkened ground; stronger contrast widens the difference."""
    spread = []
    for presentation in (Presentation(), Presentation(high_contrast=True)):
        screen = opener(SIZE, presentation)
        made = painted(screen, Text(TextRole.CUE, "breath.in", 0.5, 0.6))
        spread.append((int(made.max()), int(made.min())))
    assert spread[0][0] > 60 and spread[0][1] < -5
    assert spread[1][0] - spread[1][1] > spread[0][0] - spread[0][1]


def test_larger_text_is_larger(opener: Opener) -> None:
    """1.5 covers more columns than 1.0."""
    widths = []
    for text_scale in (1.0, 1.5):
        screen = opener(SIZE, Presentation(text_scale=text_scale))
        made = painted(screen, Text(TextRole.MENU, "title.calm_now", 0.5, 0.6))
        widths.append(int((made.max(axis=0) > 40).sum()))
    assert widths[1] > 1.25 * widths[0]
