"""The safety shield: every bound of DESIGN rule 5, over any sequence of wishes, feelings and measured rates."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.core.directive import DECISION_TICKS, GENTLE, Directive
from game.core.temper import (
    MINIGAMES,
    REST_TICKS,
    SKIPS,
    AgeBand,
    BreathLimits,
    Feeling,
    Shield,
    finite,
    first_shield,
    start,
    temper,
    watch,
)
from tests.strategies import directives, feelings, hostile_directives, hostile_floats, hostile_limits

STEP_HZ = 0.75 / 60.0
EASY_HZ = 12.0 / 60.0
"""Written again here on purpose, from DESIGN rule 5: a changed constant must not change its own test."""
HAIR = 1e-12
"""Room for the last bits of sums of floats."""
FLOORS = {AgeBand.ADULT: 6.0, AgeBand.TEEN: 6.0, AgeBand.UNDER_13: 8.0, AgeBand.UNKNOWN: 8.0}
"""Breaths per minute, first sittings; written again here on purpose, from DESIGN rule 5."""


@dataclass(frozen=True)
class Moment:
    """What happens between two decisions."""

    wish: Directive
    feeling: Feeling
    measured_hz: float | None
    too_much: bool
    skips: bool


measured = st.none() | st.floats(0.0, 1.0) | hostile_floats.filter(finite)
moments = st.builds(Moment, directives | hostile_directives, feelings, measured, st.booleans(), st.booleans())
sittings = st.lists(moments, min_size=1, max_size=40)


@dataclass(frozen=True)
class Decided:
    """One decision with what it was made from."""

    tick: int
    moment: Moment
    before: Directive
    after: Directive
    shield: Shield


def decide(moments: list[Moment], limits: BreathLimits) -> list[Decided]:
    """Live through a sitting: offers are taken, some are skipped, "too much" is pressed now and then."""
    shield = first_shield(limits)
    directive = start(GENTLE, limits, shield)
    told = []
    for number, moment in enumerate(moments, 1):
        tick = number * DECISION_TICKS
        if moment.too_much:
            shield = replace(shield, too_much_tick=tick - 1)
        shield = watch(shield, moment.measured_hz, limits)
        tempered = temper(moment.wish, directive, shield, limits, moment.feeling, tick).directive
        told.append(Decided(tick, moment, directive, tempered, shield))
        directive = tempered
        if directive.minigame:
            skips = shield.skips + moment.skips
            shield = replace(shield, minigame_tick=tick, minigames=shield.minigames + 1, skips=skips)
    return told


@given(sittings, hostile_limits)
def test_the_allowed_set_is_never_empty_and_the_guide_is_always_inside(
    moments: list[Moment], limits: BreathLimits
) -> None:
    """Slowest <= fastest, and the rate lies between: never below the floor, comfort or own - 7, never above
    max(12, own), whatever is wished, measured or set."""
    for decided in decide(moments, limits):
        low, high = decided.shield.bounds_hz(limits)
        assert low <= high + HAIR
        rate, own = decided.after.breath_hz, decided.shield.own_hz
        assert low - HAIR <= rate <= high + HAIR
        assert rate >= own - 7.0 / 60.0 - HAIR
        assert rate <= max(12.0 / 60.0, own) + HAIR
        floor = FLOORS[limits.age]
        if limits.age is AgeBand.ADULT and limits.sittings >= 3:
            floor = 4.5
        assert rate >= floor / 60.0 - HAIR
        if finite(limits.comfort_hz):
            assert rate >= min(limits.comfort_hz, EASY_HZ) - HAIR


@given(sittings, hostile_limits)
def test_the_guide_moves_at_most_three_quarters_of_a_breath_per_decision(
    moments: list[Moment], limits: BreathLimits
) -> None:
    """|change| <= .75/min, also when a bound moves under it."""
    for decided in decide(moments, limits):
        assert abs(decided.after.breath_hz - decided.before.breath_hz) <= STEP_HZ + HAIR


@given(sittings, hostile_limits)
def test_nothing_rises_while_it_must_not(moments: list[Moment], limits: BreathLimits) -> None:
    """Difficulty and tempo hold or fall while the player is tense, unhappy, not surely known, or has pressed "too
    much" in the last minute; guidance does so after "too much"."""
    for decided in decide(moments, limits):
        feeling, before, after = decided.moment.feeling, decided.before, decided.after
        rested = decided.tick - decided.shield.too_much_tick >= REST_TICKS
        if feeling.tense or feeling.unhappy or not feeling.sure or not rested:
            assert after.difficulty <= before.difficulty
            assert after.tempo <= before.tempo
        if not rested:
            assert after.guidance <= before.guidance


@given(sittings, hostile_limits)
def test_what_is_used_is_always_sound(moments: list[Moment], limits: BreathLimits) -> None:
    """Every number is finite, shares lie in [0, 1], at most three reasons: also for wishes of nan and infinity."""
    for decided in decide(moments, limits):
        after = decided.after
        for share in (after.difficulty, after.tempo, after.guidance):
            assert 0.0 <= share <= 1.0
        assert finite(after.breath_hz)
        assert len(after.reasons) <= 3


