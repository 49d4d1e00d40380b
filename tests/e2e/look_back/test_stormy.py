"""A sitting with tense stretches, looked back at: what lanes and "why" say of it, and what a correction makes of it."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from selenium.webdriver.common.keys import Keys

from game.commands.household import Household
from game.core.belief import TENSE_ABOVE, Belief
from game.core.trace import Decision
from game.replay.events import events
from game.replay.lanes import Lanes, read_lanes
from game.replay.lately import lately
from game.replay.why import NEAR
from game.stage.words import Words
from game.vault.home import open_home
from game.vault.index import note_begin, note_end
from game.vault.keys import set_passphrase
from game.vault.listing import closing_line
from game.vault.passphrase import Passphrase
from game.vault.writer import Writer
from tests.e2e.look_back.looking import PASSPHRASE, choose
from tests.e2e.served import DRAWN, serving
from tests.replay.lanes_made import AS_SEEN, SEEN, Made, decision, level, sitting, summed
from tests.rig.browser import Browser, faults, wear

pytestmark = [pytest.mark.rig, pytest.mark.long]

LENGTH_S = 180

STORMS_S = ((30.0, 60.0), (110.0, 130.0))
"""When somebody looked tense."""
SAID = "corrected: “Was laughing”"
LOOKS = (0.0, 0.3, -0.3, 0.05)
"""How far one look after the other lies off."""
READ_AT_DECISIONS = """
const [here, done] = arguments;
(async () => {
  const { feelingReading } = await import("/static/lanes_reading.js");
  const { Words } = await import("/static/session_words.js");
  const told = await (await fetch(`${here}/lanes.json`)).json();
  const read = (lane, at_s) => feelingReading(Words.ofPage(), told, lane, at_s);
  const why = async ({ tick }) => (await (await fetch(`${here}/why.json?tick=${tick}`)).json()).saw;
  done(await Promise.all(told.decisions.map(async (one) =>
    [read("arousal", one.t_s), read("valence", one.t_s), ...(await why(one)).slice(0, 2)])));
})();
"""
"""At each decision: what the two lanes say, and what "why" says of the two."""


def arousal(t_s: float) -> Belief:
    """Known all along: at the usual, and clearly above it in the storms."""
    tense = any(from_s <= t_s <= to_s for from_s, to_s in STORMS_S)
    return Belief(0.6 if tense else 0.0, 0.01)


def made() -> Made:
    """Three minutes with two tense stretches, and a decision every five seconds, each by one look."""
    decisions = [(0, level("tide"))]
    for place, tick in enumerate(range(300, 60 * LENGTH_S, 300)):
        look = arousal(tick / 60.0).mean + LOOKS[place % len(LOOKS)]
        seen = replace(SEEN, arousal=look, arousal_confidence=0.9, arousal_trend=0.0, valence_confidence=0.0)
        decisions.append((tick, decision(Decision(tick, seen, AS_SEEN, AS_SEEN, (), AS_SEEN))))
    return sitting(LENGTH_S, [*decisions, (60 * LENGTH_S, summed(60 * LENGTH_S))], arousal)


@pytest.fixture(scope="module")
def lanes() -> Lanes:
    """The same, read."""
    return read_lanes("", made())


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where it is looked back at."""
    folder = tmp_path_factory.mktemp("stormy")
    household, sat = Household(open_home(folder / "home"), print), made()
    device, started_s = household.home.device, int(time.time()) - 600
    with Writer(household.sessions, household.public, sat.setup) as writer:
        note_begin(household.folder, device, writer.session_id, started_s)
        for record in sat.kept:
            writer.append(record.kind, record.payload)
    line = closing_line(household.folder, writer.session_id, started_s, LENGTH_S, sat.kept[-1].payload)
    note_end(household.folder, device, line)
    set_passphrase(household.folder, device, Passphrase(PASSPHRASE), 1)
    with serving(folder / "home", folder / "log") as address:
        yield address


@pytest.fixture
def desk(parent: Browser) -> Browser:
    """Its page, the lanes drawn."""
    parent.click(".sitting h3 a")
    parent.until(lambda: parent.driver.execute_script(DRAWN), "the lanes were not drawn")
    return parent


