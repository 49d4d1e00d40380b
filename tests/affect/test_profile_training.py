"""Training of the profile: planted axes are found again, names are earned, and nobody judged was learnt from."""

from pathlib import Path

import numpy as np
import pytest
import torch

from affect.__main__ import main
from affect.errors import CorpusError
from affect.training.profile import chosen, finished, pca_ships, spread_of
from affect.training.profile_data import Courses, read_courses
from affect.training.profile_name import LEAST, name, summaries
from affect.training.profile_pca import Fitted, Spreads, fit, spreads
from affect.training.profile_score import auc, figures, holes, learnt_of, over_people, own_mean, usuals
from affect.training.profile_told import Trained
from affect.training.profile_vae import fit as fit_network
from affect.trends.profile import NUMBERS, Taught, player, position
from affect.trends.profile_curve import POINTS, SEEN, Channel, Doubles

BETWEEN, WITHIN = np.diag([0.7, 0.2]), np.diag([0.3, 0.8])
NOISE = np.repeat([0.1, 0.2, 1.0, 0.05], POINTS)


def planted() -> Doubles:
    """Two axes: the level of tension, and the breath parting from the guide; float64 (2, 128)."""
    axes = np.zeros((2, len(Channel), POINTS))
    axes[0, 0] = 0.3
    axes[1, 2] = np.linspace(-2.0, 2.0, POINTS)
    return axes.reshape(2, -1)


def made(people: int, each: int, seed: int, holes: float = 0.2) -> Courses:
    """Sessions of the planted model, with holes."""
    dice = np.random.default_rng(seed)
    person = np.repeat(np.arange(people), each)
    usual = dice.standard_normal((people, 2)) @ np.sqrt(BETWEEN)
    at = usual[person] + dice.standard_normal((len(person), 2)) @ np.sqrt(WITHIN)
    value = 0.5 + at @ planted() + NOISE * dice.standard_normal((len(person), NUMBERS))
    value[dice.random(value.shape) < holes] = np.nan
    return Courses(value, person, np.zeros(len(person), dtype=np.int64))


@pytest.fixture(scope="module")
def courses() -> Courses:
    """Six sessions each of a hundred people."""
    return made(100, 6, 1)


@pytest.fixture(scope="module")
def fitted(courses: Courses) -> Fitted:
    """Two axes of them."""
    return fit(courses.value, 2, rounds=25)


def test_planted_axes_are_found_through_the_holes(fitted: Fitted) -> None:
    """Span, noise and middle of the model come back, with a fifth of the numbers missing; each axis by itself."""
    assert np.allclose(fitted.noise, NOISE, rtol=0.05)
    assert (np.abs(fitted.middle - 0.5) < 0.1 + 0.3 * NOISE).all()
    for axis in planted():
        scaled, wanted = fitted.axes / NOISE, axis / NOISE
        cosine = scaled @ wanted / np.linalg.norm(scaled, axis=1) / np.linalg.norm(wanted)
        assert np.abs(cosine).max() > 0.99


def test_people_and_days_are_told_apart(courses: Courses, fitted: Fitted) -> None:
    """How much differs between people and how much from day to day comes back, per axis."""
    told = spreads(*fitted.messages(courses.value), courses.person)
    order = [int(np.argmax(np.abs(fitted.axes @ axis) / np.linalg.norm(fitted.axes, axis=1))) for axis in planted()]
    share = np.diag(told.between) / (np.diag(told.between) + np.diag(told.within))
    assert share[order] == pytest.approx([0.7, 0.2], abs=0.15)


