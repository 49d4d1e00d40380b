"""Simulated people: the same each time, seeing only the picture, and alive enough to tune a game by."""

from dataclasses import dataclass, field, replace
from math import sqrt
from random import Random
from statistics import fmean

import pytest

from adaptation.person import LOOK_TICKS, Person
from adaptation.person.body import Body
from adaptation.person.families import FAMILIES, PATIENT
from adaptation.person.senses import Sensors, Signs
from adaptation.person.sight import Glimpse, Going, Rhythm, keep_up, look, notice
from adaptation.person.traits import Hand, Traits
from adaptation.rules import Rules as RulesMind
from game.core.belief import Sample
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

TYPICAL, CALM, ANXIOUS = (PATIENT[family] for family in ("typical", "calm", "anxious_child"))
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
    """After two minutes difficulty is at most 0.6 of what it was at the begin, and tempo lower as well."""
    shares = [(world.directive.difficulty, world.directive.tempo) for world in tense.worlds]
    assert shares[-1][0] <= 0.6 * shares[0][0]
    assert shares[-1][1] < shares[0][1]
    assert any(world.senses.feeling.tense for world in tense.worlds)


def test_a_fast_breather_is_offered_a_minigame(tense: Watched) -> None:
    """Breath above 15/min and the last one long ago."""
    assert fmean(float(body.breath_hz[0]) for body in tense.bodies[:40]) > 15.0 / 60.0
    assert any(isinstance(fact, MinigameBegan) for fact in tense.facts)


def test_what_is_believed_is_what_is_so(tense: Watched) -> None:
    """After a minute the estimate follows the latent person: rate within 2.5/min, arousal within .3, on average."""
    later = list(zip(tense.worlds, tense.bodies, strict=True))[60:]
    rate = fmean(abs(world.senses.estimate.breath_hz.mean - body.breath_hz[0]) for world, body in later)
    arousal = fmean(abs(world.senses.estimate.arousal.mean - body.arousal[0]) for world, body in later)
    assert rate * 60.0 < 2.5
    assert arousal < 0.3


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


def test_a_bored_person_leaves_by_itself_and_a_patient_one_stays() -> None:
    """Nothing to catch for minutes, and a great readiness to go: no more inputs, ever."""
    restless = replace(FAMILIES["bored_expert"], quit_hazard=60.0, comfortable_things=50.0)
    world = begin(Setup(2, "tide", minutes=5.0), LEVELS["tide"], RULES.patterns)
    person = Person(restless, 2)
    while (inputs := person.take(world)) is not None:
        world = step(world, inputs)
        assert world.tick < 3 * 3600
    assert person.body.left[0]
    assert person.take(world) is None


def test_how_it_goes_is_seen_in_the_picture() -> None:
    """Things that drift are as fast as they look; what vanishes at the light was reached, what vanishes far was not."""
    going = keep_up(Going(), Glimpse(0, frozenset(), ((0.2, 0.5), (0.8, 0.5)), (0.2, 0.5), None))
    for tick in range(10, 610, 10):
        drift = 0.0006 * tick
        things = ((0.2 + drift, 0.5), (0.8 - drift, 0.5))
        going = keep_up(going, Glimpse(tick, frozenset(), things, (0.2 + drift, 0.5), None))
    assert going.wanted == 2
    assert going.pace == pytest.approx(0.036, rel=0.1)
    hopeful = going.success
    caught = keep_up(going, Glimpse(610, frozenset(), going.things[1:], going.things[0], None))
    missed = keep_up(going, Glimpse(610, frozenset(), going.things[:1], going.things[0], None))
    assert caught.success > hopeful > missed.success
    assert caught.wanted == missed.wanted == 2
    assert keep_up(caught, Glimpse(1000, frozenset(), caught.things, caught.things[0], None)).wanted == 1


