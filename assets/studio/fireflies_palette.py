"""The colours of the lit clearing in its three moods (lightness rises steadily toward the light)."""

from dataclasses import dataclass

from assets.studio.colour import Ramp


@dataclass(frozen=True, slots=True)
class Wood:
    """The forest's colours in one mood."""

    calm: float
    """0 tense, 0.5 neutral, 1 calm."""
    air: Ramp
    """0 at the top of the picture, 1 at its foot: dark under the leaves, light over the meadow."""
    glow: str
    """The light that stands in the clearing."""
    trunks: tuple[str, str, str, str]
    """Far to near."""
    mist: str
    """What lies between the trunks."""
    grass: tuple[str, str, str, str]
    """Far to near."""


def _air(top: str, leaves: str, wood: str, meadow: str, foot: str) -> Ramp:
    return Ramp(((0.0, top), (0.35, leaves), (0.62, wood), (0.74, meadow), (1.0, foot)))


WOODS: dict[str, Wood] = {
    "tense": Wood(
        calm=0.0,
        air=_air("1a2238", "2f3b58", "566583", "77869d", "364259"),
        glow="c9d3e6",
        trunks=("65738f", "515e7c", "3d4967", "27304a"),
        mist="a3b0c6",
        grass=("52607d", "3b4763", "28324a", "1a2237"),
    ),
    "neutral": Wood(
        calm=0.5,
        air=_air("0c1a29", "173643", "2f5f61", "4a7d75", "1a3e42"),
        glow="b5dcc9",
        trunks=("3d6c6b", "285053", "17373d", "0c2129"),
        mist="89b5ab",
        grass=("2c5854", "1a3d3e", "0f272b", "07151a"),
    ),
    "calm": Wood(
        calm=1.0,
        air=_air("0a1d2b", "13404a", "2f7568", "4f9a7c", "1b4a44"),
        glow="b8f0c0",
        trunks=("3f8374", "276056", "153f40", "0a2429"),
        mist="86c9ac",
        grass=("2a6a57", "174840", "0b2b2b", "05161a"),
    ),
}
