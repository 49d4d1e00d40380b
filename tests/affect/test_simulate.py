"""The simulated microphone: seeded, as loud as said, and true to its own annotation."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from affect.sensor import RATE_HZ
from affect.simulate import Breathing, at_rate, breathe, clicks, fan, household, in_room, person, white
from affect.simulate_speech import Speaking, speak

MAKERS: tuple[Callable[[int], NDArray[np.float32]], ...] = (
    lambda seed: breathe(person(seed, 0.2), 5.0, seed).sound,
    lambda seed: speak(Speaking(), 5.0, seed),
    lambda seed: fan(5.0, -40.0, seed),
    lambda seed: household(5.0, -40.0, seed),
    lambda seed: white(5.0, -40.0, seed),
    lambda seed: clicks(5.0, -20.0, seed, per_s=3.0),
    lambda seed: in_room(white(5.0, -40.0, seed), seed),
)


@pytest.mark.parametrize("make", MAKERS)
def test_same_seed_same_sound(make: Callable[[int], NDArray[np.float32]]) -> None:
    """Each maker gives float32 within [-1, 1], the same for a seed and another for another."""
    first, again, other = make(4), make(4), make(5)
    assert first.dtype == np.float32
    assert len(first) == 5 * RATE_HZ
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert np.abs(first).max() <= 1.0


@pytest.mark.parametrize("per_minute", [4.0, 8.0, 15.0, 40.0])
def test_breaths_are_where_they_are_said_to_be(per_minute: float) -> None:
    """The phase passes 0 at each inhale, the rate is the one asked for, and the exhale is as loud as asked."""
    breath = breathe(Breathing(per_minute / 60.0, level_dbfs=-40.0, wander=0.05), 120.0, 1)
    inhales = np.array([at for at in breath.inhales_s if 0.0 < at < 120.0])
    assert 60.0 / np.diff(inhales).mean() == pytest.approx(per_minute, rel=0.05)
    falls = np.flatnonzero(np.diff(breath.phase) < -0.5) / RATE_HZ
    assert np.allclose(falls, inhales[: len(falls)], atol=2e-3)
    heard = [
        breath.sound[round(start * RATE_HZ) : round(end * RATE_HZ)]
        for start, end in zip(breath.exhales_s, breath.ends_s, strict=True)
        if start > 0.0 and end < 120.0
    ]
    level = 10 * np.log10(np.mean(np.concatenate(heard) ** 2))
    assert level == pytest.approx(-40.0, abs=1.5)


def test_the_same_person_at_another_rate() -> None:
    """Only the rate changes."""
    who = person(3, 0.2)
    assert at_rate(at_rate(who, 0.1), 0.2) == who


def test_noise_is_as_loud_as_asked() -> None:
    """RMS is the level given."""
    for sound in (white(5.0, -33.0, 1), fan(5.0, -33.0, 1)):
        assert 10 * np.log10(np.mean(sound**2)) == pytest.approx(-33.0, abs=0.01)
