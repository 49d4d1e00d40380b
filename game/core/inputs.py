"""Everything that enters the core in one tick. Never text: words go from the stage to the vault by their own path."""

from dataclasses import dataclass

from game.core.belief import Sample
from game.core.directive import Directive


@dataclass(frozen=True, slots=True)
class Inputs:
    """One tick's worth of the world outside."""

    samples: tuple[Sample, ...] = ()
    """What the sensors said since the last tick."""
    held: tuple[str, ...] = ()
    """Names of the keys and buttons that are down, sorted."""
    pointer: tuple[int, int] | None = None
    """x, y in 1/4096 of the unit square; None = outside the picture."""
    axes: tuple[int, ...] = ()
    """Pad axes in 1/127, [-127, 127]; empty = no pad."""
    choices: tuple[str, ...] = ()
    """Ids of what was chosen or became known outside ("hearing:clear")."""
    directive: Directive | None = None
    """What the mind asks for; looked at on decision ticks only."""


NOTHING = Inputs()
"""A tick in which nothing happened."""
