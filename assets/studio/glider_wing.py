"""The paper wing in 24 attitudes, from a gentle dive to a gentle climb, and a bird in 12 beats.

The wing is a small model in space (forward, right, up; half a span = 1) that is turned, looked at from behind and a
little above, and painted facet by facet, far to near: so it banks as a wing banks, and not as a picture is turned.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from assets.studio.canvas import Painting
from assets.studio.colour import Floats, colour, mix
from assets.studio.picture import Picture

STAGES = 24
WIDE, TALL = 260, 144
"""Pixels of one stage of the wing."""
BIRD_STAGES, BIRD_WIDE, BIRD_TALL = 12, 64, 40
_FINENESS = 4
_UNIT = 126.0
"""Pixels to half a span."""
_MIDDLE = (130.0, 60.0)
"""Where the wing's own middle lies, pixels."""
_SPAN, _CHORD = 12, 5
"""Facets along and across one side."""
_STRIPE = (0.42, 0.70)
_SUN = (0.80, 0.42, 0.43)
"""Toward the sun: forward, right, up."""
PAPER, SHADE, STRIPE, STRIPE_SHADE, DARK = "fff0cf", "b98f93", "e0685a", "8e4058", "35264f"

Vector = NDArray[np.float64]


def _point(side: float, span: float, chord: float) -> Vector:
    """A point of the sail: ``span`` 0 keel to 1 tip, ``chord`` 0 leading to 1 trailing edge."""
    leading = 0.44 - 0.70 * span
    scallop = 0.055 * math.sin(math.pi * (span * 3 % 1.0)) if span < 1 else 0.0
    trailing = -0.34 - 0.06 * span + scallop
    forward = leading + (trailing - leading) * chord
    billow = 0.13 * math.sin(math.pi * chord**0.75) * (1 - span**2) * min(span / 0.18, 1.0)
    return np.array([forward, side * span * (1 - 0.02 * chord), 0.10 * span + billow + 0.03 * (1 - span)])


def _turned(point: Vector, pitch: float, roll: float) -> Vector:
    """In the air: nose up by ``pitch``, right wing down by ``roll``, radians."""
    forward, right, up = point
    right, up = right * math.cos(roll) + up * math.sin(roll), up * math.cos(roll) - right * math.sin(roll)
    forward, up = forward * math.cos(pitch) - up * math.sin(pitch), up * math.cos(pitch) + forward * math.sin(pitch)
    return np.array([forward, right, up])


def _seen(point: Vector) -> tuple[float, float, float]:
    """On the sheet: x, y in pixels, and how far away. It flies to the right and away from the eye."""
    heading, above = math.radians(40), math.radians(17)
    forward, right, up = point
    x = forward * math.sin(heading) + right * math.cos(heading)
    away = forward * math.cos(heading) - right * math.sin(heading)
    y = up * math.cos(above) + away * math.sin(above)
    return _MIDDLE[0] + _UNIT * x, _MIDDLE[1] - _UNIT * y, away * math.cos(above) - up * math.sin(above)


