"""Hours of play under which everything is pulled, cut and shaken: what leaks, what is late, what is lost.

    python -m benchmarks.soak --minutes 120 --folder build/soak
    python -m benchmarks.soak --folder build/soak --report          # the section for docs/FIGURES.md

The game as ``play`` puts it together, in one process, sitting after sitting, without a screen (SDL's dummy drivers, one
picture in six really painted, the real mixer): simulated people press keys through the window's own events; a film and
a sound stand in for camera and microphone, each behind its real spawned child. In the first 70 % of the time devices
are pulled (``--pulls`` in all), the disk fills up or fails in the middle of sittings, players in processes of their own
are killed while they write, the monotonic clock leaps forward and the wall clock goes back; the rest is played in
peace, so that a leak of a child shows. Once a minute a line is printed and FOLDER/figures.json is written; begun again
with the same folder, it goes on until the minutes are full. At the end every session file is told again.
"""

import argparse
import os
from pathlib import Path


def main() -> None:
    """Soak, or print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=120.0, help="in all, earlier legs included")
    parser.add_argument("--folder", type=Path, default=Path("build/soak"), help="home, films and figures.json")
    parser.add_argument("--pulls", type=int, default=100, help="how many times a device is pulled")
    parser.add_argument("--film-hz", type=float, default=15.0, help="pictures a second of the camera's film")
    parser.add_argument("--report", action="store_true", help="print the section of docs/FIGURES.md, and play nothing")
    given = parser.parse_args()
    # A sensor child imports this module: what is heavy is imported only by who plays.
    if given.report:
        from benchmarks.soak_report import report  # noqa: PLC0415

        print(report(given.folder / "figures.json"))
        return
    os.environ.update(SDL_VIDEODRIVER="dummy", SDL_AUDIODRIVER="dummy")
    from benchmarks.soak_run import soak  # noqa: PLC0415

    soak(given.folder, 60.0 * given.minutes, given.pulls, given.film_hz)


if __name__ == "__main__":
    main()
