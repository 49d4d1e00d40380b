"""How long a place takes to be made ready, before its first picture: ``python -m benchmarks.enter``.

Each place at 720p and 1080p: the first time in the process (its living water is made), and again after three others
have pushed it out (plates and things are read and fitted anew; median of the rounds).
"""

import os
import time
from statistics import median

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

from game.stage.presentation import Presentation
from game.stage.screen import Screen

SIZES = ((1280, 720), (1920, 1080))
PLACES = ("title", "tide", "boats", "garden", "stones", "fireflies", "glider", "lake")
ROUNDS = 4


def main() -> None:
    """Print a line for each place."""
    for size in SIZES:
        screen = Screen(size, False, Presentation())
        took_ms: dict[str, list[float]] = {place: [] for place in PLACES}
        for _ in range(1 + ROUNDS):
            for place in PLACES:
                begun_s = time.perf_counter()
                screen.prepare(place)
                took_ms[place].append(1e3 * (time.perf_counter() - begun_s))
        for place, (first, *again) in took_ms.items():
            print(f"{size[0]}x{size[1]} {place}: first {first:.0f} ms, again {median(again):.0f} ms", flush=True)
        screen.close()


if __name__ == "__main__":
    main()
