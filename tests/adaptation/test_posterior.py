"""What is known of a player: nearer with every sitting, never surer than it may be, slowly forgotten."""

from dataclasses import astuple, fields, replace
from math import inf, isfinite, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adaptation.person.families import TRAINED, central
from adaptation.posterior import FLOOR, RULES, forget, learn
from adaptation.remembered import drawn, remembered
from adaptation.witness import Tally, Trend, Witnessed, found, rested
from game.core.belief import TENSE_ABOVE, UNHAPPY_BELOW
from game.core.posterior import ANYBODY, Known, Posterior, learnt

shares = st.floats(0.0, 1.0)
signed = st.floats(-2.0, 2.0)
rates = st.floats(0.0, 1.0)
weights = st.floats(0.0, 1e4)


def tallies(values: st.SearchStrategy[float]) -> st.SearchStrategy[Tally]:
    """Any that a sitting could give."""
    return st.builds(Tally, weights, values)


def beliefs(most: float) -> st.SearchStrategy[Known]:
    """Any finite belief, wilder than any that was learnt."""
    return st.builds(Known, st.floats(-most, most), st.floats(1e-9, most))


posteriors = st.builds(Posterior, *([beliefs(1e6)] * 7))
witnesses = st.builds(
    Witnessed,
    decisions=st.integers(0, 10_000),
    rest_hz=tallies(rates),
    found_hz=tallies(rates),
    eased_hz=st.none() | rates,
    strained_hz=st.none() | rates,
    arousal=tallies(signed),
    valence=tallies(signed),
    skill=tallies(shares),
    relief=tallies(signed),
    tempo=st.builds(Trend, weights, shares, shares, st.floats(0.0, 1e3), st.floats(-1e3, 1e3)),
)
A_SITTING = Witnessed(decisions=30)
"""It told nothing."""


def spreads(posterior: Posterior) -> list[float]:
    """Of each number, as a share of anybody's."""
    return [getattr(posterior, f.name).spread / getattr(ANYBODY, f.name).spread for f in fields(Posterior)]


@given(posteriors, st.lists(witnesses, max_size=6), st.integers(0, 500))
def test_every_number_stays_inside_its_bounds(posterior: Posterior, sittings: list[Witnessed], weeks: int) -> None:
    """Whatever was believed and told: finite, in its range, no wider than of anybody, no surer than the floor."""
    posterior = forget(posterior, weeks=weeks)
    for witnessed in sittings:
        posterior = learn(posterior, witnessed)
    for rule, share in zip(RULES, spreads(posterior), strict=True):
        assert rule.low <= getattr(posterior, rule.name).mean <= rule.high
        assert FLOOR * (1.0 - 1e-9) <= share <= 1.0


@given(st.builds(Posterior, *([st.builds(Known, st.floats(-1.0, 1.0), st.floats(0.001, 0.3))] * 7)), witnesses)
def test_a_sitting_never_makes_less_sure_than_forgetting_does(posterior: Posterior, witnessed: Witnessed) -> None:
    """What was told narrows each spread or leaves it; a baseline moves by no more than its step."""
    before = forget(posterior, sittings=1)
    after = learn(posterior, replace(witnessed, decisions=12))
    for rule in RULES:
        old, new = getattr(before, rule.name), getattr(after, rule.name)
        assert new.spread <= old.spread * (1.0 + 1e-9)
        assert abs(new.mean - old.mean) <= rule.step + 1e-9


@given(witnesses)
def test_less_than_a_minute_teaches_nothing(witnessed: Witnessed) -> None:
    """Not even forgetting."""
    known = remembered(central("typical"), 3, np.random.default_rng(1))
    assert learn(known, replace(witnessed, decisions=11)) == known


def test_a_sitting_that_told_nothing_is_only_a_little_forgetting() -> None:
    """As much as ``forget`` says, and nothing of somebody of whom nothing is known."""
    known = remembered(central("calm"), 5, np.random.default_rng(2))
    assert learn(known, A_SITTING) == forget(known, sittings=1)
    assert learn(ANYBODY, A_SITTING) == ANYBODY
    assert all(
        wider >= narrow for wider, narrow in zip(spreads(forget(known, sittings=1)), spreads(known), strict=True)
    )


def test_who_stays_away_becomes_anybody_again() -> None:
    """More with every week; a month is little, years are all."""
    known = remembered(central("anxious_child"), 8, np.random.default_rng(3))
    rate = [forget(known, weeks=weeks).resting_breath_hz for weeks in (0, 4, 26, 1000)]
    assert [k.spread for k in rate] == sorted(k.spread for k in rate)
    assert [k.mean for k in rate] == sorted((k.mean for k in rate), reverse=True)
    assert abs(rate[1].mean - rate[0].mean) < 0.5 / 60.0
    assert np.allclose(astuple(forget(known, weeks=1000)), astuple(ANYBODY), atol=1e-4)


def test_the_more_sittings_the_nearer_and_the_surer() -> None:
    """Rates told with noise: after 20 sittings within a breath a minute, and sure to as much."""
    dice = np.random.default_rng(4)
    misses = []
    for _ in range(40):
        posterior = ANYBODY
        for _ in range(20):
            told = Tally(3.0, 0.35 + 1.5 / 60.0 * float(dice.standard_normal()))
            posterior = learn(posterior, replace(A_SITTING, rest_hz=told))
        misses.append(abs(posterior.resting_breath_hz.mean - 0.35))
        assert posterior.resting_breath_hz.spread < 1.1 / 60.0
    assert np.mean(misses) < 0.6 / 60.0


