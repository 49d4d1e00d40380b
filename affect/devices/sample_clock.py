"""When a sample was heard: the sound card's sample count tied to the machine's clock, without the jitter."""

from typing import Final

from affect.devices.clock import S_NS

_FOLLOW: Final = 0.02
"""Share of each mark's deviation that is followed: jitter of a callback is smoothed over some 50 marks."""
_JUMP_NS: Final = S_NS // 10
"""A deviation beyond this is no jitter: samples were lost or the machine slept."""


class SampleClock:
    """Maps a sample's index to monotonic time from marks (index, time) that jitter by some milliseconds."""

    def __init__(self, rate_hz: float) -> None:
        """``rate_hz``: nominal samples per second."""
        self._sample_ns = S_NS / rate_hz
        self._last: tuple[int, float] | None = None  # one tuple: the reader's thread never sees half a mark

    def mark(self, index: int, t_ns: int) -> None:
        """Sample ``index`` was heard at about ``t_ns``; marks come in rising order."""
        if self._last is None:
            self._last = (index, float(t_ns))
            return
        expected_ns = self._last[1] + (index - self._last[0]) * self._sample_ns
        late_ns = t_ns - expected_ns
        follow = 1.0 if abs(late_ns) > _JUMP_NS else _FOLLOW
        self._last = (index, expected_ns + follow * late_ns)

    def at(self, index: float) -> int:
        """Monotonic time of a sample, ns; 0 before the first mark."""
        if self._last is None:
            return 0
        marked, marked_ns = self._last
        return round(marked_ns + (index - marked) * self._sample_ns)
