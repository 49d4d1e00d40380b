"""What breath is trained on is made alike every time, with labels that are true; what scores it counts rightly."""

import csv
import io
import json
import zipfile
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile

from affect.__main__ import main
from affect.breath_model import EXHALE, INHALE, PAUSE
from affect.simulate import Breathing, breathe, white
from affect.training.breath_belts import FLOW_HZ, TRAINING, VALIDATION, Run, draw_manner, runs_of, warp
from affect.training.breath_hear import hear, rate_of, trusted_tilt
from affect.training.breath_made import NOISES, SENTENCES, World, make
from affect.training.breath_score import LAST_S, match, onsets_s
from affect.training.breath_sounds import made_noises, talk
from affect.training.breath_truth import age_band

KEYS = {
    "rate_mae", "rate_mae_shown", "coverage", "rate_within_1", "phase_accuracy", "onset_latency_s", "onset_recall",
    "false_onsets_per_min", "ece", "sd_coverage", "ms_per_second",
}  # fmt: skip


@pytest.fixture(scope="module")
def world() -> World:
    """One even trace with rests, and synthesised noise alone."""
    time = np.arange(60 * FLOW_HZ) / FLOW_HZ
    wave = np.sin(2 * np.pi * 0.25 * time)
    return World([runs_of(np.where(np.abs(wave) > 0.5, wave, 0.0))], made_noises(), (talk,))


def test_a_seed_is_a_clip(world: World) -> None:
    """The same seed gives the same sound, label and hints; another seed others."""
    one, same, other = make(world, 20.0, 3), make(world, 20.0, 3), make(world, 20.0, 4)
    assert np.array_equal(one.sound, same.sound)
    assert np.array_equal(one.label, same.label)
    assert one.played_dbfs == same.played_dbfs
    assert not np.array_equal(one.sound, other.sound)
    assert one.sound.dtype == np.float32
    assert np.abs(one.sound).max() <= 1.0
    assert len(one.label) == 1000


def test_labels_are_where_the_breath_is(world: World) -> None:
    """Without much noise, labelled halves are louder than labelled pauses in nearly every clip."""
    louder = []
    for seed in range(8):
        clip = make(world, 20.0, seed, 40.0)
        power = np.mean(clip.sound.reshape(-1, 320) ** 2, axis=1)
        if (clip.label == PAUSE).sum() > 50:
            louder.append(np.median(power[clip.label == EXHALE]) > np.median(power[clip.label == PAUSE]))
    assert np.mean(louder) > 0.8


def test_warped_breathing_has_the_rate_that_was_wanted(world: World) -> None:
    """Over many manners, the mean rate of two minutes lies near the one asked for."""
    off = []
    for seed in range(20):
        dice = np.random.default_rng(seed)
        manner = draw_manner(dice)
        course = warp(world.belts, manner, 120.0, dice)
        starts = np.flatnonzero(np.diff((course.label == INHALE).astype(int)) == 1) / FLOW_HZ
        off.append(abs(np.log((len(starts) - 1) / (starts[-1] - starts[0]) / manner.breath_hz)))
    assert np.median(off) < 0.15


def test_runs_alternate_and_hold_all_of_the_trace() -> None:
    """Neighbours differ, none is shorter than what can be heard, nothing is lost."""
    flow = np.sin(np.arange(3000) / 40.0) + 0.2 * np.random.default_rng(1).standard_normal(3000)
    runs: list[Run] = runs_of(flow)
    assert sum(len(run.flow) for run in runs) == 3000
    assert all(one.label != two.label for one, two in pairwise(runs))


def test_training_and_validation_share_nothing() -> None:
    """Belts, recorded noises and sentences are parted."""
    assert not set(TRAINING) & set(VALIDATION)
    assert not set(NOISES[0]) & set(NOISES[1])
    assert not set(SENTENCES[0]) & set(SENTENCES[1])


def test_a_clip_is_heard_block_by_block_with_its_labels(world: World) -> None:
    """A row, five labels and a rate for each block; calibration finds the brighter half of a clear breath."""
    clip = make(world, 30.0, 5, 25.0)
    heard = hear(clip)
    assert heard.rows.shape[0] == len(heard.label) == len(heard.rate_hz) == 300
    assert np.array_equal(heard.label.reshape(-1), clip.label)
    assert np.isfinite(heard.rows).all()
    trust = trusted_tilt(heard, 0, 300)
    assert np.isnan(trust) or -1.0 <= trust <= 1.0


