"""The tables of docs/adaptation.md: learners beside one another, judged on validation people."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from adaptation.evaluate import bootstrap
from adaptation.policy import Policy
from adaptation.rules import Rules
from adaptation.train import score
from adaptation.train.sittings import draw, validation

PAGE = Path(__file__).parents[2] / "docs" / "adaptation.md"
JUDGES = 1000
"""Validation sittings, of a number that nothing else was chosen by."""
JUDGES_NUMBER = 94


@dataclass(frozen=True, slots=True)
class Gain:
    """What minds of several seeds are worth beside the rules."""

    name: str
    """Who taught them."""
    mean: bootstrap.Interval
    """Score less the rules', person by person."""
    tail: bootstrap.Interval
    """Worst tenth less that of the rules."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a learner learns."""

    name: str
    """Which."""
    people: int
    """Who play at once."""
    fastest: float
    """Decisions a second, playing and learning, in its fastest update."""
    median: float
    """In half of its updates."""


def against_rules(name: str, policies: list[Policy]) -> Gain:
    """Judge one policy per seed; all of them and the rules meet the same people and luck."""
    judges = draw(validation(JUDGES_NUMBER), JUDGES)
    rules = score.play(judges, JUDGES_NUMBER, Rules()).score
    scores = np.stack([score.play(judges, JUDGES_NUMBER, policy).score for policy in policies])
    draws = bootstrap.draw(len(policies), len(judges.people), 0.95, np.random.default_rng(0))
    return Gain(name, bootstrap.mean_difference(scores, rules, draws), bootstrap.tail_difference(scores, rules, draws))


def gains_table(gains: list[Gain], seeds: int, decisions: int) -> str:
    """The gains as markdown, and what they rest on."""
    rows = [f"| {gain.name} | {_told(gain.mean)} | {_told(gain.tail)} |" for gain in gains]
    return "\n".join(
        [
            f"{seeds} seeds of {decisions:,} decisions, updates of the same size; {JUDGES} validation people (number "
            f"{JUDGES_NUMBER}); intervals hold 95 % of resamples of seeds and people.",
            "",
            "| learner | score less the rules' | worst tenth less the rules' |",
            "| --- | --- | --- |",
            *rows,
        ]
    )


def paces_table(paces: list[Pace], updates: int, cores: int) -> str:
    """The paces as markdown, and what they rest on."""
    rows = [f"| {pace.name} | {pace.people} | {pace.fastest:,.0f} | {pace.median:,.0f} |" for pace in paces]
    return "\n".join(
        [
            f"Decisions a second, playing and learning, of {updates} updates; {cores} cores.",
            "",
            "| learner | people at once | fastest update | median |",
            "| --- | --- | --- | --- |",
            *rows,
        ]
    )


def write(page: Path, mark: str, text: str) -> None:
    """Put ``text`` between the page's marks of that name."""
    begin, end = f"<!-- {mark}: written by `scripts/cluster {mark}`; do not edit by hand -->", f"<!-- end of {mark} -->"
    before, found, rest = page.read_text(encoding="utf-8").partition(begin)
    _, ended, after = rest.partition(end)
    if not found or not ended:
        raise ValueError(f"{page} has no marks '{begin}' and '{end}' to write between")
    page.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


def _told(interval: bootstrap.Interval) -> str:
    value, low, high = (f"{number:+.3f}".replace("-", "−") for number in (interval.value, interval.low, interval.high))
    return f"{value} [{low}, {high}]"
