"""The trained voice: the same numbers however sound is cut, at any loudness, in numpy as in torch; and the way back."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from affect.networks.voice import VoiceNetwork
from affect.networks.weights import arrays_of, models_folder, read_weights, write_weights
from affect.sensor import RATE_HZ, Sound
from affect.sensors.voice import VoiceSensor, best_estimator
from affect.simulate import breathe, fan, household, person, white
from affect.simulate_speech import Speaking, speak
from affect.spectrum import Blocks, Floats
from affect.voice_arousal import CALM_MEAN, WEIGHTS, scalar_name
from affect.voice_features import FEATURES
from affect.voice_first import FirstVoice
from affect.voice_frames import VoiceEar, VoiceFrames, join, pitches
from affect.voice_functionals import SIZE, active, functionals
from affect.voice_model import VoiceModel, VoiceNetworkAtRest
from affect.voice_trained import PIECES, TrainedVoice
from affect.worker import quiet_hint
from game.core.reading import Baseline, Quantity, Reading, Scalar


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with voice.npz of networks that nobody trained."""
    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("models")
    arrays = {"_speakers": np.array(["somebody"]), "_shares": np.array((0.3, 0.5, 0.7))}
    for name in ("stranger", "known"):
        network = VoiceNetwork()
        network.scale.fill_(10.0)
        arrays |= {f"{name}.{key}": array for key, array in arrays_of(network).items()}
        arrays[f"{name}.line"] = np.zeros(34)
    arrays["first.line"] = np.append(WEIGHTS, 0.0)
    for name in ("stranger", "given", "known"):
        arrays[f"_{name}"] = np.array((1.0, 1.0, 1.0, 0.0, 1.0, 1.0))
    write_weights(folder / "voice.npz", arrays)
    return folder


def spoken(seconds: float = 6.0, level_dbfs: float = -30.0, seed: int = 2) -> Floats:
    """A second of a quiet room, then somebody speaks in it."""
    speech = speak(Speaking(level_dbfs=level_dbfs), seconds, seed)
    return np.concatenate((np.zeros(RATE_HZ, np.float32), speech)) + white(seconds + 1.0, level_dbfs - 40.0, seed)


