"""Breath by camera: rate and phase from the rise of the shoulders, a witness of its own beside the microphone.

The camera gives up to 30 pictures a second; every picture after LOOK_NS is looked at and the rest passed over, about
eight a second, enough for 40 breaths a minute. Silent on breath where no torso is seen, where it moves too much or
where the estimators disagree (then the rate comes with a wide sd); the heartbeat is a faint word on presence, which
the face sensor knows far better. Nothing is learnt of a person, and nothing of a picture is kept but a reference in
memory. Measured on warped films, not on people (docs/FIGURES.md).
"""

from typing import Final

from affect.sensor import Device, Frame, SensorKind
from affect.torso_breath import Told, TorsoBreath
from affect.torso_motion import DetectorFinder, FaceFinder, TorsoMotion
from game.core.reading import Baseline, Hint, Quantity, Reading

NAME: Final = "chest"
LOOK_NS: Final = 112_000_000
"""Least time between pictures that are looked at: each third at 25 Hz, each fourth at 30 Hz."""
BEAT_NS: Final = 900_000_000
"""The heartbeat comes at least so often."""
SEEN: Final = 0.9
UNSEEN: Final = 0.2
PRESENCE_SD: Final = 0.4
"""A torso without a face is no player who looks: a faint word."""


class ChestSensor:
    """Frames to readings of one torso."""

    def __init__(self, finder: FaceFinder) -> None:
        self._motion = TorsoMotion(finder)
        self._breath = TorsoBreath()
        self._looked_ns: int | None = None
        self._beat_ns: int | None = None

    def take(self, datum: Frame, hint: Hint) -> tuple[Reading, ...]:
        """Rate twice a second and phase eight times, where they are known."""
        t_ns = datum.t_ns
        if self._looked_ns is not None and 0 <= t_ns - self._looked_ns < LOOK_NS:
            return ()
        self._looked_ns = t_ns
        rise = self._motion.take(datum.pixels, t_ns)
        told = () if rise is None else self._breath.take(rise, t_ns)
        return (*(reading for one in told for reading in _said(one)), *self._heartbeat(rise is not None, t_ns))

    def learnt(self) -> Baseline:
        """Nothing: a chest has no neutral."""
        return ()

    def close(self) -> None:
        """Give back the model."""
        self._motion.close()

    def _heartbeat(self, seen: bool, t_ns: int) -> tuple[Reading, ...]:
        if self._beat_ns is not None and 0 <= t_ns - self._beat_ns < BEAT_NS - LOOK_NS:
            return ()
        self._beat_ns = t_ns
        return (Reading(NAME, Quantity.PRESENCE, SEEN if seen else UNSEEN, PRESENCE_SD, t_ns),)


def _said(told: Told) -> tuple[Reading, ...]:
    readings = []
    if told.breath_hz is not None:
        readings.append(Reading(NAME, Quantity.BREATH_HZ, told.breath_hz, told.rate_sd_hz, told.t_ns))
    if told.phase is not None:
        readings.append(Reading(NAME, Quantity.BREATH_PHASE, told.phase, told.phase_sd, told.t_ns))
    return tuple(readings)


def begin(baseline: Baseline) -> ChestSensor:
    """The chest of any player; loads MediaPipe's face detector."""
    return ChestSensor(DetectorFinder())


SENSOR: SensorKind[Frame] = SensorKind(NAME, Device.CAMERA, begin)
