"""No place flashes, whatever its settings. (The eye itself is tested first.)"""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from game.stage.presentation import Presentation
from game.stage.screen import Screen
from tests.levels.places import PLACES
from tests.safety.flashes import HEIGHT, RATE_HZ, SHARE, WIDTH, Eye
from tests.safety.whole import watch


def painted(level: float, red: bool = False) -> NDArray[np.uint8]:
    """A picture of one grey, or of one red."""
    picture = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    picture[..., 0] = round(level * 255)
    if not red:
        picture[..., 1:] = picture[..., :1]
    return picture


@pytest.mark.parametrize(("changes_per_s", "flashes"), ((5, False), (15, True)))
@pytest.mark.parametrize("red", (False, True), ids=("grey", "red"))
def test_the_eye_tells_a_flash_from_a_change(changes_per_s: int, flashes: bool, red: bool) -> None:
    """Five changes of the whole picture within a second are allowed, fifteen are not; red is counted by itself."""
    eye = Eye()
    for frame in range(2 * RATE_HZ):
        eye.watch(painted(0.9 if (frame * changes_per_s // RATE_HZ) % 2 else 0.2, red))
    assert (max(eye.worst_share, eye.worst_red_share) > SHARE) == flashes
    assert (eye.worst_red_share > SHARE) == (flashes and red)


def test_the_eye_forgives_what_is_small_or_slow() -> None:
    """A flashing corner of a tenth of a block, and a swell of two seconds, are no flash."""
    eye = Eye()
    for frame in range(3 * RATE_HZ):
        picture = painted(0.5 + 0.3 * np.sin(2 * np.pi * frame / (2 * RATE_HZ)))
        picture[:20, :20] = 255 if frame % 2 else 0
        eye.watch(picture)
    assert eye.worst_share <= SHARE


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    """A small stage without a window."""
    made = Screen((WIDTH, HEIGHT), False, Presentation())
    yield made
    made.close()


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("corner", (0, 3))
def test_no_place_flashes(name: str, corner: int, screen: Screen) -> None:
    """Gentlest and hardest settings, 15 s each, with a player who breathes, catches and changes mood."""
    eye = watch(name, corner, 15, screen)
    assert eye.worst_share <= SHARE
    assert eye.worst_red_share <= SHARE
