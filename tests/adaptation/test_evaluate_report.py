"""Page, figures and JSON: whole, honest about losses, and the seal on the people kept."""

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adaptation.evaluate import command, pictures, report
from adaptation.evaluate.attempt import Plan, made_of
from adaptation.evaluate.bootstrap import Interval
from adaptation.evaluate.canvas import steps
from adaptation.evaluate.findings import Findings, plain
from adaptation.evaluate.gate import judge
from adaptation.evaluate.people import Origin
from adaptation.evaluate.roster import Learned, find
from adaptation.policy import Policy, save
from tests.adaptation.evaluations import findings


@pytest.fixture(scope="module")
def found() -> Findings:
    """An attempt in which the policy is worse for two families."""
    made = findings(origin="sealed")
    policy, *others = made.sketch
    lost = {"calm": Interval(-0.02, -0.03, -0.01), "stone_face": Interval(-0.05, -0.06, -0.04)}
    told = tuple((family, lost.get(family, one)) for family, one in policy.families)
    return replace(made, sketch=(replace(policy, families=told), *others))


def learned(tmp_path: Path, *seeds: int) -> Learned:
    """Policies with these numbers in their first bias, as training would leave them."""
    for number, seed in enumerate(seeds):
        policy = Policy(
            mean=np.zeros(31), scale=np.ones(31), w1=np.zeros((31, 64), np.float32), b1=np.full(64, seed, np.float32),
            w2=np.zeros((64, 64), np.float32), b2=np.zeros(64, np.float32), w3=np.zeros((64, 16), np.float32),
            b3=np.zeros(16, np.float32), centre=np.zeros(31), precision=np.eye(31), bound=9.0,
        )  # fmt: skip
        save(policy, tmp_path / f"seed_{number}.npz")
        told = {"curve": [{"decisions": 0, "score": 0.1, "tail": 0.0}], "cpu_s": 60.0, "rules": 0.2}
        (tmp_path / f"seed_{number}.json").write_text(json.dumps(told), encoding="utf-8")
    return find(tmp_path, tmp_path / "seed_0.npz", ("calm",), ("breath",))


def test_a_report_is_put_between_its_markers() -> None:
    """What stands before and after stays to the letter, also when it is put twice; no markers are an error."""
    page = f"registered\n\n{report.BEGIN}\nold\n{report.END}\nafter\n"
    once = report.put(page, "new")
    assert once == f"registered\n\n{report.BEGIN}\nnew\n{report.END}\nafter\n"
    assert report.put(once, "new") == once
    with pytest.raises(ValueError, match="markers"):
        report.put("no markers", "new")


def test_losing_comes_first(found: Findings) -> None:
    """Failed lines stand above passed ones, losing families above the others and in bold."""
    text = report.write(found, judge(found), [], "adaptation")
    gate = text.partition("### The gate")[2].partition("###")[0]
    assert "FAIL" in gate.splitlines()[4]
    table = text.partition("### Families")[2].partition("![")[0].splitlines()
    rows = [line for line in table if line.startswith("|")][2:]
    assert rows[0].startswith("| stone face |")
    assert "**−0.050" in rows[0]
    assert rows[1].startswith("| calm |")
    assert len(rows) == 17
    assert text.startswith("**The gate is not passed**: line 4 (families).")


def test_every_attempt_is_listed(found: Findings, tmp_path: Path) -> None:
    """Written twice under the same number it is one attempt; under the next one it is two, and both are on the page."""
    page = tmp_path / "adaptation.md"
    page.write_text(f"# Registered\n{report.BEGIN}\n{report.END}\n", encoding="utf-8")
    for number in (1, 1, 2):
        again = replace(found, attempt=number)
        command.write(tmp_path, again, judge(again), command.read(tmp_path / "adaptation.json"))
    kept = command.read(tmp_path / "adaptation.json")
    assert [one["attempt"] for one in kept] == [1, 2]
    attempts = page.read_text(encoding="utf-8").partition("### Attempts")[2]
    assert len(re.findall(r"^\| [12] \| \*\*failed\*\*", attempts, re.MULTILINE)) == 2
    assert page.read_text(encoding="utf-8").startswith("# Registered")
    for name in report.PICTURES:
        assert (tmp_path / "adaptation" / f"{name}.svg").stat().st_size > 1000


