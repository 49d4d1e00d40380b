"""Consent: asked once per device, in plain words, with "no" lit first. Nothing is on before somebody says yes."""

from dataclasses import dataclass, replace

from game.core.facts import ConsentGiven, Facts, LevelEnded
from game.core.level import Now, Turn
from game.core.menu import FIRST_Y, PITCH, Item, Menu, choose, draw, settled
from game.core.pace import smooth
from game.core.setup import Setup
from game.core.shapes import Align, Bed, Colour, Light, Plate, Scene, Shape, Sprite, Text, TextRole, Water

RIGHT = 0.60
"""Where the panel ends: questions are longer than menus."""


@dataclass(frozen=True, slots=True)
class Question:
    """What consent remembers."""

    devices: tuple[str, ...]
    """Devices still to be asked about; the first is asked now."""
    menu: Menu
    """The two answers."""
    tick: int = 0
    """Ticks since this question came up."""


def _menu(devices: tuple[str, ...]) -> Menu:
    device = devices[0] if devices else "none"
    return Menu(
        f"consent.{device}_heading",
        (Item("no", f"consent.{device}_no"), Item("yes", f"consent.{device}_yes")),
    )


class Consent:
    """The rules of asking."""

    name = "consent"
    guided = False
    pattern = ""

    def begin(self, setup: Setup) -> Question:
        """The first device of the setup."""
        return Question(setup.devices, _menu(setup.devices))

    def step(self, state: Question, now: Now) -> Turn[Question]:
        """One answer per device; Escape answers no to what is left."""
        if not state.devices:
            return Turn(state, (LevelEnded("on"),))
        if "escape" in now.pressed:
            refused = tuple(ConsentGiven(device, granted=False) for device in state.devices)
            return Turn(Question((), state.menu), refused)
        menu, choice = choose(state.menu, settled(now.pressed, state.tick), now.pointer, now.pointer_moved)
        if not choice:
            return Turn(replace(state, menu=menu, tick=state.tick + 1))
        facts: Facts = (ConsentGiven(state.devices[0], granted=choice == "yes"),)
        left = state.devices[1:]
        return Turn(Question(left, _menu(left)), facts)

    def show(self, state: Question, now: Now) -> Scene:
        """The question on its panel; on the lake beside it, a picture of what is asked."""
        shown = smooth(state.tick / 18.0)
        shapes: list[Shape] = [
            Plate("lake", 1.0, 0.10, 0.4),
            Water("lake", now.fullness, 0.2, now.tick / 60.0, 1.0),
        ]
        if state.devices:
            device = state.devices[0]
            shapes += draw(state.menu, below=0.325, right=RIGHT)
            y = FIRST_Y + 2.05 * PITCH
            for line in ("what", "kept", "change"):
                key = f"consent.{device}_{line}"
                width = RIGHT - 0.13
                shapes.append(Text(TextRole.CAPTION, key, 132 / 1280, y, Align.LEFT, Colour.SOFT, shown, width))
                y += 0.124
            shapes += _picture(device, shown)
        return Scene(tuple(shapes), Bed("title", 1.0, now.guide.breath_hz, now.guide.phase, 0.8))


def _picture(device: str, shown: float) -> tuple[Shape, ...]:
    """You and the computer under one roof: nothing goes out of it. Below it the sign that is shown while it is on."""
    return (
        Light(0.80, 0.34, 0.30, Colour.LANTERN, 0.30 * shown),
        Sprite(f"house_{device}", 0.80, 0.56, 0.42, opacity=shown),
        Light(0.80, 0.645, 0.11, Colour.LANTERN, 0.45 * shown),
        Sprite(f"sense_{device}", 0.80, 0.69, 0.085, opacity=shown),
        Text(TextRole.SECOND, f"consent.{device}_lamp", 0.80, 0.755, opacity=shown, width=0.30),
    )


LEVEL = Consent()
