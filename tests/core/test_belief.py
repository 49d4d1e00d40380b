"""Fusion: precision-weighted, fading in silence, knowing no sensor by name."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.belief import FORGET_TICKS, UNKNOWN, Estimate, Evidence, Sample, feel, fuse, hear, trusted
from game.core.pace import TICKS_PER_S, apart
from game.core.reading import SCALES, Quantity
from tests.strategies import estimates, samples, signed

PLAIN = [quantity for quantity in Quantity if not SCALES[quantity].circular]


def heard(*told: Sample, tick: int = 1000) -> Evidence:
    """Evidence after these samples."""
    return hear((), told, tick)


@pytest.mark.parametrize("quantity", Quantity)
def test_variance_only_grows_in_silence_and_the_prior_returns(quantity: Quantity) -> None:
    """Tick by tick after one word: variance never shrinks, the mean never jumps, and after 30 s it is the prior."""
    scale = SCALES[quantity]
    value = scale.high if not scale.circular else 0.3
    evidence = heard(Sample("face", quantity, value, 0.05 * scale.prior_sd, 0))
    before = fuse(evidence, 1000).of(quantity)
    step = (scale.high - scale.low) / 50.0
    for tick in range(1001, 1000 + FORGET_TICKS + 2):
        evidence = hear(evidence, (), tick)
        now = fuse(evidence, tick).of(quantity)
        assert now.variance >= before.variance * (1.0 - 1e-12)
        if not scale.circular:
            assert abs(now.mean - before.mean) < step
        before = now
    assert before == UNKNOWN.of(quantity)


@pytest.mark.parametrize("quantity", PLAIN)
@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.02, 1.0), st.floats(0.02, 1.0))
def test_two_sensors_weigh_by_their_precision(
    quantity: Quantity, one: float, two: float, sd1: float, sd2: float
) -> None:
    """The mean is the sum of value/variance over the sum of 1/variance, prior included; no sensor's name matters."""
    scale = SCALES[quantity]
    value1, value2 = (scale.low + (scale.high - scale.low) * share for share in (one, two))
    sd1, sd2 = sd1 * scale.prior_sd, sd2 * scale.prior_sd
    evidence = heard(Sample("face", quantity, value1, sd1, 0), Sample("zither", quantity, value2, sd2, 0))
    belief = fuse(evidence, 1000).of(quantity)
    weights = (1 / sd1**2, 1 / sd2**2, 1 / scale.prior_sd**2)
    mean = (weights[0] * value1 + weights[1] * value2 + weights[2] * scale.prior_mean) / sum(weights)
    assert belief.mean == pytest.approx(mean, abs=1e-9 * (scale.high - scale.low))
    assert belief.variance == pytest.approx(1 / sum(weights), rel=1e-9)


def test_a_sensor_that_falls_silent_hands_over_to_another() -> None:
    """While the better sensor speaks its word counts most; ten silent seconds later the other one's does."""
    evidence: Evidence = ()
    for tick in range(0, 600, 6):
        better = Sample("breath", Quantity.BREATH_HZ, 0.1, 0.005, 0)
        worse = Sample("key", Quantity.BREATH_HZ, 0.3, 0.02, 0)
        evidence = hear(evidence, (better, worse), tick)
    assert fuse(evidence, 600).breath_hz.mean < 0.12
    for tick in range(600, 1500, 6):
        evidence = hear(evidence, (Sample("key", Quantity.BREATH_HZ, 0.3, 0.02, 0),), tick)
    assert fuse(evidence, 1500).breath_hz.mean > 0.25


def test_the_surer_sensor_is_trusted_until_it_falls_silent() -> None:
    """The camera's breath is trusted while it is surer; thirteen silent seconds later the microphone's, then nobody."""
    sure = Sample("chest", Quantity.BREATH_HZ, 0.1, 0.01, 0)
    less = Sample("breath", Quantity.BREATH_HZ, 0.2, 0.03, 0)
    evidence = heard(sure, less)
    assert trusted(evidence, fuse(evidence, 1000), Quantity.BREATH_HZ, 1000) == "chest"
    evidence = hear(evidence, (less,), 1800)
    assert trusted(evidence, fuse(evidence, 1800), Quantity.BREATH_HZ, 1800) == "breath"
    evidence = hear(evidence, (), 3590)
    assert trusted(evidence, fuse(evidence, 3590), Quantity.BREATH_HZ, 3590) == ""


