"""What a mind is shown stays in [-1, 1], whatever happens."""

from dataclasses import astuple, fields, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from game.core.belief import Sample
from game.core.directive import Directive
from game.core.inputs import Inputs
from game.core.observe import Observation, observe, rate_to_unit, unit_to_rate
from game.core.pace import Guide
from game.core.reading import Quantity
from game.core.setup import Setup
from game.core.world import begin, step
from tests.sittings import LEVELS, RULES, worlds
from tests.strategies import directives, hostile_inputs, inputs, setups


@settings(max_examples=40)
@given(setups, st.lists(inputs | hostile_inputs, min_size=1, max_size=30))
def test_every_number_lies_between_minus_one_and_one(setup: Setup, told: list[Inputs]) -> None:
    """For any setup and any inputs, after every tick."""
    for world in worlds(setup, told):
        assert all(-1.0 <= number <= 1.0 for number in astuple(observe(world)))


@given(directives, st.floats(0.0, 0.6), st.integers(0, 10**6), st.integers(0, 9))
def test_settings_and_counts_are_told_in_range(directive: Directive, breath_hz: float, tick: int, many: int) -> None:
    """Late in a sitting, with any setting: in [-1, 1], and the settings as they are."""
    world = begin(Setup(1, "tide"), LEVELS["tide"], RULES.patterns)
    shield = replace(world.shield, minigames=many, skips=many, minigame_tick=tick // 2)
    seen = observe(replace(world, tick=tick, directive=directive, guide=Guide(0.0, breath_hz, 0), shield=shield))
    assert all(-1.0 <= number <= 1.0 for number in astuple(seen))
    assert (seen.difficulty, seen.tempo, seen.guidance) == (directive.difficulty, directive.tempo, directive.guidance)


def test_a_mind_is_told_nothing_of_what_is_hardly_known() -> None:
    """A face that is all doubt moves neither value nor trend; a sure one does."""
    world = begin(Setup(1, "tide"), LEVELS["tide"], RULES.patterns)
    for sd, told in ((1.5, False), (0.2, True)):
        seen = observe(step(world, Inputs(samples=(Sample("face", Quantity.AROUSAL, 0.9, sd, 0),))))
        assert (seen.arousal != 0.0, seen.arousal_trend != 0.0) == (told, told)


def test_there_are_thirty_one_numbers() -> None:
    """A learned mind is trained on exactly these, in this order."""
    assert len(fields(Observation)) == 31


@given(st.floats(3.0 / 60.0, 0.5))
def test_a_rate_and_its_unit_are_each_others_inverse(breath_hz: float) -> None:
    """Between 3 and 30/min."""
    assert abs(unit_to_rate(rate_to_unit(breath_hz)) - breath_hz) < 1e-12
