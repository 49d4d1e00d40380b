"""Trains the reader of sentences: ``python -m affect train text``; scores it: ``... evaluate text FOLDER``.

Scoring needs numpy alone: training imports scipy and OpenCC when it is asked for.
"""

from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from affect.training.text_score import evaluate

__all__ = ["evaluate", "train"]


class _Training(Protocol):
    def train(self, data: Path, out: Path) -> None:
        """See ``affect.training.text_train``."""


def train(data: Path, out: Path) -> None:
    """Rebuild text.npz in ``out`` from ``data``/text and print what it is worth on sentences set aside.

    Raises:
        CorpusError: ``data`` has no table of texts.
        ModuleNotFoundError: OpenCC is not installed, which only training needs.
    """
    cast("_Training", import_module("affect.training.text_train")).train(data, out)
