"""Words on the picture: translated, wrapped, shaded, and cached per string."""

import pygame

from game.core.shapes import Align, Colour, Text
from game.stage import layout, palette, type
from game.stage.canvas import LEVELS, OVER, Canvas, level, tint
from game.stage.palette import COLOURS
from game.stage.presentation import Presentation
from game.stage.shelf import Shelf
from game.stage.words import Words

_GLOW = palette.rgb("ffcf9a")
_WHITE = (255, 255, 255)
BETWEEN = "  ·  "
"""Between what was changed and why."""
_DARK_WORDS = (Colour.INK, Colour.SHADOW)


class LetterPainter:
    """Sets Text in the player's language and size."""

    def __init__(self, faces: type.Faces, words: Words, presentation: Presentation, shelf: Shelf) -> None:
        self._words = words
        self._presentation = presentation
        self._shelf = shelf
        self._layout = layout.Layout(faces, presentation.text_scale)
        self._rooms: layout.Rooms = {}

    def begin(self, texts: tuple[Text, ...]) -> None:
        """A new frame with these texts on it: each learns how much room it has."""
        self._rooms = layout.rooms(texts)

    def paint(self, canvas: Canvas, shape: Text, room: float | None = None) -> None:
        """Lay the message, its first line's middle at (x, y); ``room`` as for ``lay``."""
        if shape.then:
            message = self._words.say(shape.key) + BETWEEN + self._words.say(shape.then, shape.numbers)
        else:
            message = self._words.say(shape.key, shape.numbers)
        self.lay(canvas, message, shape, room)

    def lay(self, canvas: Canvas, message: str, shape: Text, room: float | None = None) -> None:
        """Lay words already spoken as ``shape`` says (the key is not looked at).

        ``room`` is how many heights there are below the middle of the first line; None = as far as the next text.
        """
        opacity = level(shape.opacity)
        if opacity == 0 or not message:
            return
        room = self._rooms.get(shape, 1.0) if room is None else room
        block = self._layout.block(message, shape, (canvas.width, canvas.height), room)
        scale = canvas.height / 720.0 * block.size
        for index, line in enumerate(block.lines):
            if line:
                sprite = self._line(line, block.setting, shape, scale, opacity)
                left = _left(shape, sprite.get_width(), canvas, type.margin(scale))
                top = shape.y * canvas.height + index * block.pitch - sprite.get_height() / 2
                canvas.surface.blit(sprite, (left, round(top)), special_flags=OVER)

    def _line(self, line: str, setting: type.Setting, shape: Text, scale: float, opacity: int) -> pygame.Surface:
        strong = self._presentation.high_contrast
        colour = _WHITE if strong and shape.colour not in _DARK_WORDS else COLOURS[shape.colour]
        shade = 0.0 if shape.colour in _DARK_WORDS else (1.0 if strong else type.STYLES[shape.role].shade)
        glow = _GLOW if type.STYLES[shape.role].glow else None
        key = ("text", line, shape.role, colour, round(scale * 1000), shade)
        whole = self._shelf.take(key, lambda: type.shaded(setting.line(line), colour, shade, scale, glow))
        if opacity == LEVELS or (strong and opacity > LEVELS // 2):
            return whole
        return self._shelf.take((*key, opacity), lambda: tint(whole, _WHITE, opacity / LEVELS))


def _left(shape: Text, width: int, canvas: Canvas, margin: int) -> int:
    place = shape.x * canvas.width
    if shape.align is Align.LEFT:
        return round(place - margin)
    if shape.align is Align.RIGHT:
        return round(place - width + margin)
    return round(place - width / 2)
