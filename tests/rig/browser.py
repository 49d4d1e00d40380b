"""A real browser without a window: Debian's chromium, driven by selenium, with every request it makes on record."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from selenium.common.exceptions import StaleElementReferenceException, TimeoutException
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from tests.rig.process import require

PATIENCE_S = 20.0
"""How long a page may take on a busy machine."""
SWITCHES = (
    "--headless=new",
    "--no-sandbox",  # its own is not to be had as root in a container
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
)
INLINE = ("data", "blob", "about", "chrome")
"""Schemes of what never leaves the browser."""
AXE = """
const done = arguments[0];
const shortened = ({ violations }) =>
  violations.map(({ id, impact, nodes }) => [id, impact, nodes.map(({ target }) => target.join(" "))]);
axe.run(document, { resultTypes: ["violations"] }).then(
  (told) => done(shortened(told)),
  (error) => done([["axe", "critical", [String(error)]]]),
);
"""
Held = TypeVar("Held")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that keeps somebody from using a page."""

    rule: str
    """axe's name for it."""
    impact: str
    """minor, moderate, serious or critical."""
    places: tuple[str, ...]
    """Selectors of what it is about."""


@dataclass(frozen=True, slots=True)
class Browser:
    """One window."""

    driver: Chrome
    """For what only selenium itself can say."""

    def find(self, selector: str) -> WebElement:
        """The first element that is shown under a CSS selector, as soon as there is one."""
        return self.until(lambda: next((one for one in self.all(selector) if one.is_displayed()), None), selector)

    def all(self, selector: str) -> Sequence[WebElement]:
        """All elements under a CSS selector, shown or not, as they are now."""
        found: Sequence[WebElement] = self.driver.find_elements(By.CSS_SELECTOR, selector)
        return found

    def text(self, selector: str) -> str:
        """What is written in the first of them, shown or not; "" where there is none."""
        found = self.driver.execute_script("return document.querySelector(arguments[0])?.textContent ?? ''", selector)
        return str(found).strip()

    def click(self, selector: str) -> None:
        """Bring one to the middle of the window, as somebody scrolls before clicking, and click at it."""
        element = self.find(selector)
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        element.click()

    def press(self, *keys: str, shift: bool = False) -> None:
        """Press keys on the page, as whoever has no pointer does."""
        acts = ActionChains(self.driver)
        if shift:
            acts.key_down(Keys.SHIFT)
        acts.send_keys(*keys)
        if shift:
            acts.key_up(Keys.SHIFT)
        acts.perform()

    def drag(self, selector: str, from_share: float, to_share: float) -> None:
        """Drag along the middle of an element, from one share of its width to another; the same twice = a click."""
        element = self.find(selector)
        wide = element.size["width"]
        acts = ActionChains(self.driver)
        for part in (0.0, 0.3, 0.7, 1.0):
            share = from_share + (to_share - from_share) * part
            acts.move_to_element_with_offset(element, round((share - 0.5) * wide), 0)
            if part == 0.0:
                acts.click_and_hold()
        acts.release().perform()

    def until(self, holds: Callable[[], Held | None], words: str) -> Held:
        """Wait until it holds, and return it; fail with ``words`` and the address otherwise."""
        stale = (StaleElementReferenceException,)
        wait: WebDriverWait[Chrome] = WebDriverWait(self.driver, PATIENCE_S, 0.05, ignored_exceptions=stale)
        try:
            return wait.until(lambda _: holds() or False)
        except TimeoutException:
            raise AssertionError(f"{words}: not within {PATIENCE_S} s at {self.driver.current_url}") from None


class Witness:
    """Keeps what a browser asks for and complains of from now on."""

    def __init__(self, driver: Chrome) -> None:
        self._driver = driver
        self._asked: list[str] = []
        for kind in ("performance", "browser"):  # what was logged before is another's
            driver.get_log(kind)  # type: ignore[no-untyped-call]

    def asked(self) -> list[str]:
        """Every address it has asked for so far, of whatever kind."""
        for entry in self._driver.get_log("performance"):  # type: ignore[no-untyped-call]
            said = json.loads(entry["message"])["message"]
            if said["method"] == "Network.requestWillBeSent":
                self._asked.append(said["params"]["request"]["url"])
            elif said["method"] == "Network.webSocketCreated":
                self._asked.append(said["params"]["url"])
        return list(self._asked)

    def outside(self, address: str) -> list[str]:
        """Of these, what lies neither on the server at ``address`` nor in the browser itself."""
        own = urlsplit(address).netloc
        parts = [(asked, urlsplit(asked)) for asked in self.asked()]
        return [asked for asked, at in parts if at.scheme not in INLINE and at.netloc != own]

    def complaints(self) -> list[str]:
        """What the console has said since it was asked last that is not information."""
        entries = self._driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [str(entry["message"]) for entry in entries if entry["level"] in ("SEVERE", "WARNING")]


def faults(driver: Chrome) -> list[Fault]:
    """What axe-core finds serious or critical in the page as it is now, by WCAG A and AA and good practice."""
    driver.execute_script(files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    told = [Fault(rule, impact, tuple(places)) for rule, impact, places in driver.execute_async_script(AXE)]
    return [fault for fault in told if fault.impact in ("serious", "critical")]


def wear(driver: Chrome, scheme: str) -> None:
    """Let the desktop prefer "light" or "dark"."""
    wish = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", wish)


def resize(driver: Chrome, width: int, height: int) -> None:
    """Give pages so many pixels, also fewer than a window may have."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


@contextmanager
def chromium(profile: Path, width: int = 1280, height: int = 900) -> Iterator[Browser]:
    """Begin a browser whose profile lies in ``profile``, and end it."""
    require("chromium", "chromedriver")
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for switch in (*SWITCHES, f"--user-data-dir={profile}", f"--window-size={width},{height}"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        driver.set_script_timeout(PATIENCE_S)
        yield Browser(driver)
    finally:
        driver.quit()
