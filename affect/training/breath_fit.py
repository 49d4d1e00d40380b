"""Fits the breath network to heard clips: who breathes is changed a little at every turn, so that it sees many more.

Changes are made to rows, at the price of a sum: more of the room's noise (what adding stationary noise does to power
over the floor), a voice or microphone a band or two higher or lower, breath louder or fainter in some bands, and a
calibration that is known, or not.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from affect.breath_features import MELS
from affect.breath_input import INPUTS, LEAST_LOG, MOST_LOG, turned
from affect.networks.breath import BreathNetwork
from affect.spectrum import BLOCK_S, FRAMES, Floats
from affect.training.breath_hear import Heard, true_rate_hz, trusted_tilt
from affect.training.breath_progress import progress, say

BATCH: Final = 24
RATE: Final = 4e-3
RATE_WEIGHT: Final = 0.3
KNOWN_SHARE: Final = 0.4
"""How many clips come with the exhale's tilt."""
FIRST_RATE_S: Final = 12.0
LENGTH: Final = 400
"""Blocks that are learnt from at once: 40 s."""
PACE: Final = 0.35
"""How much slower or faster a clip is made: the logarithm, at most."""
SETTLE: Final = 30
"""Blocks at the start that count little: nothing is known of the room yet."""

_TEACHES = (150, 300)
_SOUND = FRAMES * MELS + MELS


