"""``observe``: the same sensors as in play, stepped by hand over files; readings as CSV."""

import argparse
import sys
from itertools import chain, islice
from pathlib import Path


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser.add_argument("--camera", type=Path, metavar="FILE", help="video file")
    parser.add_argument("--microphone", type=Path, metavar="FILE", help="sound file")
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("-"),
        metavar="FILE",
        help='CSV: t_s, sensor, quantity, value, sd; "-" = output',
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Observe. Raises AffectError with what to do."""
    if arguments.camera is None and arguments.microphone is None:
        print("stillwater: nothing to observe. Name a file: --camera FILE, --microphone FILE, or both", file=sys.stderr)
        return 2
    from affect.observe import observe, write_csv  # noqa: PLC0415 - brings the libraries of the sensors

    told = observe(arguments.camera, arguments.microphone)
    # The first reading opens the files: where one of them is none, no table is begun over an older one.
    readings = chain(list(islice(told, 1)), told)
    if str(arguments.out) == "-":
        write_csv(readings, sys.stdout)
        return 0
    try:
        with arguments.out.open("w", newline="", encoding="utf-8") as file:
            write_csv(readings, file)
    except OSError as error:
        print(f"stillwater: {arguments.out} cannot be written ({error.strerror}). Name another file.", file=sys.stderr)
        return 1
    return 0
