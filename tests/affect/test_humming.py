"""A hum is a hum; speech, breath, fans and surf are none."""

import numpy as np
import pytest

from affect.humming import LEAST_S, Humming
from affect.sensor import RATE_HZ, Sound
from affect.simulate import breathe, fan, household, in_room, person, white
from affect.simulate_speech import Speaking, speak
from affect.spectrum import Blocks, Floats
from affect.voice_activity import VoiceActivity
from affect.voice_frames import VoiceEar
from benchmarks.leak import Play, Room, at_microphone
from game.core.reading import SILENT, Hint


def hum(hz: float, seed: int = 0, pause_s: float = 3.0, held_s: float = 4.0) -> Floats:
    """Three hums between pauses: a closed mouth's harmonics, a little vibrato, a pitch that sinks at the end."""
    dice = np.random.default_rng(seed)
    count = round(held_s * RATE_HZ)
    t = np.arange(count) / RATE_HZ
    pitch = hz * 2 ** ((0.15 * np.sin(2 * np.pi * 5.0 * t) - 0.4 * t / held_s) / 12.0)
    phase = np.cumsum(2 * np.pi * pitch / RATE_HZ)
    note = sum(np.sin(k * phase + dice.uniform(0.0, 6.28)) / k**2.2 for k in range(1, 9))
    swell = np.minimum(1.0, np.minimum(t, held_s - t) / 0.3)
    one = np.concatenate((np.zeros(round(pause_s * RATE_HZ)), 0.02 * swell * note))
    return np.tile(one, 3).astype(np.float32)


def hummed(sound: Floats, hints: tuple[Hint, ...] = ()) -> list[float]:
    """Seconds at the ends of the blocks in which somebody hums; ``hints`` ten a second, none = nothing is played."""
    ear, activity, humming = VoiceEar(), VoiceActivity(), Humming()
    found = []
    for index, block in enumerate(Blocks().take(Sound(sound, 0))):
        played = hints[min(index, len(hints) - 1)].played_dbfs if hints else SILENT
        if humming.take(ear.take(block), activity.take(block, played)) is not None:
            found.append((index + 1) / 10.0)
    return found


@pytest.mark.parametrize("hz", [98.0, 131.0, 196.0, 262.0])
def test_a_hummed_breath_is_heard_while_it_lasts(hz: float) -> None:
    """Three hums of 4 s in a room: each is told from a second after its beginning, never between them."""
    sound = in_room(hum(hz), 3) + white(21.0, -62.0, 1)
    told = hummed(sound)
    inside = [at for at in told if at % 7.0 > 3.0 or at % 7.0 < 0.3]
    assert len(told) >= 0.8 * 3 * (4.0 - LEAST_S) * 10
    assert len(inside) == len(told)


@pytest.mark.parametrize(
    "sound",
    [
        speak(Speaking(pitch_hz=120.0), 20.0, 2) + white(20.0, -65.0, 2),
        speak(Speaking(pitch_hz=220.0, syllables_hz=3.5), 20.0, 3) + white(20.0, -65.0, 3),
        breathe(person(3, 0.2, -38.0), 20.0, 3).sound + white(20.0, -65.0, 3),
        fan(20.0, -35.0, 4),
        household(20.0, -45.0, 5),
        white(20.0, -30.0, 6),
    ],
    ids=["speech", "slow speech", "breath", "fan", "household", "surf"],
)
def test_nothing_else_hums(sound: Floats) -> None:
    """No more than a moment of it is taken for a hum."""
    assert len(hummed(sound)) <= 4


@pytest.fixture(scope="module")
def games() -> list[tuple[Floats, tuple[Hint, ...]]]:
    """30 s of every bed as the microphone hears it, with the hints sent meanwhile."""
    room = Room()
    played = [room.play(Play(bed, 0.5, 0.1), 30.0, seed) for seed, bed in enumerate(("quiet", "tide", "title"))]
    return [(at_microphone(one, 0.1, seed, white(30.0, -65.0, seed)), one.hints) for seed, one in enumerate(played)]


def test_the_games_own_notes_are_no_hum(games: list[tuple[Floats, tuple[Hint, ...]]]) -> None:
    """Pads, surf, cues and bells of every bed, from the first second on, never hum."""
    for sound, hints in games:
        assert hummed(sound, hints) == []


def test_a_hum_close_by_is_heard_through_the_game(games: list[tuple[Floats, tuple[Hint, ...]]]) -> None:
    """Once the game's sound is known, somebody who hums 15 dB above it is heard, on a bed as in the quiet."""
    for seed, (sound, hints) in enumerate(games):
        told = hummed(sound + 4.0 * hum(150.0, seed, pause_s=6.0), hints)
        assert len(told) >= 0.4 * 3 * (4.0 - LEAST_S) * 10


def test_what_was_there_from_the_beginning_is_no_hum() -> None:
    """A note without a beginning is a machine's."""
    note = hum(131.0, pause_s=0.0, held_s=12.0)[: 10 * RATE_HZ]
    assert hummed(note + white(10.0, -62.0, 1)) == []