@given(sittings, hostile_limits)
def test_minigames_are_rare_few_and_end_after_two_skips(moments: list[Moment], limits: BreathLimits) -> None:
    """60 s apart, at most six, none within a minute of "too much", none after two were skipped."""
    offered, skipped, last = 0, 0, -(10**9)
    for decided in decide(moments, limits):
        if decided.after.minigame:
            assert decided.tick - last >= REST_TICKS
            assert decided.tick - decided.shield.too_much_tick >= REST_TICKS
            assert skipped < SKIPS
            offered, last = offered + 1, decided.tick
            skipped += decided.moment.skips
    assert offered <= MINIGAMES


@settings(max_examples=20)
@given(st.lists(st.booleans(), min_size=80, max_size=80), st.booleans())
def test_six_minigames_can_happen_and_no_seventh(skips: list[bool], willing: bool) -> None:
    """A mind that always offers gets exactly six in ten minutes, or two when they are skipped: the bound binds."""
    sure = Feeling(tense=False, unhappy=False, sure=True)
    wish = Directive(0.5, 0.5, 0.5, 0.2, "longer_exhale")
    moments = [Moment(wish, sure, 0.2, too_much=False, skips=not willing) for _ in skips * 2]
    offered = [decided for decided in decide(moments, BreathLimits()) if decided.after.minigame]
    assert len(offered) == (MINIGAMES if willing else SKIPS)


def test_a_wish_inside_every_bound_is_left_alone() -> None:
    """The shield changes nothing that is safe, and says so."""
    limits = BreathLimits(AgeBand.ADULT, sittings=3)
    shield = first_shield(limits)
    wish = Directive(0.5, 0.5, 0.5, 0.2, "longer_exhale")
    tempered = temper(wish, start(GENTLE, limits, shield), shield, limits, Feeling(False, False, sure=True), 300)
    assert tempered.directive == wish
    assert tempered.changed == ()


def test_what_was_changed_is_named() -> None:
    """Every field the shield changed is told, also a number that was none."""
    limits = BreathLimits()
    shield = first_shield(limits)
    wish = Directive(float("nan"), 2.0, 0.5, 0.01, "longer_exhale")
    shield = replace(shield, skips=2)
    tempered = temper(wish, start(GENTLE, limits, shield), shield, limits, Feeling(False, False, sure=True), 300)
    assert tempered.changed == ("difficulty", "tempo", "breath_hz", "minigame")


def test_unknown_age_counts_as_the_youngest() -> None:
    """Floor 8/min and 18/min while unmeasured, as under 13."""
    unknown, youngest = BreathLimits(AgeBand.UNKNOWN), BreathLimits(AgeBand.UNDER_13)
    assert unknown.floor_hz() == youngest.floor_hz() == 8.0 / 60.0
    assert unknown.unmeasured_hz() == youngest.unmeasured_hz() == 18.0 / 60.0


@given(st.lists(measured, min_size=1, max_size=60), hostile_limits)
def test_the_own_rate_walks_and_never_leaps(rates: list[float | None], limits: BreathLimits) -> None:
    """The rate behind the bounds moves by at most .75/min per decision and stays in [3, 30]/min."""
    shield = first_shield(limits)
    for rate in rates:
        after = watch(shield, rate, limits)
        assert abs(after.own_hz - shield.own_hz) <= STEP_HZ + HAIR
        assert 3.0 / 60.0 - HAIR <= after.own_hz <= 30.0 / 60.0 + HAIR
        shield = after


@pytest.mark.parametrize(
    ("own", "wish", "used"),
    ((5.0, 30.0, 12.0), (5.0, 0.0, 4.5), (25.0, 0.0, 18.0), (25.0, 40.0, 25.0), (60.0, 0.0, 23.0)),
)
def test_every_bound_of_the_guide_binds(own: float, wish: float, used: float) -> None:
    """After minutes of one breath and one stubborn wish the guide stands exactly on the bound (breaths/min)."""
    limits = BreathLimits(AgeBand.ADULT, sittings=3)
    calm = Feeling(tense=False, unhappy=False, sure=True)
    moment = Moment(Directive(0.5, 0.5, 0.5, wish / 60.0), calm, own / 60.0, too_much=False, skips=False)
    assert decide([moment] * 60, limits)[-1].after.breath_hz * 60.0 == pytest.approx(used, abs=1e-9)


def test_the_guide_takes_the_largest_step_it_may() -> None:
    """.75/min and neither more nor less."""
    limits = BreathLimits(AgeBand.ADULT, sittings=3)
    calm = Feeling(tense=False, unhappy=False, sure=True)
    moment = Moment(Directive(0.5, 0.5, 0.5, 0.0), calm, 12.0 / 60.0, too_much=False, skips=False)
    first = decide([moment], limits)[0]
    assert (first.before.breath_hz - first.after.breath_hz) * 60.0 == pytest.approx(0.75, abs=1e-9)
