"""The list of ten thousand sessions: what the server takes, and when a real browser has it on the screen.

A home is made with so many small sealed sessions whose sums are kept (tests/replay/years.py); the view is served by its
own command and opened in Debian's chromium. Printed, for the list as it opens and for all of them: milliseconds the
server takes to answer, and from asking for the page until something of it is painted and until all of it is there; how
long the document is. Then, without a browser, what the processor does for the page, and for reading the list, every
session's numbers, and every course.

    python -m benchmarks.replay_many [--sessions 10000] [--rounds 7] [--no-browser]

Machines and neighbours differ: run it on a quiet one, and compare with the yardstick of benchmarks.tick.
"""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time, sleep, time

from affect.trends.profile import LAST
from benchmarks.tick import yardstick_us
from game.replay.cabinet import Unlocked
from game.replay.many import read_courses, read_many
from game.replay.shelf import read_shelf
from game.vault.keys import unlock
from game.vault.passphrase import Passphrase
from tests.e2e.served import serving, unlocked
from tests.replay.visiting import PASSPHRASE, House
from tests.replay.visiting import Browser as Visitor
from tests.replay.years import Year, a_year
from tests.rig.browser import Browser

GOAL_S = 1.0
"""A page of so many sessions is there after so long."""
REST_S = 2.0
"""Between two openings: what the page fetches once it is there belongs to no opening."""
ALL = "?days=all"
PAGES = ("?days=30", ALL, f"{ALL}&skip=5000")
TIMES = """
const [told] = performance.getEntriesByType("navigation");
const painted = performance.getEntriesByName("first-contentful-paint")[0];
if (!told.loadEventEnd || !painted) return null;
return [told.responseStart - told.requestStart, painted.startTime, told.loadEventEnd, told.decodedBodySize];
"""


def shown(browser: Browser, page: str, rounds: int) -> str:
    """What opening a page takes, in words."""
    told = []
    for _ in range(rounds):
        browser.driver.get("about:blank")
        browser.driver.get(page)
        told.append(browser.until(lambda: browser.driver.execute_script(TIMES), "the page was not painted"))
        sleep(REST_S)
    answered, painted, whole, length = zip(*told, strict=True)
    rows = len(browser.all(".sitting"))
    return (
        f"{rows:>4} rows  answer {_spread(answered)}  first painted {_spread(painted)}  "
        f"all there {_spread(whole)}  {max(length) / 1e3:.0f} kB"
    )


def _spread(times_ms: tuple[float, ...]) -> str:
    return f"{median(times_ms):.0f} (worst {max(times_ms):.0f}) ms"


def measure_pages(year: Year, folder: Path, rounds: int) -> None:
    """Serve the view and open its list."""
    with serving(year.home.root, folder / "log") as address, unlocked(address, folder / "profile") as browser:
        player = browser.driver.current_url.partition("?")[0]
        for page in PAGES:
            print(f"{page:20} {shown(browser, player + page, rounds)}", flush=True)


def measure_reading(year: Year, rounds: int) -> None:
    """Make the pages and read what is kept, in this process: what it costs the processor, whoever else wants it."""
    private = unlock(year.folder, year.home.device, Passphrase(PASSPHRASE))
    at_hand, device = Unlocked(year.folder, private, "passphrase"), year.home.device
    visitor = Visitor(House(year.home, b"").app)
    visitor.unlock()
    acts: dict[str, Callable[[], object]] = {
        "the page of all": lambda: visitor.page(f"/p/player-1{ALL}"),
        "the list": lambda: read_shelf(at_hand, device),
        "all numbers": lambda: read_many(at_hand, device, time()),
        "the newest courses": lambda: read_courses(at_hand, device, year.names, LAST + 1),
    }
    for name, act in acts.items():
        times = []
        for _ in range(rounds):
            began_s = process_time()
            act()
            times.append(1e3 * (process_time() - began_s))
        print(f"{name:26} {_spread(tuple(times))} of the processor")


def main() -> None:
    """Make the home, serve it, look, print."""
    parser = argparse.ArgumentParser(description="What a list of very many sessions costs.")
    parser.add_argument("--sessions", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--no-browser", action="store_true", help="only read what is kept")
    wish = parser.parse_args()
    print(f"yardstick {yardstick_us():.1f} us")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began_s = perf_counter()
        year = a_year(folder / "home", wish.sessions)
        print(f"{wish.sessions} sessions, made in {perf_counter() - began_s:.0f} s; goal of a page: {GOAL_S:.0f} s")
        if not wish.no_browser:
            measure_pages(year, folder, wish.rounds)
        measure_reading(year, wish.rounds)


if __name__ == "__main__":
    main()
