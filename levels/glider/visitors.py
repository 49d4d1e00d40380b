"""Who is met on the way: birds that join after every fourth thermal, an island in the rise, a whale in the rest."""

from dataclasses import replace

from game.core.facts import Facts, Found
from game.core.level import Now
from levels.glider.flight import HOME, REST, SPEED, Flight, awake, share

BIRDS = 5
CATCHES_A_BIRD = 4
ISLAND_FROM, ISLAND_Y = 0.36, 0.42
"""Share of the level at which the island comes, and its foot."""
WHALE_FROM, WHALE_TO = 0.22, 0.86
"""Shares of the rest between which the whale is up."""


def visit(state: Flight, now: Now) -> tuple[Flight, Facts]:
    """One tick of company; each is found at most once."""
    facts: Facts = ()
    joined = state.joined
    if len(joined) < min(state.caught // CATCHES_A_BIRD, BIRDS):
        joined = (*joined, now.tick)
    island = _island(state, now)
    seen = replace(state, joined=joined, island=island)
    for thing, is_there in (
        ("glider.flock", len(joined) == BIRDS),
        ("glider.island", _near(seen, island, ISLAND_Y - 0.08, 0.15)),
        ("glider.whale", _by_the_whale(seen, now)),
    ):
        if is_there and thing not in seen.found and awake(seen.wing, now) > 0.0:
            seen = replace(seen, found=(*seen.found, thing))
            facts += (Found(thing),)
    return seen, facts


def whale_at(now: Now) -> tuple[float, float, float] | None:
    """Foot (x, y) of the whale and how far it has come up, [0, 1]; None = it is not here, or not in this sitting."""
    gone = (share(now) - REST) / (HOME - REST)
    along = (gone - WHALE_FROM) / (WHALE_TO - WHALE_FROM)
    if not 0.0 < along < 1.0 or now.setup.seed % 3 == 1:
        return None
    up = 4.0 * along * (1.0 - along)
    return 0.30 + 0.30 * along, 0.90 - 0.265 * up, up


def _island(state: Flight, now: Now) -> float:
    """Where the island is now; it comes in two sittings of three."""
    if state.island > 1.5:
        due = ISLAND_FROM < share(now) < REST - 0.1 and now.setup.seed % 3 != 0
        return 1.16 if due else 2.0
    return max(state.island - 0.62 * SPEED * state.pace.value / 60.0, -0.2)


def _near(state: Flight, x: float, y: float, reach: float) -> bool:
    wing_x, wing_y = state.wing.place
    across, along = (wing_x - x) * 16.0 / 9.0, wing_y - y
    return across * across + along * along < reach * reach


def _by_the_whale(state: Flight, now: Now) -> bool:
    """It is up, and somebody who has flown here is there to see it."""
    whale = whale_at(now)
    return whale is not None and whale[2] > 0.8 and state.caught >= 3
