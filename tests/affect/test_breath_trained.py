"""The trained breath reader: numpy plays what torch was taught, however the sound is cut, and its absence is told."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from affect.attend import tell_missing
from affect.breath_agree import CLUES, WAYS, Agreement, Found
from affect.breath_count import count
from affect.breath_input import INPUTS, SPOKEN_AT, TILT, turned
from affect.breath_model import MIDDLE_HZ, BreathModel, Told
from affect.breath_reader import model_of
from affect.breath_trained import TrainedBreath
from affect.errors import ModelMissingError
from affect.networks.weights import arrays_of, why_missing, write_weights
from affect.sensor import Sound
from affect.sensors.breath import SENSOR, BreathSensor
from affect.simulate import breathe, person, white
from game.core.reading import SILENT, CalibrationStage, Hint, Quantity, Reading

torch = pytest.importorskip("torch", reason="torch teaches; playing needs only numpy")

from affect.networks.breath import STATE, BreathNetwork  # noqa: E402 - only where torch is there

NOTHING = Hint(0, CalibrationStage.NONE, 0.0, 0.0, SILENT)


@pytest.fixture(scope="module")
def network() -> BreathNetwork:
    """An untrained one, with numbers that float16 holds exactly."""
    torch.manual_seed(1)
    made = BreathNetwork()
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.copy_(parameter.half().float())
    made.eval()
    return made


@pytest.fixture(scope="module")
def folder(network: BreathNetwork, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its weights on disk."""
    place = tmp_path_factory.mktemp("models")
    dice = np.random.default_rng(0)
    shapes = ((16, CLUES), (16,), (WAYS + 1, 16), (WAYS + 1,))
    weights = {f"_agree.{index}": dice.normal(0.0, 0.1, shape) for index, shape in enumerate(shapes)}
    write_weights(place / "breath.npz", {**arrays_of(network), "_temperature": np.array(1.0), **weights})
    return place


def listen(samples: NDArray[np.float32], folder: Path | None, cuts: list[int]) -> list[Reading]:
    """All readings of ``samples``, cut at these places."""
    sensor = BreathSensor((), folder)
    readings: list[Reading] = []
    for start, end in zip([0, *cuts], [*cuts, len(samples)], strict=True):
        readings.extend(sensor.take(Sound(samples[start:end], start * 62_500), NOTHING))
    return readings


def test_numpy_tells_what_torch_tells(network: BreathNetwork, folder: Path) -> None:
    """The same rows give the same chances, rate and sd, block by block, within float32."""
    rows = np.random.default_rng(2).normal(0.5, 1.0, (120, INPUTS)).astype(np.float32)
    with torch.no_grad():
        log_odds, pace = network(torch.from_numpy(rows[None]))
    taught = torch.softmax(log_odds[0], dim=-1).numpy()
    model, state = BreathModel(folder), np.zeros(STATE, np.float32)
    for index, row in enumerate(rows):
        told, state = model.take(row, state)
        assert np.abs(told.chance - taught[index]).max() < 2e-5
        assert told.breath_hz == pytest.approx(MIDDLE_HZ * float(torch.exp(pace[0, index, 0])), rel=1e-4)
        assert told.rate_sd_log == pytest.approx(float(torch.exp(pace[0, index, 1])), rel=1e-4)


def test_the_network_is_small(network: BreathNetwork) -> None:
    """At most 100 000 parameters."""
    assert sum(parameter.numel() for parameter in network.parameters()) <= 100_000


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(1, 16 * 16_000 - 1), min_size=1, max_size=12, unique=True))
def test_readings_do_not_depend_on_how_the_sound_is_cut(cuts: list[int]) -> None:
    """Cut anywhere, any number of times: exactly the readings of the whole."""
    assert listen(SOUND, None, sorted(cuts)) == WHOLE


SOUND = breathe(person(3, 0.3), 16.0, 3).sound + white(16.0, -62.0, 3)
WHOLE = listen(SOUND, None, [])


