"""Where in the breath a rising and falling torso is, and how fast: a filter over phase and rate (a "bar pointer").

The state is a place on a grid of phase x rate. Between samples each rate moves its phases on and leaks a little to
its neighbours; each sample multiplies in how well every phase explains the height of the shoulders between their
lowest and highest of late, and whether they rise or fall. The same template of a breath as the microphone's
(inhale to 0.4, exhale to 0.87, rest), so both speak of the same phase (Whiteley, Cemgil and Godsill 2006).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

STEP_S: Final = 0.125
"""Time between samples."""
SLOWEST_HZ, FASTEST_HZ = 4.0 / 60.0, 40.0 / 60.0
"""Rates that are looked for."""
PHASES: Final = 32
RATES: Final = 30
NO_PHASE_SD: Final = 0.289
"""Circular sd of a phase that may be anything (uniform over a cycle)."""

_TURN, _REST = 0.40, 0.87
_HEIGHT_SD = 0.28
_PACE_SD = 0.8
_TEMPER = 0.22
_WANDER = 0.010
_STRAY = 0.004


@dataclass(frozen=True, slots=True)
class Place:
    """What the filter believes."""

    phase: float
    """Mean phase, [0, 1), 0 = start of the inhale."""
    phase_sd: float
    """Circular sd, cycles, at most 0.289 (anything)."""
    breath_hz: float
    """Mean rate."""


class TorsoPhase:
    """The filter. ``take`` one sample every STEP_S."""

    def __init__(self) -> None:
        self._hz = np.geomspace(SLOWEST_HZ, FASTEST_HZ, RATES)
        step = self._hz * STEP_S * PHASES
        back = (np.arange(PHASES)[None, :] - step[:, None]) % PHASES
        self._low = back.astype(np.intp) % PHASES
        self._part = back - np.floor(back)
        self._rows = np.arange(RATES)[:, None]
        self._belief = np.full((RATES, PHASES), 1.0 / (RATES * PHASES))
        self._height, self._pace = _template()
        self._circle = np.exp(2j * np.pi * (np.arange(PHASES) + 0.5) / PHASES)

    def take(self, height: float | None, pace: float) -> Place:
        """The next sample.

        Args:
            height: the shoulders between lowest (0) and highest (1) of late; None = not seen.
            pace: how fast they rise (positive) or fall, by the usual pace of late.
        """
        self._move()
        if height is not None:
            fit = -0.5 * ((height - self._height) / _HEIGHT_SD) ** 2 - 0.5 * ((pace - self._pace) / _PACE_SD) ** 2
            self._belief *= np.exp(_TEMPER * fit)
        self._belief /= self._belief.sum()
        return self._place()

    def support(self, breath_hz: float) -> float:
        """Belief that the rate lies within 20 % of this one, [0, 1]; knowing nothing gives about 0.17."""
        near = np.abs(np.log(self._hz / breath_hz)) < 0.2
        return float(self._belief[near].sum())

    def _move(self) -> None:
        belief = self._belief
        moved = belief[self._rows, self._low] * (1.0 - self._part)
        moved += belief[self._rows, (self._low + 1) % PHASES] * self._part
        spread = moved * (1.0 - 2.0 * _WANDER)
        spread[1:] += _WANDER * moved[:-1]
        spread[:-1] += _WANDER * moved[1:]
        spread[0] += _WANDER * moved[0]
        spread[-1] += _WANDER * moved[-1]
        self._belief = (1.0 - _STRAY) * spread + _STRAY / (RATES * PHASES)

    def _place(self) -> Place:
        by_rate = self._belief.sum(axis=1)
        turn = complex(np.dot(self._belief.sum(axis=0), self._circle))
        length = min(1.0, abs(turn))
        circular = np.sqrt(-2.0 * np.log(max(length, 1e-6))) / (2.0 * np.pi)
        phase = (float(np.angle(turn)) / (2.0 * np.pi)) % 1.0
        return Place(phase, min(NO_PHASE_SD, float(circular)), float(np.exp(np.dot(by_rate, np.log(self._hz)))))


def _template() -> tuple[Doubles, Doubles]:
    """Height and pace per phase: up over the inhale, down over the exhale, low in the rest; pace has an RMS of 1."""
    phase = (np.arange(PHASES) + 0.5) / PHASES
    height = np.where(
        phase < _TURN,
        0.5 - 0.5 * np.cos(np.pi * phase / _TURN),
        0.5 + 0.5 * np.cos(np.pi * np.clip((phase - _TURN) / (_REST - _TURN), 0.0, 1.0)),
    )
    pace = (np.roll(height, -1) - np.roll(height, 1)) / 2.0
    return height, pace / np.sqrt(np.mean(pace**2))
