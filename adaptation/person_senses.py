"""What camera and microphone would read of a simulated person, with noise, delay and spells of silence.

A sensor that has lost the person says so: the camera by a presence near zero, the microphone by its level alone.
"""

from random import Random

from adaptation.person_body import Body
from adaptation.person_traits import Traits
from game.core.belief import Sample
from game.core.pace import NATURAL
from game.core.reading import Quantity

FACE_TICKS = 4
"""15 faces a second."""
FACE_AGE, BREATH_AGE, VOICE_AGE = 4, 15, 8
"""Ticks from the measured moment to the reading."""
BREATH_TICKS = 6
"""Ten breath readings a second."""
RATE_S = 8.0
"""Over how long the microphone's rate is averaged."""
VOICE_TICKS = 30


class Sensors:
    """The sensors of one person. Deterministic for the same dice."""

    def __init__(self, traits: Traits, dice: Random) -> None:
        self._traits = traits
        self._dice = dice
        self._lost = {"face": False, "breath": False}
        self._rate_hz = traits.rest_hz

    def read(self, body: Body, tick: int, camera: bool, microphone: bool) -> tuple[Sample, ...]:
        """What is said in this tick by the devices that are on."""
        self._rate_hz += (body.breath_hz - self._rate_hz) / (60.0 * RATE_S)
        told: tuple[Sample, ...] = ()
        if camera and tick % FACE_TICKS == 0:
            told += self._face(body)
        if microphone and tick % BREATH_TICKS == 0:
            told += self._breath(body)
        if microphone and tick % VOICE_TICKS == 0:
            told += (Sample("voice", Quantity.VOICE_PRESENCE, self._near(0.02, 0.02, 0.0), 0.05, VOICE_AGE),)
        return told

    def _face(self, body: Body) -> tuple[Sample, ...]:
        if self._loses("face", FACE_TICKS):
            return (Sample("face", Quantity.PRESENCE, self._near(0.03, 0.02, 0.0), 0.1, FACE_AGE),)
        sd = self._traits.face_sd
        smile = max(0.6 * body.valence, 0.0)
        return (
            Sample("face", Quantity.PRESENCE, self._near(0.97, 0.02, 0.0), 0.05, FACE_AGE),
            Sample("face", Quantity.VALENCE, self._near(body.valence, sd, -1.0), sd, FACE_AGE),
            Sample("face", Quantity.AROUSAL, self._near(body.arousal, sd, -1.0), sd, FACE_AGE),
            Sample("face", Quantity.SMILE, self._near(smile, 0.05, 0.0), 0.1, FACE_AGE),
        )

    def _breath(self, body: Body) -> tuple[Sample, ...]:
        level = -62.0 + 14.0 * NATURAL.fullness(body.phase) + self._dice.gauss(0.0, 1.5)
        heard = Sample("breath", Quantity.LEVEL_DBFS, level, 3.0, 2)
        if self._loses("breath", BREATH_TICKS):
            return (heard,)
        sd = self._traits.breath_sd_hz
        phase = (body.phase - body.breath_hz * BREATH_AGE / 60.0 + self._dice.gauss(0.0, 0.05)) % 1.0
        return (
            heard,
            Sample("breath", Quantity.BREATH_HZ, self._near(self._rate_hz, 0.5 * sd, 0.0), sd, BREATH_AGE),
            Sample("breath", Quantity.BREATH_PHASE, phase, 0.08, BREATH_AGE),
        )

    def _near(self, value: float, sd: float, low: float) -> float:
        return min(max(value + self._dice.gauss(0.0, sd), low), 1.0)

    def _loses(self, sensor: str, ticks: int) -> bool:
        """A sticky spell: it begins and ends by chance, with the mean lengths of the traits."""
        lost = self._lost[sensor]
        mean_s = self._traits.dropout_s if lost else self._traits.dropout_every_s
        if self._dice.random() < ticks / 60.0 / mean_s:
            lost = self._lost[sensor] = not lost
        return lost
