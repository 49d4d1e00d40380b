"""How far the sketch may be trusted: the same minds with the same kinds of people, in the sketch and on real levels.

The people here were not fitted to. What came of each real sitting is kept beside the model, so a test need not play.
"""

from collections.abc import Callable
from concurrent.futures import Executor

import numpy as np
import numpy.typing as npt

from adaptation import sketch
from adaptation.actions import Minds
from adaptation.baselines import Easiest, Fixed, Setting
from adaptation.features import NAMES
from adaptation.person.families import TRAINED, draw
from adaptation.person.traits import Traits
from adaptation.reward import Parts, feelings, value
from adaptation.rules import Rules
from adaptation.rules_settings import HAND
from adaptation.sketch.play import Model
from adaptation.watched import Sitting, sit
from game.core.ports import Mind

Array = npt.NDArray[np.float64]
FELT = ("arousal", "valence", "engagement", "hunger", "breath_per_min")
"""Of the person's inside, means over the sitting."""
SHOWN = (
    "performance", "arousal_confidence", "valence_confidence", "breath_confidence", "follow", "activity",
    "difficulty", "tempo", "guide",
)  # fmt: skip
"""Of what minds are shown, means over its decisions."""
SPREADS = ("arousal", "performance", "arousal_trend", "breath_against_guide")
"""Of what minds are shown, standard deviations over its decisions."""
STATISTICS = (*FELT, *SHOWN, *(f"{name}_sd" for name in SPREADS), "minigames", "quit", "score")
"""What is compared, one number per sitting."""
MINDS: dict[str, Callable[[], Minds]] = {
    "low": lambda: Fixed(Setting(difficulty=0.1, tempo=0.15)),
    "high": lambda: Fixed(Setting(difficulty=0.8, tempo=0.8)),
    "easiest": Easiest,
    "rules": lambda: Rules(HAND),
}
"""Simple minds that pull in different directions."""
SEED = 5
"""First number of the seed of these people; nobody else is drawn from it."""
PEOPLE = 42
"""One of each trained family in each place."""
MINUTES = 3.0
TIMES = 8
"""The sketch is cheap: everybody plays there so often."""
LIVES = 30


