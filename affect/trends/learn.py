"""What people's corrections teach of one player: where the readings usually lie for them. Never of anybody else.

Whoever looks at a session afterwards may say that the player was well there, or laughed, or that it was somebody else.
Where they were well, what was read is the player's usual, whatever the sensors took it for; where they laughed, what
was read is at least as glad as usual. From that the two baselines are told anew, by the conjugate update of a Gaussian
mean (Murphy 2012, Machine Learning, section 4.4.2), as widely believed as of anybody: how sure sittings are of how
somebody *comes* says nothing of how the sensors read them when they are well. What somebody else's face taught is
taken back; how much that was is for whoever knows how sittings teach to say (``adaptation.untaught``).

Pure, and safe to call again: ``learn`` begins behind what corrections had moved before, so that the same corrections
always end at the same place, and one that is withdrawn is unlearnt. Only means move. A baseline never leaves the
bounds that sittings keep too, which lie nearer to 0 than what counts as tense or unhappy (``game.core.belief``), and
one session moves it only by a little: corrections are made where the machine said "tense", so they are not a fair
sample, and a mistaken one must not make tension the usual.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import fsum

from game.core.posterior import ANYBODY, Posterior

BOUND = 0.2
"""A baseline lies within this of 0, as ``adaptation.posterior`` keeps it."""
STEP = 0.08
"""One session moves a baseline by at most so much: twice what a sitting moves that nobody looked at. Assumption."""
DAY_SD, MOMENT_SD = 0.25, 0.6
"""Sd between what a session's corrected stretches show and the truth, and what one moment adds; as for sittings."""
USUAL_SD = ANYBODY.arousal_baseline.spread
"""How widely a baseline is believed before people are listened to: that of anybody, the same for both."""
MOMENT_S = 5.0
"""Readings nearer than that look at the same face."""
FEWEST_S = 10.0
"""Corrected for less than this, with something known, a session says nothing."""
_DIGITS = 6
"""Rounded, so that listening to the same again changes nothing at all."""


@dataclass(frozen=True, slots=True)
class Course:
    """What was believed of the feeling along a session, as it was sealed."""

    t_s: Sequence[float]
    """Seconds since it began, rising, evenly spaced."""
    arousal: Sequence[float | None]
    """Of each moment, [-1, 1]; None = too little was known."""
    valence: Sequence[float | None]
    """Likewise."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time of a session that somebody said something about."""

    from_s: float
    to_s: float
    """Behind its last moment."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read over some stretches."""

    mean: float
    """In the quantity's unit, [-1, 1]."""
    seconds: float
    """How long it was known, > 0."""


@dataclass(frozen=True, slots=True)
class Shift:
    """How far the two baselines are moved."""

    arousal: float = 0.0
    """In arousal."""
    valence: float = 0.0
    """In valence."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What people said of one session, beside what was read there."""

    usual_arousal: Read | None = None
    """Where the player was well; None = nothing was said, or too little known."""
    usual_valence: Read | None = None
    """Likewise."""
    pleasant_valence: Read | None = None
    """Where the player laughed."""
    back: Shift = Shift()
    """What takes back what somebody else, or a talking mouth, had taught in that session."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What is usual after people were listened to."""

    posterior: Posterior
    """With the two baselines moved; everything else as it was."""
    shift: Shift
    """By how much all corrections together have moved them: to be kept, and given to the next ``learn``."""


def hear(course: Course, usual: Sequence[Stretch], pleasant: Sequence[Stretch], back: Shift = Shift()) -> Heard:
    """What one session says.

    Args:
        course: what was believed.
        usual: where the player was well.
        pleasant: where the player laughed.
        back: takes back what stretches taught that were not the player's.
    """
    return Heard(
        usual_arousal=_read(course.t_s, course.arousal, usual),
        usual_valence=_read(course.t_s, course.valence, usual),
        pleasant_valence=_read(course.t_s, course.valence, pleasant),
        back=back,
    )


def learn(posterior: Posterior, before: Shift, sessions: Sequence[Heard]) -> Learnt:
    """What is usual after all that was said of some sessions.

    Args:
        posterior: what is known now, with what corrections had moved so far.
        before: how far that was.
        sessions: everything said of each session, in the order of time, also what was listened to before.
    """
    if not sessions and before == Shift():
        return Learnt(posterior, before)
    arousal = posterior.arousal_baseline.mean - before.arousal
    valence = posterior.valence_baseline.mean - before.valence
    to_arousal, by_arousal = _moved(arousal, [(one.back.arousal, one.usual_arousal, None) for one in sessions])
    to_valence, by_valence = _moved(
        valence, [(one.back.valence, one.usual_valence, one.pleasant_valence) for one in sessions]
    )
    moved = replace(
        posterior,
        arousal_baseline=replace(posterior.arousal_baseline, mean=to_arousal),
        valence_baseline=replace(posterior.valence_baseline, mean=to_valence),
    )
    return Learnt(moved, Shift(by_arousal, by_valence))


def _moved(begin: float, said: Sequence[tuple[float, Read | None, Read | None]]) -> tuple[float, float]:
    """Where a baseline comes to lie, and how far that is from where it began.

    ``said``: of each session what is taken back, what is usual, and what is at least as high as usual.
    """
    begin = mean = round(_bounded(begin), _DIGITS)
    variance = USUAL_SD * USUAL_SD
    for back, usual, high in said:
        known = mean
        mean += back
        for told in (usual, high if high and high.mean < mean else None):
            if told:
                noise = DAY_SD * DAY_SD + MOMENT_SD * MOMENT_SD * MOMENT_S / told.seconds
                gain = variance / (variance + noise)
                mean, variance = mean + gain * (told.mean - mean), (1.0 - gain) * variance
        mean = _bounded(min(max(mean, known - STEP), known + STEP))
    mean = round(mean, _DIGITS)
    return mean, round(mean - begin, _DIGITS)


def _bounded(mean: float) -> float:
    return min(max(mean, -BOUND), BOUND)


def _read(t_s: Sequence[float], believed: Sequence[float | None], stretches: Sequence[Stretch]) -> Read | None:
    """Mean of what was known over some stretches; None where that was too little."""
    told = [
        number
        for at_s, number in zip(t_s, believed, strict=True)
        if number is not None and any(one.from_s <= at_s < one.to_s for one in stretches)
    ]
    step_s = (t_s[-1] - t_s[0]) / (len(t_s) - 1) if len(t_s) > 1 else 0.0
    seconds = len(told) * step_s
    return Read(fsum(told) / len(told), seconds) if told and seconds >= FEWEST_S else None
