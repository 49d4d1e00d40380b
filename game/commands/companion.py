"""Who goes along on a sitting: what it adds to the player's record, and the pictures that are taken along."""

import sys
from collections.abc import Callable
from dataclasses import replace

from game.commands.household import Household
from game.commands.housekeeper import Housekeeper
from game.commands.keepsake import keepsake, picture_name
from game.commands.practice import practised, this_week
from game.core.facts import Fact, ProbeDone
from game.core.journey import Journey
from game.core.setup import Setup
from game.core.shapes import Plate
from game.core.show import show
from game.core.world import World
from game.stage.errors import PictureError
from game.stage.theatre import Theatre
from game.vault.errors import VaultError


class Companion:
    """Acts for one sitting; implements ``game.commands.sitting.Keeper``."""

    def __init__(self, household: Household, keeper: Housekeeper, theatre: Theatre, keeps: bool) -> None:
        """``keeps``: whether anything of this sitting is to stay; False = nothing is written."""
        self._household = household
        self._keeper = keeper
        self._theatre = theatre
        self._keeps = keeps
        self._told = Journey()

    def act(self, fact: Fact) -> None:
        """Keep that the probe was done; all else is the housekeeper's."""
        if isinstance(fact, ProbeDone):
            week = this_week()
            self._guarded(lambda: self._household.practise(lambda progress: replace(progress, probed=week)))
        self._keeper.act(fact)

    def calibration_due(self) -> bool:
        """Whether sensors should learn the player's neutral now."""
        return self._keeper.calibration_due()

    def journal_open(self) -> bool:
        """Whether a sentence after practice can be written here, and kept."""
        return self._keeps and self._household.keeps and self._keeper.words.welcome

    def ready(self, world: World) -> None:
        """Load the place a level begins in, so that its first picture is not late."""
        for shape in show(world).shapes:
            if isinstance(shape, Plate):
                self._theatre.screen.prepare(shape.name)

    def practised(self, setup: Setup, journey: Journey) -> None:
        """Keep what was practised and found so far."""
        told, self._told = self._told, journey
        self._guarded(lambda: self._household.practise(lambda progress: practised(progress, setup, journey, told)))

    def left(self, world: World) -> None:
        """The sitting is over: where it was left in the middle of a place, keep what was practised there, too."""
        if world.level.guided and not world.ended:
            self.practised(world.setup, world.journey.left(world.level.name, True, world.level_tick))

    def keep_picture(self, place: World, farewell: World) -> None:
        """Save the picture into the player's folder, and say where it is or why it is not."""
        if not self._keeps or not self._household.keeps:
            self._theatre.say("said.picture_nobody")
            return
        try:
            path = picture_name(self._household.pictures(), place.level.name)
            self._theatre.postcard(keepsake(place, farewell), path)
        except (VaultError, PictureError) as error:
            self._theatre.say("said.picture_not_kept")
            print(f"stillwater: {error}", file=sys.stderr)
            return
        self._theatre.say("said.picture_kept")
        print(f"stillwater: the picture is in {path}", file=sys.stderr)

    def _guarded(self, save: Callable[[], None]) -> None:
        """What cannot be kept is said; the game goes on."""
        if not self._keeps:
            return
        try:
            save()
        except VaultError as error:
            self._theatre.say("said.not_kept")
            print(f"stillwater: {error}", file=sys.stderr)
