"""A list of things to choose from, by keys, pad or pointer. Hit areas are rows, never rendered text."""

from dataclasses import dataclass

from game.core.shapes import Align, Band, Colour, Disc, Light, Panel, Role, Shape, Text, TextRole

PITCH = 0.0861
"""Distance between two lines: 62 px at 720p."""
FIRST_Y = 0.347
LEFT = 84 / 1280
RIGHT = 560 / 1280
TOP = 96 / 720
SETTLE_TICKS = 30
"""So long a page that asks something of weight takes no click."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a menu."""

    choice: str
    """Id that is answered when it is chosen."""
    key: str
    """Message id of its words."""


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu as it stands."""

    heading: str
    """Message id."""
    items: tuple[Item, ...]
    """One to seven lines."""
    chosen: int = 0
    """Which line is lit."""


def row_at(menu: Menu, pointer: tuple[int, int] | None) -> int | None:
    """The line under the pointer (1/4096 of the unit square), None beside all."""
    if pointer is None:
        return None
    x, y = pointer[0] / 4096.0, pointer[1] / 4096.0
    if not LEFT <= x <= RIGHT:
        return None
    row = int((y - FIRST_Y + 0.5 * PITCH) / PITCH) if y >= FIRST_Y - 0.5 * PITCH else -1
    return row if 0 <= row < len(menu.items) else None


def choose(menu: Menu, pressed: tuple[str, ...], pointer: tuple[int, int] | None, moved: bool) -> tuple[Menu, str]:
    """One tick: the menu, and the id chosen ("" = none). ``moved`` says whether the pointer moved this tick."""
    chosen = menu.chosen
    under = row_at(menu, pointer)
    if under is not None and (moved or "click" in pressed):
        chosen = under
    if "down" in pressed:
        chosen = (chosen + 1) % len(menu.items)
    if "up" in pressed:
        chosen = (chosen - 1) % len(menu.items)
    done = "act" in pressed or ("click" in pressed and under is not None)
    after = menu if chosen == menu.chosen else Menu(menu.heading, menu.items, chosen)
    return after, menu.items[chosen].choice if done else ""


def settled(pressed: tuple[str, ...], tick: int) -> tuple[str, ...]:
    """Keys that went down, without a click on a page that came up so few ticks ago: it was meant for what stood there
    before, as the second half of a double click is."""
    return pressed if tick >= SETTLE_TICKS else tuple(key for key in pressed if key != "click")


def draw(
    menu: Menu, opacity: float = 1.0, below: float = 0.0, right: float = RIGHT, aside: float = 0.0
) -> tuple[Shape, ...]:
    """The panel, up to ``right``, with its lines, ``below`` heights of room under them and ``aside`` widths beside;
    the chosen line has a lamp, a band and brighter words."""
    bottom = FIRST_Y + (len(menu.items) - 1) * PITCH + 0.105 + below
    shapes: list[Shape] = [
        Panel(LEFT, TOP, right, bottom, opacity),
        Text(TextRole.HEADING, menu.heading, 132 / 1280, 158 / 720, Align.LEFT, opacity=opacity, width=right - 0.12),
    ]
    for row, item in enumerate(menu.items):
        y = FIRST_Y + row * PITCH
        lit = row == menu.chosen
        if lit:
            shapes.append(Band(118 / 1280, y, 400 / 1280, 50 / 720, opacity))
            shapes.append(Light(136 / 1280, y, 0.075, Colour.FOCUS, 0.75 * opacity))
            shapes.append(Disc(136 / 1280, y, 6 / 720, Colour.HEART, opacity, Role.HUD))
        colour = Colour.CREAM if lit else Colour.SOFT
        width = right - 0.15 - aside
        shapes.append(Text(TextRole.MENU, item.key, 168 / 1280, y, Align.LEFT, colour, opacity, width=width))
    return tuple(shapes)
