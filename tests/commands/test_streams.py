"""What programs on this machine may read along: which facts go out, who agreed, and the sign while it is so."""

import json
from importlib.resources import files
from typing import get_args

import pytest

from adaptation.person import Person
from adaptation.person.families import PATIENT
from affect.outgoing import Outgoing
from affect.outlet import Outlet
from affect.report import State, Status
from affect.sensor import Device
from game.commands.household import Household
from game.commands.housekeeper import Housekeeper
from game.commands.streams import MARKING, SIGN, ReadAlong, Streams
from game.commands.wish import DEVICES, WISHED_DEVICES, Wish
from game.commands.words import OwnWords
from game.core import facts
from game.core.facts import ConsentGiven
from game.core.reading import Quantity, Reading
from game.core.setup import Setup
from game.core.world import World, begin
from game.loop import House, Unhurried, run
from game.stage.presentation import LANGUAGES
from game.stage.theatre import Theatre
from game.stage.words import Words
from game.vault.home import Home
from tests.affect.clocks import HandClock
from tests.beside import AtOnce
from tests.commands.test_companion import wished
from tests.sittings import GENTLY, LEVELS, RULES, Seen, Silent, lead_on, quiet, worlds

PRIVATE = {"Asked", "ConsentGiven", "PlayerChosen", "SentenceTold", "WordsAsked", "WordsLetGo"}
"""What a player wishes, agrees to, writes, and who plays: never told to others."""


class Heard(Outlet):
    """An outlet that keeps what it is told, and has a child only in name."""

    def __init__(self) -> None:
        super().__init__("off")
        self.told = Outgoing()
        self.turned: list[bool] = []
        self.statuses: list[Status] = []

    def turn(self, on: bool) -> None:
        """Remember it."""
        self.turned.append(on)

    def tell(self, outgoing: Outgoing) -> None:
        """Keep it."""
        self.told += outgoing

    def take(self) -> tuple[Status, ...]:
        """What the test says happened."""
        statuses, self.statuses = tuple(self.statuses), []
        return statuses


class Nothing:
    """A memory of nothing."""

    def __init__(self) -> None:
        self.stepped_ticks: list[int] = []
        self.facts: list[facts.Fact] = []

    def began(self, world: World) -> None:
        """Nothing is kept."""

    def stepped(self, world: World, tape: bytes) -> None:
        """The tick and its facts alone."""
        self.stepped_ticks.append(world.tick)
        self.facts += world.facts


def test_every_fact_is_either_told_or_kept_in_the_house() -> None:
    """Whoever adds a fact must say which: what a player writes, wishes or agrees to, and who plays, never goes out."""
    every = {kind.__name__ for kind in get_args(facts.Fact)}
    told = {kind.__name__ for kind in MARKING}
    assert told | PRIVATE == every
    assert not told & PRIVATE


