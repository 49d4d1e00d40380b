"""What other programs on this machine may read along: readings, decisions and markers, on their way out of the game."""

from collections.abc import Iterator
from dataclasses import dataclass

from game.core.directive import Directive
from game.core.reading import Reading


@dataclass(frozen=True, slots=True)
class Setting:
    """One decision."""

    t_ns: int
    """Monotonic time it came into force."""
    asked: Directive
    """What the mind asked for."""
    used: Directive
    """What the safety bounds made of it."""


@dataclass(frozen=True, slots=True)
class Marker:
    """Something happened."""

    t_ns: int
    """Monotonic time of it."""
    text: str
    """One line of JSON."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Everything since the last one; each tuple in the order of the game."""

    readings: tuple[Reading, ...] = ()
    settings: tuple[Setting, ...] = ()
    markers: tuple[Marker, ...] = ()

    def __add__(self, later: "Outgoing") -> "Outgoing":
        """This, and what came later."""
        return Outgoing(self.readings + later.readings, self.settings + later.settings, self.markers + later.markers)

    def pieces(self, most: int) -> Iterator["Outgoing"]:
        """The same in one or more, each with at most so many readings."""
        yield Outgoing(self.readings[:most], self.settings, self.markers)
        for start in range(most, len(self.readings), most):
            yield Outgoing(self.readings[start : start + most])
