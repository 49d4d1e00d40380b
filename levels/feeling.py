"""Feeling: two taps, before and after. Five faces, then how much energy there is; it can be left out at once.

Nothing follows from it in play; it is kept sealed, so that one can look back.
"""

from dataclasses import dataclass, replace

from game.core.drawing import around, wave
from game.core.facts import Facts, FeelingTold, LevelEnded
from game.core.level import Now, Turn
from game.core.pace import Follow, smooth
from game.core.setup import Setup
from game.core.shapes import (
    Bed,
    Colour,
    Disc,
    Light,
    Plate,
    Ring,
    Role,
    Scene,
    Shade,
    Shape,
    Talk,
    Text,
    TextRole,
    Water,
)

FACES, ENERGIES = 5, 3
Y = 0.50
APART = (0.135, 0.19)
"""Distance between faces and between energies, widths."""
FACE = 0.062
"""Radius of a face, heights."""
SKIP_Y = 0.875
REACH_X, REACH_Y = 0.062, 0.16
PATIENCE_TICKS = 60 * 60
"""Nobody touches anything for so long: it goes on by itself."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was said so far."""

    face: int = 0
    """1 sad ... 5 glad; 0 = not told yet."""
    column: int = 2
    """The lit face or energy."""
    skipping: bool = False
    """"Not now" is lit instead."""
    light: Follow = Follow(0.5)
    """Where the small light under the lit one is."""
    tick: int = 0
    """Ticks since this question came up."""
    idle: int = 0
    """Ticks since anything was pressed or moved."""


class Feeling:
    """The rules of telling."""

    name = "feeling"
    guided = False
    pattern = ""

    def begin(self, setup: Setup) -> Told:
        """The middle face is lit."""
        return Told()

    def step(self, state: Told, now: Now) -> Turn[Told]:
        """Two taps, or none."""
        touched = bool(now.pressed) or now.pointer_moved
        state = replace(_pointed(state, now), tick=state.tick + 1, idle=0 if touched else state.idle + 1)
        chosen = "act" in now.pressed or ("click" in now.pressed and _under(state, now.pointer) is not None)
        leave = "skip" in now.pressed or "escape" in now.pressed or (chosen and state.skipping)
        if leave or state.idle >= PATIENCE_TICKS:
            return Turn(state, (LevelEnded("on"),))
        state = replace(state, light=state.light.toward(_x(state, state.column), 14.0))
        if not chosen:
            return Turn(state)
        if state.face == 0:
            return Turn(Told(face=1 + state.column, column=1, light=Follow(0.5)))
        told = FeelingTold(moment(now), state.face, 1 + state.column)
        facts: Facts = (told, LevelEnded("on"))
        return Turn(state, facts)

    def show(self, state: Told, now: Now) -> Scene:
        """The lake, a question, and the pictures to point at."""
        shown = smooth(state.tick / 30.0)
        question = "energy" if state.face else "face"
        key = f"feeling.{question}_{moment(now)}"
        shapes: list[Shape] = [
            Plate("lake", 1.0, 0.16),
            Water("lake", now.fullness, 0.2, now.tick / 90.0, 1.0),
            Shade(0.5, 0.45, 0.85, 0.34, 0.42),
            Text(TextRole.HEADING, key, 0.5, 0.25, opacity=shown),
        ]
        for column in range(_count(state)):
            lit = column == state.column and not state.skipping
            draw = _energy if state.face else _face
            shapes += draw(_x(state, column), column, lit, shown, now.tick)
        if not state.skipping:
            word = f"feeling.{question}_{1 + state.column}"
            shapes.append(Text(TextRole.SECOND, word, _x(state, state.column), Y + 0.155, opacity=shown))
            shapes.append(Light(state.light.value, Y + 0.105, 0.04, Colour.FOCUS, 0.9 * shown))
        colour = Colour.CREAM if state.skipping else Colour.SOFT
        shapes.append(Text(TextRole.SECOND, "feeling.skip", 0.5, SKIP_Y, colour=colour, opacity=shown))
        if state.skipping:
            shapes.append(Light(0.5, SKIP_Y + 0.043, 0.04, Colour.FOCUS, 0.9 * shown))
        shapes.append(Text(TextRole.HINT, "feeling.keys", 0.5, 0.95, colour=Colour.SOFT, opacity=0.8 * shown))
        shapes.append(Talk(0.885, 0.09, 0.85 * shown))
        return Scene(tuple(shapes), Bed("title", 1.0, now.guide.breath_hz, now.guide.phase))


