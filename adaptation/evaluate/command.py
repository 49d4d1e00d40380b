"""``python -m adaptation evaluate``: play the minds over the same people, judge, write the report."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from adaptation.evaluate import pictures, report
from adaptation.evaluate.attempt import POLICY, Plan, evaluate, made_of
from adaptation.evaluate.findings import Findings, plain, row
from adaptation.evaluate.gate import Line, judge, passes
from adaptation.evaluate.people import FULL, Origin, Sizes
from adaptation.evaluate.roster import find
from adaptation.features import GROUPS
from adaptation.person.families import TRAINED
from adaptation.policy import DamagedPolicyError

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "adaptation.md"
POLICIES = Path("build") / "policies"
REHEARSALS = Path("build") / "evaluation"
SHIPPED = ROOT / "assets" / "models" / "policy.npz"
BLANK = f"# A rehearsal\n\n{report.BEGIN}\n{report.END}\n"
PASSED, FAILED, WRONG = 0, 1, 2
"""Exit status: the gate is passed; it is not; the call was wrong."""


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--people", type=Origin, choices=list(Origin), default=Origin.VALIDATION)
    parser.add_argument("--attempt", type=int, default=1, help="number of the attempt, or of the rehearsal's people")
    parser.add_argument("--policies", type=Path, default=POLICIES, help="where training left its seeds")
    parser.add_argument("--shipped", type=Path, default=SHIPPED, help="the policy that ships, or would")
    parser.add_argument("--share", type=float, default=1.0, help="of the registered people; a rehearsal only")
    parser.add_argument("--out", type=Path, help="where page, figures and JSON are written")


def run(arguments: argparse.Namespace) -> int:
    """Evaluate. Returns the exit status: 0 the gate is passed, 1 it is not, 2 this may not be run."""
    sealed = arguments.people is Origin.SEALED
    folder: Path = arguments.out or (PAGE.parent if sealed else REHEARSALS)
    if sealed and arguments.share != 1.0:
        tell("sealed people are met all at once: leave --share out")
        return WRONG
    try:
        learned = find(arguments.policies, arguments.shipped, TRAINED, tuple(GROUPS))
    except DamagedPolicyError as error:
        tell(str(error))
        return WRONG
    plan = Plan(arguments.people, arguments.attempt, learned, _sizes(arguments.share))
    kept = read(folder / "adaptation.json")
    if sealed and (complaint := broken_seal(kept, plan)):
        tell(complaint)
        return WRONG
    found = evaluate(plan, tell)
    lines = judge(found)
    write(folder, found, lines, kept)
    for line in lines:
        print(f"{'pass' if line.passes else 'FAIL'}  {line.number:>2} {line.name}: {line.told}")
    return PASSED if passes(lines) else FAILED


def broken_seal(kept: list[dict[str, Any]], plan: Plan) -> str:
    """Why these sealed people may not be met: another policy met them before, or an attempt is left out; "" = they
    may. The same policies may meet them again, which finds the same."""
    numbers = [int(one["attempt"]) for one in kept]
    if plan.number in numbers:
        before = kept[numbers.index(plan.number)]["findings"]["made_of"]
        if [tuple(pair) for pair in before] != list(made_of(plan.learned)):
            return f"other minds met the sealed people of attempt {plan.number}: take --attempt {max(numbers) + 1}"
    elif plan.number != max(numbers, default=0) + 1:
        return f"the next attempt is {max(numbers, default=0) + 1}"
    return ""


def read(path: Path) -> list[dict[str, Any]]:
    """The attempts so far, oldest first."""
    if not path.exists():
        return []
    told = json.loads(path.read_text(encoding="utf-8"))
    return list(told["attempts"])


def write(folder: Path, found: Findings, lines: tuple[Line, ...], kept: list[dict[str, Any]]) -> None:
    """The JSON of all attempts, the figures of this one, and the page."""
    attempt = {
        "attempt": found.attempt,
        "passes": passes(lines),
        "lines": [[line.number, line.name, line.passes, line.told, line.aim] for line in lines],
        "findings": plain(found),
    }
    attempts = sorted(
        [one for one in kept if one["attempt"] != found.attempt] + [attempt], key=lambda one: one["attempt"]
    )
    (folder / "adaptation").mkdir(parents=True, exist_ok=True)
    _save(folder / "adaptation.json", json.dumps({"attempts": attempts}, indent=1, allow_nan=False) + "\n")
    mind = POLICY if row(found.sketch, POLICY) else "fixed"
    drawn = {
        "families": pictures.families(found, mind),
        "scores": pictures.scores(found.sketch),
        "sitting": pictures.sitting(found.samples),
        "training": pictures.training(found.curves),
    }
    for name in report.PICTURES:
        _save(folder / "adaptation" / f"{name}.svg", drawn[name])
    page = folder / "adaptation.md"
    records = [_record(one) for one in attempts] if found.origin == Origin.SEALED else []
    text = report.write(found, lines, records, "adaptation")
    _save(page, report.put(page.read_text(encoding="utf-8") if page.exists() else BLANK, text))


def tell(words: str) -> None:
    """How it goes, beside the result."""
    print(words, file=sys.stderr, flush=True)


def _record(attempt: dict[str, Any]) -> report.Record:
    return int(attempt["attempt"]), bool(attempt["passes"]), tuple(Line(*line) for line in attempt["lines"])


def _save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _sizes(share: float) -> Sizes:
    full = (FULL.first, FULL.second, FULL.real, FULL.studied)
    return Sizes(*(max(round(share * size), 30) for size in full))
