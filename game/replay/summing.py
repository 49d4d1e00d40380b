"""What one session amounts to: a few numbers for everything over many sessions, and the course it took.

Every number rests on what the sealed session says, and is None where that is too little. What somebody corrected is
not believed: the feelings in such a stretch count for nothing, as if no sensor had been there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from statistics import fmean

from adaptation.witness import DECISION_S, EVEN, FIRST_MINUTE, WATCHED
from affect.trends.profile_curve import Curve, curve_of
from affect.trends.recovery import BACK_WITHIN, Recovery
from affect.trends.session import DAY_S, Session
from game.core.belief import ENOUGH, SURE_SD
from game.core.facts import FeelingTold, ModeChosen, ProbeDone
from game.core.observe import unit_to_rate
from game.core.pace import TICKS_PER_S
from game.core.trace import Decision
from game.replay.corrections import corrected_ticks, counting
from game.replay.events import baseline, headline
from game.replay.gist import MOST_CHARACTERS, MOST_SPANS, Gist, believed
from game.replay.lanes import Lanes
from game.replay.sentences import MENUS
from game.vault.layers import Correction
from levels import find_levels

BEFORE_S = 10.0
"""For so long before a minigame it is looked at how tense the player was: as core/lately.py does."""
LEAST = 12
"""Decisions, a minute of them, below which nothing is said of how play or breath went."""
PER_MIN = 60.0
MIDDLE_FACE = 3
"""Of the five faces."""


def gist_of(lanes: Lanes, corrections: Iterable[Correction]) -> Gist:
    """What a session amounts to, to be kept; made once more whenever it is corrected.

    Args:
        lanes: the session.
        corrections: what people said was something else; it does not count.
    """
    said = tuple(corrections)
    seen = believed(lanes, said)
    told = headline(seen)
    recovery = None
    if told is not None:
        meanwhile = tuple(span for span in told.recovery.meanwhile if len(span.name) <= MOST_CHARACTERS)
        recovery = replace(told.recovery, meanwhile=meanwhile[:MOST_SPANS])
    return Gist(_session(seen, recovery, said), recovery)


def session_of(lanes: Lanes, corrections: Iterable[Correction]) -> Session:
    """A session in a few numbers. Arguments as for ``gist_of``."""
    return gist_of(lanes, corrections).session


def course_of(lanes: Lanes, corrections: Iterable[Correction]) -> Curve | None:
    """The course a session took while places were played; None where it was too short or too little is known.

    Arguments as for ``gist_of``.
    """
    aside = [(one.from_tick, one.to_tick) for one in counting(corrections)]
    played = list(_played(lanes))
    seen = [
        replace(one.seen, arousal_confidence=0.0, valence_confidence=0.0)
        if any(from_tick <= one.tick <= to_tick for from_tick, to_tick in aside)
        else one.seen
        for one in played
    ]
    return curve_of([one.tick / TICKS_PER_S for one in played], seen)


def _session(lanes: Lanes, recovery: Recovery | None, corrections: tuple[Correction, ...]) -> Session:
    """``lanes``: what is believed of them."""
    started_s, offset_s = _clock(lanes.header.started)
    arousal = lanes.estimates.arousal
    known = [mean for mean, sd in zip(arousal.mean, arousal.sd, strict=True) if sd <= SURE_SD]
    length_ticks = round(lanes.length_s * TICKS_PER_S)
    tensest = None if recovery is None else recovery.tensest
    seen_to_end = tensest is not None and tensest.end == "back" and not tensest.at_most
    played = list(_played(lanes))
    sure = [one.seen for one in played if one.seen.breath_confidence >= ENOUGH]
    probed_hz = [fact.breath_hz for _, fact in lanes.facts if isinstance(fact, ProbeDone) and fact.breath_hz > 0.0]
    return Session(
        started_s=started_s,
        offset_s=offset_s,
        length_s=min(lanes.length_s, float(DAY_S)),
        mode=_mode(lanes),
        places=_named(span.name for span in lanes.levels if span.name not in MENUS),
        recovery_s=_within(tensest.lasted_s, 0.0, DAY_S) if tensest is not None and seen_to_end else None,
        tensest=None if tensest is None else _within(tensest.above, -2.0, 2.0),
        calm_share=_calm_share(known, baseline(lanes)) if recovery is not None else None,
        known_share=len(known) / len(arousal.mean) if arousal.mean else 0.0,
        breath_per_min=_breath_per_min(lanes),
        guide_per_min=_mean([PER_MIN * unit_to_rate(one.seen.guide) for one in played], 0.0, 120.0),
        follow=_mean([one.follow for one in sure], 0.0, 1.0),
        minigames=_named(game.pattern for game in lanes.minigames if not game.skipped),
        helped=_named(_helped(lanes)),
        felt_before=next(_felt(lanes, "before"), None),
        felt_after=next(reversed(list(_felt(lanes, "after"))), None),
        probe_per_min=_within(PER_MIN * probed_hz[-1], 0.0, 120.0) if probed_hz else None,
        corrected_share=corrected_ticks(corrections, length_ticks) / length_ticks if length_ticks else 0.0,
        performance=_performance(played, lanes),
        ended_early=lanes.ended_early,
        simulated=lanes.header.source != "live",
    )


def _clock(started: str) -> tuple[int, int]:
    """A header's wall clock: seconds since 1970, and what it was ahead of UTC; (0, 0) where it does not say."""
    try:
        moment = datetime.fromisoformat(started)
        offset = moment.utcoffset()
        started_s = int(moment.timestamp())
    except (ValueError, OverflowError):
        return 0, 0
    offset_s = 0 if offset is None else round(offset.total_seconds())
    return (started_s, offset_s if abs(offset_s) <= 18 * 3600 else 0) if started_s >= 0 else (0, 0)