def test_a_sitting_is_told_as_it_happens() -> None:
    """Levels, decisions with what was used, facts; each with its tick, and the time on the clock it is given."""
    clock = HandClock()
    outlet, memory = Heard(), Nothing()
    streams = Streams(outlet, lambda status: None, lambda signs: None, clock.now_ns)
    along = ReadAlong(memory, streams, clock.now_ns)
    played = list(worlds(Setup(2, "tide"), quiet(1300)))
    clock.t_ns = 1000
    along.began(played[0])
    for world in played[1:]:
        clock.t_ns = world.tick * 1000
        along.stepped(world, b"")
    markers = [(marker.t_ns, json.loads(marker.text)) for marker in outlet.told.markers]
    assert markers[0] == (1000, {"marker": "LevelBegan", "level": "tide", "tick": 1})
    assert all(t_ns == marker["tick"] * 1000 for t_ns, marker in markers)
    decided = {world.tick: world.decided.directive for world in played[1:] if world.decided}
    assert decided
    assert {setting.t_ns // 1000: setting.used for setting in outlet.told.settings} == decided
    assert [marker["tick"] for _, marker in markers if marker["marker"] == "Decision"] == sorted(decided)
    assert memory.stepped_ticks == [world.tick for world in played[1:]]


def test_the_sign_is_there_as_long_as_others_can_read() -> None:
    """From when the child begins to open them, before anybody can read, until it is off, lost or failed; every change
    is handed on."""
    outlet, signs, told = Heard(), list[tuple[str, ...]](), list[str]()
    streams = Streams(outlet, lambda status: told.append(status.message_id), signs.append)
    for state in (State.OPENING, State.ON, State.LOST, State.ON, State.FAILED):
        outlet.statuses.append(Status(Device.STREAMS, state, f"streams.{state}"))
        streams.take()
    streams.turn(Device.STREAMS, False)
    assert signs == [(SIGN,), (SIGN,), (), (SIGN,), (), ()]
    assert told == ["streams.opening", "streams.on", "streams.lost", "streams.on", "streams.failed"]


def test_readings_go_out_as_the_sensors_gave_them() -> None:
    """Not as the core rounds them: value, sd and moment untouched."""
    outlet = Heard()
    reading = Reading("face", Quantity.VALENCE, 0.123456789, 0.1, 123_456_789)
    Streams(outlet, lambda status: None, lambda signs: None).heard((reading,))
    assert outlet.told == Outgoing(readings=(reading,))


def keeper_of(home: Home, theatre: Theatre, wish: Wish) -> tuple[Housekeeper, Heard, Household]:
    """A housekeeper whose outlet is watched."""
    household = Household(home, print)
    keeper = Housekeeper(wish, household, theatre, OwnWords(theatre, lambda written: None, AtOnce()))
    outlet = Heard()
    keeper.streams = Streams(outlet, keeper.heard_of, theatre.wear)
    return keeper, outlet, household


def test_a_yes_turns_them_on_and_a_no_off(home: Home, theatre: Theatre) -> None:
    """Each answer is kept like that of any sensor, and greets the next sitting."""
    wish = wished("--no-sensors", "--lsl")
    keeper, outlet, household = keeper_of(home, theatre, wish)
    keeper.greet()
    assert outlet.turned == []
    keeper.act(ConsentGiven("streams", granted=True))
    assert household.granted("streams")
    keeper.act(ConsentGiven("streams", granted=False))
    assert outlet.turned == [True, False]
    household.consent("streams", True)
    again, outlet, _ = keeper_of(home, theatre, wish)
    again.greet()
    assert outlet.turned == [True]
    assert theatre.said == ("sensor.reading_none_more", ("sense_camera_off", "sense_microphone_off", "sense_streams"))


def test_what_was_not_wished_for_is_neither_asked_nor_shown(home: Home, theatre: Theatre) -> None:
    """Without the options nobody is asked about a belt or other programs, whatever was agreed to before."""
    keeper, outlet, household = keeper_of(home, theatre, wished())
    for device in WISHED_DEVICES:
        household.consent(device, True)
    keeper.greet()
    assert wished().devices == DEVICES
    assert wished("--lsl", "--lsl-heart", "auto").devices == DEVICES + WISHED_DEVICES
    assert wished("--lsl-heart", "auto", "--no-sensors").devices == ()
    assert outlet.turned == []
    assert theatre.said == ("sensor.reading_none", ("sense_camera_off", "sense_microphone_off"))


def test_a_belt_alone_asks_for_no_calibration(home: Home, theatre: Theatre) -> None:
    """It learns no neutral, so nobody is asked to sit still for it."""
    household = Household(home, print)
    household.consent("heart", True)
    keeper = Housekeeper(
        wished("--camera", "off", "--microphone", "off", "--lsl-heart", "auto"),
        household,
        theatre,
        OwnWords(theatre, lambda written: None, AtOnce()),
    )
    assert not keeper.calibration_due()


def test_a_simulated_person_agrees_and_goes_on() -> None:
    """Asked about a belt and about other programs, it says yes to both and comes to a place to play."""
    setup = Setup(3, "title", minutes=1.0, due=("consent",), devices=WISHED_DEVICES)
    person = Person(PATIENT["typical"], 3, ticks=60 * 40)
    memory = Nothing()
    ways = lead_on({"title": "consent", "consent": "tide"})
    house = House(person, Silent(GENTLY), memory, Seen(), Unhurried(), ways)
    last = run(begin(setup, LEVELS["title"], RULES.patterns), house)
    assert last.level.name == "tide"
    assert [fact for fact in memory.facts if isinstance(fact, ConsentGiven)] == [
        ConsentGiven("heart", granted=True),
        ConsentGiven("streams", granted=True),
    ]


@pytest.mark.parametrize("device", DEVICES + WISHED_DEVICES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_has_words_and_pictures(device: str, language: str) -> None:
    """All lines of its page in both languages, its signs lit and dark, its house."""
    words = Words(language)
    for line in ("heading", "no", "yes", "what", "kept", "change", "lamp"):
        key = f"consent.{device}_{line}"
        assert words.say(key) != key
    for name in (f"sense_{device}", f"sense_{device}_off", f"house_{device}"):
        assert files("assets").joinpath("sprites", f"{name}.webp").is_file()
