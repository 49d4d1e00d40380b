"""Where things grow in the garden, and in which order: bed after bed, a shallow V open in the middle."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of plant."""

    sprite: str
    """Its strip under assets/sprites."""
    stages: int
    """Openings in the strip."""
    head: float
    """How high its flower stands, shares of its size."""
    half_width: float
    """How far to the side it reaches, shares of its size."""
    sway: float
    """How far it leans in the air, degrees."""


ROSE = Kind("garden_round_rose", 12, 0.84, 0.06, 0.8)
APRICOT = Kind("garden_round_apricot", 12, 0.84, 0.06, 0.8)
CREAM = Kind("garden_round_cream", 12, 0.84, 0.06, 0.8)
LAVENDER = Kind("garden_lavender", 8, 0.72, 0.10, 1.0)
BELL_CREAM = Kind("garden_bell_cream", 8, 0.92, 0.16, 0.5)
BELL_APRICOT = Kind("garden_bell_apricot", 8, 0.92, 0.16, 0.5)
DAISY_CREAM = Kind("garden_daisy_cream", 8, 0.62, 0.35, 1.4)
DAISY_ROSE = Kind("garden_daisy_rose", 8, 0.62, 0.35, 1.4)
STAR = Kind("garden_star", 8, 0.62, 0.30, 1.4)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one plant grows."""

    kind: Kind
    x: float
    """Middle of its foot."""
    y: float
    """Its foot."""
    size: float
    """Its height when grown, heights."""
    bed: int
    """Which bed it belongs to: beds wake one after the other."""


PLACES: tuple[Place, ...] = (
    Place(ROSE, 0.283, 0.985, 0.500, 0),
    Place(APRICOT, 0.716, 0.985, 0.475, 0),
    Place(CREAM, 0.220, 0.985, 0.405, 0),
    Place(CREAM, 0.657, 0.985, 0.355, 1),
    Place(APRICOT, 0.350, 0.985, 0.380, 1),
    Place(ROSE, 0.803, 0.985, 0.405, 1),
    Place(LAVENDER, 0.186, 0.970, 0.380, 2),
    Place(LAVENDER, 0.757, 0.970, 0.380, 2),
    Place(LAVENDER, 0.252, 0.960, 0.330, 2),
    Place(LAVENDER, 0.688, 0.970, 0.380, 2),
    Place(BELL_CREAM, 0.173, 1.000, 0.600, 3),
    Place(BELL_APRICOT, 0.845, 1.000, 0.570, 3),
    Place(LAVENDER, 0.316, 0.955, 0.330, 3),
    Place(LAVENDER, 0.872, 0.960, 0.330, 3),
    Place(BELL_APRICOT, 0.927, 1.000, 0.430, 4),
    Place(BELL_CREAM, 0.087, 1.000, 0.460, 4),
    Place(LAVENDER, 0.070, 0.960, 0.330, 4),
    Place(LAVENDER, 0.938, 0.960, 0.330, 4),
    Place(DAISY_CREAM, 0.395, 0.800, 0.072, 5),
    Place(DAISY_ROSE, 0.600, 0.790, 0.066, 5),
    Place(DAISY_ROSE, 0.425, 0.765, 0.054, 5),
    Place(DAISY_CREAM, 0.565, 0.768, 0.056, 5),
    Place(DAISY_CREAM, 0.135, 0.800, 0.070, 6),
    Place(DAISY_ROSE, 0.865, 0.795, 0.068, 6),
    Place(DAISY_ROSE, 0.045, 0.775, 0.058, 6),
    Place(DAISY_CREAM, 0.960, 0.780, 0.060, 6),
    Place(DAISY_ROSE, 0.300, 0.955, 0.110, 7),
    Place(DAISY_CREAM, 0.700, 0.955, 0.110, 7),
    Place(DAISY_CREAM, 0.215, 0.950, 0.104, 7),
    Place(DAISY_ROSE, 0.790, 0.950, 0.104, 7),
    Place(DAISY_CREAM, 0.355, 0.960, 0.100, 8),
    Place(DAISY_ROSE, 0.645, 0.960, 0.100, 8),
)
"""Every plant, bed after bed."""

HIDDEN: tuple[Place, ...] = (
    Place(STAR, 0.475, 0.800, 0.066, -1),
    Place(STAR, 0.515, 0.785, 0.060, -1),
    Place(STAR, 0.545, 0.805, 0.068, -1),
)
"""Where the blue star may be found, in the quiet of the meadow; one of them in each sitting."""


def sprouted(growth: float) -> float:
    """How tall a plant stands at ``growth``, as a share of its full size: a small one first."""
    share = min(growth / 0.85, 1.0)
    return 0.36 + 0.64 * share * (2.0 - share)


def opened(growth: float) -> float:
    """How far its flower has opened, [0, 1]: it opens while it still rises, and a little after."""
    share = min(max((growth - 0.25) / 0.75, 0.0), 1.0)
    return share * share * (3.0 - 2.0 * share)


def apart_squared(x: float, y: float, place: Place, growth: float) -> float:
    """Square of the distance in heights from (x, y) to a plant: to any part of it, from its foot to its flower."""
    tall = place.size * sprouted(growth)
    across = (x - place.x) * 16.0 / 9.0
    across = max((across if across > 0.0 else -across) - place.kind.half_width * tall, 0.0)
    top = place.y - tall * place.kind.head
    along = max(top - y, y - place.y, 0.0)
    return across * across + along * along
