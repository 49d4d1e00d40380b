"""``stillwater research export``: nobody stands out among fewer than k, and noise is as wide as its epsilon says."""

import csv
import errno
import random
import stat
from fractions import Fraction
from math import exp
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.commands.anonymous import FEWEST, MEASURES, Group, Person, Sat, anonymous, bucket, with_noise
from game.commands.noise import STEPS, Bounds, discrete_laplace, noisy_mean
from game.commands.research import measured
from game.vault.calls import Calls, through
from game.vault.home import open_home, player_folder
from game.vault.keys import set_passphrase
from game.vault.layout import Record
from game.vault.passphrase import Passphrase
from tests.commands.calling import Caller
from tests.commands.sat import AROUSAL, SENTENCE, records, sit

groups = st.builds(
    Group, st.sampled_from(["teen", "adult"]), st.sampled_from(["en", "zh_CN"]), st.sampled_from(["1-2", "3-5"])
)
sittings = st.builds(
    Sat,
    st.integers(1, 3),
    st.dictionaries(st.sampled_from(sorted(MEASURES)), st.floats(-100, 100)).map(lambda told: tuple(told.items())),
)
crowds = st.lists(st.builds(Person, groups, st.lists(sittings, min_size=1, max_size=4).map(tuple)), max_size=40)


@pytest.mark.parametrize("words", [(), ("export",)])
def test_help(call: Caller, words: tuple[str, ...]) -> None:
    """It tells what it is for, and touches nothing."""
    answer = call("research", *words, "--help")
    assert answer.status == 0
    assert answer.out.startswith("usage: stillwater research")
    assert not call.home.exists()


@pytest.mark.parametrize("words", [(), ("--k", "4"), ("--epsilon", "0"), ("--epsilon", "nan"), ("--epsilon", "11")])
def test_a_wrong_call(call: Caller, words: tuple[str, ...], tmp_path: Path) -> None:
    """k below 5 and an epsilon that says nothing are refused."""
    answer = call("research", "export", *words, *(("--out", str(tmp_path / "out")) if words else ()))
    assert answer.status == 2
    assert not (tmp_path / "out").exists()


@given(crowds, st.integers(FEWEST, 8), st.randoms(use_true_random=False))
def test_nobody_stands_among_fewer_than_k(people: list[Person], k: int, dice: random.Random) -> None:
    """Whoever is told of has k - 1 others alike; all others are counted; each figure is of k people or more."""
    told = anonymous(people, k, dice)
    for person in told.people:
        assert sum(other.group == person.group for other in told.people) >= k
    assert len(told.people) + told.suppressed == len(people)
    for figures in told.figures:
        alike = [person for person in people if person.group == figures.group]
        there = [one for one in alike if figures.week is None or any(s.week == figures.week for s in one.sittings)]
        assert figures.people == len(there) >= k
        for measure, mean in figures.means:
            known = [one for one in there if one.mean(measure, figures.week) is not None]
            assert (mean is None) == (len(known) < k)
            assert mean is None or MEASURES[measure].low <= mean <= MEASURES[measure].high
    noisy = with_noise(told, k, Fraction(1), dice)
    assert noisy.people == ()
    assert all((figures.week, figures.people) == (None, k) for figures in noisy.figures)
    for figures in noisy.figures:
        for measure, mean in figures.means:
            assert mean is None or MEASURES[measure].low <= mean <= MEASURES[measure].high


@given(st.floats(allow_nan=False), st.floats(-10, 10), st.floats(0.1, 10))
def test_one_person_changes_a_sum_by_no_more_than_its_bounds(value: float, low: float, width: float) -> None:
    """Whatever a value is, it enters as 0 to STEPS: the sensitivity that the noise is made for."""
    assert 0 <= Bounds(low, low + width).steps(value) <= STEPS


@pytest.mark.parametrize(("sensitivity", "epsilon"), [(1, Fraction(1)), (3, Fraction(1, 2))])
def test_the_noise_is_as_wide_as_epsilon_says(sensitivity: int, epsilon: Fraction) -> None:
    """Each number is drawn as often as exp(-|n| epsilon / sensitivity) says, within five standard deviations."""
    dice, draws = random.Random(5), 20_000
    drawn = [discrete_laplace(sensitivity, epsilon, dice) for _ in range(draws)]
    ratio = exp(-float(epsilon) / sensitivity)
    for number in range(-4, 5):
        chance = (1 - ratio) / (1 + ratio) * ratio ** abs(number)
        spread = (draws * chance * (1 - chance)) ** 0.5
        assert abs(drawn.count(number) - draws * chance) < 5 * spread


