"""What one attempt found: plain records, from which gate, page and pictures are made, and their JSON."""

from dataclasses import asdict, dataclass
from typing import Any

from adaptation.evaluate.bootstrap import Interval
from adaptation.evaluate.compare import Compared


@dataclass(frozen=True, slots=True)
class Ranking:
    """Mean scores under one weighting of the reward."""

    weight: str
    """Name of the weight that was changed; "" = none."""
    factor: float
    """By how much."""
    scores: tuple[tuple[str, float], ...]
    """Mean score of each mind, best first."""


@dataclass(frozen=True, slots=True)
class Study:
    """One condition of a study: how a mind fared against another there."""

    name: str
    """Which study."""
    condition: str
    """What was different."""
    seeds: int
    """Training seeds; 0 = it was not run."""
    people: int
    """People each met."""
    difference: Interval
    """Mean score less that of what it is compared with."""
    against: str = "rules"
    """What it is compared with."""


@dataclass(frozen=True, slots=True)
class Curve:
    """How one seed of training went."""

    seed: int
    """Which."""
    decisions: tuple[float, ...]
    """Decisions simulated so far."""
    scores: tuple[float, ...]
    """Mean score on validation people then."""
    cpu_s: float
    """Processor time of the whole training."""
    rules: float
    """Mean score of the tuned rules on the same people; nan = not told."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One decision of the sample sitting."""

    t_s: float
    """Seconds since its begin."""
    arousal: float
    """The person's own, [-1, 1]."""
    engagement: float
    """How absorbed, [0, 1]."""
    breath_hz: float
    """The person's own rate."""
    guide_hz: float
    """The guide's."""
    difficulty: float
    tempo: float
    guidance: float
    minigame: bool
    """A breathing minigame runs."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A sitting of one person with one mind, on one clock."""

    mind: str
    """Who tuned."""
    family: str
    """Who played."""
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """All figures of one attempt."""

    origin: str
    """"sealed" or "validation"."""
    attempt: int
    """Which."""
    level: float
    """Share of resamples inside every interval."""
    made_of: tuple[tuple[str, str], ...]
    """Every model that played and its fingerprint."""
    sketch: tuple[Compared, ...]
    """The first dynamics class on the sketch, a row for each mind."""
    second: tuple[Compared, ...]
    """The second dynamics class on the sketch."""
    real: tuple[Compared, ...]
    """The real levels."""
    real_against_fixed: Interval
    """Mean difference of shipped less fixed on the real levels."""
    sketch_against_fixed: Interval
    """The same on the sketch."""
    rankings: tuple[Ranking, ...]
    """Under every weighting, the registered one first."""
    checks: tuple[Study, ...]
    """Each mind with its minigames less the same without, where breathing has no effect."""
    studies: tuple[Study, ...]
    """Everything else that was asked."""
    curves: tuple[Curve, ...]
    """Training of each seed."""
    samples: tuple[Sample, ...]
    """One person's sitting with each of some minds."""
    cpu_s: tuple[tuple[str, float], ...]
    """Processor time of each part of the work."""


def row(rows: tuple[Compared, ...], mind: str) -> Compared | None:
    """That of a mind; None = it did not play."""
    return next((one for one in rows if one.mind == mind), None)


def plain(found: Findings) -> dict[str, Any]:
    """As JSON has it: figures to six places, null for what is no number (nobody quit)."""
    told: dict[str, Any] = _plain(asdict(found))
    return told


def _plain(told: Any) -> Any:
    if isinstance(told, dict):
        return {name: _plain(one) for name, one in told.items()}
    if isinstance(told, list | tuple):
        return [_plain(one) for one in told]
    if isinstance(told, float):
        return round(told, 6) if abs(told) < 1e300 else None
    return told
