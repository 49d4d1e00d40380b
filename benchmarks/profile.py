"""Puts the tables of the session profile into docs/trends.md, with what looking at a year of sessions costs.

Run: python -m adaptation curves                               simulated people play (half a minute of the processor)
     python -m affect train profile --data build/curves        learns, judges, leaves its report (a minute)
     python -m benchmarks.profile                              writes the page
"""

import sys
import time
from pathlib import Path

from affect.training.profile_data import read_courses
from affect.trends.profile import band, beside, player, shipped
from affect.trends.profile_page import page
from affect.trends.simulate import NOTHING, Habit, simulate
from benchmarks.written import write_part

ROOT = Path(__file__).resolve().parent.parent
PAGE, FOLDER = ROOT / "docs" / "trends.md", ROOT / "build" / "curves" / "profile"
YEAR = 365


def costs() -> str:
    """CPU time of a year of daily sessions: every one beside those before it, the band, and the page."""
    curves = read_courses(FOLDER)[2].curves()[:YEAR]
    taught = shipped()
    begun_s = time.process_time()
    for place, curve in enumerate(curves):
        beside(taught, player(taught, curves[:place]), curve)
    band(taught, player(taught, curves))
    courses_s = time.process_time() - begun_s
    sessions = simulate(Habit(per_week=7.0, missing=0.0), NOTHING, 1).sessions
    begun_s = time.process_time()
    lines = page(sessions)
    page_s = time.process_time() - begun_s
    return (
        f"{len(curves)} sessions, each beside the thirty before it, and the band: {courses_s:.2f} s of CPU; the page "
        f"of {len(lines)} lines about {len(sessions)} sessions: {page_s:.3f} s (numpy alone)."
    )


def main() -> int:
    """Write the page."""
    report = FOLDER / "report.md"
    if not report.is_file():
        print(f"there is no {report}: python -m affect train profile --data build/curves", file=sys.stderr)
        return 1
    write_part(PAGE, "profile", f"{report.read_text(encoding='utf-8')}\n\n{costs()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
