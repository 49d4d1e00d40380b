"""The grid of half seconds: every value at the place nearest to it, none anywhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.pace import TICKS_PER_S
from game.replay.export.half_seconds import count_of, held, in_both_halves, placed
from game.replay.sensed import BREATH_TICKS, Quality

LONGEST_S = 100.0
moments = st.floats(0.0, LONGEST_S, allow_nan=False)


@given(moments, st.floats(0.0, LONGEST_S))
def test_a_value_stands_at_most_a_quarter_of_a_second_off(t_s: float, more_s: float) -> None:
    """In a session of any length that has this moment, one at its very end included."""
    cells = placed([(t_s, 7.0)], count_of(t_s + more_s))
    [place] = [place for place, value in enumerate(cells) if value is not None]
    assert abs(place / 2 - t_s) <= 0.25 + 1e-9


@pytest.mark.parametrize("first", range(BREATH_TICKS))
def test_what_comes_twice_a_second_leaves_no_hole(first: int) -> None:
    """In whichever tick of the half second it comes: no two in one place, no place left out between."""
    told = [((first + BREATH_TICKS * count) / TICKS_PER_S, float(count)) for count in range(40)]
    cells = placed(told, count_of(told[-1][0]))
    assert [value for value in cells if value is not None] == [value for _, value in told]
    assert None not in cells[1:]


def test_what_lies_outside_of_the_session_is_left_out() -> None:
    """Before its beginning, as a sensor tells that looks back; and behind its end. Neither lands at the other end."""
    assert placed([(-0.3, 1.0), (-40.0, 2.0), (1.3, 3.0)], count_of(1.0)) == [None, None, None]


def test_of_two_in_one_place_the_one_told_last_stays() -> None:
    """Whichever of their moments is the later."""
    assert placed([(0.55, 1.0), (0.45, 2.0)], 3) == [None, 2.0, None]


def test_what_is_set_stands_until_it_is_set_anew_or_records_are_lost() -> None:
    """Behind what is lost it is known again from the first time on that it is set there."""
    points = [(0.7, 1.0), (2.0, 2.0), (4.8, 3.0)]
    assert list(held(points, [], 7)) == [(1.0, 1.0), (1.5, 1.0), (2.0, 2.0), (2.5, 2.0), (3.0, 2.0)]
    assert list(held(points, [(2.0, 4.0)], 12)) == [(1.0, 1.0), (1.5, 1.0), (2.0, 2.0), (5.0, 3.0), (5.5, 3.0)]
    assert list(held([], [], 4)) == []


def test_a_second_has_two_halves() -> None:
    """What holds for it holds in both."""
    quality = Quality((3.0, 4.0), (0.5, 0.0))
    assert list(in_both_halves(quality)) == [(3.0, 0.5), (3.5, 0.5), (4.0, 0.0), (4.5, 0.0)]
