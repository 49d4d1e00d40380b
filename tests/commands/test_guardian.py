"""What a guardian changes of a player is noted in that player's audit log, in plain words without private texts."""

import os
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pytest

from game.commands import roster
from game.commands.household import Household, Visit
from game.commands.warden import Warden
from game.core.facts import Asked
from game.core.posterior import Known, Posterior
from game.core.temper import AgeBand
from game.stage.theatre import Theatre
from game.vault.audit import Act, read_trail
from game.vault.home import Home, open_home
from game.vault.keys import set_passphrase, unlock
from game.vault.passphrase import Passphrase
from game.vault.player import Listed
from levels.guardian import OPEN
from tests.commands.calling import Caller
from tests.commands.test_players import typed

NAME, FRIEND, NUMBER = "Ottilie", "Grandma Ruth", "0123 456"
LEARNT = Posterior(resting_breath_hz=Known(0.3, 0.02))
LINES = {
    "figure": "figure: swan",
    "age": "age band: under_13",
    "senses": "senses: calm",
    "language": "language: zh_CN",
    "times": "the week: 4 times 15 minutes",
    "minutes": "the week: 3 times 20 minutes",
    "explores": "lots decide now and then: yes",
    "nobody": "people on the card: 0",
}
"""Lines of the guardian's pages that set something at once, and what is noted of a player who has set nothing."""
COMMANDS = {
    ("players", "rename", "1", NAME): ["another name"],
    ("players", "set", "1", "--age", "teen", "--figure", "fox"): ["age band: teen", "figure: fox"],
    ("players", "set", "1", "--language", "zh_CN", "--senses", "calm"): ["language: zh_CN", "senses: calm"],
    ("players", "set", "1", "--plan", "2x10", "--explore", "yes"): [
        "the week: 2 times 10 minutes",
        "lots decide now and then: yes",
    ],
    ("sessions", "keep", "90"): ["sittings are kept 90 days"],
    ("talk", "add", FRIEND, NUMBER): ["people on the card: 2"],
    ("talk", "clear"): ["people on the card: 0"],
    ("learnt", "forget"): ["what was learnt is forgotten"],
    ("play", "--headless", "--no-sensors", "--seconds", "1", "--plan", "2x10"): [],
}
"""Commands that change a player with one friend on the card, and what is noted; who is only simulated sets nothing."""


def noted(household: Household) -> list[str]:
    """Settings that were noted as changed, oldest first."""
    trail = read_trail(household.folder, household.home.device, unlock(household.folder, household.home.device))
    assert not trail.faults
    return [line.about for line in trail.lines if line.act is Act.SETTING_CHANGED]


@pytest.fixture
def player(home: Home) -> Household:
    """One player, with somebody on the card."""
    household = Household(home, print)
    roster.set_people(household, (Listed(FRIEND, NUMBER),))
    return household


@pytest.mark.parametrize("line", LINES)
def test_each_line_of_the_pages_is_noted(player: Household, theatre: Theatre, line: str) -> None:
    """With what is set now; and of nobody else."""
    other = roster.new_player(player.home, print)
    before = noted(player), noted(other)
    Warden(player.home, theatre, print).act(Asked(f"guard:{line}:1"))
    assert noted(player) == [*before[0], LINES[line]]
    assert noted(other) == before[1]


def test_pages_open_with_their_own_passphrase_alone(home: Home, theatre: Theatre) -> None:
    """The door opens to anybody's, and with it that player's pages; another's ask for theirs, once in a visit."""
    mine, theirs = "correct horse", "another horse"
    ada, bo = roster.new_player(home, print, "Ada"), roster.new_player(home, print, "Bo")
    roster.new_player(home, print, "Cy")
    for household, passphrase in ((ada, mine), (bo, theirs)):
        set_passphrase(household.folder, home.device, Passphrase(passphrase), 0)
    warden = Warden(home, theatre, print)

    def wished(what: str, *texts: str) -> tuple[str, ...]:
        warden.act(Asked(f"guard:{what}"))
        for text in texts:
            typed(theatre, text)
        return warden.take()

    assert wished("passphrase", mine) == ("gate:open",)
    assert wished("open:1") == wished("open:3") == (OPEN,)
    assert wished("open:2") == wished("age:2") == wished("erase:2") == ()
    for wrong in (mine, ""):
        assert wished("open:2", wrong) == ()
        assert theatre.said == ("said.guard_shut", ())
    assert Household(home, print, bo.folder.name).player == bo.player
    assert wished("open:2", theirs) == wished("open:2") == (OPEN,)
    wished("age:2")
    assert Household(home, print, bo.folder.name).player.age is AgeBand.UNDER_13


def test_names_and_people_are_noted_without_saying_who(player: Household, theatre: Theatre) -> None:
    """That there is another name, and how many stand on the card."""
    warden = Warden(player.home, theatre, print)
    warden.act(Asked("guard:name:1"))
    typed(theatre, NAME)
    warden.act(Asked("guard:person:1"))
    typed(theatre, "Uncle Ben")
    typed(theatre, "at the mill")
    assert noted(player) == ["people on the card: 1", "another name", "people on the card: 2"]
    warden.act(Asked("guard:add:1"))
    typed(theatre, "Sam")
    assert noted(warden.there[1]) == ["the player was made"]


@pytest.mark.parametrize("words", COMMANDS)
def test_each_command_is_noted_once(call: Caller, words: tuple[str, ...]) -> None:
    """The same again changes nothing and is not noted; nothing private stands in any line."""
    household = Household(open_home(call.home), print)
    household.sat(lambda _: LEARNT)
    roster.set_people(household, (Listed(FRIEND, NUMBER),))
    assert call(*words).status == 0
    assert noted(household) == ["people on the card: 1", *COMMANDS[words]]
    if words[0] != "talk":
        assert call(*words).status == 0
        assert noted(household) == ["people on the card: 1", *COMMANDS[words]]
    assert not any(private in line for line in noted(household) for private in (NAME, FRIEND, NUMBER))


def test_what_the_player_sets_is_theirs(home: Home) -> None:
    """Volume and letters, practice and what is learnt of it: no guardian did that, and nothing is noted."""
    household = Household(home, print)
    household.present(household.presentation())
    household.sat(lambda _: LEARNT)
    assert noted(household) == []


def test_a_visit_notes_nothing(tmp_path: Path) -> None:
    """Who is simulated changes nobody's record and nobody's log."""
    home = open_home(tmp_path)
    roster.set_days(Visit(home, print), 3)
    assert Household(home, print).player.keep_days is None
    assert noted(Household(home, print)) == []
