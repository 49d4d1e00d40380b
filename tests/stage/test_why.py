"""The line that says why, on the picture: only for whoever asked for it, whole, and of a size to be read from afar."""

import numpy as np
import pytest
from numpy.typing import NDArray

from adaptation.adaptive import DAMAGED, NO_MODEL, TROUBLES
from adaptation.claims import CLAIMS
from game.core.shapes import Align, Bed, Colour, Plate, Scene, Text, TextRole
from game.core.why import BREATHING, CHANGES, LINE_Y, WIDTH
from game.stage.layout import SMALLEST, Layout, rooms
from game.stage.painting.letters import BETWEEN
from game.stage.presentation import LANGUAGES, Presentation
from game.stage.type import Faces
from game.stage.words import Words
from levels.settings import MENU, MORE, PAGES
from tests.stage.conftest import Opener

BED = Bed("tide", 0.5, 0.1, 0.0)
LINE = Text(TextRole.WHY, "why.now_easier", 0.5, LINE_Y, Align.CENTRE, Colour.SOFT, 0.95, WIDTH, (0.4,), "why.tense")
CAPTION = Text(TextRole.CAPTION, "caption.bell", 0.5, 0.865)
SMALLEST_PX = 33.0
"""Letters that are read at 3 m: capitals of 7 minutes of arc on a 15-inch screen."""


def picture(opener: Opener, why: bool, *shapes: Text) -> NDArray[np.uint8]:
    """The picture of the place with these words."""
    screen = opener(presentation=Presentation(why=why))
    screen.paint(Scene((Plate("tide", 0.5), *shapes), BED))
    return screen.capture()


def test_it_is_seen_only_by_whoever_asked(opener: Opener) -> None:
    """Off, the picture is the one without it, to the pixel; on, only its own rows differ."""
    bare, off, on = picture(opener, False), picture(opener, False, LINE), picture(opener, True, LINE)
    assert np.array_equal(bare, off)
    rows = np.flatnonzero((on != bare).any(axis=(1, 2))) / len(on)
    assert len(rows) and rows.min() > 0.86 and rows.max() < 0.98


def test_off_is_usual() -> None:
    """Nobody is told what they did not ask."""
    assert not Presentation().why


def test_who_stands_in_for_whom_is_no_reason() -> None:
    """Where the rules decide for the learned mind, its account says so; the line never does."""
    assert not {claim.key for claim in CLAIMS} & {NO_MODEL, DAMAGED, *TROUBLES}


def test_it_is_asked_for_in_the_settings() -> None:
    """A line of the second page, which is no longer than a page may be."""
    assert "why" in {item.choice for item in MORE.items}
    assert all(len(menu.items) <= 7 for menu in (MENU, *PAGES.values()))


def test_no_other_words_make_room_for_it() -> None:
    """A caption above it is as large with it as without it."""
    assert rooms((CAPTION, LINE))[CAPTION] == rooms((CAPTION,))[CAPTION]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", (1.0, 1.5))
def test_every_line_is_one_line_and_large_enough(language: str, scale: float) -> None:
    """Each change with each reason that a mind can give, beside the breath glyph, at 33 px of 720 or more."""
    words, layout = Words(language), Layout(Faces(), scale)
    changes = [BREATHING, *(key for _, less, more, _ in CHANGES for key in (less, more))]
    for change in changes:
        for claim in CLAIMS:
            message = words.say(change) + BETWEEN + words.say(claim.key, (17.0,))
            block = layout.block(message, LINE, (1280, 720), rooms((LINE,))[LINE])
            assert len(block.lines) == 1, (message, block.size)
            assert block.size >= SMALLEST and 46.0 * block.size >= SMALLEST_PX
