"""Guardian: players are made, named and set up here. Every line is a wish to the house; what is kept of anybody, and
every word of it, is told by the stage alone."""

from dataclasses import dataclass, replace

from game.core import gathering
from game.core.facts import Asked, Facts, LevelEnded
from game.core.gathering import Gathering, gather
from game.core.level import Now, Turn
from game.core.menu import FIRST_Y, PITCH, Item, Menu, choose, draw, settled
from game.core.pace import smooth
from game.core.setup import Setup
from game.core.shapes import (
    Align,
    Bed,
    Colour,
    Light,
    Plate,
    Scene,
    Shade,
    Shape,
    Sprite,
    Text,
    TextRole,
    Told,
    Water,
)

WORDS = ("guardian.add", "guardian.done")
FIGURES = "figures:"
"""The house tells by this choice, followed by the figures, who is there now,"""
OPEN = "guardian:open"
"""and by this one that the pages of the lit player may be opened: their passphrase, where they have one, was given."""
RIGHT, ASIDE = 0.63, 0.245
"""Where the panel ends, and the room for what is set."""
PEOPLE = 4


def _menu(heading: str, *choices: str) -> Menu:
    """A page; "back" is its last line."""
    return Menu(heading, tuple(Item(choice, f"guardian.{choice}") for choice in (*choices, "back")))


PLAYER = _menu("guardian.player_heading", "name", "figure", "age", "senses", "language", "more")
MORE = _menu("guardian.more_heading", "times", "minutes", "explores", "people", "erase")
PEOPLE_PAGE = _menu("guardian.people_heading", "person", "nobody")
ERASE = _menu("guardian.erase_heading", "erase_one")
SURE = _menu("guardian.sure_heading", "erase_two")
PAGES = {"more": MORE, "people": PEOPLE_PAGE, "erase": ERASE, "erase_one": SURE}
"""Lines that open a page,"""
ABOVE = {MORE.heading: PLAYER, PEOPLE_PAGE.heading: MORE, ERASE.heading: MORE, SURE.heading: MORE}
"""and where "back" leads from there."""
ERASING = (ERASE.heading, SURE.heading)
"""Pages that are read before they take a click."""
VALUES = ("name", "figure", "age", "senses", "language", "times", "minutes", "explores")
"""Lines with something set."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the guardian's pages remember."""

    group: Gathering
    """Everybody."""
    menu: Menu | None = None
    """The open page of the lit player; None = everybody is shown."""
    tick: int = 0
    """Ticks since the page came up."""


class Guardian:
    """The rules of setting up players."""

    name = "guardian"
    guided = False
    pattern = ""

    def begin(self, setup: Setup) -> Desk:
        """Everybody is shown."""
        return Desk(gather(setup.avatars, WORDS))

    def step(self, state: Desk, now: Now) -> Turn[Desk]:
        """Somebody, then lines; Escape goes up, and from everybody out."""
        state = replace(_met(state, now.choices), tick=state.tick + 1)
        return _everybody(state, now) if state.menu is None else _page(state, state.menu, now)

    def show(self, state: Desk, now: Now) -> Scene:
        """Everybody on the lake, or a page beside one figure."""
        shown = smooth(state.tick / 18.0)
        page = _shown_everybody(state, now, shown) if state.menu is None else _shown_page(state, state.menu, shown)
        dim = 0.0 if state.menu is None else 0.10
        return Scene(
            (Plate("lake", 1.0, dim), Water("lake", now.fullness, 0.2, now.tick / 90.0, 1.0), *page),
            Bed("title", 1.0, now.guide.breath_hz, now.guide.phase),
        )


def _met(state: Desk, choices: tuple[str, ...]) -> Desk:
    """The house said who is there now."""
    if choices[:1] != (FIGURES,):
        return state
    avatars = choices[1:]
    player = min(state.group.player, max(len(avatars) - 1, 0))
    word = state.group.word if avatars else 0
    return replace(state, group=replace(state.group, avatars=avatars, player=player, word=word))


