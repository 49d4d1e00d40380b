"""The game's own sound, looped into the microphone at -20 dB, is not taken for its player; the player still is.

The sound is the stage's own mixer, rendered offline with the hints that the game sends meanwhile.
"""

import numpy as np
import pytest

from affect.leak import Leak
from affect.sensor import Sound
from affect.sensors.breath import BreathSensor
from affect.sensors.voice import VoiceSensor
from affect.simulate import breathe, fan, person, white
from affect.simulate_speech import Speaking, speak
from affect.spectrum import Blocks, band_sums
from benchmarks.leak import Play, Played, Room, at_microphone, listen, quiet_share, reported
from game.core.reading import BAND_EDGES_HZ, SILENT, Quantity

SECONDS = 45.0
PLAYS = (
    Play("tide", 0.0, 6.0 / 60.0, listening=True),
    Play("tide", 0.5, 9.0 / 60.0, listening=False),
    Play("tide", 1.0, 5.0 / 60.0, listening=True),
    Play("title", 0.5, 6.0 / 60.0, listening=True),
    Play("quiet", 0.5, 9.0 / 60.0, listening=True),
    *(Play(place, 0.5, 7.0 / 60.0, listening=True) for place in ("boats", "fireflies", "garden", "glider", "stones")),
)


@pytest.fixture(scope="module")
def played() -> list[Played]:
    """Each play, rendered once."""
    room = Room()
    return [room.play(play, SECONDS, seed) for seed, play in enumerate(PLAYS)]


def test_nobody_is_heard_in_the_games_own_sound(played: list[Played]) -> None:
    """With nobody there, no sure rate and no voice in 95 % of 10 s windows over all ambiences."""
    no_rate, no_voice = [], []
    for seed, one in enumerate(played):
        noise = (white, fan)[seed % 2](SECONDS, -65.0, seed)
        heard = at_microphone(one, 0.05 + 0.12 * (seed % 5), seed, noise)
        rates = [at for at, _ in reported(listen(BreathSensor(()), heard, one.hints))]
        voices = [
            reading.t_ns / 1e9
            for reading in listen(VoiceSensor(()), heard, one.hints)
            if reading.quantity is Quantity.VOICE_PRESENCE and reading.value >= 0.5
        ]
        no_rate.append(quiet_share(rates, SECONDS))
        no_voice.append(quiet_share(voices, SECONDS))
    assert np.mean(no_rate) >= 0.95
    assert np.mean(no_voice) >= 0.95


@pytest.mark.parametrize("per_minute", [9.0, 6.0])
def test_a_person_is_read_through_the_games_sound(played: list[Played], per_minute: float) -> None:
    """Under a guide of 6/min somebody at 9/min reads 9 +- 1.5, and somebody who follows reads 6 +- 1.5."""
    for seed, one in ((1, played[0]), (2, played[3])):
        breath = breathe(person(seed + 40, per_minute / 60.0, -40.0), SECONDS, seed)
        heard = at_microphone(one, 0.15, seed, white(SECONDS, -65.0, seed)) + breath.sound
        rates = [value for at, value in reported(listen(BreathSensor(()), heard, one.hints)) if at > 20.0]
        assert len(rates) > 10
        assert np.mean(np.abs(np.array(rates) - per_minute) <= 1.5) > 0.95


def test_a_voice_is_heard_through_the_games_sound(played: list[Played]) -> None:
    """Somebody who speaks 10 s in is heard within a second or so, most of the time, over the ambience."""
    talk = np.concatenate((np.zeros(160_000, np.float32), speak(Speaking(level_dbfs=-32.0), SECONDS - 10.0, 3)))
    heard = at_microphone(played[0], 0.15, 3, white(SECONDS, -65.0, 3)) + talk
    told = [one for one in listen(VoiceSensor(()), heard, played[0].hints) if one.quantity is Quantity.VOICE_PRESENCE]
    times = np.array([one.t_ns / 1e9 for one in told if one.value >= 0.5])
    assert 10.0 <= times[0] < 11.5
    assert len(times) > 0.6 * 2 * (SECONDS - 10.0)


@pytest.mark.parametrize("late_blocks", [0, 2, 5])
def test_lag_and_gain_are_learnt(late_blocks: int) -> None:
    """For noise that swells in one band the lag is found, and the expected power is right within 5 dB."""
    dice = np.random.default_rng(late_blocks)
    count = 400
    levels = -40.0 + 12.0 * np.sin(np.arange(count) * 0.11) + np.where(np.arange(count) % 37 < 4, 8.0, 0.0)
    samples = dice.standard_normal((count, 1600)) * (10 ** (levels / 20))[:, None] * 10 ** (-20 / 20)
    late = np.concatenate((np.zeros((late_blocks, 1600)), samples))[:count].reshape(-1).astype(np.float32)
    sums = band_sums(BAND_EDGES_HZ)
    shares = 10 * np.log10(sums.sum(axis=1) / 257.0)
    leak, apart = Leak((0, 1, 2, 3, 4)), []
    for index, block in enumerate(Blocks().take(Sound(late, 0))):
        power = sums @ block.mean_power
        expected = leak.expect(block, power, tuple((levels[index] + shares).tolist()))
        if index > 200:
            apart.append(10 * np.log10(expected / power))
    assert leak.lag == late_blocks
    assert np.abs(np.median(apart, axis=0)).max() < 5.0


def test_nothing_played_nothing_expected() -> None:
    """In silence the loudspeaker adds nothing, and there is nothing to learn."""
    leak = Leak((0, 1, 2, 3, 4))
    for block in Blocks().take(Sound(white(6.0, -40.0, 1), 0)):
        expected = leak.expect(block, np.ones(5, np.float32), SILENT)
    assert not expected.any()
    assert not leak.playing
    assert not leak.learning
