"""XDF: every series of a session as a stream of its own, for tools that read what Lab Streaming Layer records.

All streams share one clock, seconds since the session began; the clock offset of each brings it to seconds since
1970. What is not known is NaN. The stream "Corrections" says where people know better than the estimates.
"""

from collections.abc import Iterator
from math import nan

from game.core.pace import TICKS_PER_S
from game.replay.events import events
from game.replay.export.csv_series import QUANTITIES
from game.replay.export.material import Export, File, Material, Size
from game.replay.export.xdf_chunks import Channel, Sample, Stream, xdf_file

_SETTINGS = (("difficulty", ""), ("tempo", ""), ("guidance", ""), ("breath_hz", "1/s"))


def write(material: Material) -> tuple[File, ...]:
    """One file with all streams."""
    offset_s = material.began.timestamp() if material.began else 0.0
    about = {
        "datetime": material.moment(0.0),
        "subject": material.pseudonym,
        "session": material.lanes.session_id,
        "rules": material.lanes.header.fingerprint,
        "mind": material.lanes.header.mind,
    }
    return (File("session.xdf", xdf_file(tuple(_streams(material)), offset_s, about)),)


def _streams(material: Material) -> Iterator[Stream]:
    yield _estimates(material)
    for sensor, rates in material.sensors.breath:
        channels = (Channel("breath_hz", "1/s"), Channel("breath_hz_sd", "1/s"))
        rows = zip(rates.t_s, zip(rates.breath_hz, rates.sd_hz, strict=True), strict=True)
        yield _stream(material, f"Breath by {sensor}", "Respiration", channels, tuple(sorted(rows)))
    for sensor, quality in material.sensors.quality:
        told = tuple((t_s, (value,)) for t_s, value in zip(quality.t_s, quality.value, strict=True))
        yield _stream(material, f"Quality of {sensor}", "Quality", (Channel("quality", ""),), told)
    yield _settings(material)
    yield _markers(material, "Events", _happened(material))
    yield _markers(material, "Corrections", _corrected(material))


def _estimates(material: Material) -> Stream:
    """What was believed, and how far off that may be; NaN where too little was known."""
    told, channels, columns = material.lanes.estimates, list[Channel](), list[list[float]]()
    units = {one.name: one.unit for one in QUANTITIES}
    for name, curve in told.curves:
        unit = units[name]
        channels += (Channel(name, unit), Channel(f"{name}_sd", unit))
        for values in (curve.mean, curve.sd):
            columns.append([value if known else nan for value, known in zip(values, curve.known, strict=True)])
    samples = tuple(zip(told.t_s, zip(*columns, strict=True), strict=True))
    return _stream(material, "Estimates", "Affect", tuple(channels), samples)


def _settings(material: Material) -> Stream:
    """What each decision set."""
    channels = tuple(Channel(name, unit) for name, unit in _SETTINGS)
    samples = tuple(
        (decision.tick / TICKS_PER_S, tuple(getattr(decision.used, name) for name, _ in _SETTINGS))
        for decision in material.lanes.decisions
    )
    return _stream(material, "Settings", "Settings", channels, samples)


def _happened(material: Material) -> Iterator[Sample]:
    for event in events(material.lanes):
        yield event.t_s, event.kind


def _corrected(material: Material) -> Iterator[Sample]:
    for stretch in material.corrected:
        yield stretch.from_tick / TICKS_PER_S, f"begin {stretch.label.value}"
        yield stretch.to_tick / TICKS_PER_S, f"end {stretch.label.value}"


def _markers(material: Material, name: str, samples: Iterator[Sample]) -> Stream:
    source = f"{material.lanes.session_id}-{name.lower()}"
    return Stream(name, "Markers", source, (Channel("marker", ""),), texts=True, samples=tuple(samples))


def _stream(
    material: Material, name: str, kind: str, channels: tuple[Channel, ...], samples: tuple[Sample, ...]
) -> Stream:
    source = f"{material.lanes.session_id}-{name.lower().replace(' ', '-')}"
    return Stream(name, kind, source, channels, texts=False, samples=samples)


EXPORT = Export(
    name="xdf",
    title="export.xdf_title",
    about="export.xdf_about",
    holds="export.xdf_holds",
    for_people=False,
    size=Size(kib=1.5, kib_a_minute=4.7),
    write=write,
)
