"""The tables of what happened in a session: events, decisions, corrections, and the session in one list."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime

from affect.trends.session import Session
from game.core.directive import Directive
from game.core.observe import Observation
from game.core.pace import TICKS_PER_S
from game.core.trace import Decision
from game.replay.events import events
from game.replay.export.csv_table import Column, Row, Table, flag, number, seconds
from game.replay.export.material import Material, iso_utc
from game.replay.export.subject import subject
from game.replay.happenings import event_told
from game.replay.notes import is_family
from game.replay.sentences import changes_told

LABELS = "laughing, talking, fine, not_the_player, other"
EVENTS = (
    Column("t_s", "export.csv_t", "s"),
    Column("to_s", "export.csv_to", "s"),
    Column("time_utc", "export.csv_time_utc"),
    Column("kind", "export.csv_kind"),
    Column("name", "export.csv_name"),
    Column("text", "export.csv_text"),
    Column("corrected", "export.csv_corrected", span=LABELS),
)
KINDS = tuple(
    Column(kind, f"export.csv_kind_{kind}")
    for kind in (
        "storm", "recovery", "correction", "sensor_lost", "feeling", "minigame", "level", "too_much", "words",
    )
)  # fmt: skip
SETTINGS = ("difficulty", "tempo", "guidance", "breath_hz")
WISHES = ("asked", "used", "rules")
"""What the mind asked for, what the safety bounds made of it, what the plain rules would have asked for."""
DECISIONS = (
    Column("t_s", "export.csv_t", "s"),
    Column("time_utc", "export.csv_time_utc"),
    Column("by", "export.csv_by", span="rules, policy"),
    Column("fallback", "export.csv_fallback"),
    Column("explored", "export.csv_explored", span="0, 1"),
    Column("held", "export.csv_held"),
    Column("reasons", "export.csv_reasons"),
    Column("text", "export.csv_text"),
    *(Column(f"seen_{field.name}", f"export.csv_seen_{field.name}", span="-1 to 1") for field in fields(Observation)),
    *(
        Column(
            f"{wish}_{name}",
            f"export.csv_{wish}",
            "1/s" if name == "breath_hz" else "",
            "" if name == "breath_hz" else "0 to 1",
        )
        for wish in WISHES
        for name in (*SETTINGS, "minigame")
    ),
)
CORRECTIONS = (
    Column("number", "export.csv_number"),
    Column("from_s", "export.csv_from", "s"),
    Column("to_s", "export.csv_to", "s"),
    Column("from_utc", "export.csv_time_utc"),
    Column("label", "export.csv_label", span=LABELS),
    Column("by", "export.csv_said_by", span="family, therapist"),
    Column("said_utc", "export.csv_said_utc"),
    Column("withdrawn_utc", "export.csv_withdrawn_utc"),
)
SESSION = (
    Column("name", "export.csv_session_name"),
    Column("value", "export.csv_session_value"),
    Column("unit", "export.csv_unit"),
)


def happened(material: Material) -> Table:
    """Everything to jump to, in order of time."""
    rows = []
    for event in events(material.lanes):
        name, to_s = subject(material, event)
        told = "" if to_s is None else seconds(to_s)
        when = (seconds(event.t_s), told, material.moment(event.t_s))
        text = event_told(event, material.words)
        rows.append((*when, event.kind, name, text, material.label_at(event.t_s)))
    return Table("events", EVENTS, tuple(rows), KINDS)


def decided(material: Material) -> Table:
    """Every decision: what was seen, asked for, held back, and what the plain rules would have done."""
    return Table("decisions", DECISIONS, tuple(_decision(material, one) for one in material.lanes.decisions))


def corrected(material: Material) -> Table:
    """What people say was something else. Who said it is told as a role: names are nobody's business here."""
    rows = []
    for one in material.corrections:
        from_s, to_s = one.from_tick / TICKS_PER_S, one.to_tick / TICKS_PER_S
        back = "" if one.withdrawn is None else _wall(one.withdrawn.when_s)
        by = "family" if is_family(one.author) else "therapist"
        when = (seconds(from_s), seconds(to_s), material.moment(from_s))
        rows.append((str(one.number), *when, one.label.value, by, _wall(one.when_s), back))
    return Table("corrections", CORRECTIONS, tuple(rows))


def amounted(material: Material) -> Table:
    """The session in a list of names and values, what was corrected left out of its numbers."""
    lanes, told = material.lanes, material.session
    header = lanes.header
    rows: list[Row] = [
        ("session", lanes.session_id, ""),
        ("player", material.pseudonym, ""),
        ("began_utc", material.moment(0.0), ""),
        ("source", header.source, ""),
        ("mind", header.mind, ""),
        ("rules", header.fingerprint, ""),
        ("lost", "; ".join(str(gap) for gap in lanes.gaps), ""),
    ]
    left_out = ("simulated",)  # "source" says it
    unknown = () if material.began else ("started_s", "offset_s")
    rows += [
        (one.name, "" if one.name in unknown else _told(getattr(told, one.name)), _unit(one.name))
        for one in fields(Session)
        if one.name not in left_out
    ]
    values = tuple(Column(name, f"export.csv_session_{name}", unit) for name, _, unit in rows)
    return Table("session", SESSION, tuple(rows), values)


def _decision(material: Material, decision: Decision) -> Row:
    t_s = decision.tick / TICKS_PER_S
    reasons = "; ".join(" ".join((one.key, *map(number, one.numbers))) for one in decision.used.reasons)
    seen = [number(getattr(decision.seen, field.name)) for field in fields(Observation)]
    wishes = [cell for wish in WISHES for cell in _wish(getattr(decision, wish))]
    account = decision.account
    text = changes_told(material.words, decision.seen, decision.used)
    return (
        seconds(t_s), material.moment(t_s), account.by, account.fallback, flag(account.explored),
        " ".join(decision.changed), reasons, text, *seen, *wishes,
    )  # fmt: skip


def _wish(wish: Directive) -> Iterator[str]:
    for name in SETTINGS:
        yield number(getattr(wish, name))
    yield wish.minigame or ""


def _told(value: object) -> str:
    """A field of a session: nothing where it is not known."""
    match value:
        case None:
            return ""
        case bool():
            return flag(value)
        case tuple():
            return " ".join(map(str, value))
        case float():
            return number(value)
    return str(value)


def _unit(name: str) -> str:
    if name.endswith("_per_min"):
        return "1/min"
    return "s" if name.endswith("_s") else ""


def _wall(when_s: int) -> str:
    return iso_utc(datetime.fromtimestamp(when_s, UTC))
