"""Short sittings of simulated people in the real levels, one after the other, with the posterior between them."""

from dataclasses import replace

import numpy as np
import pytest

from adaptation.person import Person
from adaptation.person.families import central
from adaptation.rules import Rules
from game.commands.attend import Attendant
from game.commands.sitting import Sitting, house_places, house_rules
from game.core.posterior import ANYBODY, Posterior
from game.core.setup import Setup
from game.core.shapes import Scene
from game.core.world import begin
from game.loop import House, Unhurried, run
from tests.commands.test_sitting import Remembered, Walked

HOUSE = house_rules()
TICKS = 61 * 60


class Unseen:
    """A stage in the dark: pictures of whole sittings would fill the memory."""

    def show(self, scene: Scene) -> None:
        """Nobody looks."""


def sit(family: str, seed: int, posterior: Posterior) -> Posterior:
    """Title, feeling, map and a little of a place: what is known afterwards."""
    setup = Setup(seed, "title", minutes=1.0, posterior=posterior, places=house_places(HOUSE))
    attendant = Attendant(Walked())
    person = Person(replace(central(family), quit_hazard=0.0), seed, TICKS, camera=True, microphone=True)
    house = House(person, Rules(), attendant, Unseen(), Unhurried(), Sitting(HOUSE, Remembered()).after)
    run(begin(setup, HOUSE.levels["title"], HOUSE.patterns), house)
    return attendant.learnt(posterior)


@pytest.mark.parametrize("family", ("calm", "anxious_child"))
def test_three_short_sittings_bring_it_nearer_to_the_person(family: str) -> None:
    """Rate at rest and what the sensors usually read of them; surer too, and the same when it is played again."""
    person, posterior = central(family), ANYBODY
    for seed in (11, 12, 13):
        posterior = sit(family, seed, posterior)
    reading = person.face_gain * person.arousal_rest + person.face_bias
    for known, anybody, truth in (
        (posterior.resting_breath_hz, ANYBODY.resting_breath_hz, person.rest_hz + person.breath_bias_hz),
        (posterior.arousal_baseline, ANYBODY.arousal_baseline, reading),
    ):
        assert abs(known.mean - truth) < abs(anybody.mean - truth)
        assert known.spread < 0.8 * anybody.spread
    assert np.isfinite(posterior.tempo_liked.mean)
