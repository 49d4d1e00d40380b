"""The gate as it was registered in docs/adaptation.md, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

from adaptation.evaluate.bootstrap import Interval
from adaptation.evaluate.compare import Compared
from adaptation.evaluate.findings import Findings, row
from adaptation.person.families import UNSEEN

WORSE = -0.02
TAIL, TAIL_AIM = 0.01, 0.03
QUITS, QUITS_AIM = 1.0, 0.8
FAMILY = -0.03
UNSEEN_AIM = 5
MINIGAMES = 1.5
CHANGES = 0.15
HOURS = 4.0
SEED_MINUTES = 15.0
JUDGED = ("policy", "rules", "fixed")
"""Whose order may not depend on the weights."""
STUDIES = ("leave one family out", "ablation", "sensor faults", "second dynamics", "unseen families", "mode")
"""Which there have to be."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the gate."""

    number: int
    """As registered."""
    name: str
    """What it is about."""
    passes: bool
    """Whether the attempt passes it."""
    told: str
    """The figures."""
    aim: bool | None = None
    """Whether what was hoped for was reached; None = nothing was."""


def judge(found: Findings) -> tuple[Line, ...]:
    """Every line, in order. A line whose figures are missing does not pass."""
    policy, shipped = row(found.sketch, "policy"), row(found.sketch, "shipped")
    return (
        *_of(found, policy, "policy"),
        _shipped(found, shipped),
        _real(found),
        _ranking(found),
        _check(found),
        _studies(found),
        _budget(found),
    )


def passes(lines: tuple[Line, ...]) -> bool:
    """Whether the policy may ship."""
    return all(line.passes for line in lines)


def signed(number: float) -> str:
    """Three places, always with a sign."""
    return f"{number:+.3f}".replace("-", "−")


def told(interval: Interval) -> str:
    """A difference with its interval."""
    if isnan(interval.value):
        return "not played"
    return f"{signed(interval.value)} [{signed(interval.low)}, {signed(interval.high)}]"


def _of(found: Findings, mind: Compared | None, name: str) -> Iterator[Line]:
    """Lines 1 to 6 for one mind."""
    if mind is None:
        names = ("mean difference", "worst tenth", "quits", "families", "minigames", "setting changes")
        yield from (Line(place, words, False, f"{name} did not play") for place, words in enumerate(names, 1))
        return
    mean, tail, quits = mind.mean_difference, mind.tail_difference, mind.quit_ratio
    yield Line(1, "mean difference", mean.low > WORSE, told(mean), mean.low > 0.0)
    yield Line(2, "worst tenth", tail.value >= TAIL and tail.low > 0.0, told(tail), tail.value >= TAIL_AIM)
    words = f"ratio {quits.value:.2f} [{quits.low:.2f}, {quits.high:.2f}], {100.0 * mind.quits:.1f} % of sittings"
    yield Line(3, "quits", mind.quits == 0.0 or quits.value <= QUITS, words, quits.value <= QUITS_AIM)
    yield _families(mind, row(found.second, name))
    yield Line(5, "minigames", mind.minigames <= MINIGAMES, f"{mind.minigames:.2f} per sitting")
    words = f"{mind.changes:.3f} per decision ({mind.changes_but_guide:.3f} without the guide's rate)"
    yield Line(6, "setting changes", mind.changes <= CHANGES, words)


def _families(first: Compared, second: Compared | None) -> Line:
    known = first.families + (second.families if second else ())
    worst = min(known, key=lambda pair: pair[1].value)
    unseen = sum(one.value >= 0.0 for family, one in first.families if family in UNSEEN)
    words = f"worst: {worst[0]} {told(worst[1])}; at least as good in {unseen} of {len(UNSEEN)} unseen"
    losing = [family for family, one in known if one.value < FAMILY]
    if losing:
        words = f"losing: {', '.join(losing)}; {words}"
    return Line(4, "families", second is not None and not losing, words, unseen >= UNSEEN_AIM)


def _shipped(found: Findings, shipped: Compared | None) -> Line:
    lines = tuple(_of(found, shipped, "shipped"))
    failed = [line.name for line in lines if not line.passes]
    words = f"fails: {', '.join(failed)}" if failed else "lines 1 to 6 hold"
    if shipped:
        words += f"; mean {told(shipped.mean_difference)}, worst tenth {told(shipped.tail_difference)}"
    return Line(7, "the shipped one alone", not failed, words)


def _real(found: Findings) -> Line:
    real, sketch = row(found.real, "shipped"), row(found.sketch, "shipped")
    if real is None or sketch is None:
        return Line(8, "real levels", False, "not played")
    pairs = (
        ("rules", real.mean_difference, sketch.mean_difference),
        ("fixed", found.real_against_fixed, found.sketch_against_fixed),
    )
    same = [there.value * here.value > 0.0 for _, there, here in pairs]
    clear = [same_sign and there.low * there.high > 0.0 for same_sign, (_, there, _) in zip(same, pairs, strict=True)]
    words = "; ".join(f"less {name} {told(there)}, on the sketch {told(here)}" for name, there, here in pairs)
    return Line(8, "real levels", all(same), words, all(clear))


def _ranking(found: Findings) -> Line:
    orders = [tuple(name for name, _ in one.scores if name in JUDGED) for one in found.rankings]
    if not orders or set(orders[0]) != set(JUDGED):
        return Line(9, "ranking", False, "not all of them played")
    other = [
        f"{one.weight} x{one.factor:g}" for one, order in zip(found.rankings, orders, strict=True) if order != orders[0]
    ]
    whole = [tuple(name for name, _ in one.scores) for one in found.rankings]
    same = sum(order == whole[0] for order in whole[1:])
    words = " > ".join(orders[0]) + (f"; otherwise under {', '.join(other)}" if other else " under every weighting")
    return Line(
        9,
        "ranking",
        not other,
        f"{words}; all minds in the same order under {same} of {len(whole) - 1}",
        same == len(whole) - 1,
    )


def _check(found: Findings) -> Line:
    winners = [one for one in found.checks if one.difference.low > 0.0]
    words = "; ".join(f"{one.condition} {told(one.difference)}" for one in found.checks) or "not run"
    return Line(10, "check on the metric", bool(found.checks) and not winners, words)


def _studies(found: Findings) -> Line:
    run = {one.name for one in found.studies if one.seeds}
    lacking = [name for name in STUDIES if name not in run]
    lacking += [f"{one.name}: {one.condition}" for one in found.studies if not one.seeds]
    losses = sum(one.difference.value < FAMILY for one in found.studies if one.seeds and one.against == "rules")
    words = f"not run: {', '.join(lacking)}" if lacking else "all were run"
    return Line(11, "studies", not lacking, f"{words}; {losses} conditions worse than {signed(FAMILY)}")


def _budget(found: Findings) -> Line:
    hours = sum(seconds for _, seconds in found.cpu_s) / 3600.0
    longest = max((one.cpu_s / 60.0 for one in found.curves), default=float("nan"))
    words = f"{hours:.2f} CPU hours; longest seed {longest:.1f} minutes"
    return Line(12, "budget", bool(found.curves) and hours <= HOURS, words, longest <= SEED_MINUTES)
