"""Events of keyboard, mouse, touch and pad to the names the core knows. One table says which key means what.

Hold-to-breathe is the most used of all: Space, the right mouse button, a long touch, and pad B or a right
shoulder button. Whoever loses the window's focus lets go of everything.
"""

import math
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

import pygame
from pygame.event import Event

from game.stage.presentation import Presentation

KEYS: dict[int, str] = {
    pygame.K_LEFT: "left", pygame.K_a: "left",
    pygame.K_RIGHT: "right", pygame.K_d: "right",
    pygame.K_UP: "up", pygame.K_w: "up",
    pygame.K_DOWN: "down", pygame.K_x: "down",
    pygame.K_RETURN: "act", pygame.K_KP_ENTER: "act",
    pygame.K_SPACE: "breathe",
    pygame.K_ESCAPE: "escape",
    pygame.K_t: "too_much",
    pygame.K_n: "not_me",
    pygame.K_TAB: "skip", pygame.K_s: "skip",
    pygame.K_c: "calm_now",
    pygame.K_h: "talk",
    pygame.K_LSHIFT: "breathe_two",
}  # fmt: skip
MOUSE: dict[int, str] = {1: "click", 2: "escape", 3: "breathe"}
PAD: dict[int, str] = {
    0: "act", 1: "breathe", 2: "not_me", 3: "too_much", 4: "breathe_two", 5: "breathe", 6: "skip", 7: "escape",
    8: "talk", 10: "breathe", 11: "up", 12: "down", 13: "left", 14: "right",
}  # fmt: skip
"""Pad buttons as SDL numbers them: A B X Y, shoulders, back, start; 10 is the right shoulder of newer pads. Button 8
is another one on each kind (the middle one, share, a stick pressed in), but nearly every kind has it."""
HAT = ((0, -1, "left"), (0, 1, "right"), (1, -1, "down"), (1, 1, "up"))
WINDOW: dict[int, str] = {
    pygame.K_F11: "fullscreen",
    pygame.K_PLUS: "louder", pygame.K_KP_PLUS: "louder", pygame.K_EQUALS: "louder",
    pygame.K_MINUS: "quieter", pygame.K_KP_MINUS: "quieter",
}  # fmt: skip
STAYS = frozenset(key for key, name in KEYS.items() if name in {"escape", "talk"}) | frozenset(WINDOW)
"""Keys that mean the same for everybody: the way out, people to talk to, and the window's own."""
LONG_TOUCH_TAKES = 21
"""A finger that rests this many calls of ``take`` (0.35 s at 60 Hz) means "breathe"; a shorter one is a click."""
DEAD_ZONE = 0.16
"""A stick nearer to its middle than this is at rest."""
_AXES = 2

BREATHING = ("breathe", "breathe_two")
"""What is held while somebody breathes in; pressed once for each turn of the breath where nothing can be held."""

Pixel = tuple[int, int]
ToUnit = Callable[[Pixel], tuple[int, int] | None]
"""Window pixel to 1/4096 of the unit square; None beside the picture (``Screen.unit``)."""


@dataclass(frozen=True, slots=True)
class Hands:
    """What the player's hands do now."""

    held: tuple[str, ...] = ()
    """Names that are down, sorted; one pressed and let go since the last take is down once."""
    pointer: tuple[int, int] | None = None
    """In 1/4096 of the unit square; None outside the picture."""
    axes: tuple[int, ...] = ()
    """Left stick in 1/127, x then y; empty = no pad."""
    quit: bool = False
    """The window was asked to close."""
    window: tuple[str, ...] = ()
    """"fullscreen", "louder", "quieter": for the composition root, never for the core."""


