"""Train's pressure keeps DESIGN rule 5: at most .3, after 30 s of grace, never at the borders, gone within 10 s."""

from hypothesis import given
from hypothesis import strategies as st

from game.core.train import BORDER_TICKS, GRACE_TICKS, MOST, press

LENGTH = 5 * 3600.0


@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 60 * 60)), min_size=1, max_size=200),
    st.floats(0.0, MOST),
    st.integers(0, int(LENGTH)),
)
def test_pressure_is_bounded_and_spares_the_borders(told: list[tuple[bool, int]], pressure: float, start: int) -> None:
    """It stays in [0, MOST] and rises only in the middle of the level, while tense, long after "too much"."""
    for place, (tense, since) in enumerate(told):
        tick = start + place
        after = press(pressure, tense, tick, LENGTH, since)
        assert 0.0 <= after <= MOST
        if after > pressure:
            assert tense
            assert since >= 3600
            assert tick >= GRACE_TICKS
            assert BORDER_TICKS <= tick <= LENGTH - BORDER_TICKS
        pressure = after


def test_pressure_is_gone_ten_seconds_after_calm_or_too_much() -> None:
    """From its most, either way."""
    for tense, since in ((False, 10**9), (True, 0)):
        pressure = MOST
        for tick in range(600):
            pressure = press(pressure, tense, 7200 + tick, LENGTH, since)
        assert pressure < 1e-12
