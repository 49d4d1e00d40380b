"""From how a voice differs from its owner's calm voice to arousal, with an honest sd.

The table is the whole model. Its weights are log odds of high against low arousal per unit of change, by ridge
logistic regression on acted English, German and Polish speech, each speaker relative to their own calm mean; the
calm voice of people is the mean and sd over those speakers. ``python -m benchmarks.voice`` fits and prints all of
it, and checks it on speakers that were held out.
"""

import numpy as np

from affect.spectrum import Doubles
from affect.voice_features import FEATURES
from game.core.reading import Baseline, Scalar

WEIGHTS = np.array([0.372, 0.575, 0.406, -0.232, 9.843])
"""Log odds per unit of each feature: a tense voice is higher, moves more in pitch, is brighter and rougher."""
CALM_MEAN = np.array([7.77, 2.14, -14.85, 5.47, 0.109])
CALM_SD = np.array([5.19, 0.38, 2.66, 0.70, 0.023])
"""The calm voice of people: mean and sd between them."""
HIGH = 0.7
"""What a voice rated as high arousal is told as."""
WITHIN_SD = 0.3
"""Error of one description, relative to a well known calm voice."""

_SOFT = 5.0
_PIECES = 5
_PRIOR_PIECES = 1.0
_WITHIN_SHARE = 0.5


def arousal(change: Doubles, weights: Doubles = WEIGHTS) -> float:
    """[-1, 1] from the change of the five features against the calm voice: 0 calm, HIGH at 4.3 log odds above."""
    return float(np.tanh(np.dot(change, weights) / _SOFT))


class CalmVoice:
    """The player's calm voice: given, or learnt as they speak, starting from that of people."""

    def __init__(self, baseline: Baseline) -> None:
        known = {scalar.name: scalar for scalar in baseline}
        names = [scalar_name(feature) for feature in FEATURES]
        self._given = all(name in known for name in names)
        self._mean = np.array([known[name].mean for name in names]) if self._given else CALM_MEAN.copy()
        self._squares = np.zeros(len(FEATURES))
        self._pieces = 0

    def take(self, features: Doubles) -> None:
        """Another four seconds of speech."""
        if self._given:
            return
        self._pieces += 1
        step = 1.0 / (self._pieces + _PRIOR_PIECES)
        apart = features - self._mean
        self._mean = self._mean + step * apart
        self._squares += apart * (features - self._mean)

    @property
    def known(self) -> bool:
        """Given, or heard for 20 s."""
        return self._given or self._pieces >= _PIECES

    def change(self, features: Doubles) -> Doubles:
        """float64 (5,): how a description differs from the calm voice."""
        apart: Doubles = features - self._mean
        return apart

    def compare(self, features: Doubles) -> tuple[float, float]:
        """(arousal, sd) of a description. The sd holds what is not known of the calm voice, feature by feature."""
        said = arousal(self.change(features))
        if self._given:
            return said, WITHIN_SD
        unknown = CALM_SD * (_PRIOR_PIECES / (self._pieces + _PRIOR_PIECES)) ** 0.5
        spread = float(np.sqrt(np.sum((WEIGHTS * unknown) ** 2))) / _SOFT
        return said, min(1.0, float(np.hypot(WITHIN_SD, spread)))

    def learnt(self) -> Baseline:
        """Five scalars once 20 s of speech are known."""
        if self._given or self._pieces < _PIECES:
            return ()
        spreads = np.maximum(np.sqrt(self._squares / self._pieces), _WITHIN_SHARE * CALM_SD)
        return tuple(
            Scalar(scalar_name(feature), float(mean), float(spread))
            for feature, mean, spread in zip(FEATURES, self._mean, spreads, strict=True)
        )


_UNITS = {"pitch": "semitones", "pitch_range": "semitones", "tilt": "db", "movement": "db", "roughness": "share"}


def scalar_name(feature: str) -> str:
    """Name of the feature's scalar: "voice_pitch_semitones" ..."""
    return f"voice_{feature}_{_UNITS[feature]}"
