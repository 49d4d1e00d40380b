"""One picture to take along: the game's own picture of the place just played, with one sentence. Never a camera's."""

import time
from dataclasses import replace
from pathlib import Path

from game.core.shapes import Arrow, Bed, Plate, Role, Scene, Shade, Shape, Text, TextRole
from game.core.world import World, see

SENTENCE_Y = 0.885
SIGNS = (Text, Arrow, Shade)
"""What belongs to playing and not to the picture."""


def keepsake(place: World, farewell: World) -> Scene:
    """The place without its words and signs, and the sentence of the farewell under it."""
    seen = place.level.show(place.state, see(place, place.inputs))
    shapes = tuple(_undimmed(shape) for shape in seen.shapes if not _is_sign(shape))
    said = farewell.level.show(farewell.state, see(farewell, farewell.inputs)).shapes
    keys = [shape.key for shape in said if isinstance(shape, Text) and shape.role is TextRole.HEADING]
    words: tuple[Shape, ...] = ()
    if keys:
        words = (Shade(0.5, SENTENCE_Y, 0.8, 0.08, 0.45), Text(TextRole.HEADING, keys[0], 0.5, SENTENCE_Y, width=0.85))
    return Scene(shapes + words, Bed("quiet", 1.0, 0.1, 0.0))


def picture_name(folder: Path, place: str) -> Path:
    """A file that is not there yet: the day, the place, and a number from the second on."""
    stem = f"{time.strftime('%Y-%m-%d')}_{place}"
    taken = {path.stem for path in folder.glob("*.png")}
    name = next(name for name in (stem, *(f"{stem}_{n}" for n in range(2, len(taken) + 3))) if name not in taken)
    return folder / f"{name}.png"


def _is_sign(shape: Shape) -> bool:
    return isinstance(shape, SIGNS) or getattr(shape, "role", None) in (Role.HUD, Role.OWN)


def _undimmed(shape: Shape) -> Shape:
    return replace(shape, dim=0.0, blur=0.0) if isinstance(shape, Plate) else shape
