"""What was learnt of the slowest easy breath only ever keeps the guide from going slower."""

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from game.commands import roster
from game.commands.comfort import WELL_KNOWN_HZ, comfort_hz
from game.commands.household import Household
from game.core.posterior import ANYBODY, Known, Posterior
from game.core.setup import Mode
from game.core.temper import EASY_HZ, FASTEST_OWN_HZ, PER_MIN, SLOWEST_OWN_HZ, AgeBand, BreathLimits, Shield
from game.vault.home import open_home

rates = st.floats(3.5 * PER_MIN, 18.0 * PER_MIN)
"""What adaptation.posterior may come to believe of the slowest easy breath."""
spreads = st.floats(0.1 * PER_MIN, 2.0 * PER_MIN)


def believed(mean: float, spread: float) -> Posterior:
    """Somebody of whom only this is known."""
    return replace(ANYBODY, comfortable_breath_hz=Known(mean, spread))


@given(rates, spreads, st.sampled_from(AgeBand), st.integers(0, 9), st.floats(SLOWEST_OWN_HZ, FASTEST_OWN_HZ))
def test_it_never_loosens_a_bound_and_leaves_room(
    mean: float, spread: float, age: AgeBand, sittings: int, own_hz: float
) -> None:
    """The floor is at least the age band's and at most 12/min; slowest is never above fastest; 12/min is allowed."""
    without = BreathLimits(age, sittings=sittings)
    limits = replace(without, comfort_hz=comfort_hz(believed(mean, spread)))
    assert without.floor_hz() <= limits.floor_hz() <= EASY_HZ
    low, high = Shield(own_hz).bounds_hz(limits)
    assert low >= Shield(own_hz).bounds_hz(without)[0]
    assert low <= high
    assert high == Shield(own_hz).bounds_hz(without)[1]


@given(rates, spreads)
def test_only_what_is_known_well_bounds(mean: float, spread: float) -> None:
    """Unsure, nothing is filled in; sure, the floor lies below the mean, so that it can be learnt to be lower still."""
    floor = comfort_hz(believed(mean, spread))
    assert floor == (0.0 if spread >= WELL_KNOWN_HZ else min(mean - spread, EASY_HZ))
    assert floor < mean


def test_a_sitting_begins_with_it(tmp_path: Path) -> None:
    """Of nobody nothing is known; who is known gets their floor; forgetting, or a year away, takes it back."""
    household = Household(open_home(tmp_path), print)

    def limits() -> BreathLimits:
        return household.setup("title", (), AgeBand.ADULT, Mode.SOOTHE, 5.0).limits

    assert limits() == BreathLimits(AgeBand.ADULT)
    household.sat(lambda _: believed(9.0 * PER_MIN, 0.5 * PER_MIN))
    assert 8.4 * PER_MIN < limits().floor_hz() < 8.6 * PER_MIN
    household.practise(lambda progress: replace(progress, weeks=("2020-W01",)))
    assert limits().comfort_hz == 0.0
    household.practise(lambda progress: replace(progress, weeks=()))
    assert limits().comfort_hz > 0.0
    roster.forget_learnt(household)
    assert limits().comfort_hz == 0.0
