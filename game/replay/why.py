"""Why did it change? What the mind saw at any instant, what it chose, what was held back, what the rules would have
done."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import TypedDict

from game.core.belief import ENOUGH, TENSE_ABOVE
from game.core.observe import Observation, unit_to_rate
from game.core.pace import TICKS_PER_S
from game.core.temper import PER_MIN
from game.core.trace import Decision
from game.replay.lanes import Lanes
from game.replay.lately import UNKNOWN, Lately, lately
from game.replay.sentences import (
    aside,
    begun,
    changes_told,
    decider,
    headed,
    joined,
    measured,
    reasons_told,
    shield_told,
)
from game.stage.words import Words

FAIRLY, SURE = 0.5, 0.8
"""Confidences from which something is called fairly sure, and sure."""
NEAR = 0.1
"""A feeling this near the usual is the usual; from TENSE_ABOVE on it is clearly another."""
FAMILIES = {"arousal": "tension", "valence": "expression"}
"""What each feeling's messages are called."""
MOVES = 0.06
"""A trend under this is none (adaptation/claims.py uses the same)."""
APART = 0.15
"""Breath and guide this near, in units of 10/min, go alike."""
OFTEN, SELDOM = 0.55, 0.35
FLOWS, TRICKY = 0.65, 0.45
BUSY, STILL = 0.6, 0.3
"""Where a person would use the word for follow, performance and activity, each in [0, 1]. Assumptions."""


class WhyTold(TypedDict):
    """JSON of why.json; every sentence is in the visitor's language."""

    t_s: float
    """Of the decision, in seconds since the sitting began."""
    until_s: float
    """When the next one was made."""
    tick: int
    text: str
    """What changed, in a line."""
    reasons: list[str]
    by: str
    """Who decided."""
    saw: list[str]
    chose: list[str]
    tempered: list[str]
    rules: list[str]


@dataclass(frozen=True, slots=True)
class Why:
    """What stands behind the settings at one instant."""

    decision: Decision | None
    """The last decision before it; None = there was none yet."""
    from_s: float
    """Since when it held."""
    until_s: float
    """Until when."""
    before: Lately = UNKNOWN
    """How it looked over the short time before it, as the words beside the lanes say it."""


def why(lanes: Lanes, tick: int) -> Why:
    """What stands behind the settings at ``tick``."""
    decisions = lanes.decisions
    place = bisect_right(decisions, tick, key=lambda decision: decision.tick)
    until_s = decisions[place].tick / TICKS_PER_S if place < len(decisions) else lanes.length_s
    if not place:
        return Why(None, 0.0, until_s)
    decision = decisions[place - 1]
    from_s = decision.tick / TICKS_PER_S
    return Why(decision, from_s, until_s, lately(lanes, from_s))


def why_told(reason: Why, words: Words) -> WhyTold:
    """The same in words."""
    decision = reason.decision
    told = WhyTold(
        t_s=reason.from_s, until_s=reason.until_s, tick=round(reason.from_s * TICKS_PER_S),
        text=words.say("lanes.before_first"), reasons=[], by="", saw=[], chose=[], tempered=[], rules=[],
    )  # fmt: skip
    if decision is None:
        return told
    same = [words.say("lanes.no_change")]
    told["text"] = begun(changes_told(words, decision.seen, decision.used))
    told["reasons"] = reasons_told(words, decision.asked.reasons)
    told["by"] = decider(words, decision.account)
    told["saw"] = saw(words, decision.seen, reason.before)
    told["chose"] = measured(words, decision.seen, decision.asked) or same
    told["tempered"] = shield_told(words, decision) or [words.say("lanes.untouched")]
    told["rules"] = measured(words, decision.seen, decision.rules) or same
    return told


