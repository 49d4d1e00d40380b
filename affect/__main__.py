"""``python -m affect train KIND`` and ``python -m affect evaluate KIND FOLDER``; KIND is one of KINDS.

Each kind is a module affect/training/KIND.py that offers ``train(data, out)`` and ``evaluate(folder, options)``;
it is imported only when it is asked for; torch is imported by trainings alone.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol, cast

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # one thread, as in play; read when numpy loads, which the next lines do

from affect.errors import AffectError, CorpusError  # noqa: E402
from affect.networks.weights import models_folder  # noqa: E402
from affect.scoring import Options, Report, to_table, write_json  # noqa: E402

KINDS: Final = ("face", "voice", "breath", "text", "profile")
TABLES: Final = {"text": "*.csv*", "profile": "curves.npz"}
"""What lies in a folder of data where it is not manifest.csv."""


class Kind(Protocol):
    """What a module in affect/training offers the command line."""

    def train(self, data: Path, out: Path) -> None:
        """Rebuild the model from ``data``/KIND and write KIND.npz into ``out``, with a progress bar and a log."""

    def evaluate(self, folder: Path, options: Options) -> Report:
        """Score the shipped model on a folder laid out like ../shared/data/KIND."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0 well, 1 a problem that was said, 2 a wrong call."""
    parser = argparse.ArgumentParser(prog="python -m affect", description="Train and score what reads a player.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    train = commands.add_parser("train", help="rebuild a model from the data")
    train.add_argument("kind", choices=KINDS)
    train.add_argument("--data", type=Path, default=None, help="default: $STILLWATER_DATA, else ../shared/data")
    train.add_argument("--out", type=Path, default=models_folder(), help="where the weights go: assets/models")
    evaluate = commands.add_parser("evaluate", help="score a model on a folder of labelled data")
    evaluate.add_argument("kind", choices=KINDS)
    evaluate.add_argument("folder", type=Path, help="laid out like ../shared/data/KIND")
    evaluate.add_argument("--json", type=Path, default=None, metavar="FILE", help="write the figures there too")
    evaluate.add_argument("--noise", default="", metavar="FILE|pink|babble", help="mix this noise in (sound only)")
    evaluate.add_argument("--snr", type=float, default=10.0, metavar="DB", help="at this signal-to-noise ratio")
    evaluate.add_argument("--calibrate", type=int, default=0, metavar="K", help="learn each person from K calm items")
    arguments = parser.parse_args(words)
    try:
        return _run(arguments)
    except AffectError as error:
        print(f"affect: {error}", file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        print(f"affect: {error.name!r} is not installed: pip install '.[sensors,learning]'", file=sys.stderr)
        return 1


def _run(arguments: argparse.Namespace) -> int:
    kind = cast("Kind", import_module(f"affect.training.{arguments.kind}"))
    if arguments.command == "train":
        kind.train(data_folder(arguments.data), arguments.out)
        return 0
    table = TABLES.get(arguments.kind, "manifest.csv")
    if not any(arguments.folder.glob(table)):
        raise CorpusError(f"{arguments.folder} has no {table}: name a folder laid out like data/{arguments.kind}.")
    report = kind.evaluate(arguments.folder, Options(arguments.noise, arguments.snr, arguments.calibrate))
    print(to_table(report))
    if arguments.json is not None:
        write_json(report, arguments.json)
    return 0


def data_folder(named: Path | None) -> Path:
    """The folder with one folder for each kind: as named, else $STILLWATER_DATA, else ../shared/data by the repo.

    Raises:
        CorpusError: there is none.
    """
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = named or Path(os.environ.get("STILLWATER_DATA", beside))
    if not folder.is_dir():
        raise CorpusError(f"There is no data at {folder}: name its folder with --data or STILLWATER_DATA.")
    return folder


if __name__ == "__main__":
    raise SystemExit(main())
