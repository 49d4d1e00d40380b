"""Training and scoring of voices: nobody on both sides of a split, honest sds, and wrong where nothing was heard."""

import csv
import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch

from affect.errors import CorpusError
from affect.networks.voice import VoiceNetwork
from affect.networks.weights import arrays_of, write_weights
from affect.scoring import Options, sd_coverage
from affect.sensor import RATE_HZ
from affect.simulate import white
from affect.simulate_speech import Speaking, speak
from affect.training.voice_blend import Answers, choose, mixed
from affect.training.voice_blind import blind_answers
from affect.training.voice_calibrate import COVERAGE, Blind, calibrate
from affect.training.voice_data import draw_place, recorded_at, training_noises, trimmed
from affect.training.voice_fit import FOLDS, deal, fit, labels_of
from affect.training.voice_manifest import Spoken, read_manifest
from affect.training.voice_rows import Rows, attend, own_calm, table
from affect.training.voice_score import evaluate, figures, items_of
from affect.voice_functionals import SIZE
from affect.voice_model import EMOTIONS, HIGH, OUTPUTS, tell


def one(speaker: str, emotion: str, arousal: str, corpus: str = "a") -> Spoken:
    """A recording's labels."""
    valence = {"neutral": "neu", "happy": "pos"}.get(emotion, "neg")
    return Spoken("a.zip", f"{speaker}{emotion}", corpus, speaker, "F", "30", "en", emotion, arousal, valence)


FELT = (("neutral", "low"), ("sad", "low"), ("angry", "high"), ("happy", "high"))
PEOPLE = tuple(
    one(f"{corpus}{person}", emotion, arousal, corpus)
    for corpus in "ab"
    for person in range(7)
    for emotion, arousal in FELT
)


def made(spoken: tuple[Spoken, ...], seed: int) -> Rows:
    """Rows in which one number tells arousal, above each speaker's own level, and the rest is chance."""
    dice = np.random.default_rng(seed)
    level = {name: dice.normal(0.0, 3.0) for name in sorted({item.speaker for item in spoken})}
    rows = dice.normal(0.0, 1.0, (len(spoken), SIZE))
    for row, item in zip(rows, spoken, strict=True):
        row[0] = level[item.speaker] + (3.0 if item.arousal == "high" else 0.0) + dice.normal(0.0, 0.2)
    return Rows([[row] for row in rows], [None] * len(spoken), [row[:5] for row in rows])


def test_a_speaker_lies_in_one_fold() -> None:
    """No speaker is on both sides of a split, every fold has every corpus, and dealing twice is the same."""
    folds = deal(PEOPLE, 1)
    for speaker in {item.speaker for item in PEOPLE}:
        assert len({fold for fold, item in zip(folds, PEOPLE, strict=True) if item.speaker == speaker}) == 1
    for corpus in "ab":
        assert len({fold for fold, item in zip(folds, PEOPLE, strict=True) if item.corpus == corpus}) == FOLDS
    np.testing.assert_array_equal(folds, deal(PEOPLE, 1))


def test_two_trainings_are_equal_and_learn() -> None:
    """The same seed gives the same network; it tells what the rows hold."""
    place = made(PEOPLE, 4)
    data = table([place], PEOPLE, np.ones(len(PEOPLE), bool), [{item.speaker: np.zeros(SIZE) for item in PEOPLE}])
    big = type(data)(np.repeat(data.rows, 8, axis=0), np.repeat(data.item, 8))
    first, second = (fit(big, labels_of(PEOPLE), 5) for _ in range(2))
    for key, array in arrays_of(first).items():
        np.testing.assert_array_equal(array, arrays_of(second)[key])
    with torch.no_grad():
        told = first(torch.from_numpy(data.rows)).mean(dim=0)[:, 0] > 0
    assert np.mean(told.numpy() == np.array([item.arousal == "high" for item in PEOPLE])) > 0.9


def test_rows_are_taken_relative_to_calm_speech() -> None:
    """What is known of a speaker's calm voice is taken off their rows; one without a calm voice is left out."""
    place = made(PEOPLE, 6)
    calm = own_calm(place, PEOPLE, 1)
    some = {speaker: own.row for speaker, own in calm.items() if speaker != "a0"}
    data = table([place], PEOPLE, np.ones(len(PEOPLE), bool), [some])
    assert "a0" not in {PEOPLE[index].speaker for index in data.item}
    neutral = [row for row, index in zip(data.rows, data.item, strict=True) if PEOPLE[index].emotion == "neutral"]
    np.testing.assert_allclose(np.array(neutral), 0.0, atol=1e-6)


