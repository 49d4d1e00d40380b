"""What somebody was given: it opens as a visit of its own, to be read only, and says what it lacks and until when."""

from collections.abc import Iterable

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from game.core.posterior import ANYBODY
from game.replay.errors import Refused
from game.replay.lanes import read_lanes
from game.replay.received import held_of, open_parcel
from game.replay.share_lanes import LANES, NEEDS, choose, let_through
from game.replay.visits import IDLE_S
from game.vault.bundle import Terms
from tests.replay.lanes_made import played
from tests.replay.share_made import TERMS, fresh_key, given, hand_in, parcel
from tests.replay.visiting import NOW_S, Browser, House, refused

KEY, OPENER = fresh_key()


def open_it(browser: Browser, *lanes: str, terms: Terms = TERMS, started: str = "day 1") -> None:
    """Open a bundle of one really played sitting with these lanes."""
    browser.page("/given")
    answer = hand_in(browser, parcel(given(played().made, OPENER.address, lanes or LANES, terms, started), KEY))
    assert answer.json() == {"to": "/given"}, answer.text


# ---- the sittings


@settings(max_examples=25, deadline=None)  # the first of them plays the sitting
@drawn(st.sets(st.sampled_from(sorted(LANES)), min_size=1))
def test_what_is_not_given_does_not_show(names: set[str]) -> None:
    """Whatever lanes are given: only they are held, and nothing is known of any other quantity."""
    chosen = names.union(*(NEEDS.get(name, ()) for name in names))
    made = played().made
    assert set(held_of(let_through(made.records(), choose(chosen), ANYBODY))) <= chosen
    looked = open_parcel(given(made, OPENER.address, chosen), KEY, "", NOW_S).look(0)
    told = looked.lanes.estimates
    for name, curves in (("feelings", (told.arousal, told.valence)), ("breath", (told.breath_hz,))):
        assert any(any(curve.known) for curve in curves) == (name in chosen)
    assert bool(looked.lanes.decisions) == ("decisions" in chosen)
    assert bool(looked.lanes.levels) == ("play" in chosen)
    assert (looked.lanes.summary is not None) == ("summary" in chosen)


def test_a_sitting_is_as_long_as_what_is_known_of_it() -> None:
    """Without ticks and estimates the last thing that happened ends it; its last level lasts until then."""
    made = played().made
    whole = open_parcel(given(made, OPENER.address), KEY, "", NOW_S).look(0).lanes
    bare = open_parcel(given(made, OPENER.address, ["summary", "play"]), KEY, "", NOW_S).look(0).lanes
    assert bare.length_s == pytest.approx(whole.length_s, abs=1.0)
    assert bare.levels[-1].to_s == bare.length_s
    assert whole.length_s == pytest.approx(120.0, abs=1.0)


@pytest.mark.parametrize("lanes", [["play"], ["play", "summary"], ["play", "told", "words"], ["play", "heart"]])
def test_places_have_their_time_whatever_else_is_given(lanes: list[str]) -> None:
    """As in the whole bundle, and as the family sees it to half a second; of no quantity anything is held for that."""
    made = played().made
    own = read_lanes("own", made)
    whole = open_parcel(given(made, OPENER.address), KEY, "", NOW_S).look(0)
    alone = open_parcel(given(made, OPENER.address, lanes), KEY, "", NOW_S).look(0)
    began = [span.from_s for span in alone.lanes.levels]
    assert len(set(began)) > 1
    assert began == [span.from_s for span in whole.lanes.levels]
    assert began == pytest.approx([span.from_s for span in own.levels], abs=0.5)
    assert not {"feelings", "breath", "heart", "voice"}.intersection(alone.held)


def test_a_session_that_is_not_there_is_refused() -> None:
    """Before the first and behind the last."""
    opened = open_parcel(given(played().made, OPENER.address), KEY, "", NOW_S)
    for place in (-1, 1):
        with pytest.raises(Refused, match="not_there"):
            opened.look(place)


# ---- the pages


def test_it_opens_as_a_visit_of_its_own(browser: Browser, house: House, therapist: bytes) -> None:
    """A fresh cookie; a player who was unlocked here is locked by it, and unlocking one forgets it."""
    assert browser.unlock_by_key(therapist).status_code == 200
    before = browser.cookies.get("stillwater-8123")
    open_it(browser)
    assert browser.cookies.get("stillwater-8123") != before
    assert browser.get("/alive.json").json()["unlocked"] == ["given"]
    assert refused(browser.get("/p/player-1")) == "locked"
    assert browser.unlock_by_key(therapist).status_code == 200
    assert browser.get("/alive.json").json()["unlocked"] == ["player-1"]
    assert refused(browser.get("/given/1/lanes.json")) == "locked"


def test_the_pages_show_what_is_given(browser: Browser) -> None:
    """The pseudonym, the word to the recipient, the day, until when; what is in a sitting and what is not."""
    open_it(browser, "feelings", "told")
    page = browser.page("/given").text
    assert all(said in page for said in ("Otter", "second one", "Day 1", "To be read until 2026-01-07", "who made it"))
    page = browser.page("/given/1").text
    held, lacking = (part(page, f'class="share-held{more}"') for more in ("", " lacking"))
    assert "Feelings as they were read" in held and "Breath" not in held
    assert all(lane in lacking for lane in ("Breath", "Heart", "Their own words"))
    assert "To be read until 2026-01-07" in page


def part(page: str, begins: str) -> str:
    """A list of a page."""
    return page.partition(begins)[2].partition("</ul>")[0]