def readings(sensor: VoiceSensor, sound: Floats, cuts: tuple[int, ...] = ()) -> list[Reading]:
    """What a sensor says of a sound that comes in these pieces."""
    told: list[Reading] = []
    start = 0
    for end in (*sorted(cuts), len(sound)):
        piece = Sound(sound[start:end], start * 1_000_000_000 // RATE_HZ)
        told.extend(sensor.take(piece, quiet_hint(piece.t_ns)))
        start = end
    return told


def frames_of(sound: Floats) -> VoiceFrames:
    """All frames of a sound."""
    ear = VoiceEar()
    return join([ear.take(block) for block in Blocks().take(Sound(sound, 0))])


SPOKEN = spoken(3.0)


@settings(max_examples=12, deadline=None)
@given(cuts=st.lists(st.integers(0, len(SPOKEN)), max_size=40))
def test_pieces_of_any_length_give_the_same_readings(models: Path, cuts: list[int]) -> None:
    """Chunked and whole input give equal readings, exactly."""
    whole = readings(VoiceSensor((), models), SPOKEN)
    assert Quantity.VALENCE in {reading.quantity for reading in whole}
    assert readings(VoiceSensor((), models), SPOKEN, tuple(cuts)) == whole


@pytest.mark.parametrize("gain", [0.05, 0.3, 2.0])
def test_loudness_changes_nothing(gain: float) -> None:
    """The row of a voice, and the speech found in it, are the same at any distance from the microphone."""
    near, far = frames_of(SPOKEN), frames_of(SPOKEN * np.float32(gain))
    row, other = functionals(near), functionals(far)
    assert row is not None and other is not None
    assert len(row) == SIZE
    assert (active(near) == active(far)).mean() > 0.99
    np.testing.assert_allclose(other, row, atol=0.25)


@pytest.mark.parametrize("hz", [80.0, 120.0, 210.0, 330.0, 440.0])
def test_the_pitch_of_a_buzz_is_found(hz: float) -> None:
    """A sound of ten harmonics has its fundamental, and is periodic."""
    t = np.arange(2048) / RATE_HZ
    buzz = sum(np.sin(2 * np.pi * hz * k * t + k) / k for k in range(1, 11))
    found, aperiodicity = pitches(np.asarray(buzz, np.float32))
    assert np.abs(found / hz - 1.0).max() < 0.01
    assert aperiodicity.max() < 0.1


def test_noise_has_no_pitch() -> None:
    """White noise is aperiodic in most frames."""
    _, aperiodicity = pitches(white(0.128, -30.0, 1)[:2048])
    assert aperiodicity.min() > 0.3


def test_numpy_tells_what_torch_was_trained_to_tell(models: Path) -> None:
    """The network at rest gives the log odds of the network that was trained, but for float16."""
    torch.manual_seed(1)
    network = VoiceNetwork()
    network.scale.fill_(10.0)
    network.eval()
    rows = np.random.default_rng(3).normal(0.0, 10.0, (5, SIZE))
    with torch.no_grad():
        expected = network(torch.from_numpy(rows).float()).mean(dim=0)[:, 0].numpy()
    expected = 0.5 * expected  # halfway to a line that says nothing
    at_rest = VoiceNetworkAtRest("stranger", read_weights("voice", models))
    np.testing.assert_allclose([at_rest.log_odds(row)[0] for row in rows], expected, atol=0.05)


def test_without_weights_the_first_estimator_tells_arousal(tmp_path: Path) -> None:
    """An empty folder of models is no fault: presence and arousal are told, valence is not."""
    assert isinstance(best_estimator((), tmp_path), FirstVoice)
    told = {reading.quantity for reading in readings(VoiceSensor((), tmp_path), spoken(6.0))}
    assert told == {Quantity.VOICE_PRESENCE, Quantity.AROUSAL}


def test_a_file_that_is_no_model_is_no_fault(tmp_path: Path) -> None:
    """Damaged weights are as good as none."""
    (tmp_path / "voice.npz").write_bytes(b"nothing of use")
    assert isinstance(best_estimator((), tmp_path), FirstVoice)


def presence(sound: Floats) -> list[tuple[float, float]]:
    """(seconds, presence) as the shipped sensor tells them."""
    told = readings(VoiceSensor(()), sound)
    return [(one.t_ns / 1e9, one.value) for one in told if one.quantity is Quantity.VOICE_PRESENCE]


@pytest.mark.parametrize("pitch_hz", [95.0, 140.0, 230.0])
def test_speech_is_heard_within_a_second(pitch_hz: float) -> None:
    """A second after speech begins its presence is told."""
    room = np.zeros(2 * RATE_HZ, np.float32)
    speech = np.concatenate((room, speak(Speaking(pitch_hz=pitch_hz), 3.0, 5))) + white(5.0, -70.0, 5)
    assert max(value for at, value in presence(speech) if at <= 3.1) >= 0.5


def hum(seconds: float, hz: float) -> Floats:
    """Somebody hums one note as they breathe out, again and again: no movement but its swell."""
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    swell = np.clip(np.sin(2 * np.pi * t / 8.0), 0.0, 1.0) ** 0.3
    note = sum(np.sin(2 * np.pi * hz * k * t) / k**2 for k in range(1, 6))
    hummed: Floats = (0.03 * swell * note).astype(np.float32)
    return hummed


@pytest.mark.parametrize(
    "sound",
    [
        breathe(person(3, 0.2, -38.0), 20.0, 3).sound + white(20.0, -65.0, 3),
        fan(20.0, -35.0, 4),
        household(20.0, -45.0, 5),
        white(20.0, -30.0, 6),
    ],
    ids=["breath", "fan", "household", "surf"],
)
def test_what_is_no_voice_is_not_taken_for_one(sound: Floats) -> None:
    """Breath, a fan, a lived-in room and surf are no speech, but for a moment at most."""
    assert np.mean([value >= 0.5 for _, value in presence(sound)]) < 0.05


def test_a_hum_is_told_as_an_out_breath_and_not_as_speech() -> None:
    """While somebody hums the phase of the breath is an exhale's; speech is not told."""
    told = readings(VoiceSensor(()), hum(24.0, 130.0) + white(24.0, -65.0, 1))
    phases = [one.value for one in told if one.quantity is Quantity.BREATH_PHASE]
    assert len(phases) >= 10  # two hums of 4 s after the first, which begins with the stream
    assert all(0.4 < phase < 0.95 for phase in phases)
    spoken_share = np.mean([one.value >= 0.5 for one in told if one.quantity is Quantity.VOICE_PRESENCE])
    assert spoken_share < 0.15


def calm(given: Baseline, models: Path, seconds: float) -> TrainedVoice:
    """An estimator that heard somebody speak so long."""
    sensor = VoiceSensor(given, models)
    readings(sensor, spoken(seconds, seed=7))
    estimator = sensor.estimator
    assert isinstance(estimator, TrainedVoice)
    return estimator


def test_a_calm_voice_is_learnt_as_five_numbers(models: Path) -> None:
    """After half a minute of speech five scalars are learnt, before none; what is given is not learnt again."""
    assert calm((), models, 6.0).learnt() == ()
    learnt = calm((), models, 6.0 * PIECES + 12.0).learnt()
    assert [scalar.name for scalar in learnt] == [scalar_name(feature) for feature in FEATURES]
    assert all(np.isfinite(scalar.mean) and scalar.spread > 0.0 for scalar in learnt)
    assert calm(learnt, models, 30.0).learnt() == ()


def test_the_five_calm_numbers_move_what_is_told(models: Path) -> None:
    """The same speech is told as tenser by one whose calm voice is lower and darker."""
    means = {}
    for shift in (0.0, 6.0):
        given = tuple(
            Scalar(scalar_name(name), mean, 1.0) for name, mean in zip(FEATURES, CALM_MEAN - shift, strict=True)
        )
        told = readings(VoiceSensor(given, models), spoken(6.0))
        means[shift] = np.mean([one.value for one in told if one.quantity is Quantity.AROUSAL])
    assert means[6.0] > means[0.0] + 0.05


def test_the_shipped_model_is_small_and_reads_a_voice() -> None:
    """Where the weights are installed they load, and every reading has an honest range."""
    if not (models_folder() / "voice.npz").is_file():
        pytest.skip("assets/models/voice.npz is not here: python -m affect train voice makes it")
    row = functionals(frames_of(SPOKEN))
    assert row is not None
    told = VoiceModel().hear([row])
    assert 0.0 <= told.high <= 1.0
    assert told.emotions.sum() == pytest.approx(1.0)
    assert told.arousal_sd > 0.05
    assert told.valence_sd > 0.2


def test_nothing_that_plays_or_scores_imports_torch() -> None:
    """The sensor and ``evaluate`` load no torch: a player never installs it."""
    words = "import sys, affect.sensors.voice, affect.training.voice; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", words], check=False).returncode == 0
