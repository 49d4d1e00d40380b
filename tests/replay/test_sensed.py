"""What the sensors said stands where it was said, also behind a stretch of which the records are lost."""

from itertools import pairwise

import pytest

from game.core.belief import Sample
from game.core.inputs import Inputs
from game.core.reading import Quantity
from game.core.trace import Kind
from game.replay.export.gather import sensors_of
from game.replay.lanes import read_lanes
from game.replay.sensed import read_sensors
from tests.replay.lanes_made import Made, sitting

LOST_S = (5, 15)
RATE_HZ = 0.2


def told_every_second(tick: int) -> Inputs:
    """A sensor of breath that says each second, in the middle of it, what it measured just then."""
    told = (Sample("breath", Quantity.BREATH_HZ, RATE_HZ, 0.01, 0),)
    return Inputs(samples=told) if tick % 60 == 30 else Inputs()


@pytest.fixture
def left() -> Made:
    """Thirty seconds, of which ten in the middle are lost, as a damaged chunk takes them."""
    whole = sitting(30.0, inputs=told_every_second)
    ends = [0, *(place + 1 for place, record in enumerate(whole.kept) if record.kind == Kind.DIGEST)]
    from_s, to_s = LOST_S
    return Made(whole.setup, whole.kept[: ends[from_s]] + whole.kept[ends[to_s] :], ended_early=True)


def test_what_was_said_behind_a_lost_stretch_keeps_its_time(left: Made) -> None:
    """Each rate and each second of quality stands at its own time; what is lost is said to be."""
    sensors = read_sensors(left.records())
    heard = [second for second in range(30) if not LOST_S[0] <= second < LOST_S[1]]
    [(_, rates)] = sensors.breath
    assert rates.t_s == tuple(second + 0.5 for second in heard)
    [(_, quality)] = sensors.quality
    assert quality.t_s == tuple(float(second) for second in range(31))
    assert [int(t_s) for t_s, value in zip(quality.t_s, quality.value, strict=True) if value > 0.0] == heard
    assert sensors.lost == (tuple(map(float, LOST_S)),)


def test_an_export_holds_nothing_of_lost_seconds(left: Made) -> None:
    """Of them nobody knows whether the sensor was silent; of a second in which it was, they do."""
    [(_, quality)] = sensors_of(left.records(), len(left.kept)).quality
    assert quality.t_s == tuple(float(second) for second in range(31) if not LOST_S[0] <= second < LOST_S[1])
    assert quality.value[-1] == 0.0 and all(quality.value[:-1])


def test_sensors_and_lanes_have_one_clock(left: Made) -> None:
    """The last second of quality is the one in which the sitting ends."""
    [(_, quality)] = read_sensors(left.records()).quality
    assert quality.t_s[-1] == read_lanes("ab" * 16, left).length_s == 30.0


def test_the_key_goes_on_behind_a_lost_stretch() -> None:
    """Held two seconds of every five, it tells its breaths on both sides of what is lost, and at their times."""
    whole = sitting(60.0, inputs=lambda tick: Inputs(held=("breathe",) if 10 <= tick % 300 < 130 else ()))
    ends = [place + 1 for place, record in enumerate(whole.kept) if record.kind == Kind.DIGEST]
    left = Made(whole.setup, whole.kept[: ends[19]] + whole.kept[ends[39] :])
    [(_, rates)] = read_sensors(left.records()).breath
    assert all(earlier < later for earlier, later in pairwise(rates.t_s))
    assert rates.t_s[-1] > 55.0 and not any(20.5 < t_s < 40.0 for t_s in rates.t_s)
