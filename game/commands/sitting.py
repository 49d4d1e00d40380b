"""What comes after what: the way through the levels, and what the house does about each fact."""

from typing import Protocol

from game.core.facts import Asked, Fact
from game.core.journey import OPENS_AFTER_S, Journey
from game.core.retell import Rules
from game.core.setup import Setup
from game.core.world import World, begin
from levels import find_levels, find_patterns

MENUS = ("title", "places")
"""Where a way can begin, and where it leads back to."""
LEAVES = ("leave", "players", "gate")
"""Ways out of a sitting: to the desk, to who plays, to the door for grown-ups, which are in nobody's record."""


class Keeper(Protocol):
    """Who acts for a sitting."""

    def act(self, fact: Fact) -> None:
        """Do what a fact asks for."""

    def calibration_due(self) -> bool:
        """Whether sensors should learn the player's neutral now."""

    def journal_open(self) -> bool:
        """Whether a sentence after practice can be written here, and kept."""

    def ready(self, world: World) -> None:
        """A level begins: what it looks like may be loaded."""

    def practised(self, setup: Setup, journey: Journey) -> None:
        """A guided level is over: keep what was practised and found."""

    def keep_picture(self, place: World, farewell: World) -> None:
        """Keep a picture of the place just played, with the sentence of the farewell."""


class Sitting:
    """One way through the house, from the title (or wherever it began) to leaving."""

    def __init__(self, rules: Rules, keeper: Keeper, home: str = "title") -> None:
        """Prepare a way.

        Args:
            rules: levels and patterns.
            keeper: told of every fact, in order, and of what was practised.
            home: where a farewell leads when the map was not visited; "" = leave.
        """
        self._rules = rules
        self._keeper = keeper
        self._home = home
        self._consent_due = True
        self._visited_settings = False
        self._menu = home
        self._played: World | None = None

    def after(self, world: World) -> World | None:
        """The world to go on with after facts were stated; None = leave."""
        for fact in world.facts:
            self._keeper.act(fact)
            if isinstance(fact, Asked) and fact.wish == "keep_picture" and self._played:
                self._keeper.keep_picture(self._played, world)
        if not world.ended:
            return world
        if world.level.guided:
            self._played = world
        name = self._next(world)
        if name:
            following = begin(world.setup, self._rules.levels[name], self._rules.patterns, world)
            self._keeper.ready(following)
            if world.level.guided:
                self._keeper.practised(following.setup, following.journey)
            return following
        if world.level.guided:
            self._keeper.practised(world.setup, world.journey.left(world.level.name, True, world.level_tick))
        return None

    def _next(self, world: World) -> str:
        here, wish = world.level.name, world.ended
        if here in MENUS:
            self._menu = here
        if wish in LEAVES:
            return ""
        if here == "settings":
            self._visited_settings = wish == "consent"
            return wish
        if wish != "on":
            return wish
        if here == "closing":
            return "places" if self._menu == "places" else self._home
        if world.level.guided:
            return "feeling" if self._menu == "places" else "closing"
        return self._on(here, world)

    def _on(self, here: str, world: World) -> str:
        """Where "on" leads: title, consent, calibration, how one feels, map; after practice a sentence, farewell."""
        if here == "title" and self._consent_due and "consent" in world.setup.due and world.setup.devices:
            self._consent_due = False
            return "consent"
        if here == "consent" and self._visited_settings:
            self._visited_settings = False
            return "settings"
        if here in {"title", "consent"} and self._keeper.calibration_due():
            return "calibration"
        if here in {"title", "consent", "calibration"}:
            return "feeling"
        if here == "feeling" and world.journey.played[-1:] == (world.journey.last,):
            return "reflection" if self._keeper.journal_open() else "closing"
        return "closing" if here == "reflection" else "places"


def house_rules() -> Rules:
    """Every level and pattern there is, found by its place."""
    return Rules(find_levels(), find_patterns())


def house_places(rules: Rules) -> tuple[str, ...]:
    """The places of the map there are, in its order."""
    return tuple(name for name in OPENS_AFTER_S if name in rules.levels)