def _everybody(state: Desk, now: Now) -> Turn[Desk]:
    if "escape" in now.pressed:
        return Turn(state, (LevelEnded("back"),))
    if OPEN in now.choices and state.group.word is None:
        return Turn(Desk(state.group, PLAYER))
    group, chosen = gathering.choose(state.group, now)
    state = replace(state, group=group)
    if not chosen:
        return Turn(state)
    if group.word is None:
        return Turn(state, (_wish("open", group),))
    fact = _wish("add", group) if group.word == 0 else LevelEnded("back")
    return Turn(state, (fact,))


def _page(state: Desk, menu: Menu, now: Now) -> Turn[Desk]:
    pressed = settled(now.pressed, state.tick) if menu.heading in ERASING else now.pressed
    menu, choice = choose(menu, pressed, now.pointer, now.pointer_moved)
    facts: Facts = ()
    if "escape" in now.pressed or choice == "back":
        return Turn(Desk(state.group, ABOVE.get(menu.heading)))
    if choice in PAGES:
        last = len(PAGES[choice].items) - 1 if choice in {"erase", "erase_one"} else 0  # "back" is lit before erasing
        return Turn(Desk(state.group, replace(PAGES[choice], chosen=last)))
    if choice == "erase_two":
        return Turn(Desk(state.group), (_wish("erase", state.group),))
    if choice:
        facts = (_wish(choice, state.group),)
    return Turn(replace(state, menu=menu), facts)


def _wish(what: str, group: Gathering) -> Asked:
    """Something the house is to do about the lit player."""
    return Asked(f"guard:{what}:{group.player + 1}")


def _shown_everybody(state: Desk, now: Now, shown: float) -> tuple[Shape, ...]:
    return (
        Shade(0.5, 0.15, 0.60, 0.10, 0.35 * shown),
        Text(TextRole.HEADING, "guardian.heading", 0.5, 0.125, opacity=shown),
        Text(TextRole.HINT, "guardian.keys", 0.5, 0.195, colour=Colour.SOFT, opacity=0.9 * shown),
        *gathering.draw(state.group, shown, now.fullness),
    )


def _shown_page(state: Desk, menu: Menu, shown: float) -> tuple[Shape, ...]:
    """The page; what is set stands at the right of its line, the player beside it."""
    below = 0.0 if _sets(menu) else 0.24
    shapes: list[Shape] = list(draw(menu, below=below, right=RIGHT, aside=ASIDE if _sets(menu) else 0.0))
    for row, item in enumerate(menu.items):
        if item.choice in VALUES:
            y = FIRST_Y + row * PITCH
            colour = Colour.CREAM if row == menu.chosen else Colour.SOFT
            slot = f"value:{item.choice}"
            shapes.append(Told(TextRole.MENU, slot, RIGHT - 0.02, y, Align.RIGHT, colour, width=ASIDE))
    if state.group.player < len(state.group.avatars):
        shapes.append(Light(0.81, 0.50, 0.30, Colour.LANTERN, 0.30 * shown))
        figure = f"figure_{state.group.avatars[state.group.player]}"
        shapes.append(Sprite(figure, 0.81, 0.62, 0.33, opacity=shown))
        shapes.append(Shade(0.81, 0.68, 0.24, 0.06, 0.40 * shown))
        name = f"name:{state.group.player}"
        shapes.append(Told(TextRole.HEADING, name, 0.81, 0.68, opacity=shown, width=0.32))
    if menu.heading == PEOPLE_PAGE.heading:
        for row in range(PEOPLE):
            y = 0.63 + 0.055 * row
            shapes.append(Told(TextRole.SECOND, f"people:{row}", 132 / 1280, y, Align.LEFT, Colour.SOFT, width=0.46))
    if menu.heading in ERASING:
        key = "guardian.erase_what"
        y = FIRST_Y + 2.1 * PITCH
        shapes.append(Text(TextRole.CAPTION, key, 132 / 1280, y, Align.LEFT, Colour.SOFT, width=0.46))
    return tuple(shapes)


def _sets(menu: Menu) -> bool:
    """Whether anything is set on this page."""
    return any(item.choice in VALUES for item in menu.items)


LEVEL = Guardian()
