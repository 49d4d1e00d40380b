"""Players with one limb each: only keys, only a pointer, only a pad. They see shapes, as a person does."""

from collections.abc import Callable
from dataclasses import replace

from game.core.inputs import NOTHING, Inputs
from game.core.setup import Setup
from game.core.shapes import Ring, Role, Sprite
from game.core.show import show
from game.core.tape import decode, encode
from game.core.world import World, begin, step
from tests.sittings import LEVELS, RULES

Bot = Callable[[tuple[float, float], tuple[float, float]], Inputs]
"""Where the own light is, where it should be -> what is pressed."""
HAND_TICKS = 15
"""A bot looks four times a second and keeps doing what it did in between."""


def by_keys(light: tuple[float, float], goal: tuple[float, float]) -> Inputs:
    """Arrow keys alone."""
    across, along = goal[0] - light[0], goal[1] - light[1]
    keys = [name for name, wanted in (("left", across < -0.02), ("right", across > 0.02)) if wanted]
    keys += [name for name, wanted in (("up", along < -0.02), ("down", along > 0.02)) if wanted]
    return Inputs(held=tuple(sorted(keys)))


def by_pointer(light: tuple[float, float], goal: tuple[float, float]) -> Inputs:
    """The pointer alone."""
    return Inputs(pointer=(int(goal[0] * 4096), int(goal[1] * 4096)))


def by_pad(light: tuple[float, float], goal: tuple[float, float]) -> Inputs:
    """One stick alone."""
    across, along = (min(max(8.0 * (there - here), -1.0), 1.0) for there, here in zip(goal, light, strict=True))
    return Inputs(axes=(int(127 * across), int(127 * along)))


def _seen(world: World) -> tuple[tuple[float, float] | None, tuple[float, float] | None]:
    """The own light and the nearest thing to reach."""
    shapes = show(world).shapes
    light = next(((s.x, s.y) for s in shapes if isinstance(s, Ring) and s.role is Role.OWN), None)
    things = [
        (s.x, s.y - 0.45 * s.size)
        for s in shapes
        if isinstance(s, Sprite) and s.role is Role.TARGET and s.opacity > 0.3
    ]
    if light is None or not things:
        return light, None
    return light, min(things, key=lambda place: abs(place[0] - light[0]) + abs(place[1] - light[1]))


def play_tide(bot: Bot, seed: int, ticks: int) -> World:
    """The world after so many ticks of Tide played by a bot."""
    setup = Setup(seed, "tide", minutes=5.0)
    world = begin(setup, LEVELS["tide"], RULES.patterns)
    inputs = NOTHING
    for tick in range(ticks):
        if tick % HAND_TICKS == 0:
            light, goal = _seen(world)
            inputs = bot(light, goal) if light and goal else replace(inputs, held=(), axes=())
        world = step(world, decode(encode(inputs)))
    return world
