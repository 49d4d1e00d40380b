"""Rules of correcting the machine: what a correction may be, which one counts where, and what can be learnt from it.

Pure: what was said comes in as ``game.vault.layers`` read it, and what is to be said goes out for it to append. The
session itself stays as it was; a correction lies over it with who said it and when.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from game.core.facts import Fact, NotMe
from game.core.pace import TICKS_PER_S
from game.replay.errors import Refusal, Refused
from game.vault.layers import Correction, Note
from game.vault.saying import Corrected, Label, Signed, Withdrawn, fresh_mark

NOT_ME_BEFORE_TICKS = 15 * TICKS_PER_S
"""What "not me" was pressed about: three decisions of the mind, of which the last was seen. Assumption."""

Numbered = TypeVar("Numbered", Correction, Note)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a session in which one correction counts."""

    from_tick: int
    """Its first tick."""
    to_tick: int
    """The tick behind its last."""
    label: Label
    """What it was."""


class Lesson(Enum):
    """What the player's own calibration may take from a stretch."""

    USUAL = "usual"
    """They were well: what the sensors said there is their usual."""
    PLEASANT = "pleasant"
    """They laughed: what the sensors took for tension there was pleasure."""
    NOTHING = "nothing"
    """Not theirs, or not their expression: nothing in it says how they felt, so nothing is learnt from it."""


_LESSONS = {
    Label.FINE: Lesson.USUAL,
    Label.LAUGHING: Lesson.PLEASANT,
    Label.TALKING: Lesson.NOTHING,
    Label.NOT_THE_PLAYER: Lesson.NOTHING,
    Label.OTHER: Lesson.NOTHING,
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A stretch of a session with what may be learnt from it."""

    session_id: str
    """The session's name."""
    from_tick: int
    """Its first tick."""
    to_tick: int
    """The tick behind its last."""
    lesson: Lesson
    """What may be learnt."""


def corrected(length_ticks: int, from_tick: int, to_tick: int, label: str, by: Signed) -> Corrected:
    """A new correction, to be appended.

    Args:
        length_ticks: length of the session.
        from_tick: first tick of the stretch.
        to_tick: the tick behind its last.
        label: value of a ``Label``.
        by: who says so, and when.

    Raises:
        Refused: an unknown label, an empty stretch, or one that is not wholly inside the session.
    """
    if label not in {each.value for each in Label}:
        raise Refused(Refusal.UNFIT, "saying.no_such_label")
    if not 0 <= from_tick < to_tick <= length_ticks:
        raise Refused(Refusal.UNFIT, "saying.outside")
    return Corrected(fresh_mark(), from_tick, to_tick, Label(label), by)


def taken_back(corrections: Sequence[Correction], number: int, by: Signed) -> Withdrawn:
    """The withdrawal of a correction, to be appended. Whoever may look may take back; who did is kept.

    Raises:
        Refused: there is no such correction, or it was taken back before.
    """
    return Withdrawn(standing(corrections, number).mark, by)


def standing(said: Iterable[Numbered], number: int) -> Numbered:
    """The correction or note of that number.

    Raises:
        Refused: there is none, or it was taken back.
    """
    found = next((one for one in said if one.number == number), None)
    if found is None:
        raise Refused(Refusal.NOT_THERE, "saying.no_such_number")
    if found.withdrawn is not None:
        raise Refused(Refusal.UNFIT, "saying.taken_back_before")
    return found


def counting(corrections: Iterable[Correction]) -> tuple[Stretch, ...]:
    """What counts where: of several that overlap the newest, by number. In order of time, disjoint.

    Neighbours of one label are one stretch. What was taken back does not count.
    """
    stretches = list[Stretch]()
    for one in sorted(corrections, key=lambda correction: correction.number):
        if one.withdrawn is None:
            stretches = [part for old in stretches for part in _around(old, one.from_tick, one.to_tick)]
            stretches.append(Stretch(one.from_tick, one.to_tick, one.label))
    return _joined(sorted(stretches, key=lambda stretch: stretch.from_tick))


def corrected_ticks(corrections: Iterable[Correction], length_ticks: int) -> int:
    """How many ticks of a session are corrected, each counted once."""
    return sum(max(min(one.to_tick, length_ticks) - one.from_tick, 0) for one in counting(corrections))


def correction_rate(sessions: Iterable[tuple[Iterable[Correction], int]]) -> float | None:
    """Share of the played time that people corrected, [0, 1]; None where nothing was played.

    Args:
        sessions: of each session its corrections and its length in ticks.
    """
    corrected_all = played = 0
    for corrections, length_ticks in sessions:
        corrected_all += corrected_ticks(corrections, length_ticks)
        played += length_ticks
    return corrected_all / played if played > 0 else None


def labels_for_calibration(
    session_id: str, corrections: Iterable[Correction], facts: Iterable[tuple[int, Fact]]
) -> tuple[Labelled, ...]:
    """What the player's own calibration may learn of a session, in order of time, disjoint.

    The player's own "not me" counts for the seconds before it, except where a correction says something else: it was
    made by somebody who could look at the stretch again. Never learnt from by the models that all players share.

    Args:
        session_id: the session's name.
        corrections: its corrections.
        facts: its facts with their ticks.
    """
    said = counting(corrections)
    pressed = [
        Stretch(max(tick - NOT_ME_BEFORE_TICKS, 0), tick, Label.NOT_THE_PLAYER)
        for tick, fact in facts
        if isinstance(fact, NotMe) and tick > 0
    ]
    for one in said:
        pressed = [part for old in pressed for part in _around(old, one.from_tick, one.to_tick)]
    stretches = _joined(sorted((*said, *pressed), key=lambda stretch: stretch.from_tick))
    return tuple(Labelled(session_id, one.from_tick, one.to_tick, _LESSONS[one.label]) for one in stretches)


def _around(stretch: Stretch, from_tick: int, to_tick: int) -> Iterable[Stretch]:
    """What is left of a stretch where another lies over it."""
    if stretch.from_tick < min(stretch.to_tick, from_tick):
        yield Stretch(stretch.from_tick, min(stretch.to_tick, from_tick), stretch.label)
    if max(stretch.from_tick, to_tick) < stretch.to_tick:
        yield Stretch(max(stretch.from_tick, to_tick), stretch.to_tick, stretch.label)


def _joined(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Neighbours and overlapping ones of one label as one; given in order of their beginnings."""
    joined = list[Stretch]()
    for one in stretches:
        if joined and joined[-1].label is one.label and one.from_tick <= joined[-1].to_tick:
            last = joined.pop()
            joined.append(Stretch(last.from_tick, max(last.to_tick, one.to_tick), one.label))
        else:
            joined.append(one)
    return tuple(joined)
