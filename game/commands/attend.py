"""Who attends a sitting to learn of its player: looks at each decision, and at what was found out of their breath."""

from adaptation.posterior import learn
from adaptation.witness import Moment, Witnessed, found, gather, rested
from game.core.directive import DECISION_TICKS
from game.core.facts import PaceFound, ProbeDone
from game.core.observe import observe
from game.core.ports import Memory
from game.core.posterior import Posterior
from game.core.world import World

LEARNS = "calibration"
"""A level that asks for breaths and words: what is breathed in it is not how somebody arrived."""


class Attendant:
    """A memory that passes all on to the sitting's own, and keeps a few numbers until the sitting is over."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._witnessed = Witnessed()
        self._arriving = True

    def began(self, world: World) -> None:
        """A level begins; with the first guided one the player has arrived."""
        self._arriving = self._arriving and not world.level.guided and world.level.name != LEARNS
        self._memory.began(world)

    def stepped(self, world: World, tape: bytes) -> None:
        """One tick was stepped: once in five seconds it is looked at."""
        self._memory.stepped(world, tape)
        for fact in world.facts:
            if isinstance(fact, PaceFound):
                self._witnessed = found(self._witnessed, fact.breath_hz)
            elif isinstance(fact, ProbeDone):
                self._witnessed = rested(self._witnessed, fact.breath_hz)
        if world.tick % DECISION_TICKS == DECISION_TICKS - 1:
            self._witnessed = gather(self._witnessed, observe(world), self._moment(world))

    def learnt(self, posterior: Posterior) -> Posterior:
        """What is known after this sitting, which began with ``posterior``."""
        return learn(posterior, self._witnessed)

    def _moment(self, world: World) -> Moment:
        if world.level.guided and not world.pause:
            return Moment.PLAYING
        return Moment.ARRIVING if self._arriving else Moment.BETWEEN
