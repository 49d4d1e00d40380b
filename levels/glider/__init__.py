"""Glider: a paper wing over a sea of clouds at sunset. The verb is *being carried*.

The exhale is the wind that lifts: the player's own where it is known, the guide's otherwise. Keys, pointer or pad
lead the wing between thermals, columns of light that are caught by flying through their heart; whoever only breathes
is led by the wind itself. The last breaths trail behind as a ribbon, the coming ones lie ahead as the guide. It
rises, rests a minute over still clouds, and sails home into the sun. A thermal that is passed by is simply passed.
"""

from dataclasses import replace

from game.core.level import Now, Turn
from game.core.rites import breath_sounds, farewell
from game.core.setup import Setup
from game.core.shapes import Bed, Scene
from levels.glider.flight import CLOSING_S, Flight, fly
from levels.glider.look import shapes
from levels.glider.thermals import meet
from levels.glider.visitors import visit


class Glider:
    """The rules of the flight."""

    name = "glider"
    guided = True
    pattern = ""

    def begin(self, setup: Setup) -> Flight:
        """A wing in the evening, nothing yet to reach."""
        return Flight()

    def step(self, state: Flight, now: Now) -> Turn[Flight]:
        """The wing is carried and led; the air drifts; what is met is met."""
        end = 60.0 * now.setup.minutes
        seconds = now.tick / 60.0
        heard = breath_sounds(now, state.part, state.bell_phase, 0.35, 0.45)
        flown = fly(state, now)
        met, caught, cues = meet(flown, now)
        seen, found = visit(met, now)
        closing, over = farewell(seen.closing, now, seconds >= end, CLOSING_S)
        closed = seen if closing < 0 else replace(seen, closing=closing)
        return Turn(closed, caught + found + over, cues + heard, closed.performance, min(seconds / end, 1.0))

    def show(self, state: Flight, now: Now) -> Scene:
        """The evening."""
        return Scene(shapes(state, now), Bed("glider", now.mood, now.guide.breath_hz, now.guide.phase))


LEVEL = Glider()