def test_much_epsilon_or_many_people_leave_the_mean() -> None:
    """The noise hides one among many, not the many."""
    bounds = Bounds(0.0, 1.0)
    mean = noisy_mean([0.2] * 1000 + [0.6] * 1000, bounds, Fraction(1), random.Random(1))
    assert mean == pytest.approx(0.4, abs=0.02)


def test_what_is_told_of_a_sitting() -> None:
    """Six numbers and no word of it."""
    told = dict(measured(Record(kind, payload) for kind, payload in records()))
    assert told.keys() == MEASURES.keys()
    assert told["tension"] == pytest.approx(AROUSAL)
    assert (told["gladder"], told["breaths_per_minute"]) == pytest.approx((2.0, 6.0))
    assert [bucket(number) for number in (1, 2, 3, 11, 24, 500)] == ["1-2", "1-2", "3-5", "6-11", "24+", "24+"]


def clinic(call: Caller, adults: int, teens: int) -> None:
    """So many players, each with one sitting."""
    for number in range(adults + teens):
        call("players", "add", f"Heron{number}", "--age", "adult" if number < adults else "teen")
        sit(call.home, f"player-{number + 1}", started=f"2026-01-{number + 1:02d}T10:00:00+0000")


def test_a_clinic_gets_tables_without_names_dates_or_words(call: Caller, tmp_path: Path) -> None:
    """Five alike are told of, two are left out and counted; whose key is not there is named; it is noted."""
    clinic(call, adults=6, teens=2)
    home = open_home(call.home)
    set_passphrase(player_folder(home, "player-6"), home.device, Passphrase("theirs alone"), 1)
    out = tmp_path / "out"
    answer = call("research", "export", "--out", str(out))
    assert answer.status == 0, answer.err
    assert "player-6 is left out" in answer.err
    assert "2 players in groups too small" in answer.out
    with (out / "people.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["age_band"] for row in rows] == ["adult"] * 5
    written = "".join(path.read_text(encoding="utf-8") for path in out.iterdir())
    for secret in ("Heron", "2026", SENTENCE, "player-", "teen"):
        assert secret not in written
    assert "figures for research" in call("audit", "show", "--player", "1").out
    assert "research" not in call("audit", "show", "--player", "8").out
    assert {stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()} == {0o600}
    again = call("research", "export", "--out", str(out))
    assert (again.status, "there already" in again.err) == (1, True)
    noisy = call("research", "export", "--out", str(tmp_path / "noisy"), "--epsilon", "0.5")
    assert noisy.status == 0
    assert sorted(path.name for path in (tmp_path / "noisy").iterdir()) == ["README.txt", "groups.csv"]
    assert "epsilon = 0.5" in (tmp_path / "noisy" / "README.txt").read_text(encoding="utf-8")


def test_too_few_players_are_told_of_to_nobody(call: Caller, tmp_path: Path) -> None:
    """Fewer than k, or all in small groups: nothing is written, and it is said why."""
    clinic(call, adults=3, teens=1)
    answer = call("research", "export", "--out", str(tmp_path / "out"))
    assert (answer.status, "Only 4 players" in answer.err) == (1, True)
    call("players", "add", "Heron9", "--age", "teen")
    sit(call.home, "player-5")
    answer = call("research", "export", "--out", str(tmp_path / "out"))
    assert (answer.status, "Every group is smaller than 5" in answer.err) == (1, True)
    assert not (tmp_path / "out").exists()


class Stubborn(Calls):
    """A disk that takes everything, but has no room for one name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def rename(self, before: Path, after: Path) -> None:
        """There is no room for it."""
        if after.name == self.name:
            raise OSError(errno.ENOSPC, "No space left on device")
        super().rename(before, after)


def test_a_full_disk_leaves_no_half(call: Caller, tmp_path: Path) -> None:
    """One message, and nothing of the tables."""
    clinic(call, adults=5, teens=0)
    with through(Stubborn("out")):
        answer = call("research", "export", "--out", str(tmp_path / "new" / "out"))
    assert (answer.status, "no room left" in answer.err) == (1, True), answer.err
    assert list((tmp_path / "new").iterdir()) == []
