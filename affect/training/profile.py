"""``python -m affect train profile``: the axes of session courses, by PCA and by an autoencoder of the same size.

First ``python -m adaptation curves``, which lets simulated people play; then ``python -m affect train profile --data
build/curves``. The size is chosen, axes are named and the rivals compared on people for choosing; the people of the
tables are looked at once, at the end. The report is left beside the data; ``python -m benchmarks.profile`` puts it into
docs/trends.md.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import torch

from affect.errors import CorpusError
from affect.networks.weights import write_weights
from affect.scoring import Options, Report
from affect.training import profile_pca, profile_vae
from affect.training.profile_data import Courses, Integers, read_courses
from affect.training.profile_name import name
from affect.training.profile_score import Figures, Model, figures, learnt_of, over_people, root_mean, usuals
from affect.training.profile_told import CHECKS, Trained, check, tables
from affect.trends.profile import FEWEST, Player, Taught, moved, shipped
from affect.trends.profile_curve import POINTS, Channel, Doubles

__all__ = ["evaluate", "train"]

SIZES: Final = (2, 4, 6, 8, 12)
WORTH: Final = 0.02
"""A size is taken unless the next one tells hidden points better by this share."""
SEEDS: Final = (0, 1, 2)
QUANTILES: Final = 200


def train(data: Path, out: Path) -> None:
    """Rebuild profile.npz in ``out`` from ``data``/profile, and write the tables to ``data``/profile/report.md.

    Raises:
        CorpusError: the courses are not there.
        ValueError: the autoencoder told more than the PCA; then it must be shipped, and play cannot read it yet.
    """
    torch.set_num_threads(1)
    folder = data / "profile"
    training, choosing, judging = read_courses(folder)
    sd = spread_of(training)
    linear = [_trained(lambda size=size: profile_pca.fit(training.value, size), training) for size in SIZES]  # type: ignore[misc]
    size = chosen([_hole(one, choosing, sd) for one in linear])
    say(f"{SIZES[size]} axes are taken")
    rivals = [
        _trained(lambda seed=seed: profile_vae.fit(training, SIZES[size], seed), training)  # type: ignore[misc]
        for seed in SEEDS
    ]
    if not pca_ships(linear[size], rivals, choosing, sd):
        raise ValueError("the autoencoder tells courses better than the PCA: teach affect/trends/profile.py to read it")
    taught = finished(linear[size], choosing)
    say(f"profile.npz: {write_weights(out / 'profile.npz', arrays_of(taught))} bytes")
    told = tables(linear, size, rivals, shipped(out), (training, choosing, judging), sd)
    (folder / "report.md").write_text(told, encoding="utf-8")
    print(told)


def evaluate(folder: Path, options: Options) -> Report:
    """Check the shipped axes on the people of ``folder`` who judge.

    Raises:
        CorpusError: there are no courses, or noise or calibration is asked for, which courses do not have.
    """
    if options != Options():
        raise CorpusError("Courses of sessions have no noise or calibration of their own: leave these options out.")
    _, _, judging = read_courses(folder)
    taught = shipped()
    told = {one: over_people(judging.person, measure) for one, measure in check(taught, judging).items()}
    return Report(
        "profile",
        len(judging.value),
        len(np.unique(judging.person)),
        {one: interval[0] for one, interval in told.items()},
        {one: interval[1:] for one, interval in told.items()},
        {},
        tuple(f"{one}: {words}" for one, words in CHECKS.items()),
    )


def spread_of(courses: Courses) -> Doubles:
    """float64 (128,): sd of each channel, what errors are counted in."""
    parts = courses.value.reshape(-1, len(Channel), POINTS)
    return np.repeat(np.nanstd(parts, axis=(0, 2)), POINTS)


def chosen(holes: Sequence[float]) -> int:
    """Which of the sizes: the first whose next one tells hidden points better by less than ``WORTH``."""
    for place, (now, then) in enumerate(pairwise(holes)):
        if then > (1.0 - WORTH) * now:
            return place
    return len(holes) - 1


def pca_ships(linear: Trained, rivals: Sequence[Trained], choosing: Courses, sd: Doubles) -> bool:
    """False only if the middle autoencoder is surely better both at hidden points and at the next session."""
    ours = figures(linear.model, linear.spreads, choosing, sd)
    theirs = [figures(one.model, one.spreads, choosing, sd) for one in rivals]
    middle = sorted(theirs, key=lambda one: root_mean(one.hole))[len(theirs) // 2]
    kinds: tuple[Callable[[Figures], Doubles], ...] = (lambda one: one.hole, lambda one: one.following)
    for kind in kinds:
        a, b = kind(ours), kind(middle)

        def worse(rows: Integers, a: Doubles = a, b: Doubles = b) -> float:
            return root_mean(a[rows]) - root_mean(b[rows])

        if over_people(choosing.person, worse)[1] <= 0.0:
            return True
    return False


def finished(trained: Trained, choosing: Courses) -> Taught:
    """The PCA as play has it: named, and with how far usual sessions lie, both from people it was not taught on."""
    model = trained.model
    if not isinstance(model, profile_pca.Fitted):
        raise TypeError("only the PCA becomes weights of play")
    spreads = trained.spreads
    bare = Taught(model.middle, model.axes, model.noise, spreads.between, spreads.within, np.empty(0), ())
    named = name(bare, choosing)
    usual = usuals(model.messages(choosing.value), spreads, choosing.person)
    # The axes may have been turned round by naming, and positions with them.
    turn = np.sign((named.axes * model.axes).sum(axis=1))
    far = []
    for place, curve in enumerate(choosing.curves()):
        if usual.before[place] >= FEWEST and not choosing.odd[place]:
            unsure = usual.unsure[place] * turn[:, None] * turn
            known = Player(int(usual.before[place]), usual.position[place] * turn, unsure)
            far.append(max((abs(one.z) for one in moved(named, known, curve)), default=0.0))
    shares = (np.arange(QUANTILES) + 1.0) / (QUANTILES + 1.0)
    return replace(named, far=np.quantile(far, shares))


def arrays_of(taught: Taught) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]]:
    """The arrays of profile.npz."""
    return {
        "middle": taught.middle,
        "axes": taught.axes,
        "noise": taught.noise,
        "between": taught.between,
        "within": taught.within,
        "far": taught.far,
        "names": np.array([axis.name for axis in taught.named]),
        "correlations": np.array([axis.correlation for axis in taught.named]),
    }


def say(line: str) -> None:
    """One line for whoever waits."""
    print(line, flush=True)


def _trained(learn: Callable[[], Model], training: Courses) -> Trained:
    begun_s = time.process_time()
    model = learn()
    cpu_s = time.process_time() - begun_s
    say(f"learnt in {cpu_s:.1f} s of the processor")
    return Trained(model, learnt_of(model, training), cpu_s)


def _hole(trained: Trained, choosing: Courses, sd: Doubles) -> float:
    return root_mean(figures(trained.model, trained.spreads, choosing, sd).hole)
