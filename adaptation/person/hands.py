"""The hands of a simulated person: a pointer that glides to where it aims, or arrow keys that lead the light there."""

from collections import deque
from random import Random

from adaptation.person.traits import Hand, Traits

REACH = 0.10
"""Share of the way to where it aims that the pointer goes in a tick."""
DEAD = 0.015
"""Nearer than this the arrow keys are let go, widths."""
LEADS = 0.42 / 60.0
"""How far an arrow key leads the light in a tick, widths: felt after a few presses."""
LAG_TICKS = 13
"""The light comes so much after the keys."""

Spot = tuple[float, float]
"""A place in the unit square, or a way between two."""


class Hands:
    """What the hands do from tick to tick; they stay where they are while nothing is aimed at."""

    def __init__(self, traits: Traits, dice: Random) -> None:
        self._kind = traits.hand
        self._spread = traits.aim_spread
        self._dice = dice
        self._pointer = (0.5, 0.7)
        self._led: deque[Spot] = deque([(0.0, 0.0)] * LAG_TICKS, LAG_TICKS)
        self._led_then = (0.0, 0.0)
        self._light: Spot | None = None
        self._aim: Spot | None = None

    def reached(self) -> Spot:
        """How far the keys have moved the light that is seen now."""
        return self._led[0]

    def aim(self, things: tuple[Spot, ...], light: Spot | None, led: Spot) -> None:
        """Aim at the nearest thing, missed by a little; ``led``: how far the light was moved when that was seen."""
        self._light, self._led_then, self._aim = light, led, None
        if not things or light is None:
            return
        x, y = min(things, key=lambda place: abs(place[0] - light[0]) + abs(place[1] - light[1]))
        self._aim = x + self._dice.gauss(0.0, self._spread), y + self._dice.gauss(0.0, self._spread)

    def arrows(self) -> list[str]:
        """Arrow keys toward the aim, from where the light was seen plus how far the keys have led it since."""
        if self._kind is not Hand.KEYS or not self._aim or not self._light:
            return []
        led = self._led[-1]
        across = self._aim[0] - self._light[0] - (led[0] - self._led_then[0])
        along = self._aim[1] - self._light[1] - (led[1] - self._led_then[1])
        right, down = (across > DEAD) - (across < -DEAD), (along > DEAD) - (along < -DEAD)
        self._led.append((led[0] + LEADS * right, led[1] + 1.4 * LEADS * down))
        return ["left"] * (right < 0) + ["right"] * (right > 0) + ["up"] * (down < 0) + ["down"] * (down > 0)

    def glide(self) -> None:
        """The pointer moves on."""
        if self._aim:
            x, y = self._pointer
            self._pointer = x + REACH * (self._aim[0] - x), y + REACH * (self._aim[1] - y)

    def pointer(self) -> tuple[int, int] | None:
        """Where the pointer is, 1/4096 of the unit square; None = played with keys."""
        if self._kind is not Hand.POINTER:
            return None
        x, y = (min(max(round(4096.0 * place), 0), 4096) for place in self._pointer)
        return x, y