class _Sheet:
    """A fine drawing that is averaged down."""

    def __init__(self, wide: int, tall: int) -> None:
        self._image = Image.new("RGBA", (wide * _FINENESS, tall * _FINENESS))
        self._pen = ImageDraw.Draw(self._image)

    def polygon(self, places: list[tuple[float, float]], paint: Floats) -> None:
        """Fill, and close the seam toward the neighbours by a hairline of the same colour."""
        fill = (*(round(float(part) * 255) for part in np.clip(paint, 0, 1)), 255)
        fine = [(x * _FINENESS, y * _FINENESS) for x, y in places]
        self._pen.polygon(fine, fill=fill, outline=fill)

    def line(self, places: list[tuple[float, float]], paint: Floats, width: float) -> None:
        """A line with round joints, ``width`` in pixels."""
        fill = (*(round(float(part) * 255) for part in np.clip(paint, 0, 1)), 255)
        fine = [(x * _FINENESS, y * _FINENESS) for x, y in places]
        self._pen.line(fine, fill=fill, width=max(1, round(width * _FINENESS)), joint="curve")
        for x, y in (fine[0], fine[-1]):
            half = width * _FINENESS / 2
            self._pen.ellipse((x - half, y - half, x + half, y + half), fill=fill)

    def averaged(self) -> tuple[Floats, Floats]:
        """Colour (h, w, 3) and alpha (h, w), colour weighted by coverage."""
        fine = np.asarray(self._image, np.float32) / 255
        tall, wide = fine.shape[0] // _FINENESS, fine.shape[1] // _FINENESS
        blocks = fine.reshape(tall, _FINENESS, wide, _FINENESS, 4)
        alpha = blocks[..., 3].mean((1, 3))
        light = (blocks[..., :3] * blocks[..., 3:]).mean((1, 3))
        return np.asarray(light / np.maximum(alpha, 1e-4)[..., None], np.float32), np.asarray(alpha, np.float32)


def _strip(stages: int, stage: Callable[[float], tuple[Floats, Floats]]) -> Painting:
    """All stages side by side; ``stage`` paints the one at a share in [0, 1]."""
    painted = [stage(place / (stages - 1)) for place in range(stages)]
    return Painting(np.hstack([rgb for rgb, _ in painted]), np.hstack([alpha for _, alpha in painted]))


def wing() -> Painting:
    """The strip of the wing: 0 nose down, 1 nose up."""
    return _strip(STAGES, _wing)


def _wing(share: float) -> tuple[Floats, Floats]:
    lean = 2 * share - 1
    pitch, roll = math.radians(10 * lean + 1), math.radians(-5 - 9 * lean)
    sheet = _Sheet(WIDE, TALL)

    def at(point: Vector) -> tuple[float, float]:
        x, y, _ = _seen(_turned(point, pitch, roll))
        return x, y

    def hung(point: Vector) -> tuple[float, float]:
        x, y, _ = _seen(_turned(point, 0.3 * pitch, 0.5 * roll))
        return x, y

    _pilot(sheet, at, hung)
    facets = [_facet(side, s, c, pitch, roll) for side in (-1.0, 1.0) for s in range(_SPAN) for c in range(_CHORD)]
    for _, places, paint in sorted(facets, key=lambda facet: -facet[0]):
        sheet.polygon(places, paint)
    for side in (-1.0, 1.0):
        edge = [at(_point(side, step / 16, 0.0)) for step in range(17)]
        sheet.line(edge, mix(colour(PAPER), colour("ffffff"), 0.55) if side > 0 else colour("e9c6b4"), 1.5)
    keel = [at(np.array([forward, 0.0, 0.045])) for forward in (0.45, -0.40)]
    sheet.line(keel, mix(colour(DARK), colour(SHADE), 0.45), 1.6)
    return sheet.averaged()


def _facet(side: float, s: int, c: int, pitch: float, roll: float) -> tuple[float, list[tuple[float, float]], Floats]:
    """How far away, where, and in which colour: paper is bright toward the sun and glows a little against it."""
    corners = [(s, c), (s + 1, c), (s + 1, c + 1), (s, c + 1)]
    points = [_turned(_point(side, i / _SPAN, j / _CHORD), pitch, roll) for i, j in corners]
    normal = np.cross(points[2] - points[0], points[3] - points[1]) * side
    normal = normal / max(float(np.linalg.norm(normal)), 1e-9)
    if normal[2] < 0:
        normal = -normal
    light = float(normal @ np.array(_SUN))
    bright = min(max(0.50 + 0.62 * light + 0.10 * side - 0.10 * (c / _CHORD), 0.0), 1.0)
    middle = (s + 0.5) / _SPAN
    striped = _STRIPE[0] < middle < _STRIPE[1]
    dark, pale = (STRIPE_SHADE, STRIPE) if striped else (SHADE, PAPER)
    batten = 0.05 if s % 3 == 2 else 0.0
    paint = mix(colour(dark), colour(pale), max(bright - batten, 0.0))
    seen = [_seen(point) for point in points]
    return sum(place[2] for place in seen) / 4, [(x, y) for x, y, _ in seen], paint


