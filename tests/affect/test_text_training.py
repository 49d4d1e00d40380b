"""Training and scoring of sentences: a text on one side only, honest sds, and wrong where nothing was read."""

import csv
import gzip
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from affect.__main__ import main
from affect.errors import CorpusError
from affect.networks.weights import write_weights
from affect.scoring import EIGHTY, Options
from affect.text.model import UNREAD, VALENCES, TextModel, Words
from affect.training.text_calibrate import COVERAGE, UNMEASURED, blind_to_fold, blind_to_source, calibrate
from affect.training.text_data import ASIDE, FOLDS, Sentence, read_sentences
from affect.training.text_fit import Counted, answers, count, fit, importance, shares_of, target_of
from affect.training.text_score import evaluate, figures, item_of
from affect.training.text_train import Reader, arrays_of, simplified_characters, train

COLUMNS = ("text", "lang", "source", "emotion", "valence", "arousal", "valence3", "licence")
MOODS = {
    "positive": ("lovely", "glad", "sunny", "kind"),
    "neutral": ("table", "paper", "number", "street"),
    "negative": ("awful", "lonely", "broken", "cruel"),
}
RATED = {"positive": 0.4, "neutral": 0.0, "negative": -0.4}


def made(size: int, seed: int, sources: Sequence[str] = ("one", "two", "three"), noise: float = 0.15) -> list[Sentence]:
    """Sentences of six words of one mood among words of none; a share of the labels is chance."""
    dice = np.random.default_rng(seed)
    sentences = []
    for index in range(size):
        mood = VALENCES[int(dice.integers(3))]
        words = [*dice.choice(MOODS[mood], 2), *(f"thing{int(n)}" for n in dice.integers(0, 40, 4))]
        label = VALENCES[int(dice.integers(3))] if dice.random() < noise else mood
        rated = RATED[label] + float(dice.normal(0.0, 0.1))
        source = sources[index % len(sources)]
        text = " ".join(dice.permutation(words).tolist())
        sentences.append(Sentence(text, "en", source, label, rated, index % 10 == 0, index % FOLDS))
    return sentences


@pytest.fixture(scope="module")
def table() -> Counted:
    """Six hundred made sentences, counted."""
    return count(made(600, 1), "en", {})


