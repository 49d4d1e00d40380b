"""Sheets and clips of every place for docs/gallery: four moments, two languages, three profiles; five moving seconds.

    .venv/bin/python -m scripts.places [sheets|clips] [PLACE ...]

A sheet shows opening, rise, rest and farewell of one place, 960x540 WebP. A clip is 5 s of play, WebM (needs ffmpeg).
Nothing is retouched: they are painted by the stage, for the same scripted player as in the tests.
"""

import os
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

from PIL import Image

from game.core.directive import Directive
from game.core.setup import Setup
from game.core.shapes import Plate, Scene
from game.core.show import show
from game.core.world import World, begin, step
from game.stage.presentation import Presentation
from game.stage.screen import Screen
from tests.levels.places import PLACES, player
from tests.sittings import LEVELS, RULES

FOLDER = Path("docs/gallery")
SHEET, CLIP = (480, 270), (480, 270)
MINUTES = 3.0
MOMENTS_S = (5, 75, 122)
"""Opening, rise, rest; the farewell is four seconds before the end."""
FAREWELL_TICKS = 240
GENTLY = Directive(0.35, 0.4, 0.7, 0.15)
PROFILES = {
    "plain": Presentation(),
    "calm": Presentation(reduced_motion=True, focus=True),
    "clear": Presentation(high_contrast=True, text_scale=1.25),
}
"""As designed; reduced motion and fewer things; high contrast and larger words."""
RATE_HZ = 15
CLIP_S = range(62, 67)


def worlds(name: str) -> Iterator[World]:
    """A whole level, tick by tick."""
    world = begin(Setup(5, name, minutes=MINUTES), LEVELS[name], RULES.patterns)
    tick = 0
    while not world.ended:
        tick += 1
        world = step(world, player(world, tick, GENTLY))
        yield world


def moments(name: str) -> tuple[Scene, ...]:
    """Its four scenes."""
    scenes: list[Scene] = []
    last: deque[World] = deque(maxlen=FAREWELL_TICKS)
    for world in worlds(name):
        last.append(world)
        if world.tick % 60 == 0 and world.tick // 60 in MOMENTS_S:
            scenes.append(show(world))
    return (*scenes, show(last[0]))


def sheets(name: str) -> None:
    """One sheet per language and profile."""
    scenes = moments(name)
    for language in ("en", "zh_CN"):
        for profile, look in PROFILES.items():
            screen = Screen((1280, 720), False, _in(look, language))
            sheet = Image.new("RGB", (2 * SHEET[0], 2 * SHEET[1]))
            for place, scene in enumerate(scenes):
                screen.paint(scene)
                picture = Image.fromarray(screen.capture()).resize(SHEET, Image.Resampling.LANCZOS)
                sheet.paste(picture, (place % 2 * SHEET[0], place // 2 * SHEET[1]))
            screen.close()
            path = FOLDER / "places" / f"{name}_{language}_{profile}.webp"
            path.parent.mkdir(parents=True, exist_ok=True)
            sheet.save(path, quality=80, method=6)
            print(f"{path.name}  {path.stat().st_size / 1024:.0f} KiB", flush=True)


def _in(look: Presentation, language: str) -> Presentation:
    return Presentation(language, look.text_scale, look.reduced_motion, look.focus, look.high_contrast)


def clip(name: str) -> None:
    """Five seconds of it as WebM."""
    path = FOLDER / "clips" / f"{name}.webm"
    path.parent.mkdir(parents=True, exist_ok=True)
    size = f"{CLIP[0]}x{CLIP[1]}"
    command = ["ffmpeg", "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size]
    command += ["-r", str(RATE_HZ), "-i", "-", "-c:v", "libvpx-vp9", "-crf", "36", "-b:v", "0", str(path)]
    screen = Screen((1280, 720), False, Presentation())
    with subprocess.Popen(command, stdin=subprocess.PIPE) as film:
        assert film.stdin is not None
        for world in worlds(name):
            if world.tick // 60 > CLIP_S[-1]:
                break
            if world.tick // 60 in CLIP_S and world.tick % (60 // RATE_HZ) == 0:
                scene = show(world)
                if world.tick == CLIP_S[0] * 60:
                    for shape in scene.shapes:
                        if isinstance(shape, Plate):
                            screen.prepare(shape.name)
                screen.paint(scene)
                picture = Image.fromarray(screen.capture()).resize(CLIP, Image.Resampling.LANCZOS)
                film.stdin.write(picture.tobytes())
    screen.close()
    if film.returncode:
        raise SystemExit(f"ffmpeg could not write {path}: see its message above")
    print(f"{path.name}  {path.stat().st_size / 1024:.0f} KiB", flush=True)


def main(words: list[str]) -> int:
    """Make what is asked for; everything without a word."""
    wanted = [word for word in words if word in ("sheets", "clips")] or ["sheets", "clips"]
    names = [word for word in words if word in PLACES] or PLACES
    if "clips" in wanted and shutil.which("ffmpeg") is None:
        print("Clips need ffmpeg: apt install ffmpeg, or ask for sheets alone.", file=sys.stderr)
        return 1
    for name in names:
        if "sheets" in wanted:
            sheets(name)
        if "clips" in wanted:
            clip(name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