def _pilot(
    sheet: _Sheet, at: Callable[[Vector], tuple[float, float]], hung: Callable[[Vector], tuple[float, float]]
) -> None:
    """A frame of three thin rods that turns with the wing, and somebody hung in it, at ease and level."""
    dark, warm = colour(DARK), mix(colour(DARK), colour("e08a72"), 0.55)
    top, left, right = np.array([0.06, 0.0, 0.0]), np.array([0.10, -0.15, -0.36]), np.array([0.10, 0.15, -0.36])
    for first, second in ((top, left), (top, right), (left, right)):
        sheet.line([at(first), at(second)], dark, 1.3)
    sheet.line([at(np.array([-0.06, 0.0, 0.0])), hung(np.array([-0.14, 0.0, -0.30]))], dark, 0.8)
    widths = ((0.10, -0.300, 0.030), (-0.02, -0.310, 0.040), (-0.22, -0.330, 0.036), (-0.46, -0.352, 0.020),
              (-0.58, -0.360, 0.012))  # fmt: skip
    upper = [hung(np.array([forward, 0.0, up + half])) for forward, up, half in widths]
    lower = [hung(np.array([forward, 0.0, up - half])) for forward, up, half in widths]
    sheet.polygon(upper + lower[::-1], dark)
    sheet.line(upper[:4], warm, 1.2)
    sheet.line([hung(np.array([0.08, 0.03, -0.305])), at(np.array([0.10, 0.06, -0.36]))], dark, 2.2)
    head_x, head_y = hung(np.array([0.175, 0.0, -0.272]))
    sheet.line([(head_x, head_y), (head_x + 0.1, head_y)], dark, 9.0)
    sheet.line([(head_x + 1.0, head_y - 3.4), (head_x + 3.0, head_y - 2.2)], warm, 1.4)


def bird() -> Painting:
    """The strip of a far bird: 0 wings high, 1 wings low."""
    return _strip(BIRD_STAGES, _bird)


def _bird(share: float) -> tuple[Floats, Floats]:
    sheet = _Sheet(BIRD_WIDE, BIRD_TALL)
    middle_x, middle_y = BIRD_WIDE / 2, BIRD_TALL * 0.52
    lift = math.cos(math.pi * share)
    paint = colour("3a2c58")
    for side, reach in ((-1.0, 27.0), (1.0, 24.0)):
        upper, lower = [], []
        for step in range(13):
            t = step / 12
            x = middle_x + side * reach * t
            y = middle_y - lift * 9.0 * math.sin(1.9 * t) * (1 - 0.18 * t) + 5.0 * t * t * (0.4 - 0.6 * lift)
            thick = 2.5 * (1 - t) ** 0.8 + 0.35
            upper.append((x, y - thick * 0.5))
            lower.append((x + side * 0.6, y + thick * 0.5))
        sheet.polygon(upper + lower[::-1], paint)
    sheet.polygon(
        [(middle_x - 7, middle_y + 1.6), (middle_x - 2, middle_y - 1.9), (middle_x + 5, middle_y - 1.6),
         (middle_x + 8, middle_y - 0.2), (middle_x + 4, middle_y + 1.5), (middle_x - 2, middle_y + 2.0)], paint,
    )  # fmt: skip
    return sheet.averaged()


PICTURES = (
    Picture(f"sprites/glider_wing@{STAGES}.webp", wing),
    Picture(f"sprites/glider_bird@{BIRD_STAGES}.webp", bird),
)
