"""What a sensor says: a closed vocabulary of quantities, each with one unit, and always how sure it is.

A sensor that is unsure sends a large ``sd`` instead of guessing. One that has nothing to say sends only its
heartbeat (presence or level); silence is information, because belief grows wider in it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Quantity(StrEnum):
    """What can be measured. One unit per quantity, for ever."""

    PRESENCE = "presence"
    """A face is in front of the camera: probability, [0, 1]."""
    VALENCE = "valence"
    """Unhappy to happy, as change from this person's neutral, [-1, 1]."""
    AROUSAL = "arousal"
    """At rest to tense, as change from this person's neutral, [-1, 1]."""
    SMILE = "smile"
    """Smile above this person's neutral, [0, 1]."""
    BREATH_HZ = "breath_hz"
    """Breaths per second, [0, 1]."""
    BREATH_PHASE = "breath_phase"
    """Place in the breath, [0, 1), circular; 0 is the start of the inhale."""
    VOICE_PRESENCE = "voice_presence"
    """Somebody is speaking: probability, [0, 1]."""
    LEVEL_DBFS = "level_dbfs"
    """Loudness at the microphone, dB relative to full scale, [-120, 0]."""
    HEART_HZ = "heart_hz"
    """Heart beats per second, [0, 4]."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The range a quantity is stored in, and its quantum on the tape."""

    low: float
    """Smallest value, in the quantity's unit."""
    high: float
    """Largest value, in the quantity's unit."""
    quantum: float
    """Step of the stored value: a power of two, so that decoding is exact."""
    circular: bool = False
    """True where ``high`` is the same place as ``low``."""
    drift_per_s: float = 0.0
    """How much the truth may wander in a second (sd, random walk): what silence costs."""
    prior_mean: float = 0.0
    """What is believed before any sensor has spoken."""
    prior_sd: float = 1.0
    """How widely it is believed."""


_FINE = 1.0 / 16384.0

SCALES: dict[Quantity, Scale] = {
    Quantity.PRESENCE: Scale(0.0, 1.0, _FINE, drift_per_s=0.3, prior_mean=0.0, prior_sd=0.5),
    Quantity.VALENCE: Scale(-1.0, 1.0, _FINE, drift_per_s=0.12, prior_mean=0.0, prior_sd=0.6),
    Quantity.AROUSAL: Scale(-1.0, 1.0, _FINE, drift_per_s=0.12, prior_mean=0.0, prior_sd=0.6),
    Quantity.SMILE: Scale(0.0, 1.0, _FINE, drift_per_s=0.2, prior_mean=0.0, prior_sd=0.5),
    Quantity.BREATH_HZ: Scale(0.0, 1.0, _FINE, drift_per_s=0.008, prior_mean=0.25, prior_sd=0.12),
    Quantity.BREATH_PHASE: Scale(0.0, 1.0, _FINE, circular=True, drift_per_s=0.08, prior_sd=0.3),
    Quantity.VOICE_PRESENCE: Scale(0.0, 1.0, _FINE, drift_per_s=0.5, prior_mean=0.0, prior_sd=0.5),
    Quantity.LEVEL_DBFS: Scale(-120.0, 0.0, 1.0 / 64.0, drift_per_s=6.0, prior_mean=-60.0, prior_sd=30.0),
    Quantity.HEART_HZ: Scale(0.0, 4.0, 1.0 / 4096.0, drift_per_s=0.05, prior_mean=1.3, prior_sd=0.4),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One measurement by one sensor, at the edge of the house."""

    sensor: str
    """Which sensor speaks: "face", "voice", "breath" ... (at most 16 ASCII letters)."""
    quantity: Quantity
    """What was measured."""
    value: float
    """In the quantity's unit."""
    sd: float
    """Standard deviation of the error, in the quantity's unit, > 0."""
    t_ns: int
    """Monotonic time the measured moment lies at (not when the computation ended)."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """One named number of a person's neutral (mouth width, pitch ...): all that is kept of it."""

    name: str
    """Plain name with its unit: "mouth_width", "pitch_hz"; docs/privacy.md lists them all."""
    mean: float
    """Its usual value."""
    spread: float
    """Its usual standard deviation, > 0."""


Baseline = tuple[Scalar, ...]
"""A person's neutral: at most 16 scalars over all sensors."""


class CalibrationStage(StrEnum):
    """What the player is asked to do now, so that a sensor may learn their neutral."""

    NONE = "none"
    FACE = "face"
    """Look at the screen, face at rest."""
    ROOM = "room"
    """Be quiet: the room alone is heard."""
    BREATHS = "breaths"
    """Three breaths along the guide."""


BAND_EDGES_HZ = (100.0, 300.0, 800.0, 2000.0, 4000.0, 8000.0)
"""Edges of the five bands in which the game says how loud it plays."""


@dataclass(frozen=True, slots=True)
class Hint:
    """The one thing that flows back to the sensors, 10 times a second. Advice: a sensor works without it."""

    t_ns: int
    """Monotonic time the hint speaks of."""
    stage: CalibrationStage
    """What the player is asked to do now."""
    guide_phase: float
    """Phase of the breath guide, [0, 1)."""
    guide_hz: float
    """Rate of the breath guide, breaths per second; 0 when no guide is shown."""
    played_dbfs: tuple[float, float, float, float, float]
    """What the loudspeaker plays now, RMS per band of BAND_EDGES_HZ, dBFS (-120 = silence)."""
    baseline: Baseline = ()
    """The player's neutral as known now; empty = not calibrated."""
    speaking: float = 0.0
    """How surely the player is heard to speak, [0, 1]: a speaking mouth is no expression."""
    inhaling: bool | None = None
    """What hold-to-breathe shows: True = in, False = out; None = the key is not in use."""


SILENT = (-120.0, -120.0, -120.0, -120.0, -120.0)
"""``Hint.played_dbfs`` when nothing is played."""