def test_figures_are_whole_and_labelled(found: Findings) -> None:
    """Each is XML, names what it shows, has axes with units, and no number that is none."""
    drawn = {
        "seconds dynamics": pictures.families(found),
        "score of a sitting": pictures.scores(found.sketch),
        "breaths per minute": pictures.sitting(found.samples),
        "decisions simulated, millions": pictures.training(found.curves),
    }
    words = {"families": "stone face", "scores": "easiest", "sitting": "guidance", "training": "tuned rules"}
    for (unit, svg), name in zip(drawn.items(), words.values(), strict=True):
        told = " ".join(ElementTree.fromstring(svg).itertext())
        assert unit.replace("seconds", "second") in told
        assert name in told
        assert "nan" not in svg


def test_json_has_no_number_that_is_none(found: Findings) -> None:
    """A ratio without quits is null; everything survives the strict writer."""
    policy, *others = found.sketch
    nobody = replace(found, sketch=(replace(policy, quit_ratio=Interval(float("nan"), 0.0, float("inf"))), *others))
    told = json.loads(json.dumps(plain(nobody), allow_nan=False))
    assert told["sketch"][0]["quit_ratio"] == {"value": None, "low": 0.0, "high": None}
    assert told["sketch"][0]["mean_difference"]["value"] == pytest.approx(policy.mean_difference.value, abs=1e-6)


def test_the_seal_is_kept(found: Findings, tmp_path: Path) -> None:
    """The same policies may meet their people again; others may not, and no attempt is left out."""
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    one, other = learned(tmp_path / "one", 1, 2), learned(tmp_path / "other", 1, 3)
    first = Plan(Origin.SEALED, 1, one)
    kept = [{"attempt": 1, "findings": {"made_of": [list(pair) for pair in made_of(one)]}}]
    assert command.broken_seal([], first) == ""
    assert command.broken_seal(kept, first) == ""
    assert "--attempt 2" in command.broken_seal(kept, Plan(Origin.SEALED, 1, other))
    assert command.broken_seal(kept, Plan(Origin.SEALED, 2, other)) == ""
    assert "next attempt is 2" in command.broken_seal(kept, Plan(Origin.SEALED, 3, other))


def test_what_training_left_is_found(tmp_path: Path) -> None:
    """Seeds from 0 on, their curves and what they cost; what is not there is an empty row, not an error."""
    one = learned(tmp_path, 1, 2)
    assert len(one.seeds) == 2
    assert [curve.cpu_s for curve in one.curves] == [60.0, 60.0]
    assert one.cpu_s == 120.0
    assert one.without == (("calm", ()),)
    assert one.shipped is not None
    assert find(tmp_path, tmp_path / "none.npz", (), ()).shipped is None


def test_later_attempts_are_held_to_wider_intervals(tmp_path: Path) -> None:
    """95 % at first, 97.5 % at the second attempt; rehearsals always 95 %."""
    one = learned(tmp_path, 1)
    assert Plan(Origin.SEALED, 1, one).level == pytest.approx(0.95)
    assert Plan(Origin.SEALED, 2, one).level == pytest.approx(0.975)
    assert Plan(Origin.VALIDATION, 9, one).level == pytest.approx(0.95)


@given(st.floats(-50, 50), st.floats(0.001, 100))
def test_ticks_of_an_axis_are_round_and_inside(low: float, width: float) -> None:
    """Between two and seven of them, evenly spaced, none beyond an end."""
    ticks = [value for value, _ in steps(low, low + width)]
    assert 2 <= len(ticks) <= 7
    assert all(low - 1e-9 * width <= tick <= low + width * (1 + 1e-6) for tick in ticks)
    assert np.ptp(np.diff(ticks)) < 1e-6 * width
