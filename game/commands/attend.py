"""Who attends a sitting to learn of its player: looks at each decision, and at what was found out of their breath."""

from dataclasses import replace

from adaptation.posterior import learn
from adaptation.witness import Moment, Tally, Witnessed, found, gather, rested
from game.core.directive import DECISION_TICKS
from game.core.facts import PaceFound, ProbeDone
from game.core.observe import observe
from game.core.ports import Memory
from game.core.posterior import ANYBODY, Known, Posterior
from game.core.world import World

LEARNS = "calibration"
"""A level that asks for breaths and words: what is breathed in it is not how somebody arrived."""


class Attendant:
    """A memory that passes all on to the sitting's own, and keeps a few numbers until the sitting is over."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._witnessed = Witnessed()
        self._arriving = True
        self._with = ANYBODY

    def began(self, world: World) -> None:
        """A level begins; with the first guided one the player has arrived."""
        self._arriving = self._arriving and not world.level.guided and world.level.name != LEARNS
        self._with = world.setup.posterior
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
        """What is known after this sitting of somebody of whom ``posterior`` is known by now.

        Feelings were told against the baselines that the sitting began with: where those have been moved or forgotten
        meanwhile, what was read is still what was read.
        """
        told, began = self._witnessed, self._with
        arousal = _against(told.arousal, began.arousal_baseline, posterior.arousal_baseline)
        valence = _against(told.valence, began.valence_baseline, posterior.valence_baseline)
        return learn(posterior, replace(told, arousal=arousal, valence=valence))

    def _moment(self, world: World) -> Moment:
        if world.level.guided and not world.pause:
            return Moment.PLAYING
        return Moment.ARRIVING if self._arriving else Moment.BETWEEN


def _against(told: Tally, began: Known, now: Known) -> Tally:
    """What was told against one baseline, told against another."""
    return replace(told, mean=told.mean + (began.mean - now.mean))
