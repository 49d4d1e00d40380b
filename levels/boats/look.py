"""How the river looks: boats with their flames, lights on the water, questions over it."""

from dataclasses import replace

from game.core.drawing import wave
from game.core.level import Now
from game.core.pace import smooth
from game.core.shapes import (
    Colour,
    Light,
    Motes,
    Plate,
    Ring,
    Role,
    Shade,
    Shape,
    Sprite,
    Talk,
    Text,
    TextRole,
    Veil,
)
from levels.boats.river import Boats, half_length, place

SAILED = ((0.585, 0.445), (0.556, 0.470), (0.602, 0.505))
"""Where the last boats are still seen, far off."""
AT_REST = 0.12
"""How far a boat that has not left follows its steering, of what it will."""
HEIGHT = 0.95
"""A boat's sprite is so high, in half lengths."""


def river(state: Boats, now: Now) -> tuple[Shape, ...]:
    """The place, what floats on it, and the dark frame of leaves."""
    calm, mist = 2.0 * max(now.mood - 0.5, 0.0), 2.0 * max(0.5 - now.mood, 0.0)
    pace = (0.4 + 0.9 * now.directive.tempo) * now.tick / 60.0
    shapes: list[Shape] = [
        Plate("boats", now.mood),
        Light(0.60, 0.40, 0.52, Colour.FLAME, 0.06 + 0.26 * now.warmth),
        Light(0.60, 0.56, 0.40, Colour.SUN, 0.12 * now.fullness * (0.3 + 0.7 * now.guidance)),
        Veil(0.47, 0.30 + 0.5 * mist - 0.15 * calm, (0.005 * pace) % 1.0, now.mood),
        Motes(0.40, 0.44, 0.74, 0.66, int(10 + 26 * calm), Colour.HEART, 0.25 + 0.35 * calm, pace, 0.2, 7),
    ]
    for far, spot in enumerate(SAILED[: min(state.sailed, len(SAILED))]):
        shapes.append(_boat(spot, 0.75, far, now, 0.0))
    if state.stage != "closing":
        shapes += _glows(state, now) + _own(state, now)
    shapes.append(Sprite("boats_frame", 0.5, 1.0, 1.0))
    return tuple(shapes)


def _boat(spot: tuple[float, float], glow: float, salt: int, now: Now, tilt: float) -> Sprite:
    x, y = spot
    size = HEIGHT * half_length(y)
    bob = 0.012 * size * wave(now.tick, 5.5 + 0.4 * salt, 0.3 * salt)
    turn = tilt + 1.6 * wave(now.tick, 6.7 + 0.3 * salt, 0.17 * salt)
    return Sprite("boats_boat", x, y + 0.05 * size + bob, size, turn, 1.0, glow)


def _own(state: Boats, now: Now) -> list[Shape]:
    """The boat of now, as warm as the player is glad and as wide awake as their breath is full."""
    share = state.share if state.stage == "sail" else 0.0
    spot = place(share, state.aside.value * (1.0 if state.stage == "sail" else AT_REST))
    half = half_length(spot[1])
    came = smooth((now.tick - state.since) / 90.0) if state.stage == "name" else 1.0
    if state.stage == "rest":
        return []
    breath = now.own.fullness * now.own.trust
    turned = (-9.0, 0.0, 9.0)[state.side] if state.stage == "sides" else 5.0 * (state.aim - state.aside.value)
    y = spot[1] - 0.42 * half
    radius = half * (1.05 + 0.35 * now.fullness)
    shapes: list[Shape] = [
        Light(spot[0], y, half * (2.6 + 1.2 * breath), Colour.FLAME, (0.30 + 0.22 * breath + 0.2 * now.warmth) * came),
        Ring(spot[0], y, radius, 2.0 / 720, Colour.HEART, 0.75 * now.guidance * came, 0.0, Role.GUIDE),
    ]
    boat = _boat(spot, 0.0, 3, now, turned)
    shapes.append(replace(boat, opacity=came, glow=(0.45 + 0.3 * now.warmth) * came))
    flame = half * (0.10 + 0.05 * breath)
    shapes.append(Ring(spot[0], y + 0.16 * half, flame, 1.6 / 720, Colour.SUN, 0.55 * came, 0.0, Role.OWN))
    return shapes


def _glows(state: Boats, now: Now) -> list[Shape]:
    """River lights ahead; one that was reached shines and goes with the water."""
    shapes: list[Shape] = []
    role = Role.TARGET if state.stage == "sail" else Role.SCENE
    for number, glow in enumerate(state.glows):
        x, y = place(glow.share, glow.aside)
        size = 0.42 * half_length(y) + 0.012
        came = smooth((now.tick - state.glow_tick) / 90.0)
        if glow.lit_tick >= 0:
            gone = (now.tick - glow.lit_tick) / 150.0
            shapes.append(Light(x, y - 0.4 * size, 0.12, Colour.HEART, 0.55 * smooth(1.0 - gone)))
            shapes.append(Sprite("lantern", x, y, size, 0.0, smooth(1.0 - gone), 1.0))
            continue
        passed = smooth(1.0 - 12.0 * max(state.share - glow.share, 0.0))
        tilt = 2.0 * wave(now.tick, 6.1, 0.23 * number)
        shapes.append(Sprite("lantern", x, y, size, tilt, came * passed, 0.5 * came * passed, role))
    return shapes


def words(state: Boats, now: Now) -> tuple[Shape, ...]:
    """The question, the side, the farewell; and the door to the card of people to talk to."""
    seconds = (now.tick - state.since) / 60.0
    shown = smooth((seconds - 0.3) / 1.2)
    door: tuple[Shape, ...] = () if state.stage == "closing" else (Talk(0.885, 0.125, 0.9),)
    if state.stage == "name":
        return (*_said("boats.question", "boats.question_second", shown), *door)
    if state.stage == "words":
        return (*_said("boats.words", "boats.words_second", shown), *door)
    if state.stage == "sides":
        return (*_said(f"boats.side_{state.side + 1}", "boats.sides_second", shown), *door)
    if state.stage == "keep":
        return (*_said("boats.keep_question", "", shown), *door)
    if state.stage == "closing":
        return _said("boats.closing", "boats.closing_second", shown * smooth((9.0 - seconds) / 1.8))
    shown *= smooth((7.0 - seconds) / 1.8)
    second = "boats.sail_second" if state.stage == "sail" else ""
    return (
        *(_said("boats.sail" if state.stage == "sail" else "boats.rest", second, shown) if shown > 0.0 else ()),
        *door,
    )


def _said(heading: str, second: str, shown: float) -> tuple[Shape, ...]:
    shapes: list[Shape] = [
        Shade(0.47, 0.14, 0.75, 0.12, 0.35 * shown),
        Text(TextRole.HEADING, heading, 0.47, 0.125, opacity=shown, width=0.62),
    ]
    if second:
        shapes.append(Text(TextRole.SECOND, second, 0.47, 0.225, colour=Colour.SOFT, opacity=shown, width=0.62))
    return tuple(shapes)
