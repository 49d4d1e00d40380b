"""Scores the breath reader on labelled recordings: ``python -m affect evaluate breath FOLDER``.

Every recording goes through the code of play, 100 ms by 100 ms. Rate: at every second from the fifteenth on, the best
guess against the mean rate of the last 30 s, by the starts of the labelled inhales and exhales. Phase: of every 20 ms,
the likeliest of inhale, exhale and pause. Onsets: when an exhale is told against when it began.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
from numpy.typing import NDArray

from affect import scoring
from affect.breath_model import EXHALE, INHALE, BreathModel
from affect.breath_reader import BreathReader
from affect.breath_told import SURE_HZ, Breathed
from affect.errors import CorpusError
from affect.scoring import Figures, Options, Report
from affect.sensor import RATE_HZ, Sound
from affect.simulate_speech import Speaking, speak
from affect.spectrum import BLOCK_S, FRAMES, Blocks, Doubles, Floats
from affect.training.breath_hear import rate_of
from affect.training.breath_truth import FRAME_S, Recording, read_recordings
from affect.training.voice_data import Noise, at_rate, babble, pink, recorded
from game.core.reading import SILENT, Baseline, CalibrationStage, Hint

FIRST_S: Final = 15
"""Second from which a rate is asked for."""
UNKNOWN_HZ: Final = 0.25
"""The guess where nothing was ever found: a usual rate."""
EARLY_S, LATE_S = 0.4, 1.0
"""An onset told between so much before and so much after the true one is of it."""
LAST_S: Final = 0.8
"""Seconds for which an exhale that was told is not told anew."""

_UP, _DOWN = 0.7, 0.4
_SD_UNKNOWN: Final = 0.15
_IN, _OUT, _REST = 0.2, 0.6, 0.95


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One recording, scored."""

    person: str
    """Of whom; empty = not known."""
    groups: tuple[str, ...]
    """Corpus, sex, age band, language, first word of the member's name."""
    rates: Floats
    """(n, 3): at each second true rate, best guess, its sd; breaths per minute. Shown where sd < 1.5."""
    right: NDArray[np.bool_]
    """(m,): of every 20 ms, whether the half told was right."""
    sure: Floats
    """(m,): its probability."""
    waits_s: tuple[float, ...]
    """From each start of an exhale that was found to when it was told."""
    onsets: int
    """Starts of exhales in the label."""
    false_onsets: int
    """Exhales told where none began."""
    minutes: float
    """Length that was scored."""


def score(folder: Path, options: Options, model: BreathModel | None) -> Report:
    """Score ``model`` (None = the first estimator) on ``folder``.

    Raises:
        CorpusError: the folder lists no labelled recordings, or the noise cannot be read.
    """
    recordings = read_recordings(folder)
    noise = _noise(options)
    items, seconds, cost_s = [], 0.0, 0.0
    for index, one in enumerate(recordings):
        sound = one.sound if noise is None else _mixed(one.sound, noise, options.snr_db, index)
        first_s, baseline = calibrated(one, sound, options.calibrate, model)
        begun = time.process_time()
        told = listen(sound, model, baseline)
        cost_s += time.process_time() - begun
        seconds += len(sound) / RATE_HZ
        items.append(item_of(one, told, first_s))

    def measure(some: Sequence[Item]) -> Figures:
        return {**figures(some), "ms_per_second": 1000.0 * cost_s / seconds}

    first = ("The trained weights are not installed: these are the figures of the first estimator.",)
    return scoring.assemble("breath", items, measure, NOTES + (first if model is None else ()))


NOTES: Final = (
    "rate_mae: best guess at every second from the 15th, shown or not, against the mean rate of the last 30 s;"
    " shown = sd below 1.5/min. rate_within_1 and coverage: shares of all those seconds; sd_coverage: of those shown.",
    "onset_latency_s: median from an exhale's start to the end of the block that told it; onsets are told from 0.4 s"
    " before to 1 s after. phase_accuracy: all 20 ms frames, from the first. ece: of the likeliest half's probability.",
    "With --calibrate K the first K labelled breaths of a recording teach how the exhale sounds and are not scored.",
)


def listen(sound: Floats, model: BreathModel | None, baseline: Baseline) -> list[Breathed]:
    """What is told of every 100 ms."""
    reader = BreathReader(baseline, model)
    quiet = Hint(0, CalibrationStage.NONE, 0.0, 0.0, SILENT, baseline)
    return [reader.take(block, quiet)[1] for block in Blocks().take(Sound(sound, 0))]


