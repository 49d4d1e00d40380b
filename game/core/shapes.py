"""The display list: what a level shows and sounds like, in the unit square, without a pixel or a word.

x runs right and y runs down, both over [0, 1] of a 16:9 picture; sizes, radii and widths are in picture
*heights*. Words are message ids (``Text.key``, ``Cue.caption``): only stage and replay translate them, so a hit
area can never depend on rendered text. Shapes are painted in the order given.
"""

from dataclasses import dataclass
from enum import StrEnum


class Colour(StrEnum):
    """Names of colours; the stage knows their values (assets and ART say why these)."""

    CREAM = "cream"
    SOFT = "soft"
    INK = "ink"
    LANTERN = "lantern"
    HEART = "heart"
    INHALE = "inhale"
    EXHALE = "exhale"
    FOCUS = "focus"
    MOON = "moon"
    SEA_LIGHT = "sea_light"
    MIST = "mist"
    SHADOW = "shadow"
    SUN = "sun"
    FIREFLY = "firefly"
    FIREFLY_TIP = "firefly_tip"
    LEAF = "leaf"
    ROSE = "rose"
    STONE = "stone"
    FISH = "fish"
    FLAME = "flame"
    DUSK = "dusk"


class Role(StrEnum):
    """What a shape is to a player: this, not its place in the code, is what a simulated person can see."""

    SCENE = "scene"
    TARGET = "target"
    OBSTACLE = "obstacle"
    GUIDE = "guide"
    OWN = "own"
    HUD = "hud"


class TextRole(StrEnum):
    """Kinds of type; the stage knows family and size of each."""

    NAME = "name"
    HEADING = "heading"
    CUE = "cue"
    MENU = "menu"
    SECOND = "second"
    CAPTION = "caption"
    HINT = "hint"
    WHY = "why"
    """What was changed and why; only for whoever asked for it."""


class Align(StrEnum):
    """Which side of a text stands at its x."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Plate:
    """A still place, painted beforehand in three moods."""

    name: str
    """File stem of the plates: "tide", "title"."""
    mood: float
    """0 tense, 0.5 neutral, 1 calm."""
    dim: float = 0.0
    """How much darker than painted, [0, 1]."""
    blur: float = 0.0
    """0 sharp, 1 behind frosted glass (panels)."""


@dataclass(frozen=True, slots=True)
class Veil:
    """A drifting band of mist."""

    y: float
    """Middle of the band."""
    density: float
    """[0, 1]."""
    drift: float
    """Offset of the mist in widths; grows with time, wraps at 1."""
    mood: float
    """Mood of the place, for the mist's colour."""


@dataclass(frozen=True, slots=True)
class Water:
    """Living water over a plate: glitter, swash line, glow in the foam. ``name`` picks the geometry."""

    name: str
    """Place whose water this is."""
    breath: float
    """How full the guide's breath is, [0, 1]: the waterline slides back on the inhale, climbs on the exhale."""
    light: float
    """Glow in the water, [0, 1]."""
    flow: float
    """How far the glitter has run, in seconds of calm water."""
    mood: float
    """Mood of the place."""


@dataclass(frozen=True, slots=True)
class Light:
    """Soft light, added to the picture."""

    x: float
    y: float
    radius: float
    """Where it has faded to nothing, heights."""
    colour: Colour
    strength: float
    """[0, 1]."""


@dataclass(frozen=True, slots=True)
class Motes:
    """A swarm of small lights in a box, each on its own slow way (the stage places them from ``seed``)."""

    left: float
    top: float
    right: float
    bottom: float
    count: int
    """At most 400."""
    colour: Colour
    strength: float
    """[0, 1]."""
    drift: float
    """How far they have wandered, seconds of calm air."""
    rise: float
    """-1 settling, 0 hovering, 1 rising."""
    seed: int


@dataclass(frozen=True, slots=True)
class Comets:
    """Motes round a circle that point inward (inhale) or outward (exhale): direction seen without colour."""

    x: float
    y: float
    radius: float
    """The circle they come from or leave."""
    travel: float
    """How far along their way, [0, 1)."""
    inward: bool
    colour: Colour
    strength: float


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled circle with a soft edge."""

    x: float
    y: float
    radius: float
    colour: Colour
    opacity: float
    role: Role = Role.SCENE


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle line with a halo."""

    x: float
    y: float
    radius: float
    width: float
    """Line width, heights."""
    colour: Colour
    opacity: float
    fill: float = 0.0
    """How much the inside is tinted, [0, 1]."""
    role: Role = Role.SCENE


@dataclass(frozen=True, slots=True)
class Ripple:
    """A ring on water, widening with age; lit from the upper right where it is seen from above."""

    x: float
    y: float
    age: float
    """0 new, 1 gone."""
    size: float
    """Radius at age 1, heights."""
    colour: Colour = Colour.HEART
    flat: float = 0.2
    """Its height over its width: 0.2 across the water, 1 from above."""
    strength: float = 1.0
    """[0, 1]."""


