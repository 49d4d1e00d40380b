"""What the practices for the body share: steps that are paced by breaths, words for each, a figure that glows."""

from dataclasses import dataclass, replace

from game.core import figure
from game.core.breathing import part_cues
from game.core.drawing import between
from game.core.facts import Facts, LevelEnded
from game.core.level import Now, Turn
from game.core.pace import Follow, Part, smooth
from game.core.setup import Setup
from game.core.shapes import Bed, Colour, Cue, Plate, Ring, Role, Scene, Shade, Shape, Text, TextRole, Water

GLOW_STIFFNESS = 2.2
RING = (0.262, 0.297)
"""Radius of the guide's ring when empty and full."""
WORDS_Y = 0.79
SECOND_Y = 0.865
SWAP_TICKS = 60
"""Words come in one second after the last ones went."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, for some breaths."""

    part: str
    """Part of the figure that glows; "" = none."""
    key: str
    """Message id of the words; those below have the same id with "_second"."""
    breaths: int
    """How long, breaths."""
    pressed: bool = False
    """The part is pressed together softly, instead of resting."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What a practice for the body remembers."""

    place: int = 0
    """Index of the step."""
    first_breath: int = -1
    """The guide's count when the step began; -1 = it waits for a breath to begin."""
    tick: int = 0
    """Ticks in this step."""
    glow: Follow = Follow(0.0)
    """How strongly the part glows."""
    part: Part = Part.REST_OUT
    """Part of the breath in the last tick."""
    drift: float = 0.0
    """How far the water has run, s."""


class BodyPractice:
    """The rules of a practice for the body: through its steps, each for its breaths; "skip" goes to the next."""

    guided = True
    pattern = "longer_exhale"

    def __init__(self, name: str, steps: tuple[Step, ...]) -> None:
        self.name = name
        self._steps = steps

    def begin(self, setup: Setup) -> Rest:
        """The first step waits for a breath to begin."""
        return Rest()

    def step(self, state: Rest, now: Now) -> Turn[Rest]:
        """Count breaths; go on to the next step where one begins, or at once when asked."""
        new_breath = now.guide.phase < now.guide.breath_hz / 30.0
        first = now.guide.breaths if state.first_breath < 0 and new_breath else state.first_breath
        over = first >= 0 and now.guide.breaths - first >= self._steps[state.place].breaths
        cues = _sounds(state, now)
        facts: Facts = ()
        place, tick = state.place, state.tick + 1
        if over or "skip" in now.pressed:
            place, tick = place + 1, 0
            first = now.guide.breaths if over else -1
            cues += (Cue("bell", 0.4, note=(3 * place) % 10, caption="caption.bell"),)
        if place >= len(self._steps):
            place, facts = state.place, (LevelEnded("on"),)
        here = self._steps[place]
        wanted = 0.0 if not here.part else 1.0 if here.pressed else 0.65
        state = replace(
            state,
            place=place,
            first_breath=first,
            tick=tick,
            glow=state.glow.toward(wanted, GLOW_STIFFNESS),
            part=now.pattern.part(now.guide.phase)[0],
            drift=state.drift + 0.5 / 60.0,
        )
        return Turn(state, facts, cues, now.own.follow, place / len(self._steps))

    def show(self, state: Rest, now: Now) -> Scene:
        """The lake, the figure, the words."""
        here = self._steps[state.place]
        shown = smooth(now.tick / 72.0)
        words = smooth((state.tick - 20) / SWAP_TICKS)
        glow = min(max(state.glow.value, 0.0), 1.0)
        colour = Colour.FOCUS if here.pressed else Colour.SEA_LIGHT
        ring = between(*RING, now.fullness)
        strength = (0.12 + 0.38 * now.guidance) * shown
        shapes: list[Shape] = [
            Plate("lake", now.mood, 0.30 * shown),
            Water("lake", now.fullness, 0.2, state.drift, now.mood),
            Shade(figure.X, figure.Y, 0.40, 0.36, 0.42 * shown),
            Ring(figure.X, figure.Y - 0.02, ring, 2 / 720, Colour.INHALE, strength, 0.0, Role.GUIDE),
            *figure.draw(here.part, glow * words, colour, now.fullness, shown),
            Shade(0.5, 0.83, 0.75, 0.10, 0.5 * shown),
            Text(TextRole.HEADING, here.key, 0.5, WORDS_Y, opacity=words, width=0.8),
            Text(TextRole.SECOND, f"{here.key}_second", 0.5, SECOND_Y, colour=Colour.SOFT, opacity=words, width=0.8),
            Text(TextRole.HINT, "resting.keys", 0.5, 0.945, colour=Colour.SOFT, opacity=0.8 * shown),
        ]
        if now.own.trust > 0.15:
            own = between(*RING, now.own.fullness)
            shapes.append(
                Ring(figure.X, figure.Y - 0.02, own, 1.5 / 720, Colour.HEART, 0.5 * now.own.trust, 0.0, Role.OWN)
            )
        return Scene(tuple(shapes), Bed("quiet", now.mood, now.guide.breath_hz, now.guide.phase))


def _sounds(state: Rest, now: Now) -> tuple[Cue, ...]:
    """Breath cues where a part begins, so that eyes may be closed."""
    part, share = now.pattern.part(now.guide.phase)
    if part is not state.part and share < 0.1 and now.directive.guidance > 0.1:
        return part_cues(now.pattern, part, now.guide.breath_hz)
    return ()
