"""Breathe: the guided breath by itself, over the quiet shore. Up and down change the breath, left and right its body.

With "find your pace" the guide looks for the rate that is comfortable and steady, and stays there.
"""

from dataclasses import dataclass, replace

from game.core import breathing, embodiment
from game.core.breathing import Breathing
from game.core.facts import Facts, LevelEnded, PaceFound
from game.core.level import Now, Turn
from game.core.pace import NATURAL, smooth
from game.core.setup import Setup
from game.core.shapes import (
    Arrow,
    Bed,
    Colour,
    Cue,
    Motes,
    Plate,
    Scene,
    Shade,
    Shape,
    Text,
    TextRole,
    Veil,
    Water,
)
from game.core.temper import AgeBand
from levels.breathe.pace import FIRST, QUIET, Search, search

BODIES = ("ring", "wave", "lantern")
BREATHS = ("longer_exhale", "coherent", "cyclic_sighing", "humming", "find_your_pace")
"""Breaths to choose from, the first to begin with;"""
OLDER = ("box",)
"""and these from the teens on."""
SEARCHING = "find_your_pace"
TITLE_Y = 0.065
ARROWS_X = (0.32, 0.68)
FOUND_S = 10.0
"""So long it says that a pace was found."""
SIGNS_S = 12.0
"""So long the signs for choosing stand there after a choice."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """What Breathe remembers."""

    running: Breathing | None = None
    """The breathing; begins with the first breath of a pattern."""
    breath: int = 0
    """Which breath was chosen."""
    body: int = -1
    """Index in BODIES; -1 = the pattern's own."""
    search: Search = FIRST
    """The search for a pace."""
    chosen_tick: int = 0
    """When something was last chosen."""
    found_tick: int = -(10**9)
    """When a pace was found."""
    drift: float = 0.0
    """How far the water has run, s."""


class Breathe:
    """The rules of the guided breath."""

    name = "breathe"
    guided = True
    pattern = BREATHS[0]

    def begin(self, setup: Setup) -> Quiet:
        """Nothing is running yet."""
        return Quiet()

    def step(self, state: Quiet, now: Now) -> Turn[Quiet]:
        """Follow the guide; end with a whole breath after the wished length."""
        state = _choose(state, now)
        running, cues = _breathe(state, now)
        state = replace(state, running=running, drift=state.drift + 0.6 / 60.0)
        state, facts = _search(state, now)
        end = now.setup.minutes * 3600.0
        if ("skip" in now.pressed) or (now.tick >= end and now.guide.phase < now.guide.breath_hz / 30.0):
            facts += (LevelEnded("on"),)
        name = breaths(now)[state.breath]
        wish = state.search.wish_hz if name == SEARCHING and state.search.wish_hz > 0.0 else None
        return Turn(state, facts, cues, now.own.follow, min(now.tick / end, 1.0), name, wish)

    def show(self, state: Quiet, now: Now) -> Scene:
        """The shore without its lanterns, and one breath on it."""
        calm = 2.0 * max(now.mood - 0.5, 0.0)
        shapes: tuple[Shape, ...] = (
            Plate("tide", now.mood, 0.30 * smooth(now.tick / 72.0)),
            Water("tide", now.fullness, 0.15 + 0.7 * calm, state.drift, now.mood),
            Motes(0.0, 0.70, 1.0, 0.86, int(24 + 90 * calm), Colour.SEA_LIGHT, 0.3, state.drift, 0.0, 3),
            Veil(0.5, 0.2, (0.004 * state.drift) % 1.0, now.mood),
        )
        if now.directive.guidance <= QUIET:
            shapes += (
                Text(TextRole.HEADING, "breath.your_own", 0.5, 0.42),
                Text(TextRole.HINT, "breath.keys", 0.5, 0.935, colour=Colour.SOFT, opacity=0.85),
            )
        elif state.running and not state.running.waiting:
            body = BODIES[state.body] if state.body >= 0 else now.pattern.embodiment
            shapes += embodiment.draw(replace(state.running, embodiment=body), now)
        shapes += _signs(state, now)
        return Scene(shapes, Bed("tide", now.mood, now.guide.breath_hz, now.guide.phase))