def write(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """A table of texts, packed where its name says so."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "wt", newline="", encoding="utf-8") as lines:
        csv.writer(lines).writerows(rows)


def rows_of(sentences: Sequence[Sentence]) -> list[tuple[str, ...]]:
    """These as a table."""
    return [
        COLUMNS,
        *((s.text, s.language, s.source, "", f"{s.valence:.3f}", "", s.valence3, "CC0") for s in sentences),
    ]


def test_a_text_is_on_one_side_however_it_is_spelled(tmp_path: Path) -> None:
    """Capitals, width, spaces and characters of another standard never bring one text onto both sides."""
    rows = [COLUMNS]
    for number in range(60):
        for text in (f"Happy {number}", f"ＨＡＰＰＹ   {number}"):
            rows.append((text, "en", "a", "", "", "", "positive", ""))
        for text in (f"开心{number}", f"開心{number}"):
            rows.append((text, "zh", "b", "", "", "", "positive", ""))
    write(tmp_path / "some.csv.gz", rows)
    sides = [(one.aside, one.fold) for one in read_sentences(tmp_path, simplified_characters())]
    assert sides[0::2] == sides[1::2]
    assert {aside for aside, _ in sides} == {True, False}
    assert {fold for _, fold in sides} == set(range(FOLDS))


def test_about_a_tenth_is_set_aside(tmp_path: Path) -> None:
    """The share is that of the first byte, and the same at every reading."""
    rows = [COLUMNS, *((f"sentence {n}", "en", "a", "", "", "", "neutral", "") for n in range(3000))]
    write(tmp_path / "some.csv", rows)
    first, again = (read_sentences(tmp_path, {}) for _ in range(2))
    assert [one.aside for one in first] == [one.aside for one in again]
    assert np.mean([one.aside for one in first]) == pytest.approx(ASIDE / 256, abs=0.02)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("text", "lang", "source")], "valence3"),
        ([COLUMNS, ("a", "de", "s", "", "", "", "neutral", "")], "language"),
        ([COLUMNS, ("a", "en", "s", "", "", "", "glad", "")], "valence"),
        ([COLUMNS, ("a", "en", "s", "", "much", "", "neutral", "")], "cannot be read"),
    ],
)
def test_a_table_that_is_none_is_refused(tmp_path: Path, rows: list[tuple[str, ...]], words: str) -> None:
    """One clear error: a missing column, another language, a label or a number that is none."""
    write(tmp_path / "some.csv", rows)
    with pytest.raises(CorpusError, match=words):
        read_sentences(tmp_path, {})


def test_a_damaged_table_is_refused(tmp_path: Path) -> None:
    """An empty folder, something that is not packed, something cut off."""
    with pytest.raises(CorpusError, match="no table"):
        read_sentences(tmp_path, {})
    (tmp_path / "some.csv.gz").write_bytes(b"nothing of use")
    with pytest.raises(CorpusError, match="cannot be read"):
        read_sentences(tmp_path, {})
    write(tmp_path / "some.csv.gz", rows_of(made(30, 1)))
    (tmp_path / "some.csv.gz").write_bytes((tmp_path / "some.csv.gz").read_bytes()[:-200])
    with pytest.raises(CorpusError, match="cannot be read"):
        read_sentences(tmp_path, {})


def test_what_was_rated_between_two_labels_is_half_of_each() -> None:
    """A label is a target of its own; a rating alone is half neutral, half its side; neither is no target."""
    half = Sentence("x", "en", "a", "", -0.08, False, 0)
    assert target_of(half) == (0.5, 0.5, 0.0)
    assert target_of(Sentence("x", "en", "a", "positive", -0.08, False, 0)) == (0.0, 0.0, 1.0)
    assert target_of(Sentence("x", "en", "a", "", float("nan"), False, 0)) is None


def test_the_largest_source_and_valence_do_not_drown_the_others() -> None:
    """The three valences weigh alike; a sentence of a large source weighs less than one of a small source."""
    targets = np.eye(3)[[0] * 80 + [1] * 15 + [2] * 5]
    weight = importance(["large"] * 90 + ["small"] * 10, targets)
    np.testing.assert_allclose((weight[:, None] * targets).sum(axis=0), 1 / 3)
    assert weight[89] < weight[90]


def test_two_trainings_are_equal_and_learn(table: Counted) -> None:
    """The same sentences give the same reader, which is right about sentences it has not seen."""
    known = np.array([one.fold > 0 for one in table.sentences])
    first, second = fit(table, known), fit(table, known)
    np.testing.assert_array_equal(first.weights, second.weights)
    told = answers(table, first, ~known)[~known].argmax(axis=1)
    truth = np.array([VALENCES.index(one.valence3) for one in table.sentences])[~known]
    assert np.mean(told == truth) > 0.8


def test_play_tells_what_training_fitted(table: Counted) -> None:
    """A sentence's log odds in play are the product that was minimised in training."""
    fitted = fit(table, np.ones(len(table.sentences), bool))
    kept = np.isin(table.keys, fitted.keys)
    expected = shares_of(table.counts[:, kept], fitted.rarity) @ fitted.weights + fitted.offset
    np.testing.assert_allclose(answers(table, fitted, np.ones(len(expected), bool)), expected, atol=1e-4)


def test_readers_are_blind_for_what_they_answer() -> None:
    """A word that only one source has says nothing of that source to a reader that was blind to it."""
    strangers = [
        Sentence(f"grumbly {number % 7}", "en", "four", "negative", -0.5, False, number % FOLDS)
        for number in range(100)
    ]
    counts = count([*made(600, 1), *strangers], "en", {})
    everyone = np.ones(len(counts.sentences), bool)
    own = np.array([one.source == "four" for one in counts.sentences])
    seen = blind_to_fold(counts, everyone)[own]
    strange = blind_to_source(counts, everyone, everyone)[own]
    assert (seen.argmax(axis=1) == 0).all()
    assert np.isfinite(strange).all()
    assert (strange[:, 0] - strange.mean(axis=1)).mean() < 0.3 * (seen[:, 0] - seen.mean(axis=1)).mean()


def test_one_source_alone_leaves_nothing_out() -> None:
    """Where there is nothing to train on without it, nothing is told of it; what cannot be measured is not claimed."""
    counts = count(made(60, 2, ("one",)), "en", {})
    everyone = np.ones(60, bool)
    strange = blind_to_source(counts, everyone, everyone)
    assert not np.isfinite(strange).any()
    assert calibrate(counts, strange, strange) == UNMEASURED


def test_what_is_calibrated_is_honest(table: Counted) -> None:
    """Log odds that are four times too sure are cooled, and the interval of 80 % holds what it promises."""
    dice = np.random.default_rng(3)
    odds = dice.normal(0.0, 1.5, (len(table.sentences), 3))
    shares = np.exp(odds) / np.exp(odds).sum(axis=1, keepdims=True)
    drawn = np.array([dice.choice(3, p=row) for row in shares])
    sentences = tuple(
        Sentence("x", "en", "a", VALENCES[place], (-0.5, 0.0, 0.5)[place], False, 0) for place in drawn.tolist()
    )
    true = Counted(sentences, table.counts, table.keys, np.eye(3)[drawn], np.ones(len(drawn), bool))
    told = calibrate(true, 4.0 * odds, 4.0 * odds)
    assert told.temperature == pytest.approx(4.0, rel=0.2)
    leaning = told.slope * (shares[:, 2] - shares[:, 0])
    rated = np.array([one.valence for one in sentences])
    assert np.mean(np.abs(rated - leaning) <= EIGHTY * told.width) == pytest.approx(COVERAGE, abs=0.06)


def test_what_is_not_read_is_wrong() -> None:
    """An unread sentence counts against the figure, and its part is told beside its source."""
    sentence = Sentence("x", "en", "a", "neutral", float("nan"), True, 0)
    right = Words(0.0, 0.3, (0.2, 0.6, 0.2), "en")
    items = [item_of(sentence, words, {"a"}) for words in (right, UNREAD)]
    assert figures(items)["f1"] == pytest.approx(2 / 3)
    assert figures(items)["read_share"] == 0.5
    assert "part=aside source=a" in items[0].groups
    assert not any(group.startswith("part=") for group in item_of(sentence, right, {"b"}).groups)


def write_model(folder: Path, sentences: Sequence[Sentence]) -> None:
    """text.npz with a reader of made English; Chinese is the same reader."""
    counts = count(sentences, "en", {})
    everyone = np.ones(len(counts.sentences), bool)
    unseen = blind_to_fold(counts, everyone)
    one = Reader(fit(counts, everyone), calibrate(counts, unseen, unseen))
    signs = {"simplified.from": np.array([ord("開")], np.uint32), "simplified.to": np.array([ord("开")], np.uint32)}
    write_weights(
        folder / "text.npz", {**signs, **arrays_of("en", one), **arrays_of("zh", one), "_sources": np.array(["one"])}
    )


def test_a_folder_is_scored_by_the_code_of_play(tmp_path: Path) -> None:
    """Figures over all, by language, source and part; the stored reader is as good as the fitted one."""
    write_model(tmp_path, made(600, 1))
    assert TextModel(tmp_path).simplified == {ord("開"): "开"}
    write(tmp_path / "test.csv.gz", rows_of(made(200, 9)))
    report = evaluate(tmp_path, Options(), tmp_path)
    assert report.items == 200
    assert report.figures["f1"] > 0.8
    assert report.figures["ece"] < 0.12
    assert report.figures["r"] > 0.6
    assert {"language=en", "source=one", "source=two", "part=trained source=one"} <= set(report.groups)
    assert "part=aside source=two" not in report.groups


def test_a_folder_without_sentences_is_refused(tmp_path: Path) -> None:
    """No labels, no table, or a wish that only sounds can grant: one clear error each."""
    write_model(tmp_path, made(90, 1))
    write(tmp_path / "test.csv", [COLUMNS, ("a", "en", "s", "", "", "", "", "")])
    with pytest.raises(CorpusError, match="no sentences"):
        evaluate(tmp_path, Options(), tmp_path)
    with pytest.raises(CorpusError, match="noise"):
        evaluate(tmp_path, Options(noise="pink"), tmp_path)
    (tmp_path / "empty").mkdir()
    assert main(["evaluate", "text", str(tmp_path / "empty")]) == 1


def test_train_writes_what_play_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From a table to a reader in both languages, with figures of what was set aside and of sources left out."""
    chinese = {"lovely": "开心", "awful": "难过", "table": "桌子"}
    dice = np.random.default_rng(4)
    rows = rows_of(made(300, 5))
    for number in range(300):
        word = list(chinese)[int(dice.integers(3))]
        label = VALENCES[(2, 0, 1)[list(chinese).index(word)]]
        text = f"{chinese[word]}{'天地人山水'[number % 5]}{number}"
        rows.append((text, "zh", "fg"[number % 2], "", f"{RATED[label]}", "", label, ""))
    (tmp_path / "text").mkdir()
    write(tmp_path / "text" / "train.csv.gz", rows)
    train(tmp_path, tmp_path / "out")
    told = capsys.readouterr().out
    assert "en, set aside" in told and "zh, g left out" in told
    model = TextModel(tmp_path / "out")
    assert model.read("開心").valence > 0.0 > model.read("难过").valence
    assert model.read("lovely sunny").valence > 0.0 > model.read("awful lonely").valence
