"""The breath guide bends and never jumps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.pace import (
    FIRST_FULL,
    FIRST_SIP,
    GLIDE_HZ_PER_TICK,
    NATURAL,
    Follow,
    Guide,
    Part,
    Pattern,
    advance,
    apart,
    smooth,
)
from levels import find_patterns

PATTERNS = (NATURAL, *find_patterns())
STEEPEST = 1.5
"""Largest slope of smoothstep."""


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
@given(st.lists(st.floats(0.05, 0.6), min_size=1, max_size=5))
def test_a_change_of_rate_never_jumps(pattern: Pattern, rates: list[float]) -> None:
    """Tick by tick, whatever rate is asked: the rate glides, the phase moves by rate/60 and no more, and fullness by
    at most what the steepest part of the pattern allows."""
    guide = Guide(0.0, 0.2, 0)
    inhale = pattern.inhale * (FIRST_SIP / FIRST_FULL if pattern.sips == 2 else 1.0)
    shortest = min(inhale, pattern.exhale)
    for rate in rates:
        for _ in range(120):
            after = advance(guide, rate)
            assert abs(after.breath_hz - guide.breath_hz) <= GLIDE_HZ_PER_TICK * (1 + 1e-9)
            assert apart(guide.phase, after.phase) == pytest.approx(after.breath_hz / 60.0, abs=1e-12)
            moved = abs(pattern.fullness(after.phase) - pattern.fullness(guide.phase))
            assert moved <= STEEPEST * after.breath_hz / 60.0 / shortest + 1e-12
            guide = after


@given(st.floats(0.05, 0.5))
def test_breaths_are_counted(rate: float) -> None:
    """At a steady rate a minute holds rate x 60 breaths."""
    guide = Guide(0.0, rate, 0)
    for _ in range(3600):
        guide = advance(guide, rate)
    assert abs(guide.breaths + guide.phase - 60.0 * rate) < 1e-6


def test_a_rate_glides_by_three_quarters_of_a_breath_in_five_seconds() -> None:
    """12/min to 6/min takes eight decisions (40 s)."""
    guide, ticks = Guide(0.0, 0.2, 0), 0
    while guide.breath_hz > 0.1:
        guide, ticks = advance(guide, 0.1), ticks + 1
    assert ticks == pytest.approx(2400, abs=2)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
@given(st.floats(0.0, 1.0, exclude_max=True))
def test_every_phase_has_one_part_and_a_fullness(pattern: Pattern, phase: float) -> None:
    """The share gone lies in [0, 1], fullness in [0, 1]; it rises in the inhale and falls in the exhale."""
    part, share = pattern.part(phase)
    assert 0.0 <= share <= 1.0 + 1e-9
    assert 0.0 <= pattern.fullness(phase) <= 1.0
    if phase < 0.999:
        slope = pattern.fullness(phase + 1e-4) - pattern.fullness(phase)
        if part is Part.IN and share < 0.99:
            assert slope >= 0.0
        if part is Part.OUT:
            assert slope <= 0.0


@given(st.floats(0.0, 1.0, exclude_max=True), st.floats(0.0, 1.0, exclude_max=True))
def test_apart_is_the_short_way_round(first: float, second: float) -> None:
    """In [-.5, .5), and it leads from one to the other."""
    way = apart(first, second)
    assert -0.5 <= way <= 0.5
    assert abs((first + way - second + 0.5) % 1.0 - 0.5) < 1e-9


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=10), st.sampled_from((0.7, 1.6, 8.0, 9.0, 14.0)))
def test_a_follower_neither_jumps_nor_overshoots_its_targets(targets: list[float], stiffness: float) -> None:
    """It stays between the lowest and the highest place it was ever sent to."""
    follow = Follow(0.5)
    low, high = min([0.5, *targets]), max([0.5, *targets])
    for target in targets:
        for _ in range(40):
            after = follow.toward(target, stiffness)
            assert low - 1e-9 <= after.value <= high + 1e-9
            assert abs(after.value - follow.value) <= stiffness / 60.0
            follow = after


@given(st.floats(-2.0, 3.0))
def test_smooth_is_clamped(share: float) -> None:
    """0 below 0, 1 above 1, between in between."""
    assert 0.0 <= smooth(share) <= 1.0
