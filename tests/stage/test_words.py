"""The catalogues: every message the game uses has warm words in both languages."""

import re
from pathlib import Path

import pytest

from assets.studio.locale_build import compiled, merged, read
from game.core.inputs import Inputs
from game.core.setup import Mode, Setup
from game.core.shapes import Scene, Text
from game.core.show import show
from game.core.world import begin, step
from game.stage.presentation import LANGUAGES
from game.stage.words import Words, spoken
from levels import find_levels, find_patterns
from tests.stage.message_ids import used

LOCALE = Path(__file__).resolve().parent.parent.parent / "assets" / "locale"
FORBIDDEN = {
    "en": (
        "disorder", "disease", "depress", "panic", "adhd", "autis", "patient", "therap", "treat", "cure", "heal",
        "diagnos", "symptom", "medic", "clinic", "proven", "fail", "wrong", "bad ", "must ", "hurry", "mistake",
        "too slow", "lazy", "score", "lose", "shame", "guilty", "naughty",
    ),
    "zh_CN": (
        "症", "疾病", "病人", "患者", "治", "疗", "诊断", "抑郁", "疗效", "临床", "失败", "错", "笨", "必须", "不许",
        "不准", "太慢", "快点", "懒", "丢脸", "得分",
    ),
}  # fmt: skip
"""Nothing here names an illness, claims to treat one, or scolds."""
VIEW = ("door.po", "lanes.po", "saying.po", "sitting.po", *sorted(path.name for path in LOCALE.glob("en/*/view*.po")))
"""Catalogues of the replay view, which grown-ups read: it may name a therapist, who is a person, and explain."""
PERSON = {"en": "therapist", "zh_CN": "治疗师"}
LONGEST, LONGEST_IN_VIEW = 110, 360


def catalogue(language: str) -> dict[str, str]:
    """Messages by id, without the header."""
    messages = merged(LOCALE / language / "LC_MESSAGES")
    return {key: text for key, text in messages.items() if key}


def test_every_id_in_the_code_has_words() -> None:
    """Literals that look like ids of a known family are in the catalogue; each template fits at least one."""
    words = catalogue("en")
    families = {key.partition(".")[0] for key in words}
    literals, templates = used()
    missing = {each for each in literals if each.partition(".")[0] in families} - set(words)
    assert not missing
    for template in templates:
        family = template.partition("\\")[0]
        if family in families:
            assert any(re.fullmatch(template, key) for key in words), template


PLAYED = [(name, "") for name in sorted(find_levels())] + [
    ("calibration", f"hearing:{verdict}") for verdict in ("clear", "faint", "deaf")
]


@pytest.mark.parametrize(("name", "hearing"), PLAYED)
def test_what_a_level_says_has_words(name: str, hearing: str) -> None:
    """Played with some keys, everything a level shows as text is in both catalogues."""
    setup = Setup(3, name, mode=Mode.TRAIN, devices=("camera", "microphone"), minutes=1.0)
    world = begin(setup, find_levels()[name], find_patterns())
    known = set(catalogue("en")) & set(catalogue("zh_CN"))
    for tick in range(1500):
        held = ("act",) if tick % 200 == 150 else ("skip",) if tick % 330 == 329 else ()
        world = step(world, Inputs(held=held, choices=(hearing,) if hearing else ()))
        if tick % 10 == 0:
            said = _said(show(world))
            assert said <= known, said - known
        if tick == 1490:
            world = step(world, Inputs(held=("escape",)))


def _said(scene: Scene) -> set[str]:
    texts = {shape.key for shape in scene.shapes if isinstance(shape, Text)}
    return texts | {cue.caption for cue in scene.cues if cue.caption}


def test_both_languages_have_the_same_messages_and_places() -> None:
    """Same ids, same numbered places, nothing empty."""
    english, chinese = (catalogue(language) for language in LANGUAGES)
    assert english.keys() == chinese.keys()
    for key, text in english.items():
        assert text.strip() and chinese[key].strip(), key
        assert set(re.findall(r"\{\d+\}", text)) == set(re.findall(r"\{\d+\}", chinese[key])), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_neither_claim_nor_scold(language: str) -> None:
    """No illness, no promise to treat one, no reproach - and what a child reads is short enough for a child."""
    folder = LOCALE / language / "LC_MESSAGES"
    viewed = {key for name in VIEW for key in read((folder / name).read_text(encoding="utf-8"))}
    for key, text in catalogue(language).items():
        start = r"\b" if language == "en" else ""
        said = text.lower().replace(PERSON[language], "") if key in viewed else text.lower()
        assert not [word for word in FORBIDDEN[language] if re.search(start + word, f"{said} ")], (key, text)
        assert len(text) <= (LONGEST_IN_VIEW if key in viewed else LONGEST), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_fresh(language: str) -> None:
    """The .mo is what assets/studio/locale_build.py makes of the .po now."""
    folder = LOCALE / language / "LC_MESSAGES"
    assert (folder / "stillwater.mo").read_bytes() == compiled(merged(folder))


@pytest.mark.parametrize("language", LANGUAGES)
def test_gettext_says_what_the_source_says(language: str) -> None:
    """The standard library reads the compiled catalogue message for message."""
    words = Words(language)
    for key, text in catalogue(language).items():
        assert words.say(key) == re.sub(r"\{\d+\}", "", text)


def test_numbers_are_set_in(caplog: pytest.LogCaptureFixture) -> None:
    """Whole numbers stand without a point; an unknown id is shown as it is and said once on the log."""
    words = Words("en")
    assert words.say("said.volume_up", (30.000001,)) == "Sound 30"
    assert (spoken(2.5), spoken(-0.04), spoken(6.0)) == ("2.5", "0", "6")
    assert words.say("no.such") == words.say("no.such") == "no.such"
    assert len(caplog.records) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_parts_are_the_words_and_the_places_of_the_numbers(language: str) -> None:
    """Put together, the parts of every message are what is said; each number stands where the catalogue has it."""
    words = Words(language)
    for key, text in catalogue(language).items():
        parts = words.parts(key)
        assert "".join(part if isinstance(part, str) else f"{{{part}}}" for part in parts) == text
        numbers = tuple(float(place) for place in range(9))
        told = "".join(part if isinstance(part, str) else spoken(numbers[part]) for part in parts)
        assert told == words.say(key, numbers)


def test_a_language_whose_words_are_missing_is_english(caplog: pytest.LogCaptureFixture) -> None:
    """It is said once which language it was, and what brings it back; everything is said in English."""
    words = Words("tlh")
    assert words.say("title.begin") == Words("en").say("title.begin") != "title.begin"
    (said,) = caplog.records
    assert "The words of tlh are missing" in said.getMessage()
    assert "Reinstalling brings them back." in said.getMessage()