@dataclass(frozen=True, slots=True)
class Sprite:
    """A painted thing."""

    name: str
    """File stem under assets/sprites."""
    x: float
    y: float
    size: float
    """Height of the thing, heights; (x, y) is its foot."""
    turn: float = 0.0
    """Tilt, degrees clockwise."""
    opacity: float = 1.0
    glow: float = 0.0
    """Light it gives, [0, 1]."""
    role: Role = Role.SCENE
    frame: float = 0.0
    """How far it has opened, [0, 1], where it was painted in several stages."""


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A smooth line through points, brighter before ``bright_to`` than after."""

    points: tuple[tuple[float, float], ...]
    """(x, y) from left to right."""
    width: float
    colours: tuple[Colour, ...]
    """One per point."""
    opacity: float
    bright_to: float = 1.0
    """x up to which the line is at full strength."""
    fill: float = 0.0
    """How much the ground under the line is darkened toward the sea, [0, 1]."""
    role: Role = Role.SCENE


@dataclass(frozen=True, slots=True)
class Arrow:
    """A small chevron: up for in, down for out."""

    x: float
    y: float
    size: float
    up: bool
    colour: Colour
    opacity: float


@dataclass(frozen=True, slots=True)
class Shade:
    """A soft darkening ellipse, so that what stands on it is read."""

    x: float
    y: float
    width: float
    """Half width, heights."""
    height: float
    """Half height, heights."""
    strength: float


@dataclass(frozen=True, slots=True)
class Panel:
    """A frosted card with round corners and a rim of light."""

    left: float
    top: float
    right: float
    bottom: float
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Card:
    """A card to choose: dark with a rim of light; the chosen one cream, with a glow."""

    left: float
    top: float
    right: float
    bottom: float
    lit: float = 0.0
    """How far it is the chosen one, [0, 1]."""
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Band:
    """The warm fading band behind a chosen line of a menu."""

    left: float
    y: float
    width: float
    height: float
    opacity: float


@dataclass(frozen=True, slots=True)
class Talk:
    """A sign that opens the card of people to talk to. The stage opens it by itself: the rules never learn of it,
    so nothing of it is in any record."""

    x: float
    y: float
    """Middle of the sign."""
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Text:
    """Words by message id."""

    role: TextRole
    key: str
    """Message id."""
    x: float
    y: float
    """Middle of the first line."""
    align: Align = Align.CENTRE
    colour: Colour = Colour.CREAM
    opacity: float = 1.0
    width: float = 0.9
    """Where the text wraps, widths of the picture."""
    numbers: tuple[float, ...] = ()
    """Values for {0}, {1} ... in the message, or in ``then`` where there is one."""
    then: str = ""
    """Message id of what is said after it in the same line, behind a dot."""


@dataclass(frozen=True, slots=True)
class Told:
    """Words that only the stage has, by their slot: a player's name, what a guardian set. The rules never see them."""

    role: TextRole
    slot: str
    """"name:0", "value:age" ...; a slot that the stage was told nothing for stays empty."""
    x: float
    y: float
    """Middle of the first line."""
    align: Align = Align.CENTRE
    colour: Colour = Colour.CREAM
    opacity: float = 1.0
    width: float = 0.9
    """Where the text wraps, widths of the picture."""


Shape = (
    Plate | Veil | Water | Light | Motes | Comets | Disc | Ring | Ripple | Sprite | Ribbon | Arrow | Shade
    | Panel | Card | Band | Talk | Text | Told
)  # fmt: skip
Shapes = tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """A sound that is played once, now."""

    name: str
    """"bell", "marimba", "breath_in", "breath_out", "soft_close"."""
    gain: float = 1.0
    """[0, 1]."""
    pan: float = 0.0
    """-1 left, 1 right."""
    note: int = 0
    """Step of the pentatonic scale, 0-9, for bell and marimba."""
    seconds: float = 0.0
    """Wanted length of a breath cue, s."""
    caption: str = ""
    """Message id of its caption; empty = none."""


@dataclass(frozen=True, slots=True)
class Bed:
    """The sound that lies under a place until another bed is named."""

    name: str
    """"tide", "title" or "quiet" (calibration: nothing but pad, 6 dB down)."""
    mood: float
    """0 tense, 0.5 neutral, 1 calm."""
    breath_hz: float
    """Rate of the guide, for the swell of the surf."""
    breath_phase: float
    """Phase of the guide, [0, 1)."""
    gain: float = 1.0


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is shown and heard after one tick."""

    shapes: Shapes
    bed: Bed
    cues: tuple[Cue, ...] = ()
