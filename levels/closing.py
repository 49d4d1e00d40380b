"""Closing: one sentence to take along, and a picture of the place, if one likes. It goes by itself after a while."""

from dataclasses import dataclass, replace

from game.core.drawing import wave
from game.core.facts import Asked, Facts, LevelEnded
from game.core.journey import SOFT_STOP_TICKS
from game.core.level import Now, Turn
from game.core.pace import Follow, smooth
from game.core.setup import Setup
from game.core.shapes import (
    Bed,
    Colour,
    Cue,
    Disc,
    Light,
    Plate,
    Role,
    Scene,
    Shade,
    Shape,
    Sprite,
    Text,
    TextRole,
    Water,
)

STAY_S = 40.0
"""Nobody touches anything for so long: it goes by itself."""
SENTENCES = 8
"""Sentences to choose from: closing.sentence_1 ..."""
CHOICES = ("on", "keep", "title")
"""Go on, keep the picture, enough for today."""
WIDTH = 0.22
Y = 0.865
LEAVE_TICKS = 48


@dataclass(frozen=True, slots=True)
class Farewell:
    """What closing remembers."""

    sentence: int = 0
    """Which sentence; 0 = not chosen yet."""
    chosen: int = 0
    """Index in CHOICES."""
    light: Follow = Follow(0.0)
    """Where the small light under the words is, in columns."""
    kept: bool = False
    """The picture was asked for."""
    idle: int = 0
    """Ticks since anything was pressed or moved."""
    leaving: int = -1
    """Ticks since it began to go; -1 = it stays."""
    next: str = ""
    """Where it goes."""


class Closing:
    """The rules of the farewell."""

    name = "closing"
    guided = False
    pattern = ""

    def begin(self, setup: Setup) -> Farewell:
        """No sentence yet."""
        return Farewell()

    def step(self, state: Farewell, now: Now) -> Turn[Farewell]:
        """Choose a sentence, stay, keep a picture, go."""
        if state.sentence == 0:
            sentence = 1 + int(SENTENCES * now.dice().random())
            chosen = 2 if now.moment >= SOFT_STOP_TICKS else 0
            state = replace(state, sentence=sentence, chosen=chosen, light=Follow(float(chosen)))
            return Turn(state, cues=(Cue("soft_close", caption="caption.soft_close"),))
        if state.leaving >= 0:
            facts: Facts = (LevelEnded(state.next),) if state.leaving >= LEAVE_TICKS else ()
            return Turn(replace(state, leaving=state.leaving + 1), facts)
        return self._choose(state, now)

    def _choose(self, state: Farewell, now: Now) -> Turn[Farewell]:
        under = _column(now.pointer)
        chosen = state.chosen
        if under is not None and (now.pointer_moved or "click" in now.pressed):
            chosen = under
        chosen = min(max(chosen + ("right" in now.pressed) - ("left" in now.pressed), 0), len(CHOICES) - 1)
        touched = bool(now.pressed) or now.pointer_moved
        light = state.light.toward(chosen, 14.0)
        state = replace(state, chosen=chosen, light=light, idle=0 if touched else state.idle + 1)
        done = "act" in now.pressed or ("click" in now.pressed and under is not None)
        if "escape" in now.pressed or state.idle >= STAY_S * 60.0:
            return Turn(replace(state, leaving=0, next="title"))
        if "skip" in now.pressed or (done and CHOICES[chosen] != "keep"):
            return Turn(replace(state, leaving=0, next="on" if "skip" in now.pressed else CHOICES[chosen]))
        if done and not state.kept:
            return Turn(replace(state, kept=True, chosen=0), (Asked("keep_picture"),))
        return Turn(state)

    def show(self, state: Farewell, now: Now) -> Scene:
        """The lake, one lantern, one sentence, three words."""
        shown = smooth((now.tick / 60.0 - 0.6) / 1.2)
        if state.leaving >= 0:
            shown *= smooth(1.0 - state.leaving / LEAVE_TICKS)
        glow = 0.75 + 0.15 * wave(now.tick, 8.0)
        bob, tilt = wave(now.tick, 6.0), wave(now.tick, 7.3)
        key = f"closing.sentence_{max(state.sentence, 1)}"
        second = "closing.rest_now" if now.moment >= SOFT_STOP_TICKS else "closing.thanks"
        shapes: tuple[Shape, ...] = (
            Plate("lake", 1.0),
            Water("lake", now.fullness, 0.3, now.tick / 60.0, 1.0),
            Sprite("lantern", 0.5, 0.705 + 0.002 * bob, 0.062, 1.5 * tilt, 1.0, glow),
            Light(0.5, 0.68, 0.30, Colour.LANTERN, 0.14 * glow),
            Shade(0.5, 0.31, 0.75, 0.20, 0.30 * shown),
            Text(TextRole.HEADING, key, 0.5, 0.28, opacity=shown, width=0.7),
            Text(TextRole.SECOND, second, 0.5, 0.40, colour=Colour.SOFT, opacity=shown),
            Text(TextRole.HINT, "closing.keys", 0.5, 0.95, colour=Colour.SOFT, opacity=0.85 * shown),
            *_choices(state, shown),
        )
        return Scene(shapes, Bed("title", 1.0, now.guide.breath_hz, now.guide.phase))


def _x(column: float) -> float:
    return 0.5 + WIDTH * (column - 1.0)


def _column(pointer: tuple[int, int] | None) -> int | None:
    if pointer is None or not Y - 0.05 <= pointer[1] / 4096.0 <= Y + 0.05:
        return None
    column = int((pointer[0] / 4096.0 - _x(0.0) + 0.5 * WIDTH) // WIDTH)
    return column if 0 <= column < len(CHOICES) else None


def _choices(state: Farewell, shown: float) -> tuple[Shape, ...]:
    words = tuple(
        Text(
            TextRole.SECOND,
            "closing.kept" if name == "keep" and state.kept else f"closing.{name}",
            _x(column),
            Y,
            colour=Colour.CREAM if column == state.chosen else Colour.SOFT,
            opacity=shown,
            width=WIDTH,
        )
        for column, name in enumerate(CHOICES)
    )
    x = _x(state.light.value)
    return (
        *words,
        Light(x, Y + 0.043, 0.04, Colour.FOCUS, 0.9 * shown),
        Disc(x, Y + 0.043, 3.6 / 720, Colour.HEART, shown, Role.HUD),
    )


LEVEL = Closing()
