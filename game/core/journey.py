"""The way of one sitting: what was played in it, what was found, and which places are open.

Places open by practice alone: by minutes of guided play, in this sitting and in those before. Never by being calm, by
doing well, or by coming every day; and what is open stays open.
"""

from dataclasses import dataclass, replace

from game.core.setup import Setup

TICKS_PER_S = 60
OPENS_AFTER_S = {
    "tide": 0.0,
    "boats": 0.0,
    "garden": 5.0 * 60.0,
    "stones": 10.0 * 60.0,
    "fireflies": 18.0 * 60.0,
    "glider": 28.0 * 60.0,
}
"""Seconds of practice after which a place is open, in the order of the map."""
SOFT_STOP_TICKS = 20 * 60 * TICKS_PER_S
"""After so long a sitting the map says that it is a good moment to rest."""


@dataclass(frozen=True, slots=True)
class Journey:
    """What happened in this sitting before the level that runs now; what is found counts at once."""

    practised_ticks: int = 0
    """Ticks of guided levels and breathing minigames; pauses do not count."""
    played: tuple[str, ...] = ()
    """Guided levels, in order."""
    found: tuple[str, ...] = ()
    """Things found, each once."""
    last: str = ""
    """The level before this one; "" = this is the first."""

    def left(self, name: str, guided: bool, ticks: int) -> "Journey":
        """The journey after a level: its ticks are practice where breath was guided."""
        if not guided:
            return replace(self, last=name)
        return Journey(self.practised_ticks + ticks, (*self.played, name), self.found, name)

    def breathed(self, ticks: int) -> "Journey":
        """The journey after a breathing minigame: it is practice too."""
        return replace(self, practised_ticks=self.practised_ticks + ticks)

    def finding(self, thing: str) -> "Journey":
        """The journey with one thing more."""
        return self if thing in self.found else replace(self, found=(*self.found, thing))


def practised_s(setup: Setup, journey: Journey) -> float:
    """Seconds of practice, of earlier sittings and this one."""
    return setup.practised_s + journey.practised_ticks / TICKS_PER_S


def places(setup: Setup) -> tuple[str, ...]:
    """The places there are, in the order of the map."""
    return tuple(name for name in OPENS_AFTER_S if name in setup.places)


def is_open(place: str, setup: Setup, journey: Journey) -> bool:
    """Whether a place can be visited now."""
    return practised_s(setup, journey) >= OPENS_AFTER_S[place]


def everything_found(setup: Setup, journey: Journey) -> tuple[str, ...]:
    """What was found in earlier sittings and in this one, each once, oldest first."""
    return setup.found + tuple(thing for thing in journey.found if thing not in setup.found)
