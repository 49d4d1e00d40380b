"""Garden: it grows on the exhale. A small warm light is led to a bud and rests there; each breath out lifts it.

The great bloom in the middle breathes with the guide, and warmth opens it: a smile, or breath that goes with the guide.
Calm clears the mist. Difficulty sets how many exhales a plant wants and how near the light must be; tempo sets how
the garden sways and how soon new buds show. What has grown stays; nothing ever wilts. Toward the end it rains light.
"""

from dataclasses import replace

from game.core.level import Now, Turn
from game.core.rites import breath_sounds, farewell
from game.core.setup import Setup
from game.core.shapes import Bed, Scene
from levels.garden.growing import STAR_TICKS, Plot, Secrets, discover, grow, sprout
from levels.garden.look import CLOSING_S, paint
from levels.garden.places import HIDDEN

REST_S = 60.0
"""The rest: the last minute, or a quarter of a short sitting."""


class Garden:
    """The rules of the garden."""

    name = "garden"
    guided = True
    pattern = ""

    def begin(self, setup: Setup) -> Plot:
        """A garden in bud; the star that was found in an earlier sitting is awake already."""
        known = "garden.star" in setup.found
        return Plot(Secrets(setup.seed % len(HIDDEN), STAR_TICKS if known else 0, 0, -1))

    def step(self, state: Plot, now: Now) -> Turn[Plot]:
        """Lead the light, let things grow, rest, come to an end."""
        end = now.setup.minutes * 60.0
        seconds = now.tick / 60.0
        resting = seconds >= end - min(REST_S, 0.25 * end)
        sounds = breath_sounds(now, state.part, state.bell_phase, 0.35 + 0.35 * state.rest.value, 0.45)
        state, facts, cues = grow(state, now)
        state, found = discover(state, now)
        if not resting:
            state = sprout(state, now, now.demand)
        state = replace(
            state,
            rest=state.rest.toward(1.0 if resting else 0.0, 0.8),
            drift=state.drift + (0.45 + 0.9 * now.directive.tempo) / 60.0,
            part=now.pattern.part(now.guide.phase)[0],
            bell_phase=now.guide.phase,
        )
        closing, over = farewell(state.closing, now, seconds >= end, CLOSING_S)
        if closing >= 0:
            state = replace(state, closing=closing)
        return Turn(state, facts + found + over, cues + sounds, state.performance, min(seconds / end, 1.0))

    def show(self, state: Plot, now: Now) -> Scene:
        """The garden."""
        return Scene(paint(state, now), Bed("garden", now.mood, now.guide.breath_hz, now.guide.phase))


LEVEL = Garden()
