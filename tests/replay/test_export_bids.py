"""BIDS as the standard's own validator and a table reader see it: a valid folder, in which every value comes back."""

import gzip
import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from game.core.pace import TICKS_PER_S
from game.replay.events import events
from game.replay.export.bids import EXPORT
from game.replay.export.half_seconds import RATE_HZ
from game.replay.export.material import Material
from game.replay.export.pack import make
from tests.replay.exports import (
    CORRECTED_S,
    LOST_S,
    QUARTERS,
    sensed_between,
    sittings,
    told_where,
    whole,
    with_lost_seconds,
)


def told(material: Material) -> dict[str, bytes]:
    """The files that end so, by what is told in them."""
    return {file.path.rpartition("_")[2]: file.data for file in EXPORT.write(material)}


def recording(material: Material) -> pd.DataFrame:
    """The recording, its columns named by its JSON as the standard says."""
    files = told(material)
    names = json.loads(files["physio.json"])["Columns"]
    data = BytesIO(gzip.decompress(files["physio.tsv.gz"]))
    return pd.read_csv(data, sep="\t", names=names, na_values="n/a", keep_default_na=False)


@pytest.mark.parametrize("odd", sorted(sittings()))
def test_the_validator_finds_no_error(odd: str, tmp_path: Path) -> None:
    """The standard's own validator, offline, over a folder with everything an export writes there."""
    for file in make(EXPORT, sittings()[odd]):
        path = tmp_path / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    validator = Path(sys.executable).with_name("bids-validator-deno")
    command = [str(validator), str(tmp_path), "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    issues = json.loads(ran.stdout)["issues"]["issues"]
    assert not [issue for issue in issues if issue["severity"] == "error"], issues
    assert ran.returncode == 0


def test_every_estimate_comes_back() -> None:
    """With its sd, at its half second; n/a exactly where too little was known."""
    table, lanes = recording(whole()), whole().lanes
    assert list(table["t_s"]) == [place / RATE_HZ for place in range(len(table))]
    for name in ("arousal", "valence", "breath_hz", "presence"):
        curve = getattr(lanes.estimates, name)
        for column, numbers in ((name, curve.mean), (f"{name}_sd", curve.sd)):
            wanted = np.full(len(table), np.nan)
            wanted[[int(t_s * 2) for t_s in lanes.estimates.t_s]] = np.where(curve.known, numbers, np.nan)
            assert np.allclose(table[column].astype(float), wanted, rtol=1e-8, atol=0.0, equal_nan=True), column
    assert table["arousal"].notna().any()


def test_every_sensor_and_setting_comes_back() -> None:
    """What each said by itself, and what was set from each decision to the next."""
    table, material = recording(whole()), whole()
    for sensor, rates in material.sensors.breath:
        told_where(dict(table[f"{sensor}_breath_hz"].dropna().items()), rates.t_s, rates.breath_hz, 1e-8)
    for sensor, quality in material.sensors.quality:
        halves = table[f"{sensor}_quality"].dropna()
        assert len(halves) == min(2 * len(quality.value), len(table) - 2 * int(quality.t_s[0]))
        assert all(
            value == pytest.approx(quality.value[place // 2 - int(quality.t_s[0])]) for place, value in halves.items()
        )
    for place, value in table["set_tempo"].items():
        before = [one for one in material.lanes.decisions if one.tick / TICKS_PER_S <= place / RATE_HZ]
        assert value == pytest.approx(before[-1].used.tempo, rel=1e-8) if before else np.isnan(value)


def test_no_setting_is_told_of_lost_seconds() -> None:
    """From the beginning of what is lost to the next decision nobody knows how the game was set."""
    decided_s = [one.tick / TICKS_PER_S for one in whole().lanes.decisions]
    until_s = min(t_s for t_s in decided_s if t_s >= LOST_S[1])
    table, all_there = recording(with_lost_seconds())["set_tempo"], recording(whole())["set_tempo"]
    unknown = [place for place in table.index if LOST_S[0] < place / RATE_HZ < until_s]
    assert all_there[unknown].notna().all()
    assert table[unknown].isna().all()
    assert table.drop(unknown).equals(all_there.drop(unknown))


def test_what_is_told_between_half_seconds_leaves_no_hole() -> None:
    """Twice a second at a quarter and three: each has a place of its own; what was told before the sitting has none."""
    table = recording(sensed_between())
    rates = table["breath_breath_hz"]
    assert np.isnan(rates[0]), "the first was told nearer to the first half second"
    assert list(rates[1 : len(QUARTERS) + 1]) == [pytest.approx(0.2 + place / 1000) for place in range(len(QUARTERS))]
    assert rates[len(QUARTERS) + 1 :].isna().all()
    assert list(table["breath_quality"].dropna().items()) == [(0, 0.25), (1, 0.25), (2, 0.75), (3, 0.75)]


def test_every_event_comes_back() -> None:
    """By its time and kind, and the corrected stretch with its length; its seconds are marked in the recording."""
    files = told(whole())
    table = pd.read_csv(BytesIO(files["events.tsv"]), sep="\t", keep_default_na=False)
    found = list(zip(table["onset"].astype(float).round(3), table["trial_type"], strict=True))
    wanted = [(round(event.t_s, 3), event.kind) for event in events(whole().lanes)]
    assert sorted(found) == sorted([*wanted, (CORRECTED_S[0], "corrected")])
    assert set(table["trial_type"]) <= set(json.loads(files["events.json"])["trial_type"]["Levels"])
    marked = recording(whole()).query("corrected == 'laughing'")["t_s"]
    assert (marked.min(), marked.max()) == (CORRECTED_S[0], CORRECTED_S[1] - 1 / RATE_HZ)
