"""What camera, microphone and key say of many people through one decision: ``person.senses`` on arrays.

The sensors of a real sitting speak more often than six times a second; of those words only the latest counts in the
fusion, so one word a life is as good.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from adaptation.person.body import Body
from adaptation.person.senses import BREATH_AGE, FACE_AGE, OLDEST_AGE, RATE_S, TALK_S
from adaptation.person.traits import Crowd
from adaptation.sketch import keys as key
from adaptation.sketch.hearing import LIFE_TICKS, LIVES, Heard, Told
from adaptation.sketch.keys import Keys
from game.core.pace import TICKS_PER_S

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
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
    talking: Mask
    """In a spell of talk, in which no breath is heard."""
    past: Array
    """float64 (n, lives, 4): what is yet to be read of arousal, valence, rate and phase by sensors that are late."""
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


def begin(crowd: Crowd, body: Body) -> Sensors:
    """Sensors at the start of a sitting."""
    no = np.zeros(len(crowd.rest_hz), dtype=bool)
    lives = int(_late(crowd).max())
    natural = body.breath_hz
    past = np.stack((body.arousal, body.valence, natural, body.phase), axis=1)
    return Sensors(no, no, no, np.repeat(past[:, None], lives, axis=1), natural)


def read(
    sensors: Sensors, keys: Keys, crowd: Crowd, lives: Lives, ticks: Array, dice: np.random.Generator
) -> tuple[Sensors, Heard]:
    """What is said through a decision. Draws (4, 30, n) normal and (3, 30, n) uniform numbers, whatever happens.

    Args:
        ticks: course of ticks since the sitting began.
    """
    normal = dice.standard_normal((4, *ticks.shape))
    chance = dice.random((3, *ticks.shape))
    face_lost = _spells(sensors.face_lost, crowd.dropout_every_s, crowd.dropout_s, chance[0])
    breath_lost = _spells(sensors.breath_lost, crowd.dropout_every_s, crowd.dropout_s, chance[1])
    quiet_s = TALK_S * (1.0 - crowd.talks) / np.maximum(crowd.talks, 1e-6)
    talking = _spells(sensors.talking, quiet_s, TALK_S, chance[2])
    sees, hears = crowd.camera & ~face_lost, crowd.microphone & ~breath_lost & ~talking
    past, read_now = _delayed(sensors.past, crowd, lives)
    face_variance = np.broadcast_to(crowd.face_sd * crowd.face_sd, ticks.shape)
    rate_variance = np.broadcast_to(crowd.breath_sd_hz * crowd.breath_sd_hz, ticks.shape)
    rate = _KEPT * sensors.rate_hz + _BLEND @ read_now.breath_hz
    valence = crowd.face_gain * read_now.valence - crowd.face_bias + crowd.face_sd * normal[0]
    arousal = crowd.face_gain * read_now.arousal + crowd.face_bias + crowd.face_sd * normal[1]
    heard_rate = np.maximum(rate + crowd.breath_bias_hz + 0.5 * crowd.breath_sd_hz * normal[2], 0.0)
    behind = read_now.breath_hz * (BREATH_AGE / TICKS_PER_S)
    phase = (read_now.phase - behind + PHASE_NOISE * normal[3]) % 1.0
    late = _late(crowd) * LIFE_TICKS
    face_age, breath_age = (
        np.broadcast_to(np.minimum(age + late, OLDEST_AGE), ticks.shape) for age in (FACE_AGE, BREATH_AGE)
    )
    down = crowd.holds_key & (lives.away == 0.0) & (lives.phase < INHALE)
    keys, told_rate, told_phase, used = by_key(keys, down, ticks)
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
    return Sensors(face_lost[-1], breath_lost[-1], talking[-1], past, rate[-1]), heard


def by_key(keys: Keys, down: Mask, ticks: Array) -> tuple[Keys, Told, Told, Mask]:
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


def _delayed(past: Array, crowd: Crowd, lives: Lives) -> tuple[Array, Lives]:
    """What late sensors have yet to read, and what they read through this decision."""
    longest = past.shape[1]
    if not longest:
        return past, lives
    now = np.stack((lives.arousal, lives.valence, lives.breath_hz, lives.phase), axis=2)
    whole = np.concatenate((past.transpose(1, 0, 2), now))
    people = np.arange(len(past))
    place = np.arange(LIVES)[:, None] + longest - _late(crowd)
    seen = whole[place, people]
    return whole[-longest:].transpose(1, 0, 2), Lives(
        seen[..., 0], seen[..., 1], seen[..., 2], seen[..., 3], lives.away
    )


def _late(crowd: Crowd) -> npt.NDArray[np.int64]:
    """Whole lives by which each person's sensors are late."""
    return np.asarray(np.round(TICKS_PER_S * crowd.sensor_delay_s).astype(np.int64) // LIFE_TICKS)


def _spells(within: Mask, every_s: Array, length_s: Array | float, chance: Array) -> Mask:
    """Course of the spells that begin every so often and last so long, by chance."""
    life_s = LIFE_TICKS / TICKS_PER_S
    ends, begins = chance < life_s / length_s, chance < life_s / every_s
    course = np.empty(chance.shape, dtype=bool)
    for life in range(LIVES):
        within = np.where(within, ~ends[life], begins[life])
        course[life] = within
    return course


def _within(values: Array) -> Array:
    return np.minimum(np.maximum(values, -1.0), 1.0)
