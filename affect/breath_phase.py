"""Where in the breath somebody is, and how fast: a filter over phase and rate (a "bar pointer").

The state is a place on a grid of phase x rate, for each of three ways to be heard: both halves of the breath, the
exhale alone (noise suppression often deletes the inhale), the inhale alone. Between blocks each rate moves its
phases on and leaks a little to its neighbours; each block multiplies in how well every phase explains what is
heard: loudness between quiet and loud, and tilt (an inhale sounds brighter, as a rule; the guided breaths of
calibration tell for this player). A breath has an inhale, an exhale and a rest, so a rate of half or double
explains less: this is the second estimator, beside autocorrelation, and its spread is an honest sd (Whiteley,
Cemgil and Godsill 2006).
"""

from dataclasses import dataclass

import numpy as np

from affect.breath_rate import FASTEST_HZ, SLOWEST_HZ
from affect.spectrum import BLOCK_S, Doubles

PHASES = 32
RATES = 28
NO_PHASE_SD = 0.289
"""Circular sd of a phase that may be anything (uniform over a cycle)."""

_INHALE, _EXHALE = (0.0, 0.40), (0.40, 0.87)
_LEVELS = ((0.78, 0.92), (0.15, 0.92), (0.92, 0.15))
"""Loudness of inhale and exhale, where both are heard, the exhale alone, the inhale alone."""
_PRIOR = np.array([0.6, 0.32, 0.08])
_BLUR = 0.04
_LEVEL_SD = 0.30
_TILT_SD = 1.2
_TEMPER = 0.2
_WANDER = 0.004
_STRAY = 0.004
_TOLD_TEMPER = 0.4
_UNTOLD = 0.1


@dataclass(frozen=True, slots=True)
class Place:
    """What the filter believes."""

    phase: float
    """Mean phase, [0, 1), 0 = start of the inhale."""
    phase_sd: float
    """Circular sd, cycles, at most 0.289 (anything)."""
    breath_hz: float
    """Mean rate."""


class BreathPhase:
    """The filter. ``take`` one block at a time; ``None`` where a block says nothing (speech)."""

    def __init__(self) -> None:
        self._hz = np.geomspace(SLOWEST_HZ, FASTEST_HZ, RATES)
        step = self._hz * BLOCK_S * PHASES
        back = (np.arange(PHASES)[None, :] - step[:, None]) % PHASES
        self._low = back.astype(np.intp) % PHASES
        self._part = back - np.floor(back)
        self._rows = np.arange(RATES)[:, None]
        self._prior = np.broadcast_to(_PRIOR[:, None, None] / (RATES * PHASES), (len(_PRIOR), RATES, PHASES))
        self._belief = self._prior.copy()
        self._level = np.array([_bumps(inhale, exhale, 0.05) for inhale, exhale in _LEVELS])
        self._tilt = _bumps(1.0, -0.7, 0.0)
        self._circle = np.exp(2j * np.pi * (np.arange(PHASES) + 0.5) / PHASES)

    def take(self, level: float | None, tilt: float, tilt_trust: float) -> Place:
        """``level``: 0 as quiet to 1 as loud as lately; ``tilt`` in sds, positive = bright; its trust, [-1, 1]."""
        self._move()
        if level is not None:
            fit = -0.5 * ((level - self._level) / _LEVEL_SD) ** 2
            fit -= 0.5 * level * ((tilt * abs(tilt_trust) - tilt_trust * self._tilt) / _TILT_SD) ** 2
            self._belief *= np.exp(_TEMPER * fit)[:, None, :]
        self._belief /= self._belief.sum()
        return self._place()

    def take_told(self, chance: Doubles | None) -> Place:
        """``chance``: float64 (3,), of pause, inhale and exhale, as a trained network tells them; None = nothing."""
        self._move()
        if chance is not None:
            fit = np.log(_HALVES @ (chance / _HALVES.mean(axis=0)) + _UNTOLD)
            self._belief *= np.exp(_TOLD_TEMPER * fit)
        self._belief /= self._belief.sum()
        return self._place()

    def support(self, breath_hz: float) -> float:
        """Belief that the rate lies within 15 % of this one, [0, 1]; knowing nothing gives about 0.13."""
        near = np.abs(np.log(self._hz / breath_hz)) < 0.15
        return float(self._belief[:, near].sum())

    def _move(self) -> None:
        belief = self._belief
        moved = belief[:, self._rows, self._low] * (1.0 - self._part)
        moved += belief[:, self._rows, (self._low + 1) % PHASES] * self._part
        spread = moved * (1.0 - 2.0 * _WANDER)
        spread[:, 1:] += _WANDER * moved[:, :-1]
        spread[:, :-1] += _WANDER * moved[:, 1:]
        spread[:, 0] += _WANDER * moved[:, 0]
        spread[:, -1] += _WANDER * moved[:, -1]
        self._belief = (1.0 - _STRAY) * spread + _STRAY * self._prior

    def _place(self) -> Place:
        either = self._belief.sum(axis=0)
        by_rate = either.sum(axis=1)
        mean = float(np.dot(by_rate, np.log(self._hz)))
        turn = complex(np.dot(either.sum(axis=0), self._circle))
        length = min(1.0, abs(turn))
        circular = np.sqrt(-2.0 * np.log(max(length, 1e-6))) / (2.0 * np.pi)
        phase = (float(np.angle(turn)) / (2.0 * np.pi)) % 1.0
        return Place(phase, min(NO_PHASE_SD, float(circular)), float(np.exp(mean)))


def _bumps(inhale: float, exhale: float, rest: float) -> Doubles:
    """One value per phase: flow rises and falls within each half; blurred because people's shares differ."""
    fine = (np.arange(PHASES * 16) + 0.5) / (PHASES * 16)
    values = np.full(len(fine), rest)
    for (start, end), peak in ((_INHALE, inhale), (_EXHALE, exhale)):
        inside = (fine >= start) & (fine < end)
        values[inside] += (peak - rest) * np.sin(np.pi * ((fine[inside] - start) / (end - start)) ** 0.8)
    kernel = np.exp(-0.5 * (np.minimum(fine, 1.0 - fine) / _BLUR) ** 2)
    smooth = np.real(np.fft.ifft(np.fft.fft(values) * np.fft.fft(kernel / kernel.sum())))
    result: Doubles = smooth.reshape(PHASES, 16).mean(axis=1)
    return result


def _labels() -> Doubles:
    """Probability of pause, inhale and exhale at each phase, float64 (32, 3): blurred, as people's shares differ."""
    phases = (np.arange(PHASES) + 0.5) / PHASES
    apart = np.abs((phases[:, None] - phases[None, :] + 0.5) % 1.0 - 0.5)
    kernel = np.exp(-0.5 * (apart / _BLUR) ** 2)
    inward, outward = (((phases >= half[0]) & (phases < half[1])).astype(np.float64) for half in (_INHALE, _EXHALE))
    sharp = np.column_stack((1.0 - inward - outward, inward, outward))
    result: Doubles = (kernel / kernel.sum(axis=1, keepdims=True)) @ sharp
    return result


_HALVES = _labels()


def chances(place: Place) -> Doubles:
    """Probability of pause, inhale and exhale, float64 (3,), where the phase is known as well as ``place`` says."""
    phases = (np.arange(PHASES) + 0.5) / PHASES
    apart = (phases - place.phase + 0.5) % 1.0 - 0.5
    weight = np.exp(-0.5 * (apart / max(0.02, place.phase_sd)) ** 2)
    result: Doubles = weight @ _HALVES / weight.sum()
    return result
