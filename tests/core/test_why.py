"""The line that says what was changed and why."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.directive import DECISION_TICKS, GENTLE, Directive, Reason
from game.core.inputs import Inputs
from game.core.setup import Setup
from game.core.shapes import Card, Text, TextRole
from game.core.show import show
from game.core.why import AGAIN_TICKS, APPEAR_TICKS, LEAVE_TICKS, SEEN_TICKS, Why, draw, tell
from game.core.world import World, begin, step
from tests.sittings import LEVELS, RULES

REASON = Reason("why.tense", (0.4,))
EASIER = replace(GENTLE, difficulty=GENTLE.difficulty - 0.12, reasons=(REASON,))


def opacity(why: Why, tick: int, too_much_tick: int = -(10**9), others: tuple[Text | Card, ...] = ()) -> float:
    """Of the line at a tick; 0 where there is none."""
    drawn = draw(why, tick, too_much_tick, others, 0.0)
    assert all(isinstance(shape, Text) and shape.role is TextRole.WHY for shape in drawn)
    return max((shape.opacity for shape in drawn if isinstance(shape, Text)), default=0.0)


def played(directive: Directive, ticks: int, held: tuple[str, ...] = ()) -> list[World]:
    """A place in which one wish is made at the first decision, at every tick after it."""
    world = begin(Setup(3, "tide", minutes=3.0), LEVELS["tide"], RULES.patterns)
    told = []
    for tick in range(1, DECISION_TICKS + ticks + 1):
        asked = directive if tick == DECISION_TICKS else None
        world = step(world, Inputs(directive=asked, held=held if tick > DECISION_TICKS + 60 else ()))
        told.append(world)
    return told[DECISION_TICKS - 1 :]


@pytest.mark.parametrize(
    ("used", "change"),
    [
        (replace(GENTLE, difficulty=0.1), "why.now_easier"),
        (replace(GENTLE, difficulty=0.5), "why.now_fuller"),
        (replace(GENTLE, tempo=0.1), "why.now_slower"),
        (replace(GENTLE, tempo=0.9), "why.now_livelier"),
        (replace(GENTLE, guidance=0.1), "why.now_guide_softer"),
        (replace(GENTLE, guidance=0.9), "why.now_guide_clearer"),
        (replace(GENTLE, breath_hz=0.19), "why.now_guide_slower"),
        (replace(GENTLE, breath_hz=0.21), "why.now_guide_quicker"),
        (replace(GENTLE, minigame="longer_exhale", tempo=0.1), "why.now_breathing"),
    ],
)
def test_the_weightiest_change_is_said_with_the_first_reason(used: Directive, change: str) -> None:
    """One message for each way that each setting can go."""
    used = replace(used, reasons=(REASON, Reason("why.low")))
    assert tell(Why(), used, GENTLE, used, 600) == Why(change, REASON, 600)


def test_nothing_is_said_of_nothing() -> None:
    """No change after the shield, no reason, no mind: no line."""
    assert tell(Why(), replace(GENTLE, reasons=(REASON,)), GENTLE, replace(GENTLE, reasons=(REASON,)), 600) == Why()
    assert tell(Why(), EASIER, GENTLE, replace(EASIER, reasons=()), 600) == Why()
    assert tell(Why(), None, GENTLE, EASIER, 600) == Why()


def test_nothing_is_said_where_the_shield_held_a_part_back() -> None:
    """The reasons may belong to what did not happen."""
    wish = replace(EASIER, tempo=0.9)
    assert tell(Why(), wish, GENTLE, replace(wish, tempo=GENTLE.tempo), 600) == Why()
    wish = replace(EASIER, minigame="longer_exhale")
    assert tell(Why(), wish, GENTLE, replace(wish, minigame=None), 600) == Why()


def test_a_line_that_is_seen_is_never_replaced_nor_said_again_and_again() -> None:
    """The next one waits until it is gone; the same one longer."""
    why = Why("why.now_easier", REASON, 600)
    slower = replace(GENTLE, tempo=0.1, reasons=(REASON,))
    assert tell(why, slower, GENTLE, slower, 600 + SEEN_TICKS - 1) == why
    assert tell(why, slower, GENTLE, slower, 600 + SEEN_TICKS).change == "why.now_slower"
    assert tell(why, EASIER, GENTLE, EASIER, 600 + AGAIN_TICKS - 1) == why
    assert tell(why, EASIER, GENTLE, EASIER, 600 + AGAIN_TICKS).tick == 600 + AGAIN_TICKS


def test_it_appears_in_1_2_s_stays_and_leaves_in_1_8_s() -> None:
    """Never a jump: at most three hundredths a tick, full for five seconds, then nothing."""
    why = Why("why.now_easier", REASON, 600)
    course = [opacity(why, 600 + age) for age in range(SEEN_TICKS + 2)]
    assert course[0] == 0.0 and course[-1] == course[-2] == 0.0
    assert max(abs(one - other) for one, other in pairwise(course)) < 0.03
    full = [age for age, shown in enumerate(course) if shown == max(course)]
    assert (full[0], SEEN_TICKS - full[-1]) == (APPEAR_TICKS, LEAVE_TICKS)


@given(st.integers(0, SEEN_TICKS), st.floats(0.0, 1.0))
def test_it_gives_way_to_other_words_and_cards(age: int, there: float) -> None:
    """As strongly as they are there."""
    why = Why("why.now_easier", REASON, 600)
    alone = opacity(why, 600 + age)
    words = Text(TextRole.HINT, "garden.keys", 0.5, 0.945, opacity=there)
    assert opacity(why, 600 + age, others=(words,)) == pytest.approx(alone * (1.0 - there))
    assert opacity(why, 600 + age, others=(Card(0.1, 0.8, 0.3, 0.95, opacity=1.0),)) == 0.0
    assert opacity(why, 600 + age, others=(replace(words, y=0.2),)) == alone


def test_too_much_lets_what_was_said_before_leave() -> None:
    """It begins to fade at once, and is gone in 1.8 s."""
    why = Why("why.now_fuller", REASON, 600)
    pressed = 600 + APPEAR_TICKS + 60
    assert 0.0 < opacity(why, pressed + LEAVE_TICKS // 2, pressed) < opacity(why, pressed)
    assert opacity(why, pressed + LEAVE_TICKS, pressed) == 0.0
    assert opacity(why, 600 + APPEAR_TICKS, 500) == opacity(why, 600 + APPEAR_TICKS)


def test_a_decision_in_a_place_is_seen_and_moves_nothing_else() -> None:
    """Through step and show: the line comes with the decision, all other shapes are those without it."""
    worlds = played(EASIER, SEEN_TICKS)
    seen = [any(isinstance(s, Text) and s.role is TextRole.WHY for s in show(world).shapes) for world in worlds]
    assert seen[1 : SEEN_TICKS - 1] == [True] * (SEEN_TICKS - 2) and not seen[-1]
    world = worlds[APPEAR_TICKS]
    without = show(replace(world, why=Why())).shapes
    line = [shape for shape in show(world).shapes if isinstance(shape, Text) and shape.role is TextRole.WHY]
    assert [shape for shape in show(world).shapes if shape not in line] == list(without)
    assert (line[0].key, line[0].then, line[0].numbers) == ("why.now_easier", "why.tense", (0.4,))


def test_a_breathing_minigame_says_why_it_comes_above_its_keys() -> None:
    """The place steps back; the line does not."""
    wish = replace(GENTLE, minigame="longer_exhale", reasons=(REASON,))
    world = played(wish, APPEAR_TICKS)[-1]
    assert world.minigame is not None
    line = [shape for shape in show(world).shapes if isinstance(shape, Text) and shape.role is TextRole.WHY]
    assert line[0].key == "why.now_breathing" and line[0].y < 0.85 and line[0].opacity > 0.9
