"""The card of people to talk to: one tap away, and nothing of it reaches the rules."""

from hypothesis import given
from hypothesis import strategies as st

from game.core.shapes import Bed, Plate, Scene, Talk
from game.stage.keys import Hands
from game.stage.presentation import Presentation
from game.stage.screen import Screen
from game.stage.talk import Contact, TalkCard

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


keys = st.lists(st.sampled_from(("act", "click", "escape", "left", "skip", "talk", "up")), max_size=3, unique=True)


@given(st.lists(st.tuples(keys, st.booleans(), st.booleans()), max_size=40))
def test_while_it_is_open_the_rules_see_no_hands(told: list[tuple[list[str], bool, bool]]) -> None:
    """Whatever is pressed: an open card lets nothing through but the wish to close the window."""
    card = TalkCard()
    for held, signed, leaving in told:
        was_open = card.open
        hands = Hands(tuple(sorted(held)), ON_SIGN, quit=leaving)
        left = card.take(hands, SIGNED if signed else PLAIN)
        assert left.quit == leaving
        assert "talk" not in left.held
        if was_open or card.open:
            assert (left.held, left.pointer, left.axes) == ((), None, ())


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
