"""The replay view in a real browser: from a click to drawn lanes, the picture's pace, and what the server costs.

A simulated person plays so many minutes by the game's own command; the view is served by its own command and opened in
Debian's chromium. Printed: seconds from the click on a session to its drawn lanes, with the page's files and the
session's lanes in their caches, and once with neither; seconds until all of it is painted again; milliseconds from
asking for a moment's picture to having it, for moments in no order, as the page asks (480 wide); pictures drawn a
second while it plays; resident memory of the server and of the child that paints; addresses asked for outside.

    python -m benchmarks.replay [--minutes 20] [--rounds 5]

Machines and neighbours differ: run it on a quiet one, and compare with the yardstick of benchmarks.tick.
"""

import argparse
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.ghost import Spread, resident_mb
from benchmarks.tick import yardstick_us
from game.vault.home import FIRST_PLAYER, open_home, player_folder
from game.vault.keys import set_passphrase
from game.vault.passphrase import Passphrase
from tests.e2e.game import Game, call, descendants, playing
from tests.e2e.served import address_of
from tests.rig.browser import Browser, Witness, chromium

PASSPHRASE = "wide as the sea"
SEEKS = 200
PLAY_S = 8
DRAWN_AT = """
const [drawn] = performance.getEntriesByName("stillwater:lanes-drawn");
return drawn ? performance.timeOrigin + drawn.startTime : null;
"""
CLICK = """
const link = arguments[0];
sessionStorage.setItem("clicked", String(performance.timeOrigin + performance.now()));
link.click();
"""
ASK = """
const [here, many, last, done] = arguments;
(async () => {
  const times = [];
  for (let number = 1; number <= many; number += 1) {
    const tick = Math.floor(((number * 0.6180339887) % 1) * last);
    const asked = performance.now();
    const answer = await fetch(`${here}/frame?tick=${tick}&w=480`, { cache: "no-store" });
    const picture = await createImageBitmap(await answer.blob());
    times.push(performance.now() - asked);
    picture.close();
  }
  done(times);
})();
"""
DRAWN_WHILE = """
const [seconds, done] = arguments;
const pen = CanvasRenderingContext2D.prototype;
const draw = pen.drawImage;
let drawn = 0;
pen.drawImage = function (...values) {
  drawn += 1;
  return draw.apply(this, values);
};
document.getElementById("play").click();
setTimeout(() => {
  document.getElementById("play").click();
  pen.drawImage = draw;
  done(drawn / seconds);
}, seconds * 1000);
"""


def record(folder: Path, minutes: float) -> None:
    """Let a simulated person play; the guardian has a passphrase."""
    home = open_home(folder)
    set_passphrase(player_folder(home, FIRST_PLAYER), home.device, Passphrase(PASSPHRASE), 1)
    done = call(folder, "play", "--headless", "--seconds", str(round(minutes * 60)))
    if done.returncode != 0:
        raise SystemExit(done.stderr)


def enter(browser: Browser, address: str) -> None:
    """Unlock the player, and wait until its session is summed up."""
    browser.driver.get(address)
    browser.click(".players a")
    browser.find("#passphrase").send_keys(PASSPHRASE)
    browser.click("#unlock button[type=submit]")
    browser.find(".sitting h3 a")
    browser.until(lambda: not browser.all("#pending"), "the session was not summed up")


def opened(browser: Browser) -> float:
    """Seconds from a click on the session to its drawn lanes."""
    link = browser.find(".sitting h3 a")
    browser.driver.execute_script(CLICK, link)
    drawn_ms = browser.until(lambda: browser.driver.execute_script(DRAWN_AT), "the lanes were not drawn")
    clicked_ms = browser.driver.execute_script("return Number(sessionStorage.getItem('clicked'))")
    return float(drawn_ms - clicked_ms) / 1e3


def measure(browser: Browser, served: Game, address: str, rounds: int) -> None:
    """Say all figures."""
    witness = Witness(browser.driver)
    enter(browser, address)
    player = browser.driver.current_url
    print(f"click to drawn lanes, nothing cached   {opened(browser):.2f} s")
    began_s = perf_counter()
    browser.until(lambda: browser.text("#ghost-truth"), "the picture was not told to its end")
    print(f"then until all is painted again        {perf_counter() - began_s:.1f} s   ({browser.text('#ghost-truth')})")
    here = browser.driver.current_url
    last = 60 * float(browser.all("#where")[0].get_attribute("max") or 0)
    times = browser.driver.execute_async_script(ASK, here, SEEKS, last)
    print(f"a moment's picture, in no order        {Spread(tuple(times))}")
    for speed in ("1", "8"):
        browser.driver.execute_script(
            "const field = document.getElementById('speed'); field.value = arguments[0];"
            "field.dispatchEvent(new Event('change'))",
            speed,
        )
        rate = browser.driver.execute_async_script(DRAWN_WHILE, PLAY_S)
        print(f"pictures drawn a second at {speed} x         {rate:.0f}")
    children = [pid for pid in descendants(served.process.pid) if resident_mb(pid) > 20]
    sizes = ", ".join(f"{resident_mb(pid):.0f}" for pid in children)
    print(
        f"memory                                 server {resident_mb(served.process.pid):.0f} MB, children {sizes} MB"
    )
    walls = []
    for _ in range(rounds):
        browser.driver.get(player)
        walls.append(opened(browser))
    print(f"click to drawn lanes, cached           median {median(walls):.2f} s of {rounds}, worst {max(walls):.2f} s")
    print(f"addresses asked for                    {len(witness.asked())}, outside: {len(witness.outside(address))}")


def main() -> None:
    """Play, serve, open, measure, print."""
    parser = argparse.ArgumentParser(description="What the replay view costs in a real browser.")
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--rounds", type=int, default=5)
    wish = parser.parse_args()
    print(f"yardstick {yardstick_us():.1f} us")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        record(folder / "home", wish.minutes)
        with playing(["replay"], folder / "home", {}, folder / "log") as served:
            address = address_of(served)
            with chromium(folder / "profile") as browser:
                browser.driver.set_script_timeout(120)
                measure(browser, served, address, wish.rounds)


if __name__ == "__main__":
    main()
