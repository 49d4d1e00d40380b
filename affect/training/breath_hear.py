"""Made clips as the code of play hears them: rows for the network, with labels, rates and the tilt of each block."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from affect.breath_features import SPAN, Air
from affect.breath_input import INPUTS, SPOKEN, SPOKEN_AT, network_input
from affect.breath_rate import Cycle, find_cycle
from affect.breath_told import EVERY
from affect.sensor import Sound
from affect.spectrum import BLOCK, BLOCK_S, FRAMES, Blocks, Doubles, Floats
from affect.training.breath_made import EXHALE, INHALE, Clip, starts
from affect.voice_activity import VoiceActivity
from game.core.reading import SILENT

SPAN_S = 30.0
"""A rate is that of the last 30 s."""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """One clip, heard."""

    rows: Floats
    """float32 (n, INPUTS): a row for each block; nothing is known of the exhale's tilt."""
    label: NDArray[np.int64]
    """(n, 5): of each frame."""
    rate_hz: Doubles
    """float64 (n,): breaths per second over the last 30 s up to the block's end; nan = there is no telling."""
    tilt: Doubles
    """float64 (n, 2): level and tilt of each block, as calibration looks at them."""
    cycles: tuple[Cycle | None, ...] = ()
    """What the plain tracker found, twice a second; empty = it was not asked."""


def hear(clip: Clip) -> Heard:
    """Through blocks, voice activity and air, as in play."""
    return _hear(clip, lambda air, rows: ())


def hear_and_track(clip: Clip) -> Heard:
    """The same, and what the plain tracker finds."""
    return _hear(clip, _track)


def _track(air: Air, rows: list[Floats]) -> tuple[Cycle | None, ...]:
    """Asked after every block; answers where play would look."""
    if len(rows) % EVERY != 1:
        return ()
    return (find_cycle(air.above(min(len(rows), SPAN)), np.array([row[SPOKEN_AT] < 0.5 for row in rows[-SPAN:]])),)


def _hear(clip: Clip, look: Callable[[Air, list[Floats]], tuple[Cycle | None, ...]]) -> Heard:
    air, voice = Air(), VoiceActivity()
    rows: list[Floats] = []
    tilt: list[tuple[float, float]] = []
    cycles: list[Cycle | None] = []
    for index, block in enumerate(Blocks().take(Sound(clip.sound, 0))):
        played = clip.played_dbfs[index] if clip.played_dbfs else SILENT
        spoken = voice.take(block, played).presence > SPOKEN
        flow = air.take(block, played)
        rows.append(network_input(flow, spoken, air.leak.playing, ()))
        tilt.append((flow.level, flow.tilt))
        cycles.extend(look(air, rows))
    count = min(len(rows), len(clip.label) // FRAMES)
    ends = BLOCK_S * np.arange(1, count + 1)
    label = clip.label[: count * FRAMES].reshape(count, FRAMES)
    return Heard(np.array(rows)[:count], label, true_rate_hz(clip.label, ends), np.array(tilt)[:count], tuple(cycles))


def true_rate_hz(label: NDArray[np.int64], at_s: Doubles, span_s: float = SPAN_S) -> Doubles:
    """float64 like ``at_s``: mean rate over the span before, of the inhales' starts and of the exhales'."""
    return rate_of(starts(label, INHALE), starts(label, EXHALE), at_s, span_s)


def rate_of(inhales_s: Doubles, exhales_s: Doubles, at_s: Doubles, span_s: float = SPAN_S) -> Doubles:
    """The same from the moments at which they begin; nan where neither began twice."""
    rates = np.full((2, len(at_s)), np.nan)
    for row, begun in zip(rates, (inhales_s, exhales_s), strict=True):
        last = np.searchsorted(begun, at_s, side="right") - 1
        first = np.searchsorted(begun, at_s - span_s, side="left")
        some = last > first
        row[some] = (last - first)[some] / (begun[last[some]] - begun[first[some]])
    known = np.isfinite(rates)
    total = np.where(known, rates, 0.0).sum(axis=0)
    result: Doubles = np.where(known.any(axis=0), total / np.maximum(known.sum(axis=0), 1), np.nan)
    return result


def trusted_tilt(heard: Heard, first: int, last: int) -> float:
    """What calibration over these blocks would make of the exhale's tilt, as ``tilt_trust`` gives it; nan = nothing."""
    level, tilt = heard.tilt[first:last].T
    middle = heard.label[first:last, FRAMES // 2]
    inward, outward = (tilt[(middle == half) & (level > LEAST_LEVEL)] for half in (INHALE, EXHALE))
    if min(len(inward), len(outward)) < LEAST_BLOCKS:
        return float("nan")
    spread = max(0.02, float(inward.std() + outward.std()) / 2.0)
    return float(np.clip((inward.mean() - outward.mean()) / (1.5 * spread), -1.0, 1.0))


LEAST_LEVEL, LEAST_BLOCKS = 0.05, 15
"""As in affect.breath_hearing."""


def blocks_of(sound: Floats) -> Iterator[Floats]:
    """Pieces of 100 ms."""
    for at in range(0, len(sound) - BLOCK + 1, BLOCK):
        yield sound[at : at + BLOCK]


__all__ = ["INPUTS", "Heard", "blocks_of", "hear", "rate_of", "true_rate_hz", "trusted_tilt"]
