"""What each sensor said by itself, read from the ticks: the breath rates side by side, and how well each one knew.

This is the slow part of looking back (every tick is decoded), so a page asks for it after everything else is drawn.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from game.core import hold as holding
from game.core.belief import Sample
from game.core.hold import Hold
from game.core.pace import TICKS_PER_S
from game.core.reading import SCALES, Quantity
from game.core.tape import decode
from game.core.trace import Kind, decode_digest, decode_estimate
from game.vault.layout import Record

BREATH_TICKS = 30
"""Rates are thinned to two a second, as the estimates are: the last one of each half second."""
QUALITY_TICKS = TICKS_PER_S
"""Quality once a second: every sensor sends at least a heartbeat in that time."""
TELLING = (Quantity.VALENCE, Quantity.AROUSAL, Quantity.BREATH_HZ, Quantity.VOICE_PRESENCE, Quantity.HEART_HZ)
"""What says something of the player; presence and loudness are heartbeats, phase and smile go along with these."""
_TICK, _DIGEST, _ESTIMATE = int(Kind.TICK), int(Kind.DIGEST), int(Kind.ESTIMATE)
"""As plain numbers: comparing with an enum's member costs more than all the rest of a tick."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Breath rates as one sensor told them."""

    t_s: tuple[float, ...]
    """Moments that were measured, in seconds since the sitting began."""
    breath_hz: tuple[float, ...]
    """Breaths per second."""
    sd_hz: tuple[float, ...]
    """How far off each may be."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How well one sensor knew what it told."""

    t_s: tuple[float, ...]
    """Beginnings of the seconds since it was heard for the first time."""
    value: tuple[float, ...]
    """0 = nothing of the player, 1 = certain: how much more the surest reading tells than is believed of anybody."""


@dataclass(frozen=True, slots=True)
class Sensors:
    """What every sensor of a sitting said, by their names."""

    breath: tuple[tuple[str, Rates], ...]
    """Sensors that told a rate, the key of hold-to-breathe among them."""
    quality: tuple[tuple[str, Quality], ...]
    """Every sensor that was heard; the key is left out, it is either used or not."""
    lost: tuple[tuple[float, float], ...] = ()
    """Stretches between records that are lost, (from_s, to_s): nobody knows what was said there."""


def read_sensors(records: Iterable[Record]) -> Sensors:
    """What the sensors of a sitting said, on the same clock as the lanes: where records are lost, time goes on.

    Raises:
        TapeError: a tick is none. ValueError: nor is a digest or an estimate. VaultError: a chunk sealed wrongly.
    """
    tick, heard, hold, lost = 0, _Heard(), Hold(), list[tuple[float, float]]()
    for number, payload in _numbered(records):
        if number > tick + 1:
            lost.append((tick / TICKS_PER_S, (number - 1) / TICKS_PER_S))
        tick = number
        inputs = decode(payload)
        hold = holding.press(hold, "breathe" in inputs.held, tick)
        if inputs.samples:
            heard.take(inputs.samples, tick)
        if hold.breath_ticks:
            heard.take_rates(holding.samples(hold, tick), tick)
    return replace(heard.told(tick), lost=tuple(lost))


def _numbered(records: Iterable[Record]) -> Iterator[tuple[int, bytes]]:
    """Every tick with its number.

    A tick does not say it. Estimates and digests do, twice a second, and number the ticks before them: records are
    lost by whole chunks, which end with a digest, so that behind a gap the very first tick has its own time again.
    """
    tick, waiting = 0, list[bytes]()
    for kind, payload in records:
        if kind == _TICK:
            waiting.append(payload)
        elif kind in (_ESTIMATE, _DIGEST):
            said, _ = decode_estimate(payload) if kind == _ESTIMATE else decode_digest(payload)
            tick = max(tick + len(waiting), said)
            yield from enumerate(waiting, tick - len(waiting) + 1)
            waiting.clear()
    yield from enumerate(waiting, tick + 1)


@dataclass(slots=True)
class _Heard:
    """What was heard so far: of each sensor the last rate of each half second, the best word of each second."""

    rates: dict[str, dict[int, tuple[float, float, float]]] = field(default_factory=dict)
    best: dict[str, dict[int, float]] = field(default_factory=dict)

    def take(self, samples: Iterable[Sample], tick: int) -> None:
        """What the sensors said in one tick."""
        second = tick // QUALITY_TICKS
        for sample in samples:
            best = self.best.setdefault(sample.sensor, {})
            known = _known(sample) if sample.quantity in TELLING else 0.0
            best[second] = max(best.get(second, 0.0), known)
        self.take_rates(samples, tick)

    def take_rates(self, samples: Iterable[Sample], tick: int) -> None:
        """The same for breath alone."""
        for sample in samples:
            if sample.quantity is Quantity.BREATH_HZ:
                t_s = (tick - sample.age) / TICKS_PER_S
                rates = self.rates.setdefault(sample.sensor, {})
                rates[tick // BREATH_TICKS] = (t_s, sample.value, sample.sd)

    def told(self, ticks: int) -> Sensors:
        """All of it; a second in which a known sensor was not heard at all has 0."""
        breath = []
        for sensor, rates in self.rates.items():
            t_s, breath_hz, sd_hz = zip(*rates.values(), strict=True)
            breath.append((sensor, Rates(t_s, breath_hz, sd_hz)))
        quality = []
        for sensor, best in self.best.items():
            seconds = range(min(best), ticks // QUALITY_TICKS + 1)
            values = tuple(best.get(second, 0.0) for second in seconds)
            quality.append((sensor, Quality(tuple(float(second) for second in seconds), values)))
        return Sensors(tuple(breath), tuple(quality))


def _known(sample: Sample) -> float:
    """As ``Belief.confidence``: 0 nothing, 1 everything."""
    share = sample.sd / SCALES[sample.quantity].prior_sd
    return max(0.0, 1.0 - share * share)
