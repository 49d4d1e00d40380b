"""Paints every picture of the game: ``python -m assets.studio.paint [NAME ...]`` (see README.md beside it)."""

import argparse
import sys
import time
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from PIL import Image

from assets.studio import grass, icon, lake, lantern, tide
from assets.studio.canvas import Canvas, Painting
from assets.studio.picture import MOODS, PLATE, Picture

ASSETS = Path(__file__).resolve().parent.parent
PLATE_QUALITY = 92
STRIP_QUALITY = 90
"""A thing in many stages is as large as a plate: without loss it would weigh four times as much."""


def found() -> tuple[Picture, ...]:
    """The pictures of every place that has a painter of its own here: a module with PICTURES."""
    here = Path(__file__)
    names = (entry.name for entry in iter_modules([str(here.parent)]) if entry.name != here.stem)
    painters = (import_module(f"assets.studio.{name}") for name in names)
    return tuple(picture for painter in painters for picture in getattr(painter, "PICTURES", ()))


PICTURES: tuple[Picture, ...] = (
    *(Picture(f"plates/tide_{mood}.webp", partial(tide.paint, PLATE, mood)) for mood in MOODS),
    Picture("plates/title.webp", partial(lake.paint_title, PLATE)),
    Picture("plates/lake.webp", partial(lake.paint_blue_hour, PLATE)),
    Picture("sprites/tide_grass.webp", partial(grass.paint, PLATE)),
    Picture("sprites/lantern.webp", partial(lantern.body, 256)),
    Picture("sprites/lantern_great.webp", partial(lantern.body, 420)),
    Picture("sprites/lantern_reflection.webp", partial(lantern.reflection, 448)),
    Picture("sprites/icon.png", partial(icon.paint, 64)),
    *found(),
)


def save(painted: Canvas | Painting, path: Path) -> None:
    """Plates and strips as WebP of quality 90 and more; other things without loss. OSError if the disk refuses."""
    image = Image.fromarray(painted.pixels())
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".png":
        image.save(path, optimize=True)
    elif isinstance(painted, Canvas):
        image.save(path, quality=PLATE_QUALITY, method=6)
    elif "@" in path.stem:
        image.save(path, quality=STRIP_QUALITY, alpha_quality=100, method=6)
    else:
        image.save(path, lossless=True, exact=True, quality=100, method=6)


def paint_all(pictures: tuple[Picture, ...], folder: Path) -> Iterator[str]:
    """Paint each picture into ``folder``; yields a line about each as it is done."""
    for index, picture in enumerate(pictures, start=1):
        begun = time.perf_counter()
        path = folder / picture.path
        save(picture.paint(), path)
        size = path.stat().st_size / 1024
        yield f"[{index}/{len(pictures)}] {picture.path}  {size:.0f} KB  {time.perf_counter() - begun:.1f} s"


def main(arguments: list[str] | None = None) -> int:
    """Paint what is named on the command line, or everything."""
    names = [picture.name for picture in PICTURES]
    parser = argparse.ArgumentParser(prog="python -m assets.studio.paint", description=__doc__)
    parser.add_argument("name", nargs="*", help="one or more of: " + ", ".join(names))
    parser.add_argument("--folder", type=Path, default=ASSETS, help="where plates/ and sprites/ are written")
    chosen = parser.parse_args(arguments)
    unknown = sorted(set(chosen.name) - set(names))
    if unknown:
        parser.error(f"no picture is called {', '.join(unknown)}; choose from {', '.join(names)}")
    wanted = tuple(picture for picture in PICTURES if not chosen.name or picture.name in chosen.name)
    for report in paint_all(wanted, chosen.folder):
        sys.stdout.write(report + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
