"""CSV as anybody's reader reads it: every value with its time, unit, source and how sure it is."""

import csv
from dataclasses import replace
from io import StringIO

import pytest

from game.core.facts import TooMuch
from game.core.pace import TICKS_PER_S
from game.core.reading import Quantity
from game.replay.events import events
from game.replay.export.csv import write
from game.replay.export.material import Material
from game.stage.presentation import LANGUAGES
from game.vault.layers import Correction
from game.vault.saying import Label
from tests.replay.exports import CORRECTED_S, SWITCHED, sittings, whole, with_facts

TABLES = ("timeline", "events", "decisions", "corrections", "session")
Rows = list[dict[str, str]]


def opened(material: Material) -> dict[str, Rows]:
    """The tables of an export by their names, each row by its columns."""
    files = {file.path: file.data.decode() for file in write(material)}
    assert list(files) == ["README.txt", *(f"{name}.csv" for name in (*TABLES, "dictionary"))]
    return {name: list(csv.DictReader(StringIO(files[f"{name}.csv"], newline=""))) for name in (*TABLES, "dictionary")}


def near(cell: str, value: float) -> bool:
    """To nine digits."""
    return abs(float(cell) - value) <= 1e-8 * abs(value)


def test_every_estimate_is_a_row() -> None:
    """With sd where enough was known, and empty where not; never nought in its place."""
    told, timeline = whole().lanes.estimates, opened(whole())["timeline"]
    for name in ("arousal", "valence", "breath_hz", "presence"):
        rows = [row for row in timeline if (row["quantity"], row["source"]) == (name, "estimate")]
        curve = getattr(told, name)
        assert [row["t_s"] for row in rows] == [f"{t_s:.3f}" for t_s in told.t_s]
        for row, mean, sd, known in zip(rows, curve.mean, curve.sd, curve.known, strict=True):
            assert row["known"] == str(int(known))
            assert (near(row["value"], mean) and near(row["sd"], sd)) if known else row["value"] == row["sd"] == ""
            assert row["unit"] == ("1/s" if name == "breath_hz" else "")


def test_too_little_known_leaves_cells_empty() -> None:
    """A sitting without any sensor has rows, and no numbers in them."""
    rows = [row for row in opened(sittings()["nothing known"])["timeline"] if row["quantity"] == "arousal"]
    assert rows and {(row["value"], row["sd"], row["known"]) for row in rows} == {("", "", "0")}


def test_every_sensor_is_told_by_itself() -> None:
    """Rates with sd, and quality; and which sensor an estimate rested on."""
    timeline, sensors = opened(whole())["timeline"], whole().sensors
    for name, rates in sensors.breath:
        rows = [row for row in timeline if (row["quantity"], row["source"]) == ("breath_hz", name)]
        order = sorted(zip(rates.t_s, rates.breath_hz, rates.sd_hz, strict=True), key=lambda one: one[0])
        for row, (t_s, rate, sd) in zip(rows, order, strict=True):
            assert row["t_s"] == f"{t_s:.3f}" and near(row["value"], rate) and near(row["sd"], sd)
    for name, quality in sensors.quality:
        rows = [row for row in timeline if (row["quantity"], row["source"]) == ("quality", name)]
        assert all(near(row["value"], value) for row, value in zip(rows, quality.value, strict=True))
    for span in whole().lanes.trust:
        rested = [
            row["rests_on"]
            for row in timeline
            if (row["quantity"], row["source"]) == (Quantity(span.quantity).value, "estimate")
            and span.from_s <= float(row["t_s"]) < span.to_s - 0.001
        ]
        assert set(rested) <= {span.sensor}


def test_rows_are_in_order_of_time_and_say_it_twice() -> None:
    """Seconds since it began, and UTC; where nobody knows when it began, seconds alone."""
    timeline = opened(whole())["timeline"]
    seconds = [float(row["t_s"]) for row in timeline]
    assert seconds == sorted(seconds)
    assert all(row["time_utc"] == whole().moment(float(row["t_s"])) for row in timeline[:500])
    unknown = opened(sittings()["nobody knows when"])["timeline"]
    assert unknown and not any(row["time_utc"] for row in unknown)


def test_what_people_say_stands_beside_the_numbers() -> None:
    """Rows inside a corrected stretch are marked, stay as recorded, and no other row is."""
    marked, plain = opened(whole())["timeline"], opened(replace(whole(), corrections=()))["timeline"]
    from_s, to_s = CORRECTED_S
    for row, before in zip(marked, plain, strict=True):
        inside = from_s <= float(row["t_s"]) < to_s
        assert row["corrected"] == ("laughing" if inside else "")
        assert {**row, "corrected": ""} == before


