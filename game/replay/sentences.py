"""Small pieces of sentences that lanes, why and headline share, put together in the visitor's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from game.core.directive import Directive, Reason
from game.core.observe import Observation, unit_to_rate
from game.core.temper import PER_MIN
from game.core.trace import Account, Decision
from game.core.why import BREATHING, CHANGES
from game.stage.words import Words

WHY = "why."
"""Reasons are told to the player by these ids; a grown-up who looks back reads them in the third person."""
MENUS = (
    "title", "consent", "calibration", "feeling", "closing", "reflection", "settings", "players", "gate", "guardian",
    "places",
)  # fmt: skip
"""Levels that are pages of the house; every other is a place, with its name on the map."""
SECONDS_UNTIL_S = 90.0
"""Shorter times are told in seconds, longer ones in minutes."""


@dataclass(frozen=True, slots=True)
class Change:
    """One setting that a directive moves."""

    key: str
    """Message id of what becomes of it: "why.now_easier"."""
    field: str
    """Of the directive."""
    before: float
    """As it was, in percent, or in breaths per minute for the guide."""
    after: float
    """As it is asked for, likewise."""


def changes(seen: Observation, wish: Directive) -> tuple[Change, ...]:
    """What a directive changes of the settings that were seen; a breathing minigame is told apart from these."""
    found = []
    for name, less, more, noticed in CHANGES:
        before, after = setting(seen, name), float(getattr(wish, name))
        if abs(after - before) > noticed:
            scale = 1.0 / PER_MIN if name == "breath_hz" else 100.0
            found.append(Change(less if after < before else more, name, before * scale, after * scale))
    return tuple(found)


def setting(seen: Observation, name: str) -> float:
    """A setting as it was seen, by the name it has in a directive: a share, or breaths per second."""
    return unit_to_rate(seen.guide) if name == "breath_hz" else float(getattr(seen, name))


def changes_told(words: Words, seen: Observation, wish: Directive) -> str:
    """ "a little easier, a slower guide"; says so where nothing changes."""
    told = [_breathing_told(words, wish.minigame)] if wish.minigame else []
    told += [words.say(change.key) for change in changes(seen, wish)]
    return joined(words, told) or words.say("lanes.no_change")


def measured(words: Words, seen: Observation, wish: Directive) -> list[str]:
    """The same one by one and with numbers: "a little easier (35 → 23 %)"."""
    told = [_breathing_told(words, wish.minigame)] if wish.minigame else []
    for change in changes(seen, wish):
        unit = "lanes.from_to_per_minute" if change.field == "breath_hz" else "lanes.from_to_percent"
        digits = 1 if change.field == "breath_hz" else 0
        numbers = words.say(unit, (round(change.before, digits), round(change.after, digits)))
        told.append(aside(words, words.say(change.key), numbers))
    return told


def reasons_told(words: Words, reasons: Iterable[Reason]) -> list[str]:
    """Why it was asked for, in the third person; what there are no such words for, as the player was told."""
    told = []
    for reason in reasons:
        key = f"lanes.why_{reason.key.removeprefix(WHY)}"
        said = words.say(key, reason.numbers)
        told.append(words.say(reason.key, reason.numbers) if said == key else said)
    return told


def shield_told(words: Words, decision: Decision) -> list[str]:
    """What was not done as it was asked for, and by which rule; nothing for what nobody could notice."""
    asked, used = decision.asked, decision.used
    held = [name for name, _, _, noticed in CHANGES if abs(getattr(asked, name) - getattr(used, name)) > noticed]
    told = [words.say(f"lanes.shield_{name}") for name in held if name in decision.changed]
    if "breath_hz" in held and "breath_hz" not in decision.changed:
        told.append(words.say("lanes.shield_place"))
    if asked.minigame and not used.minigame:
        told.append(words.say("lanes.shield_minigame"))
    return told


def decider(words: Words, account: Account) -> str:
    """Which mind decided, and why the rules stood in where they did."""
    told = words.say(account.fallback) if account.fallback else words.say(f"lanes.by_{account.by}")
    return joined(words, [told, words.say("lanes.why_by_lot")]) if account.explored else told


def level_title(words: Words, name: str) -> str:
    """A level's name as it is read."""
    return _said(words, f"lanes.level_{name}" if name in MENUS else f"places.{name}", name)


def pattern_title(words: Words, name: str) -> str:
    """A breathing pattern's name as it is read."""
    return _said(words, f"pattern.{name}", name)


def sensor_title(words: Words, sensor: str) -> str:
    """A sensor's name as it is read."""
    return _said(words, f"lanes.sensor_{sensor}", sensor)


def _breathing_told(words: Words, pattern: str) -> str:
    return aside(words, words.say(BREATHING), pattern_title(words, pattern))


def quantity_title(words: Words, quantity: str) -> str:
    """What is measured, as it is read."""
    return _said(words, f"lanes.quantity_{quantity}", quantity)


def _said(words: Words, key: str, name: str) -> str:
    """A message, or the plain name of what only another version has words for."""
    said = words.say(key)
    return name.replace("_", " ") if said == key else said


def lasting(words: Words, name: str, seconds: float) -> str:
    """A sentence about a time: message ``lanes.NAME_seconds`` for short ones, ``lanes.NAME_minutes`` for long ones."""
    if seconds < SECONDS_UNTIL_S:
        return words.say(f"lanes.{name}_seconds", (max(5.0 * round(seconds / 5.0), 5.0),))
    return words.say(f"lanes.{name}_minutes", (round(seconds / 30.0) / 2.0,))


def listed(words: Words, names: Iterable[str]) -> str:
    """Names, one after the other."""
    return words.say("lanes.list").join(names)


def joined(words: Words, clauses: Iterable[str]) -> str:
    """Parts of a sentence, one after the other."""
    return words.say("lanes.clause").join(clauses)


def aside(words: Words, told: str, more: str) -> str:
    """ "a little easier (35 → 23 %)"."""
    return f"{told}{words.say('lanes.open')}{more}{words.say('lanes.close')}"


def headed(words: Words, head: str, tail: str) -> str:
    """ "Before: good"."""
    return f"{head}{words.say('lanes.of')}{tail}"


def begun(sentence: str) -> str:
    """The same with a capital at its beginning."""
    return sentence[:1].upper() + sentence[1:]
