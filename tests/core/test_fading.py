"""Guidance fades with skill, comes back when it is lost, and never without a measured breath."""

from hypothesis import given
from hypothesis import strategies as st

from game.core.fading import FAINT, MOST_HIDDEN, Fading, fade
from game.core.pace import TICKS_PER_S

BREATH = 6 * TICKS_PER_S


def breathe(fading: Fading, follow: float, trust: float, breaths: int) -> tuple[Fading, int]:
    """After so many breaths of 6 s, and in how many of them the guide was hidden; chances run through [0, 1)."""
    hidden = 0
    for breath in range(breaths):
        for tick in range(BREATH):
            fading = fade(fading, follow, trust, tick == 0, (breath * 0.37) % 1.0)
        hidden += not fading.shown
    return fading, hidden


def test_who_follows_well_sees_the_guide_less_and_less() -> None:
    """Few of the first ten breaths are without it, more than a third of breaths after five minutes, never all."""
    early, first = breathe(Fading(), 0.9, 1.0, 10)
    later, _ = breathe(early, 0.9, 1.0, 40)
    _, late = breathe(later, 0.9, 1.0, 50)
    assert first <= 3
    assert 17 <= late <= 50 * MOST_HIDDEN + 2


def test_who_loses_it_has_the_guide_back_within_half_a_minute() -> None:
    """Skill is lost much faster than it is gained, and the guide is whole again."""
    skilled, _ = breathe(Fading(), 0.9, 1.0, 60)
    lost, _ = breathe(skilled, 0.1, 1.0, 5)
    _, hidden = breathe(lost, 0.1, 1.0, 20)
    assert lost.skill < 0.15
    assert hidden <= 1


def test_an_unmeasured_breath_keeps_its_guide() -> None:
    """Nothing is known, so nothing fades."""
    fading, hidden = breathe(Fading(), 0.9, 0.0, 100)
    assert (fading.skill, hidden) == (0.0, 0)


@given(st.lists(st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.booleans(), st.floats(0.0, 0.999)), max_size=60))
def test_strength_stays_between_faint_and_whole_and_never_jumps(
    told: list[tuple[float, float, bool, float]],
) -> None:
    """Whatever happens: in [FAINT, 1], and less than 4 % of change in a tick."""
    fading = Fading()
    for follow, trust, new, chance in told:
        after = fade(fading, follow, trust, new, chance)
        assert FAINT - 1e-9 <= after.strength.value <= 1.0 + 1e-9
        assert abs(after.strength.value - fading.strength.value) < 0.04
        fading = after
