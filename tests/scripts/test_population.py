"""One profile learnt at several sites: what it learns, what it hides, and a server with three sites end to end."""

import os
import subprocess
from ipaddress import ip_address
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from affect.errors import CorpusError
from affect.training.profile_data import Courses
from affect.trends.profile import shipped
from scripts.population_run.model import Moved, bends, flat, players_of, put
from scripts.population_run.people import SITES, Part, load, play
from tests.scripts.listening import listening, sockets

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "population"
VENV = Path(os.environ.get("STILLWATER_POPULATION_VENV", ROOT / "build" / "population" / "venv"))
CHECKS = ("bounded", "noisy", "budget", "crowd", "rounds", "wire")


@pytest.fixture(scope="session")
def population() -> Path:
    """The Python of the population's environment: made here where everything must pass, else taken where it stands."""
    if os.environ.get("CI") == "true":
        subprocess.run([SCRIPT, "ready"], check=True, timeout=600)
    elif not (VENV / "stillwater-population.stamp").exists():
        pytest.skip("the population's environment is not made: scripts/population ready (1.3 GB)")
    return VENV / "bin" / "python"


def courses(dice: np.random.Generator, sittings: tuple[int, ...]) -> Courses:
    """Made-up sittings with holes of as many players as there are numbers."""
    value = 0.3 * dice.standard_normal((sum(sittings), 128))
    value[dice.random(value.shape) < 0.2] = np.nan
    person = np.repeat(np.arange(len(sittings)), sittings)
    return Courses(value, person, np.zeros_like(person))


def test_the_likelihood_of_a_player_is_that_of_one_normal_distribution() -> None:
    """Integrating positions out, sitting by sitting, gives the density of all known numbers of a player at once."""
    dice = np.random.default_rng(1)
    module = Moved(shipped())
    put(module, 0.1 * dice.standard_normal(flat(module).shape))
    some = courses(dice, (3, 1))
    told = -module(players_of(some)).detach().numpy()
    middle, axes, noise, between, within = (one.detach().numpy() for one in module.numbers())
    for player, count in enumerate((3, 1)):
        same = axes.T @ between @ axes
        day = axes.T @ within @ axes + np.diag(noise**2)
        whole = np.kron(np.ones((count, count)), same) + np.kron(np.eye(count), day)
        off = (some.value[some.person == player] - middle).reshape(-1)
        sure = np.isfinite(off)
        part, off = whole[np.ix_(sure, sure)], off[sure]
        density = off @ np.linalg.solve(part, off) + np.linalg.slogdet(part)[1] + len(off) * np.log(2.0 * np.pi)
        assert told[player] == pytest.approx(-0.5 * density / len(off), rel=1e-4)


def test_unmoved_it_is_what_ships() -> None:
    """With all numbers 0 the model is the shipped one, and what is put in comes out again."""
    start = shipped()
    module = Moved(start)
    fitted, spreads = module.fitted()
    for told, wanted in (
        (fitted.middle, start.middle), (fitted.axes, start.axes), (fitted.noise, start.noise),
        (spreads.between, start.between), (spreads.within, start.within),
    ):  # fmt: skip
        assert np.allclose(told, wanted)
    numbers = np.random.default_rng(2).standard_normal(flat(module).shape)
    put(module, numbers)
    assert np.array_equal(flat(module), numbers)


@pytest.mark.parametrize("broken", [np.zeros(7), np.full(240, np.nan)])
def test_numbers_of_something_else_are_refused(broken: NDArray[np.float64]) -> None:
    """Too few numbers, or such as are none, never get into a profile."""
    with pytest.raises(ValueError, match="not those of a profile"):
        put(Moved(shipped()), broken)


def test_bends_stand_apart() -> None:
    """The cosines of a channel have mean square 1, and none can be made of the others."""
    told = bends()
    assert np.allclose(told @ told.T / 32.0, np.eye(len(told)))


def test_sittings_that_were_not_played_count_for_nothing() -> None:
    """A player's likelihood is the same alone and beside somebody with more sittings."""
    some, module = courses(np.random.default_rng(3), (2, 5)), Moved(shipped())
    with torch.no_grad():
        both, alone = module(players_of(some)), module(players_of(some.only(some.person == 0)))
    assert float(both[0]) == pytest.approx(float(alone[0]), rel=1e-12)


def test_sites_are_people_of_their_own() -> None:
    """The same numbers give the same players, and no two sites nor two numbers the same."""
    values = [play(place, first, 2)[0] for place, first in ((0, 0), (0, 0), (1, 0), (0, 2))]
    assert np.array_equal(values[0], values[1], equal_nan=True)
    assert all(value.shape[1] == 128 and np.isfinite(value).any(axis=1).all() for value in values)
    firsts = {value[0].tobytes() for value in values}
    assert len(firsts) == 3


