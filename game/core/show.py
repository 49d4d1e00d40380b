"""The whole picture: the level, the breathing minigame over it, the quiet signs at the border, the pause menu."""

from dataclasses import replace

from game.core import embodiment, menu, way_out, why
from game.core.breathing import FADE_TICKS, Breathing
from game.core.level import Now
from game.core.pace import Part, smooth
from game.core.shapes import (
    Align,
    Colour,
    Disc,
    Light,
    Motes,
    Plate,
    Ribbon,
    Ring,
    Role,
    Scene,
    Shade,
    Shape,
    Sprite,
    Text,
    TextRole,
    Veil,
    Water,
)
from game.core.world import World, see

GLYPH_X, GLYPH_Y = 74 / 1280, 642 / 720
REST = (Plate, Veil, Water, Motes)
"""What stays of a level behind a minigame: the place without its things."""


def show(world: World) -> Scene:
    """What is seen and heard now. Cues of this tick are in it; the loop adds those of ticks not shown."""
    now = see(world, world.inputs)
    scene = world.level.show(world.state, now)
    shapes = scene.shapes
    aside = smooth(world.aside)
    if aside > 0.0:
        shapes = tuple(_stepped_back(shape, aside) for shape in shapes)
    if world.minigame:
        waiting = world.minigame.waiting
        shapes += _coming(world.minigame) if waiting else embodiment.draw(world.minigame, now)
    if world.level.guided:
        shapes += _hud(world, now)
        shapes += why.draw(world.why, world.tick, world.shield.too_much_tick, scene.shapes, aside)
    if world.pause:
        shapes = tuple(_frosted(shape) for shape in shapes if isinstance(shape, REST)) + menu.draw(world.pause)
    return replace(scene, shapes=shapes, cues=world.cues)


def _stepped_back(shape: Shape, aside: float) -> Shape:
    """The place darkens, its things fade to a third, its words and signs to nothing."""
    if isinstance(shape, Plate):
        return replace(shape, dim=max(shape.dim, 0.30 * aside))
    if isinstance(shape, Sprite):
        return replace(shape, opacity=shape.opacity * (1.0 - 0.65 * aside), glow=shape.glow * (1.0 - 0.6 * aside))
    if isinstance(shape, Text | Ring | Ribbon | Disc):
        return replace(shape, opacity=shape.opacity * (1.0 - aside))
    if isinstance(shape, Light):
        return replace(shape, strength=shape.strength * (1.0 - 0.8 * aside))
    return shape


def _frosted(shape: Shape) -> Shape:
    return replace(shape, blur=1.0) if isinstance(shape, Plate) else shape


def _coming(running: Breathing) -> tuple[Shape, ...]:
    """While it waits for the next inhale it says what comes."""
    shown = smooth(running.tick / FADE_TICKS)
    return (
        Text(TextRole.CUE, "breath.together", 0.5, 0.42, opacity=shown),
        Text(TextRole.SECOND, running.pattern.title, 0.5, 0.50, colour=Colour.SOFT, opacity=shown),
        Text(TextRole.HINT, "breath.keys", 0.5, 0.95, colour=Colour.SOFT, opacity=0.85 * shown),
    )


def _hud(world: World, now: Now) -> tuple[Shape, ...]:
    """No numbers, bars, timers or scores: a breath, the lamps of what is listening, the mode."""
    shapes: list[Shape] = [
        *way_out.draw(now.pointer),
        Text(
            TextRole.HINT, f"hud.{world.setup.mode.value}", 56 / 1280, 44 / 720, Align.LEFT, Colour.SOFT, 0.7
        ),
    ]  # fmt: skip
    listening: tuple[tuple[str, ...], ...] = (("face",), ("breath", "chest"), ("voice",))
    if now.hears("heart"):
        listening += (("heart",),)  # few wear a belt: without one its lamp is not there at all
    for place, sensors in enumerate(listening):
        x, y = (1218 - 30 * place) / 1280, 44 / 720
        if any(now.hears(sensor) for sensor in sensors):
            shapes.append(Light(x, y, 0.036, Colour.LANTERN, 0.45))
            shapes.append(Disc(x, y, 5 / 720, Colour.FOCUS, 0.95, Role.HUD))
        else:
            shapes.append(Ring(x, y, 5 / 720, 1.6 / 720, Colour.SOFT, 0.7, 0.0, Role.HUD))
    if world.level.pattern or (world.minigame and not world.minigame.waiting):
        return tuple(shapes)
    part, _ = now.pattern.part(now.guide.phase)
    guided = 0.25 + 0.55 * now.directive.guidance
    radius = (14 + 17 * now.fullness) / 720
    shapes.append(Shade(GLYPH_X + 0.025, GLYPH_Y, 0.13, 0.075, 0.45))
    shapes.append(Ring(GLYPH_X, GLYPH_Y, radius, 1.6 / 720, Colour.CREAM, guided, 0.0, Role.GUIDE))
    own = now.own
    if own.trust > 0.1:
        inside = (6 + 20 * own.fullness) / 720
        shapes.append(Light(GLYPH_X, GLYPH_Y, 0.07, Colour.INHALE, 0.4 * own.trust))
        shapes.append(Disc(GLYPH_X, GLYPH_Y, inside, Colour.INHALE, 0.8 * own.trust, Role.OWN))
    if now.directive.guidance > 0.1:
        word = {Part.IN: "hud.in", Part.OUT: "hud.out"}.get(part, "hud.rest")
        shapes.append(
            Text(
                TextRole.HINT,
                word,
                GLYPH_X + 52 / 1280,
                GLYPH_Y,
                Align.LEFT,
                opacity=0.4 + 0.6 * now.directive.guidance,
            )
        )
    return tuple(shapes)
