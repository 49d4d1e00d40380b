"""What the flight looks like."""

from game.core.drawing import between, wave
from game.core.embodiment import tone
from game.core.level import Now
from game.core.pace import smooth
from game.core.shapes import (
    Colour,
    Disc,
    Light,
    Motes,
    Plate,
    Ribbon,
    Ring,
    Role,
    Shape,
    Sprite,
    Text,
    TextRole,
    Veil,
    Water,
)
from levels.glider.flight import CARRY, CLOSING_S, REST, SPEED, SUNWARD, Flight, Thermal, awake, rests, share
from levels.glider.thermals import SPENT_TICKS
from levels.glider.visitors import ISLAND_Y, whale_at

SUN_X, SUN_Y = 0.69, 0.525
WING = 0.150
"""Height of the wing's picture, heights."""
BELOW = 0.31
"""How much of it lies under the pilot's heart."""
FLOCK = ((-0.105, -0.055), (-0.150, -0.100), (-0.130, 0.020), (-0.195, -0.030), (-0.215, -0.120))
"""Where the birds fly, widths and heights from the wing."""
DOTS, GAP = 26, 0.0155
"""The guide's ribbon ahead: how many dots, how far apart, widths."""


def shapes(state: Flight, now: Now) -> tuple[Shape, ...]:
    """The evening, far to near."""
    return (
        *_sky(now),
        *_island(state, now),
        *_columns(state, now),
        *_whale(now),
        *_clouds(state, now),
        *_flock(state, now),
        *_guide(state, now),
        *_trail(state),
        *_wing(state, now),
        *_words(state, now),
    )


def _sky(now: Now) -> tuple[Shape, ...]:
    """The plate, the sun's warmth, the three far birds."""
    warm = now.warmth
    birds = tuple(
        Sprite(
            "glider_bird", x + 0.012 * wave(now.tick, 47.0, 0.3 * place), y + 0.006 * wave(now.tick, 19.0, 0.4 * place),
            size, opacity=0.75, frame=_beat(now, 0.31 * place),
        )
        for place, (x, y, size) in enumerate(((0.845, 0.335, 0.020), (0.872, 0.318, 0.017), (0.815, 0.312, 0.015)))
    )  # fmt: skip
    return (
        Plate("glider", now.mood),
        Light(SUN_X - 0.06, SUN_Y - 0.07, 0.72, Colour.ROSE, 0.01 + 0.12 * warm),
        *birds,
    )


def _beat(now: Now, offset: float) -> float:
    """A bird's stage: it glides, and beats a few times now and then."""
    beating = smooth(1.6 * wave(now.tick, 9.0, offset) - 0.2)
    return 0.40 - 0.34 * beating * wave(now.tick, 1.7, offset)


def _clouds(state: Flight, now: Now) -> tuple[Shape, ...]:
    """The living rows, sunlight on them, mist when tense."""
    mist = 2.0 * max(0.5 - now.mood, 0.0)
    veils = tuple(
        Veil(y, density * (0.06 + 0.55 * mist), (state.flown * speed) % 1.0, now.mood)
        for y, density, speed in ((0.47, 0.55, 0.10), (0.64, 0.55, 0.22))
    )
    return (
        Water("glider", now.fullness, now.warmth, state.flown / SPEED, now.mood),
        Light(SUN_X - 0.02, 0.71, 0.36, Colour.FLAME, 0.02 + 0.02 * now.mood + 0.15 * now.warmth),
        *veils,
    )


def _columns(state: Flight, now: Now) -> tuple[Shape, ...]:
    found: list[Shape] = []
    for thermal in state.thermals:
        found += _column(thermal, now)
    return tuple(found)