def test_a_missing_file_says_how_to_make_it(tmp_path: Path) -> None:
    """Neither nothing nor rubbish is read as people."""
    (tmp_path / "rubbish.npz").write_bytes(b"no archive")
    for name in ("nothing.npz", "rubbish.npz"):
        with pytest.raises(CorpusError, match="scripts/population people"):
            load(tmp_path / name)


@pytest.mark.long
def test_learning_with_opacus(population: Path, tmp_path: Path) -> None:
    """All properties of tests/scripts/population_checks.py hold; one process for all, as loading takes the longest."""
    (tmp_path / "other").mkdir()
    words = [str(population), "-m", "tests.scripts.population_checks", str(tmp_path), *CHECKS]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert tuple(done.stdout.split()) == CHECKS


@pytest.mark.long
def test_a_server_and_three_sites_over_the_loopback(population: Path, tmp_path: Path) -> None:
    """Over Flower, in processes, the numbers come out as without a network; whatever listens does so on the loopback
    alone, and nothing that was started is left."""
    values, persons, sites = [], [], []
    for place in range(len(SITES)):
        value, person = play(place, 0, 20)
        values.append(value)
        persons.append(100 * place + person)
        sites.append(np.full(len(value), place))
    people = tmp_path / "people.npz"
    np.savez(
        people,
        value=np.concatenate(values),
        person=np.concatenate(persons),
        site=np.concatenate(sites),
        part=np.full(sum(len(value) for value in values), Part.TUNING),
    )
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    words = [str(population), "-m", "scripts.population_run", "serve", "--rounds", "2", "--people", str(people)]
    variables = {**os.environ, "TMPDIR": str(temporary), "HOME": str(tmp_path), "OMP_NUM_THREADS": "1"}
    heard = set()
    with (tmp_path / "log").open("w+", encoding="utf-8") as log:
        serving = subprocess.Popen(words, cwd=ROOT, env=variables, stdout=log, stderr=subprocess.STDOUT)
        while serving.poll() is None:
            heard |= set(listening(sockets(str(temporary))))
            try:
                serving.wait(timeout=0.5)
            except subprocess.TimeoutExpired:
                continue
    said = (tmp_path / "log").read_text(encoding="utf-8")
    assert serving.returncode == 0, said[-3000:]
    assert said.startswith("2 rounds, 3 sites")
    assert heard and all(ip_address(address).is_loopback for address in heard)
    assert sockets(str(temporary)) <= sockets(str(tmp_path / "nobody"))  # but for those of this process
    assert list(temporary.glob("stillwater-*")) == []
    assert not (tmp_path / ".flwr").exists()


def test_a_wrong_call_installs_nothing(tmp_path: Path) -> None:
    """An unknown word is refused before anything is installed, and help is named."""
    variables = {**os.environ, "STILLWATER_POPULATION_VENV": str(tmp_path / "venv")}
    for words in ([], ["tain"]):
        done = subprocess.run([SCRIPT, *words], env=variables, capture_output=True, timeout=30, text=True, check=False)
        assert done.returncode == 1
        assert "scripts/population --help" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_the_script_makes_its_environment_once(tmp_path: Path) -> None:
    """Libraries are installed at the first start, from the pins, and the words go on unchanged; then only started."""
    python = tmp_path / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$*" >> "$STILLWATER_POPULATION_VENV/said"\n', encoding="ascii")
    python.chmod(0o755)
    variables = {**os.environ, "STILLWATER_POPULATION_VENV": str(tmp_path / "venv")}
    for _ in range(2):
        subprocess.run([SCRIPT, "serve", "--rounds", "3"], env=variables, check=True, capture_output=True, timeout=30)
    install, first, again = (tmp_path / "venv" / "said").read_text(encoding="ascii").splitlines()
    assert install.startswith("-m pip install") and "scripts/population-constraints.txt flwr opacus" in install
    assert first == again == "-m scripts.population_run serve --rounds 3"


def test_every_library_is_pinned() -> None:
    """Each line of the pins names one exact version, once; numpy and torch are those of the game."""
    lines = (ROOT / "scripts" / "population-constraints.txt").read_text(encoding="ascii").splitlines()
    pins = dict(line.split("==") for line in lines if line and not line.startswith("#"))
    assert len(pins) == sum(1 for line in lines if line and not line.startswith("#"))
    assert pins["torch"] == "2.13.0"
    assert f"numpy=={pins['numpy']}" in (ROOT / "constraints.txt").read_text(encoding="ascii")
    assert {"flwr", "opacus"} <= pins.keys()
