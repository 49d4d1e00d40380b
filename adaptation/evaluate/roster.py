"""Which minds are compared, and where the learned ones lie."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from adaptation.actions import Array, Minds, Wishes
from adaptation.adaptive import Adaptive
from adaptation.baselines import Easiest, Fixed, Lockout, NoOp, PaceAndSkill, PaceControl, Randomly
from adaptation.evaluate.findings import Curve
from adaptation.policy import MissingPolicyError, Policy, load
from adaptation.rules import Rules
from adaptation.rules_settings import HAND
from game.core.directive import Directive
from game.core.observe import Observation


class Both(Protocol):
    """A mind that can be asked one by one, and for a crowd."""

    def decide(self, observation: Observation) -> Directive:
        """For one sitting."""

    def wish(self, rows: Array) -> Wishes:
        """For a crowd."""


Maker = Callable[[], Both]
"""Makes a new mind for a crowd or a sitting; goes to other processes by pickle."""
CrowdMaker = Callable[[], Minds]
"""Makes new minds for a crowd only."""
SIMPLE: tuple[tuple[str, Maker], ...] = (
    ("rules", Rules),
    ("rules by hand", partial(Rules, HAND)),
    ("fixed", Fixed),
    ("no-op", NoOp),
    ("random", partial(Randomly, 1)),
    ("lockout", Lockout),
    ("PD", PaceControl),
    ("PD and skill", PaceAndSkill),
    ("easiest", Easiest),
)
"""Minds that were not learned, by the names of the report."""


BRIEF = "brief"
"""Folder of the seeds that were taught as long as the studies."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What training left."""

    seeds: tuple[Policy, ...]
    """One policy for each training seed, in order."""
    brief: tuple[Policy, ...]
    """The first seeds, taught only for as long as the studies are: whom those are compared with."""
    shipped: Policy | None
    """The one that ships, or would; None = there is none."""
    without: tuple[tuple[str, tuple[Policy, ...]], ...]
    """By the family that was left out."""
    blind: tuple[tuple[str, tuple[Policy, ...]], ...]
    """By the group of the observation that was withheld."""
    curves: tuple[Curve, ...]
    """How each seed went."""
    cpu_s: float
    """Processor time of everything that left a record there: fitting, tuning, training."""


def maker(policy: Policy) -> Maker:
    """A policy as it plays: with its fallback to the rules."""
    return partial(Adaptive, policy)


def find(folder: Path, shipped: Path, families: tuple[str, ...], groups: tuple[str, ...]) -> Learned:
    """Whatever lies in ``folder``. Raises DamagedPolicyError."""
    try:
        ships: Policy | None = load(shipped)
    except MissingPolicyError:
        ships = None
    return Learned(
        seeds=_row(folder, ""),
        brief=_row(folder / BRIEF, ""),
        shipped=ships,
        without=tuple((family, _row(folder, f"without_{family}_")) for family in families),
        blind=tuple((group, _row(folder, f"blind_{group}_")) for group in groups),
        curves=tuple(_curve(number, path) for number, path in enumerate(_paths(folder, ""))),
        cpu_s=sum(float(_record(path).get("cpu_s", 0.0)) for path in sorted(folder.rglob("*.json"))),
    )


def _paths(folder: Path, prefix: str) -> list[Path]:
    """Files of consecutive seeds from 0 on."""
    paths: list[Path] = []
    while (path := folder / f"{prefix}seed_{len(paths)}.npz").exists():
        paths.append(path)
    return paths


def _row(folder: Path, prefix: str) -> tuple[Policy, ...]:
    return tuple(load(path) for path in _paths(folder, prefix))


def _curve(seed: int, path: Path) -> Curve:
    told = _record(path.with_suffix(".json"))
    points = told.get("curve", [])
    return Curve(
        seed,
        tuple(float(point["decisions"]) for point in points),
        tuple(float(point["score"]) for point in points),
        float(told.get("cpu_s", 0.0)),
        float(told.get("rules", "nan")),
    )


def _record(path: Path) -> dict[str, Any]:
    """What was written beside a model; empty where nothing was."""
    told = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return told if isinstance(told, dict) else {}