def test_corrections_say_roles_and_not_names() -> None:
    """The one that counts and the one that was taken back."""
    rows = opened(whole())["corrections"]
    assert [(row["label"], row["by"], bool(row["withdrawn_utc"])) for row in rows] == [
        ("laughing", "family", False),
        ("other", "therapist", True),
    ]
    assert (float(rows[0]["from_s"]), float(rows[0]["to_s"])) == CORRECTED_S


def test_every_event_and_feeling_is_told() -> None:
    """By kind and in words; what the player wrote is not."""
    tables = opened(whole())
    assert [(row["t_s"], row["kind"]) for row in tables["events"]] == [
        (f"{event.t_s:.3f}", event.kind) for event in events(whole().lanes)
    ]
    assert all(row["text"] for row in tables["events"])
    told = {row["quantity"]: row["value"] for row in tables["timeline"] if row["source"] == "player"}
    assert told == {"told_face": "4", "told_energy": "2"}


def test_an_event_says_which_device_or_sensor_it_is_about() -> None:
    """Switched off, no longer heard, heard again: told apart by closed words."""
    rows = opened(with_facts(*((600 + place, fact) for place, fact in enumerate(SWITCHED))))["events"]
    told = [(row["kind"], row["name"]) for row in rows if 10.0 <= float(row["t_s"]) < 10.1]
    assert told == [("sensor_lost", "camera"), ("correction", "voice ignored"), ("correction", "voice heard")]


@pytest.mark.parametrize("tick", [1, 122, 123, 1199])
def test_a_tick_is_one_moment_in_every_column(tick: int) -> None:
    """To the nearest millisecond by both clocks; and a correction that begins with it holds for it."""
    of = Correction(1, "1" * 16, "", tick, tick + 1, Label.FINE, "passphrase", 0)
    material = replace(with_facts(*((each, TooMuch()) for each in (tick, tick + 1))), corrections=(of,))
    rows = [row for row in opened(material)["events"] if row["kind"] == "too_much"]
    assert [row["corrected"] for row in rows] == ["fine", ""]
    t_s = f"{tick / TICKS_PER_S:.3f}"
    assert (rows[0]["t_s"], rows[0]["time_utc"]) == (t_s, f"2026-01-05T10:00:{float(t_s):06.3f}Z")


def test_every_decision_comes_back() -> None:
    """What was seen, asked for, used, and what the plain rules would have asked for."""
    rows, decisions = opened(whole())["decisions"], whole().lanes.decisions
    for row, one in zip(rows, decisions, strict=True):
        assert row["t_s"] == f"{one.tick / TICKS_PER_S:.3f}"
        for wish in ("asked", "used", "rules"):
            for name in ("difficulty", "tempo", "guidance", "breath_hz"):
                assert near(row[f"{wish}_{name}"], getattr(getattr(one, wish), name))
            assert row[f"{wish}_minigame"] == (getattr(one, wish).minigame or "")
        assert near(row["seen_arousal"], one.seen.arousal) and near(row["seen_follow"], one.seen.follow)
        assert row["held"].split() == list(one.changed) and row["by"] == one.account.by


def test_the_session_is_told_in_a_list() -> None:
    """What is not known is empty; the player has a sign."""
    told = {row["name"]: row["value"] for row in opened(whole())["session"]}
    session = whole().session
    assert told["player"] == whole().pseudonym and near(told["length_s"], session.length_s)
    assert session.probe_per_min is None and told["probe_per_min"] == ""
    assert session.corrected_share and near(told["corrected_share"], session.corrected_share)
    assert int(told["started_s"]) == session.started_s > 0 and told["offset_s"] == "0"


def test_where_nobody_knows_when_it_began_nothing_stands_for_it() -> None:
    """Nought would be the first of January 1970, and a clock that shows UTC."""
    told = {row["name"]: row["value"] for row in opened(sittings()["nobody knows when"])["session"]}
    assert (told["began_utc"], told["started_s"], told["offset_s"]) == ("", "", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dictionary_explains_every_column_and_word(language: str) -> None:
    """In the chosen language: each column of each table, each quantity, each kind of event, each value of the list."""
    tables = opened(whole(language))
    explained = {(row["table"], row["name"]): row["meaning"] for row in tables["dictionary"]}
    for name in TABLES:
        for column in tables[name][0] if tables[name] else ():
            assert (name, column) in explained
    used = [("timeline", row["quantity"]) for row in tables["timeline"]]
    used += [("events", row["kind"]) for row in tables["events"]]
    used += [("session", row["name"]) for row in tables["session"]]
    assert set(used) <= explained.keys()
    assert not [meaning for meaning in explained.values() if not meaning or meaning.startswith("export.")]
