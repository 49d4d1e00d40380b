"""What readers of voices say of people they have not heard: one set of readers for each fold left out."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from affect.networks.voice import VoiceNetwork
from affect.spectrum import Doubles
from affect.training.voice_blend import Answers
from affect.training.voice_fit import fit, labels_of
from affect.training.voice_line import Line, answer, fit_line, melody_line
from affect.training.voice_manifest import Spoken
from affect.training.voice_rows import Calm, Rows, calm_means, own_calm, table
from affect.voice_features import FEATURES
from affect.voice_model import OUTPUTS

CALM_COUNT = 5
"""Calm recordings that a voice is known from where figures are printed."""

_LEAST_CHANGES = 12

Say = Callable[[str, float], None]
"""Told what is done and which share of it."""


def blind_answers(
    made: Sequence[Rows], spoken: Sequence[Spoken], tested: Sequence[Rows], folds: NDArray[np.int64], progress: Say
) -> list[Answers]:
    """Answers on each of ``tested``, by readers that were not trained on the recording's fold."""
    size = len(spoken)
    answers = [
        Answers(
            tuple(spoken), np.full((size, OUTPUTS), np.nan), np.full((size, OUTPUTS), np.nan), np.full(size, np.nan)
        )
        for _ in tested
    ]
    count = int(folds.max()) + 1
    for fold in range(count):
        heard = folds != fold
        five = five_line(made[0], spoken, heard)
        stranger = network_and_line(made, spoken, heard, calm_in(made, spoken, False, fold), fold)
        progress("blind", (fold + 0.5) / count)
        known = network_and_line(made, spoken, heard, calm_in(made, spoken, True, fold), fold)
        progress("blind", (fold + 1) / count)
        for rows, told in zip(tested, answers, strict=True):
            _ask(rows, told, np.flatnonzero(~heard), (stranger, known, five))
    return answers


_Readers = tuple[tuple[VoiceNetwork, Line], tuple[VoiceNetwork, Line], Line]


def _ask(rows: Rows, told: Answers, chosen: NDArray[np.int64], readers: _Readers) -> None:
    """Fill in what the readers say of the recordings ``chosen``; those a calm voice is learnt from stay unknown."""
    (stranger, stranger_line), (known, known_line), five = readers
    calm = own_calm(rows, told.spoken, CALM_COUNT)
    spent = {index for own in calm.values() for index in own.used}
    for index in chosen.tolist():
        if not rows.whole[index]:
            continue
        told.stranger[index] = answer(stranger, stranger_line, rows.whole[index])
        own = calm.get(told.spoken[index].speaker)
        if own is None or index in spent:
            continue
        told.known[index] = answer(known, known_line, [row - own.row for row in rows.whole[index]])
        change = own.change(rows.five[index])
        if change is not None:
            told.line[index] = float(five.log_odds(change[None, :])[0])


def network_and_line(
    made: Sequence[Rows], spoken: Sequence[Spoken], heard: NDArray[np.bool_], calm: Sequence[Calm], seed: int
) -> tuple[VoiceNetwork, Line]:
    """A network, and the line through melody and rhythm beside it, for the recordings ``heard``."""
    labels = labels_of(spoken)
    data = table(made, spoken, heard, calm)
    network = fit(data, labels, seed)
    return network, melody_line(data, labels, network)


def five_line(quiet: Rows, spoken: Sequence[Spoken], heard: NDArray[np.bool_]) -> Line:
    """The line through the first estimator's five numbers against the person's calm ones, in quiet."""
    labels = labels_of(spoken)
    calm = own_calm(quiet, spoken, CALM_COUNT)
    spent = {index for own in calm.values() for index in own.used}
    changes: list[Doubles] = []
    index_of: list[int] = []
    for index in np.flatnonzero(heard & (labels.high.numpy() >= 0)).tolist():
        own = calm.get(spoken[index].speaker)
        change = own.change(quiet.five[index]) if own is not None and index not in spent else None
        if change is not None:
            changes.append(change)
            index_of.append(index)
    if len(changes) < _LEAST_CHANGES:
        return Line(np.zeros(len(FEATURES)), 0.0)
    high = labels.high.numpy()[index_of].astype(np.float64)
    return fit_line(np.array(changes), high, labels.weights[0].numpy()[index_of].astype(np.float64))


def calm_in(made: Sequence[Rows], spoken: Sequence[Spoken], known: bool, seed: int) -> list[Calm]:
    """Calm voices in every place, each from recordings drawn anew; none for the stranger's network."""
    dice = np.random.default_rng(seed)
    return [calm_means(place, spoken, dice) if known else {} for place in made]