def fit(heard: Sequence[Heard], rounds: int, seed: int) -> BreathNetwork:
    """The network after ``rounds`` passes over all clips."""
    torch.manual_seed(seed)
    dice = np.random.default_rng(seed)
    network = BreathNetwork()
    learner = torch.optim.AdamW(network.parameters(), RATE, weight_decay=0.01)
    steps = rounds * (len(heard) // BATCH)
    pace = torch.optim.lr_scheduler.OneCycleLR(learner, RATE, total_steps=steps, pct_start=0.15)
    losses = []
    for step in range(steps):
        place = step % (len(heard) // BATCH)
        if place == 0:
            order = dice.permutation(len(heard))
        chosen = [heard[index] for index in order[place * BATCH : (place + 1) * BATCH]]
        network.train()
        error = loss(network, *batch(chosen, dice))
        learner.zero_grad()
        error.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        learner.step()
        pace.step()
        losses.append(float(error.detach()))
        progress("breath", (step + 1) / steps)
        if (step + 1) % max(1, steps // 10) == 0:
            say(f"step {step + 1} of {steps}: loss {np.mean(losses[-(steps // 10) :]):.4f}")
    network.eval()
    return network


def loss(network: BreathNetwork, rows: Tensor, label: Tensor, rate: Tensor) -> Tensor:
    """Cross entropy of every frame's label, and how unlikely the rate's logarithm is where it is known."""
    told, pace = network(rows)
    weight = torch.ones(rows.shape[1])
    weight[:SETTLE] = 0.2
    each = nn.functional.cross_entropy(told.flatten(0, 2), label.flatten(), reduction="none")
    wrong: Tensor = (each.view(len(rows), -1, FRAMES) * weight[None, :, None]).mean()
    known = torch.isfinite(rate)
    known[:, : round(FIRST_RATE_S / BLOCK_S)] = False
    if not bool(known.any()):
        return wrong
    middle, log_sd = pace[..., 0][known], torch.clamp(pace[..., 1][known], -3.5, 1.0)
    unlikely = 0.5 * ((rate[known] - middle) / torch.exp(log_sd)) ** 2 + log_sd
    both: Tensor = wrong + RATE_WEIGHT * unlikely.mean()
    return both


def batch(chosen: Sequence[Heard], dice: np.random.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """Rows (b, n, INPUTS), labels (b, n, 5) and the logarithm of the rate over 0.2 Hz (b, n), changed by chance."""
    warped = [at_pace(one, dice) for one in chosen]
    rows = np.stack([changed(one, dice) for one in warped])
    label = np.stack([one.label for one in warped])
    rate = np.log(np.stack([one.rate_hz for one in warped]) / MIDDLE_HZ).astype(np.float32)
    return torch.from_numpy(rows), torch.from_numpy(label), torch.from_numpy(rate)


def at_pace(one: Heard, dice: np.random.Generator) -> Heard:
    """A stretch of LENGTH blocks, slower or faster by up to a third: frames come twice, or are left out."""
    most = len(one.rows) / LENGTH
    pace = float(np.exp(dice.uniform(-PACE, min(PACE, np.log(most)))))
    first = dice.uniform(0.0, len(one.rows) - LENGTH * pace)
    places = ((first + pace * np.arange(LENGTH * FRAMES) / FRAMES) * FRAMES).astype(np.int64)
    frames = one.rows[:, : FRAMES * MELS].reshape(-1, MELS)[places]
    rows = one.rows[places[FRAMES // 2 :: FRAMES] // FRAMES].astype(np.float32)
    rows[:, : FRAMES * MELS] = frames.reshape(LENGTH, -1)
    label = one.label.reshape(-1)[places]
    tilt = one.tilt[places[FRAMES // 2 :: FRAMES] // FRAMES]
    ends = BLOCK_S * np.arange(1, LENGTH + 1)
    return Heard(rows, label.reshape(LENGTH, FRAMES), true_rate_hz(label, ends), tilt)


MIDDLE_HZ: Final = 0.2
"""The network's guess at the rate is the logarithm over this."""


def changed(one: Heard, dice: np.random.Generator) -> Floats:
    """Its rows, float32 (n, INPUTS), as another microphone in a louder room might have given them."""
    rows = one.rows
    if dice.random() < KNOWN_SHARE:
        length = int(dice.integers(*_TEACHES))
        first = int(dice.integers(0, max(1, len(rows) - length)))
        tilt = trusted_tilt(one, first, first + length)
        if np.isfinite(tilt):
            rows = turned(rows, tilt)
    elif dice.random() < 0.5:
        # Nothing is said of the tilt here, so the bands may change places a little.
        rows[:, :_SOUND] = _moved(rows[:, :_SOUND], int(dice.integers(-3, 4)))
    if dice.random() < 0.5:
        rows[:, :_SOUND] = _in_noise(rows[:, :_SOUND], dice)
    return rows


def _moved(sound: Floats, bands: int) -> Floats:
    """All bands higher or lower; what is moved in is like the last."""
    bank = sound.reshape(len(sound), FRAMES + 1, MELS)
    places = np.clip(np.arange(MELS) - bands, 0, MELS - 1)
    return bank[:, :, places].reshape(len(sound), -1)


def _in_noise(sound: Floats, dice: np.random.Generator) -> Floats:
    """Stationary noise added: power over the floor shrinks, most where there was least."""
    bank = sound.reshape(len(sound), FRAMES + 1, MELS)
    tilt = np.linspace(-1.0, 1.0, MELS) * dice.uniform(-1.0, 1.0)
    noise = (10 ** (dice.uniform(-1.5, 1.3) + tilt)).astype(np.float32)
    power = np.power(np.float32(10.0), bank)
    # A frame's power in a band is that of a few frequencies: noise flutters.
    flutter = np.exp(0.3 * dice.standard_normal(bank[:, :FRAMES].shape, np.float32))
    power[:, :FRAMES] = (power[:, :FRAMES] + noise * flutter) / (1.0 + noise)
    power[:, FRAMES] = (power[:, FRAMES] + noise) / (1.0 + noise)
    louder: Floats = np.clip(np.log10(power), LEAST_LOG, MOST_LOG).reshape(len(sound), -1)
    return louder


def predict(network: BreathNetwork, heard: Sequence[Heard]) -> tuple[Floats, Floats]:
    """Log odds (clips, n, 5, 3) and rates (clips, n, 2) of clips of equal length."""
    with torch.no_grad():
        told, pace = network(torch.from_numpy(np.stack([one.rows.astype(np.float32) for one in heard])))
    return told.numpy(), pace.numpy()


def temperature(log_odds: Floats, label: NDArray[np.int64]) -> float:
    """By what to divide log odds, (m, 3), so that they are as sure as they are right."""
    tried = np.geomspace(0.5, 3.0, 60)
    each = [
        float(nn.functional.cross_entropy(torch.from_numpy(log_odds / np.float32(by)), torch.from_numpy(label)))
        for by in tried
    ]
    return float(tried[int(np.argmin(each))])


__all__ = ["INPUTS", "MIDDLE_HZ", "fit", "predict", "temperature"]
