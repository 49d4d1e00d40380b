"""Together: two people, one guide. A great ring breathes; each has a small light that rises with their own breath.

One breathes by Space, the right mouse button or whatever the game hears; the other by the left Shift key. Where both
go with the ring, the light between them grows warm. The small words are for the grown-up beside a child.
"""

from dataclasses import dataclass

from game.core.breathing import part_cues
from game.core.drawing import between
from game.core.facts import Facts, LevelEnded
from game.core.level import Now, Turn
from game.core.pace import TICKS_PER_S, Follow, Part, smooth
from game.core.setup import Setup
from game.core.shapes import Bed, Colour, Cue, Light, Plate, Ring, Role, Scene, Shade, Shape, Text, TextRole, Water

X, Y = 0.5, 0.44
SMALL, LARGE = 0.192, 0.285
"""Radius of the ring when empty and full."""
ASIDE = 0.245
"""How far the two lights are from the middle, widths."""
LOW, HIGH = 0.62, 0.27
"""Where a light is when its breath is empty and full."""
AWAY_TICKS = 20 * TICKS_PER_S
"""Who has not pressed for so long is not shown."""
PRESS_STIFFNESS = 1.6
HINTS = 4
HINT_S = 22.0
CLOSING_S = 9.0


@dataclass(frozen=True, slots=True)
class Pair:
    """What the two have done."""

    other: Follow = Follow(0.0)
    """Breath of the second person, 0 empty, 1 full."""
    pressed_tick: int = -(10**9)
    """When the second person last pressed or let go."""
    down: bool = False
    """The second person's key is held."""
    warmth: Follow = Follow(0.0)
    """How well both go with the ring."""
    part: Part = Part.REST_OUT
    """Part of the breath in the last tick."""
    drift: float = 0.0
    """How far the water has run, s."""
    closing: int = -1
    """Ticks since the farewell began; -1 = not yet."""


class Together:
    """The rules of breathing side by side."""

    name = "together"
    guided = True
    pattern = "longer_exhale"

    def begin(self, setup: Setup) -> Pair:
        """Nobody has pressed yet."""
        return Pair()

    def step(self, state: Pair, now: Now) -> Turn[Pair]:
        """Two breaths, one guide; after the wished length a farewell."""
        down = "breathe_two" in now.held
        changed = down != state.down
        part, share = now.pattern.part(now.guide.phase)
        cues: tuple[Cue, ...] = ()
        if part is not state.part and share < 0.1 and now.directive.guidance > 0.1:
            cues = part_cues(now.pattern, part, now.guide.breath_hz)
        end = 60.0 * TICKS_PER_S * now.setup.minutes
        closing, facts = _close(state.closing, now, now.tick >= end)
        after = Pair(
            other=state.other.toward(1.0 if down else 0.0, PRESS_STIFFNESS),
            pressed_tick=now.tick if changed or down else state.pressed_tick,
            down=down,
            warmth=state.warmth.toward(_warm(state, now), 0.8),
            part=part,
            drift=state.drift + 0.6 / 60.0,
            closing=closing,
        )
        return Turn(after, facts, cues, now.own.follow, min(now.tick / end, 1.0))

    def show(self, state: Pair, now: Now) -> Scene:
        """The ring, the two lights, what lies between them, and the words."""
        shown = smooth(now.tick / 72.0)
        warm = min(max(state.warmth.value, 0.0), 1.0)
        part, _ = now.pattern.part(now.guide.phase)
        radius = between(SMALL, LARGE, now.fullness)
        colour = Colour.EXHALE if part in (Part.OUT, Part.REST_OUT) else Colour.INHALE
        guided = shown * (0.25 + 0.75 * now.guidance)
        shapes: list[Shape] = [
            Plate("lake", now.mood, 0.22 * shown),
            Water("lake", now.fullness, 0.2 + 0.4 * warm, state.drift, now.mood),
            Shade(X, Y, 0.56, 0.44, 0.34 * shown),
            Light(X, Y, 0.20 + 0.16 * warm, Colour.LANTERN, (0.10 + 0.42 * warm) * shown),
            Ring(X, Y, LARGE, 1 / 720, Colour.SOFT, 0.30 * shown),
            Ring(X, Y, SMALL, 1 / 720, Colour.SOFT, 0.12 * shown),
            Ring(X, Y, radius, 4 / 720, colour, guided, 0.5, Role.GUIDE),
            *_person(X - ASIDE, now.own.fullness, shown * (0.35 + 0.65 * min(now.own.trust, 1.0)), Colour.LANTERN),
            *_person(X + ASIDE, state.other.value, shown * (0.35 + 0.65 * _there(state, now)), Colour.SEA_LIGHT),
        ]
        return Scene(
            (*shapes, *_words(state, now, part, shown)),
            Bed("quiet", now.mood, now.guide.breath_hz, now.guide.phase),
        )


