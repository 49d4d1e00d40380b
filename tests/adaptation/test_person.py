"""Simulated people: the same each time, seeing only the picture, and alive enough to tune a game by."""

from dataclasses import dataclass, field, replace
from math import sqrt
from random import Random
from statistics import fmean

import pytest

from adaptation.person import LOOK_TICKS, Person
from adaptation.person_body import Body, Surroundings, live, wake
from adaptation.person_senses import Sensors
from adaptation.person_sight import Rhythm, look, notice
from adaptation.person_traits import ANXIOUS, CALM, FAMILIES, TYPICAL, Hand, Traits
from adaptation.rules import Rules as RulesMind
from game.core.facts import CalibrationReached, Caught, ConsentGiven, Fact, MinigameBegan
from game.core.ports import Mind
from game.core.reading import Quantity
from game.core.retell import retell, verify
from game.core.setup import Setup
from game.core.show import show
from game.core.tape import decode
from game.core.trace import Kind
from game.core.world import World, begin, step
from game.loop import House, Unhurried, run
from tests.sittings import GENTLY, LEVELS, RULES, Kept, Seen, Silent, lead_on, worlds

WAYS = {"title": "consent", "consent": "calibration", "calibration": "tide", "tide": "closing"}


@dataclass
class Watched(Kept):
    """A memory that also looks inside the person, as a test may."""

    person: Person | None = None
    facts: list[Fact] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    worlds: list[World] = field(default_factory=list)

    def stepped(self, world: World, tape: bytes) -> None:
        """Keep it all, once a second."""
        super().stepped(world, tape)
        self.facts += world.facts
        if world.tick % 60 == 0 and self.person:
            self.bodies.append(self.person.body)
            self.worlds.append(world)


def sit(traits: Traits, seed: int, ticks: int, mind: Mind, level: str = "tide") -> Watched:
    """A person plays for so many ticks; in Tide the devices are on from the start."""
    on = level == "tide"
    person = Person(traits, seed, ticks, camera=on and traits.camera, microphone=on and traits.microphone)
    memory = Watched(person=person)
    setup = Setup(
        seed, level, minutes=3.0 if on else 1.0, due=("consent", "calibration"), devices=("camera", "microphone")
    )
    world = begin(setup, LEVELS[level], RULES.patterns)
    run(world, House(person, mind, memory, Seen(), Unhurried(), lead_on(WAYS)))
    return memory


@pytest.fixture(scope="module")
def whole() -> Watched:
    """A typical person from the title to the farewell."""
    return sit(TYPICAL, 1, 9_500, RulesMind(), "title")


@pytest.fixture(scope="module")
def tense() -> Watched:
    """Two minutes of an anxious person with the rules mind."""
    return sit(ANXIOUS, 2, 2 * 3600, RulesMind())


def test_two_runs_are_equal(tense: Watched) -> None:
    """The same seed and game: the same bytes. Another seed: others."""
    short = 900
    runs = [sit(ANXIOUS, seed, short, RulesMind()).records for seed in (2, 2, 3)]
    assert runs[0] == runs[1]
    assert runs[0] != runs[2]
    assert runs[0][2:short] == tense.records[2:short]


def test_a_whole_sitting_goes_from_title_to_farewell_and_verifies(whole: Watched) -> None:
    """It answers what it is asked, plays, says goodbye; told again the sitting is the same."""
    levels = [payload.decode() for kind, payload in whole.records if kind == Kind.LEVEL]
    assert levels[:5] == ["title", "consent", "calibration", "tide", "closing"]
    assert [fact for fact in whole.facts if isinstance(fact, ConsentGiven)][:2] == [
        ConsentGiven("camera", granted=True),
        ConsentGiven("microphone", granted=True),
    ]
    stages = [fact.stage.value for fact in whole.facts if isinstance(fact, CalibrationReached)]
    assert stages[:4] == ["face", "room", "breaths", "none"]
    assert sum(isinstance(fact, Caught) for fact in whole.facts) >= 4
    assert verify(whole.records, RULES).differs_at is None


def test_who_says_no_is_not_sensed() -> None:
    """Without consent no sensor of that device says a word, in the whole sitting; and the game goes on."""
    shy = replace(TYPICAL, camera=False)
    memory = sit(shy, 4, 2400, RulesMind(), "title")
    assert ConsentGiven("camera", granted=False) in memory.facts
    sensors = {held.sensor for world in memory.worlds for held in world.senses.evidence}
    assert "face" not in sensors
    assert "breath" in sensors