def test_true_rates_are_those_of_the_last_half_minute() -> None:
    """Breaths of 4 s, then of 2 s: 15/min, then ever more, 30/min when the slow ones are past."""
    inhales = np.concatenate((np.arange(0.0, 40.0, 4.0), np.arange(40.0, 100.0, 2.0)))
    rates = 60.0 * rate_of(inhales, inhales + 1.0, np.array([1.0, 39.0, 55.0, 99.0]))
    assert np.isnan(rates[0])
    assert rates[1] == pytest.approx(15.0)
    assert 15.0 < rates[2] < 30.0
    assert rates[3] == pytest.approx(30.0)


def test_onsets_are_told_once_and_matched_once() -> None:
    """A chance that flutters over the threshold tells one exhale; one far from any start is false."""
    chance = np.zeros((1000, 3), np.float32)
    chance[:, PAUSE] = 1.0
    for start in (100, 110, 500):
        chance[start : start + 6, EXHALE] = 0.9
    told = onsets_s(chance)
    assert [round(at, 2) for at, _ in told] == [2.0, 10.0]
    assert all(known - at <= 0.1001 for at, known in told)
    waits, false = match(np.array([1.9, 5.0]), told)
    assert len(waits) == 1
    assert waits[0] == pytest.approx(0.2)
    assert false == 1
    assert LAST_S > 0.0


def test_age_bands() -> None:
    """As the issue names them; nothing where it is not known."""
    assert [age_band(age) for age in ("12", "13", "17.5", "18", "40", "")] == [
        "<13",
        "13-17",
        "13-17",
        "18-39",
        "40+",
        "",
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two clips of 20 s laid out like the data, and one without labels."""
    place = tmp_path_factory.mktemp("breath")
    rows = [["archive", "member", "kind", "seconds", "label", "sex", "age"]]
    with zipfile.ZipFile(place / "made.zip", "w") as archive:
        for index, sex in enumerate("FM"):
            breath = breathe(Breathing(0.25, start=0.0), 20.0, index)
            lines = ["phase,start_s,end_s"]
            for start, turn, end in zip(breath.inhales_s, breath.exhales_s, breath.ends_s, strict=True):
                lines += [f"inhale,{start:.3f},{turn:.3f}", f"exhale,{turn:.3f},{min(20.0, end):.3f}"]
            sound = io.BytesIO()
            soundfile.write(sound, breath.sound + white(20.0, -62.0, index), 16_000, format="FLAC")
            archive.writestr(f"clips/quiet-{index}.flac", sound.getvalue())
            archive.writestr(f"ann/quiet-{index}.csv", "\n".join(lines))
            rows.append(["made.zip", f"clips/quiet-{index}.flac", "made", "20", f"ann/quiet-{index}.csv", sex, "30"])
    rows.append(["made.zip", "clips/none.flac", "made", "20", "paced_bpm=8", "F", "30"])
    with (place / "manifest.csv").open("w", newline="", encoding="utf-8") as lines_of:
        csv.writer(lines_of).writerows(rows)
    return place


@pytest.mark.parametrize("more", [[], ["--calibrate", "2"], ["--noise", "pink", "--snr", "10"]])
def test_evaluate_scores_any_such_folder(folder: Path, tmp_path: Path, more: list[str]) -> None:
    """All keys, for all and for each group; what has no labels is left out; quiet regular breath is read well."""
    out = tmp_path / "breath.json"
    assert main(["evaluate", "breath", str(folder), "--json", str(out), *more]) == 0
    report = json.loads(out.read_text())
    assert set(report) >= KEYS
    assert report["items"] == 2
    assert set(report["groups"]) == {"corpus=made", "sex=F", "sex=M", "age=18-39", "member=quiet"}
    assert set(report["groups"]["member=quiet"]) >= KEYS
    if "--noise" not in more:
        assert report["rate_mae"] < 1.5


def test_evaluate_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without labelled recordings: one sentence and status 1."""
    (tmp_path / "manifest.csv").write_text("archive,member,label\na.zip,b.flac,paced_bpm=8\n")
    assert main(["evaluate", "breath", str(tmp_path)]) == 1
    assert "ann/" in capsys.readouterr().err
