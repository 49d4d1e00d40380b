"""The two tables of a BIDS folder: what happened, and everything that runs on, twice a second."""

from collections.abc import Iterator

from game.core.pace import TICKS_PER_S
from game.replay.events import events
from game.replay.export.csv_happened import KINDS
from game.replay.export.csv_series import QUANTITIES
from game.replay.export.csv_table import Column, Table, number, seconds
from game.replay.export.half_seconds import RATE_HZ, Points, count_of, held, in_both_halves, placed
from game.replay.export.material import Material
from game.replay.export.subject import subject

UNKNOWN = "n/a"
"""What BIDS writes where nothing is known."""
EVENTS = (
    Column("onset", "export.csv_t", "s"),
    Column("duration", "export.bids_duration", "s"),
    Column("trial_type", "export.csv_kind"),
    Column("name", "export.csv_name"),
    Column("time_utc", "export.csv_time_utc"),
    Column("corrected", "export.csv_corrected"),
)
CORRECTED = Column("corrected", "export.bids_corrected")
TIME = Column("t_s", "export.csv_t", "s")
SETTINGS = (
    ("difficulty", ""), ("tempo", ""), ("guidance", ""), ("breath_hz", "1/s"),
)  # fmt: skip


def happened(material: Material) -> Table:
    """Every event and every corrected stretch, in order of time."""
    rows = list[tuple[float, str, str, str, str]]()
    for event in events(material.lanes):
        name, to_s = subject(material, event)
        lasted = "" if to_s is None else seconds(max(to_s - event.t_s, 0.0))
        rows.append((event.t_s, lasted, event.kind, name, material.label_at(event.t_s)))
    for stretch in material.corrected:
        from_s, to_s = stretch.from_tick / TICKS_PER_S, stretch.to_tick / TICKS_PER_S
        rows.append((from_s, seconds(to_s - from_s), CORRECTED.name, stretch.label.value, stretch.label.value))
    rows.sort()
    told = tuple((seconds(t_s), *about, material.moment(t_s), label) for t_s, *about, label in rows)
    return Table("events", EVENTS, told, (*KINDS, CORRECTED))


def recorded(material: Material) -> Table:
    """What was believed, what each sensor said and how the game was set, on one grid of half seconds."""
    count = count_of(material.lanes.length_s)
    series = tuple(_series(material, count))
    columns = (TIME, *(column for column, _ in series), EVENTS[-1])
    cells = [map(number, placed(points, count)) for _, points in series]
    times = [place / RATE_HZ for place in range(count)]
    labels = [material.label_at(t_s) for t_s in times]
    rows = zip(map(seconds, times), *cells, labels, strict=True)
    return Table("physio", columns, tuple(rows))


def tab_separated(table: Table, heading: bool) -> bytes:
    """A table as BIDS wants it; recordings have no line of names, because their JSON names the columns."""
    names = [[column.name for column in table.columns]] if heading else []
    lines = ("\t".join(cell or UNKNOWN for cell in row) for row in (*names, *table.rows))
    return "".join(f"{line}\n" for line in lines).encode()


def _series(material: Material, count: int) -> Iterator[tuple[Column, Points]]:
    """Each column with its points. What a decision set is told again at each half second until the next."""
    told = material.lanes.estimates
    quantities = {one.name: one for one in QUANTITIES}
    for name, curve in told.curves:
        quantity = quantities[name]
        spread = Column(f"{name}_sd", "export.csv_sd", quantity.unit)
        for column, numbers in ((quantity, curve.mean), (spread, curve.sd)):
            known = (one if sure else None for one, sure in zip(numbers, curve.known, strict=True))
            yield column, zip(told.t_s, known, strict=True)
    for sensor, rates in material.sensors.breath:
        yield Column(f"{sensor}_breath_hz", "export.csv_breath", "1/s"), zip(rates.t_s, rates.breath_hz, strict=True)
        yield Column(f"{sensor}_breath_hz_sd", "export.csv_sd", "1/s"), zip(rates.t_s, rates.sd_hz, strict=True)
    for sensor, quality in material.sensors.quality:
        yield Column(f"{sensor}_quality", "export.csv_quality"), in_both_halves(quality)
    for name, unit in SETTINGS:
        chosen = [(one.tick / TICKS_PER_S, float(getattr(one.used, name))) for one in material.lanes.decisions]
        yield Column(f"set_{name}", "export.csv_used", unit), held(chosen, material.sensors.lost, count)
