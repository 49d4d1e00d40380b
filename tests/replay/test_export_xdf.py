"""XDF as its usual reader reads it: every value of a session comes back, on one clock."""

import math
import struct
from io import BytesIO
from typing import Any

import numpy as np
import pytest
import pyxdf
from numpy.typing import ArrayLike

from game.core.pace import TICKS_PER_S
from game.replay.events import events
from game.replay.export.material import Material
from game.replay.export.xdf import write
from game.replay.export.xdf_chunks import Channel, Stream, xdf_file
from game.replay.lanes import Curve
from tests.replay.exports import CORRECTED_S, sittings, whole


def read(data: bytes, **how: Any) -> dict[str, dict[str, Any]]:
    """Streams by their names, as pyxdf gives them."""
    streams, _ = pyxdf.load_xdf(BytesIO(data), **how)
    return {stream["info"]["name"][0]: stream for stream in streams}


def opened(material: Material, **how: Any) -> dict[str, dict[str, Any]]:
    """The streams of an export."""
    (file,) = write(material)
    assert file.path == "session.xdf"
    return read(file.data, **how)


def labels(stream: dict[str, Any]) -> list[str]:
    """Names of the channels, by the header."""
    return [channel["label"][0] for channel in stream["info"]["desc"][0]["channels"][0]["channel"]]


def same(read_back: ArrayLike, told: ArrayLike) -> bool:
    """Bit for bit, NaN like NaN."""
    return np.array_equal(read_back, np.array(told), equal_nan=True)


@pytest.mark.parametrize("name", ("whole", "nothing known"))
def test_every_estimate_comes_back(name: str) -> None:
    """Bit for bit with its time; NaN where too little was known, and nowhere else."""
    material = sittings()[name]
    told, stream = material.lanes.estimates, opened(material, synchronize_clocks=False)["Estimates"]
    assert same(stream["time_stamps"], list(told.t_s))
    names = labels(stream)
    assert {"arousal", "arousal_sd", "valence", "breath_hz", "presence"} <= set(names)
    for quantity in (each for each in names if not each.endswith("_sd")):
        curve: Curve = getattr(told, quantity)
        for label, values in ((quantity, curve.mean), (f"{quantity}_sd", curve.sd)):
            column = stream["time_series"][:, names.index(label)]
            known = zip(values, curve.known, strict=True)
            assert same(column, [value if sure else math.nan for value, sure in known]), label


def test_every_sensor_comes_back() -> None:
    """Rates with how far off each may be, and each sensor's own word for how well it knew."""
    streams, sensors = opened(whole(), synchronize_clocks=False), whole().sensors
    assert sensors.breath and sensors.quality
    for name, rates in sensors.breath:
        stream = streams[f"Breath by {name}"]
        order = sorted(zip(rates.t_s, rates.breath_hz, rates.sd_hz, strict=True))
        assert same(stream["time_stamps"], [t_s for t_s, _, _ in order])
        assert same(stream["time_series"][:, 0], [rate for _, rate, _ in order])
        assert same(stream["time_series"][:, 1], [sd for _, _, sd in order])
    for name, quality in sensors.quality:
        stream = streams[f"Quality of {name}"]
        assert same(stream["time_stamps"], list(quality.t_s))
        assert same(stream["time_series"][:, 0], list(quality.value))


def test_every_setting_comes_back() -> None:
    """What each decision set, when it was made."""
    stream = opened(whole(), synchronize_clocks=False)["Settings"]
    decisions = whole().lanes.decisions
    assert decisions and same(stream["time_stamps"], [one.tick / TICKS_PER_S for one in decisions])
    used = [(one.used.difficulty, one.used.tempo, one.used.guidance, one.used.breath_hz) for one in decisions]
    assert labels(stream) == ["difficulty", "tempo", "guidance", "breath_hz"]
    assert same(stream["time_series"], used)


def test_markers_say_what_happened_and_what_people_say() -> None:
    """Every event by its kind, every correction that counts by its ends; the one taken back is not there."""
    streams = opened(whole(), synchronize_clocks=False)
    happened = streams["Events"]
    assert [(t_s, *row) for t_s, row in zip(happened["time_stamps"], happened["time_series"], strict=True)] == [
        (event.t_s, event.kind) for event in events(whole().lanes)
    ]
    said = streams["Corrections"]
    assert tuple(said["time_stamps"]) == CORRECTED_S
    assert said["time_series"] == [["begin laughing"], ["end laughing"]]


def test_clock_offsets_bring_every_stream_to_utc() -> None:
    """As a reader applies them by itself; where nobody knows when it began, times stay as they are."""
    began = whole().began
    assert began is not None
    plain, synced = opened(whole(), synchronize_clocks=False), opened(whole())
    for name, stream in synced.items():
        assert np.allclose(stream["time_stamps"] - began.timestamp(), plain[name]["time_stamps"], rtol=0, atol=1e-6)
        footer = stream["footer"]["info"]
        assert float(footer["clock_offsets"][0]["offset"][0]["value"][0]) == began.timestamp()
        assert int(footer["sample_count"][0]) == len(stream["time_stamps"])
    unknown = opened(sittings()["nobody knows when"])["Estimates"]
    assert same(unknown["time_stamps"], list(sittings()["nobody knows when"].lanes.estimates.t_s))


def test_the_file_header_names_no_player() -> None:
    """A sign for the player, the session, when it began."""
    (file,) = write(whole())
    _, header = pyxdf.load_xdf(BytesIO(file.data))
    assert header["info"]["version"] == ["1.0"]
    assert header["info"]["subject"] == [whole().pseudonym]
    assert header["info"]["datetime"] == ["2026-01-05T10:00:00.000Z"]


@pytest.mark.parametrize("count", (0, 1, 255, 256, 4096, 9000))
def test_samples_of_any_number_come_back(count: int) -> None:
    """Around the lengths at which a length takes more bytes, and where samples go into another chunk."""
    samples = tuple((0.25 * place, (float(place), -1.0 / (place + 1))) for place in range(count))
    stream = Stream("many", "Test", "s", (Channel("a", ""), Channel("b", "1/s")), texts=False, samples=samples)
    back = read(xdf_file((stream,), 0.0, {}))["many"]
    assert same(back["time_stamps"], [t_s for t_s, _ in samples])
    assert same(np.reshape(back["time_series"], (count, 2)), np.reshape([row for _, row in samples], (count, 2)))


@pytest.mark.parametrize("text", ("", "<&>\"'", "\u6df1\u547c\u5438", "long " * 100))
def test_texts_of_any_kind_come_back(text: str) -> None:
    """In a marker, in a name, in a header."""
    stream = Stream(f"n{text}", "Markers", "s", (Channel("marker", ""),), texts=True, samples=((1.5, text),))
    data = xdf_file((stream,), 2.0, {"about": text or "-"})
    back = read(data)[f"n{text}"]
    assert back["time_series"] == [[text]] and list(back["time_stamps"]) == [3.5]


def test_a_damaged_file_is_read_on_from_the_next_boundary() -> None:
    """A byte that is not as it was costs one stream's chunk, and not the file."""
    (file,) = write(whole())
    at = file.data.index(struct.pack("<H", 3), 4000)
    damaged = file.data[:at] + b"\xff" * 64 + file.data[at + 64 :]
    assert len(opened(whole())) == len(read(damaged))
