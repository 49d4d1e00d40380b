"""The usual picture in a real browser: numbers asked by key, words that fit, nobody shut out, one sheet of paper."""

import base64
import re
from collections.abc import Iterator

import pytest
from selenium.webdriver.common.keys import Keys

from tests.e2e.served import serving, unlocked
from tests.replay.years import a_year
from tests.rig.browser import Browser, Witness, faults, resize, wear

pytestmark = [pytest.mark.rig, pytest.mark.long]

COUNT = 120
SIZES = (360, 1280)
HIDDEN = """
const wide = document.documentElement.clientWidth;
return [...document.querySelectorAll("main *")].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width > 0 && !one.closest(".visually-hidden, svg") && (box.left < -1 || box.right > wide + 1);
}).map((one) => one.className || one.tagName);
"""
OVERLAPPING = """
const boxes = (selector, chart) => [...chart.querySelectorAll(selector)].map((one) => one.getBoundingClientRect());
const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top + 2 || b.bottom <= a.top + 2;
return [...document.querySelectorAll(".chart")].filter((chart) => ["span.number", ".end"].some((selector) => {
  const all = boxes(selector, chart);
  return all.some((a, at) => all.slice(at + 1).some((b) => !apart(a, b)));
})).map((chart) => chart.className);
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the view of somebody who has played for half a year is served, by its own command."""
    folder = tmp_path_factory.mktemp("served")
    year = a_year(folder / "home", COUNT)
    with serving(year.home.root, folder / "log") as address:
        yield address


@pytest.fixture(scope="module")
def window(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A chromium in which the player is unlocked."""
    with unlocked(address, tmp_path_factory.mktemp("profile")) as browser:
        browser.click('nav a[href$="/profile"]')
        browser.find(".in-words")
        yield browser


@pytest.fixture
def page(window: Browser, address: str) -> Iterator[Browser]:
    """The page, fresh; what it asked for and complained of is judged afterwards."""
    witness = Witness(window.driver)
    resize(window.driver, 1280, 900)
    wear(window.driver, "light")
    window.driver.get(f"{address}p/player-1/profile")
    yield window
    assert witness.outside(address) == []
    assert witness.complaints() == []


def asked(page: Browser) -> str:
    """What stands in the open source; "" = none is open."""
    return page.text(".source:popover-open")


def test_a_number_is_asked_and_closed_by_key(page: Browser) -> None:
    """Enter on a number opens where it comes from, in sight and beside the number; Tab goes to its sessions; Escape
    closes it, and the focus is back on the number."""
    number = page.all(".number-of")[3]
    page.driver.execute_script("arguments[0].focus()", number)
    page.press(Keys.ENTER)
    told = page.until(lambda: asked(page), "nothing opened")
    assert number.text in told
    box = page.driver.execute_script(
        "return JSON.parse(JSON.stringify(document.querySelector('.source:popover-open').getBoundingClientRect()))"
    )
    assert box["left"] >= 0 and box["top"] >= 0 and box["right"] <= 1280 and box["bottom"] <= 900
    page.press(Keys.TAB)
    assert page.driver.execute_script("return document.activeElement.closest('.source:popover-open') !== null")
    page.press(Keys.ESCAPE)
    page.until(lambda: not asked(page), "it did not close")
    assert page.driver.execute_script("return document.activeElement") == number


def test_a_day_leads_to_its_session(page: Browser) -> None:
    """The newest day of a number is a link to the replay of that session."""
    page.click(".number-of")
    page.click(".source:popover-open .sessions a")
    page.until(lambda: re.search(r"/s/[0-9a-f]{32}$", page.driver.current_url), "no session opened")
    page.driver.back()
    page.find(".in-words")


def test_what_is_drawn_is_also_written(page: Browser) -> None:
    """Each chart opens as a table of five moments; the drawing itself is passed over by whoever reads aloud."""
    page.click(".in-numbers summary")
    assert len(page.all(".in-numbers[open] tbody tr")) == 5
    assert all(one.get_attribute("aria-hidden") == "true" for one in page.all(".drawn, .row-of-dots"))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("wide", SIZES)
def test_everything_fits_and_nobody_is_shut_out(page: Browser, address: str, wide: int, language: str) -> None:
    """Narrow and wide, light and dark, in both languages: nothing leaves the page, no words lie over others, and
    axe-core finds nothing serious, also with a source open."""
    choice = page.all(f"[data-language={language}]")
    if choice:
        page.driver.execute_script("arguments[0].click()", choice[0])
        tag = language.replace("_", "-")
        page.until(lambda: page.driver.execute_script("return document.documentElement.lang") == tag, "not chosen")
    resize(page.driver, wide, 900)
    for scheme in ("light", "dark"):
        wear(page.driver, scheme)
        page.driver.get(f"{address}p/player-1/profile")
        page.find(".in-words")
        assert page.driver.execute_script(HIDDEN) == []
        assert page.driver.execute_script(OVERLAPPING) == []
        assert faults(page.driver) == []
        page.click(".number-of")
        page.until(lambda: asked(page), "nothing opened")
        assert faults(page.driver) == []


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_it_prints_on_one_sheet(page: Browser, language: str) -> None:
    """As a PDF of one A4 page, footnotes and all."""
    choice = page.all(f"[data-language={language}]")
    if choice:
        page.click(f"[data-language={language}]")
        tag = language.replace("_", "-")
        page.until(lambda: page.driver.execute_script("return document.documentElement.lang") == tag, "not chosen")
    told = page.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": False})
    pdf = base64.b64decode(told["data"])
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1
    width, height = (float(one) for one in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)[0])
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)
