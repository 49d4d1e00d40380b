"""Golden display lists and pictures of every place: what it shows after 20 s and 50 s of one scripted play.

    python -m tests.golden.scenes        make them anew after a change that was meant, and look at them

Lists are told by a checksum over their numbers to six places; pictures are 160x90, without words.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from game.core.setup import Setup
from game.core.shapes import Scene, Text
from game.core.show import show
from game.core.world import begin, step
from game.stage.presentation import Presentation
from game.stage.screen import Screen
from tests.levels.places import CORNERS, PLACES, player
from tests.sittings import LEVELS, RULES

FOLDER = Path(__file__).parent / "scenes"
LISTS = FOLDER / "lists.json"
MOMENTS_S = (20, 50)
SIZE = (320, 180)
SMALL = (160, 90)


def scenes(name: str) -> Iterator[tuple[int, Scene]]:
    """The scenes of one place at MOMENTS_S."""
    world = begin(Setup(8, name, minutes=3.0), LEVELS[name], RULES.patterns)
    for tick in range(1, MOMENTS_S[-1] * 60 + 1):
        world = step(world, player(world, tick, CORNERS[1]))
        if tick % 60 == 0 and tick // 60 in MOMENTS_S:
            yield tick // 60, show(world)


def checksum(scene: Scene) -> str:
    """Of everything in the display list."""
    return hashlib.sha256(repr([_rounded(shape) for shape in scene.shapes]).encode()).hexdigest()[:16]


def _rounded(thing: Any) -> Any:
    if isinstance(thing, float):
        return f"{thing:.6f}"
    if isinstance(thing, tuple):
        return tuple(_rounded(part) for part in thing)
    if hasattr(thing, "__dataclass_fields__"):
        return (type(thing).__name__, *(_rounded(getattr(thing, field.name)) for field in fields(thing)))
    return str(thing)


def picture(screen: Screen, scene: Scene) -> NDArray[np.uint8]:
    """uint8 (90, 160, 3), words left out: their faces differ from machine to machine."""
    screen.paint(replace(scene, shapes=tuple(shape for shape in scene.shapes if not isinstance(shape, Text))))
    return np.asarray(Image.fromarray(screen.capture()).resize(SMALL, Image.Resampling.BOX))


def main() -> None:
    """Make all of them."""
    FOLDER.mkdir(exist_ok=True)
    screen = Screen(SIZE, False, Presentation())
    lists: dict[str, str] = {}
    for name in PLACES:
        for second, scene in scenes(name):
            lists[f"{name}_{second}s"] = checksum(scene)
            Image.fromarray(picture(screen, scene)).save(FOLDER / f"{name}_{second}s.png", optimize=True)
    LISTS.write_text(json.dumps(lists, indent=1, sort_keys=True) + "\n")
    screen.close()


if __name__ == "__main__":
    main()
