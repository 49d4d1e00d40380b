"""The card of people to talk to: one tap away, and nothing of it reaches the rules."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.shapes import Bed, Plate, Scene, Talk
from game.stage.keys import Hands
from game.stage.painting.easel import sign_box
from game.stage.presentation import LANGUAGES, TEXT_SCALES, Presentation
from game.stage.screen import Screen
from game.stage.talk import CLOSES, Contact, TalkCard
from tests.stage.conftest import Opener

BED = Bed("boats", 0.5, 0.1, 0.0)
SIGNED = Scene((Plate("boats", 1.0), Talk(0.885, 0.125)), BED)
PLAIN = Scene((Plate("boats", 1.0),), BED)
ON_SIGN, BESIDE = (round(0.885 * 4096), round(0.125 * 4096)), (2000, 2000)


def test_one_click_on_the_sign_opens_it_and_any_usual_key_closes_it() -> None:
    """The click that opens and the key that closes are both kept from the rules."""
    card = TalkCard()
    assert card.take(Hands(("click",), ON_SIGN), SIGNED) == Hands()
    assert card.open
    assert card.take(Hands((), ON_SIGN), SIGNED) == Hands()
    assert card.take(Hands(("escape",), ON_SIGN), SIGNED) == Hands()
    assert not card.open


@pytest.mark.parametrize("closing", sorted(CLOSES))
def test_what_closes_it_is_kept_from_the_rules_until_it_is_let_go(closing: str) -> None:
    """A press lasts some ticks: nothing of it is left for the page below; another key and the next press are heard."""
    card = TalkCard()
    card.take(Hands(("talk",)), SIGNED)
    card.take(Hands(), SIGNED)
    for _ in range(6):
        assert card.take(Hands((closing,)), SIGNED) == Hands()
        assert not card.open
    assert card.take(Hands(tuple(sorted((closing, "left")))), SIGNED) == Hands(("left",))
    assert card.take(Hands(), SIGNED) == Hands()
    if closing != "talk":
        assert card.take(Hands((closing,)), SIGNED) == Hands((closing,))


def test_a_click_beside_the_sign_or_without_one_goes_to_the_rules() -> None:
    """The card takes nothing that is not meant for it."""
    for place, scene in ((BESIDE, SIGNED), (ON_SIGN, PLAIN), (None, SIGNED)):
        hands = Hands(("click",), place)
        assert TalkCard().take(hands, scene) == hands


def test_its_key_never_reaches_the_rules() -> None:
    """With a sign it opens the card; without one it does nothing at all."""
    card = TalkCard()
    assert card.take(Hands(("left", "talk")), PLAIN) == Hands(("left",))
    assert not card.open
    card.take(Hands(), SIGNED)
    assert card.take(Hands(("talk",)), SIGNED) == Hands()
    assert card.open


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text_scale", TEXT_SCALES)
def test_the_words_of_the_sign_stay_on_its_card(opener: Opener, language: str, text_scale: float) -> None:
    """At every size of letters and in both languages: the bright words are all within the box that is clicked."""
    screen = opener((1280, 720), Presentation(language=language, text_scale=text_scale))
    sign = Talk(0.885, 0.125)
    screen.paint(Scene((Plate("boats", 1.0),), BED))
    before = screen.capture().astype(int)
    screen.paint(Scene((Plate("boats", 1.0), sign), BED))
    down, across = np.nonzero((screen.capture().astype(int) - before).min(axis=2) > 40)
    left, top, right, bottom = sign_box(sign)
    assert len(down) > 100
    assert left * 1280 <= across.min() <= across.max() <= right * 1280
    assert top * 720 <= down.min() <= down.max() <= bottom * 720


keys = st.lists(st.sampled_from(("act", "click", "escape", "left", "skip", "talk", "up")), max_size=3, unique=True)


@given(st.lists(st.tuples(keys, st.booleans(), st.booleans()), max_size=40))
def test_while_it_is_open_the_rules_see_no_hands(told: list[tuple[list[str], bool, bool]]) -> None:
    """Whatever is pressed: an open card lets nothing through but the wish to close the window, and what was held over
    it comes through only when pressed anew."""
    card = TalkCard()
    kept_back: set[str] = set()
    for held, signed, leaving in told:
        was_open = card.open
        hands = Hands(tuple(sorted(held)), ON_SIGN, quit=leaving)
        left = card.take(hands, SIGNED if signed else PLAIN)
        assert left.quit == leaving
        assert "talk" not in left.held
        if was_open or card.open:
            assert (left.held, left.pointer, left.axes) == ((), None, ())
            kept_back = set(held)
        kept_back &= set(held)
        assert not kept_back & set(left.held)


def test_it_shows_who_was_filled_in() -> None:
    """With names the picture is another than without."""
    screen = Screen((640, 360), False, Presentation())
    pictures = []
    for people in ((), (Contact("Grandma", "0123 456"),)):
        screen.paint(SIGNED)
        TalkCard(people).paint(*screen.page)
        pictures.append(screen.capture())
    screen.close()
    assert (pictures[0] != pictures[1]).any()
