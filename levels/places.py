"""Places: the lake with one small light for each place, and below it what else one may do. A place that is not open
yet says that it opens with a little more practice; it has no lock and no number.
"""

from dataclasses import dataclass, replace

from game.core.drawing import wave
from game.core.facts import Facts, LevelEnded, ModeChosen
from game.core.journey import SOFT_STOP_TICKS, Journey, is_open, places
from game.core.level import Now, Turn
from game.core.pace import Follow, smooth
from game.core.setup import Mode, Setup
from game.core.shapes import (
    Bed,
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
from game.core.signs import sign

PRACTICES = ("breathe", "release", "bodyscan", "together", "journal")
"""What one may do besides visiting a place."""
PLACES_Y = 0.475
NAME_Y = 0.635
ROWS_Y = (NAME_Y, 0.775, 0.875)
"""Where the words of each row stand."""
WIDTHS = (0.145, 0.145, 0.22)
"""Room of a word in each row, widths."""
REACH_Y = 0.048
"""How far above and below its word a choice can be pointed at."""
PLACE_TOP = 0.36
"""A place can be pointed at from here to its name."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose."""

    name: str
    """Name of a level, "mode" or "finish"."""
    x: float
    """Where it stands."""


@dataclass(frozen=True, slots=True)
class Map:
    """What the map remembers."""

    row: int = -1
    """Row of the lit choice; -1 = nothing was lit yet."""
    column: int = 0
    """Its place in the row."""
    light_x: Follow = Follow(0.5)
    """Where the small light under the lit choice is."""
    light_y: Follow = Follow(NAME_Y)
    drift: float = 0.0
    """How far the water has run, s."""


class Places:
    """The rules of the map."""

    name = "places"
    guided = False
    pattern = ""

    def begin(self, setup: Setup) -> Map:
        """Nothing is lit yet."""
        return Map()

    def step(self, state: Map, now: Now) -> Turn[Map]:
        """Choose by keys, pad or pointer."""
        rows = choices(now.setup)
        if state.row < 0:
            state = _first(state, now)
        under = _under(rows, now.pointer)
        row, column = state.row, state.column
        if under is not None and (now.pointer_moved or "click" in now.pressed):
            row, column = under
        row, column = _moved(rows, row, column, now.pressed)
        done = "act" in now.pressed or ("click" in now.pressed and under is not None)
        choice = rows[row][column]
        state = replace(
            state,
            row=row,
            column=column,
            light_x=state.light_x.toward(choice.x, 14.0),
            light_y=state.light_y.toward(ROWS_Y[row], 14.0),
            drift=state.drift + 0.5 / 60.0,
        )
        if "escape" in now.pressed:
            return Turn(state, (LevelEnded("title"),))
        return Turn(state, _done(choice, now) if done else ())

    def show(self, state: Map, now: Now) -> Scene:
        """The lake at night, its lights, and the words."""
        shown = smooth((now.tick / 60.0 - 0.1) / 1.2)
        rows = choices(now.setup)
        lit = rows[max(state.row, 0)][state.column]
        shapes: list[Shape] = [
            Plate("lake", 1.0, 0.12),
            Water("lake", now.fullness, 0.25, state.drift, 1.0),
            Shade(0.5, 0.14, 0.8, 0.13, 0.4 * shown),
            Text(TextRole.HEADING, "places.heading", 0.5, 0.105, opacity=shown),
            Text(TextRole.SECOND, _says(lit, now), 0.5, 0.19, colour=Colour.SOFT, opacity=shown, width=0.7),
        ]
        for choice in rows[0]:
            opened = is_open(choice.name, now.setup, now.journey)
            strength = shown * (1.0 if opened else 0.30)
            if opened:
                shapes += _light((choice.x, PLACES_Y), choice == lit, shown, now.tick)
            shapes += sign(choice.name, (choice.x, PLACES_Y), strength * (1.0 if choice == lit else 0.82))
        shapes.append(Shade(0.5, NAME_Y, 0.95, 0.065, 0.45 * shown))
        shapes += _words(rows, lit, now, shown)
        x, y = state.light_x.value, state.light_y.value + 0.043
        shapes += [Light(x, y, 0.04, Colour.FOCUS, 0.9 * shown), Disc(x, y, 3.6 / 720, Colour.HEART, shown, Role.HUD)]
        week = now.setup.week
        key = "places.week_full" if week.done >= week.times else "places.week"
        numbers = (float(week.times), float(week.minutes))
        shapes.append(Text(TextRole.HINT, key, 0.5, 0.955, colour=Colour.SOFT, opacity=0.85 * shown, numbers=numbers))
        return Scene(tuple(shapes), Bed("title", 1.0, now.guide.breath_hz, now.guide.phase))


def choices(setup: Setup) -> tuple[tuple[Choice, ...], ...]:
    """Three rows: places; practices, and the quiet minute when it is due; the mode, and rest."""
    practices = (*(("probe",) if "probe" in setup.due else ()), *PRACTICES)
    rows = (places(setup), practices, ("mode", "finish"))
    return tuple(_spread(names, width) for names, width in zip(rows, WIDTHS, strict=True))


def _spread(names: tuple[str, ...], width: float) -> tuple[Choice, ...]:
    first = 0.5 - 0.5 * width * (len(names) - 1)
    return tuple(Choice(name, first + width * column) for column, name in enumerate(names))


def _first(state: Map, now: Now) -> Map:
    """What is lit at first: a place that was not visited today; after a long sitting, rest."""
    rows = choices(now.setup)
    row, column = 0, 0
    if now.moment >= SOFT_STOP_TICKS:
        row, column = 2, 1
    else:
        column = _fresh(rows[0], now.setup, now.journey)
    choice = rows[row][column]
    return replace(state, row=row, column=column, light_x=Follow(choice.x), light_y=Follow(ROWS_Y[row]))


def _fresh(row: tuple[Choice, ...], setup: Setup, journey: Journey) -> int:
    for column, choice in enumerate(row):
        if choice.name not in journey.played and is_open(choice.name, setup, journey):
            return column
    return 0


def _moved(rows: tuple[tuple[Choice, ...], ...], row: int, column: int, pressed: tuple[str, ...]) -> tuple[int, int]:
    """One row up or down, to the nearest choice; along the row left and right."""
    after = min(max(row + ("down" in pressed) - ("up" in pressed), 0), len(rows) - 1)
    if after != row:
        x = rows[row][column].x
        gaps = [(choice.x - x) * (choice.x - x) for choice in rows[after]]
        column = gaps.index(min(gaps))
    column += ("right" in pressed) - ("left" in pressed)
    return after, min(max(column, 0), len(rows[after]) - 1)


def _under(rows: tuple[tuple[Choice, ...], ...], pointer: tuple[int, int] | None) -> tuple[int, int] | None:
    """The choice under the pointer."""
    if pointer is None:
        return None
    x, y = pointer[0] / 4096.0, pointer[1] / 4096.0
    for row, line in enumerate(ROWS_Y):
        top = PLACE_TOP if row == 0 else line - REACH_Y
        if not top <= y <= line + REACH_Y:
            continue
        for column, choice in enumerate(rows[row]):
            if choice.x - 0.5 * WIDTHS[row] <= x < choice.x + 0.5 * WIDTHS[row]:
                return row, column
    return None


def _done(choice: Choice, now: Now) -> Facts:
    """What follows from a choice; a place that is not open yet only says so."""
    if choice.name == "finish":
        return (LevelEnded("title"),)
    if choice.name == "mode":
        return (ModeChosen((Mode.SOOTHE if now.setup.mode is Mode.TRAIN else Mode.TRAIN).value),)
    if choice.name in places(now.setup) and not is_open(choice.name, now.setup, now.journey):
        return ()
    return (LevelEnded(choice.name),)


def _says(lit: Choice, now: Now) -> str:
    """Message id of the line about the lit choice."""
    if lit.name == "finish" and now.moment >= SOFT_STOP_TICKS:
        return "places.rest_now"
    if lit.name == "mode":
        return f"places.mode_{now.setup.mode.value}_second"
    if lit.name in places(now.setup) and not is_open(lit.name, now.setup, now.journey):
        return "places.opens_soon"
    return f"places.{lit.name}_second"


def _words(rows: tuple[tuple[Choice, ...], ...], lit: Choice, now: Now, shown: float) -> tuple[Shape, ...]:
    shapes: list[Shape] = []
    for row, y, width in zip(rows, ROWS_Y, WIDTHS, strict=True):
        for choice in row:
            key = f"places.mode_{now.setup.mode.value}" if choice.name == "mode" else f"places.{choice.name}"
            there = choice.name not in places(now.setup) or is_open(choice.name, now.setup, now.journey)
            colour = Colour.CREAM if choice == lit else Colour.SOFT
            opacity = shown * (1.0 if there else 0.75)
            shapes.append(Text(TextRole.SECOND, key, choice.x, y, colour=colour, opacity=opacity, width=width))
    return tuple(shapes)


def _light(middle: tuple[float, float], lit: bool, shown: float, tick: int) -> tuple[Shape, ...]:
    """The light of an open place, and what the water gives back of it."""
    x, y = middle
    breathing = 1.0 + 0.08 * wave(tick, 6.0, 3.0 * x)
    return (
        Light(x, y, 0.15 if lit else 0.12, Colour.LANTERN, (0.30 if lit else 0.13) * breathing * shown),
        Light(x, y + 0.098, 0.032, Colour.LANTERN, 0.55 * breathing * shown),
        Light(x, y + 0.112, 0.060, Colour.LANTERN, 0.22 * breathing * shown),
    )


LEVEL = Places()
