"""The trained breath network in play: a few small matrix products for every 100 ms, with numpy alone.

Same numbers, same answers as affect.networks.breath (a test holds them equal). Every product is of one fixed shape, so
the answers cannot depend on how the sound was cut.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from affect.breath_input import INPUTS
from affect.errors import ModelMissingError
from affect.networks.weights import read_weights
from affect.spectrum import FRAMES, Floats

PAUSE, INHALE, EXHALE = 0, 1, 2
"""Order of the probabilities."""
MIDDLE_HZ: Final = 0.2
"""The network tells the logarithm of the rate over this."""

Weights = tuple[Floats, ...]
"""Of a small layer."""

_GUESS_MARGIN: Final = (-3.5, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What the network says of a block."""

    chance: Floats
    """float32 (5, 3): probability of pause, inhale and exhale, for each frame of 20 ms."""
    breath_hz: float
    """Its guess at the rate of the last 30 s."""
    rate_sd_log: float
    """How unsure that guess is: sd of its logarithm."""


class BreathModel:
    """The weights. ``Breathing`` is one run of them."""

    def __init__(self, folder: Path | None = None) -> None:
        """Read the weights in ``folder`` (None = the shipped ones).

        Raises:
            ModelMissingError: they are not there, or are another network's.
        """
        arrays = read_weights("breath", folder)
        try:
            self._see = arrays["see.weight"], arrays["see.bias"]
            self._inward = arrays["remember.weight_ih_l0"], arrays["remember.bias_ih_l0"]
            self._onward = arrays["remember.weight_hh_l0"], arrays["remember.bias_hh_l0"]
            self._weigh = arrays["weigh.weight"], arrays["weigh.bias"]
            self._tell = arrays["tell.weight"], arrays["tell.bias"]
            self._pace = arrays["pace.weight"], arrays["pace.bias"]
            self._temperature = float(arrays["_temperature"])
            self.agreement: Weights = tuple(arrays[f"_agree.{index}"] for index in range(4))
            """What weighs the ways to find a rate: affect.breath_agree."""
            self.size = self._onward[0].shape[1]
            """Numbers of the state."""
            self.take(np.zeros(INPUTS, np.float32), np.zeros(self.size, np.float32))
        except (KeyError, ValueError, IndexError, TypeError) as error:
            raise ModelMissingError("breath", f"the weights do not fit this version ({error})") from error

    def take(self, row: Floats, state: Floats) -> tuple[Told, Floats]:
        """A row of ``network_input``, (INPUTS,), and the state before, (size,): what is told, and the state after."""
        seen = np.maximum(self._see[0] @ row + self._see[1], np.float32(0.0))
        state = _gated(self._inward[0] @ seen + self._inward[1], self._onward[0] @ state + self._onward[1], state)
        weighed = np.maximum(self._weigh[0] @ np.concatenate((state, seen)) + self._weigh[1], np.float32(0.0))
        told = (self._tell[0] @ weighed + self._tell[1]).reshape(FRAMES, 3) / np.float32(self._temperature)
        middle, log_sd = self._pace[0] @ state + self._pace[1]
        sd = float(np.exp(np.clip(log_sd, *_GUESS_MARGIN)))
        return Told(_softmax(told), MIDDLE_HZ * float(np.exp(np.clip(middle, -3.0, 3.0))), sd), state


def _gated(inward: Floats, onward: Floats, state: Floats) -> Floats:
    """One step of a gated recurrent unit, as torch.nn.GRU orders its gates: reset, update, new."""
    size = len(state)
    reset = _sigmoid(inward[:size] + onward[:size])
    update = _sigmoid(inward[size : 2 * size] + onward[size : 2 * size])
    new = np.tanh(inward[2 * size :] + reset * onward[2 * size :])
    result: Floats = (np.float32(1.0) - update) * new + update * state
    return result


def _sigmoid(x: Floats) -> Floats:
    result: Floats = np.float32(0.5) * (np.float32(1.0) + np.tanh(np.float32(0.5) * x))
    return result


def _softmax(log_odds: Floats) -> Floats:
    powers = np.exp(log_odds - log_odds.max(axis=1, keepdims=True))
    result: Floats = powers / powers.sum(axis=1, keepdims=True)
    return result