def moment(now: Now) -> str:
    """ "after" right after something was practised, else "before"."""
    played = now.journey.played
    return "after" if played and played[-1] == now.journey.last else "before"


def _count(state: Told) -> int:
    return ENERGIES if state.face else FACES


def _x(state: Told, column: int) -> float:
    apart = APART[1 if state.face else 0]
    return 0.5 + apart * (column - 0.5 * (_count(state) - 1))


def _under(state: Told, pointer: tuple[int, int] | None) -> int | None:
    """The picture under the pointer; -1 = "not now"."""
    if pointer is None:
        return None
    x, y = pointer[0] / 4096.0, pointer[1] / 4096.0
    if Y - REACH_Y <= y <= Y + REACH_Y + 0.02:
        for column in range(_count(state)):
            if -REACH_X <= x - _x(state, column) <= REACH_X:
                return column
    return -1 if 0.38 <= x <= 0.62 and -0.045 <= y - SKIP_Y <= 0.045 else None


def _pointed(state: Told, now: Now) -> Told:
    """What is lit after this tick's keys and pointer."""
    under = _under(state, now.pointer)
    if under is not None and (now.pointer_moved or "click" in now.pressed):
        return replace(state, skipping=under < 0, column=state.column if under < 0 else under)
    skipping = ("down" in now.pressed or state.skipping) and "up" not in now.pressed
    column = state.column + ("right" in now.pressed) - ("left" in now.pressed)
    return replace(state, skipping=skipping, column=min(max(column, 0), _count(state) - 1))


def _face(x: float, column: int, lit: bool, shown: float, tick: int) -> tuple[Shape, ...]:
    """A round face of light: two eyes, and a mouth from hanging to smiling."""
    strength = shown * (1.0 if lit else 0.62)
    bend = (column - 2) * 0.0068
    mouth = tuple(
        Disc(x + 0.0054 * step * 9.0 / 16.0, _lip(bend, step), 0.0032, Colour.CREAM, strength) for step in range(-5, 6)
    )
    return (
        Light(x, Y, 0.13, Colour.LANTERN, (0.42 if lit else 0.12) * shown),
        Ring(x, Y, FACE, 2.2 / 720, Colour.HEART, strength, 0.25 if lit else 0.10, Role.HUD),
        *(Disc(x + side * 0.0125, Y - 0.014, 0.0052, Colour.CREAM, strength) for side in (-1.0, 1.0)),
        *mouth,
    )


def _lip(bend: float, step: int) -> float:
    """Height of a mouth at one of its lights, -5 to 5: level, or hanging, or smiling."""
    return Y + 0.022 + bend * (1.0 - step * step / 12.5)


def _energy(x: float, column: int, lit: bool, shown: float, tick: int) -> tuple[Shape, ...]:
    """Water in a round: still, rolling, lively. Size tells, not speed."""
    strength = shown * (1.0 if lit else 0.62)
    height = (0.0015, 0.010, 0.022)[column]
    drops = tuple(
        Disc(
            x + 0.0072 * step * 9.0 / 16.0,
            Y - 0.008 + 0.009 * line - height * wave(tick, 6.0, 0.115 * step) * (0.8 if line else 1.0),
            0.0036,
            Colour.SEA_LIGHT,
            strength * (0.55 if line else 1.0),
        )
        for line in (0, 2)
        for step in range(-6, 7)
    )
    rim = tuple(Disc(*around(x, Y, FACE, turn / 16.0), 0.0016, Colour.SOFT, 0.6 * strength) for turn in range(16))
    return (Light(x, Y, 0.13, Colour.SEA_LIGHT, (0.32 if lit else 0.10) * shown), *rim, *drops)


LEVEL = Feeling()
