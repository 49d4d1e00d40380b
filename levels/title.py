"""Title: the mirror lake, the name, who plays, and four or five words. "Calm now" is one key away."""

from dataclasses import dataclass, replace

from game.core.drawing import wave
from game.core.facts import Facts, LevelEnded
from game.core.level import Now, Turn
from game.core.pace import Follow, smooth
from game.core.setup import Setup
from game.core.shapes import (
    Bed,
    Colour,
    Disc,
    Light,
    Plate,
    Role,
    Scene,
    Shape,
    Sprite,
    Text,
    TextRole,
    Told,
    Water,
)

CHOICES = (
    ("on", "title.begin"),
    ("breathe", "title.calm_now"),
    ("settings", "title.settings"),
    ("leave", "title.leave"),
)
"""Where each word leads, and its message id."""
ANOTHER = ("players", "title.another")
"""Stands before the last of them where several play on one machine."""
WIDTH = 0.15
Y = 0.895


@dataclass(frozen=True, slots=True)
class Door:
    """What the title remembers."""

    chosen: int = 0
    """Index in ``_choices``."""
    light: Follow = Follow(0.0)
    """Where the small light under the words is, in columns."""
    drift: float = 0.0
    """How far the water has run, s."""


class Title:
    """The rules of the title."""

    name = "title"
    guided = False
    pattern = ""

    def begin(self, setup: Setup) -> Door:
        """Begin is chosen."""
        return Door()

    def step(self, state: Door, now: Now) -> Turn[Door]:
        """Choose by keys, pad or pointer."""
        chosen = state.chosen
        choices = _choices(now.setup)
        under = _column(now.pointer, len(choices))
        if under is not None and (now.pointer_moved or "click" in now.pressed):
            chosen = under
        chosen = min(max(chosen + ("right" in now.pressed) - ("left" in now.pressed), 0), len(choices) - 1)
        facts: Facts = ()
        if "act" in now.pressed or ("click" in now.pressed and under is not None):
            facts = (LevelEnded(choices[chosen][0]),)
        if "calm_now" in now.pressed:
            facts = (LevelEnded("breathe"),)
        if "escape" in now.pressed:
            facts = (LevelEnded("leave"),)
        return Turn(
            replace(state, chosen=chosen, light=state.light.toward(chosen, 14.0), drift=now.tick / 60.0),
            facts,
        )

    def show(self, state: Door, now: Now) -> Scene:
        """The lake and the words."""
        shown = smooth((now.tick / 60.0 - 0.2) / 1.2)
        choices = _choices(now.setup)
        first_x = _first_x(len(choices))
        x = first_x + WIDTH * state.light.value
        shapes: list[Shape] = [
            Plate("title", 1.0),
            Water("title", now.fullness, 0.3, state.drift, 1.0),
            Light(0.5, 0.68, 0.26, Colour.LANTERN, 0.10 + 0.06 * wave(now.tick, 7.0)),
            Text(TextRole.NAME, "title.name", 0.5, 0.255, opacity=shown),
            Text(TextRole.SECOND, "title.second", 0.5, 0.375, opacity=shown),
            Light(x, 0.938, 0.04, Colour.FOCUS, 0.9 * shown),
            Disc(x, 0.938, 3.6 / 720, Colour.HEART, shown, Role.HUD),
        ]
        for avatar in now.setup.avatars:
            shapes.append(Sprite(f"figure_{avatar}", 0.82, 0.775, 0.15, opacity=shown, glow=0.3))
            shapes.append(Told(TextRole.SECOND, "name:me", 0.82, 0.812, opacity=shown, width=0.28))
        for column, (_, key) in enumerate(choices):
            colour = Colour.CREAM if column == state.chosen else Colour.SOFT
            shapes.append(
                Text(TextRole.MENU, key, first_x + WIDTH * column, Y, colour=colour, opacity=shown, width=WIDTH)
            )
        return Scene(tuple(shapes), Bed("title", 1.0, now.guide.breath_hz, now.guide.phase))


def _choices(setup: Setup) -> tuple[tuple[str, str], ...]:
    """The words that are there: one more where somebody else may play."""
    return (*CHOICES[:-1], ANOTHER, CHOICES[-1]) if setup.avatars else CHOICES


def _first_x(count: int) -> float:
    return 0.5 - 0.5 * WIDTH * (count - 1)


def _column(pointer: tuple[int, int] | None, count: int) -> int | None:
    if pointer is None or not 0.85 <= pointer[1] / 4096.0 <= 0.96:
        return None
    column = int((pointer[0] / 4096.0 - _first_x(count) + 0.5 * WIDTH) // WIDTH)
    return column if 0 <= column < count else None


LEVEL = Title()