def test_no_sensor_speaks_before_somebody_said_yes(whole: Watched) -> None:
    """The first word of face and breath comes after the first and the second answer."""
    said: set[str] = set()
    for world in retell(whole.records, RULES):
        said |= {fact.device for fact in world.facts if isinstance(fact, ConsentGiven)}
        sensors = {held.sensor for held in world.senses.evidence}
        assert "camera" in said or "face" not in sensors
        assert "microphone" in said or not sensors & {"breath", "voice"}
        if len(said) == 2:
            return
    pytest.fail("nobody was asked")


def test_the_rules_ease_a_tense_person(tense: Watched) -> None:
    """Within two minutes difficulty and tempo are far below where they began, and they never rose."""
    shares = [(world.directive.difficulty, world.directive.tempo) for world in tense.worlds]
    assert shares[-1][0] <= 0.1
    assert shares[-1][1] < shares[0][1]
    assert any(world.senses.feeling.tense for world in tense.worlds)


def test_a_fast_breather_is_offered_a_minigame(tense: Watched) -> None:
    """Breath above 15/min and the last one long ago."""
    assert fmean(body.breath_hz for body in tense.bodies[:40]) > 15.0 / 60.0
    assert any(isinstance(fact, MinigameBegan) for fact in tense.facts)


def test_what_is_believed_is_what_is_so(tense: Watched) -> None:
    """After a minute the estimate follows the latent person: rate within 2.5/min, arousal within .3, on average."""
    later = list(zip(tense.worlds, tense.bodies, strict=True))[60:]
    rate = fmean(abs(world.senses.estimate.breath_hz.mean - body.breath_hz) for world, body in later)
    arousal = fmean(abs(world.senses.estimate.arousal.mean - body.arousal) for world, body in later)
    assert rate * 60.0 < 2.5
    assert arousal < 0.3


def test_a_slow_breath_calms_and_a_crowd_presses() -> None:
    """The model has the signs it claims: alone with a guide that is followed, left alone, and amid a crowd."""

    def after_two_minutes(seed: int, things: int, guide_hz: float | None) -> float:
        dice = Random(seed)
        body = wake(ANXIOUS, dice)
        for _ in range(7200):
            phase = body.phase if guide_hz else None
            body = live(body, ANXIOUS, Surroundings(things, guide_hz, phase), dice)
        return body.arousal

    guided, alone, pressed = (
        fmean(after_two_minutes(seed, things, guide) for seed in range(8))
        for things, guide in ((1, 9.0 / 60.0), (1, None), (8, None))
    )
    assert guided < alone - 0.1
    assert pressed > alone + 0.1


def test_it_leaves_after_its_ticks_and_otherwise_stays() -> None:
    """None stays; 7 leaves after 7."""
    world = begin(Setup(1, "tide"), LEVELS["tide"], RULES.patterns)
    short, long = Person(CALM, 1, 7), Person(CALM, 1)
    assert [short.take(world) is None for _ in range(9)] == [False] * 7 + [True] * 2
    assert all(long.take(world) for _ in range(50))


@pytest.mark.parametrize("hand", Hand)
def test_it_plays_with_one_hand_only(hand: Hand) -> None:
    """A pointer person presses no arrows, a keys person has no pointer; both catch lanterns."""
    memory = sit(replace(TYPICAL, hand=hand), 3, 3600, Silent(GENTLY))
    taken = [decode(payload) for kind, payload in memory.records if kind == Kind.TICK]
    arrows = {key for inputs in taken for key in inputs.held} & {"left", "right", "up", "down"}
    assert bool(arrows) == (hand is Hand.KEYS)
    assert any(inputs.pointer for inputs in taken) == (hand is Hand.POINTER)
    assert sum(isinstance(fact, Caught) for fact in memory.facts) >= 4


def test_it_reacts_no_sooner_than_a_quarter_of_a_second() -> None:
    """Nothing the hand does depends on a picture younger than the shortest delay."""
    person = Person(replace(TYPICAL, hand=Hand.KEYS), 3)
    world = begin(Setup(3, "tide"), LEVELS["tide"], RULES.patterns)
    seen, pressed = 0, 0
    while not pressed:
        inputs = person.take(world)
        assert inputs is not None
        world = step(world, inputs)
        if set(inputs.held) & {"left", "right", "up", "down"}:
            pressed = world.tick
        if not seen and look(show(world), world.tick).things:
            seen = world.tick
    assert 15 <= pressed - seen <= 15 + 24 + LOOK_TICKS


