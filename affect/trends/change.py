"""Lasting changes: from which session on a measure lies elsewhere than before, noticed as the sessions come.

After each session the last ``WINDOW`` numbers are cut in two at every place; if the best cut's two means lie
farther apart than ``THRESHOLD`` sds of their difference, the level has changed there, and the search begins anew behind
it. Numbers far out count as if they were ``FARTHEST`` robust sds out, so that a single odd session is no change. What
was noticed once is noticed for ever: later sessions never take it back.

The threshold is set by simulated people on whom nothing was planted (``python -m benchmarks.trends --tune``), so that
all measures together are wrong about once in a year of play; what that costs in delay is in docs/trends.md, beside
a library's change points (ruptures) and Page's CUSUM at the same rate. The interval of the place goes by the
likelihood ratio (Hansen 2000, Econometrica 68:575).
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from affect.trends.session import DAY_S, SHOWN_TIMES, WORTH_NAMING, Measure, Session
from affect.trends.track import Doubles, Track, middle, track
from game.core.directive import Reason

WINDOW = 60
"""Numbers that are looked at: what was longer ago is no longer "before"."""
FEWEST_BEFORE, FEWEST_AFTER = 8, 5
"""So many on each side of a cut."""
THRESHOLD = 5.1
"""Sds of the difference; tuned."""
FARTHEST = 2.5
"""Robust sds."""
NEWEST = 20
"""So many numbers at most say where a measure lies now."""
STILL = 2.0 / 3.0
"""A change lasts while they keep so much of it."""
MAD_TO_SD = 1.4826
_PLACE_RATIO = 6.0
"""Hansen's quantile for .8 is 4.5 (-2 ln(1 - sqrt(.8))), for long series; these are short, and only cuts that stood out
are told of, so it is set a little wider, on the tuning people."""


@dataclass(frozen=True, slots=True)
class Change:
    """A lasting change of one measure."""

    measure: Measure
    place: int
    """Among the sessions given: the first that lies elsewhere."""
    earliest: int
    latest: int
    """It lies between these with probability .8."""
    noticed: int
    """The session after which it was noticed."""
    before: float
    after: float
    """The middle on both sides when it was noticed, in the measure's unit."""
    since_s: int
    """When the session at ``place`` began, seconds since 1970, UTC."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The best place to cut a row of numbers in two."""

    place: int
    """The first number of the second part."""
    earliest: int
    latest: int
    """Where else it may lie."""
    sds: float
    """How far the parts lie apart, in sds of their difference."""


def changes(sessions: Sequence[Session], measure: Measure) -> tuple[Change, ...]:
    """Every lasting change of a measure, in order, as it would have been noticed session by session."""
    line = track(sessions, measure)
    found = []
    for noticed, begin, cut in noticed_cuts(line.value, THRESHOLD, line.least_sd):
        value = line.value[begin : noticed + 1]
        before, after = middle(value[: cut.place], measure), middle(value[cut.place :], measure)
        if abs(after - before) >= WORTH_NAMING[measure]:
            place, earliest, latest = (line.places[begin + at] for at in (cut.place, cut.earliest, cut.latest))
            since_s = sessions[place].started_s
            found.append(Change(measure, place, earliest, latest, line.places[noticed], before, after, since_s))
    return tuple(found)


def lasts(change: Change, line: Track) -> bool:
    """Whether the newest numbers have not gone back to what was before a change.

    None from before it is among them: a change is noticed after far fewer than ``NEWEST`` numbers, and what came before
    would outvote them. ``line``: of the sessions in which the change was found.
    """
    since = line.value[bisect_left(line.places, change.place) :]
    kept = middle(since[-NEWEST:], change.measure) - change.before
    return kept / (change.after - change.before) >= STILL


def noticed_cuts(value: Doubles, threshold: float, least_sd: float) -> Iterator[tuple[int, int, Cut]]:
    """For each change: the number after which it is noticed, where the numbers looked at begin, and the cut in them.

    While the best cut is the last that may be made, the change may lie behind it: that waits for one number more.
    ``least_sd`` as for ``held_near``.
    """
    anew = 0
    for noticed in range(len(value)):
        begin = max(anew, noticed + 1 - WINDOW)
        cut = best_cut(value[begin : noticed + 1], least_sd)
        if cut is not None and cut.sds > threshold and noticed + 1 - begin - cut.place > FEWEST_AFTER:
            yield noticed, begin, cut
            anew = begin + cut.place


def best_cut(value: Doubles, least_sd: float) -> Cut | None:
    """Cut numbers in two where the parts differ most; None where there are too few. ``least_sd`` as for held_near."""
    count = len(value)
    if count < FEWEST_BEFORE + FEWEST_AFTER:
        return None
    near = held_near(value, least_sd)
    place = np.arange(FEWEST_BEFORE, count - FEWEST_AFTER + 1)
    total = np.cumsum(near)
    before, after = total[place - 1] / place, (total[-1] - total[place - 1]) / (count - place)
    within = (near @ near - place * before * before - (count - place) * after * after) / (count - 2)
    square = (after - before) ** 2 / np.maximum(within * (1.0 / place + 1.0 / (count - place)), 1e-12)
    best = int(square.argmax())
    ratio = count * np.log((1.0 + square[best] / (count - 2)) / (1.0 + square / (count - 2)))
    likely = place[ratio <= _PLACE_RATIO]
    return Cut(int(place[best]), int(likely[0]), int(likely[-1]), float(np.sqrt(square[best])))


def held_near(value: Doubles, least_sd: float) -> Doubles:
    """Robust z of numbers, none farther out than ``FARTHEST``.

    Where more than half of them are equal the median distance is nought; ``least_sd``, > 0, stands in for it, so that
    the others are seen.
    """
    from_median = value - np.median(value)
    sd = max(MAD_TO_SD * float(np.median(np.abs(from_median))), least_sd)
    return np.asarray(np.clip(from_median / sd, -FARTHEST, FARTHEST))


def change_said(change: Change, now_s: int) -> Reason:
    """The change as a message, for the player first; ``now_s``: when it is told, seconds since 1970, UTC."""
    times = SHOWN_TIMES.get(change.measure, 1.0)
    days = max(2, round((now_s - change.since_s) / DAY_S))
    numbers = (days, round(change.before * times, 1), round(change.after * times, 1))
    return Reason(f"trends.{change.measure}.changed", numbers)