def test_nothing_is_missed_while_a_minigame_runs() -> None:
    """What play took away itself does not count as a failure."""
    going = keep_up(Going(), Glimpse(10, frozenset(), ((0.2, 0.5),), (0.5, 0.5), None))
    paused = keep_up(going, Glimpse(20, frozenset({"breath.keys"}), (), (0.5, 0.5), None))
    assert paused.success == going.success
    assert paused.wanted == 0


def told(traits: Traits, seconds: int = 300) -> list[Sample]:
    """What all sensors say of one unchanging body."""
    signs = Signs(0, arousal=0.3, valence=0.1, breath_hz=0.25, phase=0.2)
    sensors = Sensors(traits, Random(1), signs)
    samples: list[Sample] = []
    for tick in range(60 * seconds):
        if tick % 10 == 0:
            sensors.show(replace(signs, tick=tick, phase=signs.phase_at(tick)))
        samples += sensors.read(tick, camera=True, microphone=True)
    return samples


def values(samples: list[Sample], quantity: Quantity) -> list[float]:
    """All values of one quantity."""
    return [sample.value for sample in samples if sample.quantity is quantity]


def test_sensors_are_noisy_honest_and_sometimes_silent() -> None:
    """The noise has the sd that is said; each device keeps its heartbeat when it has lost the person."""
    samples = told(replace(TYPICAL, face_gain=1.0, talks=0.0))
    arousal = values(samples, Quantity.AROUSAL)
    spread = sqrt(fmean((value - 0.3) ** 2 for value in arousal))
    assert spread == pytest.approx(TYPICAL.face_sd, rel=0.15)
    faces = len(values(samples, Quantity.PRESENCE))
    assert 0.75 < len(arousal) / faces < 1.0
    assert faces == 4500
    assert len(values(samples, Quantity.LEVEL_DBFS)) == 3000
    assert values(told(TYPICAL), Quantity.AROUSAL) == values(told(TYPICAL), Quantity.AROUSAL)


def test_no_device_says_nothing() -> None:
    """Both off: silence."""
    sensors = Sensors(TYPICAL, Random(1), Signs(0, 0.3, 0.1, 0.25, 0.2))
    assert all(not sensors.read(tick, camera=False, microphone=False) for tick in range(60))


def test_a_stone_face_shows_little_and_a_biased_camera_errs() -> None:
    """The mean told arousal is near nothing for the one, and too tense by the bias for the other."""
    stone, biased = (fmean(values(told(FAMILIES[name]), Quantity.AROUSAL)) for name in ("stone_face", "biased_sensor"))
    assert stone == pytest.approx(0.03, abs=0.03)
    assert biased == pytest.approx(0.9 * 0.3 + 0.3, abs=0.04)


def test_a_talker_is_heard_to_talk_and_not_to_breathe() -> None:
    """Breath readings are missing for about the share of talk; the voice is present about as long."""
    samples = told(FAMILIES["talker"], 900)
    voice = values(samples, Quantity.VOICE_PRESENCE)
    assert fmean(value > 0.5 for value in voice) == pytest.approx(0.5, abs=0.12)
    share = len(values(samples, Quantity.BREATH_HZ)) / len(values(samples, Quantity.LEVEL_DBFS))
    assert share == pytest.approx(0.5, abs=0.15)


def test_a_late_sensor_tells_of_then() -> None:
    """With two seconds of delay the readings know nothing of the last two seconds, and say that they are old."""
    calm, tense = Signs(0, -0.8, 0.0, 0.2, 0.0), Signs(0, 0.8, 0.0, 0.2, 0.0)
    late = Sensors(replace(TYPICAL, sensor_delay_s=2.0, face_sd=0.05), Random(1), calm)
    heard: list[tuple[int, Sample]] = []
    for tick in range(300):
        if tick % 10 == 0:
            late.show(replace(tense, tick=tick))
        heard += [(tick, sample) for sample in late.read(tick, camera=True, microphone=False)]
    arousal = [(tick, sample) for tick, sample in heard if sample.quantity is Quantity.AROUSAL]
    assert all((sample.value > 0.0) == (tick >= 120) for tick, sample in arousal)
    assert all(sample.age >= 120 for _, sample in arousal)
