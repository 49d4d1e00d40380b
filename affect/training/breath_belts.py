"""How people really breathe: belt and airflow traces, cut into inhales, exhales and pauses and warped into new ones.

A trace becomes a list of *runs* (one half of a breath, or a rest, with its flow). A new breathing strings together a
stretch of runs, each longer or shorter: by the rate that is wanted, by this person's ratio of inhale to exhale to
pause, by a slow wander and by chance; now and then a rest is held or a sigh drawn. Its labels are exact.
"""

import io
import zipfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from affect.errors import CorpusError
from affect.spectrum import Doubles

PAUSE, INHALE, EXHALE = 0, 1, 2
"""Labels."""
FLOW_HZ: Final = 100
"""Samples of flow a second."""
TRAINING: Final = ("nk_rest5", "physio2_flow")
VALIDATION: Final = ("nk_event", "physio1_flow")
"""Two belts and two airflows, shared out so that no trace serves both."""

_STILL: Final = 0.12
_SHORTEST_S: Final = 0.3
_SPIKE_S: Final = 1.0
_LONGEST_S: Final = 16.0


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One half of a breath, or a rest."""

    label: int
    """PAUSE, INHALE or EXHALE."""
    flow: Doubles
    """float64 (n,) at FLOW_HZ: above 0 into the body, about 1 at the height of a usual breath."""


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """Breathing, as it went."""

    flow: Doubles
    """float64 (n,) at FLOW_HZ, as in Run."""
    label: NDArray[np.int64]
    """(n,): PAUSE, INHALE or EXHALE."""


def read_belts(archive: Path, names: tuple[str, ...]) -> list[list[Run]]:
    """The runs of these traces of breath.zip.

    Raises:
        CorpusError: the archive or a trace is not there.
    """
    try:
        with zipfile.ZipFile(archive) as members:
            return [_read(members.read(f"belt/{name}.npz")) for name in names]
    except (OSError, KeyError) as error:
        raise CorpusError(f"{archive} lacks what breath is trained on ({error}).") from error


def _read(content: bytes) -> list[Run]:
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        trace, rate_hz, kind = np.asarray(stored["x"], np.float64), float(stored["fs"]), str(stored["type"])
    trace = trace[round(_SPIKE_S * rate_hz) :]
    seconds = len(trace) / rate_hz
    times = np.arange(0.0, seconds - 1.0 / rate_hz, 1.0 / FLOW_HZ)
    even = np.interp(times, np.arange(len(trace)) / rate_hz, trace)
    if kind == "airflow":
        # These two stand still at their median; what comes after the rest, the inhale, swings below it.
        flow = -gaussian_filter1d(even - np.median(even), 0.08 * FLOW_HZ)
    else:
        flow = np.gradient(gaussian_filter1d(even, 0.15 * FLOW_HZ)) * FLOW_HZ
    return runs_of(flow / np.quantile(np.abs(flow), 0.9))


def runs_of(flow: Doubles) -> list[Run]:
    """Cut flow where its direction changes; what is too short to be heard joins its neighbour."""
    label = np.where(flow > _STILL, INHALE, np.where(flow < -_STILL, EXHALE, PAUSE))
    edges = [0, *(np.flatnonzero(np.diff(label)) + 1).tolist(), len(label)]
    pieces: list[tuple[int, int, int]] = []
    for start, end in pairwise(edges):
        name = int(label[start])
        if pieces and (end - start < _SHORTEST_S * FLOW_HZ or pieces[-1][0] == name):
            pieces[-1] = (pieces[-1][0], pieces[-1][1], end)
        else:
            pieces.append((name, start, end))
    return [Run(name, flow[start:end]) for name, start, end in pieces]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a trace is warped."""

    breath_hz: float
    """Mean rate wanted."""
    stretch: tuple[float, float, float]
    """How much longer pauses, inhales and exhales are than in the trace, before the rate is set."""
    wander: float
    """How far the pace drifts over some breaths (sd of its logarithm)."""
    jitter: float
    """How much each half differs from the last (sd of the logarithm)."""
    depth: float
    """How much the depth of breaths differs (sd of the logarithm)."""
    holds: float
    """Chance that a rest is held for some seconds."""


def draw_manner(dice: np.random.Generator) -> Manner:
    """Somebody's way to breathe now: 4 to 30 a minute, often near rest; most are uneven, some are paced."""
    rate = np.exp(dice.uniform(np.log(4.0), np.log(30.0)) if dice.random() < 0.5 else dice.normal(np.log(12.0), 0.3))
    spread = dice.normal(0.0, 0.2, 3)
    paced = dice.random() < 0.2
    return Manner(
        breath_hz=float(rate) / 60.0,
        stretch=(float(np.exp(2.0 * spread[0])), float(np.exp(spread[1])), float(np.exp(spread[2]))),
        wander=0.03 if paced else float(dice.uniform(0.05, 0.2)),
        jitter=0.03 if paced else float(dice.uniform(0.05, 0.2)),
        depth=float(dice.uniform(0.05, 0.4)),
        holds=0.0 if paced or dice.random() < 0.6 else float(dice.uniform(0.02, 0.15)),
    )


def warp(belts: list[list[Run]], manner: Manner, seconds: float, dice: np.random.Generator) -> Course:
    """``seconds`` of breathing in this manner, from one of the traces at any place."""
    runs = belts[int(dice.integers(len(belts)))]
    pace = _pace(runs, manner)
    at = int(dice.integers(len(runs)))
    flows, labels, length, drift, depth = [], [], 0, 0.0, 1.0
    wanted = round(seconds * FLOW_HZ)
    skipped = int(dice.integers(0, round(min(20.0, 2.0 / manner.breath_hz) * FLOW_HZ)))
    while length < wanted + skipped:
        run = runs[at % len(runs)]
        at += 1
        drift = 0.9 * drift + 0.44 * manner.wander * float(dice.standard_normal())
        if run.label == INHALE:
            depth = float(np.exp(manner.depth * dice.standard_normal())) * (2.0 if dice.random() < 0.02 else 1.0)
        factor = pace * manner.stretch[run.label] * np.exp(drift + manner.jitter * dice.standard_normal())
        count = int(np.clip(len(run.flow) * factor, 0.2 * FLOW_HZ, _LONGEST_S * FLOW_HZ))
        if run.label == PAUSE and dice.random() < manner.holds:
            count += int(dice.uniform(2.0, 8.0) * FLOW_HZ)
        places = np.linspace(0.0, len(run.flow) - 1.0, count)
        flows.append(depth * np.interp(places, np.arange(len(run.flow)), run.flow))
        labels.append(np.full(count, run.label, np.int64))
        length += count
    cut = slice(skipped, skipped + wanted)
    return Course(np.concatenate(flows)[cut], np.concatenate(labels)[cut])


def _pace(runs: list[Run], manner: Manner) -> float:
    """By how much all runs must be longer for the mean rate wanted."""
    total_s = sum(len(run.flow) * manner.stretch[run.label] for run in runs) / FLOW_HZ
    breaths = sum(run.label == INHALE for run in runs)
    return (breaths / total_s) / manner.breath_hz