def calibrated(one: Recording, sound: Floats, breaths: int, model: BreathModel | None) -> tuple[float, Baseline]:
    """Seconds until so many breaths were over, and what a guide that went along with them would have taught."""
    if breaths <= 0 or len(one.inhales_s) <= breaths:
        return 0.0, ()
    until_s = float(one.inhales_s[breaths])
    reader = BreathReader((), model)
    for index, block in enumerate(Blocks().take(Sound(sound[: round(until_s * RATE_HZ)], 0))):
        label = int(one.label[min(len(one.label) - 1, index * FRAMES + FRAMES // 2)])
        phase = _IN if label == INHALE else _OUT if label == EXHALE else _REST
        reader.take(block, Hint(block.t_ns, CalibrationStage.BREATHS, phase, UNKNOWN_HZ, SILENT))
    return until_s, reader.learnt()


def item_of(one: Recording, told: Sequence[Breathed], first_s: float) -> Item:
    """Compare with the labels, from ``first_s`` on."""
    chance = np.concatenate([breathed.chance for breathed in told])
    count = min(len(chance), len(one.label))
    scored = np.arange(count) * FRAME_S >= first_s
    right = chance[:count].argmax(axis=1) == one.label[:count]
    begun = one.exhales_s[(one.exhales_s > max(first_s, FRAME_S)) & (one.exhales_s < len(told) * BLOCK_S - LATE_S)]
    waits, false = match(begun, [at for at in onsets_s(chance) if at[0] >= first_s])
    return Item(
        one.person,
        one.groups,
        rates_of(one, told, first_s),
        right[scored],
        chance[:count].max(axis=1)[scored],
        tuple(waits),
        len(begun),
        false,
        max(1e-9, (len(told) * BLOCK_S - first_s) / 60.0),
    )


def rates_of(one: Recording, told: Sequence[Breathed], first_s: float) -> Floats:
    """(n, 3): true rate, best guess and its sd at each second, breaths per minute."""
    times = np.arange(max(float(FIRST_S), first_s), len(told) * BLOCK_S + 1e-6)
    truth = rate_of(one.inhales_s, one.exhales_s, times)
    rows = []
    for at_s, true_hz in zip(times, truth, strict=True):
        block = min(len(told), round(at_s / BLOCK_S)) - 1
        said = [breathed.rate for breathed in told[max(0, block - 9) : block + 1] if breathed.rate is not None]
        guess = told[block].best_hz or UNKNOWN_HZ
        hz, sd = said[-1] if said else (guess, _SD_UNKNOWN)
        rows.append((true_hz, hz, sd))
    known = [row for row in rows if np.isfinite(row[0])]
    return 60.0 * np.array(known, np.float32).reshape(-1, 3)


def onsets_s(chance: Floats) -> list[tuple[float, float]]:
    """Exhales as they are told from (m, 3): the frame's time, and when its block was over; seconds."""
    found: list[tuple[float, float]] = []
    armed, last_s = True, -LAST_S
    for frame, out in enumerate(chance[:, EXHALE]):
        at_s = frame * FRAME_S
        if out < _DOWN:
            armed = True
        elif armed and out > _UP:
            armed = False
            if at_s - last_s >= LAST_S:
                found.append((at_s, (frame // FRAMES + 1) * BLOCK_S))
                last_s = at_s
    return found


def match(begun_s: Doubles, told: Sequence[tuple[float, float]]) -> tuple[list[float], int]:
    """How long after each start it was told, where it was; and how many were told of nothing."""
    left = list(told)
    waits = []
    for start in begun_s:
        near = [one for one in left if -EARLY_S <= one[0] - start <= LATE_S]
        if near:
            waits.append(near[0][1] - float(start))
            left.remove(near[0])
    return waits, len(left)


def figures(items: Sequence[Item]) -> Figures:
    """All figures but the time."""
    rates = np.concatenate([item.rates for item in items])
    error = np.abs(rates[:, 1] - rates[:, 0])
    shown = rates[:, 2] < 60.0 * SURE_HZ
    right = np.concatenate([item.right for item in items])
    sure = np.concatenate([item.sure for item in items])
    waits = [wait for item in items for wait in item.waits_s]
    onsets = sum(item.onsets for item in items)
    return {
        "rate_mae": _mean(error),
        "rate_mae_shown": _mean(error[shown]),
        "coverage": _mean(shown),
        "rate_within_1": _mean(shown & (error <= 1.0)),
        "phase_accuracy": _mean(right),
        "onset_latency_s": float(np.median(waits)) if waits else float("nan"),
        "onset_recall": len(waits) / onsets if onsets else float("nan"),
        "false_onsets_per_min": sum(item.false_onsets for item in items) / sum(item.minutes for item in items),
        "ece": scoring.ece(sure, right),
        "sd_coverage": scoring.sd_coverage(*rates[shown].T) if shown.any() else float("nan"),
    }


def _mean(values: NDArray[np.generic]) -> float:
    return float(np.mean(values.astype(np.float64))) if len(values) else float("nan")


def _noise(options: Options) -> Noise | None:
    if not options.noise:
        return None
    if options.noise == "pink":
        return pink
    if options.noise == "babble":
        return babble(list(_voices()))
    try:
        samples, rate = soundfile.read(options.noise, dtype="float32")
    except (OSError, soundfile.LibsndfileError) as error:
        raise CorpusError(f"{options.noise} is no sound that can be read ({error}).") from error
    return recorded(at_rate(samples, rate))


def _voices() -> Iterator[Floats]:
    """Simulated speakers for babble: a folder of breath need hold no speech."""
    for seed in range(8):
        yield speak(Speaking(pitch_hz=95.0 + 20.0 * seed, rest_s=0.2), 20.0, seed)


def _mixed(sound: Floats, noise: Noise, snr_db: float, seed: int) -> Floats:
    """``sound`` with noise so far below its mean power."""
    added = noise(len(sound), np.random.default_rng(seed))
    level = np.sqrt(np.mean(np.square(sound))) / (np.sqrt(np.mean(np.square(added))) + 1e-12)
    mixed: Floats = np.clip(sound + added * np.float32(level * 10 ** (-snr_db / 20)), -1.0, 1.0)
    return mixed
