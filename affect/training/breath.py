"""``python -m affect train breath``: the breath network and what makes one rate of three, from made clips alone.

Clips are made from belt traces, shaped noise, recorded and synthesised noises and speech (breath_made), and heard by
the code of play. Nothing of the rendered clips or of the recorded air clips is opened here. What is printed at the end
is of made clips whose belts, noises and sentences were never trained with; with them the difficulty of the plain
tracker.
"""

import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray

from affect.breath_reader import model_of
from affect.networks.breath import BreathNetwork
from affect.networks.weights import arrays_of, write_weights
from affect.scoring import Options, Report
from affect.training.breath_fit import fit, predict, temperature
from affect.training.breath_hear import Heard, hear, hear_and_track
from affect.training.breath_made import World, make, read_world
from affect.training.breath_progress import progress, say
from affect.training.breath_score import score
from affect.training.breath_validate import figures_of
from affect.training.breath_weigh import fit_weigher, table

__all__ = ["evaluate", "train"]

CLIPS: Final = 800
"""Made clips that the network is trained on, of a minute each."""
ASIDE: Final = 60
"""More of the same kind that it is not trained on: temperature and agreement are fitted there."""
VALIDATION: Final = 30
"""Clips of 40 s at each noise, of other belts, noises and sentences, that nothing is fitted to."""
SNRS_DB: Final = (20.0, 10.0, 0.0)
ROUNDS: Final = 70
"""Passes over all clips."""
SEED: Final = 0

_WORKERS: Final = 2
_SECONDS, _SHORT_S = 60.0, 40.0
_ASIDE_FROM, _VALIDATION_FROM = 5_000, 9_000


def evaluate(folder: Path, options: Options) -> Report:
    """Score the shipped model on ``folder``; where it is not installed, the first estimator.

    Raises:
        CorpusError: the folder lists no labelled recordings, or the noise cannot be read.
    """
    return score(folder, options, model_of())


def train(data: Path, out: Path) -> None:
    """Rebuild breath.npz in ``out`` from belts, noises and sentences of ``data``/breath.

    Raises:
        CorpusError: they are not there.
    """
    torch.set_num_threads(1)
    begun = time.monotonic()
    folder = data / "breath"
    read_world(folder)  # an early word on what is missing
    read_world(folder, validation=True)
    heard = made(folder, range(CLIPS), "clips")
    aside = made(folder, range(_ASIDE_FROM, _ASIDE_FROM + ASIDE), "clips aside")
    say(f"made and heard after {time.monotonic() - begun:.0f} s")
    arrays = fit_all(heard, aside)
    size = write_weights(out / "breath.npz", arrays)
    say(f"breath.npz: {size} bytes after {time.monotonic() - begun:.0f} s")
    for snr_db in SNRS_DB:
        tested = made(folder, range(_VALIDATION_FROM, _VALIDATION_FROM + VALIDATION), "validation", snr_db)
        say(f"validation at {snr_db:.0f} dB: {figures_of(tested, out)}")
    say(f"done after {time.monotonic() - begun:.0f} s")


def fit_all(heard: Sequence[Heard], aside: Sequence[Heard]) -> dict[str, NDArray[Any]]:
    """The arrays of breath.npz."""
    network = fit(heard, ROUNDS, SEED)
    by = _temperature(network, aside)
    weights = fit_weigher([table(network, one, by) for one in aside], SEED)
    say(f"temperature {by:.2f}; {sum(p.numel() for p in network.parameters())} parameters")
    return {
        **arrays_of(network),
        "_temperature": np.array(by),
        **{f"_agree.{index}": numbers for index, numbers in enumerate(weights)},
    }


def _temperature(network: BreathNetwork, aside: Sequence[Heard]) -> float:
    log_odds = np.concatenate([predict(network, [one])[0].reshape(-1, 3) for one in aside])
    return temperature(log_odds, np.concatenate([one.label.reshape(-1) for one in aside]))


def made(folder: Path, seeds: range, what: str, snr_db: float | None = None) -> list[Heard]:
    """Made clips, heard, by two processes; with ``snr_db`` of the validation's world."""
    work = partial(_one, folder, what == "clips", snr_db)
    heard = []
    with ProcessPoolExecutor(_WORKERS, mp_context=get_context("spawn")) as workers:
        for index, one in enumerate(workers.map(work, seeds, chunksize=5)):
            heard.append(one)
            progress(what, (index + 1) / len(seeds))
    return heard


def _one(folder: Path, plainly: bool, snr_db: float | None, seed: int) -> Heard:
    world = _world(folder, snr_db is not None)
    clip = make(world, _SECONDS if snr_db is None else _SHORT_S, seed, snr_db)
    return hear(clip) if plainly else hear_and_track(clip)


@cache
def _world(folder: Path, validation: bool) -> World:
    """Read once in each process."""
    return read_world(folder, validation)