class Keys:
    """Remembers what is down between calls."""

    def __init__(self, to_unit: ToUnit) -> None:
        self._to_unit = to_unit
        self._down: dict[tuple[str, int], str] = {}
        self._tapped: set[str] = set()
        self._pixel: Pixel | None = None
        self._finger_takes = -1
        self._pads: dict[int, pygame.joystick.JoystickType] = {}
        self._sticks: dict[int, float] = {}
        self._table = KEYS
        self._toggles = False
        self._raw: frozenset[str] = frozenset()
        self._breathing: frozenset[str] = frozenset()

    def present(self, presentation: Presentation) -> None:
        """From now on the keys mean what the player wants, and breathing keys are held or toggled."""
        self._table = table_of(presentation.keys)
        self._toggles = presentation.hold_to_toggle
        self.let_go()

    def take(self, events: Iterable[Event]) -> Hands:
        """What is held after these events. Call it once a frame, also when nothing happened."""
        self._tapped = set()
        window: list[str] = []
        leave = False
        for event in events:
            if event.type == pygame.QUIT:
                leave = True
            elif event.type == pygame.KEYDOWN and event.key in WINDOW:
                window.append(WINDOW[event.key])
            elif event.type in (pygame.WINDOWFOCUSLOST, pygame.WINDOWMINIMIZED):
                self.let_go()
            else:
                self._button(event)
                self._pointer(event)
                self._pad(event)
        if self._finger_takes >= 0:
            self._finger_takes += 1
        held = self._tapped | set(self._down.values())
        if self._finger_takes > LONG_TOUCH_TAKES:
            held.add("breathe")
        if self._toggles:
            held = self._toggled(held)
        pointer = self._to_unit(self._pixel) if self._pixel is not None else None
        return Hands(tuple(sorted(held)), pointer, self._axes(), leave, tuple(window))

    def _toggled(self, held: set[str]) -> set[str]:
        """What counts as held where a press begins a breath and the next one ends it."""
        raw = held & set(BREATHING)
        self._breathing ^= raw - self._raw
        self._raw = frozenset(raw)
        return (held - raw) | self._breathing

    def _press(self, source: tuple[str, int], name: str) -> None:
        self._down[source] = name
        self._tapped.add(name)

    def let_go(self) -> None:
        """Nothing is held any more until it is pressed anew: the window was left, or something else hears the keys."""
        self._down.clear()
        self._tapped.clear()
        self._sticks.clear()
        self._breathing = frozenset()
        self._finger_takes = -1

    def _button(self, event: Event) -> None:
        if event.type == pygame.KEYDOWN and event.key in self._table:
            self._press(("key", event.key), self._table[event.key])
        elif event.type == pygame.KEYUP:
            self._down.pop(("key", event.key), None)
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button in MOUSE and not getattr(event, "touch", False):
            self._pixel = event.pos
            self._press(("mouse", event.button), MOUSE[event.button])
        elif event.type == pygame.MOUSEBUTTONUP:
            self._down.pop(("mouse", event.button), None)

    def _pointer(self, event: Event) -> None:
        if event.type == pygame.MOUSEMOTION:
            self._pixel = event.pos
        elif event.type == pygame.WINDOWLEAVE:
            self._pixel = None
        elif event.type in (pygame.FINGERDOWN, pygame.FINGERMOTION):
            window = pygame.display.get_window_size() if pygame.display.get_init() else (1, 1)
            self._pixel = (int(event.x * window[0]), int(event.y * window[1]))
            if event.type == pygame.FINGERDOWN:
                self._finger_takes = 0
        elif event.type == pygame.FINGERUP:
            if 0 <= self._finger_takes <= LONG_TOUCH_TAKES:
                self._tapped.add("click")
            self._finger_takes = -1

    def _pad(self, event: Event) -> None:
        if event.type == pygame.JOYDEVICEADDED:
            with suppress(pygame.error):  # it is gone again already
                pad = pygame.joystick.Joystick(event.device_index)
                self._pads[pad.get_instance_id()] = pad
        elif event.type == pygame.JOYDEVICEREMOVED:
            self._pads.pop(event.instance_id, None)
            self.let_go()
        elif event.type == pygame.JOYBUTTONDOWN and event.button in PAD:
            self._press(("pad", event.button), PAD[event.button])
        elif event.type == pygame.JOYBUTTONUP:
            self._down.pop(("pad", event.button), None)
        elif event.type == pygame.JOYAXISMOTION and event.axis < _AXES:
            self._sticks[event.axis] = event.value
        elif event.type == pygame.JOYHATMOTION:
            for place, (part, sign, name) in enumerate(HAT):
                if event.value[part] == sign:
                    self._press(("hat", place), name)
                else:
                    self._down.pop(("hat", place), None)

    def _axes(self) -> tuple[int, ...]:
        """The left stick; empty where there is no pad."""
        if not self._pads and not self._sticks:
            return ()
        x, y = (self._sticks.get(axis, 0.0) for axis in range(_AXES))
        if math.hypot(x, y) < DEAD_ZONE:
            return (0, 0)
        return tuple(round(min(max(value, -1.0), 1.0) * 127) for value in (x, y))


def table_of(pairs: tuple[tuple[int, str], ...]) -> dict[int, str]:
    """What each key means, by its code; the usual table where there are no pairs."""
    return dict(pairs) if pairs else KEYS


def rebound(pairs: tuple[tuple[int, str], ...], key: int, action: str) -> tuple[tuple[int, str], ...]:
    """The pairs after ``key``, none of STAYS, was chosen for ``action``: its only key from now on. No action is ever
    without one: what the key meant before takes over a key of the action where it would have none."""
    before = table_of(pairs)
    lost = before.get(key)
    freed = [code for code, meant in before.items() if meant == action and code != key]
    table = {code: meant for code, meant in before.items() if code != key and meant != action}
    table[key] = action
    if lost and lost != action and lost not in table.values() and freed:
        table[freed[0]] = lost
    return tuple(sorted(table.items()))
