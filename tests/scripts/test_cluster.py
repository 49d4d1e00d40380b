"""The mind taught on Ray RLlib: many people at once are as one alone, and two workers end to end."""

import json
import os
import subprocess
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory

import gymnasium
import numpy as np
import pytest

from adaptation.actions import SIZES
from adaptation.env import Player
from adaptation.evaluate.bootstrap import Interval
from adaptation.features import NAMES
from adaptation.policy import load
from adaptation.train import score
from adaptation.train.sittings import draw, training, validation
from scripts.cluster_run.people import People
from scripts.cluster_run.task import Task, TaskError
from scripts.cluster_run.told import Gain, Pace, gains_table, paces_table, write

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "cluster"
VENV = ROOT / "build" / "cluster" / "venv"
SITTING = NAMES.index("sitting")
"""Column of the time since a sitting began."""


@pytest.fixture(scope="session")
def cluster() -> Path:
    """scripts/cluster with its environment: made here where everything must pass, otherwise taken where it stands."""
    python = Path(os.environ.get("STILLWATER_CLUSTER_VENV", VENV)) / "bin" / "python"
    if os.environ.get("CI") == "true":
        subprocess.run([SCRIPT, "ready"], check=True, timeout=600)
    elif not python.exists():
        pytest.skip("the cluster's environment is not made: scripts/cluster ready (2 GB)")
    return SCRIPT


def surroundings(home: Path, temporary: Path) -> dict[str, str]:
    """Of a command whose home and temporary folders can be looked through afterwards."""
    return {**os.environ, "HOME": str(home), "TMPDIR": str(temporary), "PYTHONPATH": str(ROOT)}


def started_in(temporary: Path) -> list[str]:
    """Processes that were given this temporary folder, by what they were called."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.fsencode(temporary) in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text(encoding="utf-8", errors="replace"))
        except OSError:  # ended, or somebody else's
            continue
    return found


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A temporary folder with a short path: Ray's sockets lie in it, and their paths have a limit of 107 bytes."""
    with TemporaryDirectory(prefix="sw", dir="/tmp") as folder:
        yield Path(folder)


def test_one_seat_is_the_environment() -> None:
    """With one seat and the same dice, rows, rewards and the end are those of Player, bit for bit."""
    alone, people, dice = Player(), People(1), np.random.default_rng(1)
    alone.np_random = training(5)
    row, _ = alone.reset()
    rows, _ = people.reset(seed=5)
    over = False
    while not over:
        assert np.array_equal(rows[0], row)
        chosen = dice.integers(0, SIZES)
        row, worth, over, _, _ = alone.step(chosen)
        rows, worths, overs, cut, _ = people.step(chosen[None])
        assert (worths[0], overs[0], cut[0]) == (worth, over, False)
    assert np.array_equal(rows[0], row)


def test_an_empty_seat_is_taken_in_the_next_step() -> None:
    """After a sitting's end the next step brings somebody new, at the start and for no reward; the others play on.
    Every end is told once."""
    people, dice = People(12), np.random.default_rng(2)
    rows, _ = people.reset(seed=3)
    over, ends = np.zeros(12, dtype=bool), 0
    for _ in range(200):
        before, was_over = rows, over
        rows, worth, over, _, _ = people.step(dice.integers(0, SIZES, (12, len(SIZES))))
        assert (rows[was_over, SITTING] < 0.05).all()
        assert (worth[was_over] == 0.0).all()
        assert (rows[~was_over, SITTING] > before[~was_over, SITTING]).all()
        assert not over[was_over].any()
        assert people.observation_space.contains(rows)
        ends += int(over.sum())
    assert ends >= 24


def test_one_seed_the_same_people_and_worth_only_scales() -> None:
    """The same seed and actions give the same rows; rewards differ by the worth alone; another seed gives others."""
    courses = []
    for seed, worth in ((4, 1.0), (4, 0.5), (6, 1.0)):
        people, dice = People(6, worth), np.random.default_rng(0)
        people.reset(seed=seed)
        steps = [people.step(dice.integers(0, SIZES, (6, len(SIZES)))) for _ in range(110)]
        courses.append((np.stack([rows for rows, *_ in steps]), np.stack([worth for _, worth, *_ in steps])))
    (rows, rewards), (again, halves), (other, _) = courses
    assert np.array_equal(rows, again)
    assert np.array_equal(0.5 * rewards, halves)
    assert not np.array_equal(rows, other)


def test_stepping_before_sitting_down_is_refused() -> None:
    """There are no sittings before the first reset, and it is said."""
    with pytest.raises(gymnasium.error.ResetNeeded):
        People(2).step(np.zeros((2, len(SIZES)), dtype=np.int64))


@pytest.mark.parametrize(("workers", "people"), [(3, 256), (-1, 256), (2, 0), (4, 2)])
def test_people_who_cannot_be_shared_out_are_refused(workers: int, people: int) -> None:
    """Every worker plays with as many people; what does not divide is refused in words that name the way out."""
    with pytest.raises(TaskError, match="--people as a multiple of --workers"):
        Task(workers=workers, people=people)


def test_too_few_people_for_an_update_are_refused() -> None:
    """Fewer people than one gradient step needs are refused with the least number, which is accepted."""
    with pytest.raises(TaskError, match="--people from 22 on"):
        Task(workers=1, people=21)
    assert Task(workers=1, people=22).recipe.steps * 22 >= Task().recipe.batch


