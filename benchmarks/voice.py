"""How well the voice sensor tells tense from calm, and how its weights were fitted.

    STILLWATER_DATA=../shared/data python -m benchmarks.voice

Every recording goes through the sensor's own blocks. Each speaker's features are taken relative to the mean of
their own *calm* (low-arousal) recordings: half of these, by the order of the manifest, are the calm baseline and
are not tested on. A third of the speakers are held out; logistic regression (ridge) is fitted on the others.
Printed: the weights for affect/voice_arousal.py and unweighted mean recall of high against low arousal.
"""

import csv
import io
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from affect.sensor import Sound
from affect.spectrum import Blocks
from affect.voice_activity import VoiceActivity
from affect.voice_arousal import HIGH, WITHIN_SD, arousal
from affect.voice_features import FEATURES, Moment, describe, moment
from game.core.reading import SILENT

Doubles = NDArray[np.float64]

NOISE_DBFS = -60.0
"""Room noise added to every recording after it is brought to -26 dBFS."""


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """One recording."""

    speaker: str
    """Who."""
    language: str
    """Which language."""
    high: bool
    """Rated as high arousal."""
    features: Doubles
    """float64 (5,): see affect.voice_features."""


def folder() -> Path:
    """Where the data lie."""
    return Path(os.environ.get("STILLWATER_DATA", Path(__file__).parents[2] / "shared" / "data"))


def features_of(samples: NDArray[np.float32], seed: int) -> Doubles | None:
    """Features of a recording after half a second of room."""
    dice = np.random.default_rng(seed)
    gain = 10 ** (-26 / 20) / max(1e-9, float(np.sqrt(np.mean(samples**2))))
    whole = np.concatenate((np.zeros(8000), samples * gain))
    whole = whole + dice.standard_normal(len(whole)) * 10 ** (NOISE_DBFS / 20)
    activity = VoiceActivity()
    moments: list[Moment] = []
    for block in Blocks().take(Sound(whole.astype(np.float32), 0)):
        heard = activity.take(block, SILENT)
        if heard.above_db > 10.0:
            moments.append(moment(block, heard.pitch_hz, heard.aperiodicity, heard.voiced))
    return describe(moments)


def read() -> list[Told]:
    """All recordings that give features."""
    told: list[Told] = []
    with (folder() / "voice" / "manifest.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["arousal"] in ("high", "low")]
    archives = {name: zipfile.ZipFile(folder() / "voice" / name) for name in {row["archive"] for row in rows}}
    for seed, row in enumerate(rows):
        samples, _ = soundfile.read(io.BytesIO(archives[row["archive"]].read(row["member"])), dtype="float32")
        features = features_of(samples, seed)
        if features is not None:
            told.append(Told(row["speaker"], row["language"], row["arousal"] == "high", features))
    return told


def relative(told: list[Told]) -> list[Told]:
    """Each as change from its speaker's calm baseline; the recordings of the baseline are left out."""
    result: list[Told] = []
    for speaker in sorted({one.speaker for one in told}):
        own = [one for one in told if one.speaker == speaker]
        calm = [one for one in own if not one.high][::2]
        if len(calm) < 2:
            continue
        mean = np.mean([one.features for one in calm], axis=0)
        result += [
            Told(one.speaker, one.language, one.high, one.features - mean)
            for one in own
            if all(one is not other for other in calm)
        ]
    return result


def fit(told: list[Told], ridge: float = 1.0) -> tuple[Doubles, float]:
    """Weights and offset of a logistic regression with balanced classes, by Newton's method."""
    x = np.array([np.append(one.features, 1.0) for one in told])
    y = np.array([one.high for one in told], float)
    balance = np.where(y > 0, 0.5 / y.mean(), 0.5 / (1 - y.mean()))
    scale = np.append(x[:, :-1].std(axis=0), 1.0)
    x = x / scale
    weights = np.zeros(x.shape[1])
    for _ in range(25):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (balance * (p - y)) + ridge * weights
        bend = (x * (balance * p * (1 - p))[:, None]).T @ x + ridge * np.eye(len(weights))
        weights -= np.linalg.solve(bend, slope)
    weights = weights / scale
    return weights[:-1], float(weights[-1])


def recall(told: list[Told], weights: Doubles, offset: float) -> float:
    """Unweighted mean recall of high and low."""
    high = np.array([one.high for one in told])
    said = np.array([one.features @ weights + offset > 0 for one in told])
    return float((said[high].mean() + (~said[~high]).mean()) / 2)


def main() -> None:
    """Read, fit, print."""
    told = read()
    changes = relative(told)
    speakers = sorted({one.speaker for one in changes})
    kept = set(speakers[::3])
    train = [one for one in changes if one.speaker not in kept]
    held = [one for one in changes if one.speaker in kept]
    weights, offset = fit(train)
    print(f"{len(told)} recordings, {len(speakers)} speakers, {len(kept)} held out")
    for name, weight in zip(FEATURES, weights, strict=True):
        print(f"  {name:12s} {weight:+.4f}")
    print(f"  {'offset':12s} {offset:+.4f}")
    print(f"high against low: train {recall(train, weights, offset):.3f} held out {recall(held, weights, offset):.3f}")
    for language in sorted({one.language for one in held}):
        part = [one for one in held if one.language == language]
        print(f"  held out, {language}: {recall(part, weights, offset):.3f} of {len(part)}")
    _population(told)
    _spread("train", train, weights)
    _spread("held out", held, weights)


def _population(told: list[Told]) -> None:
    """Calm means over people, for a player who is not known yet."""
    speakers = sorted({one.speaker for one in told})
    calm = np.array(
        [
            np.mean([one.features for one in told if one.speaker == speaker and not one.high], axis=0)
            for speaker in speakers
        ]
    )
    print("calm voice over people: mean", np.round(calm.mean(axis=0), 3), "sd", np.round(calm.std(axis=0), 3))


def _spread(name: str, told: list[Told], weights: Doubles) -> None:
    """Error of the arousal told, taking low as 0 and high as HIGH; and how often 80 % intervals hold it."""
    truth = np.array([HIGH if one.high else 0.0 for one in told])
    said = np.array([arousal(one.features, weights) for one in told])
    error = said - truth
    inside = np.mean(np.abs(error) < 1.2816 * WITHIN_SD)
    print(f"{name}: rms error {np.sqrt(np.mean(error**2)):.3f}, 80 % interval of sd {WITHIN_SD} holds {inside:.2f}")


if __name__ == "__main__":
    main()
