"""Journal: what was come upon along the way, as small drawings and words. It never says what is missing."""

from dataclasses import dataclass, replace

from game.core.facts import LevelEnded
from game.core.journey import everything_found
from game.core.level import Now, Turn
from game.core.pace import smooth
from game.core.setup import Setup
from game.core.shapes import Arrow, Bed, Colour, Light, Panel, Plate, Scene, Shape, Talk, Text, TextRole, Water
from game.core.signs import sign

COLUMNS, LINES = 3, 2
FIRST_X, ACROSS = 0.24, 0.26
FIRST_Y, DOWN = 0.345, 0.275
BACK_Y = 0.875
ARROWS_X = (0.085, 0.915)
"""Where a page is turned by the pointer."""
ARROW_Y = 0.5


@dataclass(frozen=True, slots=True)
class Book:
    """What the journal remembers."""

    page: int = 0
    """The open page."""


class Journal:
    """The rules of leafing."""

    name = "journal"
    guided = False
    pattern = ""

    def begin(self, setup: Setup) -> Book:
        """The first page."""
        return Book()

    def step(self, state: Book, now: Now) -> Turn[Book]:
        """Left and right turn pages; anything else closes the book."""
        turned = ("right" in now.pressed) - ("left" in now.pressed)
        close = any(key in now.pressed for key in ("act", "escape", "skip"))
        if "click" in now.pressed and now.pointer is not None:
            x = now.pointer[0] / 4096.0
            turned = 1 if x >= ARROWS_X[1] - 0.05 else -1 if x <= ARROWS_X[0] + 0.05 else 0
            close = turned == 0 and now.pointer[1] / 4096.0 >= BACK_Y - 0.05
        if close:
            return Turn(state, (LevelEnded("on"),))
        page = min(max(state.page + turned, 0), _pages(_things(now)) - 1)
        return Turn(replace(state, page=page))

    def show(self, state: Book, now: Now) -> Scene:
        """A page of the book, on the lake."""
        shown = smooth(now.tick / 18.0)
        things = _things(now)
        each = COLUMNS * LINES
        shapes: list[Shape] = [
            Plate("lake", 1.0, 0.05, 1.0),
            Water("lake", now.fullness, 0.2, now.tick / 90.0, 1.0),
            Panel(0.10, 0.10, 0.90, 0.80, shown),
            Text(TextRole.HEADING, "journal.heading", 0.5, 0.18, opacity=shown),
        ]
        if not things:
            shapes.append(Light(0.5, 0.42, 0.12, Colour.LANTERN, 0.5 * shown))
            shapes.append(Text(TextRole.SECOND, "journal.empty", 0.5, 0.55, opacity=shown, width=0.6))
        for number, thing in enumerate(things[state.page * each : (state.page + 1) * each]):
            shapes += _drawn(thing, number, shown)
        if state.page > 0:
            shapes.append(Arrow(ARROWS_X[0], ARROW_Y, 0.035, True, Colour.CREAM, 0.85 * shown))
        if state.page < _pages(things) - 1:
            shapes.append(Arrow(ARROWS_X[1], ARROW_Y, 0.035, False, Colour.CREAM, 0.85 * shown))
        shapes.append(Light(0.5, BACK_Y + 0.043, 0.04, Colour.FOCUS, 0.9 * shown))
        shapes.append(Text(TextRole.MENU, "journal.back", 0.5, BACK_Y, opacity=shown))
        shapes.append(Talk(0.885, 0.048, 0.85 * shown))
        return Scene(tuple(shapes), Bed("title", 1.0, now.guide.breath_hz, now.guide.phase))


def _things(now: Now) -> tuple[str, ...]:
    return everything_found(now.setup, now.journey)


def _pages(things: tuple[str, ...]) -> int:
    each = COLUMNS * LINES
    return max((len(things) + each - 1) // each, 1)


def _drawn(thing: str, number: int, shown: float) -> tuple[Shape, ...]:
    """One thing: the sign of its place, and its words; a thing's id is the id of its words."""
    place = thing.partition(".")[0]
    x, y = FIRST_X + ACROSS * (number % COLUMNS), FIRST_Y + DOWN * (number // COLUMNS)
    return (
        Light(x, y, 0.11, Colour.LANTERN, 0.22 * shown),
        *sign(place, (x, y), shown, 0.9),
        Text(TextRole.SECOND, thing, x, y + 0.105, opacity=shown, width=ACROSS - 0.02),
    )


LEVEL = Journal()
