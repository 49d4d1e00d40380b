"""The face: presence, and change of valence, arousal and smile from the person's neutral.

A face that is covered, turned away or gone gives presence alone: silence, not a neutral expression.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from affect.sensor import Device, Frame, SensorKind
from affect.sensors.face_expression import (
    USUAL_NEUTRAL,
    Neutral,
    baseline_of,
    doubt,
    express,
    level,
    neutral_of,
    readable,
    seen,
)
from affect.sensors.face_mesh import Finder, MeshFinder
from game.core.reading import Baseline, CalibrationStage, Hint, Quantity, Reading

NAME: Final = "face"
SPEAK_NS: Final = 95_000_000
"""Readings come at most so often: 10 a second, whatever the camera's rate."""
WINDOW_NS: Final = 400_000_000
"""What an expression is read from: longer than a blink, shorter than a smile."""
FEWEST: Final = 3
"""Pictures in a row before an expression is read."""
LEARN_FEWEST: Final = 30
"""Pictures of a face at rest before a neutral is learnt; it is learnt anew each time so many have been added,"""
LEARN_MOST: Final = 900
"""and at most so many are looked at (30 s at 30 Hz)."""
STEADY: Final = 1.5
"""A face in more doubt than this teaches no neutral."""
SEEN: Final = 0.98
UNSEEN: Final = 0.02
PRESENCE_SD: Final = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """What one picture showed."""

    t_ns: int
    levels: NDArray[np.float64]


class FaceSensor:
    """Frames to readings of one face."""

    def __init__(self, baseline: Baseline, finder: Finder) -> None:
        self._finder = finder
        self._neutral: Neutral = neutral_of(baseline) or USUAL_NEUTRAL
        self._told = baseline
        self._window: deque[_Look] = deque()
        self._stage = CalibrationStage.NONE
        self._rest: list[NDArray[np.float64]] = []
        self._learnt: Baseline = ()
        self._spoke_ns: int | None = None

    def take(self, datum: Frame, hint: Hint) -> tuple[Reading, ...]:
        """Presence about 10 times a second, and what the face expresses while it is seen well."""
        self._listen(hint)
        face = self._finder.find(datum.pixels)
        present = face is not None and seen(face)
        widening = 1.0
        if face is not None and present and readable(face):
            widening = doubt(face)
            self._look(_Look(datum.t_ns, level(face.geometry)), steady=widening < STEADY)
        else:
            self._window.clear()
        if self._spoke_ns is not None and 0 <= datum.t_ns - self._spoke_ns < SPEAK_NS:
            return ()
        self._spoke_ns = datum.t_ns
        readings = [Reading(NAME, Quantity.PRESENCE, SEEN if present else UNSEEN, PRESENCE_SD, datum.t_ns)]
        if len(self._window) >= FEWEST:
            levels = np.stack([look.levels for look in self._window])
            for said in express(levels, self._neutral, widening):
                readings.append(Reading(NAME, said.quantity, said.value, said.sd, datum.t_ns))
        return tuple(readings)

    def learnt(self) -> Baseline:
        """The neutral learnt in calibration; empty until a second of it has been seen."""
        return self._learnt

    def close(self) -> None:
        """Give back the models."""
        self._finder.close()

    def _listen(self, hint: Hint) -> None:
        """Follow the game: a neutral it tells of, and the stage of calibration."""
        if hint.baseline != self._told:
            self._told = hint.baseline
            self._neutral = neutral_of(hint.baseline) or self._neutral
        if hint.stage is CalibrationStage.FACE and self._stage is not CalibrationStage.FACE:
            self._rest.clear()
        self._stage = hint.stage

    def _look(self, look: _Look, steady: bool) -> None:
        window = self._window
        if window and not 0 <= look.t_ns - window[-1].t_ns <= WINDOW_NS:
            window.clear()
        window.append(look)
        while look.t_ns - window[0].t_ns > WINDOW_NS:
            window.popleft()
        if self._stage is CalibrationStage.FACE and steady and len(self._rest) < LEARN_MOST:
            self._rest.append(look.levels)
            if len(self._rest) % LEARN_FEWEST == 0:  # told as it grows: whoever ends the stage has it already
                self._learnt = baseline_of(np.stack(self._rest))
                self._neutral = neutral_of(self._learnt) or self._neutral


def begin(baseline: Baseline) -> FaceSensor:
    """The face of a player with this neutral (empty = not calibrated); loads FaceMesh."""
    return FaceSensor(baseline, MeshFinder())


SENSOR: SensorKind[Frame] = SensorKind(NAME, Device.CAMERA, begin)