@pytest.mark.parametrize("workers", [0, 1, 2, 8])
def test_everybody_has_a_seat_and_an_update_is_the_same(workers: int) -> None:
    """However many workers: as many people, and as many decisions between two updates."""
    task = Task(workers=workers, people=64)
    assert task.seats * max(workers, 1) == 64
    assert task.recipe.people * task.recipe.copies == 64


def test_a_table_replaces_only_itself(tmp_path: Path) -> None:
    """Written twice, the page holds the newer table once, and all else as it was."""
    marks = "<!-- {0}: written by `scripts/cluster {0}`; do not edit by hand -->", "<!-- end of {0} -->"
    gains, paces = ("\n".join(marks).format(name) for name in ("gains", "paces"))
    page = tmp_path / "page.md"
    page.write_text(f"# Before\n\n{gains}\n\nBetween\n\n{paces}\n\nAfter\n", encoding="utf-8")
    interval = Interval(-0.0104, -0.02, 0.03)
    for pace in (1000.0, 2345.6):
        write(page, "paces", paces_table([Pace("one", 256, pace, 999.0)], 7, 2))
    write(page, "gains", gains_table([Gain("two", interval, interval)], 3, 1_000_000))
    text = page.read_text(encoding="utf-8")
    assert text.count("| one | 256 | 2,346 | 999 |") == 1
    assert "1,000 |" not in text
    assert "| two | −0.010 [−0.020, +0.030] | −0.010 [−0.020, +0.030] |" in text
    assert [part in text for part in ("# Before\n\n<!--", "-->\n\nBetween\n\n<!--", "-->\n\nAfter\n")] == [True] * 3


def test_a_page_without_marks_is_left_alone(tmp_path: Path) -> None:
    """Where there is no place for a table nothing is written, and it is said."""
    page = tmp_path / "page.md"
    page.write_text("# Before\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no marks"):
        write(page, "paces", "text")
    assert page.read_text(encoding="utf-8") == "# Before\n"


@pytest.mark.long
def test_two_workers_teach_a_mind_that_the_game_can_read(cluster: Path, temporary: Path, tmp_path: Path) -> None:
    """Two workers: the mind they leave is read by the game's own loader and plays; nothing that was started is left,
    nor anything in the home folder or the temporary one."""
    home, out = tmp_path / "home", tmp_path / "out"
    home.mkdir()
    words = ["--workers", "2", "--people", "24", "--decisions", "4000", "--seed", "7", "--out", str(out)]
    subprocess.run([cluster, "train", *words], check=True, timeout=600, env=surroundings(home, temporary))
    assert started_in(temporary) == []
    assert list(temporary.iterdir()) == []
    assert not (home / ".ray").exists() and not (home / "ray_results").exists()
    told = json.loads((out / "seed_7.json").read_text(encoding="utf-8"))
    assert told["decisions"] >= 4000
    assert told["workers"] == 2
    outcome = score.play(draw(validation(3), 32), 3, load(out / "seed_7.npz"))
    assert 0.2 < outcome.mean() < 0.7


@pytest.mark.long
def test_nothing_listens_but_the_loopback(cluster: Path, temporary: Path, tmp_path: Path) -> None:
    """With Ray running and a worker at work, every socket that any of its processes listens on is the loopback's."""
    python = Path(os.environ.get("STILLWATER_CLUSTER_VENV", VENV)) / "bin" / "python"
    told = subprocess.run(
        [python, "-m", "tests.scripts.listening"],
        check=True,
        timeout=600,
        env=surroundings(tmp_path, temporary),
        cwd=ROOT,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert len(told) >= 3
    assert {ip_address(address).is_loopback for address in told} == {True}


def test_the_script_makes_its_environment_once(tmp_path: Path) -> None:
    """Libraries are installed at the first start, from the pins, and the words go on unchanged; then only started."""
    python = tmp_path / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$*" >> "$STILLWATER_CLUSTER_VENV/said"\n', encoding="ascii")
    python.chmod(0o755)
    variables = {**os.environ, "STILLWATER_CLUSTER_VENV": str(tmp_path / "venv")}
    for _ in range(2):
        subprocess.run([SCRIPT, "train", "--seed", "3"], env=variables, check=True, capture_output=True, timeout=30)
    install, first, again = (tmp_path / "venv" / "said").read_text(encoding="ascii").splitlines()
    assert install.startswith("-m pip install") and "scripts/cluster-constraints.txt ray[rllib]" in install
    assert first == again == "-m scripts.cluster_run train --seed 3"


@pytest.mark.parametrize("words", [[], ["tain"], ["join"], ["head", "a", "b"]])
def test_a_wrong_call_installs_nothing(tmp_path: Path, words: list[str]) -> None:
    """An unknown word, or an address that is missing, is refused before anything is installed, and help is named."""
    variables = {**os.environ, "STILLWATER_CLUSTER_VENV": str(tmp_path / "venv")}
    done = subprocess.run([SCRIPT, *words], env=variables, capture_output=True, timeout=30, text=True, check=False)
    assert done.returncode == 1
    assert "scripts/cluster --help" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_every_library_is_pinned() -> None:
    """Each line of the cluster's pins names one exact version, once."""
    lines = (ROOT / "scripts" / "cluster-constraints.txt").read_text(encoding="ascii").splitlines()
    pins = [line.split("==") for line in lines if not line.startswith("#")]
    assert all(len(pin) == 2 for pin in pins)
    names = [name.lower() for name, _ in pins]
    assert len(set(names)) == len(names)
    assert {"ray", "torch", "gymnasium", "stable_baselines3", "numpy"} <= set(names)
