"""``python -m adaptation curves``: many simulated people with several sittings each, as the game would have seen them.

What a session profile is first taught on (``python -m affect train profile`` reads the file; no room imports another).
Each person comes several times, each time a little different; everything written is what a mind was shown, never the
person's inside. Some sittings of those who judge are *odd*: something was quite different that day. Nobody here is of
the people by whom minds are taught, chosen or judged.
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path

import numpy as np
import numpy.typing as npt

from adaptation import sketch
from adaptation.actions import Minds
from adaptation.features import columns
from adaptation.person.families import TRAINED, UNSEEN, draw
from adaptation.person.traits import Traits
from adaptation.remembered import remembered
from adaptation.rules import Rules

Array = npt.NDArray[np.float64]
SEED = 8
"""First number of the seeds of these people; nobody else is drawn from it."""
SEEN = (
    "arousal", "arousal_confidence", "valence", "valence_confidence",
    "breath_against_guide", "breath_confidence", "performance",
)  # fmt: skip
"""What is written of each decision, by its name in an Observation."""
FAMILIES = (*TRAINED, *UNSEEN)
MINUTES = (3, 8)
"""Shortest and longest sitting."""
PEOPLE = 720
SITTINGS = 10
AT_ONCE = 120
"""People who play at the same time: bounds memory."""
FEELING_SD, BODY_SD = 0.08, 0.1
"""How much a person differs from day to day: where feelings settle; breath, attention and skill as a share."""
FOLDER = Path("build") / "curves" / "profile"
"""Where the file goes, outside of git."""


class Part(IntEnum):
    """What a person is for. By person, so that nobody who judges was learnt from."""

    TRAINING = 0
    VALIDATION = 1
    TEST = 2


SPLIT = (Part.TRAINING, Part.TRAINING, Part.TRAINING, Part.VALIDATION, Part.TEST, Part.TEST)
"""Parts of the people, round by round through the families."""


class Oddity(IntEnum):
    """What was quite different in a sitting."""

    USUAL = 0
    TENSE = 1
    """Tense, and the breath goes its own way."""
    ABSENT = 2
    """Attention is elsewhere, and play goes badly."""
    BRIGHT = 3
    """Far calmer and happier than on other days."""


@dataclass(frozen=True, slots=True)
class Played:
    """Sittings as a mind saw them; m sittings of at most d decisions."""

    rows: npt.NDArray[np.float32]
    """float32 (m, d, 7): ``SEEN``; nan behind the end."""
    person: npt.NDArray[np.int32]
    """int32 (m,): who played."""
    sitting: npt.NDArray[np.int32]
    """int32 (m,): which of theirs, from 0."""
    odd: npt.NDArray[np.int32]
    """int32 (m,): an ``Oddity``."""


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--people", type=int, default=PEOPLE, help="who play, families in turn")
    parser.add_argument("--sittings", type=int, default=SITTINGS, help="of each")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder of curves.npz")


def run(arguments: argparse.Namespace) -> int:
    """Play everything and write curves.npz."""
    began = time.process_time()
    parts = []
    for first in range(0, arguments.people, AT_ONCE):
        behind = min(first + AT_ONCE, arguments.people)
        parts.append(play(range(first, behind), arguments.sittings, Rules()))
        print(f"{behind} people, {time.process_time() - began:.0f} s of the processor", flush=True)
    arguments.out.mkdir(parents=True, exist_ok=True)
    path = arguments.out / "curves.npz"
    save(path, parts)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    return 0


def play(people: range, sittings: int, minds: Minds) -> Played:
    """All sittings of the people of these numbers, at the same time.

    Args:
        people: their numbers; a number is the same person each time, if ``people`` begins at the same.
        sittings: of each.
        minds: decide for all; new ones, for this play alone.
    """
    days = list(_days(people, sittings))
    dice = np.random.default_rng([SEED, people.start, 1])
    minutes = dice.integers(MINUTES[0], MINUTES[1] + 1, len(days)).astype(np.float64)
    places = [sketch.PLACES[int(place)] for place in dice.integers(0, len(sketch.PLACES), len(days))]
    posteriors = [remembered(person, 1 + sitting, dice) for _, person, sitting, _ in days]
    world = sketch.begin(
        [person for _, person, _, _ in days],
        int(dice.integers(2**31)),
        minutes,
        places,
        (dice.random(len(days)) < 0.3).astype(np.float64),
        posteriors,
    )
    rows, seen = [], columns(SEEN)
    while not world.over.all():
        shown, running = sketch.observe(world), ~world.over
        rows.append(np.where(running[:, None], shown[:, seen], np.nan).astype(np.float32))
        world, _ = sketch.step(world, minds.wish(shown))
    numbers = ([day[column] for day in days] for column in (0, 2, 3))
    return Played(np.stack(rows, axis=1), *(np.array(column, dtype=np.int32) for column in numbers))


def part_of(number: int) -> Part:
    """What the person of this number is for; every family has all parts."""
    return SPLIT[number // len(FAMILIES) % len(SPLIT)]


def save(path: Path, parts: list[Played]) -> None:
    """One file of all of them, with the part of each sitting and the names of the columns."""
    longest = max(part.rows.shape[1] for part in parts)
    padded = [
        np.pad(part.rows, ((0, 0), (0, longest - part.rows.shape[1]), (0, 0)), constant_values=np.nan) for part in parts
    ]
    person = np.concatenate([part.person for part in parts])
    np.savez_compressed(
        path,
        rows=np.concatenate(padded),
        person=person,
        sitting=np.concatenate([part.sitting for part in parts]),
        odd=np.concatenate([part.odd for part in parts]),
        part=np.array([part_of(int(number)) for number in person], dtype=np.int32),
        seen=np.array(SEEN),
    )


def _days(people: range, sittings: int) -> Iterator[tuple[int, Traits, int, Oddity]]:
    """Number, person as of that day, number of the sitting, oddity. One sitting in the second half of everybody who
    does not teach is odd."""
    for number in people:
        dice = np.random.default_rng([SEED, number])
        person = draw(FAMILIES[number % len(FAMILIES)], dice)
        kind = Oddity(1 + int(dice.integers(len(Oddity) - 1)))
        when = int(dice.integers(sittings // 2, sittings)) if part_of(number) is not Part.TRAINING else -1
        for sitting in range(sittings):
            day = today(person, dice)
            odd = kind if sitting == when else Oddity.USUAL
            yield number, _odd(day, odd), sitting, odd


def today(person: Traits, dice: np.random.Generator) -> Traits:
    """The person as of one day. Draws five normal numbers."""
    feeling, body = FEELING_SD * dice.standard_normal(2), np.exp(BODY_SD * dice.standard_normal(3))
    return replace(
        person,
        arousal_rest=_within(person.arousal_rest + feeling[0], -1.0, 1.0),
        valence_rest=_within(person.valence_rest + feeling[1], -1.0, 1.0),
        entrain=_within(person.entrain * body[0], 0.0, 1.0),
        away_per_min=_within(person.away_per_min * body[1], 0.0, 6.0),
        skill=_within(person.skill * body[2], 0.05, 0.98),
    )


def _odd(person: Traits, odd: Oddity) -> Traits:
    """The same person on a day that is quite different."""
    if odd is Oddity.TENSE:
        return replace(person, arousal_rest=_within(person.arousal_rest + 0.5, -1.0, 1.0), entrain=0.2 * person.entrain)
    if odd is Oddity.ABSENT:
        return replace(person, away_per_min=_within(4.0 * person.away_per_min, 1.5, 6.0), skill=0.3 * person.skill)
    if odd is Oddity.BRIGHT:
        return replace(
            person,
            arousal_rest=_within(person.arousal_rest - 0.4, -1.0, 1.0),
            valence_rest=_within(person.valence_rest + 0.5, -1.0, 1.0),
        )
    return person


def _within(number: float, low: float, high: float) -> float:
    return float(min(max(number, low), high))
