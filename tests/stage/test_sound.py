"""The stage's sound: measured on what its own mixer renders, offline, with the gains the sound card would get."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pygame
import pytest
from numpy.typing import NDArray

from assets.studio.synth_store import band_power, loudness_lufs, true_peak_dbtp
from game.core.pace import NATURAL
from game.core.reading import SILENT
from game.core.shapes import Bed, Cue
from game.stage.sound import Card, SilentSpeaker, open_speaker
from game.stage.sound_bank import RATE_HZ, Catalogue, Pcm, decode, read_catalogue, shipped
from game.stage.sound_bed import LOOPS
from game.stage.sound_record import TICK, Studio

TIDE = Bed("tide", mood=0.5, breath_hz=0.1, breath_phase=0.0)
Cues = Callable[[float, float], tuple[Cue, ...]]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The sounds that come with the game."""
    return read_catalogue(shipped())


@pytest.fixture(scope="module")
def dummy_card() -> Iterator[None]:
    """SDL plays into nothing for as long as this module is tested."""
    before = os.environ.get("SDL_AUDIODRIVER")
    os.environ["SDL_AUDIODRIVER"] = "dummy"
    pygame.mixer.quit()
    yield
    pygame.mixer.quit()
    os.environ.pop("SDL_AUDIODRIVER")
    if before is not None:
        os.environ["SDL_AUDIODRIVER"] = before


@pytest.fixture(scope="module")
def sounds(catalogue: Catalogue, dummy_card: None) -> dict[str, Pcm]:
    """Samples of every sound, as the game decodes them."""
    pygame.mixer.init(RATE_HZ, -16, 2, allowedchanges=0)
    decoded = {name: decode(shipped(), catalogue.entry(name)) for name in catalogue.names()}
    pygame.mixer.quit()
    return decoded


def no_cues(phase: float, before: float) -> tuple[Cue, ...]:
    """The bed alone."""
    return ()


def busy(phase: float, before: float) -> tuple[Cue, ...]:
    """All that a guided breath of 10 s may bring: breath cues, two bells, two notes."""
    cues = [
        Cue(name, gain, pan, note, seconds)
        for at, name, gain, pan, note, seconds in (
            (0.0, "breath_in", 1.0, 0.0, 0, 3.2),
            (0.1, "bell", 0.8, -0.4, 2, 0.0),
            (0.3, "marimba", 0.8, 0.5, 1, 0.0),
            (0.4, "breath_out", 1.0, 0.0, 0, 4.8),
            (0.6, "bell", 0.8, 0.4, 4, 0.0),
            (0.8, "marimba", 0.8, -0.5, 3, 0.0),
        )
        if before < at <= phase or (at == 0.0 and phase < before)
    ]
    return tuple(cues)


def render(studio: Studio, bed: Bed, seconds: float, cues: Cues = no_cues, phase: float = 0.0) -> NDArray[np.float64]:
    """float64 (n, 2): the bed with its phase running from ``phase``."""
    ticks = []
    for _ in range(round(60 * seconds)):
        before, phase = phase, (phase + bed.breath_hz / 60.0) % 1.0
        ticks.append(studio.tick(replace(bed, breath_phase=phase), cues(phase, before)))
    return np.concatenate(ticks)


