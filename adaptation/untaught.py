"""What a sitting would have taught without some of its decisions: where it was not the player who was seen.

A sitting is told anew by the very rules by which it taught (``witness.gather``, ``posterior.learn``), once with all of
it and once without what is set aside; the difference is what those decisions had taught. Only the two baselines
are looked at: nothing else of the player is read off a face.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from adaptation.posterior import learn
from adaptation.witness import Moment, Witnessed, gather
from game.core.observe import Observation
from game.core.posterior import Posterior


@dataclass(frozen=True, slots=True)
class Seen:
    """One decision, as it was looked at when it was made."""

    observation: Observation
    """What the mind was shown."""
    moment: Moment
    """Where in the sitting it fell."""
    aside: bool
    """Whether it is set aside."""


def untaught(posterior: Posterior, decisions: Iterable[Seen]) -> tuple[float, float]:
    """How far the baselines of arousal and valence would lie from where the sitting left them.

    Args:
        posterior: what the sitting began with.
        decisions: all of it, in order.
    """
    whole = kept = Witnessed()
    for one in decisions:
        whole = gather(whole, one.observation, one.moment)
        if not one.aside:
            kept = gather(kept, one.observation, one.moment)
    taught, without = learn(posterior, whole), learn(posterior, kept)
    return (
        without.arousal_baseline.mean - taught.arousal_baseline.mean,
        without.valence_baseline.mean - taught.valence_baseline.mean,
    )
