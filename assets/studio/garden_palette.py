"""The colours of the garden in its three moods: dawn over hills; tense is the same dawn behind mist."""

from dataclasses import dataclass

from assets.studio.colour import Ramp
from assets.studio.flowers import Codes


@dataclass(frozen=True, slots=True)
class Meadow:
    """The garden's colours in one mood."""

    calm: float
    """0 tense, 0.5 neutral, 1 calm."""
    sky: Ramp
    """0 at the top of the picture, 1 behind the meadow."""
    sun: str
    """The sun's face and its light."""
    hills: tuple[str, str, str, str]
    """Far to near."""
    leaf: Codes
    """In shade, in light, at the tip."""
    dark: str
    """The near ground."""
    dabs: tuple[str, str, str, str]
    """Far flowers: rose, apricot, violet, cream."""
    mist: str
    """What lies at the foot of every hill."""
    rim: str
    """Light toward the sun."""


def _sky(*codes: str) -> Ramp:
    return Ramp(tuple(zip((0.0, 0.30, 0.52, 0.68, 0.80, 1.0), codes, strict=True)))


MEADOWS: dict[str, Meadow] = {
    "tense": Meadow(
        calm=0.0,
        sky=_sky("33415a", "56637a", "7d8395", "a3a1a9", "bcb6b4", "a9a5a4"),
        sun="e2dbd0",
        hills=("989aa4", "7c818e", "5d6874", "434f5b"),
        leaf=("33484d", "486060", "7c8f86"),
        dark="1b2a35",
        dabs=("c4a8ae", "d6bfae", "a8a6c0", "e2dccf"),
        mist="c4c2c4",
        rim="dcd3c6",
    ),
    "neutral": Meadow(
        calm=0.5,
        sky=_sky("37507a", "6a7a9e", "a596ab", "d0b1a9", "e6cdb6", "d8c3a8"),
        sun="f6ead0",
        hills=("b3a1a8", "8d8b9b", "657780", "445f66"),
        leaf=("2d5450", "41705f", "7fa377"),
        dark="16303a",
        dabs=("e2a4aa", "f0c79e", "b0a6d8", "f6eacf"),
        mist="e6d6cb",
        rim="f6e7c8",
    ),
    "calm": Meadow(
        calm=1.0,
        sky=_sky("3b5a86", "7b86ad", "c79fae", "f2c1a6", "ffe0b5", "f0d2a4"),
        sun="fff3d2",
        hills=("c9a6a6", "a08f9d", "6f7f86", "48696a"),
        leaf=("2f5d50", "45805f", "8db974"),
        dark="17333a",
        dabs=("f4a8b2", "ffd09a", "b8a8ec", "fff4da"),
        mist="fbe1c8",
        rim="fff0c8",
    ),
}
