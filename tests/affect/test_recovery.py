"""How the tensest moment of a sitting passed: found where it was, and not claimed where nobody could know."""

from math import exp, inf
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from affect.trends.recovery import (
    BACK_WITHIN,
    FEWEST_S,
    SMOOTH_S,
    STAYS_S,
    UNSEEN_S,
    Recovery,
    Span,
    recovery,
    stretches,
)
from game.core.belief import TENSE_ABOVE

SD = 0.15
CURVES = st.lists(
    st.tuples(st.floats(-1.0, 1.0), st.sampled_from((0.05, 0.2, 0.34, 0.6, inf))), min_size=1, max_size=240
)
"""What was believed at each half second: any mean, known more or less well."""


def moments(seconds: float) -> list[float]:
    """Twice a second."""
    return [0.5 * half for half in range(1, int(2 * seconds) + 1)]


def storm(t_s: float, begin_s: float, peak_s: float, lasts_s: float, height: float) -> float:
    """Arousal that rises in a line from ``begin_s`` to ``peak_s`` and falls exponentially from there."""
    if t_s < begin_s:
        return 0.0
    if t_s < peak_s:
        return height * (t_s - begin_s) / (peak_s - begin_s)
    return height * exp(-(t_s - peak_s) / lasts_s)


def found(t_s: list[float], arousal: list[float], sd: list[float] | None = None, baseline: float = 0.0) -> Recovery:
    """The recovery of a curve of which enough is known."""
    told = recovery(t_s, arousal, sd or [SD] * len(t_s), baseline, ())
    assert told is not None
    return told


@given(
    seed=st.integers(0, 2**16),
    peak_s=st.floats(70.0, 120.0),
    lasts_s=st.floats(10.0, 60.0),
    height=st.floats(0.65, 0.95),
    baseline=st.floats(-0.3, 0.05),
)
def test_a_storm_is_found_where_it_was(
    seed: int, peak_s: float, lasts_s: float, height: float, baseline: float
) -> None:
    """With a face's noise: the moment told was nearly the tensest, and at the return it was nearly as usual again."""
    dice = Random(seed)
    t_s = moments(600.0)
    arousal = [baseline + storm(t, peak_s - 30.0, peak_s, lasts_s, height) + dice.gauss(0.0, SD) for t in t_s]
    stretch = found(t_s, arousal, baseline=baseline).tensest
    assert stretch is not None and stretch.end == "back" and not stretch.at_most
    at_peak, at_end = (storm(t, peak_s - 30.0, peak_s, lasts_s, height) for t in (stretch.peak_s, stretch.end_s))
    assert at_peak > height - 0.25
    assert abs(at_end - BACK_WITHIN) < 0.15
    assert stretch.stayed_s >= STAYS_S


