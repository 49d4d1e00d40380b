"""How large words may be and where they break, so that no text runs into the next or off the picture.

A level places texts for the usual size. A larger size, or a longer language, must not collide: each text takes the
largest size up to the wished one at which its lines fit above the text below it.
"""

from dataclasses import dataclass

from game.core.shapes import Align, Text, TextRole
from game.stage.type import PITCH, STYLES, Faces, Setting, Style, wrap

SMALLEST = 0.75
"""Words are never set smaller than this share of their usual size."""
_STEPS = (1.5, 1.375, 1.25, 1.125, 1.0, 0.94, 0.88, 0.82, SMALLEST)
_SAME_ROW = 0.012
"""Heights: texts nearer than this stand beside each other, not above."""
_REMEMBERED = 256

Rooms = dict[Text, float]
"""Heights from a text's first line to the next text below it, or to the edge."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A text, ready to be set."""

    setting: Setting
    """Face and size."""
    lines: tuple[str, ...]
    """As they break."""
    pitch: float
    """Distance of lines, pixels."""
    size: float
    """Share of the usual size."""


def rooms(texts: tuple[Text, ...]) -> Rooms:
    """How much room each text has below its own first line."""
    spans = [_span(text) for text in texts]
    found: Rooms = {}
    for text, (left, right) in zip(texts, spans, strict=True):
        below = [
            other.y - text.y
            for other, (start, end) in zip(texts, spans, strict=True)
            if other.y - text.y > _SAME_ROW and start < right and left < end and _stands(other)
        ]
        found[text] = min((*below, 1.0 - text.y))
    return found


def _stands(text: Text) -> bool:
    """Whether others make room for it: not for a line that comes and goes by itself."""
    return text.opacity > 0.0 and text.role is not TextRole.WHY


def _span(text: Text) -> tuple[float, float]:
    if text.align is Align.LEFT:
        return text.x, text.x + text.width
    if text.align is Align.RIGHT:
        return text.x - text.width, text.x
    return text.x - text.width / 2, text.x + text.width / 2


class Layout:
    """Finds sizes and breaks, and remembers them."""

    def __init__(self, faces: Faces, text_scale: float) -> None:
        self._faces = faces
        self._text_scale = text_scale
        self._blocks: dict[tuple[str, TextRole, float, float, int], Block] = {}

    def block(self, message: str, shape: Text, picture: tuple[int, int], room: float) -> Block:
        """``message`` set as ``shape`` asks in a picture of so many pixels, with ``room`` heights below."""
        key = (message, shape.role, shape.width, round(room, 3), picture[1])
        found = self._blocks.get(key)
        if found is None:
            if len(self._blocks) >= _REMEMBERED:
                self._blocks.clear()
            found = self._found(message, shape, picture, room)
            self._blocks[key] = found
        return found

    def _found(self, message: str, shape: Text, picture: tuple[int, int], room: float) -> Block:
        style, wished = STYLES[shape.role], self._text_scale if shape.role is not TextRole.NAME else 1.0
        for size in (step for step in _STEPS if step <= wished):
            block = self._at(message, style, shape, picture, size)
            if _tall(block) <= room * picture[1]:
                return block
        return block

    def _at(self, message: str, style: Style, shape: Text, picture: tuple[int, int], size: float) -> Block:
        setting = self._faces.set(message, style, picture[1] / 720.0 * size)
        lines = tuple(wrap(message, shape.width * picture[0], setting.measure))
        return Block(setting, lines, setting.font.get_ascent() * PITCH * 1.12, size)


def _tall(block: Block) -> float:
    """Pixels from the middle of the first line to where the next text's middle may stand."""
    return (len(block.lines) - 1) * block.pitch + 0.72 * block.pitch