def test_without_weights_the_first_estimator_reads_and_it_is_told(tmp_path: Path) -> None:
    """No file: no model, a reason for the player, and readings all the same."""
    assert model_of(tmp_path) is None
    assert "breath" in why_missing("breath", tmp_path)
    assert SENSOR.model == "breath"
    assert tell_missing is not None
    told = {one.quantity for one in listen(SOUND, tmp_path, [])}
    assert {Quantity.LEVEL_DBFS, Quantity.BREATH_HZ} <= told


def test_weights_of_another_network_are_refused(folder: Path, tmp_path: Path) -> None:
    """A missing array or a wrong shape is a missing model, not a crash in play."""
    arrays = dict(np.load(folder / "breath.npz"))
    write_weights(tmp_path / "breath.npz", {**arrays, "tell.weight": np.zeros((15, 7), np.float32)})
    with pytest.raises(ModelMissingError):
        BreathModel(tmp_path)
    write_weights(tmp_path / "breath.npz", {name: array for name, array in arrays.items() if name != "pace.bias"})
    with pytest.raises(ModelMissingError):
        BreathModel(tmp_path)


def test_a_brighter_exhale_is_heard_with_the_bands_exchanged() -> None:
    """Turning is its own inverse, touches sound and tilt alone, and leaves the usual way round as it is."""
    row = np.random.default_rng(4).normal(0.0, 1.0, INPUTS).astype(np.float32)
    there = turned(row, -0.5)
    assert np.array_equal(turned(there, -0.5)[:SPOKEN_AT], row[:SPOKEN_AT])
    assert np.array_equal(turned(row, 0.5)[:SPOKEN_AT], row[:SPOKEN_AT])
    assert (there[TILT], there[TILT + 1]) == (0.5, 1.0)
    assert np.array_equal(there[SPOKEN_AT:TILT], row[SPOKEN_AT:TILT])


@pytest.mark.parametrize("per_minute", [5.0, 12.0, 28.0])
def test_breaths_are_counted(per_minute: float) -> None:
    """Clear inhales and exhales are counted within 3 %; nothing is counted in what never turns."""
    phase = np.arange(300) * 0.1 * per_minute / 60.0 % 1.0
    chance = np.column_stack((phase >= 0.85, phase < 0.4, (phase >= 0.4) & (phase < 0.85))).astype(np.float64)
    counted = count(chance)
    assert counted is not None
    assert 60.0 * counted.breath_hz == pytest.approx(per_minute, rel=0.03)
    assert count(np.tile([1.0, 0.0, 0.0], (300, 1))) is None


def test_the_rate_lies_among_the_ways() -> None:
    """Whatever the weights, the joint rate is between the lowest and the highest that was found."""
    dice = np.random.default_rng(5)
    for _ in range(50):
        shapes = ((16, CLUES), (16,), (WAYS + 1, 16), (WAYS + 1,))
        weights = tuple(dice.normal(0.0, 1.0, shape).astype(np.float32) for shape in shapes)
        told = Told(np.full((5, 3), 1 / 3, np.float32), float(dice.uniform(0.06, 0.6)), 0.2)
        phase = np.arange(300) * 0.1 * dice.uniform(0.08, 0.5) % 1.0
        chance = np.column_stack((phase > 2.0, phase < 0.5, phase >= 0.5)).astype(np.float64)
        found = Found(300, told, None, count(chance))
        hz, sd = Agreement(weights).weigh(found)
        rates = MIDDLE_HZ * np.exp(found.log_rates)
        assert rates.min() - 1e-9 <= hz <= rates.max() + 1e-9
        assert sd > 0.0


def test_the_trained_estimator_is_used_where_its_weights_are(folder: Path) -> None:
    """With the file there, it is what reads."""
    assert model_of(folder) is not None
    assert isinstance(BreathSensor((), folder).estimator, TrainedBreath)
