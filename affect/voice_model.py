"""The trained voice model in play: a row of functionals to arousal, valence and feeling, by numpy alone.

Two networks of one kind: *stranger* reads a voice nobody has heard calm; *known* reads what differs from the mean of
the person's calm speech. The calm mean lives in memory for as long as the microphone is on and is never stored. A
third reader is a straight line through the first estimator's five numbers, less the person's calm ones. Their log
odds are mixed in shares that were chosen on speakers none of them had heard.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from affect.errors import ModelMissingError
from affect.networks.weights import Arrays, read_weights
from affect.spectrum import Doubles, Floats
from affect.voice_functionals import MELODY_AND_RHYTHM

EMOTIONS: Final = ("angry", "bored", "calm", "disgust", "fearful", "happy", "neutral", "sad", "surprise")
"""What the recordings were acted as."""
VALENCES: Final = ("neg", "neu", "pos")
"""The three of valence."""
OUTPUTS: Final = 1 + len(VALENCES) + len(EMOTIONS)
"""Log odds a network gives: high arousal, then valences, then emotions."""
HIGH: Final = 0.7
"""What a voice rated as high arousal is told as; a calm one is 0."""

_LEAST_SD: Final = 0.12


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What a stretch of speech says."""

    high: float
    """Probability of high arousal."""
    valences: Doubles
    """float64 (3,): probabilities of VALENCES."""
    emotions: Doubles
    """float64 (9,): probabilities of EMOTIONS."""
    arousal: float
    """[0, HIGH], against the person's calm voice."""
    arousal_sd: float
    """Its sd: 80 % of held-out truths lay within 1.28 of it."""
    valence: float
    """[-1, 1]."""
    valence_sd: float
    """Its sd, large: voices tell little of it."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """How sure a mixture may be, measured on speakers it was not trained on."""

    temperatures: tuple[float, float, float]
    """Log odds of arousal, valence, emotion are divided by these."""
    arousal_bias: float
    """Added to the log odds of arousal: where high and low are recalled alike, on the mean of corpora."""
    arousal_width: float
    """Factor from the sd a probability has to the sd that holds 80 %."""
    valence_width: float
    """The same for valence."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How much each reader counts."""

    stranger: float
    """Of the stranger's network beside the known's, where the calm voice is known."""
    known_line: float
    """Of the line through five numbers, in arousal, beside both of these."""
    given_line: float
    """Of that line beside the stranger's network, where only the five calm numbers are known."""


def mix_known(known: Doubles, stranger: Doubles, line: float | None, shares: Shares) -> Doubles:
    """float64 (OUTPUTS,): log odds where the calm voice is known."""
    mixed = (1.0 - shares.stranger) * known + shares.stranger * stranger
    if line is not None:
        mixed[0] = (1.0 - shares.known_line) * mixed[0] + shares.known_line * line
    return mixed


def mix_given(stranger: Doubles, line: float, shares: Shares) -> Doubles:
    """float64 (OUTPUTS,): log odds where only the five calm numbers are known."""
    mixed = stranger.copy()
    mixed[0] = (1.0 - shares.given_line) * stranger[0] + shares.given_line * line
    return mixed


class VoiceNetworkAtRest:
    """One of the two networks: layers of (members, in, out)."""

    def __init__(self, name: str, arrays: Arrays) -> None:
        part = {key.removeprefix(name + "."): array for key, array in arrays.items() if key.startswith(name + ".")}
        self._mean, self._scale = part["mean"], part["scale"]
        self._weights: list[Floats] = [part[f"weights.{layer}"] for layer in range(3)]
        self._offsets: list[Floats] = [part[f"offsets.{layer}"] for layer in range(3)]
        self._line = part["line"]

    def log_odds(self, row: Doubles) -> Doubles:
        """float64 (SIZE,) to (OUTPUTS,): the members' mean; that of arousal halfway to what the line says."""
        inside = standardised(row[None, :].astype(np.float32), self._mean, self._scale)
        x = inside[None, :]
        for layer, (weights, offsets) in enumerate(zip(self._weights, self._offsets, strict=True)):
            x = x @ weights + offsets
            if layer < 2:
                x = np.maximum(x, 0.0)
        mean: Doubles = x[:, 0].mean(axis=0).astype(np.float64)
        plain = float(inside[0, MELODY_AND_RHYTHM] @ self._line[:-1] + self._line[-1])
        mean[0] = 0.5 * (mean[0] + plain)
        return mean


