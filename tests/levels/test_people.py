"""Five kinds of simulated people play every place through the real step, and every sitting verifies."""

import pytest

from adaptation.person import Person
from adaptation.person.families import PATIENT
from adaptation.rules import Rules as Mind
from game.core.facts import Caught, Fact
from game.core.retell import verify
from game.core.setup import Setup
from game.core.shapes import Scene
from game.core.world import World, begin
from game.loop import House, Unhurried, run
from tests.levels.places import PLACES
from tests.sittings import LEVELS, RULES, Kept

SECONDS = 200


class Unseen:
    """A stage that nobody looks at."""

    def show(self, scene: Scene) -> None:
        """Forget it."""


@pytest.mark.parametrize("kind", PATIENT)
@pytest.mark.parametrize("place", PLACES)
def test_people_play_every_place_and_every_sitting_verifies(place: str, kind: str) -> None:
    """They come to the end of a minute's level, reach something on the way, and what was sealed tells the same."""
    memory = Kept()
    setup = Setup(21, place, minutes=1.0)
    person = Person(PATIENT[kind], 21, SECONDS * 60, camera=True, microphone=True)
    facts: list[Fact] = []

    def after(world: World) -> World | None:
        facts.extend(world.facts)
        return None if world.ended else world

    house = House(person, Mind(), memory, Unseen(), Unhurried(), after)
    last = run(begin(setup, LEVELS[place], RULES.patterns), house)
    verdict = verify(memory.records, RULES)
    assert verdict.differs_at is None
    assert verdict.ticks == last.tick
    assert any(isinstance(fact, Caught) for fact in facts)
    assert last.ended
