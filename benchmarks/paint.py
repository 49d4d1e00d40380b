"""Work per frame of the stage alone, without waiting: ``python -m benchmarks.paint``.

A Tide-like scene (plate in cross-fade, living water, three veils, nine lanterns with glow, 300 motes, the HUD) and the
three bodies of the breath, 600 frames each at 720p and 300 at 1080p, under SDL's dummy driver unless a display is set.
Prints wall and processor time; where they differ, the machine was busy with something else.
"""

import os
import time
from collections.abc import Callable
from math import cos, pi, sin

import numpy as np

from game.core.inputs import Inputs
from game.core.setup import Setup
from game.core.shapes import (
    Align,
    Bed,
    Colour,
    Disc,
    Light,
    Motes,
    Plate,
    Ring,
    Scene,
    Shade,
    Sprite,
    Text,
    TextRole,
    Veil,
    Water,
)
from game.core.show import show
from game.core.world import begin, step
from game.stage.presentation import Presentation
from game.stage.screen import Screen
from levels import find_levels, find_patterns

SIZES = (((1280, 720), 600), ((1920, 1080), 300))
WARM_FRAMES = 30
LANTERNS = (
    (0.435, 0.523, 0.012), (0.09, 0.537, 0.014), (0.318, 0.543, 0.016), (0.925, 0.552, 0.019), (0.5, 0.553, 0.018),
    (0.165, 0.585, 0.026), (0.845, 0.6, 0.032), (0.405, 0.607, 0.034), (0.255, 0.675, 0.06),
)  # fmt: skip


def tide(frame: int) -> Scene:
    """The shore at its fullest."""
    t = frame / 60.0
    breath = 0.5 - 0.5 * cos(2 * pi * t / 10.0)
    mood = 0.75 + 0.2 * sin(0.1 * t)
    x, y = 74 / 1280, 642 / 720
    return Scene(
        (
            Plate("tide", mood),
            Veil(0.42, 0.3 - 0.25 * mood, 0.004 * t, mood),
            Water("tide", breath, 0.8 * mood * breath, t, mood),
            Veil(0.50, 0.5 - 0.3 * mood, -0.003 * t, mood),
            Veil(0.62, 0.5 - 0.5 * mood, 0.006 * t, mood),
            *(
                Sprite("lantern", place, foot + 0.003 * sin(t + size), size, 2 * sin(0.9 * t + place), 1.0, 0.9)
                for place, foot, size in LANTERNS
            ),
            Motes(0.0, 0.66, 1.0, 0.86, 300, Colour.SEA_LIGHT, 0.8, t, 0.15, 4),
            Shade(x, y, 0.12, 0.12, 0.4),
            Light(x, y, 0.07, Colour.INHALE, 0.4 * breath),
            Ring(x, y, (14 + 17 * breath) / 720, 1.6 / 720, Colour.CREAM, 0.6),
            Disc(x, y, (6 + 20 * breath) / 720, Colour.INHALE, 0.8),
            Text(TextRole.HINT, "hud.in", x + 0.04, y, Align.LEFT),
            Text(TextRole.HINT, "hud.soothe", 0.044, 0.061, Align.LEFT, Colour.SOFT, 0.7),
            Text(TextRole.CAPTION, "caption.bell", 0.5, 0.92, opacity=0.92),
        ),
        Bed("tide", mood, 0.1, 0.0),
    )


def breathing(turns: int) -> Callable[[int], Scene]:
    """The level Breathe as it plays, after ``turns`` changes of its body."""
    world = begin(Setup(7, "breathe"), find_levels()["breathe"], find_patterns())
    for _ in range(900):
        world = step(world, Inputs())
    for _ in range(turns):
        world = step(step(world, Inputs(held=("right",))), Inputs())
    held = [world]

    def scene(frame: int) -> Scene:
        held[0] = step(held[0], Inputs())
        return show(held[0])

    return scene


def measure(name: str, scene: Callable[[int], Scene]) -> None:
    """Print the work of painting and flipping."""
    for size, frames in SIZES:
        screen = Screen(size, fullscreen=False, presentation=Presentation())
        spent = np.empty((frames, 2))
        for frame in range(-WARM_FRAMES, frames):
            painted = scene(frame + WARM_FRAMES)
            wall, worked = time.perf_counter(), time.process_time()
            screen.paint(painted)
            screen.flip()
            if frame >= 0:
                spent[frame] = time.perf_counter() - wall, time.process_time() - worked
        (wall50, cpu50), (wall99, cpu99) = (np.percentile(spent * 1e3, share, axis=0) for share in (50, 99))
        print(
            f"{name:8s} {size[0]}x{size[1]}  wall p50 {wall50:5.2f} p99 {wall99:5.2f} ms   "
            f"processor p50 {cpu50:5.2f} p99 {cpu99:5.2f} ms"
        )


def main() -> None:
    """Measure every scene."""
    os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
    measure("tide", tide)
    for turns, body in enumerate(("ring", "wave", "lantern")):
        measure(body, breathing(turns))


if __name__ == "__main__":
    main()
