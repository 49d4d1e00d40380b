"""Which mind plays: the rules, or the learned one with the rules behind it."""

from random import Random

from adaptation.adaptive import Adaptive
from adaptation.policy import Policy, PolicyError, shipped
from adaptation.rules import Rules

MINDS = ("rules", "policy")
"""What may be asked for."""
USUAL = "rules"
"""What plays where nothing is asked for: the learned mind did not pass every line of its gate (docs/adaptation.md)."""


def open_mind(name: str, explores: bool, seed: int) -> Rules | Adaptive:
    """The mind of one sitting, by one of ``MINDS``; where there is no learned mind to be had the rules stand in, and
    each decision says so.

    Args:
        name: one of ``MINDS``.
        explores: a guardian has agreed that lots decide about a minigame now and then.
        seed: of the lots: the sitting's.
    """
    if name == "rules":
        return Rules()
    return Adaptive(_learned(), lots=Random(seed) if explores else None)


def _learned() -> Policy | PolicyError:
    try:
        return shipped()
    except PolicyError as error:
        return error
