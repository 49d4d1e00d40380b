"""``--player``: every command about one player is told whose it is in the same way, and answers alike."""

import shutil
from pathlib import Path

import pytest

from game.commands import roster
from game.core.posterior import Known, Posterior
from game.replay.share_given import remember
from game.vault.home import Home, open_home
from game.vault.keys import set_passphrase
from game.vault.passphrase import Passphrase
from game.vault.player import Given, Listed
from tests.commands.calling import PASSPHRASE, Answer, Caller
from tests.commands.sat import sit

TELLING = (
    ("sessions", "list"),
    ("sessions", "show", "last"),
    ("sessions", "export", "last", "--csv", "-"),
    ("sessions", "keep"),
    ("verify", "last"),
    ("audit", "show"),
    ("keys", "list"),
    ("share", "given"),
    ("learnt",),
    ("learnt", "show"),
    ("talk",),
    ("talk", "list"),
)
"""Commands that tell of a player,"""
CHANGING = (
    ("sessions", "erase", "all", "--yes", "--for-ever"),
    ("sessions", "keep", "90"),
    ("keys", "passphrase"),
    ("keys", "recovery", "--words-fd", "1"),
    ("keys", "therapist", "add", "Dr. Lin", "lin.pub"),
    ("keys", "remove", "Dr. Lin"),
    ("learnt", "forget"),
    ("talk", "add", "Grandma"),
    ("talk", "clear"),
)
"""and that change something of theirs."""
OPENING = {words for words in TELLING if words[0] in {"sessions", "verify", "audit"}} - {("sessions", "keep")}
"""Commands that open what is sealed."""
NOBODY = "stillwater: There is no player called {!r}. `stillwater players list` shows who there is, by number.\n"


WISHES = (("--plan", "2x10"), ("--explore", "yes"), ("--language", "zh_CN"))
"""Options of ``play`` that are kept of one player."""


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with Ada, of whom nothing is kept, and Bo, who is guarded and of whom there is something everywhere."""
    home = open_home(tmp_path_factory.mktemp("two") / "home")
    roster.new_player(home, print, "Ada")
    bo = roster.new_player(home, print, "Bo")
    roster.set_people(bo, (Listed("Grandma", "0123"),))
    roster.set_days(bo, 90)
    bo.sat(lambda _: Posterior(resting_breath_hz=Known(0.3, 0.02)))
    remember(bo.folder, home.device, Given("Dr. Lin", 1_767_000_000, 1, 0))
    set_passphrase(bo.folder, home.device, Passphrase(PASSPHRASE), 1)
    sit(home.root, bo.folder.name)
    return home.root


@pytest.fixture
def here(two: Path, call: Caller) -> Caller:
    """Calls commands on a copy of that home."""
    shutil.copytree(two, call.home)
    return call


def told(here: Caller, words: tuple[str, ...], who: str) -> Answer:
    """What a command answers about somebody; Bo's passphrase goes in where it is asked for."""
    secret = {"passphrase_fd": PASSPHRASE} if words in OPENING and who != "Ada" else {}
    return here(*words, "--player", who, **secret)


def records(home: Home) -> list[object]:
    """What is kept of everybody."""
    return [household.player for household in roster.open_roster(home, print)]


@pytest.mark.parametrize("words", TELLING + CHANGING)
def test_a_name_that_nobody_has_is_answered_alike(here: Caller, words: tuple[str, ...]) -> None:
    """Who is not there, and where to look; nobody else is meant, and nothing changes."""
    before = records(open_home(here.home))
    for who in ("Cy", "3", "player-3", "a"):
        assert here(*words, "--player", who) == Answer(1, "", NOBODY.format(who))
    assert records(open_home(here.home)) == before


@pytest.mark.parametrize("words", TELLING + CHANGING)
def test_where_several_play_somebody_must_be_named(here: Caller, words: tuple[str, ...]) -> None:
    """No command falls on whoever happens to be first."""
    before = records(open_home(here.home))
    answer = here(*words)
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.startswith("stillwater: Several play here. Say whose by --player;")
    assert records(open_home(here.home)) == before


@pytest.mark.parametrize("words", TELLING)
def test_a_player_is_named_by_name_or_number(here: Caller, words: tuple[str, ...]) -> None:
    """Bo, bo, 2 and player-2 are the same; Ada is somebody else."""
    of_bo = told(here, words, "Bo")
    assert "Traceback" not in of_bo.err
    assert all(told(here, words, who) == of_bo for who in ("bo", "2", "player-2"))
    assert told(here, words, "Ada") != of_bo


@pytest.mark.parametrize("words", [words for words in TELLING if words[0] in {"learnt", "talk"}])
def test_the_name_may_stand_before_the_act(here: Caller, words: tuple[str, ...]) -> None:
    """Where a command can be called without an act, both places are right."""
    assert here(words[0], "--player", "Bo", *words[1:]) == here(*words, "--player", "Bo")


def test_a_bundle_is_made_of_who_is_named(here: Caller, tmp_path: Path) -> None:
    """Of Bo; of Ada there is nothing; of nobody else at all."""
    assert here("keys", "therapist", "make", str(tmp_path / "lin.key"), new_passphrase_fd=PASSPHRASE).status == 0
    whom = ("--to", str(tmp_path / "lin.key.pub"), "--whom", "Dr. Lin")
    words = ("share", "make", str(tmp_path / "bundle"), *whom, "--last", "1", "--lanes", "feelings")
    assert "Several play here" in here(*words).err
    assert "no player called 'Cy'" in here(*words, "--player", "Cy").err
    assert "no such sessions" in here(*words, "--player", "Ada").err
    assert here(*words, "--player", "Bo", passphrase_fd=PASSPHRASE).status == 0


def test_research_names_nobody(here: Caller, tmp_path: Path) -> None:
    """It tells of many at once; who could choose one could look at that one."""
    answer = here("research", "export", "--out", str(tmp_path / "out"), "--player", "Bo")
    assert answer.status == 2
    assert "unrecognized arguments: --player Bo" in answer.err


@pytest.mark.parametrize("wish", (*WISHES, ()))
def test_what_is_wished_for_nobody_by_name_is_said_not_to_be_kept(here: Caller, wish: tuple[str, ...]) -> None:
    """Where several play, the game asks who plays all the same; only what was given is spoken of, and nobody has it."""
    before = records(open_home(here.home))
    said = here("play", *wish, "--no-sensors", "--seconds", "0.1", "--size", "320x180")
    assert said.status == 0
    kept = "Several play here. Say whose by --player; `stillwater players list` shows who there is. The game goes on;"
    assert (kept in said.err) is bool(wish)
    assert records(open_home(here.home)) == before


def test_what_is_wished_for_somebody_is_theirs(here: Caller) -> None:
    """All three at once, for one of two: kept of that one, and nothing is said of several."""
    wishes = [word for wish in WISHES for word in wish]
    said = here("play", "--player", "Bo", *wishes, "--no-sensors", "--seconds", "0.1", "--size", "320x180")
    assert "Several play here" not in said.err
    ada, bo = roster.open_roster(open_home(here.home), print)
    assert (bo.player.explores, bo.presentation().language, bo.player.progress.week_times) == (True, "zh_CN", 2)
    assert (ada.player.explores, ada.presentation().language, ada.player.progress.week_times) == (False, "en", 3)
