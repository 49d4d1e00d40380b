"""The card of people to talk to: opened by one tap on its sign, the same for everyone, triggered by nothing.

It lives on the stage alone. While it is open the rules see no hands, and nothing of it - not that it was opened, not
what stands on it - reaches the core, the tape or the log. A guardian fills in names and numbers
(``scripts/play talk``).
"""

from dataclasses import dataclass, replace

from game.core.shapes import Align, Colour, Panel, Scene, Talk, Text, TextRole
from game.stage.canvas import Canvas
from game.stage.keys import Hands
from game.stage.painting.easel import sign_box
from game.stage.painting.letters import LetterPainter
from game.stage.painting.panels import PanelPainter
from game.stage.shelf import Shelf

OPENS = "talk"
"""Name of the key that opens it where its sign stands."""
CLOSES = frozenset({OPENS, "act", "click", "escape", "skip"})
MOST = 4
"""People on the card."""
ANYBODY = ("talk.grown_up", "talk.friend", "talk.teacher")
"""Who stands there while nobody was filled in: message ids."""
_INK = 0.66


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to talk to."""

    name: str
    """As the player calls them."""
    number: str
    """A telephone number, or where to find them; may be empty."""


class TalkCard:
    """Stands between the hands and the rules: what opens, reads and closes the card never gets through."""

    def __init__(self, people: tuple[Contact, ...] = ()) -> None:
        self._people = people[:MOST]
        self._before: frozenset[str] = frozenset()
        self._kept_back: frozenset[str] = frozenset()
        self._panels = PanelPainter(Shelf(1 << 20))
        self.open = False
        """The card is shown."""

    def take(self, hands: Hands, scene: Scene | None) -> Hands:
        """What is left of the hands for the rules, after the last ``scene`` that was shown."""
        held = frozenset(hands.held)
        pressed, self._before = held - self._before, held
        if self.open or self._asked(pressed, hands, scene):
            self.open = not (self.open and pressed & CLOSES)
            self._kept_back = held
            return _empty(hands)
        self._kept_back &= held  # a press lasts longer than a tick: what closed the card is kept back until let go
        return replace(hands, held=tuple(key for key in hands.held if key != OPENS and key not in self._kept_back))

    def _asked(self, pressed: frozenset[str], hands: Hands, scene: Scene | None) -> bool:
        signs = [shape for shape in scene.shapes if isinstance(shape, Talk)] if scene else []
        if not signs:
            return False
        if OPENS in pressed:
            return True
        if "click" not in pressed or hands.pointer is None:
            return False
        x, y = hands.pointer[0] / 4096.0, hands.pointer[1] / 4096.0
        boxes = [sign_box(sign) for sign in signs]
        return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)

    def paint(self, canvas: Canvas, letters: LetterPainter) -> None:
        """Paint the card over what is there."""
        self._panels.begin()
        self._panels.panel(canvas, Panel(0.24, 0.18, 0.76, 0.84), _INK)
        letters.paint(canvas, Text(TextRole.HEADING, "talk.heading", 0.5, 0.27, width=0.48))
        letters.paint(canvas, Text(TextRole.SECOND, "talk.second", 0.5, 0.36, colour=Colour.SOFT, width=0.46))
        for row, contact in enumerate(self._people):
            y = 0.47 + 0.083 * row
            letters.lay(canvas, contact.name, Text(TextRole.MENU, "", 0.29, y, Align.LEFT, width=0.22))
            letters.lay(canvas, contact.number, Text(TextRole.MENU, "", 0.71, y, Align.RIGHT, width=0.22))
        if not self._people:
            for row, key in enumerate(ANYBODY):
                letters.paint(canvas, Text(TextRole.MENU, key, 0.5, 0.47 + 0.083 * row, width=0.44))
        letters.paint(canvas, Text(TextRole.HINT, "talk.keys", 0.5, 0.80, colour=Colour.SOFT, width=0.46))


def _empty(hands: Hands) -> Hands:
    return Hands(quit=hands.quit, window=hands.window)
