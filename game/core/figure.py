"""A figure of light that sits and rests: an outline of small lights, and a soft glow for each part of the body."""

from game.core.drawing import around
from game.core.shapes import Colour, Disc, Light, Role, Shape

X, Y = 0.5, 0.44
"""Where the figure's belly is."""
HEAD = (0.0, -0.205, 0.047)
"""Middle and radius, heights from the belly."""
OUTLINE = (
    (0.022, -0.150), (0.028, -0.132), (0.052, -0.120), (0.080, -0.110), (0.101, -0.092), (0.113, -0.066),
    (0.121, -0.037), (0.127, -0.008), (0.131, 0.021), (0.130, 0.049), (0.120, 0.073), (0.100, 0.087),
    (0.135, 0.084), (0.160, 0.098), (0.172, 0.118), (0.160, 0.136), (0.132, 0.147), (0.100, 0.152),
    (0.067, 0.152), (0.035, 0.148), (0.005, 0.141), (0.070, -0.062), (0.072, -0.030), (0.070, 0.003), (0.072, 0.036),
    (0.080, 0.066), (0.050, 0.106), (0.020, 0.112),
)  # fmt: skip
"""The right half, heights from the belly; the left is its mirror."""
DOT = 0.0032
PARTS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "face": ((0.0, -0.205, 0.090),),
    "shoulders": ((0.075, -0.105, 0.075), (0.0, -0.118, 0.075), (-0.075, -0.105, 0.075)),
    "arms": ((0.118, -0.035, 0.075), (0.128, 0.020, 0.070), (-0.118, -0.035, 0.075), (-0.128, 0.020, 0.070)),
    "hands": ((0.112, 0.080, 0.060), (-0.112, 0.080, 0.060)),
    "chest": ((0.0, -0.065, 0.115),),
    "belly": ((0.0, 0.025, 0.115),),
    "legs": ((0.110, 0.115, 0.085), (0.040, 0.125, 0.080), (-0.110, 0.115, 0.085), (-0.040, 0.125, 0.080)),
    "feet": ((0.050, 0.150, 0.060), (-0.050, 0.150, 0.060)),
}
"""The glows of each part: middle and radius, heights from the belly."""
WHOLE = "whole"
"""Every part at once."""


def draw(part: str, glow: float, colour: Colour, fullness: float, shown: float) -> tuple[Shape, ...]:
    """The figure, one part of it glowing.

    Args:
        part: a key of PARTS, WHOLE, or "" for none.
        glow: how strongly it glows, [0, 1].
        colour: of the glow.
        fullness: of the breath that widens the chest, [0, 1].
        shown: of the whole figure, [0, 1].
    """
    shapes: list[Shape] = [
        Light(X, Y + 0.01, 0.34, Colour.INHALE, (0.05 + 0.05 * fullness) * shown),
        Light(*_at(0.0, -0.04), 0.13 + 0.03 * fullness, Colour.INHALE, (0.07 + 0.12 * fullness) * shown),
    ]
    parts = tuple(PARTS) if part == WHOLE else (part,) if part else ()
    for name in parts:
        for across, along, radius in PARTS[name]:
            share = 0.34 if part == WHOLE else 0.62
            shapes.append(Light(*_at(across, along), radius, colour, share * glow * shown))
    swell = 1.0 + 0.035 * fullness
    for across, along in OUTLINE:
        wide = across * swell if along < 0.08 else across
        for side in (wide, -wide):
            shapes.append(Disc(*_at(side, along), DOT, Colour.CREAM, 0.72 * shown))
    middle = _at(HEAD[0], HEAD[1])
    shapes += [Disc(*around(*middle, HEAD[2], step / 20.0), DOT, Colour.CREAM, 0.72 * shown) for step in range(20)]
    shapes.append(Disc(*_at(0.0, -0.055), 0.008 + 0.006 * fullness, Colour.HEART, 0.8 * shown, Role.GUIDE))
    return tuple(shapes)


def _at(across: float, along: float) -> tuple[float, float]:
    """From heights to the unit square."""
    return X + across * 9.0 / 16.0, Y + along
