"""Reading a sentence: one spelling, any text whatever, nothing said where nothing should be, and no verdicts."""

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from affect.errors import ModelMissingError
from affect.networks.weights import models_folder, write_weights
from affect.text.grams import chinese, counted, english
from affect.text.model import LEAST_SD, UNREAD, VALENCES, Lines, TextModel, reader
from affect.text.normalise import LONGEST, normalised, scripts
from affect.text.plea import left_alone

SIMPLIFIED = {ord("開"): "开", ord("樂"): "乐"}
ANY_TEXT = st.text(st.characters(), max_size=200)
"""Every code point, lone surrogates and unassigned ones among them."""


@pytest.fixture(scope="module")
def model() -> TextModel:
    """The shipped model."""
    if not (models_folder() / "text.npz").is_file():
        pytest.skip("assets/models/text.npz is not here: python -m affect train text makes it")
    return TextModel()


@given(ANY_TEXT)
def test_any_text_has_one_clean_spelling(text: str) -> None:
    """No capitals, no control signs, no lone surrogates, no double spaces, and never longer than is read."""
    clean = normalised(text, SIMPLIFIED)
    assert clean == clean.lower() == " ".join(clean.split())
    assert all(character.isprintable() or character.isspace() for character in clean)
    assert len(clean.encode()) >= len(clean) <= LONGEST


def test_one_sentence_has_one_spelling_however_it_was_typed() -> None:
    """Full width, capitals, traditional characters, curly quotes, marks on marks and drawn out letters are one."""
    assert normalised("Ｉ  DON\u2019T\tknow", SIMPLIFIED) == "i don't know"
    assert normalised("開心快樂", SIMPLIFIED) == "开心快乐"
    assert normalised("s" + "o" * 40 + "!" * 9, SIMPLIFIED) == "sooo!!!"
    assert normalised("g\u0323\u0489\u0336oo\u200bd\u202e", SIMPLIFIED) == "good"
    assert normalised("caf\u00e9", SIMPLIFIED) == normalised("cafe\u0301", SIMPLIFIED) == "caf\u00e9"


def test_pieces_tell_order_and_edges() -> None:
    """A pair of words is not the pair turned round, the start of a word not its middle, a run not its mirror."""
    assert "bnot good" in english("not good") and "bnot good" not in english("good not")
    assert "c<go" in english("good") and "c<go" not in english("ago")
    assert {"不", "不好"} <= set(chinese("不好")) and "不好" not in chinese("好不")


@given(st.lists(st.sampled_from(["good", "bad", "day", "not"]), min_size=1, max_size=30))
def test_counting_loses_nothing(words: list[str]) -> None:
    """Keys rise, each once, and the counts add up to the pieces there are."""
    keys, counts = counted(" ".join(words), "en")
    assert (np.diff(keys.astype(np.int64)) > 0).all()
    assert counts.sum() == len(english(" ".join(words)))


def test_what_training_never_saw_says_nothing() -> None:
    """Unknown pieces leave the offset alone; known ones move it by their weight, however many strangers stand by."""
    keys, _ = counted("好", "zh")
    lines = Lines(keys, np.ones(1, np.float32), np.array([[-2.0, 0.0, 2.0]], np.float32), np.zeros(3, np.float32))
    np.testing.assert_array_equal(lines.log_odds(*counted("车车", "zh")), 0.0)
    np.testing.assert_allclose(lines.log_odds(*counted("车好车", "zh")), [-2.0, 0.0, 2.0])


@pytest.mark.parametrize(
    "text", ["", "   \n\t", "\u200b\u200e", "12 345", "Мне сегодня хорошо", "今日はとても楽しかった", "\ud800"]
)
def test_nothing_is_said_where_nothing_can_be_read(model: TextModel, text: str) -> None:
    """Empty, invisible, numbers, other scripts: no language, even odds, the widest sd."""
    assert model.read(text) == UNREAD


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Please help me",
            "HELP!",
            "help",
            "I need some help",
            "can anyone help",
            "I want to die",
            "i don't want to live",
        ),
        *("救命", "帮帮我", "有没有人幫幫我", "我不想活了", "真想自杀"),
    ],
)
def test_who_asks_for_help_is_not_judged(model: TextModel, text: str) -> None:
    """The answer is the very same as to a sentence that cannot be read: nothing is inferred, nothing told apart."""
    assert model.read(text) == UNREAD


@pytest.mark.parametrize(
    "text", ["my friend helped me with the garden", "I dyed my hair", "妈妈帮我做饭", "I want to live by the sea"]
)
def test_help_that_was_given_is_an_ordinary_sentence(model: TextModel, text: str) -> None:
    """Only the plain wordings are left alone."""
    assert not left_alone(normalised(text, model.simplified))
    assert model.read(text).language in ("en", "zh")


