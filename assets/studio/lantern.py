"""The paper lantern, the one warm light in a cool world, and its broken streak on the water.

Local coordinates: ``across`` and ``up`` in body heights, (0, 0) where the body stands on its base.
"""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter

from assets.studio.canvas import Canvas, Painting, bell, halo, smoothstep
from assets.studio.colour import Floats, Ramp, colour
from assets.studio.noise import lookup, spectral

GLOW, BODY, HEART = "ff9a4a", "ffb066", "ffe9c0"

_PAPER = Ramp(
    (
        (0.0, "5a2610"),
        (0.22, "a04d18"),
        (0.45, "e08434"),
        (0.66, "ffb058"),
        (0.84, "ffd892"),
        (1.0, "fff4dc"),
    )
)
_TOP, _FOOT, _HALF_WIDTH = 1.035, -0.085, 0.40
_FINENESS = 3
_RIBS = np.sin(np.radians([-72.0, -36.0, 0.0, 36.0, 72.0]) + np.radians(18.0))


@dataclass(frozen=True)
class _Local:
    """The lantern's own coordinates for each fine pixel."""

    across: Floats
    """(h, w), body heights right of the middle."""
    up: Floats
    """(h, w), body heights above the base."""
    soft: float
    """Width of an edge, body heights."""

    def inside(self, ellipse_height: float, half_width: float, half_height: float) -> Floats:
        """Coverage of an ellipse round (0, ellipse_height)."""
        radius = np.hypot(self.across / half_width, (self.up - ellipse_height) / half_height)
        return np.asarray(np.clip((1 - radius) * half_height / self.soft + 0.5, 0, 1), np.float32)


def body(height: int) -> Painting:
    """The lantern ``height`` pixels tall, its base included: it stands on the bottom centre of the picture."""
    tall = height * _FINENESS
    unit = tall / (_TOP - _FOOT)
    wide = round(2 * _HALF_WIDTH * unit / _FINENESS) * _FINENESS
    column = (np.arange(wide, dtype=np.float32) + 0.5 - wide / 2) / unit
    row = _TOP - (np.arange(tall, dtype=np.float32) + 0.5) / unit
    across, up = np.meshgrid(column, row)
    local = _Local(across, up, 1.2 / unit)
    rgb = np.zeros((tall, wide, 3), np.float32)
    rgb[:] = colour("3a2014")
    alpha = np.zeros((tall, wide), np.float32)
    for paint, cover in (*_base(local), (_paper(local), _outline(local)), *_mouth(local)):
        rgb += (paint - rgb) * cover[..., None]
        alpha = alpha + (1 - alpha) * cover
    return _shrunk(rgb, alpha)


def reflection(height: int, lengths: float = 2.0) -> Painting:
    """The streak below a lantern on the water, ``height`` pixels long: hang its *top* centre at the foot.

    It is ``lengths`` lantern heights long and one lantern height wide.
    """
    wide = round(height / lengths)
    down = ((np.arange(height, dtype=np.float32) + 0.5) / height * lengths)[:, None]
    across = ((np.arange(wide, dtype=np.float32) + 0.5 - wide / 2) / height * lengths)[None]
    dashes = spectral(256, 256, 0.9, 82, (0.30, 1.0), 4)
    wave = lookup(dashes, across * 55, down**0.8 * 62)
    sway = across + wave * (0.012 + 0.030 * down)
    strength = np.exp(-((sway / (0.20 + 0.045 * down)) ** 2)) * np.exp(-down * 2.5 / lengths)
    strength = strength * (1 - smoothstep(-0.7, 1.3, wave) * (0.30 + 0.55 * smoothstep(0.0, 0.7, down)))
    strength = strength * smoothstep(lengths, lengths * 0.6, down) * smoothstep(0.5, 0.34, np.abs(across))
    warm = Ramp(((0.0, "ff8f3c"), (0.5, "ffa552"), (1.0, "ffd9a0")))
    return Painting(warm.at(strength), np.clip(strength * 0.85, 0, 1).astype(np.float32))


def place(canvas: Canvas, x: float, y: float, size: float, streak_lengths: float = 2.0) -> None:
    """Paint a lit lantern into a scene: its streak, its glow on air and water, itself; foot at (x, y)."""
    grid = canvas.grid
    for tint, radius, strength in ((GLOW, 1.15, 0.45), (BODY, 0.45, 0.30)):
        canvas.screen(tint, halo(grid, x, y - size * 0.45, size * radius, 2.5) * strength)
    across, under = (grid.x - x) * grid.aspect / size, (grid.y - y) / size
    canvas.screen("ffa55c", bell(across, 0, 1.15) * bell(under, 0.14, 0.17) * smoothstep(-0.1, 0.1, under) * 0.4)
    streak = reflection(max(round(size * streak_lengths * grid.height), 4), streak_lengths)
    canvas.paste(streak, x, y + streak.alpha.shape[0] / grid.height)
    canvas.paste(body(max(round(size * grid.height), 4)), x, y + 0.05 * size)