def _mode(lanes: Lanes) -> str:
    """What the world might do: as it was chosen last, else as the session began."""
    chosen = [fact.mode for _, fact in lanes.facts if isinstance(fact, ModeChosen)]
    return chosen[-1] if chosen and chosen[-1] in ("soothe", "train") else lanes.header.setup.mode.value


def _calm_share(known: list[float], usual: float) -> float | None:
    """Share of what is known in which arousal lay no further above the usual than where a recovery counts as back."""
    return sum(mean - usual <= BACK_WITHIN for mean in known) / len(known) if known else None


def _breath_per_min(lanes: Lanes) -> float | None:
    """The slow estimate at the end; a session that was never closed does not say it."""
    breath_hz = lanes.summary.breath_hz if lanes.summary is not None else 0.0
    return _within(PER_MIN * breath_hz, 0.0, 120.0) if breath_hz > 0.0 else None


def _felt(lanes: Lanes, moment: str) -> Iterator[float]:
    """The player's own word for a moment, as valence, [-1, 1], each time it was said."""
    for _, fact in lanes.facts:
        if isinstance(fact, FeelingTold) and fact.moment == moment and 1 <= fact.face <= 2 * MIDDLE_FACE - 1:
            yield (fact.face - MIDDLE_FACE) / (MIDDLE_FACE - 1)


def _helped(lanes: Lanes) -> Iterator[str]:
    """Minigames after which arousal was lower than before, by as much as the posterior counts as a change.

    Looked at where adaptation/witness.py looks: 40 to 70 seconds after it began. Unknown then or before = not helped.
    """
    arousal = lanes.estimates.arousal
    moments = [
        (t_s, mean)
        for t_s, mean, sd in zip(lanes.estimates.t_s, arousal.mean, arousal.sd, strict=True)
        if sd <= SURE_SD
    ]
    for game in lanes.minigames:
        if game.skipped:
            continue
        from_s, to_s = (game.from_s + DECISION_S * count for count in WATCHED)
        before = [mean for t_s, mean in moments if game.from_s - BEFORE_S <= t_s <= game.from_s]
        after = [mean for t_s, mean in moments if from_s <= t_s <= to_s]
        if before and after and fmean(before) - fmean(after) > EVEN:
            yield game.pattern


def _played(lanes: Lanes) -> Iterator[Decision]:
    """Decisions made in places where breath is guided; their ticks rise."""
    before = -1
    for decision in lanes.decisions:
        level = lanes.level_at(decision.tick / TICKS_PER_S)
        if level is not None and level.name in guided() and decision.tick > before:
            before = decision.tick
            yield decision


@cache
def guided() -> frozenset[str]:
    """Names of the places in which breath is guided."""
    return frozenset(name for name, level in find_levels().items() if level.guided)


def _performance(played: list[Decision], lanes: Lanes) -> float | None:
    """Mean of how play went, without the first minute in each place: every place begins in the middle."""
    settled_s = FIRST_MINUTE * DECISION_S
    told = []
    for one in played:
        level = lanes.level_at(one.tick / TICKS_PER_S)
        if level is not None and one.tick / TICKS_PER_S - level.from_s >= settled_s:
            told.append(one.seen.performance)
    return _mean(told, 0.0, 1.0)


def _mean(numbers: list[float], low: float, high: float) -> float | None:
    """None where there are too few."""
    return _within(fmean(numbers), low, high) if len(numbers) >= LEAST else None


def _within(number: float, low: float, high: float) -> float | None:
    """None for a number that no session can hold: it was not written by Stillwater."""
    return number if low <= number <= high else None


def _named(names: Iterable[str]) -> tuple[str, ...]:
    """The first 64 that are names."""
    return tuple(name for name in names if 0 < len(name) <= 64)[:64]
