"""What a breath sounds like at a microphone, and what else is heard there: drawn anew for every clip.

Breath is noise shaped by a throat, a nose or a mouth and a microphone: no two people here sound alike. The inhale is
brighter than the exhale in most, darker in some, alike in a few, and missing where a noise suppression ate it.
Nothing of the recorded air clips, nor of the rendered ones, was looked at for any of these numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.fft import irfft, rfft, rfftfreq
from scipy.signal import lfilter

from affect.sensor import RATE_HZ
from affect.simulate import clicks, fan, household, in_room, white
from affect.simulate_speech import Speaking, speak
from affect.spectrum import Doubles, Floats
from affect.training.breath_belts import FLOW_HZ, Course
from affect.training.voice_data import Noise, pink, recorded, simulated

_BUMPS = 4


def shaped(count: int, shape: Callable[[Doubles], Doubles], dice: np.random.Generator) -> Doubles:
    """Noise of RMS 1 with this amplitude over frequency in Hz: float64 (count,)."""
    spectrum = rfft(dice.standard_normal(count, np.float32))
    hz = np.maximum(rfftfreq(count, 1 / RATE_HZ), 20.0)
    # The curve is smooth: a few hundred points of it are enough.
    few = np.geomspace(20.0, RATE_HZ / 2, 400)
    spectrum *= np.interp(hz, few, shape(few)).astype(np.float32)
    noise = irfft(spectrum, count)
    result: Doubles = (noise / (noise.std() + 1e-12)).astype(np.float64)
    return result


@dataclass(frozen=True, slots=True)
class Timbre:
    """The spectrum of one half of a breath: a broad bell over log frequency, and some resonances."""

    centre_hz: float
    """Middle of the bell."""
    octaves: float
    """Its width, one sd."""
    bumps: tuple[tuple[float, float, float], ...]
    """Resonances: Hz, width in octaves, gain in dB."""

    def at(self, hz: Doubles) -> Doubles:
        """Amplitude at these frequencies."""
        octave = np.log2(hz / self.centre_hz)
        decibels = -4.34 * (octave / self.octaves) ** 2
        for place, width, gain in self.bumps:
            decibels = decibels + gain * np.exp(-0.5 * (np.log2(hz / place) / width) ** 2)
        result: Doubles = 10 ** (np.maximum(decibels, -60.0) / 20)
        return result


@dataclass(frozen=True, slots=True)
class Breather:
    """How somebody sounds."""

    inhale: Timbre
    """Breathing in."""
    exhale: Timbre
    """Breathing out."""
    inhale_db: float
    """How loud the inhale is against the exhale."""
    power: float
    """Loudness grows with flow to this power."""


def draw_breather(dice: np.random.Generator) -> Breather:
    """Somebody: one in twelve cannot be told apart by timbre, one in eight breathes out brighter than in."""
    centre = float(np.exp(dice.uniform(np.log(350.0), np.log(2600.0))))
    apart = float(dice.choice((0.05, -0.8, 0.9), p=(0.08, 0.12, 0.8))) * dice.uniform(0.4, 1.6)
    bumps = _draw_bumps(centre, dice)
    octaves = float(dice.uniform(0.6, 2.0))
    shared = bumps if dice.random() < 0.5 or abs(apart) < 0.1 else _draw_bumps(centre, dice)
    return Breather(
        inhale=Timbre(centre * 2**apart, octaves * float(np.exp(0.15 * dice.standard_normal())), bumps),
        exhale=Timbre(centre, octaves, shared),
        inhale_db=_draw_inhale_db(dice),
        power=float(dice.uniform(0.7, 1.8)),
    )


def _draw_inhale_db(dice: np.random.Generator) -> float:
    kind = dice.random()
    if kind < 0.12:
        return -40.0
    return float(dice.uniform(-18.0, -8.0) if kind < 0.35 else dice.normal(-2.0, 3.5))


def _draw_bumps(centre: float, dice: np.random.Generator) -> tuple[tuple[float, float, float], ...]:
    return tuple(
        (centre * 2 ** dice.uniform(-1.5, 2.0), dice.uniform(0.12, 0.5), dice.uniform(-6.0, 9.0))
        for _ in range(int(dice.integers(0, _BUMPS + 1)))
    )


def breath_sound(who: Breather, course: Course, dice: np.random.Generator) -> Doubles:
    """float64 (n,), 16 kHz, any loudness: the course as it sounds right at the mouth."""
    count = len(course.flow) * RATE_HZ // FLOW_HZ
    at = np.arange(count) * (FLOW_HZ / RATE_HZ)
    # Flow is never smooth: turbulence makes it flutter.
    flutter = np.exp(0.25 * np.interp(at, np.arange(0, len(course.flow) + 4, 4), _noise_walk(course, dice)))
    sound = np.zeros(count)
    for sign, timbre, decibels in ((1.0, who.inhale, who.inhale_db), (-1.0, who.exhale, 0.0)):
        part = np.clip(sign * course.flow, 0.0, 4.0) ** who.power * 10 ** (decibels / 20)
        sound += np.interp(at, np.arange(len(part)), part) * shaped(count, timbre.at, dice)
    result: Doubles = sound * flutter
    return result


def _noise_walk(course: Course, dice: np.random.Generator) -> Doubles:
    return dice.standard_normal(len(range(0, len(course.flow) + 4, 4)))


def water(count: int, dice: np.random.Generator) -> Floats:
    """A tap or a kettle: bright noise that comes and goes."""
    low, high = dice.uniform(0.6, 1.2), dice.uniform(2000.0, 5000.0)
    noise = shaped(count, Timbre(high, low, ()).at, dice)
    return (noise * 10 ** (swell(count, dice.uniform(2.0, 8.0), dice.uniform(0.5, 6.0), dice) / 20)).astype(np.float32)


def clinks(count: int, dice: np.random.Generator) -> Floats:
    """Cutlery, plates, keys: struck things that ring for some hundredths of a second, over a murmur."""
    sound = 0.03 * shaped(count, Timbre(500.0, 2.0, ()).at, dice)
    for _ in range(int(dice.poisson(dice.uniform(0.5, 4.0) * count / RATE_HZ))):
        start = int(dice.integers(count))
        length = min(count - start, round(dice.uniform(0.03, 0.3) * RATE_HZ))
        time = np.arange(length) / RATE_HZ
        partials = dice.uniform(600.0, 7000.0, 4)
        ring = np.sin(2 * np.pi * partials[:, None] * time).sum(axis=0) + 2.0 * dice.standard_normal(length)
        sound[start : start + length] += dice.exponential(0.5) * ring * np.exp(-time / dice.uniform(0.005, 0.05))
    return sound.astype(np.float32)


def wheel(count: int, dice: np.random.Generator) -> Floats:
    """Something that goes round: noise that swells once or twice in a second or in some seconds."""
    turn_hz = float(np.exp(dice.uniform(np.log(0.4), np.log(3.0))))
    noise = shaped(count, Timbre(dice.uniform(300.0, 3000.0), dice.uniform(0.6, 2.0), ()).at, dice)
    time = np.arange(count) / RATE_HZ
    swung: Floats = (noise * np.exp(dice.uniform(0.1, 0.7) * np.sin(2 * np.pi * turn_hz * time))).astype(np.float32)
    return swung


def gusts(count: int, dice: np.random.Generator) -> Floats:
    """Wind or passing cars: low noise that rises and falls without a period, as slowly as breath does."""
    noise = shaped(count, Timbre(dice.uniform(150.0, 900.0), dice.uniform(0.8, 1.6), ()).at, dice)
    return (noise * 10 ** (swell(count, dice.uniform(1.0, 5.0), dice.uniform(2.0, 8.0), dice) / 20)).astype(np.float32)


def swell(count: int, every_s: float, sd_db: float, dice: np.random.Generator) -> Doubles:
    """dB that wander: a new one every so many seconds."""
    corners = dice.normal(0.0, sd_db, max(3, round(count / RATE_HZ / every_s) + 2))
    result: Doubles = np.interp(np.arange(count), np.linspace(0, count, len(corners)), corners)
    return result


def talk(count: int, dice: np.random.Generator) -> Floats:
    """Phrases of a simulated voice, with rests of seconds between."""
    who = Speaking(dice.uniform(90.0, 260.0), phrase_s=dice.uniform(1.0, 4.0), rest_s=dice.uniform(1.0, 8.0))
    return speak(who, count / RATE_HZ + 0.01, int(dice.integers(1 << 30)))[:count]


def made_noises() -> tuple[Noise, ...]:
    """The noises that are synthesised."""
    common = tuple(simulated(make) for make in (white, fan, household, household))
    return (*common, pink, water, clinks, wheel, gusts)


def knocks(count: int, dice: np.random.Generator) -> Floats:
    """Key clicks and knocks at chance moments."""
    return clicks(count / RATE_HZ + 0.01, -20.0, int(dice.integers(1 << 30)), per_s=dice.uniform(0.1, 2.0))[:count]


def wind_pops(count: int, dice: np.random.Generator) -> Floats:
    """Breath that hits the capsule: short thumps below 300 Hz, strong enough to spill upwards."""
    sound = np.zeros(count)
    for _ in range(int(dice.poisson(0.15 * count / RATE_HZ))):
        start, length = int(dice.integers(count)), round(dice.uniform(0.05, 0.3) * RATE_HZ)
        thump = lfilter([0.03], [1.0, -0.97], dice.standard_normal(length)) * np.hanning(length)
        sound[start : start + length] += thump[: count - start] * dice.uniform(0.3, 2.0)
    return sound.astype(np.float32)


def sentences(voices: list[Floats]) -> Noise:
    """Read sentences at chance moments, seconds of rest between."""

    def read(count: int, dice: np.random.Generator) -> Floats:
        sound = np.zeros(count, np.float32)
        at = int(dice.uniform(0.0, 15.0) * RATE_HZ)
        while at < count:
            voice = voices[int(dice.integers(len(voices)))]
            part = voice[: count - at]
            sound[at : at + len(part)] += part
            at += len(voice) + int(dice.uniform(1.0, 12.0) * RATE_HZ)
        return sound

    return read


def at_distance(sound: Doubles, dice: np.random.Generator) -> Floats:
    """The microphone: its tilt, the room's echo, what it cuts off below and above."""
    heard: Floats = lfilter([1.0, -dice.uniform(-0.6, 0.7)], [1.0], sound).astype(np.float32)
    if dice.random() < 0.6:
        heard = in_room(heard, int(dice.integers(1 << 30)), dice.uniform(0.1, 0.7), dice.uniform(0.1, 0.9))
    return heard


def gated(sound: Floats, dice: np.random.Generator) -> Floats:
    """What a system's noise gate leaves: what is near the floor is turned down, after a moment of hesitation."""
    frames = sound[: len(sound) // 320 * 320].reshape(-1, 320)
    level = 10.0 * np.log10(np.mean(frames**2, axis=1) + 1e-12)
    threshold = np.quantile(level, dice.uniform(0.1, 0.5)) + 2.0
    wanted = np.where(level > threshold, 0.0, -dice.uniform(6.0, 25.0))
    smooth = lfilter([0.2], [1.0, -0.8], wanted)
    gain = np.interp(np.arange(len(sound)), np.arange(len(smooth)) * 320 + 160, 10 ** (smooth / 20))
    return (sound * gain).astype(np.float32)


__all__ = ["Noise", "at_distance", "breath_sound", "draw_breather", "gated", "knocks", "made_noises", "recorded"]
__all__ += ["sentences", "shaped", "swell", "talk", "wind_pops"]
