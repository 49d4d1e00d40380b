"""Does the picture's memory end? Every level is shown in turn, round after round; what the process holds is printed.

    python -m benchmarks.memory
    python -m benchmarks.memory --rounds 24 --size 1920x1080

No clock, no sensors, no vault: simulated people play twenty seconds of each level as fast as it goes, one picture in
six is painted, the real mixer's sounds are loaded; rounds change language. What is bounded stands still after a few
rounds: resident memory, and of it what the allocator (glibc) has handed out and what it keeps back for later.
"""

import argparse
import gc
import os
from dataclasses import replace

os.environ.update(SDL_VIDEODRIVER="dummy", SDL_AUDIODRIVER="dummy")

import pygame

from adaptation.person import Person
from adaptation.person.families import PATIENT, PLAYERS
from benchmarks.heap import heap
from game.commands.sitting import house_rules
from game.core.retell import Rules
from game.core.setup import Setup
from game.core.shapes import Plate
from game.core.show import show
from game.core.tape import decode, encode
from game.core.world import begin, step
from game.stage.presentation import LANGUAGES, Presentation
from game.stage.screen import Screen
from game.stage.sound import open_speaker
from game.stage.theatre import Theatre

TICKS = 20 * 60
PAINT_EVERY = 6


def main() -> None:
    """Print a line for each round."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--size", default="640x360", help="of the picture, WIDTHxHEIGHT")
    given = parser.parse_args()
    width, height = map(int, given.size.split("x"))
    rules = house_rules()
    theatre = Theatre(Screen((width, height), False, Presentation()), open_speaker(print))
    print(f"before: {held()}", flush=True)
    for number in range(given.rounds):
        language = LANGUAGES[number % len(LANGUAGES)]
        theatre.present(replace(theatre.screen.presentation, language=language))
        for place, name in enumerate(rules.levels):
            visit(theatre, rules, name, len(rules.levels) * number + place)
        gc.collect()
        print(f"round {number + 1}, {len(rules.levels)} levels: {held()}", flush=True)
    theatre.close()


def visit(theatre: Theatre, rules: Rules, name: str, seed: int) -> None:
    """Play a level for a while, and look at it."""
    setup = Setup(seed, name, minutes=3.0, places=tuple(rules.levels))
    person = Person(PATIENT[PLAYERS[seed % len(PLAYERS)]], seed, TICKS, camera=True, microphone=True)
    world = begin(setup, rules.levels[name], rules.patterns)
    for shape in show(world).shapes:
        if isinstance(shape, Plate):
            theatre.screen.prepare(shape.name)
    while not world.ended and (inputs := person.take(world)) is not None:
        world = step(world, decode(encode(inputs)))
        if world.tick % PAINT_EVERY == 0:
            theatre.show(show(world))
            pygame.event.get()


def held() -> str:
    """What the process holds now."""
    now = heap()
    return f"{now.resident:.0f} MB resident; {now.in_use:.0f} MB in use, {now.kept:.0f} MB kept back by the allocator"


if __name__ == "__main__":
    main()
