"""The doctor's lines: what is well, what is not, and what to do about it."""

from affect.sensor import Beats, Told
from affect.sensors.heart import HeartSensor
from affect.worker import quiet_hint
from game.commands.doctor import Heard

S_NS = 1_000_000_000


def heard(seconds: int, length_s: float) -> Heard:
    """What the heart's sensor says in so many seconds of a belt that tells this length over and over."""
    sensor, told = HeartSensor(()), Heard("heart")
    for now in range(1, seconds + 1):
        for reading in sensor.take(Beats(Told.RATES, (now * S_NS,), (length_s,), now * S_NS), quiet_hint(now * S_NS)):
            told.take(reading, reading.t_ns + 40_000_000)
    return told


def test_a_sensor_that_knows_nothing_is_not_called_well() -> None:
    """A belt that feels no heart: its sensor speaks all the time, and the doctor says that this is worth nothing."""
    one = heard(12, float("nan"))
    finding = one.finding()
    assert len(one.ages_ms) > 20
    assert not finding.well
    assert finding.what == f"heart: {len(one.ages_ms)} readings, none of which knows anything"
    assert "put the belt on" in finding.remedy


def test_a_sensor_that_knows_is_called_well() -> None:
    """A belt that beats: well, with how many readings knew something (the first, of a single beat, do not) and how old
    they came."""
    one = heard(12, 0.8)
    finding = one.finding()
    assert finding.well
    assert 10 < one.known < len(one.ages_ms)
    assert finding.what.startswith(f"heart: {len(one.ages_ms)} readings, {one.known} of which know something; ")
    assert finding.what.endswith("age on arrival median 40 ms, p95 40 ms")
