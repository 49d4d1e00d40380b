"""How bands are drawn: within the box, with round numbers across it, and nothing where nothing is known."""

import math
import re
from itertools import chain, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from affect.trends.profile_curve import Channel
from game.replay.profile_chart import LEAST_SPAN, Scale, alone, band_path, line_path, scale_of, ticks_of

NAN = math.nan
values = st.floats(-2.0, 2.0)
rows = st.lists(values | st.just(NAN), min_size=2, max_size=32).filter(lambda row: not all(map(math.isnan, row)))
DOT = re.compile(r"(-?[\d.]+) (-?[\d.]+)")


def dots(path: str) -> list[tuple[float, float]]:
    """The points of a path."""
    return [(float(x), float(y)) for x, y in DOT.findall(path)]


@given(st.sampled_from(Channel), rows)
def test_a_scale_holds_everything_known(channel: Channel, row: list[float]) -> None:
    """All that is known lies within the box, which spans no less than is worth drawing; a share stays in [0, 1]."""
    if channel is Channel.PERFORMANCE:
        row = [abs(one) / 2.0 for one in row]
    scale = scale_of(channel, row)
    known = [one for one in row if not math.isnan(one)]
    assert scale.low <= min(known) + 1e-9 and max(known) <= scale.high + 1e-9
    assert scale.high - scale.low >= LEAST_SPAN[channel] - 1e-9
    if channel is Channel.PERFORMANCE:
        assert scale.low >= 0.0 and scale.high <= 1.0 + 1e-9
    else:
        assert scale.low < 0.0 < scale.high


@given(st.sampled_from(Channel), rows, st.sampled_from((1.0, 100.0)))
def test_ticks_are_few_and_round(channel: Channel, row: list[float], times: float) -> None:
    """From one to six, falling, evenly spaced, each within the scale and short to read."""
    scale = scale_of(channel, row)
    ticks = ticks_of(scale, times)
    assert 1 <= len(ticks) <= 6
    assert all(scale.low - 1e-9 <= tick <= scale.high + 1e-9 for tick in ticks)
    steps = [before - after for before, after in pairwise(ticks)]
    assert all(step > 0.0 and step == pytest.approx(steps[0]) for step in steps)
    assert all(len(f"{tick * times:.4g}") <= 6 for tick in ticks)


@given(rows)
def test_every_known_value_is_drawn_once_and_no_other(row: list[float]) -> None:
    """As part of a line, or as a point where it has no known neighbour; high values lie high."""
    scale = Scale(-2.0, 2.0)
    drawn = dots(line_path(scale, row)) + list(alone(scale, row))
    known = [(100.0 * at / (len(row) - 1), scale.down(one)) for at, one in enumerate(row) if not math.isnan(one)]
    assert list(chain(*sorted(drawn))) == pytest.approx(list(chain(*sorted(known))), abs=0.01)


def test_a_line_stops_where_nothing_is_known() -> None:
    """A hole parts a line in two, and nothing leads across it."""
    path = line_path(Scale(0.0, 1.0), (0.0, 0.5, NAN, 1.0, 1.0))
    assert path == "M0 100L25 50M75 0L100 0"
    assert alone(Scale(0.0, 1.0), (0.0, NAN, 1.0)) == ((0.0, 100.0), (100.0, 0.0))


def test_a_band_goes_along_the_top_and_back_along_the_bottom() -> None:
    """One closed path around everything between low and high."""
    assert band_path(Scale(0.0, 1.0), (0.0, 0.25), (0.5, 1.0)) == "M0 50L100 0L100 75L0 100Z"
