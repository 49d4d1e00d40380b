"""What one sitting tells of its player: a few numbers, each gathered only from where it can be seen."""

from dataclasses import astuple, fields, replace
from math import inf, isfinite, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adaptation.features import NAMES
from adaptation.posterior import learn
from adaptation.witness import FIRST_MINUTE, Moment, Tally, Trend, Witnessed, gather
from game.core.observe import Observation, rate_to_unit
from game.core.posterior import ANYBODY

units = st.floats(-1.0, 1.0)
observations = st.builds(Observation, *([units] * len(NAMES)))
wild = st.builds(Observation, *([units | st.sampled_from((nan, inf, -inf))] * len(NAMES)))
moments = st.sampled_from(Moment)
PLAIN = Observation(**{name: 0.0 for name in NAMES})


def seen(**told: float) -> Observation:
    """An observation of somebody well sensed, long after anything happened."""
    usual = {"arousal_confidence": 1.0, "valence_confidence": 1.0, "breath_confidence": 1.0, "since_too_much": 1.0}
    return replace(PLAIN, **{**usual, **told})


def breathing(per_min: float, **told: float) -> Observation:
    """Somebody who breathes so fast."""
    return seen(breath=rate_to_unit(per_min / 60.0), **told)


def gathered(*told: Observation, moment: Moment = Moment.PLAYING) -> Witnessed:
    """A sitting of these decisions."""
    witnessed = Witnessed()
    for observation in told:
        witnessed = gather(witnessed, observation, moment)
    return witnessed


@given(st.lists(st.tuples(wild, moments), max_size=4))
def test_whatever_is_shown_the_witness_stays_finite(told: list[tuple[Observation, Moment]]) -> None:
    """An observation with a number that is none counts for nothing; what is learnt of the rest is finite."""
    witnessed = Witnessed()
    for observation, moment in told:
        before, witnessed = witnessed, gather(witnessed, observation, moment)
        if not all(isfinite(getattr(observation, name)) for name in NAMES):
            assert witnessed == before
    assert witnessed.decisions == sum(all(isfinite(getattr(o, name)) for name in NAMES) for o, _ in told)
    learnt = learn(ANYBODY, replace(witnessed, decisions=12))
    for field in fields(learnt):
        assert isfinite(getattr(learnt, field.name).mean)


@given(st.lists(st.tuples(observations, moments), max_size=5))
def test_every_mean_lies_among_what_was_told(told: list[tuple[Observation, Moment]]) -> None:
    """Rates and feelings never lie outside what a sensor can say."""
    witnessed = Witnessed()
    for observation, moment in told:
        witnessed = gather(witnessed, observation, moment)
    assert 0.0 <= witnessed.rest_hz.mean <= 30.0 / 60.0 + 1e-9
    for tally in (witnessed.arousal, witnessed.valence):
        assert -1.0 - 1e-9 <= tally.mean <= 1.0 + 1e-9
    assert 0.0 <= witnessed.skill.mean <= 1.0 + 1e-9
    if witnessed.eased_hz is not None:
        assert 3.0 / 60.0 - 1e-9 <= witnessed.eased_hz < 14.0 / 60.0 + 1e-9


@given(st.lists(st.tuples(st.floats(-1.0, 1.0), st.floats(0.01, 1.0)), min_size=1, max_size=20))
def test_a_tally_is_the_weighted_mean(pairs: list[tuple[float, float]]) -> None:
    """Grown one by one as at once; a weight of nothing changes nothing."""
    tally = Tally()
    for value, weight in pairs:
        tally = tally.add(value, weight).add(5.0, 0.0)
    whole = sum(weight for _, weight in pairs)
    assert tally.weight == pytest.approx(whole)
    assert tally.mean == pytest.approx(sum(value * weight for value, weight in pairs) / whole, abs=1e-9)


