"""The garden's pictures: three moods of one place, and plants that open stage by stage without a leap."""

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import gaussian_filter

from assets.studio import garden, garden_plants
from assets.studio.canvas import Grid, Painting
from assets.studio.colour import oklab
from assets.studio.paint import ASSETS

MOODS = ("tense", "neutral", "calm")
STRIPS = sorted(picture.path for picture in garden.PICTURES if "@" in picture.path)


def seen(mood: str) -> NDArray[np.float64]:
    """OKLab (360, 640, 3) of a plate as shipped."""
    image = Image.open(ASSETS / f"plates/garden_{mood}.webp").convert("RGB").resize((640, 360), Image.Resampling.BOX)
    return oklab(np.asarray(image) / 255)


def stages(path: str) -> list[NDArray[np.float64]]:
    """Alpha of each stage of a strip, [0, 1]."""
    image = np.asarray(Image.open(ASSETS / path))[..., 3] / 255.0
    return np.split(image, int(path.partition("@")[2].removesuffix(".webp")), axis=1)


@pytest.mark.parametrize("mood", MOODS)
def test_the_same_garden_twice(mood: str) -> None:
    """Painting is a function of size and mood alone."""
    grid = Grid(160, 90)
    assert np.array_equal(garden.paint(grid, mood).pixels(), garden.paint(grid, mood).pixels())


@pytest.mark.parametrize("mood", MOODS)
def test_the_sun_stands_behind_the_bloom(mood: str) -> None:
    """The brightest quiet spot is round (0.5, 0.385)."""
    light = gaussian_filter(seen(mood)[..., 0], 8)
    y, x = np.unravel_index(int(light.argmax()), light.shape)
    assert abs(x / 640 - 0.5) < 0.05
    assert abs(y / 360 - 0.385) < 0.09


def test_moods_share_their_shapes() -> None:
    """Ridges and grass of any two moods run together, and are not moved by two pixels."""
    reliefs = {}
    for mood in MOODS:
        light = seen(mood)[150:330, :, 0]
        reliefs[mood] = light - gaussian_filter(light, 4)
    for one, other in (("tense", "neutral"), ("neutral", "calm")):
        here, moved = (
            float(np.corrcoef(reliefs[one].ravel(), np.roll(reliefs[other], by, 1).ravel())[0, 1]) for by in (0, 2)
        )
        assert here > 0.75
        assert here > moved + 0.15


def test_tense_is_veiled_and_never_dark_or_grey() -> None:
    """Tense has a narrower range of lightness and less chroma, keeps a cool hue, and is not darker than calm."""
    spans = {mood: float(np.subtract(*np.percentile(seen(mood)[..., 0], (98, 2)))) for mood in MOODS}
    assert spans["tense"] < spans["neutral"] < spans["calm"]
    tense, calm = seen("tense"), seen("calm")
    assert tense[..., 0].mean() > calm[..., 0].mean() - 0.08
    assert tense[..., 2].mean() < 0.0
    assert np.hypot(tense[..., 1], tense[..., 2]).mean() < np.hypot(calm[..., 1], calm[..., 2]).mean()


@pytest.mark.parametrize("path", STRIPS)
def test_a_strip_opens_without_a_leap(path: str) -> None:
    """Every stage is there, the last differs from the first, and no step is more than three times the mean step."""
    alphas = stages(path)
    assert all(alpha.max() > 0.9 for alpha in alphas)
    steps = [float(np.abs(after - before).sum()) for before, after in pairwise(alphas)]
    assert min(steps) >= 0.0
    assert sum(steps) > 0.02 * float(alphas[-1].sum())
    assert max(steps) < 3.0 * sum(steps) / len(steps)


@pytest.mark.parametrize("path", STRIPS)
def test_a_plant_is_not_cut_by_its_frame(path: str) -> None:
    """Left, right and upper borders of every stage are clear; the foot may run out below."""
    for alpha in stages(path):
        assert max(alpha[0].max(), alpha[:, 0].max(), alpha[:, -1].max()) < 0.25


def test_the_bloom_widens_as_it_opens() -> None:
    """Its breadth grows from stage to stage."""

    def breadth(painting: Painting) -> int:
        return int((painting.alpha.max(0) > 0.5).sum())

    widths = [breadth(garden_plants.great_bloom(60, step / 4)) for step in range(5)]
    assert widths == sorted(widths)
    assert widths[-1] > 1.8 * widths[0]
