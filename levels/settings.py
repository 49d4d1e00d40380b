"""Settings: wishes to the house. What they change (sound, letters, keys, sensors ...) never reaches the rules."""

from dataclasses import dataclass, replace

from game.core.facts import Asked, Facts, LevelEnded
from game.core.level import Now, Turn
from game.core.menu import Item, Menu, choose, draw
from game.core.setup import Setup
from game.core.shapes import Bed, Plate, Scene, Water

MENU = Menu(
    "settings.heading",
    (
        Item("volume", "settings.volume"),
        Item("language", "settings.language"),
        Item("text_size", "settings.text_size"),
        Item("motion", "settings.motion"),
        Item("more", "settings.more"),
        Item("sensors", "settings.sensors"),
        Item("back", "settings.back"),
    ),
)
MORE = Menu(
    "settings.more_heading",
    (
        Item("captions", "settings.captions"),
        Item("toggle", "settings.toggle"),
        Item("hands", "settings.hands"),
        Item("moving", "settings.moving"),
        Item("why", "settings.why"),
        Item("grown_ups", "settings.grown_ups"),
        Item("back", "settings.back"),
    ),
)
HANDS = Menu(
    "settings.hands_heading",
    (
        Item("key:breathe", "settings.key_breathe"),
        Item("key:breathe_two", "settings.key_breathe_two"),
        Item("key:too_much", "settings.key_too_much"),
        Item("key:not_me", "settings.key_not_me"),
        Item("key:skip", "settings.key_skip"),
        Item("key:calm_now", "settings.key_calm_now"),
        Item("back", "settings.back"),
    ),
)
MOVING = Menu(
    "settings.moving_heading",
    (
        Item("key:left", "settings.key_left"),
        Item("key:right", "settings.key_right"),
        Item("key:up", "settings.key_up"),
        Item("key:down", "settings.key_down"),
        Item("key:act", "settings.key_act"),
        Item("keys_usual", "settings.keys_usual"),
        Item("back", "settings.back"),
    ),
)
PAGES = {"more": MORE, "hands": HANDS, "moving": MOVING}
"""Lines that open a page of their own,"""
ABOVE = {MORE.heading: MENU, HANDS.heading: MORE, MOVING.heading: MORE}
"""and where "back" leads from there."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What settings remember."""

    menu: Menu = MENU


class Settings:
    """The rules of wishing."""

    name = "settings"
    guided = False
    pattern = ""

    def begin(self, setup: Setup) -> Wishes:
        """The first line is lit."""
        return Wishes()

    def step(self, state: Wishes, now: Now) -> Turn[Wishes]:
        """Every line is a wish, or opens a page; left and right make softer and louder."""
        menu, choice = choose(state.menu, now.pressed, now.pointer, now.pointer_moved)
        facts: Facts = ()
        if "escape" in now.pressed or choice == "back":
            above = ABOVE.get(menu.heading)
            if above:
                menu = above
            else:
                facts = (LevelEnded("title"),)
        elif choice in PAGES:
            menu = PAGES[choice]
        elif choice == "sensors":
            facts = (LevelEnded("consent"),)
        elif choice == "grown_ups":
            facts = (LevelEnded("gate"),)
        elif choice:
            facts = (Asked("volume_up" if choice == "volume" else choice),)
        elif menu.items[menu.chosen].choice == "volume" and ("left" in now.pressed or "right" in now.pressed):
            facts = (Asked("volume_down" if "left" in now.pressed else "volume_up"),)
        return Turn(replace(state, menu=menu), facts)

    def show(self, state: Wishes, now: Now) -> Scene:
        """The panel on the lake."""
        return Scene(
            (
                Plate("lake", 1.0, 0.05, 1.0),
                Water("lake", now.fullness, 0.2, now.tick / 60.0, 1.0),
                *draw(state.menu),
            ),
            Bed("title", 1.0, now.guide.breath_hz, now.guide.phase),
        )


LEVEL = Settings()
