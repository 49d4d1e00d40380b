"""What camera and microphone would read of a simulated person: noisy, late, biased, deaf to breath in talk, or lost.

A sensor that has lost the person says so: the camera by a presence near zero, the microphone by its level alone.
A face that shows little, or is read too tense, is told with the same certainty as any other: nobody could know.
"""

from collections import deque
from dataclasses import dataclass
from random import Random

from adaptation.person.body import LIVE_S, LIVE_TICKS
from adaptation.person.traits import Traits
from game.core.belief import Sample
from game.core.pace import NATURAL
from game.core.reading import Quantity

FACE_TICKS = 4
"""15 faces a second."""
FACE_AGE, BREATH_AGE, VOICE_AGE = 4, 15, 8
"""Ticks from the measured moment to the reading."""
OLDEST_AGE = 255
"""No sample can say that it is older."""
BREATH_TICKS = 6
"""Ten breath readings a second."""
RATE_S = 8.0
"""Over how long the microphone's rate is averaged."""
VOICE_TICKS = 30
TALK_S = 6.0
"""Mean length of what is said at a time. Assumption."""
TALK_DB = 25.0
"""How much louder talking is than breath. Assumption."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What a body gives away at one moment."""

    tick: int
    """When."""
    arousal: float
    """[-1, 1]."""
    valence: float
    """[-1, 1]."""
    breath_hz: float
    """Rate of the breath."""
    phase: float
    """Place in the breath, [0, 1)."""

    def phase_at(self, tick: int) -> float:
        """The phase at another tick, as long as the breath keeps its rate."""
        return (self.phase + self.breath_hz * (tick - self.tick) / 60.0) % 1.0


class Sensors:
    """The sensors of one person. Deterministic for the same dice."""

    def __init__(self, traits: Traits, dice: Random, signs: Signs) -> None:
        self._traits = traits
        self._dice = dice
        self._lost = {"face": False, "breath": False}
        self._talking = False
        self._rate_hz = signs.breath_hz
        self._late = round(60.0 * traits.sensor_delay_s)
        self._signs = deque([signs], self._late // LIVE_TICKS + 1)

    def show(self, signs: Signs) -> None:
        """The body has lived on, ``LIVE_TICKS`` ticks after the last time."""
        self._signs.append(signs)
        self._rate_hz += (self._signs[0].breath_hz - self._rate_hz) * LIVE_S / RATE_S
        quiet_s = TALK_S * (1.0 - self._traits.talks) / max(self._traits.talks, 1e-6)
        if self._dice.random() < LIVE_S / (TALK_S if self._talking else quiet_s):
            self._talking = not self._talking

    def read(self, tick: int, camera: bool, microphone: bool) -> tuple[Sample, ...]:
        """What is said in this tick by the devices that are on."""
        told: tuple[Sample, ...] = ()
        if camera and tick % FACE_TICKS == 0:
            told += self._face()
        if microphone and tick % BREATH_TICKS == 0:
            told += self._breath(tick)
        if microphone and tick % VOICE_TICKS == 0:
            speaking = self._near(0.9 if self._talking else 0.02, 0.02, 0.0)
            told += (Sample("voice", Quantity.VOICE_PRESENCE, speaking, 0.05, self._age(VOICE_AGE)),)
        return told

    def _face(self) -> tuple[Sample, ...]:
        age = self._age(FACE_AGE)
        if self._loses("face", FACE_TICKS):
            return (Sample("face", Quantity.PRESENCE, self._near(0.03, 0.02, 0.0), 0.1, age),)
        sd, gain, bias, signs = self._traits.face_sd, self._traits.face_gain, self._traits.face_bias, self._signs[0]
        smile = max(0.6 * gain * signs.valence, 0.0)
        return (
            Sample("face", Quantity.PRESENCE, self._near(0.97, 0.02, 0.0), 0.05, age),
            Sample("face", Quantity.VALENCE, self._near(gain * signs.valence - bias, sd, -1.0), sd, age),
            Sample("face", Quantity.AROUSAL, self._near(gain * signs.arousal + bias, sd, -1.0), sd, age),
            Sample("face", Quantity.SMILE, self._near(smile, 0.05, 0.0), 0.1, age),
        )

    def _breath(self, tick: int) -> tuple[Sample, ...]:
        signs, age = self._signs[0], self._age(BREATH_AGE)
        level = -62.0 + 14.0 * NATURAL.fullness(signs.phase_at(tick - self._late)) + self._dice.gauss(0.0, 1.5)
        level += TALK_DB * self._talking
        heard = Sample("breath", Quantity.LEVEL_DBFS, level, 3.0, self._age(2))
        if self._loses("breath", BREATH_TICKS) or self._talking:
            return (heard,)
        sd = self._traits.breath_sd_hz
        phase = (signs.phase_at(tick - self._late - BREATH_AGE) + self._dice.gauss(0.0, 0.05)) % 1.0
        rate = self._near(self._rate_hz + self._traits.breath_bias_hz, 0.5 * sd, 0.0)
        return (
            heard,
            Sample("breath", Quantity.BREATH_HZ, rate, sd, age),
            Sample("breath", Quantity.BREATH_PHASE, phase, 0.08, age),
        )

    def _age(self, ticks: int) -> int:
        return min(ticks + self._late, OLDEST_AGE)

    def _near(self, value: float, sd: float, low: float) -> float:
        return min(max(value + self._dice.gauss(0.0, sd), low), 1.0)

    def _loses(self, sensor: str, ticks: int) -> bool:
        """A sticky spell: it begins and ends by chance, with the mean lengths of the traits."""
        lost = self._lost[sensor]
        mean_s = self._traits.dropout_s if lost else self._traits.dropout_every_s
        if self._dice.random() < ticks / 60.0 / mean_s:
            lost = self._lost[sensor] = not lost
        return lost
