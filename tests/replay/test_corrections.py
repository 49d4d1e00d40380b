"""A correction lies inside the session, the newest counts where several overlap, and each says what may be learnt."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.facts import Fact, NotMe, TooMuch
from game.replay.corrections import (
    NOT_ME_BEFORE_TICKS,
    Lesson,
    Stretch,
    corrected,
    corrected_ticks,
    correction_rate,
    counting,
    labels_for_calibration,
    taken_back,
)
from game.replay.errors import Refusal, Refused
from game.vault.layers import Correction
from game.vault.saying import Label, Signed, decoded, encoded

BY = Signed("passphrase", 1_790_000_000)
LENGTH = 400
"""Ticks of the session in these tests."""


def _correction(
    number: int, from_tick: int, to_tick: int, label: Label = Label.FINE, withdrawn: Signed | None = None
) -> Correction:
    return Correction(number, f"{number:016x}", "5" * 32, from_tick, to_tick, label, BY.author, BY.when_s, withdrawn)


@st.composite
def _corrections(draw: st.DrawFn) -> list[Correction]:
    """Up to eight corrections, some of them taken back."""
    made = []
    for number in range(1, draw(st.integers(0, 8)) + 1):
        from_tick = draw(st.integers(0, LENGTH - 1))
        to_tick = draw(st.integers(from_tick + 1, LENGTH))
        withdrawn = draw(st.none() | st.just(BY))
        made.append(_correction(number, from_tick, to_tick, draw(st.sampled_from(Label)), withdrawn))
    return draw(st.permutations(made))


def _said_at(corrections: list[Correction], tick: int) -> Label | None:
    """What counts at a tick, written as plainly as it can be: the newest that stands and covers it."""
    over = [one for one in corrections if one.withdrawn is None and one.from_tick <= tick < one.to_tick]
    return max(over, key=lambda one: one.number).label if over else None


@given(_corrections())
def test_the_newest_counts_at_every_tick(corrections: list[Correction]) -> None:
    """Stretches are in order, disjoint, as long as they can be, and say at each tick what was said last."""
    stretches = counting(corrections)
    said = {tick: one.label for one in stretches for tick in range(one.from_tick, one.to_tick)}
    assert sum(one.to_tick - one.from_tick for one in stretches) == len(said)
    assert [said.get(tick) for tick in range(LENGTH)] == [_said_at(corrections, tick) for tick in range(LENGTH)]
    for one, after in pairwise(stretches):
        assert one.to_tick < after.from_tick or (one.to_tick == after.from_tick and one.label is not after.label)


@given(_corrections())
def test_the_rate_counts_every_tick_once(corrections: list[Correction]) -> None:
    """However corrections overlap, the share is that of ticks of which something stands."""
    ticks = sum(_said_at(corrections, tick) is not None for tick in range(LENGTH))
    assert corrected_ticks(corrections, LENGTH) == ticks
    assert correction_rate([(corrections, LENGTH), ([], LENGTH)]) == ticks / (2 * LENGTH)


def test_the_rate_of_nothing_is_not_known() -> None:
    """Without any played time there is no share; time that ended earlier than was said counts as it was played."""
    assert correction_rate([]) is None
    assert correction_rate([([], 0)]) is None
    assert correction_rate([([_correction(1, 0, 100)], 50)]) == 1.0


def test_an_older_one_stays_around_a_newer_one() -> None:
    """The newer cuts out of the older what it lies over; taken back, it gives it free again."""
    older = _correction(1, 0, 100, Label.LAUGHING)
    newer = _correction(2, 40, 60, Label.TALKING)
    assert counting([newer, older]) == (
        Stretch(0, 40, Label.LAUGHING),
        Stretch(40, 60, Label.TALKING),
        Stretch(60, 100, Label.LAUGHING),
    )
    assert counting([older, _correction(2, 40, 60, Label.TALKING, BY)]) == (Stretch(0, 100, Label.LAUGHING),)


@given(st.integers(0, LENGTH), st.integers(0, LENGTH), st.sampled_from(Label))
def test_what_lies_inside_can_be_said(from_tick: int, to_tick: int, label: Label) -> None:
    """Every stretch with a length inside the session is a correction that the vault takes; an empty one is refused."""
    if from_tick >= to_tick:
        with pytest.raises(Refused) as refused:
            corrected(LENGTH, from_tick, to_tick, label.value, BY)
        assert refused.value.refusal is Refusal.UNFIT
        return
    said = corrected(LENGTH, from_tick, to_tick, label.value, BY)
    assert (said.from_tick, said.to_tick, said.label, said.by) == (from_tick, to_tick, label, BY)
    assert decoded(encoded(said)) == said


@pytest.mark.parametrize(("from_tick", "to_tick"), [(-1, 10), (10, LENGTH + 1), (LENGTH, LENGTH + 60), (-20, -10)])
def test_what_lies_outside_is_refused(from_tick: int, to_tick: int) -> None:
    """Before the beginning and behind the end nothing was, so nothing is corrected."""
    with pytest.raises(Refused) as refused:
        corrected(LENGTH, from_tick, to_tick, "fine", BY)
    assert refused.value.detail == "saying.outside"


@pytest.mark.parametrize("label", ["", "tense", "FINE", "fine ", "<script>"])
def test_only_the_labels_there_are(label: str) -> None:
    """Labels are a closed list; other words are for notes."""
    with pytest.raises(Refused) as refused:
        corrected(LENGTH, 0, 10, label, BY)
    assert refused.value.detail == "saying.no_such_label"


def test_two_corrections_are_never_the_same() -> None:
    """Said twice it is two, each with a mark of its own: two people at once do not overwrite each other."""
    assert corrected(LENGTH, 0, 10, "fine", BY).mark != corrected(LENGTH, 0, 10, "fine", BY).mark


def test_taking_back_means_one_that_stands() -> None:
    """The withdrawal names its correction by its mark; none of that number, or taken back before, is refused."""
    said = [_correction(1, 0, 10), _correction(2, 5, 20), _correction(3, 5, 20, withdrawn=BY)]
    assert taken_back(said, 2, BY).mark == said[1].mark
    for number, refusal, detail in (
        (0, Refusal.NOT_THERE, "saying.no_such_number"),
        (4, Refusal.NOT_THERE, "saying.no_such_number"),
        (3, Refusal.UNFIT, "saying.taken_back_before"),
    ):
        with pytest.raises(Refused) as refused:
            taken_back(said, number, BY)
        assert (refused.value.refusal, refused.value.detail) == (refusal, detail)


@pytest.mark.parametrize("label", Label)
def test_each_label_teaches_something_or_nothing(label: Label) -> None:
    """No label is forgotten; what was somebody else, or no expression, teaches nothing of the player."""
    (labelled,) = labels_for_calibration("5" * 32, [_correction(1, 10, 90, label)], [])
    expected = {Label.FINE: Lesson.USUAL, Label.LAUGHING: Lesson.PLEASANT}.get(label, Lesson.NOTHING)
    assert (labelled.session_id, labelled.from_tick, labelled.to_tick) == ("5" * 32, 10, 90)
    assert labelled.lesson is expected


def test_not_me_teaches_nothing_of_the_seconds_before_it() -> None:
    """Two presses soon after each other are one stretch; a press at once reaches no further than the beginning."""
    before = NOT_ME_BEFORE_TICKS
    facts: list[tuple[int, Fact]] = [(100, NotMe()), (5000, NotMe()), (5100, NotMe()), (9000, TooMuch())]
    found = labels_for_calibration("5" * 32, [], facts)
    assert [(one.from_tick, one.to_tick) for one in found] == [(0, 100), (5000 - before, 5100)]
    assert {one.lesson for one in found} == {Lesson.NOTHING}


def test_who_looked_again_outranks_a_press() -> None:
    """A correction over a press says what counts there; the rest of the press stays."""
    facts = [(2000, NotMe())]
    found = labels_for_calibration("5" * 32, [_correction(1, 1500, 1700, Label.LAUGHING)], facts)
    assert [(one.from_tick, one.to_tick, one.lesson) for one in found] == [
        (2000 - NOT_ME_BEFORE_TICKS, 1500, Lesson.NOTHING),
        (1500, 1700, Lesson.PLEASANT),
        (1700, 2000, Lesson.NOTHING),
    ]
