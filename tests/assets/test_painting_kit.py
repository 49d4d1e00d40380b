"""Colour, noise and canvas: the properties every picture leans on."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.studio.canvas import Canvas, Grid, Painting, below, curve, disc
from assets.studio.colour import Ramp, colour, from_oklab, mix, oklab
from assets.studio.noise import clouds, line, spectral
from assets.studio.palette import SHORES
from assets.studio.strokes import blade, stamp

UNIT = st.floats(0, 1)
COLOURS = st.tuples(UNIT, UNIT, UNIT)
GRID = Grid(160, 90)


@given(COLOURS)
def test_oklab_and_back(rgb: tuple[float, float, float]) -> None:
    """Every colour of the screen survives the way to OKLab and back."""
    assert np.allclose(from_oklab(oklab(rgb)), rgb, atol=2e-4)


def test_oklab_agrees_with_its_author() -> None:
    """White is L 1 without hue; pure red is at the place given in the original article."""
    assert np.allclose(oklab((1, 1, 1)), (1, 0, 0), atol=1e-3)
    assert np.allclose(oklab((1, 0, 0)), (0.62796, 0.22486, 0.12585), atol=1e-3)


@given(COLOURS, COLOURS, UNIT)
def test_a_mixture_lies_between_its_parts(
    first: tuple[float, float, float], second: tuple[float, float, float], share: float
) -> None:
    """Lightness of a mixture is never outside the lightness of what was mixed (but for the edge of the screen)."""
    low, high = sorted((float(oklab(first)[0]), float(oklab(second)[0])))
    assert low - 0.03 <= float(oklab(mix(first, second, share))[0]) <= high + 0.03


@pytest.mark.parametrize("mood", SHORES)
def test_the_shore_grows_lighter_toward_the_light(mood: str) -> None:
    """Sky lightens from the zenith to the horizon and sea from the eye to the horizon, without a dip."""
    sky = oklab(SHORES[mood].sky.at(np.linspace(0, 1, 512)))[:, 0]
    sea = oklab(SHORES[mood].sea.at(np.linspace(0, 1, 512)))[:, 0]
    assert np.all(np.diff(sky) > -1e-4)
    assert np.all(np.diff(sea) < 1e-4)
    assert sky[-1] - sky[0] > 0.25


def test_moods_open_step_by_step() -> None:
    """From tense to calm the sky's range of lightness and its chroma grow: veiled first, then given."""
    spans, chromas = [], []
    for mood in ("tense", "neutral", "calm"):
        lab = oklab(SHORES[mood].sky.at(np.linspace(0, 1, 64)))
        spans.append(float(np.ptp(lab[:, 0])))
        chromas.append(float(np.hypot(lab[:, 1], lab[:, 2]).mean()))
    assert spans == sorted(spans)
    assert chromas == sorted(chromas)


@given(st.floats(-2, 3))
def test_a_ramp_goes_on_beyond_its_ends(position: float) -> None:
    """Any finite place has a colour; outside the stops it is the nearest end's."""
    ramp = Ramp(((0.2, "101020"), (0.5, "405080"), (0.9, "f0e0c0")))
    assert np.allclose(ramp.at(position), ramp.at(min(max(position, 0.2), 0.9)), atol=1e-6)


def test_a_ramp_meets_its_stops() -> None:
    """At a stop the ramp is the stop's colour, to a step of 8 bits."""
    ramp = SHORES["calm"].sky
    for position, code in ramp.stops:
        assert np.allclose(ramp.at(position), colour(code), atol=1.2 / 255)


@pytest.mark.parametrize("code", ("fff", "#12345", "ggg000", ""))
def test_a_colour_must_be_one(code: str) -> None:
    """What is no colour code is refused with a ValueError, not painted black."""
    with pytest.raises(ValueError, match=r".+"):
        colour(code)


@settings(max_examples=10, deadline=None)
@given(st.floats(0.5, 2.2), st.integers(0, 99))
def test_noise_tiles_and_is_even(slope: float, seed: int) -> None:
    """Mean 0, deviation 1, and the step across the seam is one like the steps inside."""
    field = spectral(96, 128, slope, seed)
    assert abs(float(field.mean())) < 1e-3
    assert abs(float(field.std()) - 1) < 1e-3
    down, across = np.abs(np.diff(field, axis=0)).mean(1), np.abs(np.diff(field, axis=1)).mean(0)
    assert np.abs(field[0] - field[-1]).mean() < 1.5 * down.max()
    assert np.abs(field[:, 0] - field[:, -1]).mean() < 1.5 * across.max()


