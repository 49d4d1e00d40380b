"""Hands: what is held, from what happened."""

import pygame
from hypothesis import given
from hypothesis import strategies as st
from pygame.event import Event

from game.stage.keys import KEYS, LONG_TOUCH_TAKES, MOUSE, PAD, STAYS, Hands, Keys, rebound, table_of
from game.stage.presentation import ACTIONS, Presentation, decode


def keys() -> Keys:
    """On a window of 800x450 with bars left and right of it."""
    return Keys(lambda pixel: (pixel[0] * 4096 // 800, pixel[1] * 4096 // 450) if 0 <= pixel[0] < 800 else None)


def down(key: int) -> Event:
    """A key goes down."""
    return Event(pygame.KEYDOWN, key=key)


def up(key: int) -> Event:
    """A key goes up."""
    return Event(pygame.KEYUP, key=key)


def button(number: int, pressed: bool = True) -> Event:
    """A mouse button at (400, 225)."""
    kind = pygame.MOUSEBUTTONDOWN if pressed else pygame.MOUSEBUTTONUP
    return Event(kind, button=number, pos=(400, 225), touch=False)


def test_a_key_is_held_until_it_is_let_go() -> None:
    """Down stays down over takes in which nothing happens; names are sorted."""
    hands = keys()
    assert hands.take([down(pygame.K_SPACE), down(pygame.K_LEFT)]).held == ("breathe", "left")
    assert hands.take([]).held == ("breathe", "left")
    assert hands.take([up(pygame.K_SPACE)]).held == ("left",)


def test_a_tap_within_one_frame_is_not_lost() -> None:
    """Down and up between two takes is held for one take."""
    hands = keys()
    assert hands.take([down(pygame.K_RETURN), up(pygame.K_RETURN)]).held == ("act",)
    assert hands.take([]) == Hands()


def test_two_keys_of_one_name_are_one_name() -> None:
    """It stays held until both are let go."""
    hands = keys()
    hands.take([down(pygame.K_LEFT), down(pygame.K_a)])
    assert hands.take([up(pygame.K_LEFT)]).held == ("left",)
    assert hands.take([up(pygame.K_a)]).held == ()


def test_losing_the_window_lets_everything_go() -> None:
    """Whoever looks away holds nothing."""
    hands = keys()
    hands.take([down(pygame.K_SPACE), button(3), Event(pygame.JOYBUTTONDOWN, button=1, instance_id=0)])
    assert hands.take([Event(pygame.WINDOWFOCUSLOST)]).held == ()
    assert hands.take([up(pygame.K_SPACE)]).held == ()


def test_every_way_to_hold_a_breath() -> None:
    """Space, right mouse button, pad B, right shoulder."""
    ways = [
        down(pygame.K_SPACE),
        button(3),
        Event(pygame.JOYBUTTONDOWN, button=1, instance_id=0),
        Event(pygame.JOYBUTTONDOWN, button=5, instance_id=0),
    ]
    for way in ways:
        assert keys().take([way]).held == ("breathe",)


def test_a_long_touch_breathes_and_a_short_one_clicks() -> None:
    """A finger that rests becomes "breathe" after 0.35 s and ends when it lifts."""
    hands = keys()
    touch = Event(pygame.FINGERDOWN, x=0.5, y=0.5, finger_id=1)
    lift = Event(pygame.FINGERUP, x=0.5, y=0.5, finger_id=1)
    assert hands.take([touch]).held == ()
    for _ in range(LONG_TOUCH_TAKES):
        held = hands.take([]).held
    assert held == ("breathe",)
    assert hands.take([lift]).held == ()
    hands.take([touch])
    assert hands.take([lift]).held == ("click",)


def test_the_pointer_is_in_the_unit_square_or_nowhere() -> None:
    """Motion is mapped; on the bars and outside the window there is none."""
    hands = keys()
    assert hands.take([Event(pygame.MOUSEMOTION, pos=(400, 225))]).pointer == (2048, 2048)
    assert hands.take([]).pointer == (2048, 2048)
    assert hands.take([Event(pygame.MOUSEMOTION, pos=(900, 10))]).pointer is None
    assert hands.take([Event(pygame.WINDOWLEAVE)]).pointer is None


def test_sticks_rest_near_their_middle() -> None:
    """No pad, no axes; a small tilt is none; a full one is 127."""
    hands = keys()
    assert hands.take([]).axes == ()
    assert hands.take([Event(pygame.JOYAXISMOTION, axis=0, value=0.05, instance_id=0)]).axes == (0, 0)
    assert hands.take([Event(pygame.JOYAXISMOTION, axis=1, value=-1.2, instance_id=0)]).axes == (6, -127)


def test_the_window_is_not_the_cores_affair() -> None:
    """F11, plus and minus are window commands and never held names; closing the window is told."""
    hands = keys().take([down(pygame.K_F11), down(pygame.K_MINUS), Event(pygame.QUIT)])
    assert hands == Hands(quit=True, window=("fullscreen", "quieter"))


@given(st.lists(st.tuples(st.sampled_from(sorted(KEYS)), st.booleans()), max_size=40))
def test_held_is_what_went_down_and_not_up(strokes: list[tuple[int, bool]]) -> None:
    """After any strokes and one quiet take, exactly the keys still down are named."""
    hands = keys()
    still: dict[int, str] = {}
    for key, pressed in strokes:
        hands.take([down(key) if pressed else up(key)])
        if pressed:
            still[key] = KEYS[key]
        else:
            still.pop(key, None)
    assert hands.take([]).held == tuple(sorted(set(still.values())))


def test_the_other_key_of_a_breath() -> None:
    """Somebody else breathes by the left Shift key or the left shoulder button."""
    assert keys().take([down(pygame.K_LSHIFT)]).held == ("breathe_two",)
    assert keys().take([Event(pygame.JOYBUTTONDOWN, button=4, instance_id=0)]).held == ("breathe_two",)


def test_one_press_begins_a_breath_and_one_ends_it() -> None:
    """With hold-to-toggle nothing has to be held; other keys are held as before; a lost window ends the breath."""
    hands = keys()
    hands.present(Presentation(hold_to_toggle=True))
    press = [down(pygame.K_SPACE), up(pygame.K_SPACE)]
    assert hands.take(press).held == ("breathe",)
    assert hands.take([]).held == ("breathe",)
    assert hands.take([down(pygame.K_LEFT)]).held == ("breathe", "left")
    assert hands.take([down(pygame.K_SPACE)]).held == ("left",)
    assert hands.take([up(pygame.K_LEFT)]).held == ()
    hands.take([up(pygame.K_SPACE)])
    assert hands.take(press).held == ("breathe",)
    assert hands.take([Event(pygame.WINDOWFOCUSLOST)]).held == ()


def test_a_key_means_what_it_was_given() -> None:
    """A chosen key does the action, the usual one does not any more, and the usual table comes back."""
    hands = keys()
    hands.present(Presentation(keys=rebound((), pygame.K_b, "breathe")))
    assert hands.take([down(pygame.K_b), down(pygame.K_SPACE)]).held == ("breathe",)
    hands.present(Presentation())
    assert hands.take([down(pygame.K_b), down(pygame.K_SPACE)]).held == ("breathe",)
    assert hands.take([up(pygame.K_SPACE)]).held == ()


@given(st.lists(st.tuples(st.sampled_from(sorted(set(KEYS) - STAYS)), st.sampled_from(ACTIONS)), max_size=12))
def test_no_action_is_ever_without_a_key(chosen: list[tuple[int, str]]) -> None:
    """Whatever is given to whatever, in any order: each action keeps a key, the last choice holds, and it can be
    stored."""
    pairs: tuple[tuple[int, str], ...] = ()
    for key, action in chosen:
        pairs = rebound(pairs, key, action)
        assert table_of(pairs)[key] == action
        assert [code for code, meant in table_of(pairs).items() if meant == action] == [key]
    assert set(table_of(pairs).values()) == set(KEYS.values()) | {action for _, action in chosen}
    stored = Presentation(keys=pairs)
    assert decode(stored.encode()) == stored


def test_by_pointer_and_pad_there_is_a_way_out_and_to_people() -> None:
    """The middle mouse button and pad Start leave; a pad opens the card of people."""
    for event, name in (
        (button(2), "escape"),
        (Event(pygame.JOYBUTTONDOWN, button=7, instance_id=0), "escape"),
        (Event(pygame.JOYBUTTONDOWN, button=8, instance_id=0), "talk"),
    ):
        assert keys().take([event]).held == (name,)


def test_a_pad_that_is_gone_before_it_is_opened_is_no_pad() -> None:
    """It was plugged in and pulled within a frame: the game goes on without it."""
    pygame.joystick.init()
    assert keys().take([Event(pygame.JOYDEVICEADDED, device_index=7), down(pygame.K_LEFT)]) == Hands(("left",))


def test_the_table_names_only_what_the_core_knows() -> None:
    """One vocabulary for every device."""
    known = {
        "left", "right", "up", "down", "act", "click", "breathe", "breathe_two", "escape", "too_much", "not_me",
        "skip", "calm_now", "talk",
    }  # fmt: skip
    assert set(KEYS.values()) | set(MOUSE.values()) | set(PAD.values()) == known