@given(seed=st.integers(0, 2**16), baseline=st.floats(-0.3, 0.3))
def test_calm_is_no_storm(seed: int, baseline: float) -> None:
    """Twenty minutes about the usual, read with noise and swaying a little, hold no tense moment."""
    dice = Random(seed)
    t_s = moments(1200.0)
    arousal = [baseline + (0.1 if (t // 60.0) % 2 else -0.1) + dice.gauss(0.0, SD) for t in t_s]
    told = found(t_s, arousal, baseline=baseline)
    assert told.tensest is None and told.meanwhile == ()


@given(CURVES, st.floats(-0.5, 0.5))
def test_stretches_are_apart_and_in_order(curve: list[tuple[float, float]], baseline: float) -> None:
    """Whatever was believed: each stretch begins, peaks and ends in this order, and before the next one begins."""
    arousal, sd = zip(*curve, strict=True)
    t_s = moments(len(curve) / 2.0)
    before_s = 0.0
    for stretch in stretches(t_s, arousal, sd, baseline):
        assert before_s <= stretch.begin_s <= stretch.peak_s <= stretch.end_s <= t_s[-1]
        assert stretch.above > TENSE_ABOVE
        assert (stretch.stayed_s >= STAYS_S) == (stretch.end == "back")
        before_s = stretch.end_s


@given(CURVES, st.floats(-1.0, 1.0), st.floats(-0.5, 0.5))
def test_what_is_unknown_does_not_count(curve: list[tuple[float, float]], instead: float, baseline: float) -> None:
    """Means that are not known well enough could be anything: the answer is the same."""
    t_s = moments(len(curve) / 2.0)
    arousal, sd = zip(*curve, strict=True)
    other = [mean if spread <= 0.35 else instead for mean, spread in curve]
    assert recovery(t_s, arousal, sd, baseline, ()) == recovery(t_s, other, sd, baseline, ())


@given(CURVES, st.floats(0.0, 1000.0))
def test_when_the_sitting_began_does_not_matter(curve: list[tuple[float, float]], later_s: float) -> None:
    """The same sitting on a later clock tells the same, later."""
    later_s = round(2.0 * later_s) / 2.0
    t_s = moments(len(curve) / 2.0)
    arousal, sd = zip(*curve, strict=True)
    told, moved = (stretches([t + shift for t in t_s], arousal, sd, 0.0) for shift in (0.0, later_s))
    assert [(s.begin_s + later_s, s.end_s + later_s, s.end) for s in told] == [
        (s.begin_s, s.end_s, s.end) for s in moved
    ]


def test_too_little_known_says_nothing() -> None:
    """Just under a minute of knowing is too little, a minute is enough; a hole in the clock is no knowing."""
    t_s = moments(300.0)
    few = int(2 * FEWEST_S) - 1
    for known, enough in ((few, False), (few + 1, True)):
        sd = [SD if place < known else inf for place in range(len(t_s))]
        assert (recovery(t_s, [0.0] * len(t_s), sd, 0.0, ()) is not None) == enough
    assert recovery([0.5, 1.0, 500.0], [0.0] * 3, [SD] * 3, 0.0, ()) is None
    assert recovery([], [], [], 0.0, ()) is None


def test_a_glance_is_no_storm() -> None:
    """Three seconds of the tensest face there is pass unnoticed."""
    t_s = moments(300.0)
    arousal = [1.0 if 100.0 < t <= 103.0 else 0.0 for t in t_s]
    assert found(t_s, arousal).tensest is None


def test_a_short_dip_is_no_return() -> None:
    """Calm that lasts no longer than a breath ends nothing: one stretch, over at the second, lasting calm."""
    t_s = moments(300.0)
    arousal = [0.8 if 50.0 < t <= 100.0 or 120.0 < t <= 150.0 else 0.0 for t in t_s]
    [stretch] = stretches(t_s, arousal, [SD] * len(t_s), 0.0)
    assert abs(stretch.end_s - 154.0) < SMOOTH_S / 2.0


def test_two_storms_are_two_and_the_higher_one_is_told() -> None:
    """Lasting calm between them makes them two; the headline is of the higher peak."""
    t_s = moments(400.0)
    arousal = [0.7 if 50.0 < t <= 100.0 else 0.9 if 200.0 < t <= 230.0 else 0.0 for t in t_s]
    assert len(stretches(t_s, arousal, [SD] * len(t_s), 0.0)) == 2
    tensest = found(t_s, arousal).tensest
    assert tensest is not None and 200.0 < tensest.peak_s < 230.0


def test_an_end_nobody_saw_is_not_told_as_one() -> None:
    """Lost after the peak and not seen again for long: unseen. Tense until the sitting is over: ended."""
    t_s = moments(400.0)
    arousal = [0.8 if t > 100.0 else 0.0 for t in t_s]
    lost = [SD if t < 150.0 else inf for t in t_s]
    assert [stretch.end for stretch in stretches(t_s, arousal, lost, 0.0)] == ["unseen"]
    assert [stretch.end for stretch in stretches(t_s, arousal, [SD] * len(t_s), 0.0)] == ["ended"]
    calm_later = [0.8 if 100.0 < t < 200.0 else 0.0 for t in t_s]
    away = [SD if t < 150.0 or t > 160.0 + UNSEEN_S else inf for t in t_s]
    assert [stretch.end for stretch in stretches(t_s, calm_later, away, 0.0)] == ["unseen"]


def test_a_return_in_the_dark_is_told_as_at_most() -> None:
    """Tense before half a minute without knowing, calm after it: back at most then."""
    t_s = moments(400.0)
    arousal = [0.8 if 100.0 < t < 150.0 else 0.0 for t in t_s]
    sd = [inf if 140.0 < t < 170.0 else SD for t in t_s]
    [stretch] = stretches(t_s, arousal, sd, 0.0)
    assert stretch.end == "back" and stretch.at_most
    assert 160.0 < stretch.end_s < 175.0


def test_meanwhile_is_what_ran_between_the_peak_and_the_return() -> None:
    """What was over before the peak, or began after the return, is left out; the rest stands in order."""
    t_s = moments(300.0)
    arousal = [0.8 if 100.0 < t <= 150.0 else 0.0 for t in t_s]
    spans = (
        Span("after", 200.0, 220.0),
        Span("within", 140.0, 145.0),
        Span("before", 20.0, 90.0),
        Span("over the peak", 90.0, 130.0),
    )
    told = recovery(t_s, arousal, [SD] * len(t_s), 0.0, spans)
    assert told is not None and [span.name for span in told.meanwhile] == ["over the peak", "within"]
