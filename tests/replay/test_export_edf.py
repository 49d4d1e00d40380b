"""EDF+ as another library than its writer reads it: every value of a session comes back, within half a step."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyedflib
import pytest
from numpy.typing import NDArray

from game.core.pace import TICKS_PER_S
from game.replay.events import events
from game.replay.export.edf import write
from game.replay.export.edf_signals import ESTIMATES
from game.replay.export.half_seconds import RATE_HZ
from game.replay.export.material import Material
from game.replay.lanes import Curve, Estimates
from tests.replay.exports import (
    CORRECTED_S,
    LOST_S,
    QUARTERS,
    SWITCHED,
    sensed_between,
    sittings,
    told_where,
    whole,
    with_facts,
    with_lost_seconds,
)


@contextmanager
def opened(material: Material, folder: Path) -> Iterator[pyedflib.EdfReader]:
    """The export, in the reader."""
    path = folder / "session.edf"
    path.write_bytes(next(file.data for file in write(material) if file.path == "session.edf"))
    with pyedflib.EdfReader(str(path)) as reader:
        yield reader


def signal(reader: pyedflib.EdfReader, label: str) -> tuple[NDArray[np.float64], float]:
    """One signal with nan where it is not known, and half of its step."""
    place = reader.getSignalLabels().index(label)
    low, high = float(reader.getPhysicalMinimum(place)), float(reader.getPhysicalMaximum(place))
    values = reader.readSignal(place)
    step = (high - low) / 65_535
    return np.where(values < low + step / 2, np.nan, values), step / 2 * 1.001


def test_every_estimate_comes_back(tmp_path: Path) -> None:
    """With its sd, each in its half second; "not known" exactly where too little was known, and where nothing is."""
    told = whole().lanes.estimates
    with opened(whole(), tmp_path) as reader:
        for name in (field.name for field in fields(Estimates) if field.name != "t_s"):
            label, times, _, _ = ESTIMATES[name]
            curve: Curve = getattr(told, name)
            for title, numbers in ((label, curve.mean), (f"{label} sd", curve.sd)):
                values, within = signal(reader, title)
                wanted = np.full(len(values), np.nan)
                places = [int(t_s * 2) for t_s in told.t_s]
                assert [place / 2 for place in places] == list(told.t_s), "estimates lie on the grid by themselves"
                wanted[places] = np.where(curve.known, np.array(numbers) * times, np.nan)
                assert np.array_equal(np.isnan(values), np.isnan(wanted)), title
                assert np.nanmax(np.abs(values - wanted), initial=0.0) <= within, title
        assert np.isfinite(signal(reader, "Arousal")[0]).any() and np.isfinite(signal(reader, "Breath rate")[0]).any()


def test_every_sensor_comes_back(tmp_path: Path) -> None:
    """The rates that each told by itself, and its word for how well it knew."""
    sensors = whole().sensors
    assert sensors.breath and sensors.quality
    with opened(whole(), tmp_path) as reader:
        for name, rates in sensors.breath:
            values, within = signal(reader, f"Resp {name}")
            cells = {place: value for place, value in enumerate(values) if np.isfinite(value)}
            told_where(cells, rates.t_s, tuple(60 * rate for rate in rates.breath_hz), within)
        for name, quality in sensors.quality:
            values, within = signal(reader, f"Quality {name}"[:16].strip())
            for t_s, value in zip(quality.t_s, quality.value, strict=True):
                halves = values[int(t_s) * 2 : int(t_s) * 2 + 2]
                assert len(halves) == 2 and np.all(np.abs(halves - value) <= within), name


def test_what_is_told_between_half_seconds_leaves_no_hole(tmp_path: Path) -> None:
    """Twice a second at a quarter and three: each has a place of its own; what was told before the sitting has none."""
    with opened(sensed_between(), tmp_path) as reader:
        values, within = signal(reader, "Resp breath")
    assert np.isnan(values[0]), "the first was told nearer to the first half second"
    wanted = [60 * (0.2 + place / 1000) for place in range(len(QUARTERS))]
    assert np.abs(values[1 : len(QUARTERS) + 1] - wanted).max() <= within
    assert np.isnan(values[len(QUARTERS) + 1 :]).all()


def test_every_setting_comes_back(tmp_path: Path) -> None:
    """From each decision to the next; before the first nothing is known."""
    decisions = whole().lanes.decisions
    with opened(whole(), tmp_path) as reader:
        for label, name, times in (("Difficulty", "difficulty", 1.0), ("Breath guide", "breath_hz", 60.0)):
            values, within = signal(reader, label)
            for place, value in enumerate(values):
                before = [one for one in decisions if one.tick / TICKS_PER_S <= place / RATE_HZ]
                if before:
                    assert abs(value - getattr(before[-1].used, name) * times) <= within
                else:
                    assert np.isnan(value)


def test_no_setting_is_told_of_lost_seconds(tmp_path: Path) -> None:
    """It is told again from the next decision on."""
    with opened(with_lost_seconds(), tmp_path) as reader:
        values, _ = signal(reader, "Tempo")
    with opened(whole(), tmp_path) as reader:
        all_there, _ = signal(reader, "Tempo")
    lost = slice(int(LOST_S[0] * RATE_HZ) + 1, int(LOST_S[1] * RATE_HZ))
    assert np.isnan(values[lost]).all() and np.isfinite(all_there[lost]).all()
    assert np.isfinite(values[-10:]).all()


def test_what_happened_comes_back(tmp_path: Path) -> None:
    """Every event by its time and kind, and the stretch that somebody corrected with its length."""
    with opened(whole(), tmp_path) as reader:
        onsets, lengths, texts = reader.readAnnotations()
    found = sorted((round(onset, 3), text.partition(" ")[0]) for onset, text in zip(onsets, texts, strict=True))
    wanted = [(round(event.t_s, 3), event.kind) for event in events(whole().lanes)]
    assert found == sorted([*wanted, (CORRECTED_S[0], "corrected")])
    place = list(texts).index("corrected laughing")
    assert lengths[place] == pytest.approx(CORRECTED_S[1] - CORRECTED_S[0], abs=0.02)


def test_an_event_says_which_device_or_sensor_it_is_about(tmp_path: Path) -> None:
    """Switched off, no longer heard, heard again: told apart by closed words."""
    with opened(with_facts(*((600 + place, fact) for place, fact in enumerate(SWITCHED))), tmp_path) as reader:
        _, _, texts = reader.readAnnotations()
    assert {"sensor_lost camera", "correction voice ignored", "correction voice heard"} <= set(texts)


def test_the_header_says_when_and_no_name(tmp_path: Path) -> None:
    """The pseudonym stands for the player; the beginning is that of the session, in UTC."""
    with opened(whole(), tmp_path) as reader:
        assert reader.getPatientCode() == whole().pseudonym
        assert reader.getPatientName() in ("", "X") and reader.getBirthdate() == ""
        assert reader.getStartdatetime().replace(tzinfo=UTC) == datetime(2026, 1, 5, 10, tzinfo=UTC)
        assert reader.getEquipment() == "Stillwater"


@pytest.mark.parametrize("odd", sorted(sittings()))
def test_every_sitting_opens(odd: str, tmp_path: Path) -> None:
    """Also one with nothing in it, and one begun nobody knows when; the last half second has its place."""
    material = sittings()[odd]
    with opened(material, tmp_path) as reader:
        assert reader.getFileDuration() - 1.25 < material.lanes.length_s < reader.getFileDuration()
