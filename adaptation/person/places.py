"""What is usual in each place: who plays takes a game as it is meant, many lanterns as well as few boats.

Measured in the real places at middling settings by ``python -m adaptation fit``, which prints them; a place that is not
here is taken for a middling one. That people judge load against what a game usually asks is an assumption.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Usual:
    """Of one place, at difficulty and tempo .5."""

    things: float
    """How many things wanted something in six seconds."""
    pace: float
    """How fast they drift, widths/s; 0 = they lie still, or as good as."""


USUAL = {
    "tide": Usual(1.47, 0.0291),
    "boats": Usual(0.55, 0.0),
    "garden": Usual(2.89, 0.0),
    "stones": Usual(4.26, 0.0),
    "fireflies": Usual(3.47, 0.0428),
    "glider": Usual(2.59, 0.0847),
}
"""By name."""
ELSEWHERE = Usual(2.5, 0.04)
"""Of any other place."""