def test_an_unsure_word_is_not_trusted() -> None:
    """A sensor that says nearly as much as the prior does not carry the estimate: it abstains."""
    evidence = heard(Sample("face", Quantity.AROUSAL, 0.9, 1.5, 0))
    estimate = fuse(evidence, 1000)
    assert estimate.arousal.abstains(Quantity.AROUSAL)
    assert trusted(evidence, estimate, Quantity.AROUSAL, 1000) == ""


def test_thirty_looks_at_one_face_are_one_witness() -> None:
    """Repeating a reading does not make it surer than it says it is."""
    evidence: Evidence = ()
    for tick in range(0, 300, 2):
        evidence = hear(evidence, (Sample("face", Quantity.AROUSAL, 0.5, 0.3, 0),), tick)
    assert sqrt(fuse(evidence, 298).arousal.variance) > 0.25


def test_a_late_word_about_an_earlier_moment_does_not_replace_a_newer_one() -> None:
    """Readings that overtake each other are put in order by the moment they speak of."""
    evidence = heard(Sample("face", Quantity.AROUSAL, 0.5, 0.1, 0))
    assert hear(evidence, (Sample("face", Quantity.AROUSAL, -0.5, 0.1, 20),), 1001) == evidence


@given(st.floats(0.0, 0.999), st.floats(-0.2, 0.2))
def test_phases_average_round_the_circle(phase: float, off: float) -> None:
    """Two equally sure phases meet in the middle of the short way, also across 1 = 0."""
    other = (phase + off) % 1.0
    evidence = heard(
        Sample("breath", Quantity.BREATH_PHASE, phase, 0.01, 0), Sample("key", Quantity.BREATH_PHASE, other, 0.01, 0)
    )
    belief = fuse(evidence, 1000).breath_phase
    assert 0.0 <= belief.mean < 1.0
    assert abs(apart(belief.mean, (phase + off / 2.0) % 1.0)) < 0.01


def test_a_phase_is_carried_on_at_the_believed_rate() -> None:
    """Two seconds after the word at .1, with 15/min believed, the phase is about .6."""
    told = Sample("breath", Quantity.BREATH_HZ, 0.25, 0.001, 0), Sample("breath", Quantity.BREATH_PHASE, 0.1, 0.02, 0)
    belief = fuse(heard(*told), 1000 + 2 * TICKS_PER_S).breath_phase
    assert abs(apart(belief.mean, 0.6)) < 0.02


@given(st.lists(st.lists(samples(), max_size=8), max_size=20))
def test_belief_stays_in_range_and_never_wider_than_the_prior(told: list[list[Sample]]) -> None:
    """Whatever sensors say: the mean lies in the quantity's range, 0 < variance <= prior, one entry per sensor and
    quantity."""
    evidence: Evidence = ()
    for tick, now in enumerate(told):
        evidence = hear(evidence, tuple(now), tick)
        estimate = fuse(evidence, tick)
        for quantity in Quantity:
            belief, scale = estimate.of(quantity), SCALES[quantity]
            assert scale.low - 1e-9 <= belief.mean <= scale.high + 1e-9
            assert 0.0 < belief.variance <= scale.prior_sd**2 * (1 + 1e-9)
            assert 0.0 <= belief.confidence(quantity) <= 1.0
    pairs = [(held.sensor, held.quantity) for held in evidence]
    assert len(pairs) == len(set(pairs))


@given(estimates, signed, signed)
def test_tense_and_unhappy_need_distance_and_certainty(estimate: Estimate, arousal: float, valence: float) -> None:
    """Both say what DESIGN says: by .25 (.3) against the own baseline with P > .8."""
    feeling = feel(estimate, arousal, valence)
    above = (estimate.arousal.mean - arousal - 0.25) / sqrt(estimate.arousal.variance)
    below = (valence - 0.3 - estimate.valence.mean) / sqrt(estimate.valence.variance)
    if abs(above - 0.8416) > 1e-6:
        assert feeling.tense == (above > 0.8416)
    if abs(below - 0.8416) > 1e-6:
        assert feeling.unhappy == (below > 0.8416)


def test_nothing_heard_is_not_sure() -> None:
    """Without sensors nobody is tense, and nothing is known well enough to rise."""
    feeling = feel(UNKNOWN, 0.0, 0.0)
    assert (feeling.tense, feeling.unhappy, feeling.sure) == (False, False, False)