def people() -> tuple[list[Traits], list[str], list[str]]:
    """Who plays, of which family, and where."""
    families = [TRAINED[number % len(TRAINED)] for number in range(PEOPLE)]
    places = [sketch.PLACES[number // len(TRAINED) % len(sketch.PLACES)] for number in range(PEOPLE)]
    drawn = [draw(name, np.random.default_rng([SEED, number])) for number, name in enumerate(families)]
    return drawn, families, places


def real_table(workers: Executor) -> Array:
    """float64 (minds, people, statistics) on the real levels."""
    told = [(mind, number) for mind in MINDS for number in range(PEOPLE)]
    found = list(workers.map(_real, [mind for mind, _ in told], [number for _, number in told]))
    return np.array(found).reshape(len(MINDS), PEOPLE, len(STATISTICS))


def sketch_table(model: Model, seed: int = 0) -> Array:
    """float64 (minds, times * people, statistics) on the sketch; people repeat in their order."""
    return np.array([_sketched(model, make(), seed) for make in MINDS.values()])


def compare(model: Model, real: Array) -> str:
    """A table in words: each statistic of each mind in both worlds, and how sure the difference is."""
    sketched = sketch_table(model)
    lines = [
        f"{'':24}" + "".join(f"{name:>26}" for name in MINDS),
        f"{'':24}" + "      real  sketch     sd " * len(MINDS),
    ]
    for place, name in enumerate(STATISTICS):
        line = f"{name:24}"
        for mind in range(len(MINDS)):
            one, other, error = difference(real[mind, :, place], sketched[mind, :, place])
            line += f"{one:10.3f}{other:8.3f}{error:8.3f}"
        lines.append(line)
    return "\n".join(lines)


def difference(real: Array, sketched: Array) -> tuple[float, float, float]:
    """Mean of a statistic in both worlds, and the standard error of the difference, people paired."""
    stayed = ~np.isnan(real)
    one, other = real[stayed], sketched.reshape(TIMES, -1).mean(axis=0)[stayed]
    return float(one.mean()), float(other.mean()), float((one - other).std(ddof=1) / np.sqrt(len(one)))


def _real(mind: str, number: int) -> Array:
    """One sitting on a real level; nan throughout where somebody left before anything was decided."""
    drawn, _, places = people()
    sitting = sit(drawn[number], places[number], as_mind(MINDS[mind]()), number, MINUTES)
    return statistics(sitting) if len(sitting.course.arousal) >= LIVES else np.full(len(STATISTICS), np.nan)


def as_mind(minds: Minds) -> Mind:
    """The baselines and the rules are minds of one as well as of many."""
    if not hasattr(minds, "decide"):
        raise TypeError("only minds that also know one player can play a real level")
    return minds  # type: ignore[return-value]


def statistics(sitting: Sitting) -> Array:
    """The statistics of a real sitting, (s,)."""
    course, rows = sitting.course, sitting.rows
    felt = feelings(course.arousal, course.valence, course.engagement, course.hunger)
    # The five seconds before the first decision are nobody's merit; the last decision may have been left in.
    starts = range(LIVES - 1, max(len(course.arousal), LIVES), LIVES)
    decisions = len(starts)
    means = [np.array([part[start : start + LIVES].mean() for start in starts]) for part in felt]
    moved = np.abs(np.diff(sitting.settings, axis=0)) > 1e-9
    begun = np.resize(np.append(sitting.begun, 0.0), decisions)
    changes = np.resize(np.append(moved.mean(axis=1), 0.0), decisions)
    gone = np.zeros(decisions)
    gone[-1] = float(sitting.left)
    calm, engaged, pleased, overload, hunger = means
    parts = Parts(calm, engaged, pleased, overload, hunger, begun, changes, gone)
    worth = value(parts).sum() / (12.0 * MINUTES)
    inside = [getattr(course, name).mean() for name in FELT[:-1]] + [60.0 * course.breath_hz.mean()]
    return np.array([
        *inside, *(rows[:, NAMES.index(name)].mean() for name in SHOWN),
        *(rows[:, NAMES.index(name)].std() for name in SPREADS),
        (sitting.begun > 0.0).sum(), float(sitting.left), worth,
    ])  # fmt: skip


def _sketched(model: Model, minds: Minds, seed: int) -> Array:
    """The statistics of every sitting with one mind, (times * people, s)."""
    drawn, _, places = people()
    count = TIMES * PEOPLE
    now = sketch.begin(drawn * TIMES, seed, np.full(count, MINUTES), places * TIMES, model=model)
    rows: list[Array] = []
    felt: list[Array] = []
    weights: list[Array] = []
    worth = np.zeros(count)
    while not now.over.all():
        weights.append((~now.over).astype(np.float64))
        rows.append(sketch.observe(now))
        now, parts = sketch.step(now, minds.wish(rows[-1]))
        worth += value(parts)
        body = now.body
        felt.append(np.stack((body.arousal, body.valence, body.engagement, body.hunger, 60.0 * body.breath_hz)))
    weight, shown = np.array(weights), np.array(rows)
    whole = weight.sum(axis=0)
    inside = (np.array(felt) * weight[:, None]).sum(axis=0) / whole
    seen = [_mean(shown, weight, whole, name) for name in SHOWN]
    spreads = [_spread(shown, weight, whole, name) for name in SPREADS]
    games = now.shields.minigames
    return np.stack([*inside, *seen, *spreads, games, now.left.astype(np.float64), worth / (12.0 * MINUTES)], axis=1)


def _mean(shown: Array, weight: Array, whole: Array, name: str) -> Array:
    return np.asarray((shown[:, :, NAMES.index(name)] * weight).sum(axis=0) / whole)


def _spread(shown: Array, weight: Array, whole: Array, name: str) -> Array:
    course = shown[:, :, NAMES.index(name)]
    return np.asarray(np.sqrt((((course - _mean(shown, weight, whole, name)) ** 2) * weight).sum(axis=0) / whole))