def test_the_likelihood_is_that_of_the_joint_normal(fitted: Fitted) -> None:
    """What is computed by small matrices is the density of the whole vector, holes left out."""
    value = made(3, 2, 5).value
    prior, spread = np.array([0.3, -0.2]), np.array([[0.5, 0.1], [0.1, 0.8]])
    told = fitted.log_likelihood(value, prior, spread)
    for row, number in zip(value, told, strict=True):
        sure = np.isfinite(row)
        axes = fitted.axes[:, sure]
        covariance = axes.T @ spread @ axes + np.diag(fitted.noise[sure] ** 2)
        off = row[sure] - fitted.middle[sure] - prior @ axes
        whole = off @ np.linalg.solve(covariance, off) + np.linalg.slogdet(2.0 * np.pi * covariance)[1]
        assert number == pytest.approx(-0.5 * whole / sure.sum())


def test_training_and_play_know_a_player_alike(courses: Courses, fitted: Fitted) -> None:
    """What the tables are computed by at once is what play computes one by one."""
    learnt = spreads(*fitted.messages(courses.value), courses.person)
    taught = _taught(fitted, learnt)
    usual = usuals(fitted.messages(courses.value), learnt, courses.person)
    curves = courses.curves()
    for row in (0, 5, 6, 11):
        known = player(taught, curves[row - row % 6 : row])
        assert usual.before[row] == known.courses == row % 6
        assert np.allclose(usual.position[row], known.position)
        assert np.allclose(usual.unsure[row], known.unsure)


def test_names_are_earned_and_axes_turned(courses: Courses, fitted: Fitted) -> None:
    """Planted axes bear the names of what they are, rising with them; the model stays the same."""
    told = made(80, 6, 7)
    bare = _taught(fitted, learnt_of(fitted, courses))
    named = name(bare, told)
    assert {axis.name for axis in named.named} == {"tension", "parting"}
    at = np.array([position(named, curve) for curve in told.curves()])
    for place, axis in enumerate(named.named):
        assert axis.correlation >= LEAST
        assert np.corrcoef(at[:, place], summaries(told.value)[axis.name])[0, 1] > 0.9
    before, after = bare.axes.T @ bare.between @ bare.axes, named.axes.T @ named.between @ named.axes
    assert np.allclose(before, after)


def test_an_axis_of_nothing_bears_no_name(fitted: Fitted) -> None:
    """An axis that goes with no summary is said to have no plain meaning."""
    odd = np.zeros((len(Channel), POINTS))
    odd[1, ::2], odd[1, 1::2] = 1.0, -1.0
    axes = np.stack([planted()[0], odd.reshape(-1)])
    told = name(_taught(Fitted(fitted.middle, axes, NOISE), Spreads(BETWEEN, WITHIN)), made(80, 6, 8))
    assert [axis.name for axis in told.named] == ["tension", ""]


def test_the_autoencoder_learns_and_is_the_same_each_time() -> None:
    """It tells courses better than their middle does, and two runs give equal networks."""
    torch.set_num_threads(1)
    small = made(30, 4, 9)
    first, second = fit_network(small, 2, 0), fit_network(small, 2, 0)
    assert np.array_equal(first.decode(np.ones((1, 2))), second.decode(np.ones((1, 2))))
    other, sd = made(30, 4, 10), spread_of(small)
    told = figures(first, learnt_of(first, small), other, sd)
    plain = np.nanmean(((other.value - np.nanmean(small.value, axis=0)) / sd) ** 2)
    assert np.nanmean(told.rebuilt) < 0.8 * plain
    assert np.isfinite(told.likelihood).all()


def test_what_is_made_by_straight_lines_is_left_to_the_pca(courses: Courses, fitted: Fitted) -> None:
    """Where the truth is a PCA, the PCA ships; and against itself it is not worse."""
    sd, told = spread_of(courses), made(30, 6, 11)
    ours = Trained(fitted, learnt_of(fitted, courses), 0.0)
    worse = Trained(Fitted(fitted.middle + 3.0 * NOISE, fitted.axes, fitted.noise), ours.spreads, 0.0)
    assert pca_ships(ours, [worse], told, sd)
    assert pca_ships(ours, [ours], told, sd)
    assert not pca_ships(worse, [ours], told, sd)


