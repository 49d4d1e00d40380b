"""Players to choose from: figures on the lake, eight to a page, and a few words under them.

By keys, pad or pointer. Names are the stage's (``Told``): a hit area is a place on the water, never a rendered word.
"""

from dataclasses import dataclass, replace

from game.core.level import Now
from game.core.shapes import Arrow, Colour, Disc, Light, Role, Shade, Shape, Sprite, Text, TextRole, Told

AVATARS = ("whale", "swan", "owl", "rabbit", "turtle", "hedgehog", "fox", "snail")
"""The figures there are; each is told by its outline."""
COLUMNS = 4
A_PAGE = 2 * COLUMNS
APART = 0.20
"""Distance of two figures, widths."""
ONE_LINE = ((0.66,), 0.27)
TWO_LINES = ((0.505, 0.770), 0.170)
"""Where figures stand, and how tall they are."""
WORDS_Y, WORDS_APART = 0.915, 0.26
ARROWS_X, ARROW_Y = (0.055, 0.945), 0.50


@dataclass(frozen=True, slots=True)
class Gathering:
    """Who is there, and who or what is lit."""

    avatars: tuple[str, ...]
    """Figures of the players, in order."""
    words: tuple[str, ...]
    """Message ids of the words under them."""
    player: int = 0
    """Index of the lit player, or of the one lit last."""
    word: int | None = None
    """Index of the lit word; None = a player is lit."""

    @property
    def first(self) -> int:
        """Index of the first player on the open page."""
        return self.player - self.player % A_PAGE


def gather(avatars: tuple[str, ...], words: tuple[str, ...]) -> Gathering:
    """The first player is lit; where there is none, the first word."""
    return Gathering(avatars, words, word=None if avatars else 0)


def choose(group: Gathering, now: Now) -> tuple[Gathering, bool]:
    """One tick: what is lit now, and whether it was chosen."""
    under = _under(group, now.pointer)
    if under is not None and (now.pointer_moved or "click" in now.pressed):
        group = under
    across = ("right" in now.pressed) - ("left" in now.pressed)
    if group.word is not None:
        group = replace(group, word=min(max(group.word + across, 0), len(group.words) - 1))
        if "up" in now.pressed and group.avatars:
            group = replace(group, word=None)
    else:
        group = replace(group, player=min(max(group.player + across, 0), len(group.avatars) - 1))
        if "down" in now.pressed:
            group = _down(group)
        elif "up" in now.pressed and group.player - group.first >= _columns(group):
            group = replace(group, player=group.player - _columns(group))
    turned = _turned(group, now)
    if turned is not group:
        return turned, False
    return group, "act" in now.pressed or ("click" in now.pressed and under is not None)


def draw(group: Gathering, shown: float, breath: float) -> tuple[Shape, ...]:
    """The figures of the open page with their names, and the words; what is lit has a light, a glow and size."""
    shapes: list[Shape] = []
    size = _lines(group)[1]
    for index in range(group.first, min(group.first + A_PAGE, len(group.avatars))):
        x, y = _place(group, index)
        lit = index == group.player and group.word is None
        grown = size * (1.12 if lit else 1.0)
        colour = Colour.CREAM if lit else Colour.SOFT
        if lit:
            shapes.append(Light(x, y - 0.45 * size, 1.05 * size, Colour.LANTERN, (0.34 + 0.10 * breath) * shown))
        figure = f"figure_{group.avatars[index]}"
        shapes.append(Sprite(figure, x, y, grown, opacity=shown * (1.0 if lit else 0.80)))
        shapes.append(Shade(x, y + 0.045, 0.15, 0.04, 0.40 * shown))
        shapes.append(Told(TextRole.MENU, f"name:{index}", x, y + 0.043, colour=colour, opacity=shown, width=APART))
        if lit:
            shapes += _lamp(x, y + 0.080, shown)
    for index, key in enumerate(group.words):
        lit = index == group.word
        x = _word_x(group, index)
        colour = Colour.CREAM if lit else Colour.SOFT
        shapes.append(Text(TextRole.MENU, key, x, WORDS_Y, colour=colour, opacity=shown, width=WORDS_APART))
        if lit:
            shapes += _lamp(x, WORDS_Y + 0.043, shown)
    if group.first > 0:
        shapes.append(Arrow(ARROWS_X[0], ARROW_Y, 0.035, True, Colour.CREAM, 0.85 * shown))
    if group.first + A_PAGE < len(group.avatars):
        shapes.append(Arrow(ARROWS_X[1], ARROW_Y, 0.035, False, Colour.CREAM, 0.85 * shown))
    return tuple(shapes)


def _lamp(x: float, y: float, shown: float) -> tuple[Shape, ...]:
    """The small light under what is lit."""
    return (
        Light(x, y, 0.04, Colour.FOCUS, 0.9 * shown),
        Disc(x, y, 3.6 / 720, Colour.HEART, shown, Role.HUD),
    )


def _on_page(group: Gathering) -> int:
    return min(len(group.avatars) - group.first, A_PAGE)


def _columns(group: Gathering) -> int:
    """Figures in the first line of the open page."""
    count = _on_page(group)
    return count if count <= COLUMNS else (count + 1) // 2


def _lines(group: Gathering) -> tuple[tuple[float, ...], float]:
    return ONE_LINE if _on_page(group) <= COLUMNS else TWO_LINES


def _place(group: Gathering, index: int) -> tuple[float, float]:
    """Where a figure of the open page stands."""
    columns = _columns(group)
    line, column = (index - group.first) // columns, (index - group.first) % columns
    inside = min(_on_page(group) - line * columns, columns)
    return 0.5 + APART * (column - 0.5 * (inside - 1)), _lines(group)[0][line]


def _word_x(group: Gathering, index: int) -> float:
    return 0.5 + WORDS_APART * (index - 0.5 * (len(group.words) - 1))


def _under(group: Gathering, pointer: tuple[int, int] | None) -> Gathering | None:
    """What would be lit by the pointer; None beside all."""
    if pointer is None:
        return None
    x, y = pointer[0] / 4096.0, pointer[1] / 4096.0
    for index in range(len(group.words)):
        if -0.12 <= x - _word_x(group, index) <= 0.12 and -0.045 <= y - WORDS_Y <= 0.055:
            return replace(group, word=index)
    size = _lines(group)[1]
    for index in range(group.first, group.first + _on_page(group)):
        across, along = _place(group, index)
        if -0.5 * APART <= x - across <= 0.5 * APART and -size <= y - along <= 0.075:
            return replace(group, player=index, word=None)
    return None


def _down(group: Gathering) -> Gathering:
    """The figure below, or the first word."""
    below = group.player + _columns(group)
    if group.player - group.first < _columns(group) and _on_page(group) > _columns(group):
        return replace(group, player=min(below, len(group.avatars) - 1))
    return replace(group, word=0)


def _turned(group: Gathering, now: Now) -> Gathering:
    """Another page, by a click on its arrow."""
    if "click" not in now.pressed or now.pointer is None or not 0.2 <= now.pointer[1] / 4096.0 <= 0.8:
        return group
    x = now.pointer[0] / 4096.0
    if x <= ARROWS_X[0] + 0.04 and group.first > 0:
        return replace(group, player=group.first - A_PAGE, word=None)
    if x >= ARROWS_X[1] - 0.04 and group.first + A_PAGE < len(group.avatars):
        return replace(group, player=group.first + A_PAGE, word=None)
    return group
