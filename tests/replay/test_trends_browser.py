"""The page over time in a real browser: drawn, read by pointer and by table, refused and taken back, for everybody."""

from collections.abc import Iterator

import pytest
from selenium.webdriver.common.action_chains import ActionChains

from tests.e2e.served import serving, unlocked
from tests.replay.years import a_year
from tests.rig.browser import Browser, Witness, faults, resize, wear

pytestmark = [pytest.mark.rig, pytest.mark.long]

COUNT = 120
DRAWN = "return performance.getEntriesByName('stillwater:trends-drawn').length > 0"
POINTS = "return document.querySelectorAll('.chart .number').length"
WIDER = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
CHART = ".measure .chart svg"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the view of somebody's half year is served, by its own command."""
    folder = tmp_path_factory.mktemp("year")
    a_year(folder / "home", COUNT)
    with serving(folder / "home", folder / "log") as address:
        yield address


@pytest.fixture(scope="module")
def window(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One chromium for all tests here, in which the player is unlocked."""
    with unlocked(address, tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def page(window: Browser, address: str) -> Iterator[Browser]:
    """The page over time, drawn; the browser asked for nothing outside this machine and complained of nothing."""
    witness = Witness(window.driver)
    wear(window.driver, "light")
    resize(window.driver, 1280, 900)
    window.driver.get(f"{address}p/player-1/trends")
    window.until(lambda: window.driver.execute_script(DRAWN), "it was not drawn")
    yield window
    assert witness.outside(address) == []
    assert witness.complaints() == []


def test_every_measure_is_drawn(page: Browser) -> None:
    """Each card says where it goes and has points, the own usual and the weeks ahead; the first card is for the
    player, above them."""
    cards = len(page.all(".measure"))
    assert cards == 7
    assert page.driver.execute_script(POINTS) > 4 * COUNT
    for part in (".usual", ".ahead-band", ".now path"):
        assert len(page.all(f".chart {part}")) >= cards - 1
    assert all(said.text for said in page.all(".measure .said"))
    assert page.find("#for-whom").location["y"] < page.find(".measure").location["y"]
    assert "Mira" in page.text("#for-whom-title")


def test_a_point_is_read_and_leads_to_its_session(page: Browser) -> None:
    """Pointed at, the drawing names the session beside it; its link opens that session."""
    chart = page.find(CHART)
    page.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", chart)
    ActionChains(page.driver).move_to_element(chart).perform()
    page.until(lambda: page.text(".measure .pointed a"), "no session is read")
    page.click(".measure .pointed a")
    page.until(lambda: "/p/player-1/s/" in page.driver.current_url, "the session was not opened")


def test_the_same_stands_in_a_table(page: Browser) -> None:
    """Without a pointer: what it rests on, and every session with its number, newest first, each a link."""
    page.click(".measure details summary")
    rows = page.until(lambda: page.all(".measure:first-child tbody tr"), "there is no table")
    points = page.driver.execute_script("return document.querySelector('.chart').querySelectorAll('.number').length")
    assert len(rows) == points
    assert "/p/player-1/s/" in str(page.find(".measure tbody a").get_attribute("href"))
    assert page.find(".measure .rests dd").text == str(points)


def test_the_idea_is_refused_and_welcome_again(page: Browser) -> None:
    """Pressed, another idea stands there and the focus is on what was said; taken back, the first one is there."""
    first = page.until(lambda: page.text("#idea-said"), "there is no idea")
    page.click("#idea-refuse")
    page.until(lambda: page.text("#idea-said") not in ("", first), "the idea is still there")
    assert page.driver.execute_script("return document.activeElement.id") == "idea-answer"
    page.click("#idea-resting button")
    page.until(lambda: page.text("#idea-said") == first, "the idea did not come back")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["trends", "trends?weeks=13", ""])
def test_it_shuts_nobody_out(page: Browser, address: str, path: str, width: int, scheme: str) -> None:
    """axe-core finds nothing serious, every part opened, narrow and wide, light and dark; nothing is wider than it."""
    wear(page.driver, scheme)
    resize(page.driver, width, 900)
    page.driver.get(f"{address}p/player-1/{path}".rstrip("/"))
    page.until(lambda: page.text("#idea-said"), "there is no idea")
    if path:
        page.until(lambda: page.driver.execute_script(DRAWN), "it was not drawn")
    page.driver.execute_script("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    assert faults(page.driver) == []
    assert page.driver.execute_script(WIDER) == 0


def test_chinese(page: Browser) -> None:
    """One press, and it is all in Chinese; no message id is left over."""
    page.click("[data-language=zh_CN]")
    try:
        page.until(
            lambda: page.driver.execute_script("return document.documentElement.lang === 'zh-CN'"), "not Chinese"
        )
        page.until(lambda: page.driver.execute_script(DRAWN), "it was not drawn again")
        words = page.find("main").text
        assert sum("一" <= letter <= "鿿" for letter in words) > 300
        assert not [family for family in ("over.", "trends.", "forecast.", "suggest.") if family in words]
    finally:
        page.click("[data-language=en]")
        page.until(lambda: page.driver.execute_script("return document.documentElement.lang === 'en'"), "not English")