def test_noise_is_drawn_out_along_x_where_asked() -> None:
    """A stretch below 1 in x makes noise vary more slowly along x than along y."""
    field = spectral(256, 256, 1.8, 4, (0.3, 1.2))
    assert np.abs(np.diff(field, axis=1)).mean() < 0.5 * np.abs(np.diff(field, axis=0)).mean()


def test_noise_looks_alike_at_every_scale() -> None:
    """The same clouds stand over a small picture and a large one."""
    small, large = clouds(GRID, 2.0, 7, (0.5, 1.0)), clouds(Grid(640, 360), 2.0, 7, (0.5, 1.0))
    shrunk = large.reshape(90, 4, 160, 4).mean((1, 3))
    assert float(np.corrcoef(small.ravel(), shrunk.ravel())[0, 1]) > 0.995
    assert np.allclose(line(GRID.x, 1.5, 3), line(GRID.x + 1, 1.5, 3), atol=1e-3)


@given(COLOURS, UNIT)
def test_screen_never_darkens_nor_exceeds_white(light: tuple[float, float, float], strength: float) -> None:
    """Light laid on light stays within the screen and takes nothing away."""
    canvas = Canvas(Grid(4, 3))
    canvas.rgb[:] = (0.2, 0.5, 0.9)
    before = canvas.rgb.copy()
    canvas.screen(light, np.full((3, 4), strength, np.float32))
    assert np.all(canvas.rgb >= before - 1e-6)
    assert np.all(canvas.rgb <= 1 + 1e-6)


def test_over_covers_wholly_or_not_at_all() -> None:
    """Alpha 0 leaves the ground, alpha 1 leaves nothing of it."""
    canvas = Canvas(Grid(2, 1))
    canvas.rgb[:] = 0.25
    canvas.over("ff9a4a", np.array([[0.0, 1.0]]))
    assert np.allclose(canvas.rgb[0, 0], 0.25)
    assert np.allclose(canvas.rgb[0, 1], colour("ff9a4a"))


def test_dither_keeps_the_mean_and_hides_the_steps() -> None:
    """A shade between two steps comes out as a mixture of neighbours with the right mean."""
    canvas = Canvas(GRID)
    canvas.rgb[:] = 20.37 / 255
    pixels = canvas.pixels()
    assert abs(float(pixels.mean()) - 20.37) < 0.03
    assert set(np.unique(pixels)) <= {19, 20, 21, 22}
    assert len(np.unique(pixels)) >= 2


def test_a_curve_passes_through_its_points() -> None:
    """The outline of a hill is where it was asked to be."""
    points = ((0.0, 0.4), (0.3, 0.2), (0.7, 0.5), (1.0, 0.45))
    heights = curve(Grid(1000, 10), points)[0]
    for x, y in points:
        assert abs(float(heights[min(int(x * 1000), 999)]) - y) < 0.003


def test_masks_have_the_area_they_say() -> None:
    """A disc covers pi r squared, the ground under a level line covers what is below it; edges are soft."""
    assert abs(float(disc(GRID, 0.5, 0.5, 0.3, GRID.pixel).mean()) * GRID.aspect - np.pi * 0.09) < 0.003
    assert abs(float(below(GRID, np.full_like(GRID.x, 0.25), GRID.pixel).mean()) - 0.75) < 0.003


def test_a_stamped_square_has_its_area() -> None:
    """Polygons are drawn finer than the picture and averaged, so that their area is right to a few pixels."""
    square = [(0.2, 0.2), (0.7, 0.2), (0.7, 0.7), (0.2, 0.7)]
    assert abs(float(stamp(GRID, [square]).mean()) * GRID.aspect - 0.25) < 0.006


@given(st.floats(0.05, 0.4), st.floats(-0.2, 0.2))
def test_a_blade_begins_at_its_foot_and_ends_in_a_point(length: float, bend: float) -> None:
    """The outline closes at the tip; the tip is ``bend`` beside the foot and never above ``length``."""
    outline = blade(0.5, 1.0, length, bend, 0.005)
    tip = outline[len(outline) // 2]
    assert abs(tip[0] - 0.5 - bend) < 1e-6
    assert 1.0 - length - 1e-6 <= tip[1] < 1.0


@pytest.mark.parametrize("place", ((0.5, 0.5), (0.0, 0.2), (1.0, 1.3), (-0.5, 0.5)))
def test_a_thing_over_the_edge_is_cut(place: tuple[float, float]) -> None:
    """Pasting anywhere, even outside, changes only pixels of the thing and never fails."""
    canvas = Canvas(Grid(32, 18))
    canvas.paste(Painting(np.ones((9, 9, 3), np.float32), np.ones((9, 9), np.float32)), *place)
    assert canvas.rgb.shape == (18, 32, 3)
    assert int((canvas.rgb[..., 0] > 0).sum()) <= 81
