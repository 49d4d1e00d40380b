"""The long table of a session: one row for each time and quantity, from every source."""

from collections.abc import Iterator
from operator import itemgetter

from game.core.facts import FeelingTold
from game.core.pace import TICKS_PER_S
from game.replay.export.csv_table import Column, Row, Table, flag, number, seconds
from game.replay.export.material import Material
from game.replay.lanes import TrustSpan

COLUMNS = (
    Column("t_s", "export.csv_t", "s"),
    Column("time_utc", "export.csv_time_utc"),
    Column("quantity", "export.csv_quantity"),
    Column("value", "export.csv_value"),
    Column("sd", "export.csv_sd"),
    Column("unit", "export.csv_unit"),
    Column("source", "export.csv_source"),
    Column("rests_on", "export.csv_rests_on"),
    Column("known", "export.csv_known", span="0, 1"),
    Column("corrected", "export.csv_corrected", span="laughing, talking, fine, not_the_player, other"),
)
QUANTITIES = (
    Column("arousal", "export.csv_arousal", span="-1 to 1"),
    Column("valence", "export.csv_valence", span="-1 to 1"),
    Column("breath_hz", "export.csv_breath", "1/s", "0 to 1"),
    Column("heart_hz", "export.csv_heart", "1/s", "0 to 4"),
    Column("presence", "export.csv_presence", span="0 to 1"),
    Column("quality", "export.csv_quality", span="0 to 1"),
    Column("told_face", "export.csv_told_face", span="1 to 5"),
    Column("told_energy", "export.csv_told_energy", span="1 to 3"),
)
ESTIMATE, PLAYER = "estimate", "player"
"""Sources beside the sensors: what is believed of all of them together, and what the player told."""
_UNITS = {column.name: column.unit for column in QUANTITIES}

_Point = tuple[float, str, str, float | None, float | None, str, bool]
"""Time in seconds, quantity, source, value, sd, the sensor that carried it, whether it is known."""


def timeline(material: Material) -> Table:
    """The table, by time, then quantity, then source."""
    points = sorted((*_believed(material), *_sensed(material), *_told(material)), key=itemgetter(0, 1, 2))
    return Table("timeline", COLUMNS, tuple(_row(material, point) for point in points), QUANTITIES)


def _row(material: Material, point: _Point) -> Row:
    t_s, quantity, source, value, sd, sensor, known = point
    when = (seconds(t_s), material.moment(t_s))
    return (
        *when, quantity, number(value), number(sd), _UNITS.get(quantity, ""), source, sensor, flag(known),
        material.label_at(t_s),
    )  # fmt: skip


def _believed(material: Material) -> Iterator[_Point]:
    """What was believed; nothing in place of a value of which too little was known."""
    told = material.lanes.estimates
    for name, curve in told.curves:
        spans = [span for span in material.lanes.trust if span.quantity == name]
        for t_s, mean, sd, known in zip(told.t_s, curve.mean, curve.sd, curve.known, strict=True):
            value, spread = (mean, sd) if known else (None, None)
            yield t_s, name, ESTIMATE, value, spread, _sensor_at(spans, t_s), known


def _sensor_at(spans: list[TrustSpan], t_s: float) -> str:
    return next((span.sensor for span in spans if span.from_s <= t_s < span.to_s), "")


def _sensed(material: Material) -> Iterator[_Point]:
    """What each sensor said by itself."""
    for sensor, rates in material.sensors.breath:
        for t_s, rate, sd in zip(rates.t_s, rates.breath_hz, rates.sd_hz, strict=True):
            yield t_s, "breath_hz", sensor, rate, sd, sensor, True
    for sensor, quality in material.sensors.quality:
        for t_s, value in zip(quality.t_s, quality.value, strict=True):
            yield t_s, "quality", sensor, value, None, sensor, True


def _told(material: Material) -> Iterator[_Point]:
    """How the player said they feel, by two taps."""
    for tick, fact in material.lanes.facts:
        if isinstance(fact, FeelingTold):
            for quantity, value in (("told_energy", fact.energy), ("told_face", fact.face)):
                yield tick / TICKS_PER_S, quantity, PLAYER, float(value), None, "", True