@settings(deadline=None)
@given(text=ANY_TEXT)
def test_any_text_gets_an_honest_answer(model: TextModel, text: str) -> None:
    """No text raises; probabilities are some, the valence is one, and the sd is never small."""
    words = model.read(text)
    assert -1.0 <= words.valence <= 1.0
    assert words.sd >= LEAST_SD
    assert sum(words.classes) == pytest.approx(1.0)
    assert all(0.0 <= share <= 1.0 for share in words.classes)
    assert words.language in ("en", "zh", "mixed", "")
    assert model.read(text) == words


PAIRS = (
    ("I had a lovely day and I feel happy", "I had a terrible day and I feel miserable"),
    ("thank you so much, this was wonderful", "this was awful, I hated it"),
    ("I am glad that my friends came", "I am sad that my friends left"),
    ("我今天很开心,大家都很好", "我今天很难过,大家都不理我"),
    ("这首歌真好听,我很喜欢", "这首歌真难听,我很讨厌"),
    ("太感谢了,好幸福", "太气人了,好烦"),
)


@pytest.mark.parametrize(("glad", "sad"), PAIRS)
def test_the_gladder_sentence_reads_gladder(model: TextModel, glad: str, sad: str) -> None:
    """Of two plain sentences the glad one is above the sad one, on either side of nothing."""
    assert model.read(sad).valence < 0.0 < model.read(glad).valence
    assert model.read(glad).classes[VALENCES.index("positive")] > model.read(sad).classes[VALENCES.index("positive")]


@pytest.mark.parametrize(
    ("one", "other"),
    [("今天真的很開心", "今天真的很开心"), ("WHAT A NICE DAY", "what a nice day"), ("Ｇｏｏｄ　ｄａｙ", "good  day")],
)
def test_a_spelling_changes_nothing(model: TextModel, one: str, other: str) -> None:
    """Traditional and simplified, capitals, full width: the same reading."""
    assert model.read(one) == model.read(other)


def test_a_sentence_in_two_languages_is_read_in_both(model: TextModel) -> None:
    """Neither half is lost, and two halves are no surer than one."""
    mixed = model.read("今天 so happy 好开心 love it")
    assert mixed.language == "mixed"
    assert mixed.valence > 0.0
    assert mixed.sd >= model.read("so happy love it").sd
    assert model.read("我用 app 写日记,今天很开心").language == "zh"


def test_a_picture_alone_is_read_with_all_caution(model: TextModel) -> None:
    """Pictures without a word are no fault, and weak evidence."""
    words = model.read("😀🎉")
    assert words.language == "mixed"
    assert abs(words.valence) < words.sd


@pytest.mark.parametrize(
    "text", ["很好" * 5_000, "good day " * 1_200, "a\u0301" * 5_000, "\ufdfa" * 10_000, "😀" * 10_000]
)
def test_ten_thousand_characters_cost_no_more_than_a_moment(model: TextModel, text: str) -> None:
    """However long and odd: it is read by its beginning, within a fraction of a second."""
    begun = time.process_time()
    words = model.read(text)
    assert time.process_time() - begun < 0.25
    assert words == model.read(text[:LONGEST])


def test_a_reading_leaves_no_trace(model: TextModel, capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing is printed, and the words are not in what is told, nor in the model."""
    words = model.read("zanzibar was wonderful")
    assert "zanzibar" not in repr(words) + repr(vars(model))
    assert capfd.readouterr() == ("", "")


def test_without_weights_nothing_is_read(tmp_path: Path) -> None:
    """No file, a damaged one and one of another version are no fault: sentences are just not read."""
    assert reader(tmp_path)("what a nice day") == UNREAD
    (tmp_path / "text.npz").write_bytes(b"nothing of use")
    assert reader(tmp_path)("what a nice day") == UNREAD
    write_weights(tmp_path / "text.npz", {"en.keys": np.arange(3, dtype=np.uint32)})
    assert reader(tmp_path)("what a nice day") == UNREAD
    with pytest.raises(ModelMissingError, match="text"):
        TextModel(tmp_path)


def test_weights_that_do_not_fit_are_refused() -> None:
    """Keys in disorder or of another number than the weights never become a reader."""
    ones = np.ones(2, np.float32)
    with pytest.raises(ValueError, match="rising"):
        Lines(np.array([2, 1], np.uint32), ones, np.ones((2, 3), np.float32), np.zeros(3, np.float32))
    with pytest.raises(ValueError, match="length"):
        Lines(np.array([1, 2], np.uint32), ones, np.ones((3, 3), np.float32), np.zeros(3, np.float32))


def test_scripts_are_told_apart() -> None:
    """Letters are counted by script; numbers, marks and pictures are none."""
    assert scripts("好 good 7 😀 é") == (1, 5, 0)
    assert scripts("да こ") == (0, 0, 3)


def test_reading_needs_numpy_alone() -> None:
    """Neither play nor ``evaluate`` loads torch, scipy, scikit-learn or OpenCC."""
    words = (
        "import sys, affect.text.model, affect.training.text; affect.text.model.reader()('fine');"
        "sys.exit(any(name in sys.modules for name in ('torch', 'scipy', 'sklearn', 'opencc')))"
    )
    assert subprocess.run([sys.executable, "-c", words], check=False).returncode == 0
