"""The actor as the plain arrays of ``adaptation.policy``, which play needs no learning library for."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from adaptation import sketch
from adaptation.features import NAMES
from adaptation.policy import Policy
from adaptation.train.actor import SEEN, SeeingCritic
from adaptation.train.score import begin
from adaptation.train.sittings import Sittings

FAMILIAR = 0.999
"""Share of what the mind met itself that lies within the bound of the familiar."""
RIDGE = 1e-3
"""Added to every variance: a column that never moved in training is not infinitely telling."""


def weigh(actor: SeeingCritic) -> Policy:
    """The actor's arrays; columns that it was not shown have weights of zero. Nothing is said yet of what is familiar:
    every row is."""
    state = {name: value.detach().numpy() for name, value in actor.mlp_extractor.state_dict().items()}
    last = {name: value.detach().numpy() for name, value in actor.action_net.state_dict().items()}
    return Policy(
        mean=state["mean"][:SEEN].astype(np.float64),
        scale=state["scale"][:SEEN].astype(np.float64),
        w1=_turned(state["actor.0.weight"] * state["shown"][:SEEN]),
        b1=state["actor.0.bias"].copy(),
        w2=_turned(state["actor.2.weight"]),
        b2=state["actor.2.bias"].copy(),
        w3=_turned(last["weight"]),
        b3=last["bias"].copy(),
        centre=np.zeros(SEEN),
        precision=np.zeros((SEEN, SEEN)),
        bound=1.0,
    )


def acquaint(policy: Policy, sittings: Sittings, seed: int) -> Policy:
    """The same mind, which has played ``sittings`` and knows from them what is familiar: where its rows lay, and the
    Mahalanobis distance that one in a thousand of them exceeds."""
    world, rows = begin(sittings, seed), []
    while not world.over.all():
        seen = sketch.observe(world)
        rows.append(seen[~world.over])
        world, _ = sketch.step(world, policy.wish(seen))
    met = np.concatenate(rows)
    precision = np.linalg.inv(np.cov(met, rowvar=False) + RIDGE * np.eye(len(NAMES)))
    known = replace(policy, centre=met.mean(axis=0), precision=precision)
    return replace(known, bound=float(np.quantile(known.distance(met), FAMILIAR)))


def _turned(weights: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.ascontiguousarray(weights.T)
