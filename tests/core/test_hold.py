"""Hold to breathe: the breath source that is always there."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.hold import LONGEST_TICKS, Hold, press, samples
from game.core.inputs import Inputs
from game.core.pace import TICKS_PER_S, apart
from game.core.reading import Quantity
from game.core.setup import Setup
from tests.sittings import worlds


def breathing(per_minute: float, seconds: float, inhale: float = 0.4) -> Iterator[bool]:
    """Whether the key is down, tick by tick."""
    length = 3600.0 / per_minute
    for tick in range(int(seconds * TICKS_PER_S)):
        yield (tick % length) < inhale * length


@pytest.mark.parametrize("per_minute", (8.0, 15.0))
@pytest.mark.parametrize("inhale", (0.3, 0.5))
def test_the_key_reads_the_rate_it_is_breathed_at(per_minute: float, inhale: float) -> None:
    """After half a minute of holding at 8 and at 15/min the *estimate* is within .5/min, and the bounds see it."""
    told = (Inputs(held=("breathe",) if down else ()) for down in breathing(per_minute, 45.0, inhale))
    last = list(worlds(Setup(1, "tide"), told))[-1]
    assert last.senses.estimate.breath_hz.mean * 60.0 == pytest.approx(per_minute, abs=0.5)
    assert last.senses.slow_breath_hz is not None


@pytest.mark.parametrize("per_minute", (8.0, 15.0))
def test_the_key_knows_the_phase(per_minute: float) -> None:
    """In the third breath and later the phase told is within .1 of the true one."""
    hold, length = Hold(), 3600.0 / per_minute
    for tick, down in enumerate(breathing(per_minute, 60.0)):
        hold = press(hold, down, tick)
        for sample in samples(hold, tick):
            if sample.quantity is Quantity.BREATH_PHASE and tick > 3 * length:
                assert abs(apart(sample.value, tick % length / length)) < 0.1


def test_the_key_follows_a_breath_that_slows_down() -> None:
    """From 15 to 8/min: five slow breaths later it reads within 1/min."""
    hold, tick = Hold(), 0
    for per_minute, seconds in ((15.0, 40.0), (8.0, 45.0)):
        for down in breathing(per_minute, seconds):
            hold, tick = press(hold, down, tick), tick + 1
    assert 3600.0 / hold.breath_ticks == pytest.approx(8.0, abs=1.0)


@given(st.lists(st.integers(1, 40), min_size=2, max_size=30))
def test_taps_are_not_breaths(gaps: list[int]) -> None:
    """Presses less than 1.5 s apart say no rate at all, however many."""
    hold, tick = Hold(), 0
    hold = press(hold, True, tick)
    for gap in gaps:
        if tick + gap >= 89:
            break
        tick += gap
        hold = press(hold, not hold.down, tick)
        assert hold.breath_ticks == 0.0
        assert samples(hold, 6 * tick) == ()


def test_a_key_that_is_laid_down_falls_silent() -> None:
    """Twenty seconds after the last inhale nothing is said any more, and the next breath begins afresh."""
    hold = Hold()
    for tick, down in enumerate(breathing(10.0, 30.0)):
        hold = press(hold, down, tick)
    last = hold.onset_tick
    assert samples(hold, last + LONGEST_TICKS - LONGEST_TICKS % 6)
    assert samples(hold, last + LONGEST_TICKS + 6) == ()
    assert press(press(hold, False, last + 60), True, last + LONGEST_TICKS + 60).breath_ticks == 0.0


@given(st.lists(st.integers(1, 1300), min_size=1, max_size=30))
def test_whatever_is_pressed_what_is_said_is_in_range(gaps: list[int]) -> None:
    """Rate in (0, 1] with sd > 0, phase in [0, 1)."""
    hold, tick = Hold(), 0
    for gap in gaps:
        hold = press(hold, not hold.down, tick)
        for later in range(tick, tick + gap, 7):
            for sample in samples(hold, later):
                low = 0.0 if sample.quantity is Quantity.BREATH_PHASE else 1e-6
                assert low <= sample.value <= 1.0
                assert sample.sd > 0.0
        tick += gap