def test_nothing_on_it_changes_anything(browser: Browser) -> None:
    """No forms to correct, note or export, no picture; and no such addresses."""
    open_it(browser)
    page = browser.page("/given/1").text
    assert not [one for one in ("correct-form", "note-form", "export-form", "ghost-canvas") if one in page]
    for path in ("corrections.json", "notes.json", "frame?tick=1", "ghost.json", "sensors.json", "export.json"):
        assert refused(browser.get(f"/given/1/{path}")) == "not_there"
    assert refused(browser.post("/given/1", {})) == "method"


def test_lanes_and_reasons_come_as_they_were_given(browser: Browser) -> None:
    """The lanes that there is something to draw of; why at a moment, in words, and nothing beyond the end."""
    open_it(browser)
    told = browser.get("/given/1/lanes.json").json()
    assert told["lanes"] == ["game", "events", "arousal", "valence", "breath", "performance", "settings"]
    assert told["events"] and told["decisions"] and told["length_s"] == pytest.approx(120.0, abs=1.0)
    assert told["started"] == "day 1"
    assert browser.get("/given/1/why.json?tick=3600").json()["saw"]
    assert refused(browser.get("/given/1/why.json?tick=999999")) == "unfit"
    assert refused(browser.get("/given/2/lanes.json")) == "not_there"
    assert refused(browser.get("/given/0/lanes.json")) == "not_there"


def test_reasons_that_were_not_given_are_not_shown(browser: Browser) -> None:
    """Without decisions there is no panel that asks why, nor a lane of settings."""
    open_it(browser, "feelings")
    assert 'id="panel-why"' not in browser.page("/given/1").text
    assert browser.get("/given/1/lanes.json").json()["lanes"] == ["game", "events", "arousal", "valence"]


READ = ["Feeling could be read", "Breath could be read"]


def in_short(browser: Browser, *lanes: str) -> dict[str, str]:
    """The sitting in short, as the page shows it where these lanes were given."""
    open_it(browser, *lanes)
    return {line["title"]: line["value"] for line in browser.get("/given/1/lanes.json").json()["summary"]}


def test_nothing_is_said_to_be_unread_that_was_not_given(browser: Browser) -> None:
    """How much could be read is told of what is there, and the numbers of the summary where it alone is."""
    whole = in_short(browser)
    played_on = ["Length", "Places", "Breathed together"]
    assert list(whole) == [*played_on[:2], *READ, played_on[2], "Breath and the guide", "Own breath at the end"]
    assert whole[READ[0]].startswith("2 of 2")
    assert list(in_short(browser, "told", "play")) == played_on
    assert list(in_short(browser, "feelings")) == ["Length", READ[0]]
    assert in_short(browser, "summary") == {title: whole[title] for title in whole if title not in READ}


def test_how_the_world_might_answer_is_told_with_play_alone(browser: Browser) -> None:
    """Otherwise no mode stands at the head: the setup says none."""
    modes = []
    for lanes in (("play",), ("feelings",)):
        open_it(browser, *lanes)
        modes.append(browser.get("/given/1/lanes.json").json()["mode_title"])
    assert modes == ["Soothe: the world only ever eases", ""]


@pytest.mark.parametrize(
    ("started", "shown"),
    [
        ("day 8", "Day 8"),
        ("2026-01-04T17:30:00+0000", "4 January 2026"),
        ("<b>now</b>", "Some time ago"),
        ("", "Some time ago"),
    ],
)
def test_when_it_was_is_shown_as_it_was_given(browser: Browser, started: str, shown: str) -> None:
    """Days, or dates; what is neither is not shown at all."""
    open_it(browser, started=started)
    for path in ("/given", "/given/1"):
        page = browser.page(path).text
        assert shown in page
        assert "<b>now" not in page


def test_text_of_the_sender_is_text(browser: Browser) -> None:
    """A pseudonym and a note that look like markup are shown as they were typed."""
    open_it(browser, terms=Terms("<script>x</script>", "<img src=x>", 0, 0))
    for path in ("/given", "/given/1"):
        page = browser.page(path).text
        assert "<script>x" not in page and "<img src=x" not in page
    assert "No end was said" in page


def test_locking_forgets_it(browser: Browser) -> None:
    """At once; then there is the form again, and no data."""
    open_it(browser)
    browser.page("/given")
    assert browser.post("/lock", {}).status_code == 200
    assert 'id="given-file"' in browser.page("/given").text
    assert refused(browser.get("/given/1/lanes.json")) == "locked"


def test_who_is_idle_is_locked_out(browser: Browser, house: House) -> None:
    """As at any visit, and it says so."""
    open_it(browser)
    house.clock.now_s += IDLE_S
    assert refused(browser.get("/given/1/lanes.json")) == "expired"
    answer = browser.page("/given/1")
    assert answer.status_code == 401 and 'id="given-file"' in answer.text


def test_both_languages_have_every_word(browser: Browser) -> None:
    """No message id is left over on any page."""
    ids: Iterable[str] = ("share.", "given.", "sitting.", "view.")
    for language in ("en", "zh_CN"):
        browser.page("/given")
        browser.post("/language", {"language": language})
        pages = [browser.page("/given").text]
        open_it(browser)
        pages += [browser.page(path).text for path in ("/given", "/given/1")]
        for page in pages:
            assert not [one for one in ids if f">{one}" in page]
        assert browser.post("/lock", {}).status_code == 200
