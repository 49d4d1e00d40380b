"""What corrections teach: bounded, the same each time, taken back with them, and of this player only."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from affect.trends.learn import BOUND, FEWEST_S, STEP, Course, Heard, Read, Shift, Stretch, hear, learn
from game.core.belief import TENSE_ABOVE, UNHAPPY_BELOW
from game.core.posterior import ANYBODY, Known, Posterior

NUMBERS = st.floats(-1.0, 1.0)
READS = st.none() | st.builds(Read, NUMBERS, st.floats(10.0, 600.0))
SHIFTS = st.builds(Shift, st.floats(-0.08, 0.08), st.floats(-0.08, 0.08))
HEARD = st.lists(st.builds(Heard, READS, READS, READS, SHIFTS), max_size=6)
BEGAN = st.floats(-BOUND, BOUND).map(lambda mean: Posterior(arousal_baseline=Known(mean, 0.2)))
FINE = Heard(usual_arousal=Read(0.4, 60.0))


def course(arousal: float | None, valence: float | None = 0.0, seconds: float = 60.0) -> Course:
    """A session in which everything stays as it is, twice a second."""
    count = round(2 * seconds)
    return Course([place / 2 for place in range(count)], [arousal] * count, [valence] * count)


def test_where_the_player_was_well_is_their_usual() -> None:
    """Readings that lie high while all is well raise the baseline toward them; each session only by a step."""
    told = hear(course(0.4), [Stretch(0.0, 60.0)], [])
    assert told.usual_arousal and told.usual_arousal.mean == pytest.approx(0.4)
    assert told.usual_arousal.seconds == 60.0
    once, twice = learn(ANYBODY, Shift(), [told]), learn(ANYBODY, Shift(), [told, told])
    assert once.posterior.arousal_baseline.mean == once.shift.arousal == STEP
    assert STEP < twice.posterior.arousal_baseline.mean <= 2 * STEP
    assert learn(ANYBODY, Shift(), [hear(course(-0.4), [Stretch(0.0, 60.0)], [])]).shift.arousal == -STEP


def test_many_sessions_never_make_tension_the_usual() -> None:
    """However often it is said, the baseline stays nearer to neutral than what counts as tense or unhappy."""
    told = learn(ANYBODY, Shift(), [Heard(Read(1.0, 900.0), Read(-1.0, 900.0))] * 50).posterior
    assert told.arousal_baseline.mean == BOUND < TENSE_ABOVE
    assert told.valence_baseline.mean == -BOUND > -UNHAPPY_BELOW


def test_laughing_teaches_only_that_such_readings_are_glad() -> None:
    """Read as sad while laughing: glad readings begin lower. Read as glad, or tense: nothing is learnt."""
    sad = hear(course(0.6, -0.5), [], [Stretch(0.0, 60.0)])
    after = learn(ANYBODY, Shift(), [sad])
    assert after.shift.valence < 0.0 == after.shift.arousal
    assert learn(ANYBODY, Shift(), [hear(course(0.6, 0.5), [], [Stretch(0.0, 60.0)])]).shift == Shift()


def test_what_was_not_theirs_is_taken_back() -> None:
    """By as much as it had taught; not beyond the step of a session."""
    assert learn(ANYBODY, Shift(), [Heard(back=Shift(-0.04, 0.03))]).shift == Shift(-0.04, 0.03)
    assert learn(ANYBODY, Shift(), [Heard(back=Shift(-0.4, 0.3))]).shift == Shift(-STEP, STEP)


def test_too_little_that_is_known_says_nothing() -> None:
    """A short stretch, an unknown one, one outside the session, an empty course."""
    short = [Stretch(0.0, FEWEST_S - 0.5)]
    for told in (
        hear(course(0.4), short, short),
        hear(course(None, None), [Stretch(0.0, 60.0)], [Stretch(0.0, 60.0)]),
        hear(course(0.4), [Stretch(90.0, 200.0)], []),
        hear(course(0.4, seconds=0.0), [Stretch(0.0, 60.0)], []),
    ):
        assert told == Heard()
        assert learn(ANYBODY, Shift(), [told]).posterior == ANYBODY


def test_only_what_lies_in_the_stretch_is_read() -> None:
    """Both ends: from the first moment on, up to but without the last."""
    arousal = [0.0] * 40 + [0.5] * 40 + [0.0] * 40
    told = hear(Course([place / 2 for place in range(120)], arousal, arousal), [Stretch(20.0, 40.0)], [])
    assert told.usual_arousal == Read(0.5, 20.0)


@given(BEGAN, HEARD)
def test_listening_again_changes_nothing(began: Posterior, heard: list[Heard]) -> None:
    """The same corrections always end at the same place, and without them all is as before."""
    once = learn(began, Shift(), heard)
    again = learn(once.posterior, once.shift, heard)
    assert again == once
    without = learn(once.posterior, once.shift, [])
    assert without.shift == Shift()
    assert without.posterior.arousal_baseline.mean == pytest.approx(began.arousal_baseline.mean, abs=2e-6)


@given(BEGAN, SHIFTS, HEARD)
def test_only_two_means_move_and_stay_within_bounds(began: Posterior, before: Shift, heard: list[Heard]) -> None:
    """Whatever was said; how surely anything is known stays as sittings left it."""
    after = learn(began, before, heard)
    for known in (after.posterior.arousal_baseline, after.posterior.valence_baseline):
        assert -BOUND <= known.mean <= BOUND
    assert abs(after.shift.arousal) <= STEP * len(heard) + 2e-6
    assert began == replace(
        after.posterior,
        arousal_baseline=replace(after.posterior.arousal_baseline, mean=began.arousal_baseline.mean),
        valence_baseline=replace(after.posterior.valence_baseline, mean=began.valence_baseline.mean),
    )


def test_one_correction_more_is_joined_with_the_others() -> None:
    """What a later correction adds is the same as if all had been listened to at once."""
    first = learn(ANYBODY, Shift(), [FINE])
    later = learn(first.posterior, first.shift, [FINE, FINE])
    assert later == learn(ANYBODY, Shift(), [FINE, FINE])
