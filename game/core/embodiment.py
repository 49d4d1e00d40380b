"""Three bodies for one breath: ring, wave, lantern. Size and direction tell first, then word, then colour."""

from game.core.breathing import FADE_TICKS, Breathing
from game.core.drawing import between
from game.core.level import Now
from game.core.pace import SECOND_SIP, Part, Pattern, smooth
from game.core.shapes import (
    Arrow,
    Colour,
    Comets,
    Disc,
    Light,
    Motes,
    Ribbon,
    Ring,
    Role,
    Shade,
    Shape,
    Sprite,
    Text,
    TextRole,
)

WORDS = {
    Part.IN: "breath.in",
    Part.OUT: "breath.out",
    Part.REST_IN: "breath.rest",
    Part.REST_OUT: "breath.rest",
}
SMALL, LARGE = 84 / 720, 214 / 720
"""Radius of the ring when empty and full."""
BEAD_X = 0.36
CREST, TROUGH = 0.36, 0.66
LONG_REST = 0.12
"""Share of the breath from which a rest is long enough to say something in it."""
AHEAD = 1.15
"""Breaths of the wave that lie ahead of the bead at the right edge."""


def draw(running: Breathing, now: Now) -> tuple[Shape, ...]:
    """The minigame over its place."""
    shown = smooth(running.tick / FADE_TICKS)
    part, share = now.pattern.part(now.guide.phase)
    bodies = {"ring": _ring, "wave": _wave, "lantern": _lantern}
    body = bodies[running.embodiment](now, part, share, shown)
    hint = (
        Text(TextRole.HINT, "breath.keys", 0.5, 0.95, colour=Colour.SOFT, opacity=0.85 * shown),
    )  # fmt: skip
    return body + hint


def coaching(pattern: Pattern, part: Part, share: float) -> str:
    """Message id of the small words under the large ones: a breath is soft and small, never a gasp."""
    if part is Part.IN:
        return "breath.second_sip" if pattern.sips > 1 and share >= SECOND_SIP else "breath.soft_and_small"
    if part is Part.OUT:
        return "breath.hum_softly" if pattern.hummed else "breath.slow_and_long"
    return "breath.easy_rest"


def tone(part: Part) -> Colour:
    """The colour of a part of the breath; it only decorates."""
    return Colour.EXHALE if part in (Part.OUT, Part.REST_OUT) else Colour.INHALE


def _ring(now: Now, part: Part, share: float, shown: float) -> tuple[Shape, ...]:
    x, y = 0.5, 0.455
    colour = tone(part)
    resting = part in (Part.REST_IN, Part.REST_OUT)
    radius = between(SMALL, LARGE, now.fullness)
    shapes: list[Shape] = [
        Shade(x, y, 0.46, 0.46, 0.36 * shown),
        Ring(x, y, LARGE, 1 / 720, Colour.SOFT, 0.34 * shown),
        Ring(x, y, SMALL, 1 / 720, Colour.SOFT, 0.12 * shown),
    ]
    if not resting:
        strength = 0.9 * shown * smooth(5.0 * share) * smooth(5.0 * (1.0 - share))
        shapes.append(Comets(x, y, radius, share, part is Part.IN, colour, strength))
    width = 4 / 720 * (0.67 if resting else 1.0)
    shapes.append(Ring(x, y, radius, width, colour, shown, 0.6, Role.GUIDE))
    if now.own.trust > 0.15:
        own = between(SMALL, LARGE, now.own.fullness)
        shapes.append(Ring(x, y, own, 2 / 720, Colour.HEART, 0.55 * now.own.trust * shown, 0.0, Role.OWN))
    shapes.append(Text(TextRole.CUE, WORDS[part], x, y, opacity=shown))
    fade = shown * _said(now.pattern, part, share)
    if fade > 0.0:
        second = coaching(now.pattern, part, share)
        shapes.append(Shade(x, 0.883, 0.46, 0.05, 0.5 * fade))
        shapes.append(Text(TextRole.SECOND, second, x, 0.883, colour=Colour.CREAM, opacity=fade))
    return tuple(shapes)


def _said(pattern: Pattern, part: Part, share: float) -> float:
    """How strongly the small words stand there: each comes and goes within its part; a mere turn of breath has none."""
    rest = pattern.rest_in if part is Part.REST_IN else pattern.rest_out
    if part in (Part.REST_IN, Part.REST_OUT) and rest < LONG_REST:
        return 0.0
    if part is Part.IN and pattern.sips > 1:
        begun = share - SECOND_SIP if share >= SECOND_SIP else share
        end = 1.0 if share >= SECOND_SIP else SECOND_SIP
        return smooth(6.0 * begun) * smooth(6.0 * (end - share))
    return smooth(4.0 * share) * smooth(4.0 * (1.0 - share))