def test_what_is_calibrated_is_honest() -> None:
    """Log odds that are five times too sure are cooled, and the interval of 80 % holds what it promises."""
    dice = np.random.default_rng(8)
    odds = dice.normal(0.0, 2.0, 4000)
    high = dice.random(4000) < 1.0 / (1.0 + np.exp(-odds))
    spoken = tuple(one("x", "angry" if up else "neutral", "high" if up else "low") for up in high)
    log_odds = np.zeros((4000, OUTPUTS))
    log_odds[:, 0] = 4.0 * odds
    calibration = calibrate(Blind(spoken, log_odds))
    assert calibration.temperatures[0] == pytest.approx(4.0, rel=0.15)
    told = [tell(row, calibration) for row in log_odds]
    truth = np.where(high, HIGH, 0.0)
    held = sd_coverage(truth, np.array([t.arousal for t in told]), np.array([t.arousal_sd for t in told]))
    assert held == pytest.approx(COVERAGE, abs=0.02)


def test_silence_is_wrong() -> None:
    """A recording in which no voice is found counts against every recall, and not for calibration."""
    spoken = (one("x", "angry", "high"), one("x", "neutral", "low"))
    log_odds = np.zeros(OUTPUTS)
    log_odds[0] = 9.0
    told = tell(log_odds, calibrate(Blind(spoken, np.stack((log_odds, -log_odds)))))
    assert figures(items_of(spoken, [told, None], set()))["arousal_uar"] == 0.5
    assert figures(items_of(spoken, [None, None], set()))["found_share"] == 0.0
    assert not attend(white(2.0, -40.0, 1)).speaks


