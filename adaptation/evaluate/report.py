"""The report as Markdown: the gate first, then what was lost, then everything else."""

from collections.abc import Iterable, Sequence

from adaptation.evaluate.bootstrap import Interval
from adaptation.evaluate.compare import Compared
from adaptation.evaluate.findings import Findings, Ranking, Study, row
from adaptation.evaluate.gate import JUDGED, Line, told
from adaptation.person.families import SECOND, TRAINED, UNSEEN

BEGIN, END = (
    "<!-- report: written by `python -m adaptation evaluate`; do not edit by hand -->",
    "<!-- end of report -->",
)
PICTURES = ("families", "scores", "sitting", "training")
"""Names of the figures in docs/adaptation/."""
Record = tuple[int, bool, tuple[Line, ...]]
"""An attempt: its number, whether it passed, its lines."""


def put(page: str, report: str) -> str:
    """The page with what stands between its markers replaced. Raises ValueError where there are no markers."""
    before, found, rest = page.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not found or not ended:
        raise ValueError("the page has no markers between which a report is written")
    return f"{before}{BEGIN}\n{report.strip()}\n{END}{after}"


def write(found: Findings, lines: Sequence[Line], records: Sequence[Record], pictures: str) -> str:
    """The whole report. ``pictures``: folder of the figures, as seen from the page."""
    parts = [
        _head(found, lines),
        "### The gate, line by line",
        _gate(lines),
        "### Families, losing ones first",
        _families(found),
        f"![Score less the rules' in each family]({pictures}/families.svg)",
        "### All minds, on the sketch",
        _minds(found.sketch),
        f"![How the scores of each mind lie]({pictures}/scores.svg)",
        "### The second dynamics class",
        _minds(found.second),
        "### The real levels",
        _minds(found.real),
        f"Shipped less fixed: {told(found.real_against_fixed)} on the real levels, "
        f"{told(found.sketch_against_fixed)} on the sketch.",
        "### The shield and the fallback",
        _shield((*found.sketch, *found.real)),
        "### Other weights of the reward",
        _weights(found.rankings),
        "### Studies, losing ones first",
        _studies((*found.studies, *found.checks)),
        "### A sitting",
        f"![One person's sitting with two minds, on one clock]({pictures}/sitting.svg)",
        "### Learning",
        _learning(found),
        f"![Score while learning]({pictures}/training.svg)",
        "### Attempts",
        _attempts(records),
    ]
    return "\n\n".join(parts)


def _head(found: Findings, lines: Sequence[Line]) -> str:
    failed = [f"{line.number} ({line.name})" for line in lines if not line.passes]
    verdict = "**The gate is passed.**" if not failed else f"**The gate is not passed**: line {', '.join(failed)}."
    whose = (
        f"attempt {found.attempt} on sealed people" if found.origin == "sealed" else "a rehearsal on validation people"
    )
    made = ", ".join(f"{name} `{mark}`" for name, mark in found.made_of if not name.startswith("seed"))
    seeds = sum(name.startswith("seed") for name, _ in found.made_of)
    command = f"python -m adaptation evaluate --people {found.origin} --attempt {found.attempt}"
    return (
        f"{verdict} This is {whose}: `{command}`. Intervals hold {100.0 * found.level:g} % of resamples. "
        f"Played: {made or 'no model'}, and the policies of {seeds} training seeds. "
        "All figures: [adaptation.json](adaptation.json)."
    )


def _gate(lines: Sequence[Line]) -> str:
    aims = {None: "", True: "reached", False: "missed"}
    ordered = sorted(lines, key=lambda line: (line.passes, line.number))
    rows = (
        (line.number, line.name, "pass" if line.passes else "**FAIL**", line.told, aims[line.aim]) for line in ordered
    )
    return _table(("#", "line", "", "figures", "aim"), rows)


def _families(found: Findings) -> str:
    kinds = {family: "met in training" for family in TRAINED} | {family: "never met" for family in UNSEEN}
    kinds |= {family: "second dynamics" for family in SECOND}
    minds = [name for name in ("policy", "shipped") if row(found.sketch, name)]
    figures = {mind: _by_family(found, mind) for mind in (*minds, "fixed")}
    first = figures[minds[0] if minds else "fixed"]
    ordered = sorted(first, key=lambda family: first[family].value)
    rows = (
        (family.replace("_", " "), kinds.get(family, ""), *(_bold(figures[mind][family]) for mind in figures))
        for family in ordered
    )
    return _table(("family", "", *(f"{mind} less rules" for mind in figures)), rows)


