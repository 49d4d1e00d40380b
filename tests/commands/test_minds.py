"""Which mind plays, what it may do, and that a kept sitting says which one decided."""

import argparse
import json
from pathlib import Path

import pytest

from adaptation.actions import NAMES
from adaptation.adaptive import Adaptive
from adaptation.rules import Rules
from game.commands.household import Household, Visit
from game.commands.memory import Kept
from game.commands.minds import USUAL, open_mind
from game.commands.roster import set_explores
from game.commands.wish import add_options, read_wish
from game.core.directive import DECISION_TICKS
from game.core.ports import Mind
from game.core.setup import Setup
from game.core.trace import Account, Decision, Header, Kind, decode_decision, encode_header
from game.core.world import begin
from game.loop import House, Unhurried, run
from game.vault.home import open_home
from game.vault.keys import unlock
from game.vault.player import Player, decoded, encoded
from game.vault.reader import Reader
from game.vault.writer import Writer
from tests.adaptation.networks import network
from tests.sittings import LEVELS, RULES, Script, Seen, quiet


def wished(*words: str) -> tuple[str, bool | None]:
    """The mind and the word on exploration in a command line."""
    parser = argparse.ArgumentParser()
    add_options(parser, "title")
    wish = read_wish(parser.parse_args(words))
    return wish.mind, wish.explore


def test_the_command_line_names_the_mind_and_leaves_lots_as_kept() -> None:
    """By default the rules; "yes" and "no" are words, silence is none."""
    assert wished() == (USUAL, None) == ("rules", None)
    assert wished("--mind", "policy", "--explore", "yes") == ("policy", True)
    assert wished("--explore", "no")[1] is False


def test_lots_are_off_until_a_guardian_agrees_and_stay_as_they_were_kept(tmp_path: Path) -> None:
    """A record from before knows no lots; a visit keeps nothing."""
    home = open_home(tmp_path)
    household = Household(home, print)
    assert not household.player.explores
    set_explores(Visit(home, print), agreed=True)
    assert not Household(home, print).player.explores
    set_explores(household, agreed=True)
    assert Household(home, print).player.explores
    older = json.loads(encoded(Player()))
    del older["explores"]
    assert decoded(json.dumps(older).encode()) == Player()


def test_each_word_opens_its_mind() -> None:
    """The rules by themselves, or the learned mind with the rules behind it: that one always says who decides."""
    assert isinstance(open_mind("rules", explores=True, seed=1), Rules)
    mind = open_mind("policy", explores=False, seed=1)
    assert isinstance(mind, Adaptive)
    assert mind.name.startswith("policy ")


@pytest.mark.parametrize("mind", (Rules(), Adaptive(network(1))), ids=("rules", "policy"))
def test_a_kept_decision_tells_who_decided_and_what_the_rules_would_have_done(
    tmp_path: Path, mind: Rules | Adaptive
) -> None:
    """Every decision of half a minute: the account of the mind that made it, its reasons, and the rules' own wish."""
    household = Household(open_home(tmp_path), print)
    setup = Setup(5, "tide", minutes=1.0)
    header = Header(setup, "0" * 16, mind.name, "", "2026-01-01T00:00:00+00:00")
    writer = Writer(household.sessions, household.public, encode_header(header))
    memory = Kept(writer, print, lambda: mind.account)
    _play(setup, mind, memory)
    kept = _decisions(household)
    assert len(kept) == 6
    rules = Rules()
    for number, decision in enumerate(kept, 1):
        assert decision.tick == number * DECISION_TICKS
        assert decision.rules == rules.decide(decision.seen)
        if isinstance(mind, Rules):
            assert decision.account == Account("rules")
            assert decision.asked.reasons == decision.rules.reasons
        else:
            assert decision.account.by in {"policy", "rules"}
            assert bool(decision.account.chances) is (decision.account.by == "policy")
            assert {name for name, _ in decision.account.chances} <= set(NAMES)


def _play(setup: Setup, mind: Mind, memory: Kept) -> None:
    world = begin(setup, LEVELS[setup.level], RULES.patterns)
    run(world, House(Script(quiet(6 * DECISION_TICKS + 1)), mind, memory, Seen(), Unhurried(), lambda world: world))
    memory.close()


def _decisions(household: Household) -> list[Decision]:
    [path] = sorted(household.sessions.iterdir())
    reader = Reader(path, unlock(household.folder, household.home.device))
    return [decode_decision(record.payload) for record in reader.records() if record.kind == Kind.DECISION]
