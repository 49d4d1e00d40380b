"""The cards of the worry boats: what to let float, and whether own words are kept."""

from game.core.level import Now
from game.core.pace import smooth
from game.core.shapes import Card, Colour, Shade, Shape, Text, TextRole
from levels.boats.river import WORRIES, Boats

TOP, BOTTOM = 0.812, 0.908
WIDTH, GAP, MIDDLE = 0.145, 0.018, 0.548


def column(pointer: tuple[int, int] | None, count: int) -> int | None:
    """The card under the pointer (1/4096 of the unit square), None beside all; never by rendered words."""
    if pointer is None or not TOP - 0.03 <= pointer[1] / 4096.0 <= BOTTOM + 0.02:
        return None
    for place in range(count):
        left = _left(place, count)
        if left <= pointer[0] / 4096.0 <= left + WIDTH:
            return place
    return None


def _left(place: int, count: int) -> float:
    whole = count * WIDTH + (count - 1) * GAP
    return MIDDLE - 0.5 * whole + place * (WIDTH + GAP)


def cards(state: Boats, now: Now) -> tuple[Shape, ...]:
    """The cards of this stage; the chosen one rises a little and glows."""
    keys: tuple[str, ...] = ()
    if state.stage == "name":
        keys = tuple(f"boats.worry_{worry}" for worry in WORRIES)
    elif state.stage == "keep":
        keys = ("boats.let_go", "boats.keep")
    shown = smooth((now.tick - state.since) / 60.0)
    shapes: list[Shape] = []
    for place, key in enumerate(keys):
        lit = place == state.chosen
        lift = 0.022 if lit else 0.0
        left = _left(place, len(keys))
        shapes.append(Card(left, TOP - lift, left + WIDTH, BOTTOM - lift, 1.0 if lit else 0.0, shown))
        middle = 0.5 * (TOP + BOTTOM) - lift
        tint = Colour.INK if lit else Colour.CREAM
        shapes.append(
            Text(TextRole.SECOND, key, left + 0.5 * WIDTH, middle, colour=tint, opacity=shown, width=WIDTH - 0.012)
        )
    if keys:
        second = "boats.choice" if state.stage == "name" else "boats.keep_second"
        shapes.append(Shade(0.5, 0.955, 0.5, 0.04, 0.4 * shown))
        shapes.append(Text(TextRole.HINT, second, 0.5, 0.955, colour=Colour.SOFT, opacity=0.95 * shown))
    return tuple(shapes)
