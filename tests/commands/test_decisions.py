"""One line per decision: what changed, why, who decided, and what the rules would have done."""

from dataclasses import replace

import pytest

from adaptation.explain import AVERAGE
from adaptation.features import to_observation
from game.commands.decisions import line
from game.core.directive import Directive, Reason
from game.core.trace import Account, Decision

SEEN = to_observation(AVERAGE)
HELD = Directive(SEEN.difficulty, SEEN.tempo, SEEN.guidance, 11.0 / 60.0)
EASED = replace(HELD, difficulty=SEEN.difficulty - 0.12, breath_hz=10.25 / 60.0, minigame="longer_exhale")


@pytest.mark.parametrize(
    ("used", "account", "told"),
    (
        (HELD, Account(), "nothing (rules; rules: nothing)"),
        (
            HELD,
            Account("rules", "why.rules_unsure"),
            "nothing (rules, by the simple rules: too little is known just now; rules: nothing)",
        ),
        (
            replace(EASED, reasons=(Reason("why.tense", (0.4,)), Reason("why.fast_breath", (18.0,)))),
            Account("policy", explored=True),
            "difficulty -0.12, guide -0.75/min, minigame longer_exhale, because it feels a little tight [0.4] "
            "and your breath is quick, about 18 a minute (policy, by lot; rules: nothing)",
        ),
    ),
)
def test_a_decision_is_told_in_one_line(used: Directive, account: Account, told: str) -> None:
    """Only what moved, with its size; the reasons with their numbers; both minds."""
    assert line(Decision(300, SEEN, used, used, (), HELD, account)) == told


def test_what_the_shield_held_is_named() -> None:
    """So that a wish which was not granted does not read like one that was."""
    held = Decision(300, SEEN, EASED, HELD, ("difficulty", "minigame"), HELD)
    assert line(held) == "nothing (rules; shield: difficulty, minigame; rules: nothing)"
