"""Whole levels under the eye for flashes: every place, every corner of the settings, from opening to closing.

    python -m tests.safety.whole [PLACE ...]

It takes some minutes and belongs to scripts/check --long; scripts/test looks at 15 s of each.
"""

import os
import sys

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

from game.core.setup import Mode, Setup
from game.core.show import show
from game.core.world import begin, step
from game.stage.presentation import Presentation
from game.stage.screen import Screen
from tests.levels.places import CORNERS, PLACES, player
from tests.safety.flashes import HEIGHT, RATE_HZ, SHARE, WIDTH, Eye
from tests.sittings import LEVELS, RULES

MINUTES = 1.5
MOST_S = 130
"""A level of 90 s is over by then, its farewell included."""


def watch(name: str, corner: int, seconds: int, screen: Screen) -> Eye:
    """Somebody plays a place under one corner of the settings; every other tick is looked at."""
    setup = Setup(3, name, mode=Mode.TRAIN if corner % 2 else Mode.SOOTHE, minutes=MINUTES)
    world = begin(setup, LEVELS[name], RULES.patterns)
    eye = Eye()
    for tick in range(1, seconds * 60 + 1):
        world = step(world, player(world, tick, CORNERS[corner]))
        if world.ended:
            break
        if tick % (60 // RATE_HZ) == 0:
            screen.paint(show(world))
            eye.watch(screen.capture())
    return eye


def main(names: list[str]) -> int:
    """Watch them all; 1 if any flashes."""
    screen = Screen((WIDTH, HEIGHT), False, Presentation())
    status = 0
    for name in names or PLACES:
        for corner in range(len(CORNERS)):
            eye = watch(name, corner, MOST_S, screen)
            worst = max(eye.worst_share, eye.worst_red_share)
            status = 1 if worst > SHARE else status
            print(
                f"{name} corner {corner}: flashing share {eye.worst_share:.3f}, red {eye.worst_red_share:.3f}",
                flush=True,
            )
    screen.close()
    return status


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
