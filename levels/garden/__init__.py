"""Garden: it grows on the exhale. A small warm light is led to a bud and rests there; each breath out lifts it.

The great bloom in the middle breathes with the guide, and warmth opens it: a smile, or breath that goes with the guide.
Calm clears the mist. Difficulty sets how many exhales a plant wants and how near the light must be; tempo sets how
the garden sways and how soon new buds show. What has grown stays; nothing ever wilts. Toward the end it rains light.
"""

from dataclasses import replace

from game.core.breathing import part_cues
from game.core.facts import Facts, LevelEnded
from game.core.level import Now, Turn
from game.core.setup import Setup
from game.core.shapes import Bed, Cue, Scene
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
        sounds = _sounds(state, now)
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
        state, over = _close(state, now, seconds >= end)
        return Turn(state, facts + found + over, cues + sounds, state.performance, min(seconds / end, 1.0))

    def show(self, state: Plot, now: Now) -> Scene:
        """The garden."""
        return Scene(paint(state, now), Bed("garden", now.mood, now.guide.breath_hz, now.guide.phase))


def _sounds(state: Plot, now: Now) -> tuple[Cue, ...]:
    """Breath cues where a part begins, as far as guidance wants them; a bell now and then, more of them in the rain."""
    part, share = now.pattern.part(now.guide.phase)
    cues: tuple[Cue, ...] = ()
    if part is not state.part and share < 0.1 and now.guidance > 0.3:
        cues = part_cues(now.pattern, part, now.guide.breath_hz)
    before, phase = state.bell_phase, now.guide.phase
    if before < 0.1 <= phase or before < 0.6 <= phase:
        dice = now.dice(1)
        if dice.random() < 0.35 + 0.35 * state.rest.value:
            note = int(10 * dice.random())
            cues += (Cue("bell", 0.45 + 0.3 * dice.random(), dice.random() - 0.5, note, caption="caption.bell"),)
    return cues


def _close(state: Plot, now: Now, due: bool) -> tuple[Plot, Facts]:
    """After the wished length the level waits for the breath to end, says farewell and goes."""
    if state.closing < 0:
        if due and now.guide.phase < now.guide.breath_hz / 30.0:
            return replace(state, closing=0), ()
        return state, ()
    over = state.closing >= CLOSING_S * 60.0
    return replace(state, closing=state.closing + 1), (LevelEnded("on"),) if over else ()


LEVEL = Garden()
