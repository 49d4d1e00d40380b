"""Who plays a soak: a simulated person whose keys go through the window's own events, and now and then a cat.

The person looks at the picture and answers as somebody might (adaptation/person). Where a page has stood for twenty
seconds, and now and then for five seconds in play, any keys are pressed instead: menus are wandered through, text
fields are filled and left, help is asked for, play is paused.
"""

from dataclasses import replace
from random import Random

import pygame

from adaptation.person import Person
from game.core.inputs import Inputs
from game.core.shapes import Cue, Scene
from game.core.world import World
from game.stage.keys import KEYS
from game.stage.theatre import Theatre

STANDS_TICKS = 20 * 60
"""A page that stands for so long wants another hand."""
WANDERS_TICKS = 5 * 60
EVERY_TICKS = 90 * 60
"""How often, in the middle, any keys are pressed in play."""
PRESS_TICKS, BETWEEN_TICKS = 5, 18
ANY = ("act", "act", "act", "breathe", "calm_now", "down", "down", "escape", "left", "not_me", "right", "skip", "talk")
"""What is pressed at random; in play "too_much" and "up" besides."""
PAINT_EVERY = 6
"""Of so many pictures one is painted."""


class Fingers:
    """Turns the names of keys into the window's events, as a keyboard would send them."""

    def __init__(self, size: tuple[int, int]) -> None:
        """``size``: of the window, pixels."""
        self._size = size
        self._down: frozenset[str] = frozenset()
        self._pointer: tuple[int, int] | None = None
        self._codes = {name: code for code, name in reversed(KEYS.items())}

    def move(self, held: tuple[str, ...], pointer: tuple[int, int] | None) -> None:
        """From now on these keys are down, and the pointer is there (1/4096 of the unit square)."""
        wanted = frozenset(name for name in held if name in self._codes)
        for name in sorted(self._down - wanted):
            pygame.event.post(pygame.event.Event(pygame.KEYUP, key=self._codes[name]))
        for name in sorted(wanted - self._down):
            code = self._codes[name]
            pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=code, mod=0, unicode=""))
            if pygame.K_a <= code <= pygame.K_z:
                pygame.event.post(pygame.event.Event(pygame.TEXTINPUT, text=chr(code)))
        self._down = wanted
        if pointer is not None and pointer != self._pointer:
            place = tuple(at * side // 4096 for at, side in zip(pointer, self._size, strict=True))
            pygame.event.post(pygame.event.Event(pygame.MOUSEMOTION, pos=place, rel=(0, 0), buttons=(0, 0, 0)))
        self._pointer = pointer


class Wanderer:
    """Presses any keys, where it is time for that."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._level = ""
        self._came_tick = 0
        self._until_tick = -1
        self._press_tick = 0
        self._key = ""

    def wanders(self, world: World) -> bool:
        """Whether any keys are pressed now."""
        if world.level.name != self._level or world.level_tick == 0:
            self._level, self._came_tick, self._until_tick = world.level.name, world.tick, -1
        if world.tick <= self._until_tick:
            return True
        stands = not world.level.guided and world.tick - self._came_tick > STANDS_TICKS
        if stands or self._dice.random() * EVERY_TICKS < 1.0:
            self._until_tick = world.tick + WANDERS_TICKS
        return False

    def held(self, world: World) -> tuple[str, ...]:
        """What is down now, while any keys are pressed."""
        if world.tick >= self._press_tick + BETWEEN_TICKS:
            keys = (*ANY, "too_much", "up") if world.level.guided else (*ANY, "up")
            self._key = keys[int(self._dice.random() * len(keys))]
            self._press_tick = world.tick
        return (self._key,) if world.tick < self._press_tick + PRESS_TICKS else ()


class Player:
    """One person at the window."""

    def __init__(self, person: Person, wanderer: Wanderer, fingers: Fingers) -> None:
        self._person = person
        self._wanderer = wanderer
        self._fingers = fingers

    def acts(self, world: World) -> bool:
        """Do with the keys what is done this tick; False once the person has had enough."""
        inputs: Inputs | None = self._person.take(world)
        if inputs is None:
            return False
        held = self._wanderer.held(world) if self._wanderer.wanders(world) else inputs.held
        self._fingers.move(held, inputs.pointer)
        return True


class Seldom:
    """A stage of which one picture in six is painted; every cue sounds."""

    def __init__(self, theatre: Theatre) -> None:
        self._theatre = theatre
        self._cues: tuple[Cue, ...] = ()
        self._shown = 0

    def show(self, scene: Scene) -> None:
        """Gather what sounds; paint where it is time."""
        self._cues += scene.cues
        if self._shown % PAINT_EVERY == 0:
            self._theatre.show(replace(scene, cues=self._cues))
            self._cues = ()
        self._shown += 1