def saw(words: Words, seen: Observation, before: Lately = UNKNOWN) -> list[str]:
    """What the mind was shown, in sentences; how sure it was stands beside each feeling.

    It decides by one look. Where that points another way than the short time before it (as the words beside the lanes
    tell it), both are said, so that a page never says two things of one moment without saying why.
    """
    tension, expression = _feeling(words, seen, "arousal"), _feeling(words, seen, "valence")
    lines = [
        headed(words, words.say("lanes.saw_tension"), tension + _parted(words, seen, before, "arousal")),
        headed(words, words.say("lanes.saw_expression"), expression + _parted(words, seen, before, "valence")),
        headed(words, words.say("lanes.saw_breath"), _breath(words, seen)),
    ]
    if seen.breath_confidence >= ENOUGH:
        lines.append(headed(words, words.say("lanes.saw_guide"), follow_told(words, seen.follow)))
    play = _between(seen.performance, TRICKY, FLOWS, ("tricky", "along", "flow"))
    lines.append(headed(words, words.say("lanes.saw_play"), words.say(f"lanes.play_{play}")))
    hands = _between(seen.activity, STILL, BUSY, ("still", "some", "busy"))
    lines.append(headed(words, words.say("lanes.saw_hands"), words.say(f"lanes.hands_{hands}")))
    if seen.since_too_much < 1.0:
        lines.append(begun(words.say("lanes.too_much_lately")))
    return lines


def follow_told(words: Words, follow: float) -> str:
    """How closely the breath went with the guide, [0, 1], in a word."""
    return words.say(f"lanes.follow_{_between(follow, SELDOM, OFTEN, ('seldom', 'partly', 'often'))}")


def _parted(words: Words, seen: Observation, before: Lately, name: str) -> str:
    """ "; over the five seconds before it: near the usual" where the one look points another way; else ""."""
    value: float | None = getattr(before, name)
    looked: float = getattr(seen, name)
    if value is None or getattr(seen, f"{name}_confidence") < ENOUGH or _way(value) == _way(looked):
        return ""
    told = headed(words, words.say("lanes.before_it"), words.say(f"lanes.{FAMILIES[name]}_{_step(value)}"))
    return f"{words.say('lanes.then')}{told}"


def _way(value: float) -> int:
    """Above (1), at (0) or below (-1) the usual."""
    return (value > NEAR) - (value < -NEAR)


def _step(value: float) -> str:
    """How far from the usual, as the ends of message ids have it: "m2", "m1", "0", "1", "2"."""
    step = (abs(value) > NEAR) + (abs(value) > TENSE_ABOVE)
    return f"{'m' if value < 0.0 and step else ''}{step}"


def _feeling(words: Words, seen: Observation, name: str) -> str:
    """ "a little tenser than usual, rising (fairly sure)"."""
    confidence = getattr(seen, f"{name}_confidence")
    if confidence < ENOUGH:
        return words.say("lanes.unread")
    value, trend = getattr(seen, name), getattr(seen, f"{name}_trend")
    told = [words.say(f"lanes.{FAMILIES[name]}_{_step(value)}")]
    if abs(trend) > MOVES:
        told.append(words.say("lanes.rising" if trend > 0.0 else "lanes.falling"))
    return aside(words, joined(words, told), _surety(words, confidence))


def _breath(words: Words, seen: Observation) -> str:
    if seen.breath_confidence < ENOUGH:
        return words.say("lanes.unread")
    told = [words.say("lanes.per_minute", (round(unit_to_rate(seen.breath) / PER_MIN),))]
    if abs(seen.breath_against_guide) > APART:
        told.append(words.say("lanes.quicker" if seen.breath_against_guide > 0.0 else "lanes.slower"))
    return aside(words, joined(words, told), _surety(words, seen.breath_confidence))


def _surety(words: Words, confidence: float) -> str:
    return words.say(f"lanes.{_between(confidence, FAIRLY, SURE, ('unsure', 'fairly_sure', 'sure'))}")


def _between(value: float, low: float, high: float, names: tuple[str, str, str]) -> str:
    """The first name below ``low``, the last from ``high`` on."""
    return names[0] if value < low else names[1] if value < high else names[2]
