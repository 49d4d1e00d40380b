"""The signals and annotations of an EDF+ file: everything on one grid of half seconds, holes kept as holes.

A number of EDF is 16 bits between two physical limits. Each limit below lies a little outside of what the quantity can
be, so that the lowest value is free to say "not known".
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from math import ceil

import numpy as np
from edfio import Edf, EdfAnnotation, EdfSignal, Patient, Recording

from game.core.pace import TICKS_PER_S
from game.replay.events import events
from game.replay.export.half_seconds import RATE_HZ, Points, count_of, held, in_both_halves, placed
from game.replay.export.material import Material
from game.replay.export.subject import subject

RECORD_S = 1.0
PER_MIN = 60.0
UNKNOWN = "lowest value: not known"
EARLIEST, LATEST = datetime.date(1985, 1, 1), datetime.date(2084, 12, 31)
"""Days that the two digits of an EDF header can tell."""
LONGEST_LABEL = 16


@dataclass(frozen=True, slots=True)
class Span:
    """Where the numbers of a signal may lie; ``low`` itself says "not known"."""

    low: float
    high: float
    unit: str = ""


FEELING, SHARE, SPREAD = Span(-1.25, 1.25), Span(-0.25, 1.25), Span(-0.25, 4.0)
BREATH, BREATH_SPREAD = Span(-5.0, 65.0, "1/min"), Span(-1.0, 65.0, "1/min")
HEART, HEART_SPREAD = Span(-5.0, 245.0, "1/min"), Span(-1.0, 125.0, "1/min")
ESTIMATES = {
    "arousal": ("Arousal", 1.0, FEELING, SPREAD),
    "valence": ("Valence", 1.0, FEELING, SPREAD),
    "breath_hz": ("Breath rate", PER_MIN, BREATH, BREATH_SPREAD),
    "presence": ("Presence", 1.0, SHARE, SPREAD),
    "heart_hz": ("Heart rate", PER_MIN, HEART, HEART_SPREAD),
}
"""What is believed, by the field of ``Estimates``: label, factor to the signal's unit, limits of mean and sd."""


def edf_bytes(material: Material) -> bytes:
    """The file. It names nobody: the patient's code is the pseudonym."""
    seconds = ceil(count_of(material.lanes.length_s) / RATE_HZ)
    began = material.began
    known = began is not None and EARLIEST <= began.date() <= LATEST
    edf = Edf(
        [*_believed(material, seconds), *_sensed(material, seconds), *_settings(material, seconds)],
        patient=Patient(code=material.pseudonym),
        recording=Recording(startdate=began.date() if began and known else None, equipment_code="Stillwater"),
        starttime=began.time() if began and known else None,
        data_record_duration=RECORD_S,
        annotations=sorted(_annotations(material), key=lambda one: (one.onset, one.text)),
    )
    out = BytesIO()
    edf.write(out)
    return out.getvalue()


def _believed(material: Material, seconds: int) -> Iterator[EdfSignal]:
    """Mean and standard deviation of each estimate; those a player without such a sensor has are all "not known"."""
    told = material.lanes.estimates
    for quantity, curve in told.curves:
        label, times, span, spread = ESTIMATES[quantity]
        known = np.array(curve.known, dtype=bool)
        for name, numbers, limits in ((label, curve.mean, span), (f"{label} sd", curve.sd, spread)):
            values = np.where(known, np.array(numbers, dtype=np.float64) * times, np.nan)
            points = zip(told.t_s, values, strict=True)
            yield _signal(name, "estimate of all sensors", points, limits, seconds)


def _sensed(material: Material, seconds: int) -> Iterator[EdfSignal]:
    """What each sensor said by itself."""
    for sensor, rates in material.sensors.breath:
        for name, numbers, limits in (("", rates.breath_hz, BREATH), (" sd", rates.sd_hz, BREATH_SPREAD)):
            points = zip(rates.t_s, (PER_MIN * rate for rate in numbers), strict=True)
            yield _signal(f"Resp {sensor}{name}", sensor, points, limits, seconds)
    for sensor, quality in material.sensors.quality:
        yield _signal(f"Quality {sensor}", sensor, in_both_halves(quality), SHARE, seconds)


def _settings(material: Material, seconds: int) -> Iterator[EdfSignal]:
    """How the game was set: from each decision to the next."""
    for label, name, times, span in (
        ("Difficulty", "difficulty", 1.0, SHARE),
        ("Tempo", "tempo", 1.0, SHARE),
        ("Guidance", "guidance", 1.0, SHARE),
        ("Breath guide", "breath_hz", PER_MIN, BREATH),
    ):
        chosen = [(one.tick / TICKS_PER_S, times * getattr(one.used, name)) for one in material.lanes.decisions]
        yield _signal(label, "game", held(chosen, material.sensors.lost, seconds * RATE_HZ), span, seconds)


def _signal(label: str, source: str, points: Points, span: Span, seconds: int) -> EdfSignal:
    """A signal on the grid: each value in its half second, the lowest value where there is none.

    Args:
        label: its name, ASCII; more than 16 characters are cut.
        source: what it comes from.
        points: moments and values; None or nan = not known.
        span: their limits; what lies outside is told as the limit.
        seconds: length of the file.
    """
    told = np.full(seconds * RATE_HZ, span.low)
    values = np.array(placed(points, len(told)), dtype=np.float64)
    there = np.isfinite(values)
    step = (span.high - span.low) / 65_535
    told[there] = np.clip(values[there], span.low + step, span.high)
    return EdfSignal(
        told,
        RATE_HZ,
        label=label[:LONGEST_LABEL].strip(),
        transducer_type=source,
        physical_dimension=span.unit,
        physical_range=(span.low, span.high),
        prefiltering=UNKNOWN,
    )


def _annotations(material: Material) -> Iterator[EdfAnnotation]:
    """What happened, in closed words, and the stretches where people know better."""
    for event in events(material.lanes):
        name, to_s = subject(material, event)
        lasted = None if to_s is None else max(to_s - event.t_s, 0.0)
        yield EdfAnnotation(event.t_s, lasted, f"{event.kind} {name}".strip())
    for stretch in material.corrected:
        from_s, to_s = stretch.from_tick / TICKS_PER_S, stretch.to_tick / TICKS_PER_S
        yield EdfAnnotation(from_s, to_s - from_s, f"corrected {stretch.label.value}")