def test_how_far_is_usual_comes_from_usual_days_alone(courses: Courses, fitted: Fitted) -> None:
    """Odd days in the people who choose change nothing of how far is usual."""
    ours = Trained(fitted, learnt_of(fitted, courses), 0.0)
    usual = made(60, 8, 12)
    odd = np.where(np.arange(len(usual.person)) % 8 == 7, 1, 0)
    wild = usual.value.copy()
    wild[odd == 1] += 50.0
    first = finished(ours, Courses(usual.value, usual.person, odd))
    second = finished(ours, Courses(wild, usual.person, odd))
    assert first.far[-1] < 6.0
    assert second.far == pytest.approx(first.far, rel=0.2)


def test_the_size_is_the_first_that_is_not_worth_leaving() -> None:
    """Two percent better is worth it, less is not."""
    assert chosen([1.0, 0.9, 0.89, 0.5]) == 1
    assert chosen([1.0, 0.9, 0.8]) == 2


def test_scores_are_what_they_are_called() -> None:
    """AUC by hand; holes hide what is asked for; own means look back only; people are drawn whole."""
    assert auc(np.array([0.1, 0.4, 0.35, 0.8]), np.array([False, False, True, True])) == 0.75
    few = made(4, 3, 13, holes=0.0)
    shown, hidden = holes(few)
    assert np.isnan(shown[hidden]).all() and (hidden.sum(axis=1) == 12).all()
    before = own_mean(few, np.full(NUMBERS, 9.0))
    assert (before[0] == 9.0).all() and np.allclose(before[2], few.value[:2].mean(axis=0))
    middle, low, high = over_people(few.person, lambda rows: float(few.person[rows].mean()))
    assert low <= middle <= high and middle == 1.5


def test_a_file_of_another_make_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No file, a broken one, or other columns: one sentence with what to do next."""
    with pytest.raises(CorpusError, match="adaptation curves"):
        read_courses(tmp_path)
    (tmp_path / "curves.npz").write_bytes(b"nothing")
    with pytest.raises(CorpusError, match="cannot be read"):
        read_courses(tmp_path)
    _write(tmp_path / "curves.npz", seen=("other",) * 7)
    with pytest.raises(CorpusError, match="other numbers"):
        read_courses(tmp_path)
    (tmp_path / "profile").mkdir()
    assert main(["train", "profile", "--data", str(tmp_path), "--out", str(tmp_path)]) == 1
    assert "adaptation curves" in capsys.readouterr().err


def test_people_are_split_and_short_sessions_left_out(tmp_path: Path) -> None:
    """Nobody stands in two parts, sessions of one stand in order, and what has no course is left out."""
    _write(tmp_path / "curves.npz", seen=SEEN)
    parts = read_courses(tmp_path)
    people = [set(part.person.tolist()) for part in parts]
    assert people == [{0, 1}, {2}, {3}]
    assert all((np.diff(part.person) >= 0).all() for part in parts)
    assert sum(len(part.value) for part in parts) == 4 * 3 - 1
    assert parts[0].value[0, 3 * POINTS] < parts[0].value[1, 3 * POINTS], "in the order of sittings"


def _write(path: Path, seen: tuple[str, ...]) -> None:
    """Four people with three sittings each, in any order; one sitting is short. Performance tells the sitting."""
    person, sitting = np.repeat(np.arange(4), 3), np.tile([2, 0, 1], 4)
    rows = np.full((12, 60, 7), 0.5)
    rows[:, :, 6] = sitting[:, None] / 10.0
    rows[:, 48:] = np.nan
    rows[4, 10:] = np.nan
    np.savez(
        path, rows=rows, person=person, sitting=sitting, odd=np.zeros(12, dtype=int),
        part=np.array([0, 0, 1, 2])[person], seen=np.array(seen),
    )  # fmt: skip


def _taught(fitted: Fitted, learnt: Spreads) -> Taught:
    return Taught(fitted.middle, fitted.axes, fitted.noise, learnt.between, learnt.within, np.empty(0), ())