def _column(thermal: Thermal, now: Now) -> list[Shape]:
    """A column, the small lights that rise in it, and its heart, warmer the longer it is held."""
    border = min(thermal.x + 0.10, 1.10 - thermal.x)
    shown = smooth(border / 0.10) * smooth(thermal.age / 72.0)
    melting = smooth(thermal.spent / SPENT_TICKS) if thermal.spent >= 0 else 0.0
    glad = smooth(thermal.spent / 50.0) * (1.0 - melting) if thermal.spent >= 0 else 0.0
    held = max(thermal.warmth, 0.0) * (1.0 - melting)
    opacity = shown * (0.74 + 0.20 * held) * (1.0 - melting)
    x, y, size = thermal.x, thermal.y, thermal.size
    role = Role.TARGET if thermal.spent < 0 else Role.SCENE
    heart = (0.245 + 0.03 * held + 0.06 * glad) * size
    bright = shown * (0.88 + 0.12 * held) * (1.0 - melting)
    wide, tall = 0.052 * size / 0.46, 0.42 * size
    return [
        Sprite("glider_thermal", x, y + 0.45 * size, size, opacity=opacity),
        Light(x, y, 0.34 * size * (0.8 + 0.5 * glad), Colour.FLAME, shown * (0.03 + 0.05 * held + 0.06 * glad)),
        Motes(
            x - wide, y - tall, x + wide, y + tall, 14, Colour.SUN, shown * (0.55 + 0.45 * held) * (1.0 - melting),
            now.tick / 60.0, 1.0, 7 + int(1000.0 * y),
        ),
        Sprite("glider_heart", x, y + 0.45 * heart, heart, opacity=bright, role=role),
    ]  # fmt: skip


def _island(state: Flight, now: Now) -> tuple[Shape, ...]:
    if state.island > 1.5 or state.island < -0.19:
        return ()
    x, y = state.island, ISLAND_Y + 0.005 * wave(now.tick, 11.0)
    lit = 1.0 if "glider.island" in state.found else 0.35
    return (
        Light(x, y - 0.05, 0.20, Colour.FLAME, 0.10 * lit),
        Sprite("glider_island", x, y, 0.175),
        Light(x + 0.016, y - 0.082, 0.035, Colour.LANTERN, 0.6 * lit),
    )


def _whale(now: Now) -> tuple[Shape, ...]:
    whale = whale_at(now)
    if whale is None:
        return ()
    x, y, up = whale
    lean = 7.0 * (0.5 - (x - 0.30) / 0.30) * -1.0
    return (Sprite("glider_whale", x, y, 0.27, lean, smooth(up / 0.3)),)


def _flock(state: Flight, now: Now) -> tuple[Shape, ...]:
    """Birds that joined: each follows the wing's way, a little later."""
    found = []
    x, _ = state.wing.place
    for place, (since, (across, along)) in enumerate(zip(state.joined, FLOCK, strict=False)):
        come = smooth((now.tick - since) / 300.0)
        late = state.trail[max(len(state.trail) - 6 - 4 * place, 0)].y if state.trail else 0.4
        sway = 0.008 * wave(now.tick, 6.1 + 0.7 * place, 0.2 * place)
        there = between(-0.12, x + across, come), late + along + sway + 0.08 * (1.0 - come)
        found.append(
            Sprite(
                "glider_bird", max(there[0], -0.15), there[1], 0.032 - 0.002 * place, opacity=0.9 * come,
                frame=_beat(now, 0.23 * place),
            )
        )  # fmt: skip
    return tuple(found)


def _guide(state: Flight, now: Now) -> tuple[Shape, ...]:
    """The coming breaths as a dotted ribbon in the air ahead: at which height they would carry the wing."""
    strength = 0.95 * now.guidance * (1.0 - smooth(state.closing / 72.0))
    if strength < 0.02:
        return ()
    wing_x, _ = state.wing.place
    level = state.wing.y.value - state.wing.lift.value
    speed = max(SPEED * state.pace.value, 0.02)
    dots = []
    for number in range(DOTS):
        away = 0.045 + GAP * (number + 1.0 - (state.flown / GAP) % 1.0)
        phase = (now.guide.phase + away / speed * now.guide.breath_hz) % 1.0
        near, far = smooth((away - 0.045) / 0.03), 1.0 - away / (0.045 + GAP * (DOTS + 1.0))
        dots.append(
            Disc(
                wing_x + away, level + CARRY * (2.0 * now.pattern.fullness(phase) - 1.0),
                (1.7 + 1.3 * far) / 720, tone(now.pattern.part(phase)[0]), strength * near * far, Role.GUIDE,
            )
        )  # fmt: skip
    return tuple(dots)


