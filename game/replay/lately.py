"""How a moment looked over the short time before it: what the words beside the lanes are read from.

A single estimate rests on one look at a face, and the next one half a second later may say something else; a mean over
the time between two decisions says what somebody who watches would say. ``lanes_series.js: latelyAt`` is the same.
"""

from bisect import bisect_right
from dataclasses import dataclass

from game.replay.lanes import Curve, Lanes

LATELY_S = 5.0
"""A decision's own step: what was seen since the last one."""


@dataclass(frozen=True, slots=True)
class Lately:
    """A feeling over the last LATELY_S, less the player's usual as it was known when the sitting began."""

    arousal: float | None
    """None = too little is known at the moment itself."""
    valence: float | None
    """Likewise."""


UNKNOWN = Lately(None, None)
"""Nothing is known."""


def lately(lanes: Lanes, at_s: float) -> Lately:
    """How it looked over LATELY_S up to a moment, in seconds since the sitting began."""
    usual, told = lanes.header.setup.posterior, lanes.estimates
    return Lately(
        _mean(told.t_s, told.arousal, at_s, usual.arousal_baseline.mean),
        _mean(told.t_s, told.valence, at_s, usual.valence_baseline.mean),
    )


def _mean(t_s: tuple[float, ...], curve: Curve, at_s: float, usual: float) -> float | None:
    """The mean of what is known; None where the moment itself is not: nothing is drawn there, either."""
    end = bisect_right(t_s, at_s)
    if end == 0 or not curve.known[end - 1]:
        return None
    places = range(bisect_right(t_s, at_s - LATELY_S), end)
    known = [curve.mean[place] for place in places if curve.known[place]]
    return sum(known) / len(known) - usual if known else None
