"""Lanes and sensors as the page gets them: strict JSON, sentences in both languages, nothing that scores a child."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from affect.trends.recovery import End, Recovery, Span, Stretch
from game.core.belief import Belief
from game.core.facts import ConsentGiven, Fact, FeelingTold, Ignored, MinigameBegan, MinigameEnded, NotMe, TooMuch
from game.core.setup import Mode, Setup
from game.core.trace import Decision, Kind, Sounded, Written, encode_trust, encode_words
from game.replay.events import Headline, events, set_aside
from game.replay.happenings import headline_told
from game.replay.lanes import Lanes, read_lanes
from game.replay.lanes_json import EstimateTold, LanesTold
from game.replay.sensed import Rates, Sensors, read_sensors
from game.replay.sentences import MENUS, lasting, level_title
from game.replay.told import lanes_told, sensors_told
from game.stage.presentation import LANGUAGES
from game.stage.words import Words
from game.vault.layout import Record
from levels import find_levels, find_patterns
from tests.replay.lanes_made import (
    AS_SEEN,
    SEEN,
    Made,
    decision,
    fact,
    header,
    level,
    played,
    sitting,
    summed,
)
from tests.replay.test_events import carried, stormy

ENGLISH = Words("en")
AN_ID = re.compile(r"\b(lanes|why|places|pattern|feeling)\.[a-z]")
SURE = 0.15 * 0.15
TENSEST = Stretch(40.0, 60.0, 0.5, 0.1, "back", 100.0, at_most=False, stayed_s=30.0)


def eventful() -> Lanes:
    """A sitting in which everything happens that has a sentence."""
    facts: tuple[Fact, ...] = (
        NotMe(), Ignored("face", True), Ignored("voice", False), TooMuch(), FeelingTold("before", 4, 1),
        FeelingTold("after", 2, 3), MinigameBegan("box"), MinigameEnded("box", True),
        ConsentGiven("camera", False), ConsentGiven("microphone", False),
    )  # fmt: skip
    extra = [(0, level("tide")), (300, level("closing")), carried(60, "face", "voice", "breath", "chest"), carried(120)]
    extra += [(600 + 60 * place, fact(600 + 60 * place, told)) for place, told in enumerate(facts)]
    sounded = Sounded(0.2, 0.3, "heavier", "even")
    for place, written in enumerate((Written("journal", "<b>a heron</b>", sounded), Written("worry", "rain"))):
        tick = 1500 + place
        extra.append((tick, Record(int(Kind.WORDS), encode_words(tick, written))))
    asked = replace(AS_SEEN, difficulty=0.8, minigame="box")
    extra.append((300, decision(Decision(300, SEEN, asked, AS_SEEN, ("difficulty",), AS_SEEN))))
    extra.append((600, decision(Decision(600, SEEN, AS_SEEN, replace(AS_SEEN, tempo=0.4), (), asked))))
    extra.append((12000, summed(12000, minigames=1)))
    return read_lanes("name", sitting(200.0, extra, arousal=stormy))


def strings(told: object) -> Iterator[str]:
    """Every string in some JSON, keys left out."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for value in told.values():
            yield from strings(value)
    elif isinstance(told, list):
        for value in told:
            yield from strings(value)


