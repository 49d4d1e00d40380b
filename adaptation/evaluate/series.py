"""Ten sittings in a row: is it worth anything that the game remembers its player?

Everybody plays the same series twice on the sketch, at the same time and with the same luck: once as somebody who is
known a little better after each sitting (``adaptation.posterior``), once as a stranger every time. What a sitting
teaches is gathered from the very observations that the mind was shown; only what comes before play, which the sketch
does not have, is drawn by ``adaptation.remembered``. Who leaves a sitting comes to the next one all the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from adaptation import sketch
from adaptation.actions import Array, Minds
from adaptation.evaluate import bootstrap
from adaptation.evaluate.bootstrap import Draws, Interval
from adaptation.evaluate.people import FIRST, MINUTES, SEEDS, Origin
from adaptation.features import to_observation
from adaptation.person.families import draw
from adaptation.person.traits import Traits
from adaptation.posterior import forget, learn
from adaptation.remembered import drawn
from adaptation.reward import value
from adaptation.sketch import PLACES
from adaptation.witness import Moment, Witnessed, gather
from game.core.posterior import ANYBODY, Posterior

Flags = npt.NDArray[np.bool_]
SITTINGS = 10
WEEKS = 1.0 / 3.0
"""Between two sittings: three a week."""
BRANCH = 4
"""Of the seeds of an origin; the people of the report are of the first four, so nobody is met in both."""
ARMS = 2
"""Strangers, and the same people known."""


@dataclass(frozen=True, slots=True)
class Series:
    """People with ten sittings before them; rows are sittings, columns people."""

    people: tuple[Traits, ...]
    """Who plays; families in turn."""
    places: tuple[tuple[str, ...], ...]
    """Where; everybody goes from place to place."""
    minutes: Array
    """float64 (sittings, n): length planned."""
    train: Flags
    """bool (n,): Train instead of Soothe, throughout."""
    seeds: tuple[int, ...]
    """Of all luck of each sitting."""
    dice: int
    """Seed of the bootstrap."""


@dataclass(frozen=True, slots=True)
class Course:
    """What came of a series with one mind."""

    scores: Array
    """float64 (2, sittings, n): of strangers, and of the same people known."""
    left: Flags
    """bool (2, sittings, n): the person left before the end."""


@dataclass(frozen=True, slots=True)
class Step:
    """What remembering was worth in one sitting, or over several: known less strangers, the same people."""

    sitting: int
    """Number of the sitting, from 1; 0 = all but the first."""
    mean: Interval
    """Of the mean score."""
    tail: Interval
    """Of the mean of the worst tenth, each arm's own."""
    quits: Interval
    """Of the share who left."""
    strangers: float
    """Mean score of strangers."""
    strangers_left: float
    """Share of strangers who left."""
    known_left: float
    """Share of those who are known who left."""


def series(origin: Origin, number: int, count: int, sittings: int = SITTINGS) -> Series:
    """Draw people and their sittings; the same each time."""
    seeds = np.random.SeedSequence([SEEDS[origin], number]).spawn(BRANCH + 1)[BRANCH]
    dice = np.random.default_rng(seeds)
    rows = np.arange(count)
    people = tuple(draw(FIRST[row % len(FIRST)], dice) for row in rows)
    minutes = dice.choice(MINUTES, (sittings, count)).astype(np.float64)
    places = tuple(
        tuple(PLACES[(row // len(FIRST) + sitting) % len(PLACES)] for row in rows) for sitting in range(sittings)
    )
    luck = tuple(int(seed) for seed in dice.integers(0, 2**31, sittings + 1))
    return Series(people, places, minutes, rows // len(FIRST) % 2 == 1, luck[1:], luck[0])


def play(told: Series, minds: Callable[[], Minds]) -> Course:
    """All sittings with new minds for each, one after the other, strangers and known at once."""
    posteriors = [ANYBODY] * len(told.people)
    scores, left = [], []
    for sitting in range(len(told.seeds)):
        seen, worth, gone = _sit(told, sitting, posteriors, minds())
        scores.append(worth)
        left.append(gone)
        posteriors = _taught(told, sitting, posteriors, seen)
    return Course(np.stack(scores, axis=1), np.stack(left, axis=1))


def _sit(
    told: Series, sitting: int, posteriors: Sequence[Posterior], minds: Minds
) -> tuple[list[tuple[Array, Flags]], Array, Flags]:
    """One sitting of everybody: what minds saw of the known with who still played; scores and who left (2, n)."""
    count, minutes = len(told.people), np.tile(told.minutes[sitting], ARMS)
    world = sketch.begin(
        told.people * ARMS,
        told.seeds[sitting],
        minutes,
        told.places[sitting] * ARMS,
        np.tile(told.train, ARMS).astype(np.float64),
        [ANYBODY] * count + list(posteriors),
        alike=ARMS,
    )
    seen, worth = [], np.zeros(ARMS * count)
    while not world.over.all():
        rows = sketch.observe(world)
        seen.append((rows[count:], ~world.over[count:]))
        world, parts = sketch.step(world, minds.wish(rows))
        worth += value(parts)
    return seen, (worth / (12.0 * minutes)).reshape(ARMS, count), world.left.reshape(ARMS, count).copy()


def _taught(
    told: Series, sitting: int, posteriors: Sequence[Posterior], seen: Sequence[tuple[Array, Flags]]
) -> list[Posterior]:
    """What is known of each before the next sitting. What was drawn of the time before play is the same for all minds.

    ``seen``: of each decision the rows (n, 31) and who still played (n,).
    """
    dice = np.random.default_rng([told.seeds[sitting], sitting])
    after = []
    for place, (person, posterior) in enumerate(zip(told.people, posteriors, strict=True)):
        before = drawn(person, posterior, dice)
        witnessed = Witnessed(rest_hz=before.rest_hz, found_hz=before.found_hz)
        for rows, playing in seen:
            if playing[place]:
                witnessed = gather(witnessed, to_observation(rows[place]), Moment.PLAYING)
        after.append(forget(learn(posterior, witnessed), weeks=WEEKS))
    return after


def judged(courses: Sequence[Course], told: Series, level: float) -> tuple[Step, ...]:
    """What remembering was worth in each sitting, then in all but the first. ``courses``: one for each seed of a mind;
    seeds and people are drawn anew for the intervals."""
    draws = bootstrap.draw(len(courses), len(told.people), level, np.random.default_rng(told.dice))
    scores = np.array([course.scores for course in courses])
    left = np.array([course.left for course in courses], dtype=np.float64)
    steps = [_step(one + 1, scores[:, :, one], left[:, :, one], draws) for one in range(scores.shape[2])]
    if len(steps) > 1:
        steps.append(_step(0, scores[:, :, 1:].mean(axis=2), left[:, :, 1:].mean(axis=2), draws))
    return tuple(steps)


def _step(sitting: int, scores: Array, left: Array, draws: Draws) -> Step:
    """``scores``, ``left``: float64 (seeds, 2, n)."""
    return Step(
        sitting=sitting,
        mean=bootstrap.mean(scores[:, 1] - scores[:, 0], draws),
        tail=bootstrap.paired_tail_difference(scores[:, 1], scores[:, 0], draws),
        quits=bootstrap.mean(left[:, 1] - left[:, 0], draws),
        strangers=float(scores[:, 0].mean()),
        strangers_left=float(left[:, 0].mean()),
        known_left=float(left[:, 1].mean()),
    )
