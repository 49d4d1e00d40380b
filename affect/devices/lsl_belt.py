"""A heart belt heard by Lab Streaming Layer: which stream tells a heart's rate, which channel, in which unit."""

import math
import re
import time
from dataclasses import dataclass
from typing import Any, Final

from affect.devices.clock import S_NS, Clock
from affect.devices.heart import PATIENCE_NS
from affect.errors import NotMediaError
from affect.lsl import OWN, LslTime, keep_here, load
from affect.sensor import Beats, Told
from affect.sensors.heart import WINDOW_NS

INTERVAL_WORDS: Final = frozenset({"rr", "rri", "ibi", "ppi", "nn", "rrinterval", "rrintervals", "interbeat"})
RATE_WORDS: Final = frozenset({"hr", "bpm", "heartrate", "heart", "pulse"})
"""Words in a channel's label, or else in a stream's type or name, that say what it tells."""
RAW_WORDS: Final = frozenset({"ecg", "ekg", "ppg", "bvp", "raw", "wave", "waveform"})
"""Words beside which those say nothing: a heart's signal, in which the beats have yet to be found."""
EMPTY_WORDS: Final = frozenset({"ch", "chan", "channel", "data", "value"})
"""A label of nothing but these and numbers names nothing; any other names something that is not ours."""
VOLTS: Final = frozenset(
    f"{prefix}{unit}"
    for unit in ("v", "volt", "volts")
    for prefix in ("", "m", "u", "\N{MICRO SIGN}", "\N{GREEK SMALL LETTER MU}", "n", "milli", "micro", "nano")
)
"""Units in which neither a rate nor an interval comes."""
UNITS_S: Final = {
    **dict.fromkeys(("ms", "msec", "millisecond", "milliseconds"), 1e-3),
    **dict.fromkeys(("s", "sec", "second", "seconds"), 1.0),
}
MOST_S: Final = 10.0
"""An interval in no named unit that is larger than this was meant in milliseconds."""
BEHIND_NS: Final = WINDOW_NS // 2
"""A sample stamped longer ago than this is not believed: its clock is none, or a bridge adds its intervals up and fell
behind with each that it missed. The sensor would count such beats little, and at last not at all."""
MOST_SAMPLES: Final = 256
KEEP_S: Final = 1.0
"""The sockets are looked after so often."""
ANSWER_S: Final = 2.0
"""How long a stream may take to describe itself."""
REFUSED_MOST: Final = 1000


@dataclass(frozen=True, slots=True)
class Tongue:
    """How a stream is to be understood."""

    channel: int
    """Which of its channels."""
    told: Told
    """What that tells."""
    unit_s: float | None
    """Seconds in the unit of an interval; None = not named."""

    def interval_s(self, value: float) -> float:
        """Seconds from beat to beat; not a number where ``value`` is none that a heart could make."""
        if not (math.isfinite(value) and value > 0.0):
            return math.nan
        if self.told is Told.RATES:
            return 60.0 / value
        unit_s = self.unit_s or (1e-3 if value > MOST_S else 1.0)
        return value * unit_s