def test_lanes_and_why_say_the_same_of_a_decision(desk: Browser, lanes: Lanes) -> None:
    """The words beside a lane are those of the seconds before, as the server has them; "why" says the same side of the
    usual, or says that its one look was another."""
    told = desk.driver.execute_async_script(READ_AT_DECISIONS, desk.driver.current_url)
    assert len(told) == len(lanes.decisions) > 20
    known = 0
    for one, (tension, mood, *why) in zip(lanes.decisions, told, strict=True):
        for name, beside, line in (("arousal", tension, why[0]), ("valence", mood, why[1])):
            words = side(lanes, one.tick / 60.0, name)
            assert beside.startswith(words or "not known here"), (one.tick, beside)
            known += bool(words)
            if words and "could not be read" not in line:
                assert words in line or sides(line) == sides(words), (one.tick, beside, line)
    assert known > 20
    assert any("before it" in line for *_, line, _ in told) and not all("before it" in line for *_, line, _ in told)


def side(lanes: Lanes, at_s: float, name: str) -> str:
    """What the seconds before a moment were, up to how far; "" = not known."""
    value = getattr(lately(lanes, at_s), name)
    if value is None:
        return ""
    family = {"arousal": "tension", "valence": "expression"}[name]
    step = (abs(value) > NEAR) + (abs(value) > TENSE_ABOVE)
    return Words("en").say(f"lanes.{family}_{'m' if value < 0.0 and step else ''}{step}")


def sides(told: str) -> str:
    """On which side of the usual words lie that name one."""
    return next(word for word in ("tenser", "calmer", "brighter", "lower", "near the usual") if word in told)


def test_a_corrected_stretch_stays_but_no_longer_stands(desk: Browser, lanes: Lanes) -> None:
    """Its two events keep their places in the list, the lanes and the table, each with what it was; the other stretch
    is as before, and nobody is shut out. Keys pass over them, until the correction is taken back."""
    corrected, stands = (clock(event.t_s) for event in events(lanes) if event.kind == "storm")
    choose(desk, "correct")
    for end, at in (("from", "0:25"), ("to", "1:10")):
        desk.find(f"#correct-{end}").send_keys(at)
    desk.click('#correct-form .choice:has([value="laughing"])')
    desk.click("#correct-form button[type=submit]")
    desk.until(lambda: desk.all("#events-list .corrected"), "nothing is marked in the list")
    for one in desk.all("#events-list .corrected"):
        assert str(one.get_attribute("textContent")).endswith(f" {SAID}")
    assert len(desk.all("#events-list .corrected")) == len(desk.all(".sign.corrected")) == 2
    assert len(desk.all("#events-list .kind-storm")) == len(desk.all(".sign-storm")) == 2
    for sign in desk.all(".sign.corrected"):
        assert str(sign.get_attribute("title")).endswith(f", {SAID}")
    assert table_of_events(desk).count(SAID) == 2
    choose(desk, "events")
    for scheme in ("dark", "light"):
        wear(desk.driver, scheme)
        assert faults(desk.driver) == []
    jumps = by_key(desk)
    assert corrected not in jumps and stands in jumps
    choose(desk, "correct")
    desk.click("#correct-list .layer button.quiet")
    desk.until(lambda: not desk.all("#events-list .corrected"), "it is still marked")
    assert SAID not in table_of_events(desk)
    assert {corrected, stands} <= set(by_key(desk))


def clock(seconds: float) -> str:
    """A moment as the page writes it."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def table_of_events(desk: Browser) -> str:
    """What it says, opened where it is not."""
    if not desk.all("#tables[open]"):
        desk.click("#tables summary")
    return str(desk.until(lambda: desk.text("#tables-body > :nth-child(2)"), "the table was not written"))


def by_key(desk: Browser) -> list[str]:
    """Where "n" leads to, from the beginning to the last event."""
    desk.driver.execute_script("document.activeElement.blur()")
    desk.press(Keys.HOME)
    places = [""]
    while (here := desk.text("#time-now")) != places[-1]:
        places.append(here)
        desk.press("n")
    return places[1:]
