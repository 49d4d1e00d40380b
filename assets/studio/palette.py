"""The colours of the night shore in its three moods (chosen so that lightness rises steadily toward the light)."""

from dataclasses import dataclass

from assets.studio.colour import Ramp


@dataclass(frozen=True, slots=True)
class Shore:
    """The shore's colours in one mood."""

    calm: float
    """0 tense, 0.5 neutral, 1 calm."""
    sky: Ramp
    """0 at the top of the picture, 1 at the horizon."""
    sea: Ramp
    """0 at the horizon, 1 near the eye."""
    mist: str
    """What veils the far shore."""
    moon: str
    """The moon and the light it sheds."""
    glint: str
    """Moonlight on a wave."""
    hills: tuple[str, str, str]
    """Far, middle, near."""
    sand: tuple[str, str]
    """By the water, near the eye."""
    living_light: str
    """The glow in the shallows."""


SHORES: dict[str, Shore] = {
    "tense": Shore(
        calm=0.0,
        sky=Ramp(((0.0, "1a2036"), (0.45, "2d3852"), (0.8, "4a566e"), (1.0, "6a7488"))),
        sea=Ramp(((0.0, "5f6b81"), (0.25, "3e4a63"), (0.6, "27324a"), (1.0, "1a2338"))),
        mist="8f99ac",
        moon="e6e0d2",
        glint="d3d5d6",
        hills=("56627a", "434f69", "2f3a53"),
        sand=("30364a", "191f30"),
        living_light="7fa9b8",
    ),
    "neutral": Shore(
        calm=0.5,
        sky=Ramp(((0.0, "0c1430"), (0.45, "1b2b52"), (0.8, "35527a"), (1.0, "6483a0"))),
        sea=Ramp(((0.0, "587a98"), (0.25, "2b4a6f"), (0.6, "172f50"), (1.0, "0d1d38"))),
        mist="8aa5ba",
        moon="f1e7cf",
        glint="e9e2cd",
        hills=("3c597c", "2a4467", "1b3051"),
        sand=("2a3147", "10162a"),
        living_light="5fc4cf",
    ),
    "calm": Shore(
        calm=1.0,
        sky=Ramp(((0.0, "070b22"), (0.35, "10204a"), (0.7, "23457a"), (0.9, "4a7ca0"), (1.0, "86acb8"))),
        sea=Ramp(((0.0, "6c9cb0"), (0.2, "2c5a87"), (0.55, "123161"), (1.0, "081a3c"))),
        mist="9cc0cb",
        moon="fff3d6",
        glint="ffeec8",
        hills=("386487", "22486f", "143158"),
        sand=("2b3553", "0b1128"),
        living_light="58e6dc",
    ),
}
