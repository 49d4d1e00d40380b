"""The way out for whoever has only a pointer: a small sign in the upper left corner, as good as Escape.

It is shown only while a pointer is there, so who plays by keys or pad never sees it; a finger that touches the corner
is understood all the same.
"""

from game.core.shapes import Colour, Ribbon, Ring, Role, Shape

X, Y = 34 / 1280, 44 / 720
RADIUS = 12 / 720
REACH_X, REACH_Y = 0.075, 0.115
"""A click nearer to the corner than this means the sign: a thumb's breadth, the sign is smaller."""
OPACITY = 0.7


def pressed(keys: tuple[str, ...], pointer: tuple[int, int] | None) -> tuple[str, ...]:
    """Keys that went down, with a click on the sign told as "escape".

    Args:
        keys: that went down in this tick.
        pointer: where it is, in 1/4096 of the unit square; None = outside.
    """
    if "click" not in keys or pointer is None:
        return keys
    if pointer[0] > 4096 * REACH_X or pointer[1] > 4096 * REACH_Y:
        return keys
    return tuple("escape" if key == "click" else key for key in keys)


def draw(pointer: tuple[int, int] | None) -> tuple[Shape, ...]:
    """The sign, two bars in a ring; nothing where there is no pointer."""
    if pointer is None:
        return ()
    ring = Ring(X, Y, RADIUS, 1.4 / 720, Colour.SOFT, OPACITY, 0.0, Role.HUD)
    soft = (Colour.SOFT, Colour.SOFT)
    bars = (
        Ribbon(((X + side, Y - 5 / 720), (X + side, Y + 5 / 720)), 2.4 / 720, soft, OPACITY, role=Role.HUD)
        for side in (-2.6 / 1280, 2.6 / 1280)
    )
    return (ring, *bars)
