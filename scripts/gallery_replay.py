"""Take docs/gallery/replay.webp: one session of a simulated person in the replay view, as a browser shows it.

    .venv/bin/python -m scripts.gallery_replay [FOLDER]

It is recorded anew each time, so each picture is of another sitting. Needs Debian's chromium and chromium-driver.
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image

from game.vault.home import FIRST_PLAYER, open_home, player_folder
from game.vault.keys import set_passphrase
from game.vault.passphrase import Passphrase
from tests.e2e.game import call
from tests.e2e.served import serving
from tests.rig.browser import Browser, chromium, resize

PASSPHRASE = "wide as the sea"
SECONDS = 900
SIZE = (1280, 1240)
SHOWN = (960, 930)
MOMENT = 0.3
"""Where the cursor stands, as a share of the session: in the middle of play."""
ARRIVED = """
const tick = Math.round(60 * Number(document.getElementById("where").value));
return performance.getEntriesByType("resource").some(({ name }) => name.includes(`frame?tick=${tick}&`));
"""


def open_session(browser: Browser, address: str) -> None:
    """Unlock, open the session, and go to a moment of it."""
    resize(browser.driver, *SIZE)
    browser.driver.get(address)
    browser.click(".players a")
    browser.find("#passphrase").send_keys(PASSPHRASE)
    browser.click("#unlock button[type=submit]")
    browser.click(".sitting h3 a")
    browser.until(lambda: browser.text("#ghost-truth"), "the picture was not told to its end")
    browser.drag("#lanes-over", MOMENT, MOMENT)
    browser.until(lambda: browser.driver.execute_script(ARRIVED), "the picture of that moment did not come")
    browser.until(lambda: browser.text("#why-body .why-saw"), "why was not told")


def main(folder: Path) -> None:
    """Record, serve, look, save."""
    with tempfile.TemporaryDirectory() as name:
        passing = Path(name)
        home = open_home(passing / "home")
        set_passphrase(player_folder(home, FIRST_PLAYER), home.device, Passphrase(PASSPHRASE), 1)
        call(home.root, "play", "--headless", "--seconds", str(SECONDS))
        with serving(home.root, passing / "log") as address, chromium(passing / "profile", *SIZE) as browser:
            open_session(browser, address)
            data = browser.driver.get_screenshot_as_png()
    picture = Image.open(io.BytesIO(data)).convert("RGB").resize(SHOWN, Image.Resampling.LANCZOS)
    picture.save(folder / "replay.webp", quality=82, method=6)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/gallery"))