def sized(told: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """Length of each list beside a ``t_s``, with the length of that."""
    for name, value in told.items():
        if name == "t_s":
            continue
        if isinstance(value, dict):
            yield from sized({"t_s": told["t_s"], **value})
        elif isinstance(value, list):
            yield len(value), len(told["t_s"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_in_the_visitors_language(language: str) -> None:
    """No message id anywhere, no empty sentence; what has words in English has others in Chinese."""
    for lanes in (eventful(), read_lanes("name", played().made)):
        told = lanes_told(lanes, Words(language), same_rules=True)
        assert not [line for line in strings(told) if AN_ID.search(line)]
        texts = [*(event["text"] for event in told["events"]), *(each["text"] for each in told["decisions"])]
        texts += [line["value"] for line in told["summary"]] + [each["title"] for each in told["trust"]]
        assert all(texts)
        if language == "zh_CN":
            assert not [text for text in texts if re.search(r"[a-z]{3}", text)]


def test_it_is_strict_json_of_its_declared_shape() -> None:
    """Also with stretches set aside, where a belief has no width: no NaN, no infinity, no key too many or too few."""
    lanes = set_aside(eventful(), [(0.0, 50.0)])
    told = lanes_told(lanes, ENGLISH, same_rules=False)
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert told.keys() == get_type_hints(LanesTold).keys()
    assert told["estimate"].keys() == get_type_hints(EstimateTold).keys()
    assert told["same_rules"] is False and told["session"] == "name"


def test_what_an_estimate_says_names_its_moment() -> None:
    """A tense stretch and the way back from it rest on the tensest moment; nothing else rests on an estimate."""
    storm = sitting(200.0, [(600, level("tide"))], lambda t_s: Belief(0.6 if 60.0 < t_s < 90.0 else 0.0, 0.01))
    lanes = read_lanes("name", storm)
    told = {event["kind"]: event["judged_s"] for event in lanes_told(lanes, Words("en"), True)["events"]}
    (peak_s,) = {event.about.peak_s for event in events(lanes) if isinstance(event.about, Stretch)}
    assert 60.0 < peak_s < 90.0
    assert told == {"level": None, "storm": peak_s, "recovery": peak_s}


def test_lists_beside_a_clock_are_as_long_as_it() -> None:
    """In every lane."""
    told = lanes_told(read_lanes("name", played().made), ENGLISH, same_rules=True)
    for lane in ("estimate", "guide", "performance", "settings", "rules"):
        lengths = list(sized(told[lane]))
        assert lengths and all(own == clock for own, clock in lengths)
    sensors = sensors_told(read_sensors(played().made.records()), ENGLISH)
    assert sensors["breath"].keys() == {"microphone", "keys"}
    for each in (*sensors["breath"].values(), *sensors["quality"].values()):
        assert all(own == clock for own, clock in sized(each))


@given(st.floats(-1.0, 1.0), st.floats(0.01, 2.0))
def test_a_band_holds_its_mean_and_stays_in_range(mean: float, sd: float) -> None:
    """Low, mean and high in this order, inside [-1, 1]; as wide as four times in five needs where nothing cuts it."""
    lanes = read_lanes("name", sitting(0.5, arousal=lambda _: Belief(mean, sd * sd)))
    told = lanes_told(lanes, ENGLISH, same_rules=True)["estimate"]["arousal"]
    [low], [middle], [high] = told["low"], told["mean"], told["high"]
    assert -1.0 <= low <= middle <= high <= 1.0
    if low > -0.99 and high < 0.99:
        assert abs((high - low) - 2.0 * 1.2816 * sd) < 0.01


def test_settings_begin_as_the_sitting_did() -> None:
    """First what was in force before the first decision, then what each one set; rates per minute."""
    lanes = read_lanes("name", played().made)
    told = lanes_told(lanes, ENGLISH, same_rules=True)
    first = lanes.decisions[0]
    assert told["settings"]["t_s"][:2] == [0.0, first.tick / 60.0]
    assert told["settings"]["difficulty"][0] == round(first.seen.difficulty, 3)
    assert told["settings"]["tempo"][-1] == round(lanes.decisions[-1].used.tempo, 3)
    assert told["rules"]["guide_per_min"][0] == round(first.rules.breath_hz * 60.0, 3)
    guides = {world.tick: world.guide.breath_hz * 60.0 for world in played().worlds}
    for t_s, per_min in zip(told["guide"]["t_s"], told["guide"]["per_min"], strict=True):
        assert abs(guides[round(t_s * 60.0) - 1] - per_min) < 0.01


def test_decisions_that_change_nothing_say_so() -> None:
    """Their line and their mark agree."""
    held, moved = lanes_told(eventful(), ENGLISH, same_rules=True)["decisions"]
    assert (held["text"], held["changed"], len(held["shield"])) == ("no change", False, 2)
    assert (moved["text"], moved["changed"], moved["shield"]) == ("a little slower", True, [])
    assert moved["rules"] == "let us breathe (a breath with rests), a little more to do"


def test_no_line_scores_the_player() -> None:
    """What was caught is kept, and is in no sentence of the page; the summary tells of reading, not of doing well."""
    told = lanes_told(eventful(), ENGLISH, same_rules=True)
    assert not [line for line in strings(told) if "37" in line]
    titles = [line["title"] for line in told["summary"]]
    assert titles == ["Length", "Places", "Feeling could be read", "Breath could be read", "Breathed together"]


def test_the_summary_tells_what_was_measured() -> None:
    """Of a sitting with a breath that was heard: minutes, place, and how breath and guide went."""
    told = {
        line["title"]: line["value"]
        for line in lanes_told(read_lanes("name", played().made), ENGLISH, same_rules=True)["summary"]
    }
    assert told["Length"] == "2 min" and told["Places"] == "Tide"
    assert told["Breathed together"] == "once" and told["Breath could be read"] == "2 of 2 min"
    assert re.fullmatch(r"\d+ a minute", told["Own breath at the end"])
    assert told["Breath and the guide"] == "partly together"


def test_what_a_child_wrote_comes_as_it_was_typed() -> None:
    """Neither escaped nor shortened: the page sets it as text."""
    journal, worry = lanes_told(eventful(), ENGLISH, same_rules=True)["words"]
    assert journal["text"] == "<b>a heron</b>" and worry["text"] == "rain" and worry["sounded"] == ""
    assert journal["sounded"] == "it might sound: heavier, the player says: even"


def test_modes_and_minds_have_names() -> None:
    """Mode, mind and source as they are kept, with a sentence beside each."""
    setup = Setup(3, "tide", mode=Mode.TRAIN)
    for mind, source in (("policy 1a2b", "simulated"), ("rules", "live")):
        made = Made(header(setup, mind, source))
        told = lanes_told(read_lanes("name", made), ENGLISH, same_rules=True)
        assert (told["mode"], told["mind"], told["source"]) == ("train", mind, source)
        assert told["mode_title"].startswith("Train") and "person" in told["source_title"]
        assert ("learned" in told["mind_title"]) == (mind != "rules")
        assert ("simulated" in told["source_title"]) == (source != "live")


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_can_be_named_has_a_name(language: str) -> None:
    """Every level and pattern of this version, and every minigame a sitting could tell of."""
    words = Words(language)
    for name in find_levels():
        assert not AN_ID.search(level_title(words, name)) and level_title(words, name) != name
    assert set(MENUS) < set(find_levels())
    for pattern in find_patterns():
        extra = [(60, fact(60, MinigameBegan(pattern.name)))]
        told = lanes_told(read_lanes("name", sitting(2.0, extra)), words, same_rules=True)
        assert told["minigames"][0]["title"] == words.say(pattern.title)


def test_what_only_another_version_knows_has_its_plain_name() -> None:
    """Levels, patterns and sensors of a later Stillwater are shown by name, and nothing raises."""
    pairs = (("skin_warmth", "skin_sensor"),)
    extra = [
        (0, level("cloud_walk")),
        (60, fact(60, MinigameBegan("moon_breath"))),
        (60, Record(int(Kind.TRUST), encode_trust(60, pairs))),
    ]
    told = lanes_told(read_lanes("name", sitting(2.0, extra)), ENGLISH, same_rules=False)
    assert told["levels"][0]["title"] == "cloud walk" and told["minigames"][0]["title"] == "moon breath"
    assert told["trust"][0]["title"] == "skin warmth: skin sensor"


def test_sensors_go_by_their_devices() -> None:
    """Microphone, camera and keys, per minute; one without a device by its own name."""
    rates = Rates((1.0,), (0.2,), (0.01,))
    told = sensors_told(Sensors(tuple((name, rates) for name in ("breath", "chest", "key", "belt")), ()), ENGLISH)
    assert list(told["breath"]) == ["microphone", "camera", "keys", "belt"]
    assert told["breath"]["camera"]["per_min"] == [12.0] and told["breath"]["camera"]["sd"] == [0.6]


@pytest.mark.parametrize(
    ("stretch", "sentence"),
    [
        (TENSEST, "Back at the usual about 40 seconds after the tensest moment"),
        (replace(TENSEST, end_s=61.0), "Back at the usual about 5 seconds after the tensest moment"),
        (replace(TENSEST, end_s=200.0), "Back at the usual about 2.5 minutes after the tensest moment"),
        (replace(TENSEST, at_most=True), "Back at the usual at most 40 seconds after the tensest moment"),
        (replace(TENSEST, end="unseen"), "After the tensest moment too little could be read to say when it passed"),
        (replace(TENSEST, end="ended"), "The sitting was over before the tensest moment had passed"),
        (None, "No clearly tense moment in the 5 minutes that could be read"),
    ],
)
def test_the_headline_says_what_is_known(stretch: Stretch | None, sentence: str) -> None:
    """Each way in which a tensest moment passes, or is not known to."""
    assert headline_told(Headline(Recovery(300.0, stretch, ()), 600.0), ENGLISH) == sentence


def test_what_ran_meanwhile_is_named_once_and_not_called_a_cause() -> None:
    """Each kind once, in order, where the return was seen; nothing beside an end that was not."""
    ran = (Span("why.now_easier", 60.0, 90.0), Span("pattern.box", 65.0, 80.0), Span("why.now_easier", 70.0, 100.0))
    told = headline_told(Headline(Recovery(300.0, TENSEST, ran), 600.0), ENGLISH)
    assert told.endswith("the tensest moment; meanwhile: a little easier, a breath with rests")
    ends: tuple[End, ...] = ("unseen", "ended")
    for end in ends:
        assert "meanwhile" not in headline_told(
            Headline(Recovery(300.0, replace(TENSEST, end=end), ran), 600.0), ENGLISH
        )


@given(st.floats(0.0, 3600.0))
def test_times_are_told_in_round_numbers(seconds: float) -> None:
    """Never nought, never "60 seconds" for an hour, never a false precision."""
    [number] = re.findall(r"[\d.]+", lasting(ENGLISH, "back", seconds))
    if "seconds" in lasting(ENGLISH, "back", seconds):
        assert float(number) % 5.0 == 0.0 and 5.0 <= float(number) <= 90.0
    else:
        assert float(number) % 0.5 == 0.0 and abs(float(number) * 60.0 - seconds) <= 15.0


def test_a_sitting_of_nothing_can_be_told() -> None:
    """A session of which only the header is left: empty lanes, no headline, no error."""
    told = lanes_told(read_lanes("name", Made(header(), ended_early=True)), ENGLISH, same_rules=True)
    assert told["headline"] is None and told["decisions"] == [] and told["ended_early"] is True
    assert told["settings"]["t_s"] == []