def _by_family(found: Findings, mind: str) -> dict[str, Interval]:
    rows = (row(found.sketch, mind), row(found.second, mind))
    return {family: one for each in rows if each for family, one in each.families}


def _minds(rows: Sequence[Compared]) -> str:
    if not rows:
        return "Not played."
    head = (
        "mind", "people x seeds", "score", "worst tenth", "less rules", "worst tenth less rules'", "quits",
        "quits by rules'", "minigames", "changes (without guide)",
    )  # fmt: skip
    ordered = sorted(rows, key=lambda one: -one.score)
    return _table(head, (_mind(one) for one in ordered))


def _mind(one: Compared) -> tuple[str, ...]:
    name = f"**{one.mind}**" if one.mind in {"shipped", *JUDGED} else one.mind
    ratio = one.quit_ratio
    return (
        name, f"{one.people} x {one.seeds}", f"{one.score:.3f}", f"{one.tail:.3f}",
        "" if one.mind == "rules" else told(one.mean_difference),
        "" if one.mind == "rules" else told(one.tail_difference),
        f"{100.0 * one.quits:.1f} %",
        "" if one.mind == "rules" else f"{ratio.value:.2f} [{ratio.low:.2f}, {ratio.high:.2f}]",
        f"{one.minigames:.2f}", f"{one.changes:.3f} ({one.changes_but_guide:.3f})",
    )  # fmt: skip


def _shield(rows: Sequence[Compared]) -> str:
    head = (
        "mind",
        "any",
        "difficulty",
        "tempo",
        "guidance",
        "rate",
        "minigame refused",
        "any setting changed",
        "rules stood in",
    )
    told_rows = (
        (
            f"{one.mind} ({one.people} people)",
            *(f"{100.0 * share:.1f} %" for share in (one.interventions, *one.refused, one.restless, one.stood_in)),
        )
        for one in rows
    )
    return "Share of decisions in which the shield (or a level) changed a wish, by field.\n\n" + _table(head, told_rows)


def _weights(rankings: Sequence[Ranking]) -> str:
    rows = (
        (f"{one.weight} x {one.factor:g}" if one.weight else "as registered", _order(one.scores)) for one in rankings
    )
    return _table(("weight", "minds by mean score, best first"), rows)


def _order(scores: Iterable[tuple[str, float]]) -> str:
    return ", ".join(f"{f'**{name}**' if name in JUDGED else name} {score:.3f}" for name, score in scores)


def _studies(studies: Sequence[Study]) -> str:
    if not studies:
        return "None was run."
    ordered = sorted(studies, key=lambda one: (one.against != "rules", one.difference.value if one.seeds else -9.0))
    rows = (
        (
            one.name, one.condition.replace("_", " "), f"{one.people} x {one.seeds}" if one.seeds else "**not run**",
            _bold(one.difference) if one.seeds else "", one.against,
        )
        for one in ordered
    )  # fmt: skip
    return _table(("study", "condition", "people x seeds", "mean difference", "less that of"), rows)


def _learning(found: Findings) -> str:
    if not found.curves:
        return "No policy was taught."
    minutes = [one.cpu_s / 60.0 for one in found.curves]
    spent = ", ".join(f"{what} {seconds / 3600.0:.2f} h" for what, seconds in found.cpu_s)
    return (
        f"{len(minutes)} seeds, {min(minutes):.1f} to {max(minutes):.1f} minutes of one core each (bar: 15). "
        f"Processor time in all: {spent}."
    )


def _attempts(records: Sequence[Record]) -> str:
    if not records:
        return "No sealed person was met yet."
    rows = (
        (number, "passed" if passed else "**failed**", "; ".join(_short(line) for line in lines if line.number <= 8))
        for number, passed, lines in records
    )
    return _table(("attempt", "", "lines 1 to 8"), rows)


def _short(line: Line) -> str:
    return f"{line.number} {'pass' if line.passes else '**fail**'} {line.told}"


def _bold(one: Interval) -> str:
    """A loss stands out."""
    return f"**{told(one)}**" if one.value < 0.0 else told(one)


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)
