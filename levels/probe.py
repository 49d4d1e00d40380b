"""Probe: one minute of breathing without any guide, once a week, so that one can see whether the skill stays.

Nothing is shown that breathes, nothing is judged, and no result is told: it only asks for a quiet minute.
"""

from dataclasses import dataclass
from math import sqrt

from game.core import way_out
from game.core.drawing import wave
from game.core.facts import LevelEnded, ProbeDone
from game.core.level import Now, Turn
from game.core.pace import smooth
from game.core.senses import REPORTED_SD_HZ
from game.core.setup import Setup
from game.core.shapes import Bed, Colour, Cue, Light, Plate, Scene, Shade, Shape, Sprite, Text, TextRole, Water

BEGINS_TICKS = 9 * 60
"""So long it says what comes."""
LASTS_TICKS = 60 * 60
THANKS_TICKS = 7 * 60
LEAST_TICKS = 15 * 60
"""The rate is told only where it was known for so long."""
UNEVEN = 0.25
"""A spread of this share of the mean rate counts as not even at all."""


@dataclass(frozen=True, slots=True)
class Minute:
    """What the probe remembers."""

    known: int = 0
    """Ticks in which the rate was known."""
    mean_hz: float = 0.0
    """Mean of the rate over them."""
    squares: float = 0.0
    """Sum of squared distances from the mean, Hz squared (Welford's)."""


class Probe:
    """The rules of the quiet minute."""

    name = "probe"
    guided = False
    pattern = ""

    def begin(self, setup: Setup) -> Minute:
        """Nothing is known yet."""
        return Minute()

    def step(self, state: Minute, now: Now) -> Turn[Minute]:
        """Say what comes, listen for a minute, thank."""
        if {"skip", "escape"} & {*way_out.pressed(now.pressed, now.pointer)}:
            return Turn(state, (LevelEnded("on"),))
        inside = now.tick - BEGINS_TICKS
        if 0 <= inside < LASTS_TICKS:
            state = _listen(state, now)
        bell = (Cue("bell", 0.6, note=2, caption="caption.bell"),)
        if inside == 0:
            return Turn(state, (), bell)
        if inside == LASTS_TICKS:
            return Turn(state, (_told(state),), bell)
        over = inside >= LASTS_TICKS + THANKS_TICKS
        return Turn(state, (LevelEnded("on"),) if over else (), progress=min(max(inside / LASTS_TICKS, 0.0), 1.0))

    def show(self, state: Minute, now: Now) -> Scene:
        """The lake with one lantern that does not breathe; words before and after."""
        inside = (now.tick - BEGINS_TICKS) / 60.0
        before = smooth(now.tick / 72.0) * smooth(-inside / 1.8)
        after = inside - LASTS_TICKS / 60.0
        thanks = smooth(after / 1.2) * smooth((THANKS_TICKS / 60.0 - after) / 1.8)
        words, key = (before, "probe.opening") if inside < 0.0 else (thanks, "probe.closing")
        shapes: list[Shape] = [
            Plate("lake", 1.0),
            Water("lake", 0.5, 0.25, now.tick / 90.0, 1.0),
            Sprite("lantern", 0.5, 0.705 + 0.0015 * wave(now.tick, 9.0), 0.062, 0.0, 1.0, 0.75),
            Light(0.5, 0.68, 0.26, Colour.LANTERN, 0.12),
            Shade(0.5, 0.33, 0.75, 0.17, 0.4 * words),
            Text(TextRole.HEADING, key, 0.5, 0.29, opacity=words, width=0.75),
            Text(TextRole.SECOND, f"{key}_second", 0.5, 0.39, colour=Colour.SOFT, opacity=words, width=0.75),
            Text(TextRole.HINT, "probe.keys", 0.5, 0.935, colour=Colour.SOFT, opacity=0.8 * before),
            *way_out.draw(now.pointer),
        ]
        return Scene(tuple(shapes), Bed("quiet", 1.0, now.guide.breath_hz, now.guide.phase))


def _listen(state: Minute, now: Now) -> Minute:
    rate = now.estimate.breath_hz
    if rate.variance >= REPORTED_SD_HZ * REPORTED_SD_HZ:
        return state
    known = state.known + 1
    off = rate.mean - state.mean_hz
    mean = state.mean_hz + off / known
    return Minute(known, mean, state.squares + off * (rate.mean - mean))


def _told(state: Minute) -> ProbeDone:
    """Rate and evenness; 0 and 0 where too little was known."""
    if state.known < LEAST_TICKS or state.mean_hz <= 0.0:
        return ProbeDone(0.0, 0.0)
    spread = sqrt(state.squares / state.known)
    return ProbeDone(state.mean_hz, max(0.0, 1.0 - spread / (UNEVEN * state.mean_hz)))


LEVEL = Probe()
