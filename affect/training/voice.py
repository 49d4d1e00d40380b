"""Trains the readers of voices: ``python -m affect train voice``; scores them: ``... evaluate voice FOLDER``.

Scoring needs no torch: training imports it when it is asked for.
"""

from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from affect.training.voice_score import evaluate

__all__ = ["evaluate", "train"]


class _Training(Protocol):
    def train(self, data: Path, out: Path) -> None:
        """See ``affect.training.voice_train``."""


def train(data: Path, out: Path) -> None:
    """Rebuild voice.npz in ``out`` from ``data``/voice and print what it is worth on people it has never heard.

    Raises:
        CorpusError: ``data`` has no voice/manifest.csv.
        ModuleNotFoundError: torch is not installed, which only trainings need.
    """
    cast("_Training", import_module("affect.training.voice_train")).train(data, out)
