"""What corrections are worth: simulated people play, somebody who knows the truth corrects, and the game learns.

python -m benchmarks.learning           the table of docs/trends.md, into that page, and the picture beside it
python -m benchmarks.learning --print   the table, only shown

Everybody plays three sittings on a real level, after each of which the game learns as always. A guardian who knows how
tense the player truly was says "fine" where the game took them for tense and they were not, and "talking" where they
talked. In a fourth sitting it is counted how often the game is mistaken: with what sittings alone have taught,
and with what corrections made of it. In one group somebody tense sits before the camera for most of the first minute.
Everybody startles more often than people do, so that there are tense moments to find.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from adaptation.person import Person
from adaptation.person.families import FAMILIES, draw
from adaptation.person.traits import Traits
from adaptation.posterior import learn as learn_sitting
from adaptation.rules import Rules
from adaptation.untaught import Seen, untaught
from adaptation.witness import Moment, Witnessed, gather
from affect.trends.learn import Course, Heard, Shift, Stretch, hear, learn
from benchmarks.written import write_part
from game.core.belief import TENSE_ABOVE, feel
from game.core.directive import DECISION_TICKS
from game.core.inputs import Inputs
from game.core.observe import observe
from game.core.posterior import ANYBODY, Posterior
from game.core.reading import Quantity
from game.core.setup import Setup
from game.core.tape import decode, encode
from game.core.trace import ESTIMATE_TICKS
from game.core.world import World, begin, step
from levels import find_levels, find_patterns

DOCS = Path(__file__).resolve().parent.parent / "docs"
PICTURE = "learning.svg"
PLACE = "tide"
PEOPLE, SITTINGS, MINUTES = 6, 3, 3.0
SEED = 70
STARTLES_PER_MIN = 1.5
OTHER_TICKS = range(10 * 60, 50 * 60)
"""When somebody else sits before the camera."""
RESAMPLES = 2000
Doubles = NDArray[np.float64]
LEVELS, PATTERNS = find_levels(), find_patterns()


@dataclass(frozen=True, slots=True)
class Group:
    """Who is looked at."""

    told: str
    """In the table."""
    family: str
    """Of ``adaptation.person.families``."""
    visited: bool = False
    """Whether somebody else sits before the camera for a while."""


GROUPS = (
    Group("a camera that reads too tense", "biased_sensor"),
    Group("typical", "typical"),
    Group("talks half of the time", "talker"),
    Group("calm, somebody tense at first", "calm", visited=True),
)


@dataclass(slots=True)
class Told:
    """One sitting as it was, and as only a simulation knows it."""

    began: Posterior
    worlds: list[World] = field(default_factory=list)
    """Twice a second."""
    truth: list[float] = field(default_factory=list)
    """True arousal then."""
    decisions: list[tuple[int, Seen]] = field(default_factory=list)
    """With their ticks; none is set aside yet."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One of the people in the fourth sitting."""

    baseline: tuple[float, float]
    """Usual arousal reading, without and with corrections."""
    right: float
    """Where it would lie if all were known: median of reading less how far the truth lay above the own rest."""
    false: tuple[float, float]
    """Share of the moments called tense that were not, of those that were not: without and with corrections."""
    found: tuple[float, float]
    """Share of the truly tense moments that were called so; nan = there was none."""


class Seats:
    """A source: the player acts, and somebody else may be what the sensors see for a while."""

    def __init__(self, player: Person, other: Person | None) -> None:
        self._player, self._other = player, other

    def take(self, world: World) -> Inputs | None:
        """The next inputs."""
        inputs = self._player.take(world)
        other = self._other.take(world) if self._other else None
        if inputs is None or other is None or world.tick not in OTHER_TICKS:
            return inputs
        return replace(inputs, samples=other.samples)


