"""A sitting in a few lines for a grown-up: how long, where, how much could be read. No line scores anybody."""

from collections.abc import Iterator

from game.core.pace import TICKS_PER_S
from game.core.temper import PER_MIN
from game.core.trace import ESTIMATE_TICKS
from game.replay.lanes import Curve, Lanes
from game.replay.lanes_json import LineTold
from game.replay.sentences import MENUS, joined, level_title, listed
from game.replay.why import follow_told
from game.stage.words import Words

FEWEST_S = 30.0
"""A breath that was known for less than this says nothing of a whole sitting. Assumption."""


def summary_told(lanes: Lanes, words: Words) -> list[LineTold]:
    """The lines, in order; what was never measured has none."""
    return [LineTold(title=words.say(f"lanes.sum_{title}"), value=value) for title, value in _lines(lanes, words)]


def _lines(lanes: Lanes, words: Words) -> Iterator[tuple[str, str]]:
    whole = _minutes(lanes.length_s)
    yield "length", words.say("lanes.minutes", (whole,))
    places = dict.fromkeys(span.name for span in lanes.levels if span.name not in MENUS)
    if places:
        yield "places", listed(words, (level_title(words, name) for name in places))
    for title, curve in (("read", lanes.estimates.arousal), ("breath_read", lanes.estimates.breath_hz)):
        yield title, words.say("lanes.of_minutes", (_minutes(_known_s(curve)), whole))
    if lanes.minigames:
        yield "breathed", _breathed(lanes, words)
    if lanes.summary is not None and _known_s(lanes.estimates.breath_hz) >= FEWEST_S:
        yield "follow", follow_told(words, lanes.summary.follow)
        if lanes.summary.breath_hz:
            yield "breath", words.say("lanes.per_minute", (round(lanes.summary.breath_hz / PER_MIN),))


def _breathed(lanes: Lanes, words: Words) -> str:
    """ "3 times, 1 left early"."""
    many, left = len(lanes.minigames), sum(game.skipped for game in lanes.minigames)
    told = [words.say("lanes.once") if many == 1 else words.say("lanes.times", (many,))]
    return joined(words, [*told, words.say("lanes.left_early", (left,))] if left else told)


def _known_s(curve: Curve) -> float:
    return sum(curve.known) * ESTIMATE_TICKS / TICKS_PER_S


def _minutes(seconds: float) -> float:
    """To half a minute."""
    return round(seconds / 30.0) / 2.0