def test_places_differ_and_repeat() -> None:
    """The same dice give the same recording elsewhere; trimming keeps the speech."""
    speech = np.concatenate((np.zeros(RATE_HZ), speak(Speaking(), 2.0, 1), np.zeros(RATE_HZ))).astype(np.float32)
    short = trimmed(speech)
    assert 1.8 * RATE_HZ <= len(short) <= 2.5 * RATE_HZ
    place = draw_place(training_noises(), np.random.default_rng(2))
    once, again = (recorded_at(place, short, np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(once, again)
    assert np.abs(once).max() <= 1.0


def manifest(folder: Path, *rows: tuple[str, ...]) -> list[Spoken]:
    """What is read of these rows."""
    with (folder / "manifest.csv").open("w", newline="", encoding="utf-8") as lines:
        csv.writer(lines).writerows(rows)
    return read_manifest(folder)


def test_a_manifest_without_a_corpus_names_its_archive(tmp_path: Path) -> None:
    """Columns that are not there are empty; the corpus is the archive's stem; plain feelings imply arousal."""
    (item,) = manifest(tmp_path, ("archive", "member", "speaker", "emotion"), ("some.zip", "a.flac", "x", "angry"))
    assert (item.corpus, item.speaker, item.emotion, item.age) == ("some", "x", "angry", "")
    assert (item.arousal, item.valence) == ("high", "neg")


@pytest.mark.parametrize(
    ("word", "name"),
    [("Fear", "fearful"), ("boredom", "bored"), ("pleasant_surprise", "surprise"), ("JOY", "happy"), ("odd", "odd")],
)
def test_other_names_of_feelings_are_understood(tmp_path: Path, word: str, name: str) -> None:
    """Another corpus's word, column and spelling give the label of ours; labels that are there are not guessed over."""
    rows = ("File", "Actor", "Gender", "Emotion", "Arousal"), ("a.wav", "7", "female", word, "")
    (item,) = manifest(tmp_path, *rows)
    assert (item.emotion, item.speaker, item.sex, item.arousal, item.archive) == (name, "7", "F", "", "")


def test_a_manifest_that_names_no_recordings_is_refused(tmp_path: Path) -> None:
    """One clear error."""
    with pytest.raises(CorpusError, match="member"):
        manifest(tmp_path, ("speaker", "emotion"), ("x", "angry"))


def test_only_feelings_of_the_corpus_are_told() -> None:
    """The likeliest of all is not told where the corpus does not have it; it stands beside as the open answer."""
    spoken = (one("x", "angry", "high"), one("x", "neutral", "low"))
    log_odds = np.zeros(OUTPUTS)
    log_odds[4 + EMOTIONS.index("calm")] = 3.0
    log_odds[4 + EMOTIONS.index("neutral")] = 2.0
    told = tell(log_odds, calibrate(Blind(spoken, np.stack((log_odds, log_odds)))))
    items = items_of(spoken, [told, told], set())
    assert {(item.told_emotion, item.open_emotion) for item in items} == {("neutral", "calm")}


def test_shares_go_to_the_reader_that_is_right() -> None:
    """Where the stranger's answers are chance and the line's are right, the line gets most, the stranger least."""
    dice = np.random.default_rng(9)
    high = np.array([item.arousal == "high" for item in PEOPLE])
    chance, half = np.zeros((len(PEOPLE), OUTPUTS)), np.zeros((len(PEOPLE), OUTPUTS))
    chance[:, 0] = dice.normal(0.0, 3.0, len(PEOPLE))
    half[:, 0] = np.where(high, 1.0, -1.0) + dice.normal(0.0, 1.5, len(PEOPLE))
    line = np.where(high, 3.0, -3.0) + dice.normal(0.0, 1.0, len(PEOPLE))
    answers = Answers(PEOPLE, chance, half, line)
    shares = choose(answers)
    assert (shares.stranger, shares.known_line, shares.given_line) == (0.0, 0.7, 0.7)
    line[0] = np.nan
    assert mixed(answers, shares)["known"][0, 0] == half[0, 0]


def test_readers_are_blind_for_the_fold_they_answer() -> None:
    """Every recording is answered but those a calm voice is learnt from, and lines know the unheard."""
    people = tuple(item for item in PEOPLE for _ in range(3 if item.emotion == "neutral" else 1))
    place = made(people, 4)
    many = Rows([rows * 8 for rows in place.whole], place.cut, place.five)
    (answers,) = blind_answers([many], people, [place], deal(people, 1) % 2, lambda what, share: None)
    assert np.isfinite(answers.stranger).all()
    assert {people[i].emotion for i in np.flatnonzero(np.isnan(answers.known[:, 0]))} == {"neutral"}
    scored = np.isfinite(answers.line)
    np.testing.assert_array_equal(scored, np.isfinite(answers.known[:, 0]))
    high = np.array([item.arousal == "high" for item in people])
    assert np.corrcoef(answers.line[scored], high[scored])[0, 1] > 0.8  # so few are told apart, not yet weighed


def test_a_folder_is_scored_with_every_key(tmp_path: Path) -> None:
    """Whatever the network, a folder gives all figures over all items and per group, quiet and in noise."""
    torch.manual_seed(2)
    arrays = {"_speakers": np.array(["x"]), "_shares": np.array((0.3, 0.5, 0.7)), "first.line": np.zeros(6)}
    for name in ("stranger", "known"):
        arrays |= {f"{name}.{key}": array for key, array in arrays_of(VoiceNetwork()).items()}
        arrays[f"{name}.line"] = np.zeros(34)
    for name in ("stranger", "given", "known"):
        arrays[f"_{name}"] = np.ones(6)
    write_weights(tmp_path / "voice.npz", arrays)
    with zipfile.ZipFile(tmp_path / "some.zip", "w") as archive, (tmp_path / "manifest.csv").open("w") as lines:
        writer = csv.writer(lines)
        writer.writerow(("archive", "member", "speaker", "emotion", "arousal", "valence", "age", "sex", "language"))
        for index, (emotion, arousal) in enumerate(FELT * 2):
            sound = io.BytesIO()
            soundfile.write(sound, speak(Speaking(), 1.5, index), RATE_HZ, format="FLAC")
            archive.writestr(f"{index}.flac", sound.getvalue())
            writer.writerow(("some.zip", f"{index}.flac", "xy"[index // 4], emotion, arousal, "neg", "11", "F", "en"))
    keys = {"emotion_uar", "arousal_uar", "valence3_uar", "ece", "sd_coverage", "ms_per_second"}
    for options, count in ((Options(), 8), (Options("pink", 10.0, 1), 6)):
        report = evaluate(tmp_path, options, tmp_path)
        assert report.items == count
        assert keys <= set(report.figures)
        assert set(report.groups) == {"corpus=some", "age=<13", "sex=F", "language=en"}
        assert report.figures["found_share"] == 1.0


def test_a_network_has_as_many_answers_as_are_named() -> None:
    """Members, rows, OUTPUTS."""
    assert VoiceNetwork()(torch.zeros(3, SIZE)).shape[1:] == (3, OUTPUTS)