class LslBelt:
    """The stream of a belt: looked for, listened to, looked for again once it is gone."""

    def __init__(self, name: str, clock: Clock) -> None:
        """``name``: "auto", or the name or source id of the stream. Raises DeviceError."""
        self._name = name
        self._clock = clock
        self._pylsl = load("heart")
        self._time = LslTime(self._pylsl)
        self._resolver: Any = None
        self._inlet: Any = None
        self._tongue = Tongue(0, Told.INTERVALS, None)
        self._unfit: set[str] = set()
        self._kept_s = 0.0
        self.dropped = 0
        keep_here("heart")

    def take(self) -> Beats:
        """What came since the last take; nothing while no stream is found. Raises DeviceError."""
        self._keep()
        if self._inlet is None and not self._look():
            self._clock.wait_until(self._clock.now_ns() + PATIENCE_NS)
        elif self._inlet is not None:
            try:
                return self._pull()
            except self._pylsl.util.LostError:
                self._inlet = None
        return Beats(self._tongue.told, (), (), self._clock.now_ns())

    def close(self) -> None:
        """Let go of the stream."""
        self._inlet = self._resolver = None

    def _look(self) -> bool:
        """Whether the stream was found. Nobody is asked for streams while one is heard."""
        if self._resolver is None:
            self._resolver = self._pylsl.ContinuousResolver()
            return False
        for info in self._resolver.results():
            if info.source_id().startswith(OWN) or info.uid() in self._unfit:
                continue
            if self._name in {info.name(), info.source_id()} or (
                self._name == "auto" and tongue_of(info.type(), info.name(), (), (), 1) is not None
            ):
                return self._open(info)
        return False

    def _open(self, info: Any) -> bool:
        inlet = self._pylsl.StreamInlet(info, recover=False, processing_flags=self._pylsl.proc_clocksync)
        try:
            told = inlet.info(ANSWER_S)
            keep_here("heart")
            inlet.open_stream(ANSWER_S)
        except (self._pylsl.util.LostError, self._pylsl.util.TimeoutError):
            return False
        labels, units = (_words(told.get_channel_labels()), _words(told.get_channel_units()))
        tongue = tongue_of(info.type(), info.name(), labels, units, told.channel_count())
        if tongue is None or told.channel_format() == self._pylsl.cf_string:
            return self._refuse(info)
        self._inlet, self._tongue, self._resolver = inlet, tongue, None
        return True

    def _refuse(self, info: Any) -> bool:
        """A stream that tells no heart's rate: passed over, or said where it was asked for by name."""
        if self._name != "auto":
            raise NotMediaError(
                "heart.not_heart",
                self._name,
                f"The stream {self._name} tells neither a heart's rate nor its intervals. Name a channel of it HR or "
                "RR (or its type), or name another stream; docs/lsl.md says more.",
            )
        if len(self._unfit) < REFUSED_MOST:
            self._unfit.add(info.uid())
        return False

    def _pull(self) -> Beats:
        samples, stamps = self._inlet.pull_chunk(PATIENCE_NS / S_NS, MOST_SAMPLES, min_samples=1)
        now_ns = self._clock.now_ns()
        ends = tuple(moment_of(self._stamped_ns(stamp_s), now_ns) for stamp_s in stamps)
        lengths = tuple(self._tongue.interval_s(float(sample[self._tongue.channel])) for sample in samples)
        return Beats(self._tongue.told, ends, lengths, now_ns)

    def _stamped_ns(self, stamp_s: float) -> int | None:
        """A stamp by our clock; None = it is no number."""
        try:
            return self._time.from_lsl_ns(stamp_s)
        except (ValueError, OverflowError):
            return None

    def _keep(self) -> None:
        now_s = time.monotonic()
        if now_s - self._kept_s >= KEEP_S:
            self._kept_s = now_s
            keep_here("heart")


def moment_of(stamp_ns: int | None, now_ns: int) -> int:
    """When a sample was taken, monotonic: as it was stamped, or now, where that cannot be believed."""
    return stamp_ns if stamp_ns is not None and now_ns - BEHIND_NS <= stamp_ns <= now_ns else now_ns


def tongue_of(kind: str, name: str, labels: tuple[str, ...], units: tuple[str, ...], channels: int) -> Tongue | None:
    """How a stream is to be understood; None where it does not tell a heart's rate.

    A channel's label counts first; type, or else name, count for the first channel whose label names nothing.

    Args:
        kind: its type. name: its name.
        labels: of its channels; may be shorter than they are many. units: the same.
        channels: how many there are.
    """
    labels = (*labels[:channels], *("",) * (channels - len(labels)))
    units = (*units[:channels], *("",) * (channels - len(units)))
    readable = [channel for channel in range(channels) if units[channel].strip().lower() not in VOLTS]
    for told in (Told.INTERVALS, Told.RATES):
        for channel in readable:
            if _told(labels[channel]) is told:
                return Tongue(channel, told, _unit_s(units[channel]))
    told_by_all = _told(kind if _tokens(kind) & (INTERVAL_WORDS | RATE_WORDS | RAW_WORDS) else name)
    unnamed = next((channel for channel in readable if _tokens(labels[channel]) <= EMPTY_WORDS), None)
    if told_by_all is None or unnamed is None:
        return None
    return Tongue(unnamed, told_by_all, _unit_s(units[unnamed]))


def _told(text: str) -> Told | None:
    """What a label, type or name says that is told; None = nothing of a heart, or its raw signal."""
    words = _tokens(text)
    if words & RAW_WORDS:
        return None
    if words & INTERVAL_WORDS:
        return Told.INTERVALS
    return Told.RATES if words & RATE_WORDS else None


def _unit_s(unit: str) -> float | None:
    return UNITS_S.get(unit.strip().lower())


def _tokens(text: str) -> frozenset[str]:
    """Words of a name in small letters: "RR_interval", "HeartRate" ..."""
    parted = re.sub(r"([a-z])([A-Z])", r"\1 \2", text)
    return frozenset(re.findall(r"[a-z]+", parted.lower()))


def _words(told: list[str | None] | None) -> tuple[str, ...]:
    return tuple(one or "" for one in told or ())
