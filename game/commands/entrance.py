"""Before a sitting: who plays, and the guardian's door. Nothing here is recorded, and no sensor is on."""

import secrets
from collections.abc import Callable

from adaptation.rules import Rules as RulesMind
from game.commands.household import Household
from game.commands.housekeeper import changed
from game.commands.memory import Unkept
from game.commands.roster import Tell
from game.commands.warden import Warden
from game.core.facts import PlayerChosen
from game.core.retell import Rules
from game.core.setup import Setup
from game.core.world import World, begin
from game.loop import House, RealClock
from game.loop import run as loop
from game.stage.theatre import Theatre
from game.vault.home import Home

GUARDED = ("passphrase",)


class Entrance:
    """Says who sits down, at the theatre that is open already."""

    def __init__(
        self,
        home: Home,
        rules: Rules,
        theatre: Theatre,
        tell: Tell,
        until: Callable[[], bool],
        ticks: int | None,
    ) -> None:
        """Stand before the door.

        Args:
            home: where players are kept.
            rules: levels and patterns.
            theatre: stays open from here into the sitting, so that nothing flashes.
            tell: says what went wrong with a record.
            until: asked every tick whether to leave.
            ticks: to wait at most; None = until somebody chooses.
        """
        self._home = home
        self._rules = rules
        self._theatre = theatre
        self._tell = tell
        self._until = until
        self._ticks = ticks
        self._chosen = 0

    def choose(self) -> Household | None:
        """Who plays: the only one there is, or who is chosen; None = nobody, leave."""
        while True:
            warden = self._warden()
            if len(warden.there) <= 1:
                return next(iter(warden.there), None)
            self._chosen = 0
            last = self._show(warden, Setup(0, "players", avatars=warden.avatars))
            if self._chosen:
                return warden.there[self._chosen - 1]
            if last.ended != "gate" or self.guard() == "leave":
                return None

    def after(self, following: str, household: Household) -> Household | None:
        """Who sits down after a sitting of ``household`` that led to ``following``; None = nobody, leave."""
        if following == "players":
            return self.choose()
        if following != "gate" or self.guard() == "leave":
            return None
        folder = household.folder.name
        there = self._warden().there
        return next((each for each in there if each.folder.name == folder), None) or self.choose()

    def guard(self) -> str:
        """The guardian's door and pages. Returns where to go: "back", or "leave" where the window was closed."""
        warden = self._warden()
        due = GUARDED if warden.guarded else ()
        return self._show(warden, Setup(secrets.randbits(32), "gate", due=due, avatars=warden.avatars)).ended or "leave"

    def _warden(self) -> Warden:
        self._theatre.receive(())
        warden = Warden(self._home, self._theatre, self._tell)
        if any(household.set_aside for household in warden.there):
            self._theatre.say("said.guard_unreadable")
        return warden

    def _show(self, warden: Warden, setup: Setup) -> World:
        """Run levels until one leads elsewhere."""
        warden.tell_all()

        def after(world: World) -> World | None:
            for fact in world.facts:
                if isinstance(fact, PlayerChosen):
                    self._chosen = fact.number
                warden.act(fact)
            if world.ended == "guardian":
                return begin(world.setup, self._rules.levels["guardian"], self._rules.patterns, world)
            return None if world.ended else world

        from game.commands.sources import LiveSource  # noqa: PLC0415 - numpy, scipy: only where somebody plays

        source = LiveSource(self._theatre, None, self._ticks, self._until, self._present, warden.take)
        world = begin(setup, self._rules.levels[setup.level], self._rules.patterns)
        return loop(world, House(source, RulesMind(), Unkept(), self._theatre, RealClock(), after))

    def _present(self, wish: str) -> None:
        """Louder, quieter, the whole screen: for now; nobody's settings are changed."""
        self._theatre.present(changed(self._theatre.screen.presentation, wish))