def _trail(state: Flight) -> tuple[Shape, ...]:
    """The last breaths, paler the older they are."""
    x, y, size = _place(state)
    small = size / WING
    points = []
    for before, past, after in zip(state.trail, state.trail[1:], state.trail[2:], strict=False):
        away = state.flown - past.flown
        height = 0.25 * (before.y + 2.0 * past.y + after.y)
        points.append(
            (x - 0.020 * small - away, height - 0.026 + (y - state.wing.place[1]) * max(1.0 - 5.0 * away, 0.0))
        )
    points = [point for point in points if point[0] > -0.02]
    points.append((x - 0.019 * small, y - 0.026 * small))
    if len(points) < 3:
        return ()
    last = len(points) - 1
    old = (Colour.DUSK, Colour.ROSE, Colour.EXHALE, Colour.CREAM)
    colours = tuple(old[min(int(4.8 * place / last), 3)] for place in range(last + 1))
    gone = 1.0 - smooth((state.closing / 60.0 - CLOSING_S + 4.5) / 2.5) if state.closing >= 0 else 1.0
    return (Ribbon(tuple(points), (2.0 + 1.8 * small) / 720, colours, 0.85 * gone),)


def _place(state: Flight) -> tuple[float, float, float]:
    """Where the wing is shown and how large: at the end it grows small on its way into the sun."""
    x, y = state.wing.place
    home = smooth(state.closing / (60.0 * CLOSING_S)) if state.closing >= 0 else 0.0
    return between(x, SUN_X - 0.01, home), between(y, SUNWARD[1] + 0.04, home), WING * (1.0 - 0.62 * home)


def _wing(state: Flight, now: Now) -> tuple[Shape, ...]:
    """The wing, tilted by how it climbs; round the pilot a ring of light, as large as the player's breath is full."""
    wing = state.wing
    x, y, size = _place(state)
    home = (1.0 - size / WING) / 0.62
    gone = smooth((state.closing / 60.0 - CLOSING_S + 2.0) / 2.0) if state.closing >= 0 else 0.0
    nose = min(max(0.52 + 2.3 * wing.climb + 0.03 * wave(now.tick, 5.3), 0.0), 1.0)
    turn = min(max(26.0 * wing.x.speed, -6.0), 6.0) + 0.8 * wave(now.tick, 7.1)
    own = now.own.fullness * now.own.trust
    lit = (0.4 + 0.6 * awake(wing, now)) * (1.0 - home)
    rim = 0.02 + 0.10 * now.warmth
    return (
        Light(x, y - 0.03, 0.13, Colour.FLAME, rim * (1.0 - home)),
        Light(x, y, 0.055 + 0.060 * own, Colour.LANTERN, (0.14 + 0.20 * own) * lit),
        Ring(x, y, 0.020 + 0.022 * own, 1.6 / 720, Colour.HEART, (0.35 + 0.45 * own) * lit),
        Ring(x - 0.003, y, 0.010, 1.2 / 720, Colour.LANTERN, 0.85 * lit, 0.0, Role.OWN),
        Sprite("glider_wing", x, y + BELOW * size, size, turn, 1.0 - gone, frame=nose),
    )


def _words(state: Flight, now: Now) -> tuple[Shape, ...]:
    if state.closing >= 0:
        return _said("closing", state.closing / 60.0, CLOSING_S)
    if rests(now):
        into = (share(now) - REST) * 60.0 * now.setup.minutes
        return _said("rest", into - 1.0, 8.0)
    return _said("opening", now.tick / 60.0 - 1.0, 9.0)


def _said(moment: str, seconds: float, lasting: float) -> tuple[Shape, ...]:
    """A heading and a line under it, that come and go over the dark near clouds: the sky is for the wing."""
    shown = smooth(seconds / 1.2) * smooth((lasting - seconds) / 1.8)
    if shown <= 0.0:
        return ()
    return (
        Text(TextRole.HEADING, f"glider.{moment}", 0.5, 0.765, opacity=shown, width=0.7),
        Text(TextRole.SECOND, f"glider.{moment}_second", 0.5, 0.84, colour=Colour.CREAM, opacity=shown, width=0.7),
    )
