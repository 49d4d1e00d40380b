"""Fitting the voice networks: by speaker, with what is not known of a recording left out of the loss."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from affect.errors import CorpusError
from affect.networks.voice import VoiceNetwork
from affect.training.voice_manifest import Spoken
from affect.training.voice_rows import Table
from affect.voice_model import EMOTIONS, VALENCES

FOLDS = 6
"""Parts that the speakers are dealt into, corpus by corpus."""
EPOCHS = 40
BATCH = 256
_RATE = 3e-3
_DECAY = 0.02
_SMOOTH = 0.05
_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Labels:
    """What is known of recordings, as numbers; -1 where it is not known."""

    high: Tensor
    """int64 (n,): 1 high arousal, 0 low."""
    valence: Tensor
    """int64 (n,): place in VALENCES."""
    emotion: Tensor
    """int64 (n,): place in EMOTIONS."""
    weights: tuple[Tensor, Tensor, Tensor]
    """float32 (n,) for each of the three: within a corpus its classes count alike, corpora by the root of their size;
    0 where the label is not known."""


def labels_of(spoken: Sequence[Spoken]) -> Labels:
    """The labels of recordings."""
    high = np.array([{"high": 1, "low": 0}.get(one.arousal, _UNKNOWN) for one in spoken])
    valence = np.array([VALENCES.index(one.valence) if one.valence in VALENCES else _UNKNOWN for one in spoken])
    emotion = np.array([EMOTIONS.index(one.emotion) if one.emotion in EMOTIONS else _UNKNOWN for one in spoken])
    corpus = np.array([one.corpus for one in spoken])
    weights = (_weights(corpus, high), _weights(corpus, valence), _weights(corpus, emotion))
    return Labels(torch.from_numpy(high), torch.from_numpy(valence), torch.from_numpy(emotion), weights)


def _weights(corpus: NDArray[np.str_], label: NDArray[np.int64]) -> Tensor:
    weight = np.zeros(len(label))
    for name in np.unique(corpus):
        inside = (corpus == name) & (label >= 0)
        classes, counts = np.unique(label[inside], return_counts=True)
        for one, count in zip(classes, counts, strict=True):
            weight[inside & (label == one)] = np.sqrt(inside.sum()) / (len(classes) * count)
    return torch.from_numpy(weight / max(1e-9, weight[weight > 0.0].mean())).float()


def deal(spoken: Sequence[Spoken], seed: int) -> NDArray[np.int64]:
    """int (n,): the fold of each recording; a speaker lies in one, and the folds hold speakers of every corpus."""
    dice = np.random.default_rng(seed)
    fold: dict[str, int] = {}
    for corpus in sorted({one.corpus for one in spoken}):
        speakers = sorted({one.speaker for one in spoken if one.corpus == corpus})
        for place, speaker in enumerate(dice.permutation(speakers)):
            fold[str(speaker)] = place % FOLDS
    return np.array([fold[one.speaker] for one in spoken])


def fit(data: Table, labels: Labels, seed: int) -> VoiceNetwork:
    """A network for these rows. The same seed gives the same network.

    Raises:
        CorpusError: there are too few rows.
    """
    if len(data.rows) < BATCH:
        raise CorpusError(f"{len(data.rows)} rows of speech are too few to train on: {BATCH} at least.")
    torch.manual_seed(seed)
    rows, item = torch.from_numpy(data.rows), torch.from_numpy(data.item)
    network = VoiceNetwork()
    with torch.no_grad():
        network.mean.copy_(rows.mean(dim=0))
        network.scale.copy_(rows.std(dim=0) + 1e-3)
    optimiser = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_DECAY)
    steps = EPOCHS * (len(rows) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _RATE, total_steps=steps)
    network.train()
    for _ in range(EPOCHS):
        order = torch.randperm(len(rows))
        for start in range(0, len(rows) // BATCH * BATCH, BATCH):
            chosen = order[start : start + BATCH]
            optimiser.zero_grad()
            _loss(network(rows[chosen]), labels, item[chosen]).backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    network.eval()
    return network


def _loss(told: Tensor, labels: Labels, item: Tensor) -> Tensor:
    """Cross entropy of arousal, valence and emotion, where known; told is (members, n, OUTPUTS)."""
    warm, mild, cool = (weight[item] for weight in labels.weights)
    two = torch.stack((torch.zeros_like(told[..., 0]), told[..., 0]), dim=-1)
    loss = _cross(two, labels.high[item], warm) + 0.5 * _cross(told[..., 1:4], labels.valence[item], mild)
    return loss + _cross(told[..., 4:], labels.emotion[item], cool)


def _cross(told: Tensor, truth: Tensor, weight: Tensor) -> Tensor:
    members, count, classes = told.shape
    flat = functional.cross_entropy(
        told.reshape(-1, classes), truth.clamp(min=0).repeat(members), reduction="none", label_smoothing=_SMOOTH
    )
    return (flat.reshape(members, count) * weight).sum() / (weight.sum() * members + 1e-6)
