"""The door of the replay view: wrong passphrases, words and keys are refused and counted, the right ones open."""

import base64

import httpx

from game.replay.routes_door import WAYS
from game.replay.visits import LONGEST_REST_S, REST_S, TRIES, Tries
from game.vault.address import read_address
from game.vault.audit import Act
from game.vault.home import player_folder
from game.vault.keys import add_recovery, add_therapist, recipients
from game.vault.passphrase import Passphrase
from game.vault.recovery import WordList
from game.vault.therapist import make_therapist_key
from tests.replay.visiting import NOW_S, PASSPHRASE, WRONG, Browser, Hands, House, refused


def enter(browser: Browser, **told: object) -> httpx.Response:
    """Knock at the first player's door."""
    return browser.post("/unlock", {"player": "player-1", "way": "passphrase", "secret": PASSPHRASE, **told})


# ---- secrets


def test_a_hundred_wrong_passphrases(browser: Browser, house: House) -> None:
    """Five are tried, the others refused untried, and the words say for how long; meanwhile the right one is, too."""
    browser.page("/unlock?player=player-1")
    answers = [enter(browser, secret=f"{WRONG} {number}") for number in range(100)]
    assert [refused(answer) for answer in answers] == ["secret"] * TRIES + ["tries"] * (100 - TRIES)
    assert answers[TRIES - 1].json()["wait_s"] == REST_S
    for answer in answers[TRIES:]:
        assert answer.status_code == 429
        assert answer.headers["retry-after"] == str(int(REST_S))
        assert f"{int(REST_S)} s" in answer.json()["text"]
    assert refused(enter(browser)) == "tries"
    house.clock.now_s += REST_S
    assert enter(browser).status_code == 200


def test_the_door_rests_longer_after_each_further_wrong_one() -> None:
    """A minute after five, then twice as long each time, at most a quarter of an hour; a hundred take a day."""
    clock = Hands()
    tries, waited = Tries(clock), list[float]()
    began_s = clock.now_s
    for _ in range(100):
        tries.wrong()
        waited.append(tries.wait_s())
        clock.now_s += waited[-1]
    assert waited[:TRIES] == [0.0] * (TRIES - 1) + [REST_S]
    assert waited[TRIES : TRIES + 4] == [2 * REST_S, 4 * REST_S, 8 * REST_S, LONGEST_REST_S]
    assert set(waited[TRIES + 4 :]) == {LONGEST_REST_S}
    assert clock.now_s - began_s > 23 * 3600


def test_tries_are_counted_over_all_browsers_and_players(house: House, therapist: bytes) -> None:
    """A new browser begins no new count, nor does another player or a right key in between."""
    for number in range(TRIES):
        browser = Browser(house.app)
        browser.page("/")
        player = ("player-1", "player-2")[number % 2]
        assert refused(enter(browser, player=player, secret=WRONG)) == "secret"
        if number < TRIES - 1:
            assert browser.unlock_by_key(therapist).status_code == 200
    fresh = Browser(house.app)
    assert refused(fresh.unlock_by_key(therapist)) == "tries"


def test_wrong_ones_are_forgotten_after_a_while() -> None:
    """Who comes back much later has all tries again; not before."""
    for rested_s, again in ((LONGEST_REST_S, 0.0), (LONGEST_REST_S - 1.0, REST_S)):
        clock = Hands()
        tries = Tries(clock)
        for _ in range(TRIES - 1):
            tries.wrong()
        clock.now_s += rested_s
        assert tries.wait_s() == 0.0
        tries.wrong()
        assert tries.wait_s() == again


def test_every_way_in_is_told_apart_by_nothing(browser: Browser, house: House) -> None:
    """A wrong passphrase, mistyped words, a key that is none, one of a stranger: the same answer, each counted."""
    stranger, _ = make_therapist_key(Passphrase(WRONG))
    browser.page("/")
    answers = [
        enter(browser, secret=WRONG),
        enter(browser, way="recovery", secret="once upon a time"),
        enter(browser, way="therapist", secret=WRONG, key="bm90IGEga2V5"),
        enter(browser, way="therapist", secret=WRONG, key=stranger.hex()),
    ]
    assert {(answer.status_code, answer.text) for answer in answers} == {(403, answers[0].text)}
    enter(browser, secret=WRONG)
    assert refused(enter(browser)) == "tries"


def test_recovery_words_and_a_therapists_key_open(house: House) -> None:
    """Both get in; what they do is noted as theirs."""
    folder, device = player_folder(house.home), house.home.device
    guardian = Passphrase(PASSPHRASE)
    words = add_recovery(folder, device, WordList.ENGLISH, int(NOW_S), guardian).shown()
    sealed, opener = make_therapist_key(Passphrase(WRONG))
    add_therapist(folder, device, "Dr. Lin", read_address(opener.address.pem()), int(NOW_S), guardian)
    for told in (
        {"way": "recovery", "secret": " ".join(words)},
        {"way": "therapist", "secret": WRONG, "key": base64.b64encode(sealed).decode()},
    ):
        browser = Browser(house.app)
        browser.page("/")
        assert enter(browser, **told).status_code == 200
        session = max(folder.joinpath("sessions").glob("*.still")).stem
        assert browser.page(f"/p/player-1/s/{session}").status_code == 200
    assert [(act, whom) for act, _, whom in house.noted()] == [(Act.OPENED, "recovery words"), (Act.OPENED, "Dr. Lin")]


def test_the_first_who_looks_back_sets_the_passphrase(browser: Browser, house: House) -> None:
    """Where nobody did yet; a short one is refused, and where one is set this is no way in."""
    folder = player_folder(house.home, "player-2")
    browser.page("/unlock?player=player-2")
    short = browser.post("/unlock", {"player": "player-2", "way": "first", "secret": "short"})
    assert refused(short) == "unfit"
    assert [one.name for one in recipients(folder)] == ["device"]
    for way in WAYS:
        assert refused(enter(browser, player="player-2", way=way)) == "secret"
    assert browser.post("/unlock", {"player": "player-2", "way": "first", "secret": WRONG}).status_code == 200
    assert [one.name for one in recipients(folder)] == ["passphrase"]
    browser.page("/")
    assert refused(enter(browser, way="first", secret=WRONG)) == "secret"
