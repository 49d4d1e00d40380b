"""What comes after what: the way through the levels, and what the house does about each fact."""

from collections.abc import Callable

from game.core.facts import Fact
from game.core.retell import Rules
from game.core.world import World, begin
from levels import find_levels, find_patterns

Act = Callable[[Fact], None]
"""What the house does about a fact."""


class Sitting:
    """One way through the house, from the title (or wherever it began) to leaving."""

    def __init__(self, rules: Rules, act: Act, calibrate: Callable[[], bool], home: str = "title") -> None:
        """Prepare a way.

        Args:
            rules: levels and patterns.
            act: called for every fact, in order.
            calibrate: asked before play whether sensors should learn the player's neutral now.
            home: where a farewell leads; "" = leave.
        """
        self._rules = rules
        self._act = act
        self._calibrate = calibrate
        self._home = home
        self._consent_due = True
        self._visited_settings = False

    def after(self, world: World) -> World | None:
        """The world to go on with after facts were stated; None = leave."""
        for fact in world.facts:
            self._act(fact)
        if not world.ended:
            return world
        name = self._next(world)
        if not name:
            return None
        return begin(world.setup, self._rules.levels[name], self._rules.patterns, world)

    def _next(self, world: World) -> str:
        here, wish = world.level.name, world.ended
        if wish == "leave":
            return ""
        if here == "settings":
            self._visited_settings = wish == "consent"
            return wish
        if here == "closing":
            return self._home
        if wish != "on":
            return wish
        return self._on(here, "consent" in world.setup.due and bool(world.setup.devices))

    def _on(self, here: str, consent_due: bool) -> str:
        """Where "on" leads: title, consent, calibration, a place, farewell."""
        if here == "title" and consent_due and self._consent_due:
            self._consent_due = False
            return "consent"
        if here == "consent" and self._visited_settings:
            self._visited_settings = False
            return "settings"
        if here in {"title", "consent"}:
            return "calibration" if self._calibrate() else "tide"
        return "tide" if here == "calibration" else "closing"


def house_rules() -> Rules:
    """Every level and pattern there is, found by its place."""
    return Rules(find_levels(), find_patterns())
