"""How the bands of a player's usual picture are drawn: SVG paths in a box of 100 x 100, and the lines across it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from affect.trends.profile_curve import Channel

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
"""Between ticks, times a power of ten."""
_MOST_TICKS = 5
_AIR = 0.08
"""Left free above and below, as a share of what is drawn."""
LEAST_SPAN = {Channel.AROUSAL: 0.5, Channel.VALENCE: 0.5, Channel.APART: 4.0, Channel.PERFORMANCE: 0.5}
"""What a chart spans at least, in the channel's unit: so small a difference is not drawn large."""
USUAL = {Channel.AROUSAL: 0.0, Channel.VALENCE: 0.0, Channel.APART: 0.0}
"""What a channel is read against; how play went is read against nothing."""

Numbers = Sequence[float]


@dataclass(frozen=True, slots=True)
class Scale:
    """The range of a chart, in the channel's unit."""

    low: float
    """At the bottom."""
    high: float
    """At the top."""

    def down(self, value: float) -> float:
        """How far down a value lies, in percent, within the box."""
        share = (self.high - value) / (self.high - self.low)
        return round(100.0 * min(max(share, 0.0), 1.0), 2)


def scale_of(channel: Channel, numbers: Iterable[float]) -> Scale:
    """A range that holds all that is known of ``numbers``, and what the channel is read against."""
    known = [one for one in numbers if math.isfinite(one)]
    held = [*known, USUAL.get(channel, known[0])]
    low, high = min(held), max(held)
    span = max(high - low, LEAST_SPAN[channel]) * (1.0 + 2.0 * _AIR)
    middle = (low + high) / 2.0
    if channel is Channel.PERFORMANCE:  # a share: nothing lies below none of it or above all
        low = min(max(middle - span / 2.0, 0.0), 1.0 - min(span, 1.0))
        return Scale(low, low + min(span, 1.0))
    return Scale(middle - span / 2.0, middle + span / 2.0)


def ticks_of(scale: Scale, times: float) -> tuple[float, ...]:
    """Round numbers across a chart, from high to low, in the channel's unit; round when shown ``times`` larger."""
    low, high = scale.low * times, scale.high * times
    rough = (high - low) / _MOST_TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(one * power for one in _STEPS if one * power >= rough)
    first, last = math.ceil(low / step), math.floor(high / step)
    return tuple(place * step / times for place in range(last, first - 1, -1))


def line_path(scale: Scale, row: Numbers) -> str:
    """A line through a row of evenly spaced values; it stops where one is not known (nan)."""
    return "".join(f"M{'L'.join(_dots(scale, row, run))}" for run in _runs(row) if len(run) > 1)


def band_path(scale: Scale, low: Numbers, high: Numbers) -> str:
    """The area between two rows that are known at the same places; it stops where they are not."""
    return "".join(
        f"M{'L'.join([*_dots(scale, high, run), *_dots(scale, low, run[::-1])])}Z" for run in _runs(low) if len(run) > 1
    )


def alone(scale: Scale, row: Numbers) -> tuple[tuple[float, float], ...]:
    """Values without a known neighbour: where each lies, in percent from the left and from the top."""
    return tuple((_across(run[0], row), scale.down(row[run[0]])) for run in _runs(row) if len(run) == 1)


def _runs(row: Numbers) -> list[list[int]]:
    """Places of values that are known side by side."""
    runs = list[list[int]]()
    for place, value in enumerate(row):
        if not math.isfinite(value):
            continue
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _dots(scale: Scale, row: Numbers, places: Iterable[int]) -> list[str]:
    return [f"{_across(place, row):g} {scale.down(row[place]):g}" for place in places]


def _across(place: int, row: Numbers) -> float:
    return round(100.0 * place / (len(row) - 1), 2)
