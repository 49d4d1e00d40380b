"""What minds are shown of many sittings: ``game.core.observe`` on arrays."""

import numpy as np
import numpy.typing as npt

from adaptation.features import NAMES
from adaptation.sketch import lately
from adaptation.sketch.sitting import Sketch
from game.core.reading import Quantity

Array = npt.NDArray[np.float64]
KNOWN = ("usual_breath", "comfortable_breath", "responds", "likes_tempo", "skill")
"""Columns that never change."""


def observe(sketch: Sketch) -> Array:
    """float64 (n, 31), each in [-1, 1]: of each sitting what ``features.to_row(observe(world))`` says."""
    hearing, shields, settings = sketch.hearing, sketch.shields, sketch.settings
    players, guide = sketch.players, sketch.guides.breath_hz
    arousal, valence, breath = hearing.arousal, hearing.valence, hearing.breath
    tense, glad = arousal.known(Quantity.AROUSAL), valence.known(Quantity.VALENCE)
    performance = sketch.play.performance
    slow = hearing.slow_breath_hz
    trend = np.where(np.isnan(slow) | ~breath.known(Quantity.BREATH_HZ), 0.0, (breath.mean - slow) * 6.0)
    columns = {
        "arousal": np.where(tense, arousal.mean - players.arousal_baseline, 0.0),
        "arousal_confidence": arousal.confidence(Quantity.AROUSAL),
        "arousal_trend": np.where(tense, arousal.mean - hearing.slow_arousal, 0.0),
        "valence": np.where(glad, valence.mean - players.valence_baseline, 0.0),
        "valence_confidence": valence.confidence(Quantity.VALENCE),
        "valence_trend": np.where(glad, valence.mean - hearing.slow_valence, 0.0),
        "breath": _rate(breath.mean),
        "breath_confidence": breath.confidence(Quantity.BREATH_HZ),
        "breath_against_guide": (breath.mean - guide) * 6.0,
        "follow": hearing.follow,
        "performance": performance,
        "progress": sketch.level_tick / (3600.0 * players.minutes),
        "difficulty": settings.difficulty,
        "tempo": settings.tempo,
        "guidance": settings.guidance,
        "guide": _rate(guide),
        "since_minigame": (sketch.tick - shields.minigame_tick) / 10800.0,
        "minigames": shields.minigames / 6.0,
        "skips": shields.skips / 2.0,
        "since_too_much": (sketch.tick - shields.too_much_tick) / 3600.0,
        "sitting": sketch.tick / 72000.0,
        "train": players.train,
        "performance_trend": performance - sketch.lately.performance,
        "breath_trend": trend,
        "activity": sketch.lately.activity,
        "relief": lately.relief(sketch.lately, arousal, sketch.tick),
    }
    rows = np.empty((len(slow), len(NAMES)))
    for place, name in enumerate(NAMES):
        rows[:, place] = players.known[:, KNOWN.index(name)] if name in KNOWN else columns[name]
    return np.minimum(np.maximum(rows, -1.0), 1.0)


def _rate(breath_hz: Array) -> Array:
    return (breath_hz * 60.0 - 16.5) / 13.5
