"""A sentence for the journal: read beside the game, told in closed words, sealed with its guess, else forgotten."""

import io
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from affect.text.model import UNREAD, Reader, Words
from game.commands.words import LEAST_SURE, SHOWN, SLOT, OwnWords, tone
from game.core.facts import TONES, Asked, Fact, LevelEnded, SentenceTold, WordsAsked, WordsLetGo
from game.core.inputs import Inputs
from game.core.setup import Setup
from game.core.tape import encode
from game.core.trace import Kind, Sounded, Written, decode_fact, encode_fact
from game.stage.telling import Telling
from tests.beside import AtOnce, Later
from tests.sittings import pressing, quiet, record

GLAD = Words(0.4, 0.35, (0.1, 0.2, 0.7), "en")
SENTENCE = "zanzibar was wonderful"


@dataclass
class Stage:
    """A theatre on which somebody types at once; it remembers what was shown."""

    text: str | None = SENTENCE
    shown: dict[str, Telling] = field(default_factory=dict)

    @property
    def screen(self) -> "Stage":
        """Itself."""
        return self

    def tell_also(self, slot: str, telling: Telling) -> None:
        """Remember it."""
        self.shown[slot] = telling

    def ask_words(self, heading: str, answer: Callable[[str | None], None]) -> None:
        """Answer at once."""
        assert heading == "words.journal"
        answer(self.text)


def writing(stage: Stage, words: Words = GLAD) -> tuple[OwnWords, list[Written]]:
    """Somebody has just written, and it reads as ``words``."""
    sealed: list[Written] = []
    own = OwnWords(stage, sealed.append, AtOnce(), lambda: lambda sentence: words)
    own.act(WordsAsked("journal"))
    return own, sealed


def remembered(own: OwnWords) -> str:
    """All it holds, but for the theatre of this test."""
    return repr({name: value for name, value in vars(own).items() if name != "_theatre"})


def test_what_is_kept_is_sealed_with_the_guess_and_what_its_writer_says() -> None:
    """The rules hear two closed words; the vault gets sentence, guess and correction; nothing stays in memory."""
    stage = Stage()
    own, sealed = writing(stage)
    assert (own.take(), own.take()) == (("words:yes", "reading:brighter"), ())
    assert stage.shown == {SLOT: Telling(text=SENTENCE)}
    for fact in (SentenceTold("journal", "brighter", "even"), WordsLetGo("journal", True), LevelEnded("on")):
        own.act(fact)
    assert sealed == [Written("journal", SENTENCE, Sounded(0.4, 0.35, "brighter", "even"))]
    assert stage.shown == {SLOT: Telling()}
    assert "zanzibar" not in remembered(own)


@pytest.mark.parametrize("end", (WordsLetGo("journal", False), LevelEnded("calm_now")), ids=("let go", "level left"))
def test_what_is_not_kept_is_forgotten(end: Fact) -> None:
    """Also where the level is left on another way."""
    stage = Stage()
    own, sealed = writing(stage)
    own.take()
    own.act(end)
    own.act(WordsLetGo("journal", True))
    assert sealed == []
    assert stage.shown == {SLOT: Telling()}
    assert "zanzibar" not in remembered(own)


@pytest.mark.parametrize("words", (UNREAD, Words(0.0, 0.4, (0.4, 0.3, 0.3), "en")), ids=("not read", "not likely"))
def test_what_is_not_read_is_sealed_without_a_guess(words: Words) -> None:
    """A sentence that asks for help is one of these: it is kept like any other, and nothing is said of it."""
    own, sealed = writing(Stage(), words)
    assert own.take() == ("words:yes", "reading:none")
    own.act(WordsLetGo("journal", True))
    assert sealed == [Written("journal", SENTENCE)]


def test_a_reader_that_breaks_takes_nothing_away() -> None:
    """The sentence is there and is kept; only the guess is not."""
    sealed: list[Written] = []

    def broken() -> Reader:
        raise OSError("no weights")

    own = OwnWords(Stage(), sealed.append, AtOnce(), broken)
    own.act(WordsAsked("journal"))
    assert own.take() == ("words:yes", "reading:none")
    own.act(WordsLetGo("journal", True))
    assert sealed == [Written("journal", SENTENCE)]


def test_no_picture_waits_for_the_reader() -> None:
    """It is opened beside the game when the field opens, once for all sentences; words are told before it is done."""
    beside, opened = Later(), list[int]()

    def reader() -> Reader:
        opened.append(1)
        return lambda sentence: GLAD

    own = OwnWords(Stage(), lambda written: None, beside, reader)
    assert not opened
    own.act(WordsAsked("journal"))
    assert (own.take(), own.take(), opened) == (("words:yes",), (), [])
    beside.work()
    assert (own.take(), own.take(), opened) == (("reading:brighter",), (), [1])
    own.act(WordsAsked("journal"))
    beside.work()
    assert opened == [1]


def test_a_guess_that_comes_after_the_words_were_let_go_is_nobodys() -> None:
    """Nothing of it reaches the next level."""
    beside = Later()
    own = OwnWords(Stage(), lambda written: None, beside, lambda: lambda sentence: GLAD)
    own.act(WordsAsked("journal"))
    own.take()
    own.act(WordsLetGo("journal", False))
    beside.work()
    assert own.take() == ()


def test_a_long_sentence_is_kept_whole() -> None:
    """Only its beginning is shown."""
    stage = Stage("好" * 200)
    own, sealed = writing(stage)
    assert stage.shown[SLOT].text == "好" * (SHOWN - 1) + "…"
    own.act(WordsLetGo("journal", True))
    assert sealed[0].text == "好" * 200


def test_tones_are_the_likeliest_of_three() -> None:
    """In order, from the same likelihood on; under it nothing is told."""
    for place, name in enumerate(TONES):
        share = [0.5 * (1.0 - LEAST_SURE)] * 3
        share[place] = LEAST_SURE
        assert tone(Words(0.0, 0.4, (share[0], share[1], share[2]), "zh")) == name
    assert tone(None) == tone(UNREAD) == "none"


def test_no_letter_of_it_is_in_tape_facts_or_log(capfd: pytest.CaptureFixture[str]) -> None:
    """A whole reflection, played with what the words told the rules: only closed words are there."""
    heap = io.StringIO()
    listening = logging.StreamHandler(heap)
    logging.getLogger().addHandler(listening)
    own, _ = writing(Stage())
    told = [*pressing("right", "act"), Inputs(choices=own.take()), *quiet(30), *pressing("left", "act"), *quiet(5)]
    _, memory = record(Setup(3, "reflection"), told)
    logging.getLogger().removeHandler(listening)
    everything = b"".join(payload for _, payload in memory.records)
    assert b"zanzibar" not in everything and b"wonderful" not in everything
    assert b"reading:brighter" in everything
    assert capfd.readouterr() == ("", "") and heap.getvalue() == ""
    fact = SentenceTold("journal", "brighter", "even")
    assert decode_fact(encode_fact(1, fact)) == (1, fact)
    assert len(encode(Inputs(choices=("reading:brighter",)))) < 64
    assert Kind.WORDS not in {kind for kind, _ in memory.records}


def test_who_is_alone_with_the_machine_is_not_asked() -> None:
    """Headless there is nobody to write; other facts are left alone."""
    own = OwnWords(None, lambda written: None, AtOnce())
    assert not own.welcome
    own.act(Asked("language"))
    own.act(WordsAsked("journal"))
    assert own.take() == ("words:no",)
