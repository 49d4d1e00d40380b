"""Plates and sprites: where things stand, that moods share their shapes, that paint dries the same way twice."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import gaussian_filter

from assets.studio import grass, lake, lantern, tide
from assets.studio.canvas import Grid
from assets.studio.colour import oklab
from assets.studio.paint import ASSETS, PICTURES, main, paint_all
from assets.studio.picture import Picture

SMALL = Grid(320, 180)
MOODS = ("tense", "neutral", "calm")
PLATES = [picture for picture in PICTURES if picture.path.startswith("plates/")]
SPRITES = [picture for picture in PICTURES if picture.path.startswith("sprites/")]


def lightness(picture: Path) -> NDArray[np.float64]:
    """OKLab L (720, 1280) of a plate."""
    image = Image.open(picture).convert("RGB").resize((1280, 720), Image.Resampling.BOX)
    return oklab(np.asarray(image) / 255)[..., 0]


@pytest.fixture(scope="module")
def shores() -> dict[str, NDArray[np.float64]]:
    """Lightness of the three Tide plates as shipped."""
    return {mood: lightness(ASSETS / f"plates/tide_{mood}.webp") for mood in MOODS}


@pytest.mark.parametrize("mood", MOODS)
def test_the_same_shore_twice(mood: str) -> None:
    """Painting is a function of its size and mood alone."""
    assert np.array_equal(tide.paint(SMALL, mood).pixels(), tide.paint(SMALL, mood).pixels())


def test_the_same_lake_lantern_and_grass_twice() -> None:
    """No painter keeps dice between two pictures."""
    assert np.array_equal(lake.paint_title(SMALL).pixels(), lake.paint_title(SMALL).pixels())
    assert np.array_equal(lantern.body(48).pixels(), lantern.body(48).pixels())
    assert np.array_equal(lantern.reflection(48).pixels(), lantern.reflection(48).pixels())
    assert np.array_equal(grass.paint(SMALL).pixels(), grass.paint(SMALL).pixels())


def test_a_small_painting_shows_the_large_ones_scene(shores: dict[str, NDArray[np.float64]]) -> None:
    """Scale changes sharpness, not the scene: the shipped calm plate, shrunk, is the calm shore painted small."""
    small = oklab(tide.paint(SMALL, "calm").rgb)[..., 0]
    shrunk = shores["calm"].reshape(180, 4, 320, 4).mean((1, 3))
    difference = gaussian_filter(small, 2) - gaussian_filter(shrunk, 2)
    assert np.abs(difference).mean() < 0.01
    assert np.abs(difference).max() < 0.08


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_every_picture_is_there_and_small(picture: Picture) -> None:
    """What the studio can paint is in the repository, opens, and stays light enough to carry."""
    path = ASSETS / picture.path
    with Image.open(path) as image:
        image.load()
        if picture in PLATES:
            assert (image.size, image.mode) == ((1920, 1080), "RGB")
        else:
            assert image.mode == "RGBA"
    assert path.stat().st_size < 250 * 1024


def test_no_picture_lies_about_unpainted() -> None:
    """Every picture in the folders is one the studio paints: none came from elsewhere."""
    painted = {ASSETS / picture.path for picture in PICTURES}
    found = {path for room in ("plates", "sprites") for path in (ASSETS / room).iterdir() if path.suffix != ".md"}
    assert found == painted


@pytest.mark.parametrize("mood", MOODS)
def test_the_moon_stands_in_its_place(shores: dict[str, NDArray[np.float64]], mood: str) -> None:
    """The brightest quiet spot of the sky is at (0.655, 0.205)."""
    sky = gaussian_filter(shores[mood], 12)[: int(0.40 * 720)]
    y, x = np.unravel_index(int(sky.argmax()), sky.shape)
    assert abs(x / 1280 - 0.655) < 0.01
    assert abs(y / 720 - 0.205) < 0.015


@pytest.mark.parametrize("mood", ("neutral", "calm"))
def test_the_horizon_is_one_level_line_at_047(shores: dict[str, NDArray[np.float64]], mood: str) -> None:
    """Beside hills and moon path the sharpest step from sky to sea lies in the row of the horizon."""
    strip = shores[mood][:, int(0.48 * 1280) : int(0.56 * 1280)].mean(1)
    step = [abs(strip[row - 6 : row].mean() - strip[row : row + 6].mean()) for row in range(300, 380)]
    assert abs((300 + int(np.argmax(step))) / 720 - 0.47) <= 2 / 720


@pytest.mark.parametrize("mood", MOODS)
def test_the_sea_ends_where_the_beach_begins(shores: dict[str, NDArray[np.float64]], mood: str) -> None:
    """Water is rough and sand is even: row to row contrast falls across the waterline at its drawn-back place."""
    for x, middle in tide.WATERLINE[1:-1]:
        column = slice(int(x * 1280) - 25, int(x * 1280) + 25)
        edge = int((middle - tide.DRAWN_BACK) * 720)
        water = np.abs(np.diff(shores[mood][edge - 50 : edge - 10, column], axis=0)).mean()
        sand = np.abs(np.diff(shores[mood][edge + 18 : edge + 58, column], axis=0)).mean()
        assert water > 1.5 * sand


def test_three_moods_share_every_shape(shores: dict[str, NDArray[np.float64]]) -> None:
    """Fine structure (ridges, waves, shoreline) of any two moods runs together and is not moved by one pixel."""

    def relief(mood: str) -> NDArray[np.float64]:
        picture = shores[mood][int(0.52 * 720) : int(0.78 * 720)]
        return np.asarray(picture - gaussian_filter(picture, 4))

    def likeness(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
        return float(np.corrcoef(first.ravel(), second.ravel())[0, 1])

    for one, other in (("tense", "neutral"), ("neutral", "calm"), ("tense", "calm")):
        here = likeness(relief(one), relief(other))
        assert here > 0.75
        assert here > likeness(relief(one), np.roll(relief(other), 1, 0)) + 0.2
        assert here > likeness(relief(one), np.roll(relief(other), 2, 1))


def test_tense_is_veiled_and_never_dark(shores: dict[str, NDArray[np.float64]]) -> None:
    """Tense narrows the range of lightness; it is not darker than calm, and no mood has black or glaring areas."""
    spans = {mood: np.subtract(*np.percentile(picture, (98, 2))) for mood, picture in shores.items()}
    assert spans["tense"] < spans["neutral"] < spans["calm"]
    assert shores["tense"].mean() >= shores["calm"].mean() - 0.02
    for picture in shores.values():
        assert np.mean(picture < 0.06) < 0.01
        assert np.mean(picture > 0.90) < 0.02


def test_tense_is_blue_violet_not_grey() -> None:
    """The tense shore keeps a cool hue: its mean chroma is that of night, not of an old film."""
    image = Image.open(ASSETS / "plates/tide_tense.webp").resize((320, 180), Image.Resampling.BOX)
    lab = oklab(np.asarray(image.convert("RGB")) / 255)
    assert lab[..., 2].mean() < -0.025
    assert np.hypot(lab[..., 1].mean(), lab[..., 2].mean()) < 0.07


def test_half_of_the_shore_is_rest(shores: dict[str, NDArray[np.float64]]) -> None:
    """At least 45 % of the frame is smooth gradient, in every mood."""
    for picture in shores.values():
        detail = np.abs(picture - gaussian_filter(picture, 3))
        assert np.mean(gaussian_filter(detail, 6) < 0.008) > 0.45


@pytest.mark.parametrize("name", ("lantern", "lantern_great"))
def test_a_lantern_stands_on_the_bottom_centre(name: str) -> None:
    """Its float reaches the lowest row, round the middle column; left and right halves weigh the same."""
    alpha = np.asarray(Image.open(ASSETS / f"sprites/{name}.webp"))[..., 3].astype(float)
    middle = (alpha.shape[1] - 1) / 2
    for rows in (alpha[-3:], alpha):
        assert abs((rows.sum(0) * np.arange(alpha.shape[1])).sum() / rows.sum() - middle) < 0.6
    assert alpha[-3:].max() > 120
    assert alpha[0:3].max() > 20


def test_a_lantern_is_warm_and_brightest_at_its_heart() -> None:
    """The one warm light: hue toward amber everywhere on the paper, lightest in its lower middle."""
    image = np.asarray(Image.open(ASSETS / "sprites/lantern_great.webp"))
    lab = oklab(image[..., :3] / 255)
    paper = image[60:330, 90:210]
    assert (oklab(paper[..., :3] / 255)[..., 2] > 0.02).mean() > 0.98
    light = gaussian_filter(np.where(image[..., 3] > 250, lab[..., 0], 0)[40:], 6)
    y, x = np.unravel_index(int(light.argmax()), light.shape)
    assert abs(x - image.shape[1] / 2) < 30
    assert 0.5 < (y + 40) / image.shape[0] < 0.75


@pytest.mark.parametrize(
    "picture", [picture for picture in SPRITES if "@" not in picture.name], ids=lambda picture: picture.name
)
def test_nothing_bleeds_from_clear_pixels(picture: Picture) -> None:
    """Where a sprite is clear it is black, so scaling it before or after premultiplying gives no fringe.

    Strips are stored with a little loss; the stage premultiplies them before it scales.
    """
    image = np.asarray(Image.open(ASSETS / picture.path).convert("RGBA"))
    assert not image[image[..., 3] == 0].any()


def test_grass_keeps_to_the_corners() -> None:
    """The frame of grass leaves the middle open: nothing above 0.62, nothing between x 0.25 and 0.83."""
    alpha = np.asarray(Image.open(ASSETS / "sprites/tide_grass.webp"))[..., 3]
    tall, wide = alpha.shape
    assert not alpha[: int(0.62 * tall)].any()
    assert not alpha[:, int(0.25 * wide) : int(0.83 * wide)].any()
    assert (alpha[int(0.95 * tall) :, : int(0.06 * wide)] > 200).mean() > 0.5


def test_painting_reports_each_picture_and_writes_it(tmp_path: Path) -> None:
    """One line of progress per picture; the file written is the file in the repository."""
    chosen = tuple(picture for picture in PICTURES if picture.name in ("lantern", "icon"))
    lines = list(paint_all(chosen, tmp_path))
    assert [line.split()[0] for line in lines] == ["[1/2]", "[2/2]"]
    for picture in chosen:
        fresh = np.asarray(Image.open(tmp_path / picture.path)).astype(int)
        shipped = np.asarray(Image.open(ASSETS / picture.path)).astype(int)
        assert fresh.shape == shipped.shape
        assert np.abs(fresh - shipped).max() <= 2


def test_an_unknown_name_is_answered_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong name stops before painting and says what there is."""
    with pytest.raises(SystemExit):
        main(["tide_angry"])
    said = capsys.readouterr().err
    assert "tide_angry" in said
    assert "tide_calm" in said
