"""Two sessions side by side, and weeks beside each other, in a real browser: chosen and read by key, for everybody."""

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.e2e.served import serving, unlocked
from tests.replay.pair import made, seal
from tests.replay.years import a_year
from tests.rig.browser import Browser, Witness, faults, resize, wear

pytestmark = [pytest.mark.rig, pytest.mark.long]

COUNT = 60
SIZES = (360, 1280)
DAYS = ("2026-01-04T18:00:00+0000", "2026-01-05T19:00:00+0000")
WIDER = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
DRAWN = "return performance.getEntriesByName('stillwater:trends-drawn').length > 0"
OVERLAPPING = """
const boxes = (selector) => [...document.querySelectorAll(selector)]
  .map((one) => one.getBoundingClientRect()).filter((box) => box.width);
const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top + 2 || b.bottom <= a.top + 2;
const kinds = [".tension .number", ".tension .end", ".breath .number", ".breath .end", ".axis .time", "#weeks .days *"];
return kinds.filter((selector) => {
  const all = boxes(selector);
  return all.some((a, at) => all.slice(at + 1).some((b) => !apart(a, b)));
});
"""
WEEKS = "#weeks-drawn li"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the home will be."""
    return tmp_path_factory.mktemp("served") / "home"


@pytest.fixture(scope="module")
def names(root: Path) -> tuple[str, ...]:
    """Two sessions with a tensest moment each, in a home of many; the earlier one first."""
    year = a_year(root, COUNT)
    peaks = ((100.0, 0.9, 12.0), (160.0, 0.5, 8.0))
    return tuple(
        seal(year.home, made(300, peak_s, above, breath_per_min=breath, started=day), day)
        for (peak_s, above, breath), day in zip(peaks, DAYS, strict=True)
    )


@pytest.fixture(scope="module")
def address(root: Path, names: tuple[str, ...]) -> Iterator[str]:
    """Where the view of that home is served, by its own command."""
    assert len(names) == len(DAYS)
    with serving(root, root.with_name("log")) as address:
        yield address


@pytest.fixture(scope="module")
def window(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A chromium in which the player is unlocked."""
    with unlocked(address, tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def pages(window: Browser, address: str) -> Iterator[Browser]:
    """The window, wide and light; what it asked for and complained of is judged afterwards."""
    witness = Witness(window.driver)
    resize(window.driver, 1280, 900)
    wear(window.driver, "light")
    yield window
    assert witness.outside(address) == []
    assert witness.complaints() == []


def compared(names: tuple[str, ...]) -> str:
    """Path of both sessions side by side."""
    return f"p/player-1/compare?a={names[0]}&b={names[1]}"


def speak(page: Browser, address: str, language: str) -> None:
    """Choose the language, if it is not chosen yet."""
    page.driver.get(f"{address}p/player-1/compare")
    choice = page.all(f"[data-language={language}]")
    if choice:
        page.driver.execute_script("arguments[0].click()", choice[0])
        tag = language.replace("_", "-")
        page.until(lambda: page.driver.execute_script("return document.documentElement.lang") == tag, "not chosen")


def test_two_are_chosen_by_key(pages: Browser, address: str, names: tuple[str, ...]) -> None:
    """From a session of the list to the choice, from there with the keyboard alone to both laid over each other; the
    warm line is the earlier one, whichever was chosen first."""
    pages.driver.get(f"{address}p/player-1?days=all")
    pages.click(f'a[href$="compare?a={names[1]}"]')
    select = pages.find("#choose-b")
    assert pages.find("#choose-a").get_attribute("value") == names[1]
    select.send_keys("4 January 2026, 18")
    pages.press(Keys.TAB, Keys.ENTER)
    pages.find("#laid")
    heads = [head.text for head in pages.all(".card h2")]
    assert "4 January 2026" in heads[0] and "5 January 2026" in heads[1]
    assert pages.all(".differs li")


def test_a_moment_is_read_by_key_and_by_pointer(pages: Browser, address: str, names: tuple[str, ...]) -> None:
    """Arrows move along both sessions, and what is read aloud is what stands in the table; pointing at a drawing
    reads the moment there."""
    pages.driver.get(f"{address}{compared(names)}")
    slider = pages.find("#moment")
    assert pages.text("#read-time") == "0:00"
    pages.driver.execute_script("arguments[0].focus()", slider)
    pages.press(Keys.ARROW_RIGHT)
    assert pages.text("#read-time") == "+0:30"
    spoken = str(slider.get_attribute("aria-valuetext"))
    row = pages.driver.execute_script(
        "const rows = [...document.querySelectorAll('#moments tbody tr')];"
        "return rows.find((row) => row.cells[0].textContent === '+0:30').innerText"
    )
    assert spoken.startswith("+0:30. 4 January 2026. ")
    assert all(cell in spoken for cell in str(row).split("\t") if cell not in ("–", ""))
    plot = pages.find(".tension .plot")
    pages.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", plot)
    wide = plot.size["width"]
    ActionChains(pages.driver).move_to_element_with_offset(plot, round(-0.48 * wide), 0).perform()
    pages.until(lambda: pages.text("#read-time").startswith("−"), "the pointer reads nothing")
    assert len({cursor.get_attribute("style") for cursor in pages.all(".now-at")}) == 1


def test_what_is_drawn_is_also_written(pages: Browser, address: str, names: tuple[str, ...]) -> None:
    """The drawings are passed over by whoever reads aloud; the table has a row for each half minute, and heads that
    name both sessions."""
    pages.driver.get(f"{address}{compared(names)}")
    pages.click("#laid > .in-numbers summary")
    assert len(pages.all("#moments tbody tr")) >= 10
    assert [head.text for head in pages.all("#moments thead tr:last-child th")] == [
        "4 January 2026",
        "5 January 2026",
    ] * 3
    assert all(one.get_attribute("aria-hidden") == "true" for one in pages.all(".drawn, .read"))


def test_weeks_are_drawn_alike_and_empty_ones_stay_empty(pages: Browser, address: str) -> None:
    """Twelve weeks with the same band; another measure by key; a point for each session that the table lists, and a
    table that says nothing of weeks without one."""
    pages.driver.get(f"{address}p/player-1/trends")
    pages.until(lambda: pages.driver.execute_script(DRAWN), "it was not drawn")
    assert len(pages.all(WEEKS)) == 12
    assert len({band.get_attribute("style") for band in pages.all(f"{WEEKS} .usual")}) == 1
    chips = pages.all("#weeks-which .chip")
    pages.driver.execute_script("arguments[0].focus()", chips[1])
    pages.press(Keys.ENTER)
    assert [chip.get_attribute("aria-pressed") for chip in chips] == ["false", "true", *["false"] * (len(chips) - 2)]
    pages.click("#weeks details summary")
    listed, heads = pages.all("#weeks-rows a"), pages.all("#weeks-rows [scope=rowgroup]")
    assert len(listed) == len(pages.all(f"{WEEKS} .point")) > 0
    assert len(heads) == len([week for week in pages.all(WEEKS) if "point" in str(week.get_attribute("innerHTML"))])
    assert len(pages.all("#weeks-rows tr")) == len(listed) + len(heads)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("wide", SIZES)
def test_everything_fits_and_nobody_is_shut_out(
    pages: Browser, address: str, names: tuple[str, ...], wide: int, language: str
) -> None:
    """Narrow and wide, light and dark, in both languages: nothing leaves the page, no numbers lie over others, and
    axe-core finds nothing serious: the choice, both laid over each other with everything opened, the weeks."""
    speak(pages, address, language)
    resize(pages.driver, wide, 900)
    for scheme in ("light", "dark"):
        wear(pages.driver, scheme)
        for path in ("p/player-1/compare", compared(names), "p/player-1/trends"):
            pages.driver.get(f"{address}{path}")
            pages.find("main h1")
            if path.endswith("trends"):
                pages.until(lambda: pages.driver.execute_script(DRAWN), "it was not drawn")
            opened = "#laid details, .others, #weeks details"
            pages.driver.execute_script(
                f"document.querySelectorAll('{opened}').forEach((one) => {{ one.open = true }})"
            )
            assert pages.driver.execute_script(WIDER) <= 0
            assert pages.driver.execute_script(OVERLAPPING) == []
            assert faults(pages.driver) == []


def test_it_prints(pages: Browser, address: str, names: tuple[str, ...]) -> None:
    """On two sheets at most."""
    speak(pages, address, "en")
    pages.driver.get(f"{address}{compared(names)}")
    pages.find("#laid")
    told = pages.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": False})
    assert len(re.findall(rb"/Type /Page\b", base64.b64decode(told["data"]))) <= 2