def standardised(rows: Floats, mean: Floats, scale: Floats) -> Floats:
    """float32 (n, SIZE): in units of the training rows' spread, outliers held at four."""
    inside: Floats = np.clip((rows - mean) / scale, -4.0, 4.0)
    return inside


class VoiceModel:
    """All readers."""

    def __init__(self, folder: Path | None = None) -> None:
        """Read assets/models/voice.npz, or that of ``folder``.

        Raises:
            ModelMissingError: the weights are not there, or are of another version.
        """
        arrays = read_weights("voice", folder)
        try:
            self._stranger = VoiceNetworkAtRest("stranger", arrays)
            self._known = VoiceNetworkAtRest("known", arrays)
            self._line = arrays["first.line"].astype(np.float64)
            stranger, line, given = arrays["_shares"].astype(float).tolist()
            self._shares = Shares(stranger, line, given)
            self._calibrations = {name: _calibration(arrays[f"_{name}"]) for name in ("stranger", "given", "known")}
            self.speakers = frozenset(str(name) for name in arrays["_speakers"])
            """Whom it was trained on."""
        except (KeyError, ValueError) as error:
            raise ModelMissingError("voice", f"the weights do not fit this version ({error})") from error

    def hear(self, rows: list[Doubles], calm: Doubles | None = None, change: Doubles | None = None) -> Told:
        """What rows of functionals tell together.

        Args:
            rows: one row a stretch of speech, float64 (SIZE,).
            calm: the mean row of the person's calm speech, if it was heard.
            change: how the first estimator's five numbers differ from the person's calm ones, if these are known.
        """
        stranger: Doubles = np.mean([self._stranger.log_odds(row) for row in rows], axis=0)
        line = None if change is None else float(change @ self._line[:-1] + self._line[-1])
        if calm is not None:
            known: Doubles = np.mean([self._known.log_odds(row - calm) for row in rows], axis=0)
            return tell(mix_known(known, stranger, line, self._shares), self._calibrations["known"])
        if line is not None:
            return tell(mix_given(stranger, line, self._shares), self._calibrations["given"])
        return tell(stranger, self._calibrations["stranger"])


def _calibration(numbers: Floats) -> Calibration:
    warm, mild, cool, bias, aroused, pleased = numbers.astype(float).tolist()
    return Calibration((warm, mild, cool), bias, aroused, pleased)


def tell(log_odds: Doubles, calibration: Calibration) -> Told:
    """Probabilities and readings of (OUTPUTS,) log odds."""
    warm, mild, cool = calibration.temperatures
    high = float(1.0 / (1.0 + np.exp(-(log_odds[0] + calibration.arousal_bias) / warm)))
    valences = _softmax(log_odds[1:4] / mild)
    valence = float(valences[2] - valences[0])
    spread = float(valences[2] + valences[0]) - valence**2
    return Told(
        high,
        valences,
        _softmax(log_odds[4:] / cool),
        HIGH * high,
        calibration.arousal_width * float(np.hypot(HIGH * np.sqrt(high * (1.0 - high)), _LEAST_SD)),
        valence,
        calibration.valence_width * float(np.sqrt(max(0.0, spread) + _LEAST_SD**2)),
    )


def _softmax(log_odds: Doubles) -> Doubles:
    powers = np.exp(log_odds - log_odds.max())
    shares: Doubles = powers / powers.sum()
    return shares
