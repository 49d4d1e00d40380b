"""A kept decision in one line for whoever looks back: what changed, why it was asked for, who decided, what the shield
changed of it, and what the rules would have done."""

from game.core.directive import Directive
from game.core.observe import Observation, unit_to_rate
from game.core.trace import Decision

NOTICED = 0.005
"""Smaller changes of a share are none; .05 breaths per minute likewise for the guide."""


def line(decision: Decision) -> str:
    """ "difficulty -0.12, because why.tense 0.41 (policy; rules: nothing)"."""
    account = decision.account
    told = _changes(decision.seen, decision.used)
    if decision.used.reasons:
        told += ", because " + ", ".join(" ".join((r.key, *map(_number, r.numbers))) for r in decision.used.reasons)
    who = account.by + (f", {account.fallback}" if account.fallback else "") + (", by lot" if account.explored else "")
    if decision.changed:
        who += f"; shield: {', '.join(decision.changed)}"
    return f"{told} ({who}; rules: {_changes(decision.seen, decision.rules)})"


def _changes(seen: Observation, wish: Directive) -> str:
    """By how much each setting moves from what was seen; "nothing" where none does."""
    moved = (
        ("difficulty", wish.difficulty - seen.difficulty),
        ("tempo", wish.tempo - seen.tempo),
        ("guidance", wish.guidance - seen.guidance),
    )
    told = [f"{name} {change:+.2f}" for name, change in moved if abs(change) > NOTICED]
    per_min = (wish.breath_hz - unit_to_rate(seen.guide)) * 60.0
    if abs(per_min) > 10.0 * NOTICED:
        told.append(f"guide {per_min:+.2f}/min")
    if wish.minigame:
        told.append(f"minigame {wish.minigame}")
    return ", ".join(told) or "nothing"


def _number(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