@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_feelings_stay_in_range_and_settle_where_the_traits_say(name: str) -> None:
    """Ten minutes alone: arousal and valence in [-1, 1], means near rest, spread near the stationary one."""
    traits = FAMILIES[name]
    dice = Random(1)
    body = wake(traits, dice)
    told = []
    for _ in range(10 * 3600):
        body = live(body, traits, Surroundings(0, None, None), dice)
        told.append(body)
    assert all(-1.0 <= body.arousal <= 1.0 and -1.0 <= body.valence <= 1.0 for body in told)
    mean = fmean(body.arousal for body in told)
    assert mean == pytest.approx(
        traits.arousal_rest, abs=2.5 * traits.arousal_spread * sqrt(2 * traits.return_s / 600.0)
    )
    assert all(3.0 / 60.0 <= body.breath_hz <= 40.0 / 60.0 for body in told)


@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_breathing_slowly_with_a_guide_calms(name: str) -> None:
    """Five minutes with a guide somewhat slower than at rest: less arousal than the same person left alone."""
    traits = FAMILIES[name]
    arousal = {}
    for guide_hz in (None, 0.85 * traits.rest_hz):
        dice, phase, told = Random(3), 0.0, []
        body = wake(traits, dice)
        for _ in range(5 * 3600):
            phase = (phase + (guide_hz or 0.0) / 60.0) % 1.0
            body = live(body, traits, Surroundings(0, guide_hz, phase if guide_hz else None), dice)
            told.append(body.arousal)
        arousal[guide_hz] = fmean(told[3600:])
    alone, guided = arousal.values()
    assert guided < alone - 0.04


def test_breath_follows_a_guide_within_comfort_only() -> None:
    """A guide at 8/min is gone along with; one at 3/min pulls no lower than the comfortable slowest."""
    rates = {}
    for guide in (8.0, 3.0):
        dice, phase = Random(2), 0.0
        body = wake(TYPICAL, dice)
        for _ in range(3 * 3600):
            phase = (phase + guide / 3600.0) % 1.0
            body = live(body, TYPICAL, Surroundings(2, guide / 60.0, phase), dice)
        rates[guide] = body.breath_hz * 60.0
    assert rates[8.0] == pytest.approx(8.0, abs=2.5)
    assert rates[3.0] > 0.9 * TYPICAL.easy_low_hz * 60.0


def test_the_rhythm_of_the_guide_is_made_out_from_the_picture() -> None:
    """Looking six times a second, after three breaths: the rate within 1/min, the phase within .15."""
    rhythm = Rhythm()
    world = None
    for world in worlds(Setup(3, "tide"), ticks=2400):
        if world.tick % LOOK_TICKS == 0:
            rhythm = notice(rhythm, look(show(world), world.tick))
    assert world is not None
    assert 3600.0 / rhythm.breath_ticks == pytest.approx(world.guide.breath_hz * 60.0, abs=1.0)
    phase = rhythm.phase(world.tick)
    assert phase is not None
    assert abs((phase - world.guide.phase + 0.5) % 1.0 - 0.5) < 0.15


def test_sensors_are_noisy_honest_and_sometimes_silent() -> None:
    """The noise has the sd that is said; each device keeps its heartbeat when it has lost the person."""
    body = Body(arousal=0.3, valence=0.1, breath_hz=0.25, wander_hz=0.0, phase=0.2, together=0.0)
    sensors = Sensors(TYPICAL, Random(1))
    told = [sensors.read(body, tick, camera=True, microphone=True) for tick in range(10 * 3600)]
    arousal = [s for samples in told for s in samples if s.quantity is Quantity.AROUSAL]
    spread = sqrt(fmean((sample.value - 0.3) ** 2 for sample in arousal))
    assert spread == pytest.approx(arousal[0].sd, rel=0.15)
    faces = sum(s.quantity is Quantity.PRESENCE for samples in told for s in samples)
    assert 0.8 < len(arousal) / faces < 1.0
    assert faces == 9000
    assert sum(s.quantity is Quantity.LEVEL_DBFS for samples in told for s in samples) == 6000
    assert all(not sensors.read(body, tick, camera=False, microphone=False) for tick in range(60))
