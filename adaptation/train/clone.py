"""Teach the actor to do as a given mind does, before it learns by itself."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from adaptation import actions, sketch
from adaptation.train.actor import SeeingCritic
from adaptation.train.crowd import whole
from adaptation.train.score import begin
from adaptation.train.sittings import Sittings

Array = npt.NDArray[np.float64]
STRAY = 0.15
"""Share of decisions in which something else is done than the mind wished, so that it is seen getting back."""
LEAST_SCALE = 0.05
"""No column is stretched by more than twenty."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a mind was shown, and did."""

    rows: npt.NDArray[np.float32]
    """float32 (m, 31 + k)."""
    chosen: npt.NDArray[np.int64]
    """int (m, 5)."""

    def standard(self) -> tuple[Array, Array]:
        """Mean and scale of every column, float64 (31 + k,) each."""
        mean = self.rows.mean(axis=0, dtype=np.float64)
        return mean, np.maximum(self.rows.std(axis=0, dtype=np.float64), LEAST_SCALE)


def watch(sittings: Sittings, mind: actions.Minds, dice: np.random.Generator) -> Shown:
    """Play ``sittings`` by ``mind``, straying now and then; every decision that was shown and what it wished."""
    world = begin(sittings, int(dice.integers(2**31)))
    rows, chosen = [], []
    while not world.over.all():
        seen = sketch.observe(world)
        wished = actions.as_actions(seen, mind.wish(seen))
        rows.append(whole(world, world.players.crowd.quit_hazard)[~world.over])
        chosen.append(wished[~world.over])
        strayed = dice.random(len(seen)) < STRAY
        anything = dice.integers(0, actions.SIZES, wished.shape)
        anything[:, actions.OFFER] &= dice.random(len(seen)) < 0.1
        world, _ = sketch.step(world, actions.wishes(seen, np.where(strayed[:, None], anything, wished)))
    return Shown(np.concatenate(rows), np.concatenate(chosen))


def imitate(policy: SeeingCritic, shown: Shown, passes: int, seed: int) -> float:
    """Cross-entropy on what the mind did; returns the share of decisions done alike in the last pass."""
    rows, chosen = torch.as_tensor(shown.rows), torch.as_tensor(shown.chosen)
    shuffle = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.Adam(policy.parameters(), lr=2e-3)
    alike = 0.0
    for _ in range(passes):
        alike = 0.0
        for batch in torch.split(torch.randperm(len(rows), generator=shuffle), 2048):
            logits = policy.chances(rows[batch])
            loss = torch.zeros(())
            for branch, logit in enumerate(logits):
                loss = loss - logit.gather(1, chosen[batch, branch : branch + 1]).mean()
                alike += float((logit.argmax(dim=1) == chosen[batch, branch]).sum())
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    return alike / (len(rows) * len(actions.SIZES))
