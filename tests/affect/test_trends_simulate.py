"""Simulated people over months: what is planted is there, alone, and twice the same."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from affect.trends.session import IN_STEPS, WEEK_S, Measure, decode_session, encode_session, measured, own
from affect.trends.simulate import BEGINS_S, NOTHING, USUAL, Habit, Planted, simulate, somebody
from benchmarks.written import write_part

FULL = Habit(per_week=7.0, missing=0.0, rhythm=0.0)


def test_same_seed_same_series() -> None:
    """Equal exactly; another seed is somebody else."""
    assert simulate(somebody(4), NOTHING, 4) == simulate(somebody(4), NOTHING, 4)
    assert simulate(somebody(4), NOTHING, 4).sessions != simulate(somebody(4), NOTHING, 5).sessions


@pytest.mark.parametrize("measure", list(Measure))
def test_usual_level_and_spread(measure: Measure) -> None:
    """Over many people each measure lies at its usual level, spread by its sd (ends of shares aside).

    What is told in steps lies on them, and they spread it a little farther.
    """
    told = [
        value
        for seed in range(20)
        for session in simulate(FULL, NOTHING, seed).sessions
        if (value := measured(session, measure)) is not None
    ]
    usual, sd = USUAL[measure]
    assert np.mean(told) == pytest.approx(usual, abs=0.15 * sd)
    if measure in IN_STEPS:
        assert {value % IN_STEPS[measure] for value in told} == {0.0}
        assert sd < np.std(told) < 1.5 * sd
    else:
        assert np.std(told) == pytest.approx(sd, rel=0.15)


def test_a_planted_change_touches_its_measure_from_its_session_on_and_nothing_else() -> None:
    """The same seed with and without a change differs in that alone."""
    plain = simulate(FULL, NOTHING, 9)
    stepped = simulate(FULL, Planted(Measure.APART, step=1.0, step_week=26.0), 9)
    assert stepped.changed is not None
    for place, (before, after) in enumerate(zip(plain.sessions, stepped.sessions, strict=True)):
        moved = (measured(after, Measure.APART) or 0.0) - (measured(before, Measure.APART) or 0.0)
        assert moved == pytest.approx(1.0 if place >= stepped.changed else 0.0)
        assert replace(after, breath_per_min=before.breath_per_min) == before


def test_drift_odd_sessions_and_gap_are_where_the_truth_says() -> None:
    """Slope, places of the odd ones, and no session within the gap."""
    plain = simulate(FULL, Planted(gap_week=10.0, gap_weeks=4.0), 2)
    drifted = simulate(FULL, Planted(drift_per_week=0.05, gap_week=10.0, gap_weeks=4.0, outliers=3), 2)
    usual = USUAL[Measure.RECOVERY][1]
    assert drifted.per_week == pytest.approx(0.05 * usual)
    assert len(drifted.odd) == 3
    for place, (before, after) in enumerate(zip(plain.sessions, drifted.sessions, strict=True)):
        week = (after.started_s - BEGINS_S) / WEEK_S
        assert not 10.0 <= week < 14.0
        moved = (after.recovery_s or 0.0) - (before.recovery_s or 0.0)
        assert moved == pytest.approx(usual * (0.05 * week + (6.0 if place in drifted.odd else 0.0)), abs=1e-3)


def test_how_often_and_how_fully_somebody_plays() -> None:
    """Sessions a week and unknown numbers are about those of the habit; the probe comes at most once a week."""
    sessions = simulate(Habit(weeks=200, per_week=3.0, missing=0.25), NOTHING, 1).sessions
    assert len(sessions) == pytest.approx(600, rel=0.1)
    unknown = [one.calm_share is None for one in sessions]
    assert np.mean(unknown) == pytest.approx(0.25, abs=0.06)
    weeks = [(one.started_s - BEGINS_S) // WEEK_S for one in sessions if one.probe_per_min is not None]
    assert len(weeks) == len(set(weeks))


def test_simulated_sessions_are_sessions() -> None:
    """They are in order, and pass the gate and the bytes as a person's do."""
    sessions = simulate(somebody(0), Planted(outliers=5, step=4.0, drift_per_week=-0.2), 0).sessions
    assert own(sessions) == sessions
    assert all(decode_session(encode_session(one)) == one for one in sessions)
    assert json.loads(encode_session(sessions[0]))["version"] == 1


def test_a_report_is_written_between_its_markers_only(tmp_path: Path) -> None:
    """Whatever stands around them stays; writing twice is writing once; a page without them is a fault."""
    page = tmp_path / "page.md"
    page.write_text("head\n<!-- report a: by b -->\nold\n<!-- end of report a -->\ntail\n", encoding="utf-8")
    for _ in range(2):
        write_part(page, "a", "new")
        assert page.read_text(encoding="utf-8") == (
            "head\n<!-- report a: by b -->\n\nnew\n\n<!-- end of report a -->\ntail\n"
        )
    with pytest.raises(ValueError, match="two markers"):
        write_part(page, "c", "new")