def levels_db(sound: NDArray[np.float64], seconds: float) -> NDArray[np.float64]:
    """float64 (k,): RMS of each stretch of so many seconds, dBFS."""
    block = round(seconds * RATE_HZ)
    blocks = sound[: len(sound) // block * block].reshape(-1, block * sound.shape[1])
    return np.asarray(10.0 * np.log10(np.mean(blocks**2, axis=1) + 1e-12), np.float64)


def test_tide_is_at_its_loudness(catalogue: Catalogue, sounds: dict[str, Pcm]) -> None:
    """Two minutes of Tide with every cue are at -23 LUFS +-1, below -6 dBTP, and never step 6 dB in 50 ms."""
    studio = Studio(catalogue, sounds)
    render(studio, TIDE, 5.0)
    sound = render(studio, TIDE, 120.0, busy)
    assert loudness_lufs(sound) == pytest.approx(-23.0, abs=1.0)
    assert true_peak_dbtp(sound) <= -6.0
    assert np.abs(np.diff(levels_db(sound, 0.05))).max() <= 6.0


def test_moods_and_places_are_equally_loud(catalogue: Catalogue, sounds: dict[str, Pcm]) -> None:
    """Tense, neutral, calm and the title are within 1 LU of each other."""
    loudness = []
    for bed in (replace(TIDE, mood=0.0), TIDE, replace(TIDE, mood=1.0), Bed("title", 1.0, 0.1, 0.0)):
        studio = Studio(catalogue, sounds)
        render(studio, bed, 4.0)
        # Four chords of two breaths each: every chord counts.
        loudness.append(loudness_lufs(render(studio, replace(bed, breath_hz=0.2), 40.0)))
    assert max(loudness) - min(loudness) <= 1.0


def test_calm_is_more_open_than_tense(catalogue: Catalogue, sounds: dict[str, Pcm]) -> None:
    """Without surf, calm has at least 6 dB more above 400 Hz than tense."""
    high = []
    for mood in (0.0, 1.0):
        studio = Studio(catalogue, sounds)
        render(studio, Bed("quiet", mood, 0.1, 0.0), 4.0)
        sound = render(studio, Bed("quiet", mood, 0.2, 0.0), 20.0).mean(axis=1)
        power = np.abs(np.fft.rfft(sound)) ** 2
        high.append(10.0 * np.log10(power[np.fft.rfftfreq(len(sound), 1.0 / RATE_HZ) > 400.0].sum()))
    assert high[1] - high[0] >= 6.0


@pytest.mark.parametrize("breath_hz", [4.5 / 60.0, 0.1, 0.3])
def test_surf_swells_with_the_live_guide(catalogue: Catalogue, sounds: dict[str, Pcm], breath_hz: float) -> None:
    """At every rate the band 800 to 2000 Hz is loudest where the guide is full, by 8 dB or more over empty."""
    studio = Studio(catalogue, sounds)
    bed = replace(TIDE, breath_hz=breath_hz)
    render(studio, bed, 4.0)
    period = round(RATE_HZ / breath_hz)
    sound = render(studio, bed, 3.0 / breath_hz + 0.1).mean(axis=1)[: 3 * period].reshape(3, period)
    at = [round(share * period) for share in (NATURAL.inhale, 0.98)]
    full, empty = (band_power(sound[:, place - 4800 : place + 800]).mean(axis=0)[2] for place in at)
    assert 10.0 * np.log10(full / empty) >= 8.0


def test_a_guide_set_anew_makes_no_step(catalogue: Catalogue, sounds: dict[str, Pcm]) -> None:
    """A guide that jumps from full to empty in one tick is followed without a step of 6 dB in 50 ms."""
    studio = Studio(catalogue, sounds)
    first = render(studio, TIDE, 4.0 + 10.0 * NATURAL.inhale)
    second = render(studio, TIDE, 3.0, phase=0.95)
    level = levels_db(np.concatenate([first[4 * RATE_HZ :], second]), 0.05)
    assert np.abs(np.diff(level)).max() <= 6.0


@pytest.mark.parametrize("bed", [TIDE, Bed("title", 1.0, 0.1, 0.0), Bed("quiet", 0.0, 0.1, 0.0)])
def test_the_first_bed_fades_in(catalogue: Catalogue, sounds: dict[str, Pcm], bed: Bed) -> None:
    """From silence to the full bed takes more than 0.8 s, without a step of 6 dB once it can be heard."""
    level = levels_db(render(Studio(catalogue, sounds), bed, 4.0), 0.05)
    assert level[0] < -70.0
    assert level[:16].max() < level[-20:].mean() - 2.0
    heard = np.flatnonzero(level > -65.0)[0]
    assert np.abs(np.diff(level[heard:])).max() <= 6.0


@pytest.mark.parametrize(
    ("bed", "cues", "microphone"),
    [
        (TIDE, no_cues, False),
        (replace(TIDE, mood=1.0), busy, False),
        (replace(TIDE, breath_hz=0.3), no_cues, False),
        (TIDE, busy, True),
    ],
)
def test_what_is_played_is_known(
    catalogue: Catalogue, sounds: dict[str, Pcm], bed: Bed, cues: Cues, microphone: bool
) -> None:
    """Bands above -70 dBFS are told within 2 dB in nine of ten 0.1 s, always within 1 dB over 2 s."""
    studio = Studio(catalogue, sounds)
    studio.speaker.listening(microphone)
    ticks = [render(studio, bed, 4.0)]
    told = []
    phase = 4.0 * bed.breath_hz % 1.0
    for tick in range(60 * 30):
        before, phase = phase, (phase + bed.breath_hz / 60.0) % 1.0
        ticks.append(studio.tick(replace(bed, breath_phase=phase), cues(phase, before)))
        if tick % 6 == 2:
            told.append(studio.speaker.played_dbfs())
    # Told after the third tick of each six: in the middle of the 0.1 s that those six fill.
    heard = np.concatenate(ticks)[4 * RATE_HZ :].mean(axis=1).reshape(300, 6 * TICK)
    power = band_power(heard)
    error = np.array(told) - 10.0 * np.log10(power + 1e-12)
    loud = power > 1e-7
    for band in range(5):
        assert np.mean(np.abs(error[loud[:, band], band]) <= 2.0) >= 0.9
        assert abs(np.median(error[loud[:, band], band])) <= 0.3
    slow = 10.0 * np.log10(
        (10.0 ** (np.array(told) / 10.0)).reshape(15, 20, 5).mean(axis=1) / power.reshape(15, 20, 5).mean(axis=1)
    )
    assert np.abs(slow[power.reshape(15, 20, 5).mean(axis=1) > 1e-7]).max() <= 1.0


def test_listening_ducks_the_surf_by_6_db(catalogue: Catalogue, sounds: dict[str, Pcm]) -> None:
    """Where only surf plays (2 to 4 kHz), the microphone being on takes 6 dB away."""
    level = []
    for microphone in (False, True):
        studio = Studio(catalogue, sounds)
        studio.speaker.listening(microphone)
        render(studio, TIDE, 5.0)
        level.append(10.0 * np.log10(band_power(render(studio, TIDE, 10.0).mean(axis=1)[None])[0, 3]))
    assert level[0] - level[1] == pytest.approx(6.0, abs=0.5)


def test_volume_zero_is_silence(catalogue: Catalogue, sounds: dict[str, Pcm]) -> None:
    """Muted, nothing is played, nothing is said to be played, and captions go on."""
    studio = Studio(catalogue, sounds)
    studio.speaker.set_volume(0.0)
    render(studio, TIDE, 4.0)
    assert np.abs(studio.tick(TIDE, (Cue("bell", caption="bell"),))).max() == 0.0
    assert studio.speaker.played_dbfs() == SILENT
    assert [caption.key for caption in studio.speaker.captions()] == ["bell"]


def test_a_cue_is_heard_where_it_is_put(catalogue: Catalogue, sounds: dict[str, Pcm]) -> None:
    """A note to the right is louder at the right; in the middle both sides are alike; power stays."""
    powers = []
    for pan in (-1.0, 0.0, 0.7):
        studio = Studio(catalogue, sounds)
        sound = studio.tick(replace(TIDE, gain=0.0), (Cue("marimba", pan=pan, note=3),))
        powers.append(np.mean(np.concatenate([sound, render(studio, replace(TIDE, gain=0.0), 1.0)]) ** 2, axis=0))
    left, middle, right = powers
    assert left[1] < 1e-6 * left[0]
    assert middle[0] == pytest.approx(middle[1])
    assert right[1] > 3.0 * right[0]
    assert np.ptp([power.sum() for power in powers]) < 0.05 * middle.sum()


def test_loops_have_no_seam(catalogue: Catalogue, sounds: dict[str, Pcm]) -> None:
    """From a loop's last to its first sample is no larger a step than it makes elsewhere, after the codec too."""
    for name in LOOPS:
        sound = sounds[name].astype(np.float64)
        assert len(sound) == catalogue.entry(name).samples
        around = np.concatenate([sound[-2400:], sound[:2400]])
        # Second differences show a kink as well as a step.
        kinks = np.abs(np.diff(around, 2, axis=0))
        assert kinks[2390:2410].max() <= np.abs(np.diff(sound, 2, axis=0)).max()
        assert kinks[2390:2410].mean() <= 2.5 * kinks.mean()


def test_a_missing_card_gives_the_silent_double(dummy_card: None) -> None:
    """Where SDL knows no such sound card, one message tells, and the game goes on."""
    told: list[str] = []
    os.environ["SDL_AUDIODRIVER"] = "none-such"
    try:
        speaker = open_speaker(told.append)
    finally:
        os.environ["SDL_AUDIODRIVER"] = "dummy"
    assert isinstance(speaker, SilentSpeaker)
    assert len(told) == 1
    assert "Connect loudspeakers" in told[0]


def test_the_card_plays_after_a_mixer_at_another_rate(catalogue: Catalogue, dummy_card: None) -> None:
    """The mixer is ours even where pygame.init() opened it otherwise; loops run, cues start, close gives it back."""
    pygame.mixer.init(22_050, -16, 1)
    speaker = open_speaker(pytest.fail)
    assert pygame.mixer.get_init() == (RATE_HZ, -16, 2)
    end_s = time.monotonic() + 20.0
    while speaker.played_dbfs()[0] < -60.0:
        assert time.monotonic() < end_s, "the loops never ran"
        speaker.play(TIDE, ())
        pygame.time.wait(5)
    assert all(pygame.mixer.Channel(slot).get_busy() for slot in range(len(LOOPS)))
    speaker.close()
    assert pygame.mixer.get_init() is None


def test_a_damaged_loop_is_told_once(catalogue: Catalogue, tmp_path: "os.PathLike[str]", dummy_card: None) -> None:
    """With files gone after the catalogue was read, the game goes on without its bed and says so once."""
    told: list[str] = []
    card = Card(catalogue, tmp_path, told.append)  # type: ignore[arg-type]
    end_s = time.monotonic() + 20.0
    while not told:
        assert not card.ready()
        assert time.monotonic() < end_s, "the damage was never told"
        pygame.time.wait(5)
    assert not card.ready()
    assert len(told) == 1
    assert "Install the game anew" in told[0]
    card.close()
