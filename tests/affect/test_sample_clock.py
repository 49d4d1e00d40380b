"""Sound cards tell when a block was heard, with jitter; the clock takes it out."""

import random

from hypothesis import given
from hypothesis import strategies as st

from affect.devices.sample_clock import SampleClock

MS_NS = 1_000_000


@given(seed=st.integers(0, 1000), offset_ns=st.integers(0, 10**15))
def test_jitter_is_smoothed(seed: int, offset_ns: int) -> None:
    """With +-4 ms of jitter on each mark the time of a sample is within 2 ms of the truth after a second."""
    dice = random.Random(seed)
    clock = SampleClock(48_000)
    for block in range(300):
        true_ns = offset_ns + block * 10 * MS_NS
        clock.mark(block * 480, true_ns + round(dice.uniform(-4, 4) * MS_NS))
        if block > 100:
            assert abs(clock.at(block * 480) - true_ns) < 2 * MS_NS


def test_a_lost_second_is_a_jump_not_a_drift() -> None:
    """When the machine slept for a second, the next mark is believed at once."""
    clock = SampleClock(16_000)
    clock.mark(0, 0)
    clock.mark(160, 10 * MS_NS)
    clock.mark(320, 1020 * MS_NS)
    assert clock.at(320) == 1020 * MS_NS


def test_a_card_that_runs_fast_is_followed() -> None:
    """A card whose clock is 0.1 % off stays within 10 ms of the truth over ten minutes."""
    clock = SampleClock(16_000)
    for block in range(60_000):
        true_ns = round(block * 10 * MS_NS / 1.001)
        clock.mark(block * 160, true_ns)
    assert abs(clock.at(59_999 * 160) - true_ns) < 10 * MS_NS