def _half_width(up: Floats) -> Floats:
    """The barrel: a little wider at the shoulder than at the foot, fullest at two thirds."""
    t = np.clip(up, 0, 1)
    return np.asarray(0.235 + 0.055 * t + 0.062 * np.sin(3.1415 * t**0.9) ** 0.9, np.float32)


def _outline(local: _Local) -> Floats:
    """Coverage of the paper body: barrel sides, the upper ring behind, the round front of the foot."""
    half = _half_width(local.up)
    sides = np.clip((half - np.abs(local.across)) / local.soft + 0.5, 0, 1)
    front = np.sqrt(np.clip(1 - (local.across / half) ** 2, 0, 1))
    top = np.clip((0.985 - local.up) / local.soft + 0.5, 0, 1)
    foot = np.clip((local.up + 0.050 * front - 0.008) / local.soft + 0.5, 0, 1)
    return np.asarray(sides * top * foot, np.float32)


def _paper(local: _Local) -> Floats:
    """(h, w, 3): paper lit from inside, five facets between bamboo ribs, fine hoops, fibre, edges in shade."""
    half = _half_width(local.up)
    turn = np.clip(local.across / half, -1, 1)
    facing = np.sqrt(1 - turn**2)
    heart = bell(local.across, 0, 0.20) * bell(local.up, 0.33, 0.27)
    wash = bell(local.across, 0, 0.34) * bell(local.up, 0.38, 0.50)
    light = 0.20 + 0.16 * facing**0.7 + 0.30 * wash + 0.29 * heart
    light = light + 0.05 * bell(local.up, 0.97, 0.12) - 0.05 * bell(local.up, 0.0, 0.08)
    front = facing * 0.05
    hoop = ((local.up + front) * 11) % 1 - 0.5
    light = light * (1 - 0.055 * bell(hoop, 0, 0.085)) + 0.012 * bell(hoop, 0.16, 0.1)
    for rib in _RIBS:
        gap = (turn - rib) * half
        light = light * (1 - 0.16 * bell(gap, 0, 0.0075)) + 0.022 * bell(gap, 0.016, 0.008)
    tall, wide = local.across.shape
    fibre = spectral(256, 256, 0.9, 3, (1.6, 0.5), 3)
    across_cells = np.arange(wide) * 256 // wide
    fibre = fibre[(np.arange(tall) * 256 // tall)[:, None], across_cells[None]]
    light = light * (1 + 0.016 * _blurred(fibre, tall / 256))
    rim = bell(np.abs(turn), 1.0, 0.035) * 0.09
    return _PAPER.at(light - rim)


def _base(local: _Local) -> tuple[tuple[Floats, Floats], ...]:
    """The dark wooden float under the body, its upper face warmed by the light."""
    edge = local.inside(-0.022, 0.375, 0.062)
    face = local.inside(-0.006, 0.355, 0.052)
    near = np.exp(-((np.hypot(local.across / 0.30, (local.up + 0.006) / 0.05)) ** 2) * 0.9)
    wood = Ramp(((0.0, "2a150d"), (0.5, "6e3a18"), (1.0, "c9792f")))
    rim = colour("2b170f") * (1 + 0.5 * smoothstep(-0.06, -0.02, local.up))[..., None]
    return (rim, edge), (wood.at(0.25 + 0.75 * near), face)


def _mouth(local: _Local) -> tuple[tuple[Floats, Floats], ...]:
    """The upper ring and the glowing inside seen through it."""
    half = 0.290
    ring = local.inside(0.985, half + 0.006, 0.048)
    hole = local.inside(0.982, half - 0.022, 0.036)
    glow = Ramp(((0.0, "d9822f"), (0.6, "ffc272"), (1.0, "ffe4b0")))
    depth = 0.5 + 7.0 * (local.up - 0.985) + 0.45 * bell(local.across, 0, 0.2)
    wood = Ramp(((0.0, "7a3c14"), (1.0, "b9692a")))
    shade = 0.55 + 9.0 * (local.up - 0.985)
    return (wood.at(shade), ring), (glow.at(depth), hole)


def _shrunk(rgb: Floats, alpha: Floats) -> Painting:
    """Average the fine picture down, weighting colour by coverage so that edges keep their hue."""
    tall, wide = alpha.shape[0] // _FINENESS, alpha.shape[1] // _FINENESS
    blocks = alpha.reshape(tall, _FINENESS, wide, _FINENESS)
    weight = blocks.mean((1, 3))
    light = (rgb * alpha[..., None]).reshape(tall, _FINENESS, wide, _FINENESS, 3).mean((1, 3))
    return Painting(np.asarray(light / np.maximum(weight, 1e-4)[..., None], np.float32), np.asarray(weight, np.float32))


def _blurred(field: Floats, radius: float) -> Floats:
    """Smooth the steps that a small lattice leaves when it is spread over a large picture."""
    return np.asarray(gaussian_filter(field, max(radius * 0.6, 0.3)), np.float32)
