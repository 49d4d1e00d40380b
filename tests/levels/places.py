"""The places of the house, found by what they are, and somebody who plays any of them as a person sees it."""

from dataclasses import replace

from game.core.belief import Sample
from game.core.directive import DECISION_TICKS, Directive
from game.core.inputs import Inputs
from game.core.pace import Part
from game.core.reading import Quantity
from game.core.shapes import Disc, Light, Ring, Role, Sprite
from game.core.show import show
from game.core.world import World
from game.stage.assets import asset
from tests.sittings import LEVELS

PLACES = sorted(
    name
    for name, level in LEVELS.items()
    if level.guided and not level.pattern and asset("plates", f"{name}_calm.webp").is_file()
)
"""Levels that are places to play in: they have plates of their own."""
CORNERS = (
    Directive(0.0, 0.0, 0.2, 0.15),
    Directive(0.0, 1.0, 0.9, 0.15),
    Directive(1.0, 0.0, 0.9, 0.15),
    Directive(1.0, 1.0, 0.2, 0.3),
)
"""Difficulty and tempo at their borders."""
_ACT_TICKS = 7 * 60
"""How often that person presses Enter, whatever it may do."""
_LOOK_TICKS = 10
"""A person looks six times a second."""


def target(world: World) -> tuple[float, float] | None:
    """The nearest thing to reach, from the player's own light; None = there is none."""
    shapes = show(world).shapes
    reachable = (Sprite, Disc, Ring, Light)
    own = next(((s.x, s.y) for s in shapes if isinstance(s, reachable) and _role(s) is Role.OWN), (0.5, 0.6))
    things = [
        (s.x, s.y - (0.45 * s.size if isinstance(s, Sprite) else 0.0))
        for s in shapes
        if isinstance(s, reachable) and _role(s) is Role.TARGET
    ]
    return min(things, key=lambda place: abs(place[0] - own[0]) + abs(place[1] - own[1])) if things else None


def _role(shape: object) -> Role:
    role: Role = getattr(shape, "role", Role.SCENE)
    return role


def pointer_at(place: tuple[float, float]) -> tuple[int, int]:
    """A place of the unit square as Inputs have it."""
    return (round(min(max(place[0], 0.0), 1.0) * 4095), round(min(max(place[1], 0.0), 1.0) * 4095))


def player(world: World, tick: int, wish: Directive) -> Inputs:
    """Points at what is to be reached, breathes with the guide by the key, now at ease and now tense, and smiles."""
    part, _ = world.pattern.part(world.guide.phase)
    held = ("breathe",) if part in (Part.IN, Part.REST_IN) else ()
    if tick % _ACT_TICKS == 0:
        held = ("act", *held)
    arousal = 0.6 if tick // 600 % 2 else -0.4
    told = (
        Sample("face", Quantity.AROUSAL, arousal, 0.1, 2),
        Sample("face", Quantity.VALENCE, -arousal, 0.1, 2),
        Sample("face", Quantity.SMILE, 0.8 if arousal < 0.0 else 0.05, 0.1, 2),
    )
    pointer = world.inputs.pointer
    if tick % _LOOK_TICKS == 0:
        goal = target(world)
        pointer = pointer_at(goal) if goal else pointer
    directive = replace(wish) if tick % DECISION_TICKS == 0 else None
    return Inputs(told if tick % 6 == 0 else (), held, pointer, (), (), directive)
