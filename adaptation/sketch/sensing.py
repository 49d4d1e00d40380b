"""What camera, microphone and key say of many people through one decision: ``person.senses`` on arrays.

The sensors of a real sitting speak more often than six times a second; of those words only the latest counts in the
fusion, so one word a life is as good.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from adaptation.person.traits import Crowd
from adaptation.sketch import keys as key
from adaptation.sketch.hearing import LIFE_TICKS, LIVES, Heard, Told
from adaptation.sketch.keys import Keys
from game.core.pace import TICKS_PER_S

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
FACE_AGE, BREATH_AGE = 4.0, 15.0
"""Ticks from the measured moment to the reading."""
RATE_S = 8.0
"""Over how long the microphone's rate is averaged."""
PHASE_NOISE, PHASE_SD = 0.05, 0.08
INHALE = 0.4
"""Share of the breath in which the key is held."""
_AVERAGE = (LIFE_TICKS / TICKS_PER_S) / RATE_S
_KEPT = (1.0 - _AVERAGE) ** np.arange(1, LIVES + 1)[:, None]
_BLEND = np.tril(_AVERAGE * (1.0 - _AVERAGE) ** (np.arange(LIVES)[:, None] - np.arange(LIVES)[None]))
"""What an average over ``RATE_S`` is at each life: its value before, faded, and a blend of the course."""


@dataclass(frozen=True, slots=True)
class Sensors:
    """What the sensors of each person remember, (n,) each."""

    face_lost: Mask
    breath_lost: Mask
    """In a spell in which the sensor has lost the person."""
    rate_hz: Array
    """The microphone's average of the breath rate."""


@dataclass(frozen=True, slots=True)
class Lives:
    """The inside of each person through a decision: courses (30, n)."""

    arousal: Array
    valence: Array
    breath_hz: Array
    phase: Array
    away: Array


def begin(crowd: Crowd) -> Sensors:
    """Sensors at the start of a sitting."""
    no = np.zeros(len(crowd.rest_hz), dtype=bool)
    return Sensors(no, no, crowd.rest_hz)


def read(
    sensors: Sensors, keys: Keys, crowd: Crowd, lives: Lives, breathes: Mask, ticks: Array, dice: np.random.Generator
) -> tuple[Sensors, Heard]:
    """What is said through a decision. Draws (4, 30, n) normal and (3, 30, n) uniform numbers, whatever happens.

    Args:
        breathes: course: there is a guide to breathe with.
        ticks: course of ticks since the sitting began.
    """
    normal = dice.standard_normal((4, *ticks.shape))
    chance = dice.random((3, *ticks.shape))
    face_lost = _lose(sensors.face_lost, crowd, chance[0])
    breath_lost = _lose(sensors.breath_lost, crowd, chance[1])
    sees = crowd.camera & ~face_lost
    hears = crowd.microphone & ~breath_lost & (chance[2] >= crowd.talks)
    face_variance = np.broadcast_to(crowd.face_sd * crowd.face_sd, ticks.shape)
    rate_variance = np.broadcast_to(crowd.breath_sd_hz * crowd.breath_sd_hz, ticks.shape)
    rate = _KEPT * sensors.rate_hz + _BLEND @ lives.breath_hz
    valence = crowd.face_gain * lives.valence - crowd.face_bias + crowd.face_sd * normal[0]
    arousal = crowd.face_gain * lives.arousal + crowd.face_bias + crowd.face_sd * normal[1]
    heard_rate = np.maximum(rate + crowd.breath_bias_hz + 0.5 * crowd.breath_sd_hz * normal[2], 0.0)
    phase = (lives.phase - lives.breath_hz * (BREATH_AGE / TICKS_PER_S) + PHASE_NOISE * normal[3]) % 1.0
    face_age, breath_age = np.full(ticks.shape, FACE_AGE), np.full(ticks.shape, BREATH_AGE)
    down = (crowd.holds_key & (lives.away == 0.0)) & breathes & (lives.phase < INHALE)
    keys, told_rate, told_phase, used = _by_key(keys, down, ticks)
    heard = Heard(
        valence=Told(_within(valence), face_variance, sees, face_age),
        arousal=Told(_within(arousal), face_variance, sees, face_age),
        breath_rate=Told(heard_rate, rate_variance, hears, breath_age),
        breath_phase=Told(phase, np.full(ticks.shape, PHASE_SD * PHASE_SD), hears, breath_age),
        key_rate=told_rate,
        key_phase=told_phase,
        keys=keys,
        key_down=down,
        key_used=used,
    )
    return Sensors(face_lost[-1], breath_lost[-1], rate[-1]), heard


def _by_key(keys: Keys, down: Mask, ticks: Array) -> tuple[Keys, Told, Told, Mask]:
    """What the key tells of rate and phase, and where it is used; only those who touch it are looked at."""
    used = np.zeros(ticks.shape, dtype=bool)
    rate, sd, phase = np.zeros(ticks.shape), np.ones(ticks.shape), np.zeros(ticks.shape)
    spoke = np.zeros(ticks.shape, dtype=bool)
    for life in range(LIVES):
        tick = ticks[life]
        keys = key.press(keys, down[life], tick)
        used[life] = key.used(keys, tick)
        rate[life], sd[life], known = key.rate(keys)
        phase[life] = key.phase(keys, tick)
        spoke[life] = used[life] & known
    none = np.zeros(ticks.shape)
    return (
        keys, Told(rate, sd * sd, spoke, none), Told(phase, np.full(ticks.shape, 0.05 * 0.05), spoke, none), used,
    )  # fmt: skip


def _lose(lost: Mask, crowd: Crowd, chance: Array) -> Mask:
    """Course of the spells in which a sensor has lost the person: they begin and end by chance."""
    life_s = LIFE_TICKS / TICKS_PER_S
    ends, begins = chance < life_s / crowd.dropout_s, chance < life_s / crowd.dropout_every_s
    course = np.empty(chance.shape, dtype=bool)
    for life in range(LIVES):
        lost = np.where(lost, ~ends[life], begins[life])
        course[life] = lost
    return course


def _within(values: Array) -> Array:
    return np.minimum(np.maximum(values, -1.0), 1.0)
