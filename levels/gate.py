"""Gate: a door for grown-ups. Three wheels are turned to a number that is written out; a young child does not pass by
chance. Where a passphrase guards anybody here, the house asks for one instead, and the wheels stay away."""

from dataclasses import dataclass, replace
from random import Random

from game.core.facts import Asked, Facts, LevelEnded
from game.core.level import Now, Turn
from game.core.pace import smooth
from game.core.setup import Setup
from game.core.shapes import (
    Arrow,
    Bed,
    Card,
    Colour,
    Disc,
    Light,
    Plate,
    Role,
    Scene,
    Shade,
    Shape,
    Text,
    TextRole,
    Water,
)

WHEELS = 3
APART, WHEEL_Y = 0.13, 0.545
HALF_WIDE, HALF_TALL = 0.042, 0.078
WORDS = ("gate.open", "gate.back")
WORDS_Y, WORDS_APART = 0.80, 0.20
GUARDED = "passphrase"
"""Is due where a passphrase guards anybody's sittings."""


@dataclass(frozen=True, slots=True)
class Lock:
    """What the door remembers."""

    wanted: tuple[int, ...]
    """Digits of the number."""
    wheels: tuple[int, ...] = (0,) * WHEELS
    """Digits that are shown."""
    lit: int = 0
    """The lit wheel; from WHEELS on the lit word."""
    again: bool = False
    """The last number was another one."""


class Gate:
    """The rules of the door."""

    name = "gate"
    guided = False
    pattern = ""

    def begin(self, setup: Setup) -> Lock:
        """Another number each time."""
        dice = Random(setup.seed)
        return Lock(_number(dice))

    def step(self, state: Lock, now: Now) -> Turn[Lock]:
        """Turn the wheels, and open; Escape goes back."""
        facts: Facts = ()
        chosen = False
        guarded = GUARDED in now.setup.due
        if not guarded:
            state, chosen = _turned(state, now)
        if "escape" in now.pressed or "gate:shut" in now.choices or (chosen and state.lit == WHEELS + 1):
            facts = (LevelEnded("back"),)
        elif "gate:open" in now.choices or (chosen and state.wheels == state.wanted):
            facts = (LevelEnded("guardian"),)
        elif chosen:
            state = Lock(_number(now.dice()), again=True)
        elif guarded and not now.tick:
            facts = (Asked("guard:passphrase"),)
        return Turn(state, facts)

    def show(self, state: Lock, now: Now) -> Scene:
        """A number in words, wheels, and two words to go on by."""
        shown = smooth(now.tick / 24.0)
        guarded = GUARDED in now.setup.due
        shapes: list[Shape] = [
            Plate("lake", 1.0, 0.16),
            Water("lake", now.fullness, 0.2, now.tick / 90.0, 1.0),
            Shade(0.5, 0.42, 0.85, 0.40, 0.42 * shown),
            Text(TextRole.HEADING, "gate.heading", 0.5, 0.19, opacity=shown),
        ]
        if not guarded:
            key = "gate.again" if state.again else "gate.turn"
            shapes.append(Text(TextRole.SECOND, key, 0.5, 0.285, colour=Colour.SOFT, opacity=shown, width=0.8))
            for place, digit in enumerate(state.wanted):
                shapes.append(Text(TextRole.MENU, f"gate.number_{digit}", _x(place), 0.37, opacity=shown, width=APART))
                shapes += _wheel(_x(place), state.wheels[place], state.lit == place, shown)
            shapes += _words(state, shown)
            shapes.append(Text(TextRole.HINT, "gate.keys", 0.5, 0.93, colour=Colour.SOFT, opacity=0.9 * shown))
        return Scene(tuple(shapes), Bed("title", 1.0, now.guide.breath_hz, now.guide.phase))


def _number(dice: Random) -> tuple[int, ...]:
    """Three digits, none of them 0: every wheel must be turned."""
    return tuple(1 + int(9 * dice.random()) for _ in range(WHEELS))


def _turned(state: Lock, now: Now) -> tuple[Lock, bool]:
    """The wheels after this tick, and whether what is lit was chosen."""
    across = ("right" in now.pressed) - ("left" in now.pressed)
    state = replace(state, lit=min(max(state.lit + across, 0), WHEELS + len(WORDS) - 1))
    by = ("up" in now.pressed) - ("down" in now.pressed)
    chosen = "act" in now.pressed
    under = _under(now.pointer)
    if under is not None and (now.pointer_moved or "click" in now.pressed):
        state = replace(state, lit=under)
    if "click" in now.pressed and under is not None and now.pointer is not None:
        if under < WHEELS:
            by = 1 if now.pointer[1] / 4096.0 < WHEEL_Y else -1
        else:
            chosen = True
    if by and state.lit < WHEELS:
        wheels = tuple((digit + by * (place == state.lit)) % 10 for place, digit in enumerate(state.wheels))
        state = replace(state, wheels=wheels)
    return state, chosen


def _x(place: int) -> float:
    return 0.5 + APART * (place - 0.5 * (WHEELS - 1))


def _word_x(index: int) -> float:
    return 0.5 + WORDS_APART * (index - 0.5)


def _under(pointer: tuple[int, int] | None) -> int | None:
    """The wheel or word under the pointer."""
    if pointer is None:
        return None
    x, y = pointer[0] / 4096.0, pointer[1] / 4096.0
    if -0.16 <= y - WHEEL_Y <= 0.16:
        return next((place for place in range(WHEELS) if -0.06 <= x - _x(place) <= 0.06), None)
    if -0.05 <= y - WORDS_Y <= 0.06:
        return next((WHEELS + index for index in range(2) if -0.095 <= x - _word_x(index) <= 0.095), None)
    return None


def _wheel(x: float, digit: int, lit: bool, shown: float) -> tuple[Shape, ...]:
    """A digit on its card, an arrow above and one below."""
    arrows = shown * (0.95 if lit else 0.45)
    card = Card(x - HALF_WIDE, WHEEL_Y - HALF_TALL, x + HALF_WIDE, WHEEL_Y + HALF_TALL, 0.0, shown)
    light = (Light(x, WHEEL_Y, 0.16, Colour.LANTERN, 0.40 * shown),) if lit else ()
    return (
        *light,
        card,
        Arrow(x, WHEEL_Y - 0.115, 0.026, True, Colour.CREAM, arrows),
        Arrow(x, WHEEL_Y + 0.115, 0.026, False, Colour.CREAM, arrows),
        Text(TextRole.CUE, "gate.digit", x, WHEEL_Y, opacity=shown, numbers=(float(digit),)),
    )


def _words(state: Lock, shown: float) -> tuple[Shape, ...]:
    """Open, and back."""
    shapes: list[Shape] = []
    for index, key in enumerate(WORDS):
        lit = state.lit == WHEELS + index
        x = _word_x(index)
        colour = Colour.CREAM if lit else Colour.SOFT
        shapes.append(Text(TextRole.MENU, key, x, WORDS_Y, colour=colour, opacity=shown, width=WORDS_APART))
        if lit:
            shapes.append(Light(x, WORDS_Y + 0.043, 0.04, Colour.FOCUS, 0.9 * shown))
            shapes.append(Disc(x, WORDS_Y + 0.043, 3.6 / 720, Colour.HEART, shown, Role.HUD))
    return tuple(shapes)


LEVEL = Gate()
