"""Breathe: the guided breathing minigame by itself, over the quiet shore. Left and right change its body."""

from dataclasses import dataclass, replace

from game.core import breathing, embodiment
from game.core.breathing import Breathing
from game.core.facts import Facts, LevelEnded
from game.core.level import Now, Turn
from game.core.pace import NATURAL, smooth
from game.core.setup import Setup
from game.core.shapes import Bed, Colour, Cue, Motes, Plate, Scene, Shape, Text, TextRole, Veil, Water

BODIES = ("ring", "wave", "lantern")


@dataclass(frozen=True, slots=True)
class Quiet:
    """What Breathe remembers."""

    running: Breathing | None = None
    """The breathing; begins with the first breath of the level's pattern."""
    body: int = 0
    """Index in BODIES."""
    drift: float = 0.0
    """How far the water has run, s."""


class Breathe:
    """The rules of the guided breath."""

    name = "breathe"
    guided = True
    pattern = "longer_exhale"

    def begin(self, setup: Setup) -> Quiet:
        """Nothing is running yet."""
        return Quiet()

    def step(self, state: Quiet, now: Now) -> Turn[Quiet]:
        """Follow the guide; end with a whole breath after the wished length."""
        running, cues = self._breathe(state, now)
        body = state.body + ("right" in now.pressed) - ("left" in now.pressed)
        end = now.setup.minutes * 3600.0
        facts: Facts = ()
        if ("skip" in now.pressed) or (now.tick >= end and now.guide.phase < now.guide.breath_hz / 30.0):
            facts = (LevelEnded("on"),)
        after = replace(state, running=running, body=body % len(BODIES), drift=state.drift + 0.6 / 60.0)
        return Turn(after, facts, cues, now.own.follow, min(now.tick / end, 1.0))

    def _breathe(self, state: Quiet, now: Now) -> tuple[Breathing | None, tuple[Cue, ...]]:
        if now.pattern.name == NATURAL.name:
            return None, ()
        running = state.running or breathing.begin(now.pattern)
        running, cues = breathing.breathe(running, now.guide, now.own.follow)
        return running, cues if now.directive.guidance > 0.1 else ()

    def show(self, state: Quiet, now: Now) -> Scene:
        """The shore without its lanterns, and one breath on it."""
        calm = 2.0 * max(now.mood - 0.5, 0.0)
        shapes: tuple[Shape, ...] = (
            Plate("tide", now.mood, 0.30 * smooth(now.tick / 72.0)),
            Water("tide", now.fullness, 0.15 + 0.7 * calm, state.drift, now.mood),
            Motes(0.0, 0.70, 1.0, 0.86, int(24 + 90 * calm), Colour.SEA_LIGHT, 0.3, state.drift, 0.0, 3),
            Veil(0.5, 0.2, (0.004 * state.drift) % 1.0, now.mood),
        )
        if now.directive.guidance <= 0.1:
            shapes += (
                Text(TextRole.HEADING, "breath.your_own", 0.5, 0.42),
                Text(TextRole.HINT, "breath.keys", 0.5, 0.935, colour=Colour.SOFT, opacity=0.85),
            )
        elif state.running and not state.running.waiting:
            body = replace(state.running, embodiment=BODIES[state.body])
            shapes += embodiment.draw(body, now)
            shown = smooth((now.tick / 60.0 - 2.0) / 1.2) * smooth((10.0 - now.tick / 60.0) / 1.8)
            shapes += (Text(TextRole.HINT, "breathe.bodies", 0.5, 0.065, colour=Colour.SOFT, opacity=shown),)
        return Scene(shapes, Bed("tide", now.mood, now.guide.breath_hz, now.guide.phase))


LEVEL = Breathe()