def test_what_is_told_twice_as_often_does_not_count_more_than_the_day() -> None:
    """Thousands of readings of one sitting are still one day: it says no more than ``day`` allows."""
    told = replace(A_SITTING, rest_hz=Tally(1e9, 0.35))
    assert learn(ANYBODY, told).resting_breath_hz.spread > 0.9 * RULES[0].day


def test_one_strange_sitting_moves_it_little() -> None:
    """A rate of 40 a minute, once, among sittings at 15: by less than 3 a minute, and it makes nothing surer."""
    known = ANYBODY
    for _ in range(10):
        known = learn(known, replace(A_SITTING, rest_hz=Tally(3.0, 0.25)))
    strange = learn(known, replace(A_SITTING, rest_hz=Tally(3.0, 40.0 / 60.0)))
    moved = strange.resting_breath_hz.mean - known.resting_breath_hz.mean
    assert 0.0 < moved < 3.0 / 60.0
    usual = learn(known, replace(A_SITTING, rest_hz=Tally(3.0, 0.26)))
    assert strange.resting_breath_hz.spread > usual.resting_breath_hz.spread


def test_many_tense_sittings_never_make_tension_the_usual() -> None:
    """Slowly, and only so far that full tension and clear unhappiness are still seen as that."""
    posterior, tense = ANYBODY, 0.9
    for sitting in range(200):
        off = tense - posterior.arousal_baseline.mean
        low = -tense - posterior.valence_baseline.mean
        posterior = learn(posterior, replace(A_SITTING, arousal=Tally(12.0, off), valence=Tally(12.0, low)))
        if sitting == 2:
            assert posterior.arousal_baseline.mean <= 0.12
            assert posterior.valence_baseline.mean >= -0.12
    assert posterior.arousal_baseline.mean <= 0.2 < TENSE_ABOVE
    assert posterior.valence_baseline.mean >= -0.2 > -UNHAPPY_BELOW
    for _ in range(6):
        off = -posterior.arousal_baseline.mean
        posterior = learn(posterior, replace(A_SITTING, arousal=Tally(12.0, off)))
    assert posterior.arousal_baseline.mean < 0.1


def test_a_bound_tells_only_its_side() -> None:
    """Breathing slower than was thought comfortable, with ease, lowers it; faster tells nothing; strain raises it."""
    before = ANYBODY.comfortable_breath_hz.mean
    for eased, strained, way in ((0.08, None, -1), (0.13, None, 0), (None, 0.14, 1), (None, 0.08, 0), (0.12, 0.09, 0)):
        told = replace(A_SITTING, eased_hz=eased, strained_hz=strained)
        moved = learn(ANYBODY, told).comfortable_breath_hz.mean - before
        assert np.sign(round(moved, 12)) == way
    found = replace(A_SITTING, found_hz=Tally(1.0, 0.12), eased_hz=0.06)
    assert learn(ANYBODY, found).comfortable_breath_hz.mean > 0.11


def test_a_tempo_is_liked_where_play_went_better_and_not_where_it_was() -> None:
    """Told by the slope: upward faster, downward slower; a tempo that never changed tells nothing."""
    rising, falling, still = (
        Trend(30.0, 0.4, 0.5, 30.0 * v, 30.0 * c) for v, c in ((0.02, 0.01), (0.02, -0.01), (0, 0))
    )
    means = [learn(ANYBODY, replace(A_SITTING, tempo=trend)).tempo_liked.mean for trend in (rising, falling, still)]
    assert means[1] < means[2] == ANYBODY.tempo_liked.mean < means[0]


@pytest.mark.parametrize("family", TRAINED)
def test_what_is_drawn_of_a_simulated_person_nears_them(family: str) -> None:
    """After 8 drawn sittings nearer to their natural rate and usual reading than anybody is, within its bounds."""
    person, dice = central(family), np.random.default_rng(5)
    known = [remembered(person, 8, dice) for _ in range(20)]
    natural = person.rest_hz * (1.0 + person.rate_by_arousal * max(person.arousal_rest, 0.0))
    reading = float(np.clip(person.face_gain * person.arousal_rest, -0.2, 0.2))
    miss = np.mean([abs(k.resting_breath_hz.mean - natural) for k in known])
    assert miss < 0.8 / 60.0
    assert np.mean([k.arousal_baseline.mean - reading for k in known]) == pytest.approx(0.0, abs=0.06)
    assert all(learnt(k.resting_breath_hz, ANYBODY.resting_breath_hz) > 0.8 for k in known)


def test_nothing_is_known_of_whom_no_sensor_sees() -> None:
    """Who says no to camera and microphone keeps anybody's breath and feelings; for a seed it is always the same."""
    person = replace(central("typical"), camera=False, microphone=False)
    known = remembered(person, 4, np.random.default_rng(6))
    for name in ("resting_breath_hz", "comfortable_breath_hz", "arousal_baseline", "minigame_relief"):
        assert getattr(known, name) == getattr(ANYBODY, name)
    assert known == remembered(person, 4, np.random.default_rng(6))
    assert remembered(person, 0, np.random.default_rng(6)) == ANYBODY
    assert isfinite(drawn(person, known, np.random.default_rng(6)).skill.mean)


@pytest.mark.parametrize("rate", (nan, inf, -inf, 0.0, -0.2, 1.0, 1e9))
def test_what_is_no_rate_is_refused_at_the_gate(rate: float) -> None:
    """Found or breathed alone: the witness stays as it was."""
    assert found(A_SITTING, rate) == A_SITTING
    assert rested(A_SITTING, rate) == A_SITTING
