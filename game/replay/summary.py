"""A sitting in a few lines for a grown-up: how long, where, how much could be read. No line scores anybody."""

from collections.abc import Collection, Iterator

from game.core.pace import TICKS_PER_S
from game.core.temper import PER_MIN
from game.core.trace import ESTIMATE_TICKS, Summary
from game.replay.lanes import Curve, Lanes
from game.replay.lanes_json import LineTold
from game.replay.sentences import MENUS, joined, level_title, listed
from game.replay.share_lanes import LANES
from game.replay.why import follow_told
from game.stage.words import Words

FEWEST_S = 30.0
"""A breath that was known for less than this says nothing of a whole sitting. Assumption."""


def summary_told(lanes: Lanes, words: Words, held: Collection[str] = tuple(LANES)) -> list[LineTold]:
    """The lines, in order; what was never measured has none.

    Args:
        lanes: of the sitting.
        words: of the visitor's language.
        held: names of the lanes of which there is something, where the sitting was given away in part.
    """
    lines = _lines(lanes, words, held)
    return [LineTold(title=words.say(f"lanes.sum_{title}"), value=value) for title, value in lines]


def _lines(lanes: Lanes, words: Words, held: Collection[str]) -> Iterator[tuple[str, str]]:
    whole = _minutes(lanes.length_s)
    yield "length", words.say("lanes.minutes", (whole,))
    levels = [span.name for span in lanes.levels] or (lanes.summary.levels if lanes.summary else ())
    places = dict.fromkeys(name for name in levels if name not in MENUS)
    if places:
        yield "places", listed(words, (level_title(words, name) for name in places))
    for title, lane, curve in (
        ("read", "feelings", lanes.estimates.arousal),
        ("breath_read", "breath", lanes.estimates.breath_hz),
    ):
        if lane in held:
            yield title, words.say("lanes.of_minutes", (_minutes(_known_s(curve)), whole))
    many = len(lanes.minigames) or (lanes.summary.minigames if lanes.summary and "play" not in held else 0)
    if many:
        yield "breathed", _breathed(words, many, sum(game.skipped for game in lanes.minigames))
    if lanes.summary is not None and _breath_known(lanes, lanes.summary, held):
        yield "follow", follow_told(words, lanes.summary.follow)
        if lanes.summary.breath_hz:
            yield "breath", words.say("lanes.per_minute", (round(lanes.summary.breath_hz / PER_MIN),))


def _breath_known(lanes: Lanes, summary: Summary, held: Collection[str]) -> bool:
    """Whether the breath was known for long enough; where it was not given, whether it was known at the end."""
    if "breath" in held:
        return _known_s(lanes.estimates.breath_hz) >= FEWEST_S
    return summary.breath_hz > 0.0


def _breathed(words: Words, many: int, left: int) -> str:
    """ "3 times, 1 left early"."""
    told = [words.say("lanes.once") if many == 1 else words.say("lanes.times", (many,))]
    return joined(words, [*told, words.say("lanes.left_early", (left,))] if left else told)


def _known_s(curve: Curve) -> float:
    return sum(curve.known) * ESTIMATE_TICKS / TICKS_PER_S


def _minutes(seconds: float) -> float:
    """To half a minute."""
    return round(seconds / 30.0) / 2.0
