"""Films of a breathing torso for tests: scikit-image's astronaut, warped, and a finder that knows where her face is."""

from dataclasses import dataclass

import cv2
import numpy as np
import skimage.data
from numpy.typing import NDArray

from affect.sensor import Frame
from affect.sensors.breath_camera import ChestSensor
from affect.simulate_torso import Doubles, Picture, Place, Trouble, belt, film
from affect.torso_motion import Box
from affect.worker import quiet_hint
from game.core.reading import Quantity, Reading

RATE_HZ = 8.0
"""Pictures a second: each is looked at."""
FACE = Box(95.0, 46.0, 61.0, 61.0)
"""Where the face is in ``sitter()``, about as the detector says."""
WIDTH, HEIGHT = 264, 216


def sitter() -> Picture:
    """Head and shoulders of the astronaut, 216 high, 264 wide."""
    picture: Picture = skimage.data.astronaut()  # type: ignore[no-untyped-call]
    return np.asarray(cv2.resize(picture[0:360, 20:460], (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA), np.uint8)


@dataclass(slots=True)
class KnownFace:
    """A finder that is told where the face is; None = there is none."""

    box: Box | None = FACE

    def find(self, pixels: NDArray[np.uint8]) -> Box | None:
        """The box, whatever the picture."""
        return self.box

    def close(self) -> None:
        """Nothing is held."""


def pictures(rise_px: Doubles, trouble: Trouble, seed: int = 1, rate_hz: float = RATE_HZ) -> list[Picture]:
    """The astronaut, still but for the rise of her shoulders and this trouble."""
    whole = np.ones((HEIGHT, WIDTH), np.float32)
    place = Place(FACE.left + FACE.width / 2.0, FACE.top + FACE.height, FACE.height)
    return list(film([sitter()], [whole], place, rise_px, trouble, rate_hz, seed))


def breathing(seconds: float, breath_hz: float, trouble: Trouble, rise_px: float = 2.0, seed: int = 1) -> list[Picture]:
    """The same, breathing at this rate."""
    return pictures(rise_px * belt(seconds, breath_hz, seed, RATE_HZ), trouble, seed)


def frames(shown: list[Picture], start_s: float = 0.0, rate_hz: float = RATE_HZ) -> list[Frame]:
    """Pictures with their times."""
    return [Frame(one, round((start_s + index / rate_hz) * 1e9)) for index, one in enumerate(shown)]


def watched(seen: list[Frame], sensor: ChestSensor | None = None) -> list[Reading]:
    """All readings of a sensor that knows where the face is."""
    sensor = sensor or ChestSensor(KnownFace())
    return [reading for one in seen for reading in sensor.take(one, quiet_hint(one.t_ns))]


def of(readings: list[Reading], quantity: Quantity, after_s: float = 0.0) -> list[Reading]:
    """Those of one quantity, from a moment on."""
    return [one for one in readings if one.quantity is quantity and one.t_ns >= after_s * 1e9]
