"""Pictures and videos made for tests: a real face out of scikit-image's wheel, moved, covered, and written to files."""

from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np
import skimage.data
from numpy.typing import NDArray

RATE_HZ = 30
"""Frame rate of every video here."""

Picture = NDArray[np.uint8]
"""uint8 (H, W, 3) RGB."""


def astronaut(shift: int = 0) -> Picture:
    """A smiling face, 340 x 300, moved left by ``shift`` pixels (0-60)."""
    picture: Picture = skimage.data.astronaut()  # type: ignore[no-untyped-call]
    return np.ascontiguousarray(picture[0:300, 60 + shift : 400 + shift])


def swaying(count: int) -> list[Picture]:
    """The face swaying from side to side by 12 pixels, once a second."""
    return [astronaut(12 + round(12 * np.sin(2 * np.pi * i / RATE_HZ))) for i in range(count)]


def covered(picture: Picture) -> Picture:
    """The face behind a grey card."""
    card = picture.copy()
    card[40:210, 60:250] = 120
    return card


def masked(picture: Picture) -> Picture:
    """The mouth behind a hand's colour; the eyes are seen."""
    mask = picture.copy()
    mask[125:200, 60:250] = (190, 140, 120)
    return mask


def handed(picture: Picture) -> Picture:
    """A hand before the face: an oval of skin with the lines of fingers, which FaceMesh takes for a face."""
    hand = picture.copy()
    cv2.ellipse(hand, (165, 125), (70, 82), 0, 0, 360, (190, 140, 120), -1)
    for finger in range(4):
        cv2.line(hand, (120 + finger * 30, 60), (120 + finger * 30, 150), (150, 100, 85), 3)
    return hand


MOUTH_CORNERS = ((142.0, 139.0), (185.0, 140.5))
"""Where the corners of the astronaut's mouth are, (x, y) in pixels of ``astronaut()``."""


def pulled(picture: Picture, outward: float, upward: float) -> Picture:
    """``astronaut()`` with the corners of her mouth pulled by so many pixels, softly over 9 pixels around them."""
    y, x = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]].astype(np.float32)
    from_x, from_y = x.copy(), y.copy()
    for (corner_x, corner_y), side in zip(MOUTH_CORNERS, (-1.0, 1.0), strict=True):
        near = np.exp(-((x - corner_x) ** 2 + (y - corner_y) ** 2) / (2 * 9.0**2))
        from_x -= np.float32(side * outward) * near
        from_y += np.float32(upward) * near
    return np.asarray(cv2.remap(picture, from_x, from_y, cv2.INTER_LINEAR), dtype=np.uint8)


def numbered(count: int) -> list[Picture]:
    """Grey pictures whose brightness tells their number: 2 per picture, so at most 120 of them."""
    return [np.full((48, 64, 3), 10 + 2 * i, dtype=np.uint8) for i in range(count)]


def number_of(picture: Picture) -> int:
    """The number of a picture out of ``numbered``, compression forgiven."""
    return round((float(picture.mean()) - 10) / 2)


def write_video(path: Path, pictures: Iterable[Picture]) -> Path:
    """Write pictures as a Motion JPEG video at 30 pictures a second."""
    writer: cv2.VideoWriter | None = None
    for picture in pictures:
        if writer is None:
            height, width = picture.shape[:2]
            writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), RATE_HZ, (width, height))
        writer.write(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    assert writer is not None
    writer.release()
    return path
