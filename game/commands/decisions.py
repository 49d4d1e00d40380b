"""A kept decision in one line for whoever looks back: what changed, why it was asked for, who decided, what the shield
changed of it, and what the rules would have done."""

from functools import cache

from game.core.directive import Directive, Reason
from game.core.observe import Observation
from game.core.trace import Decision
from game.replay.sentences import Change, changes
from game.stage.words import Words


def line(decision: Decision) -> str:
    """ "difficulty -0.12, because it feels a little tight [0.41] (policy; rules: nothing)"."""
    account = decision.account
    told = _changes(decision.seen, decision.used)
    if decision.used.reasons:
        told += ", because " + " and ".join(map(_said, decision.used.reasons))
    who = (
        account.by
        + (f", {_english().say(account.fallback)}" if account.fallback else "")
        + (", by lot" if account.explored else "")
    )
    if decision.changed:
        who += f"; shield: {', '.join(decision.changed)}"
    return f"{told} ({who}; rules: {_changes(decision.seen, decision.rules)})"


def _changes(seen: Observation, wish: Directive) -> str:
    """By how much each setting moves from what was seen; "nothing" where none does."""
    told = [_moved(change) for change in changes(seen, wish)]
    if wish.minigame:
        told.append(f"minigame {wish.minigame}")
    return ", ".join(told) or "nothing"


def _moved(change: Change) -> str:
    """ "difficulty -0.12", "guide -0.75/min"."""
    by = change.after - change.before
    return f"guide {by:+.2f}/min" if change.field == "breath_hz" else f"{change.field} {by / 100.0:+.2f}"


def _said(reason: Reason) -> str:
    """In words; with the number behind it where the words do not say it."""
    words = _english().say(reason.key, reason.numbers)
    if words != _english().say(reason.key) or not reason.numbers:
        return words
    return f"{words} [{' '.join(map(_number, reason.numbers))}]"


@cache
def _english() -> Words:
    """The language of the command line."""
    return Words("en")


def _number(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