def _height(pattern: Pattern, phase: float) -> float:
    return between(TROUGH, CREST, pattern.fullness(phase % 1.0))


def _wave(now: Now, part: Part, share: float, shown: float) -> tuple[Shape, ...]:
    scale = AHEAD / (1.0 - BEAD_X)
    places = [place / 96.0 for place in range(97)]
    phases = [now.guide.phase + (x - BEAD_X) * scale for x in places]
    points = tuple((x, _height(now.pattern, phase)) for x, phase in zip(places, phases, strict=True))
    colours = tuple(tone(now.pattern.part(phase % 1.0)[0]) for phase in phases)
    y = _height(now.pattern, now.guide.phase)
    shapes: list[Shape] = [
        Shade(0.36, 0.19, 0.55, 0.13, 0.30 * shown),
        Ribbon(points, 7 / 720, colours, shown, BEAD_X, 0.8 * shown, Role.GUIDE),
        Light(BEAD_X, y, 0.13, tone(part), 0.55 * shown),
        Disc(BEAD_X, y, 23 / 720, Colour.CREAM, shown, Role.GUIDE),
    ]
    if part in (Part.IN, Part.OUT):
        shapes.append(Arrow(BEAD_X, y, 22 / 720, part is Part.IN, Colour.INK, 0.85 * shown))
    if now.own.trust > 0.15:
        own = between(TROUGH, CREST, now.own.fullness)
        shapes.append(Ring(BEAD_X, own, 15 / 720, 2 / 720, Colour.HEART, 0.8 * now.own.trust * shown, 0.0, Role.OWN))
    shapes.append(Text(TextRole.CUE, WORDS[part], 0.36, 0.165, opacity=shown, width=0.5))
    fade = shown * _said(now.pattern, part, share)
    if fade > 0.0:
        plain = part is Part.OUT and not now.pattern.hummed
        second = "breath.slope" if plain else coaching(now.pattern, part, share)
        shapes.append(Text(TextRole.SECOND, second, 0.36, 0.245, colour=Colour.SOFT, opacity=fade, width=0.5))
    return tuple(shapes)


def _lantern(now: Now, part: Part, share: float, shown: float) -> tuple[Shape, ...]:
    full = now.fullness
    y, size = 0.745 - 0.20 * full, 0.30 + 0.05 * full
    rail_x, low, high = 0.5 + 235 / 1280, 0.80, 0.30
    guide_y = between(low, high, full)
    colour = tone(part)
    shapes: list[Shape] = [
        Shade(0.5, 0.5, 0.9, 0.7, 0.30 * shown),
        Light(0.5, y - 0.45 * size, 0.5 + 0.25 * full, Colour.LANTERN, (0.10 + 0.28 * full) * shown),
        Light(0.5, 0.90, 0.30, Colour.LANTERN, (0.10 + 0.15 * full) * shown),
        Sprite("lantern_great", 0.5, y, size, opacity=shown, glow=0.4 + 0.6 * full, role=Role.GUIDE),
        Motes(
            0.40, y - size - 0.28, 0.60, y - size, 40, Colour.HEART,
            (0.25 + 0.55 * full) * shown, now.tick / 60.0, 1.0 if part is Part.IN else -0.5, 6,
        ),
        Ribbon(((rail_x, low), (rail_x, high)), 2 / 720, (Colour.SOFT, Colour.SOFT), 0.35 * shown),
        Ribbon(((rail_x, low), (rail_x, guide_y)), 4 / 720, (colour, colour), 0.85 * shown),
        Light(rail_x, guide_y, 0.05, colour, 0.6 * shown),
        Disc(rail_x, guide_y, 11 / 720, Colour.CREAM, shown, Role.GUIDE),
    ]  # fmt: skip
    if now.own.trust > 0.15:
        own = between(low, high, now.own.fullness)
        shapes.append(Ring(rail_x, own, 15 / 720, 2 / 720, Colour.HEART, 0.8 * now.own.trust * shown, 0.0, Role.OWN))
    shapes.append(Text(TextRole.CUE, WORDS[part], 0.225, 0.47, opacity=shown, width=0.34))
    fade = shown * _said(now.pattern, part, share)
    if fade > 0.0:
        plain = now.pattern.sips == 1 and not now.pattern.hummed
        lights = {Part.IN: "breath.light_grows", Part.OUT: "breath.light_settles"} if plain else {}
        second = lights.get(part) or coaching(now.pattern, part, share)
        shapes.append(Text(TextRole.SECOND, second, 0.225, 0.56, colour=Colour.SOFT, opacity=fade, width=0.34))
    return tuple(shapes)
