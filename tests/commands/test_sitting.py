"""The way through the house: what follows what, and what is kept on it."""

from dataclasses import dataclass, field

import pytest

from adaptation.person import Person
from adaptation.person.families import PATIENT
from adaptation.rules import Rules
from game.commands.sitting import MENUS, Sitting, house_places, house_rules
from game.core.facts import Fact, FeelingTold
from game.core.inputs import Inputs
from game.core.journey import Journey
from game.core.setup import Setup
from game.core.world import World, begin
from game.loop import House, Unhurried, run
from tests.sittings import GENTLY, Script, Seen, Silent, pressing, quiet

HOUSE = house_rules()


@dataclass
class Remembered:
    """A keeper that only remembers."""

    calibrates: bool = False
    writes: bool = False
    facts: list[Fact] = field(default_factory=list)
    journeys: list[Journey] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)

    def act(self, fact: Fact) -> None:
        """Remember it."""
        self.facts.append(fact)

    def calibration_due(self) -> bool:
        """Once."""
        due, self.calibrates = self.calibrates, False
        return due

    def journal_open(self) -> bool:
        """As it was made."""
        return self.writes

    def ready(self, world: World) -> None:
        """Nothing to load."""

    def practised(self, setup: Setup, journey: Journey) -> None:
        """Remember it."""
        self.journeys.append(journey)

    def keep_picture(self, place: World, farewell: World) -> None:
        """Remember whose."""
        self.pictures.append((place.level.name, farewell.level.name))


@dataclass
class Walked:
    """A memory of the levels alone."""

    levels: list[str] = field(default_factory=list)

    def began(self, world: World) -> None:
        """Remember its name."""
        self.levels.append(world.level.name)

    def stepped(self, world: World, tape: bytes) -> None:
        """Nothing is kept."""


def walk(told: list[Inputs], keeper: Remembered | None = None, **setup: object) -> list[str]:
    """The levels a player comes through with these inputs."""
    start = {"level": "title", "minutes": 1.0, "places": house_places(HOUSE), **setup}
    first = Setup(5, **start)  # type: ignore[arg-type]
    world = begin(first, HOUSE.levels[first.level], HOUSE.patterns)
    memory = Walked()
    sitting = Sitting(HOUSE, keeper or Remembered())
    run(world, House(Script(told), Silent(GENTLY), memory, Seen(), Unhurried(), sitting.after))
    return memory.levels


def keys(*presses: str) -> list[Inputs]:
    """One after the other, half a second apart, and a little rest."""
    return [*pressing(*presses), *quiet(70)]


FINISH = ("escape", "up", "act")
"""By the pause menu to the end of a place."""


def test_the_whole_way() -> None:
    """Title, consent, calibration, feeling, map, place, feeling, farewell, map; and home from there."""
    keeper = Remembered(calibrates=True)
    told = [
        *keys("act", "act", "act"), *keys("escape"), *keys("act", "act"), *keys("act"), *keys(*FINISH),
        *keys("act", "act"), *keys("right", "act", "act"), *quiet(60), *keys("escape"),
    ]  # fmt: skip
    walked = walk(told, keeper, due=("consent",), devices=("camera", "microphone"))
    assert walked == [
        "title", "consent", "calibration", "feeling", "places", "tide", "feeling", "closing", "places", "title",
    ]  # fmt: skip
    moments = [fact.moment for fact in keeper.facts if isinstance(fact, FeelingTold)]
    assert moments == ["before", "after"]
    assert [journey.played for journey in keeper.journeys] == [("tide",)]
    assert keeper.pictures == [("tide", "closing")]


def test_calm_now_is_one_key_and_asks_nothing() -> None:
    """From the title straight to the breath; afterwards farewell and title, and never a question."""
    walked = walk([*keys("calm_now"), *quiet(600), *keys("skip"), *quiet(60), *keys("act"), *quiet(60)])
    assert walked == ["title", "breathe", "closing", "title"]


def test_every_practice_leads_back_to_the_map() -> None:
    """Through the question and the farewell where breath was guided; straight where it was not."""
    way_in = [*keys("act"), *keys("skip")]
    release = [*way_in, *keys("down", *["left"] * 5, "right", "act"), *keys(*FINISH), *keys("skip"), *keys("skip")]
    assert walk([*release, *quiet(60)])[3:] == ["release", "feeling", "closing", "places"]
    journal = [*way_in, *keys("down", *["right"] * 5, "act"), *keys("escape")]
    assert walk(journal)[3:] == ["journal", "places"]
    probe = [*way_in, *keys("down", *["left"] * 5, "act"), *keys("skip")]
    assert walk(probe, due=("probe",))[3:] == ["probe", "places"]


def test_after_practice_a_sentence_is_offered_where_it_can_be_kept() -> None:
    """After how one feels and before the farewell; "not now" is one key, and the way in never asks."""
    told = [*keys("act"), *keys("skip"), *keys("act"), *keys(*FINISH), *keys("act", "act"), *keys("act"), *quiet(60)]
    walked = walk(told, Remembered(writes=True))
    assert walked[:7] == ["title", "feeling", "places", "tide", "feeling", "reflection", "closing"]


def test_a_place_named_at_the_start_ends_at_the_title() -> None:
    """Whoever begins with a level has no map on the way."""
    assert walk([*keys(*FINISH), *keys("act"), *quiet(60)], level="tide") == ["tide", "closing", "title"]


@pytest.mark.parametrize("family", PATIENT)
def test_simulated_people_find_the_way(family: str) -> None:
    """They come from the title through the questions and the map into a place, and back, by themselves."""
    setup = Setup(
        3, "title", minutes=1.0, due=("consent",), devices=("camera", "microphone"), places=house_places(HOUSE)
    )
    memory, keeper = Walked(), Remembered()
    world = begin(setup, HOUSE.levels["title"], HOUSE.patterns)
    person = Person(PATIENT[family], 3, 60 * 150)
    run(world, House(person, Rules(), memory, Seen(), Unhurried(), Sitting(HOUSE, keeper).after))
    assert memory.levels[:5] == ["title", "consent", "feeling", "places", memory.levels[4]]
    assert memory.levels[4] in house_places(HOUSE)
    assert memory.levels[5:8] == ["feeling", "closing", "places"]
    assert [fact.moment for fact in keeper.facts if isinstance(fact, FeelingTold)][:2] == ["before", "after"]


def test_menus_are_levels() -> None:
    """Where a way begins exists."""
    assert set(MENUS) <= set(HOUSE.levels)
