"""The face: presence, and change of valence, arousal and smile from the person's neutral.

Geometry alone can say it; where the trained network is installed, both are joined (face_trained).
A face that is covered, turned away or gone gives presence alone: silence, not a neutral expression.
"""

import math
from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from affect.errors import ModelMissingError
from affect.sensor import Device, Frame, SensorKind
from affect.sensors.face_expression import (
    USUAL_NEUTRAL,
    Expression,
    Neutral,
    baseline_of,
    doubt,
    express,
    level,
    neutral_of,
    readable,
    seen,
)
from affect.sensors.face_mesh import Face, Finder, MeshFinder
from affect.sensors.face_reader import MODEL, FaceReader
from affect.sensors.face_trained import (
    CALM,
    EXPRESSION_VALENCE,
    Glance,
    OwnValence,
    Reader,
    glance,
    join,
    scalar_of,
)
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
STILL: Final = 0.2
"""Nor does one whose owner is heard to speak more surely than this."""
SPEECH_NS: Final = 700_000_000
"""Time constant in which a mouth comes to rest after speech; words are joined by it, too."""
SEEN: Final = 0.98
UNSEEN: Final = 0.02
PRESENCE_SD: Final = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """What one picture showed."""

    t_ns: int
    levels: NDArray[np.float64]
    glance: Glance | None
    """What the network says; None without it."""


class Speech:
    """How far the mouth is busy speaking: rises with the hint at once, and dies away."""

    def __init__(self) -> None:
        self._busy = 0.0
        self._last_ns = 0

    def follow(self, speaking: float, t_ns: int) -> float:
        """Take a hint's ``speaking``, [0, 1], at a moment; the same, but dying away slowly."""
        passed_ns, self._last_ns = max(0, t_ns - self._last_ns), t_ns
        left = self._busy * math.exp(-passed_ns / SPEECH_NS)
        self._busy = max(left, min(max(speaking, 0.0), 1.0))
        return self._busy


class FaceSensor:
    """Frames to readings of one face."""

    def __init__(self, baseline: Baseline, finder: Finder, reader: Reader | None = None) -> None:
        """``reader`` = None: the geometry alone."""
        self._finder = finder
        self._reader = reader
        self._own = self._own_of(baseline)
        self._neutral: Neutral = neutral_of(baseline) or USUAL_NEUTRAL
        self._told = baseline
        self._window: deque[_Look] = deque()
        self._stage = CalibrationStage.NONE
        self._rest: list[_Look] = []
        self._learnt: Baseline = ()
        self._spoke_ns: int | None = None
        self._speech = Speech()

    def take(self, datum: Frame, hint: Hint) -> tuple[Reading, ...]:
        """Presence about 10 times a second, and what the face expresses while it is seen well."""
        self._listen(hint)
        face = self._finder.find(datum.pixels)
        present = face is not None and seen(face)
        widening, speaking = 1.0, 0.0
        if face is not None and present and readable(face):
            widening = doubt(face)
            look = _Look(datum.t_ns, level(face.geometry), self._glance(face))
            speaking = self._speech.follow(hint.speaking, datum.t_ns)
            self._look(look, steady=widening < STEADY and speaking < STILL)
        else:
            self._window.clear()
        if self._spoke_ns is not None and 0 <= datum.t_ns - self._spoke_ns < SPEAK_NS:
            return ()
        self._spoke_ns = datum.t_ns
        readings = [Reading(NAME, Quantity.PRESENCE, SEEN if present else UNSEEN, PRESENCE_SD, datum.t_ns)]
        if len(self._window) >= FEWEST:
            for said in self._express(widening, speaking, datum.t_ns):
                readings.append(Reading(NAME, said.quantity, said.value, said.sd, datum.t_ns))
        return tuple(readings)

    def learnt(self) -> Baseline:
        """The neutral learnt in calibration; empty until a second of it has been seen."""
        return self._learnt

    def close(self) -> None:
        """Give back the models."""
        self._finder.close()

    def _glance(self, face: Face) -> Glance | None:
        if self._reader is None or face.crop is None or face.line is None:
            return None
        return glance(self._reader, face.crop, face.line)

    def _own_of(self, baseline: Baseline) -> OwnValence | None:
        return None if self._reader is None else OwnValence(self._reader.usual.valence, baseline)

    def _express(self, widening: float, speaking: float, t_ns: int) -> tuple[Expression, ...]:
        """What the last moments say; the neutral follows a face that has long been calm."""
        said = express(np.stack([look.levels for look in self._window]), self._neutral, widening, speaking)
        glances = [look.glance for look in self._window if look.glance is not None]
        if self._reader is None or self._own is None or not glances:
            return said
        said = join(said, glances, self._own, self._reader.usual, widening, speaking)
        calm = widening < STEADY and speaking < STILL and all(abs(one.value) < CALM for one in said)
        self._own.follow(float(np.median([one.valence for one in glances])), calm, t_ns)
        return said

    def _listen(self, hint: Hint) -> None:
        """Follow the game: a neutral it tells of, and the stage of calibration."""
        if hint.baseline != self._told:
            self._told = hint.baseline
            self._neutral = neutral_of(hint.baseline) or self._neutral
            if any(scalar.name == EXPRESSION_VALENCE for scalar in hint.baseline):
                self._own = self._own_of(hint.baseline)
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
            self._rest.append(look)
            if len(self._rest) % LEARN_FEWEST == 0:  # told as it grows: whoever ends the stage has it already
                self._learn()

    def _learn(self) -> None:
        self._learnt = baseline_of(np.stack([look.levels for look in self._rest]))
        self._neutral = neutral_of(self._learnt) or self._neutral
        glances = [look.glance for look in self._rest if look.glance is not None]
        if glances:
            self._learnt = (*self._learnt, scalar_of(glances))
            self._own = self._own_of(self._learnt)


def reader() -> Reader | None:
    """The trained reader; None where its weights are missing (the worker says so)."""
    try:
        return FaceReader()
    except ModelMissingError:
        return None


def begin(baseline: Baseline) -> FaceSensor:
    """The face of a player with this neutral (empty = not calibrated); loads FaceMesh, and the network if it can."""
    return FaceSensor(baseline, MeshFinder(), reader())


SENSOR: SensorKind[Frame] = SensorKind(NAME, Device.CAMERA, begin, MODEL)