def breaths(now: Now) -> tuple[str, ...]:
    """The breaths this player may choose from: resting between breaths only from the teens on."""
    older = now.setup.limits.age in (AgeBand.TEEN, AgeBand.ADULT)
    return BREATHS + OLDER if older else BREATHS


def _choose(state: Quiet, now: Now) -> Quiet:
    """Another breath by up and down or the arrows at the top; another body by left and right or a click on it."""
    other = ("down" in now.pressed) - ("up" in now.pressed)
    turned = ("right" in now.pressed) - ("left" in now.pressed)
    if "click" in now.pressed and now.pointer is not None:
        x, y = now.pointer[0] / 4096.0, now.pointer[1] / 4096.0
        if y < 0.15:
            other = 1 if x >= 0.5 else -1
        elif 0.3 < x < 0.7:
            turned = 1
    if not other and not turned:
        return state
    state = replace(state, chosen_tick=now.tick)
    if turned:
        body = state.body if state.body >= 0 else BODIES.index(now.pattern.embodiment)
        state = replace(state, body=(body + turned) % len(BODIES))
    if other:
        breath = (state.breath + other) % len(breaths(now))
        state = replace(state, breath=breath, body=-1, search=FIRST, found_tick=-(10**9))
    return state


def _breathe(state: Quiet, now: Now) -> tuple[Breathing | None, tuple[Cue, ...]]:
    if now.pattern.name == NATURAL.name:
        return None, ()
    running = state.running
    if running is None or running.pattern.name != now.pattern.name:
        running = breathing.begin(now.pattern)
    running, cues = breathing.breathe(running, now.guide, now.own.follow)
    return running, cues if now.directive.guidance > QUIET else ()


def _search(state: Quiet, now: Now) -> tuple[Quiet, Facts]:
    if not now.pattern.searching:
        return state, ()
    after = search(state.search, now)
    if after.found_hz > 0.0 and state.search.found_hz == 0.0:
        return replace(state, search=after, found_tick=now.tick), (PaceFound(after.found_hz),)
    return replace(state, search=after), ()


def _signs(state: Quiet, now: Now) -> tuple[Shape, ...]:
    """The name of the breath between two arrows, for a while after each choice; and what the search has found."""
    since = (now.tick - state.chosen_tick) / 60.0
    shown = smooth((since - (0.0 if state.chosen_tick else 2.0)) / 1.2) * smooth((SIGNS_S - since) / 1.8)
    found = (now.tick - state.found_tick) / 60.0
    glad = smooth(found / 1.2) * smooth((FOUND_S - found) / 1.8)
    if glad > 0.0:
        return (
            Shade(0.5, TITLE_Y + 0.015, 0.75, 0.075, 0.4 * glad),
            Text(TextRole.SECOND, "breathe.pace_found", 0.5, TITLE_Y, opacity=glad),
        )
    if shown <= 0.0:
        return ()
    name = breaths(now)[state.breath]
    hint = "breathe.searching" if name == SEARCHING and now.own.trust < 0.2 else "breathe.choices"
    return (
        Shade(0.5, TITLE_Y + 0.015, 0.75, 0.075, 0.4 * shown),
        Arrow(ARROWS_X[0], TITLE_Y, 0.028, True, Colour.CREAM, 0.8 * shown),
        Arrow(ARROWS_X[1], TITLE_Y, 0.028, False, Colour.CREAM, 0.8 * shown),
        Text(TextRole.SECOND, f"pattern.{name}", 0.5, TITLE_Y, opacity=shown, width=0.34),
        Text(TextRole.HINT, hint, 0.5, TITLE_Y + 0.055, colour=Colour.SOFT, opacity=shown),
    )


LEVEL = Breathe()
