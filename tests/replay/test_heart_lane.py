"""The heart's lane: there where a belt was worn, and nowhere else."""

from dataclasses import replace
from math import isclose

from game.core.belief import UNKNOWN, Belief, fuse, hear
from game.core.belief import Sample as Said
from game.core.reading import SCALES, Quantity
from game.core.trace import ESTIMATE_TICKS, Kind, encode_estimate
from game.replay.lanes import read_lanes
from game.replay.told import lanes_told
from game.stage.words import Words
from game.vault.layout import Record
from tests.replay.lanes_made import Made, header, sitting

UNSURE_HZ = 2.0


def worn(seconds: float, begins_s: float) -> Made:
    """A sitting in which a belt is put on at ``begins_s``: 72 beats a minute, sd 3."""
    kept = []
    for tick in range(ESTIMATE_TICKS, int(60 * seconds) + 1, ESTIMATE_TICKS):
        belief = Belief(1.2, 0.05**2) if tick >= 60 * begins_s else UNKNOWN.heart_hz
        kept.append(Record(int(Kind.ESTIMATE), encode_estimate(tick, replace(UNKNOWN, heart_hz=belief))))
    return Made(header(), kept)


def test_a_belt_gives_a_lane_in_beats_a_minute() -> None:
    """Known from when it was put on; the mean is per minute, the band holds it."""
    told = lanes_told(read_lanes("name", worn(20.0, 10.0)), Words("en"), same_rules=True)["estimate"]
    heart = told["heart"]
    assert heart["known"] == [int(t_s >= 10.0) for t_s in told["t_s"]]
    assert all(
        isclose(mean, 72.0, abs_tol=0.01) for mean, known in zip(heart["mean"], heart["known"], strict=True) if known
    )
    assert all(low < 72.0 < high for low, high in zip(heart["low"], heart["high"], strict=True))


def test_without_a_belt_nothing_is_known() -> None:
    """Sessions of before, and of players without one, have a heart that is known at no time: no lane is drawn."""
    told = lanes_told(read_lanes("name", sitting(10.0)), Words("en"), same_rules=True)["estimate"]
    assert told["heart"]["known"] == [0] * len(told["t_s"])


def test_a_sensor_that_knows_nothing_makes_nothing_known() -> None:
    """A belt without contact says so by a large sd: belief abstains as if it said nothing."""
    prior = SCALES[Quantity.HEART_HZ].prior_mean
    unsure = Said("heart", Quantity.HEART_HZ, prior, UNSURE_HZ, 0)
    sure = replace(unsure, value=1.2, sd=0.05)
    assert fuse(hear((), (unsure,), 1), 1).heart_hz.abstains(Quantity.HEART_HZ)
    assert not fuse(hear((), (sure,), 1), 1).heart_hz.abstains(Quantity.HEART_HZ)