def test_a_trend_is_the_line_of_least_squares() -> None:
    """Points on a line give its slope; the spread is that of the first."""
    trend = Trend()
    for first in (0.1, 0.5, 0.3, 0.9):
        trend = trend.add(first, 2.0 - 0.5 * first)
    assert trend.slope == pytest.approx(-0.5)
    assert trend.spread == pytest.approx(0.2958, abs=1e-4)
    assert Trend().add(0.3, 1.0).slope == 0.0


def test_the_rate_at_rest_is_seen_only_before_a_guide_was() -> None:
    """Beside a guide one breathes as it does: that says nothing of rest. Nor does an unsure rate."""
    assert astuple(gathered(breathing(15.0), moment=Moment.ARRIVING).rest_hz) == pytest.approx((1.0, 0.25))
    for witnessed in (
        gathered(breathing(9.0)),
        gathered(breathing(9.0), moment=Moment.BETWEEN),
        gathered(replace(breathing(9.0), breath_confidence=0.1), moment=Moment.ARRIVING),
    ):
        assert witnessed.rest_hz == Tally()


def test_feelings_are_those_somebody_came_with() -> None:
    """Arriving and in the first minute of play; afterwards, and where too little is known, they tell nothing more."""
    came = gathered(*[seen(arousal=0.4, valence=-0.2)] * FIRST_MINUTE)
    assert astuple(came.arousal) == pytest.approx((12.0, 0.4))
    later = came
    for _ in range(40):
        later = gather(later, seen(arousal=-0.9, valence=0.9), Moment.PLAYING)
    assert (later.arousal, later.valence) == (came.arousal, came.valence)
    unsure = replace(seen(arousal=0.4), arousal_confidence=0.1)
    assert gathered(unsure, moment=Moment.ARRIVING).arousal == Tally()


def test_what_a_minigame_did_is_looked_at_within_a_minute_or_so() -> None:
    """The relief as shown fades; undone, it is what it was. Once per minigame, and never where nothing is known."""
    told = [seen(minigames=0.0)]
    told += [seen(minigames=1 / 6, relief=0.2 * (1.0 - 5.0 * k / 120.0)) for k in range(1, 30)]
    once = gathered(*told)
    assert astuple(once.relief) == pytest.approx((1.0, 0.2))
    told += [seen(minigames=2 / 6, relief=0.4 * (1.0 - 5.0 * k / 120.0)) for k in range(1, 15)]
    assert astuple(gathered(*told).relief) == pytest.approx((2.0, 0.3))
    assert gathered(seen(), *[seen(minigames=1 / 6)] * 30).relief == Tally()
    assert gathered(*told[:10]).relief == Tally()


def test_ease_and_strain_need_a_quarter_minute_with_the_guide() -> None:
    """Three decisions in a row of slow breath beside the guide: easy where tension does not rise, else not."""
    easy, hard = breathing(8.0, follow=0.7), breathing(9.0, follow=0.7, arousal_trend=0.3)
    alone = breathing(8.0, follow=0.2)
    assert gathered(easy, easy, easy).eased_hz == pytest.approx(8.0 / 60.0)
    assert gathered(easy, easy, alone, easy, easy).eased_hz is None
    assert gathered(hard, hard, hard).strained_hz == pytest.approx(9.0 / 60.0)
    pressed = replace(easy, since_too_much=0.1)
    assert gathered(pressed, pressed, pressed).strained_hz == pytest.approx(8.0 / 60.0)
    assert gathered(*[breathing(18.0, follow=0.9)] * 6).eased_hz is None


def test_play_is_judged_after_its_first_minute() -> None:
    """Every level begins in the middle; a harder one counts for a little more."""
    begin = [seen(performance=0.5)] * (FIRST_MINUTE - 1)
    assert gathered(*begin).skill == Tally()
    plain = gathered(*begin, *[seen(performance=0.8, difficulty=0.3)] * 10).skill
    hard = gathered(*begin, *[seen(performance=0.8, difficulty=0.9)] * 10).skill
    assert plain.mean == pytest.approx(0.8)
    assert plain.mean < hard.mean < 0.9