def _there(state: Pair, now: Now) -> float:
    """1 while the second person breathes by the key; it goes over the last two seconds."""
    return min(max((AWAY_TICKS - (now.tick - state.pressed_tick)) / (2.0 * TICKS_PER_S), 0.0), 1.0)


def _near(fullness: float, guide: float) -> float:
    """How near a breath is to the guide's, [0, 1]."""
    off = fullness - guide
    return max(0.0, 1.0 - 1.8 * (off if off > 0.0 else -off))


def _warm(state: Pair, now: Now) -> float:
    """The lesser of the two; somebody alone warms the light by half."""
    one = _near(now.own.fullness, now.fullness) * min(now.own.trust, 1.0)
    two = _near(state.other.value, now.fullness) * _there(state, now)
    return max(min(one, two), 0.5 * one, 0.5 * two)


def _close(closing: int, now: Now, due: bool) -> tuple[int, Facts]:
    if "skip" in now.pressed and closing < 0:
        return 0, ()
    if closing < 0:
        return (0 if due and now.guide.phase < now.guide.breath_hz / 30.0 else -1), ()
    return closing + 1, (LevelEnded("on"),) if closing >= CLOSING_S * 60.0 else ()


def _person(x: float, fullness: float, strength: float, colour: Colour) -> tuple[Shape, ...]:
    """A small light that rises as its breath fills."""
    full = min(max(fullness, 0.0), 1.0)
    y = between(LOW, HIGH, full)
    return (
        Ring(x, LOW, 0.012, 1 / 720, Colour.SOFT, 0.4 * strength),
        Ring(x, HIGH, 0.012, 1 / 720, Colour.SOFT, 0.4 * strength),
        Light(x, y, 0.09 + 0.05 * full, colour, 0.55 * strength),
        Ring(x, y, 0.020 + 0.010 * full, 2.5 / 720, colour, 0.95 * strength, 0.4, Role.OWN),
        Light(x, y, 0.024 + 0.012 * full, Colour.HEART, 0.8 * strength),
    )


def _words(state: Pair, now: Now, part: Part, shown: float) -> tuple[Shape, ...]:
    if state.closing >= 0:
        seconds = state.closing / 60.0
        there = smooth(seconds / 1.2) * smooth((CLOSING_S - seconds) / 1.8)
        return (
            Shade(0.5, 0.83, 0.75, 0.10, 0.5 * there),
            Text(TextRole.HEADING, "together.closing", 0.5, 0.80, opacity=there),
            Text(TextRole.SECOND, "together.closing_second", 0.5, 0.875, colour=Colour.SOFT, opacity=there),
        )
    seconds = now.tick / 60.0
    opening = smooth((seconds - 1.0) / 1.2) * smooth((11.0 - seconds) / 1.8)
    since = (seconds - 12.0) % HINT_S
    hint = 1 + int((seconds - 12.0) / HINT_S) % HINTS if seconds >= 12.0 else 1
    there = smooth(since / 1.2) * smooth((HINT_S - 2.0 - since) / 1.8) if seconds >= 12.0 else 0.0
    word = {Part.IN: "breath.in", Part.OUT: "breath.out"}.get(part, "breath.rest")
    key, fade = ("together.opening_second", opening) if seconds < 12.0 else (f"together.adult_{hint}", there)
    return (
        Text(TextRole.CUE, word, X, Y, opacity=shown * (0.2 + 0.8 * now.guidance)),
        Shade(0.5, 0.83, 0.8, 0.10, 0.5 * max(opening, there)),
        Text(TextRole.HEADING, "together.opening", 0.5, 0.79, opacity=opening),
        Text(TextRole.SECOND, key, 0.5, 0.855, colour=Colour.SOFT, opacity=fade, width=0.85),
        Text(TextRole.HINT, "together.keys", 0.5, 0.945, colour=Colour.SOFT, opacity=0.8 * shown),
    )


LEVEL = Together()