def main(words: Sequence[str] | None = None) -> int:
    """Measure and write. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.learning", description=__doc__)
    parser.add_argument("--print", action="store_true", help="only show the table")
    arguments = parser.parse_args(words)
    begun_s = time.process_time()
    outcomes = [[_followed(group, number) for number in range(PEOPLE)] for group in GROUPS]
    text = f"{table(outcomes)}\nMeasured in {(time.process_time() - begun_s) / 60.0:.1f} minutes of CPU.\n"
    if arguments.print:
        sys.stdout.write(text)
    else:
        (DOCS / PICTURE).write_text(picture(outcomes), encoding="utf-8")
        write_part(DOCS / "trends.md", "learning", f"{text}\n![Each person before and after corrections]({PICTURE})\n")
    return 0


def _followed(group: Group, number: int) -> Outcome:
    """One of the people: three sittings, corrected, and a fourth to look at."""
    drawn = draw(group.family, np.random.default_rng([SEED, number]))
    traits = replace(drawn, camera=True, microphone=True, startles_per_min=STARTLES_PER_MIN)
    posterior, heard = ANYBODY, list[Heard]()
    for sitting in range(SITTINGS):
        told = _sit(traits, posterior, SEED + 100 * number + sitting, group.visited)
        heard.append(_corrected(told, traits, group.visited))
        posterior = learn_sitting(posterior, _witnessed(told))
    after = learn(posterior, Shift(), heard).posterior
    return _judged(_sit(traits, posterior, SEED + 100 * number + SITTINGS, visited=False), traits, posterior, after)


def _sit(traits: Traits, posterior: Posterior, seed: int, visited: bool) -> Told:
    """Play a real level with the rules as mind."""
    ticks = round(3600 * MINUTES)
    world = begin(Setup(seed, PLACE, posterior=posterior, minutes=MINUTES), LEVELS[PLACE], PATTERNS)
    player = Person(traits, seed, ticks, camera=True, microphone=True)
    tense = replace(FAMILIES["typical"], arousal_rest=0.8, quit_hazard=0.0)
    source = Seats(player, Person(tense, seed + 1, ticks, camera=True, microphone=True) if visited else None)
    mind, told, wish = Rules(), Told(posterior), None
    while (inputs := source.take(world)) is not None and not world.ended:
        world = step(world, decode(encode(replace(inputs, directive=wish) if wish else inputs)))
        wish = None
        if world.tick % ESTIMATE_TICKS == 0:
            told.worlds.append(world)
            told.truth.append(float(player.body.arousal[0]))
        if world.tick % DECISION_TICKS == DECISION_TICKS - 1:
            told.decisions.append((world.tick, Seen(observe(world), Moment.PLAYING, aside=False)))
            wish = mind.decide(observe(world))
    return told


def _corrected(told: Told, traits: Traits, visited: bool) -> Heard:
    """What a guardian says of a sitting who knows the truth."""
    course = Course(
        [world.tick / 60.0 for world in told.worlds],
        [_known(world, Quantity.AROUSAL) for world in told.worlds],
        [_known(world, Quantity.VALENCE) for world in told.worlds],
    )
    aside = [_is_aside(world, visited) for world in told.worlds]
    fine = [
        world.senses.feeling.tense and truth - traits.arousal_rest <= TENSE_ABOVE and not away
        for world, truth, away in zip(told.worlds, told.truth, aside, strict=True)
    ]
    usual = [Stretch(at_s, at_s + 0.5) for at_s, well in zip(course.t_s, fine, strict=True) if well]
    away_s = {round(at_s, 1) for at_s, away in zip(course.t_s, aside, strict=True) if away}
    seen = [replace(one, aside=round((tick + 1) / 60.0, 1) in away_s) for tick, one in told.decisions]
    return hear(course, usual, (), Shift(*untaught(told.began, seen)))


def _is_aside(world: World, visited: bool) -> bool:
    """Somebody else sits there, or the player talks."""
    voice = world.senses.estimate.of(Quantity.VOICE_PRESENCE).mean > 0.5
    return voice or (visited and world.tick in OTHER_TICKS)


def _known(world: World, quantity: Quantity) -> float | None:
    belief = world.senses.estimate.of(quantity)
    return None if belief.abstains(quantity) else belief.mean


def _witnessed(told: Told) -> Witnessed:
    witnessed = Witnessed()
    for _, one in told.decisions:
        witnessed = gather(witnessed, one.observation, one.moment)
    return witnessed


def _judged(told: Told, traits: Traits, before: Posterior, after: Posterior) -> Outcome:
    above = np.array(told.truth) - traits.arousal_rest
    tense = above > TENSE_ABOVE
    called = [
        np.array(
            [
                feel(world.senses.estimate, one.arousal_baseline.mean, one.valence_baseline.mean).tense
                for world in told.worlds
            ]
        )
        for one in (before, after)
    ]
    read = np.array([world.senses.estimate.arousal.mean for world in told.worlds])
    shares = [
        tuple(float(one[which].mean()) if which.any() else float("nan") for one in called) for which in (~tense, tense)
    ]
    baselines = (before.arousal_baseline.mean, after.arousal_baseline.mean)
    return Outcome(baselines, float(np.median(read - above)), *shares)  # type: ignore[arg-type]


def table(outcomes: Sequence[Sequence[Outcome]]) -> str:
    """The table, in Markdown."""
    lines = [
        f"{PEOPLE} simulated people in each group, {SITTINGS} corrected sittings of {MINUTES:g} minutes in {PLACE!r},"
        " and a fourth that is looked at. Left of the arrow what sittings alone have taught, right of it with"
        " corrections; in brackets 95 % of the difference (people drawn anew).",
        "",
        "| people | usual reading (best) | called tense while calm | truly tense and called so |",
        "| --- | ---: | ---: | ---: |",
    ]
    for group, people in zip(GROUPS, outcomes, strict=True):
        usual = np.mean([one.baseline for one in people], axis=0)
        right = float(np.clip(np.mean([one.right for one in people]), -1.0, 1.0))
        shares = " | ".join(_change(np.array([getattr(one, name) for one in people])) for name in ("false", "found"))
        lines.append(f"| {group.told} | {usual[0]:+.2f} → {usual[1]:+.2f} ({right:+.2f}) | {shares} |")
    return "\n".join(lines) + "\n"


def _change(pairs: Doubles) -> str:
    """Two mean shares and the interval of their difference; ``pairs``: float64 (people, 2)."""
    pairs = pairs[~np.isnan(pairs).any(axis=1)]
    if not len(pairs):
        return "never tense"
    dice = np.random.default_rng(SEED)
    drawn = pairs[dice.integers(0, len(pairs), (RESAMPLES, len(pairs)))].mean(axis=1)
    low, high = np.quantile(drawn[:, 1] - drawn[:, 0], (0.025, 0.975))
    before, after = pairs.mean(axis=0)
    return f"{before:.0%} → {after:.0%} ({100 * low:+.0f} to {100 * high:+.0f} points)"


def picture(outcomes: Sequence[Sequence[Outcome]]) -> str:
    """Each person's share of calm moments called tense, before and after, as SVG."""
    left, wide, high, top = 40, 180, 200, 30
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + wide * len(GROUPS)} {high + 90}"'
        ' font-family="sans-serif" font-size="11">',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        '<text x="8" y="16">Calm moments called tense, in percent: each person before and after corrections</text>',
    ]
    for share in (0.0, 0.5, 1.0):
        y = top + high * (1.0 - share)
        parts.append(f'<text x="8" y="{y + 4:.0f}">{share:.0%}</text>')
        parts.append(f'<path d="M{left} {y:.0f}H{left + wide * len(GROUPS)}" stroke="#dddddd"/>')
    for place, (group, people) in enumerate(zip(GROUPS, outcomes, strict=True)):
        begin, end = left + wide * place + 40, left + wide * place + 130
        for one in people:
            first, second = (top + high * (1.0 - share) for share in one.false)
            parts.append(f'<path d="M{begin} {first:.1f}L{end} {second:.1f}" stroke="#2b6a80" stroke-width="1.5"/>')
            parts += [
                f'<circle cx="{x}" cy="{y:.1f}" r="3" fill="#2b6a80"/>' for x, y in ((begin, first), (end, second))
            ]
        middle = (begin + end) / 2
        parts.append(f'<text x="{middle:.0f}" y="{top + high + 20}" text-anchor="middle">before — after</text>')
        parts.append(f'<text x="{middle:.0f}" y="{top + high + 40}" text-anchor="middle">{group.told}</text>')
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    raise SystemExit(main())
