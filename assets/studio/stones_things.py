"""What lives on the pond: a lotus that opens, koi that swim, a pebble, a petal. Seen from above."""

import numpy as np

from assets.studio.canvas import Grid, Painting, bell, smoothstep
from assets.studio.colour import Floats, Ramp, colour, mix

LOTUS_LEAVES = (("c45a86", "f7b4c2", "fff2ea"), ("8a6d7c", "b9a6ae", "e2dcda"))
"""Base, middle, tip of a petal, calm and tense."""
RINGS = ((9, 0.46, 0.106, 0.0), (8, 0.375, 0.100, 0.4), (7, 0.275, 0.084, 0.1), (5, 0.175, 0.066, 0.5))
"""Petals, their length and width (of the picture's height), and the turn of each ring, outermost first."""


class _Sheet:
    """A thing being painted: colour and cover."""

    def __init__(self, width: int, height: int) -> None:
        self.grid = Grid(width, height)
        self.x = (self.grid.x - 0.5) * self.grid.aspect
        self.y = self.grid.y - 0.5
        self.rgb = np.zeros((height, width, 3), np.float32)
        self.alpha = np.zeros((height, width), np.float32)

    def over(self, paint: Floats, cover: Floats) -> None:
        """Lay a colour (3,) or (H, W, 3) on, as far as ``cover`` says."""
        cover = np.clip(cover, 0.0, 1.0)
        whole = cover + self.alpha * (1.0 - cover)
        share = (cover / np.maximum(whole, 1e-6))[..., None]
        self.rgb = np.asarray(self.rgb * (1.0 - share) + paint * share, np.float32)
        self.alpha = np.asarray(whole, np.float32)

    def painting(self) -> Painting:
        """As a sprite."""
        return Painting(np.clip(self.rgb, 0.0, 1.0), self.alpha)


def _petal(sheet: _Sheet, turn: float, length: float, width: float, shade: float, leaf: Ramp) -> None:
    """One petal from the middle outward: pointed, lighter to its tip, darker along the middle and at one side."""
    along = (sheet.x * np.cos(turn) + sheet.y * np.sin(turn)) / length
    across = (-sheet.x * np.sin(turn) + sheet.y * np.cos(turn)) / width
    inside = np.clip(along, 0.0, 1.0)
    half = np.clip(np.sin(np.pi * inside**0.9), 0.0, 1.0) ** 0.75 * (1.0 - 0.25 * inside)
    cover = np.clip((half - np.abs(across)) * width * sheet.grid.height * 0.9 + 0.5, 0.0, 1.0)
    cover = cover * (along > 0.0) * (along < 1.0)
    rim = np.clip(np.abs(across) / np.maximum(half, 0.05), 0.0, 1.0)
    body = (
        leaf.at(inside * 0.95)
        * (1.0 - shade - 0.16 * (1.0 - rim) * (1.0 - inside) - 0.10 * bell(across, 0.0, 0.08))[..., None]
    )
    sheet.over(body.astype(np.float32), cover)


def lotus(size: int, opened: float, vivid: float, leaves: tuple[tuple[str, ...], tuple[str, ...]]) -> Painting:
    """A lotus of ``size`` pixels, ``opened`` in [0, 1]; ``vivid`` 0 as in a tense mood, 1 as in a calm one."""
    sheet = _Sheet(size, size)
    tones = [mix(colour(tense), colour(calm), vivid) for calm, tense in zip(*leaves, strict=True)]
    codes = ["".join(f"{round(float(part) * 255):02x}" for part in tone) for tone in tones]
    leaf = Ramp(tuple(zip((0.0, 0.5, 1.0), codes, strict=True)))
    for ring, (count, length, width, turn) in enumerate(RINGS):
        # From the inside out: the innermost opens first, the outermost last and widest.
        share = float(smoothstep(0.12 * (3 - ring) - 0.05, 0.62 + 0.12 * (3 - ring), opened))
        reach = length * (0.30 + 0.70 * share)
        for place in range(count):
            angle = turn + place * 2.0 * np.pi / count
            _petal(
                sheet,
                angle,
                reach,
                width * (0.62 + 0.38 * share),
                0.20 - 0.06 * ring + 0.08 * (np.cos(angle) < 0),
                leaf,
            )
    heart = np.hypot(sheet.x, sheet.y)
    shown = float(smoothstep(0.35, 0.8, opened))
    sheet.over(colour("ffd36a"), np.clip((0.055 - heart) * size * 0.8 + 0.5, 0.0, 1.0) * shown)
    sheet.over(colour("fff0b0"), bell(heart, 0.0, 0.03) * 0.7 * shown)
    return sheet.painting()


def lotus_strip(size: int, stages: int) -> Painting:
    """The lotus from bud to open, side by side."""
    return _side_by_side([lotus(size, stage / (stages - 1), 1.0, LOTUS_LEAVES) for stage in range(stages)])


def koi_strip(height: int, stages: int, tint: str, seed: int) -> Painting:
    """A koi that swims to the right, one stroke of its tail in ``stages``, side by side; twice as long as high."""
    return _side_by_side([_koi(height, np.sin(2.0 * np.pi * k / stages), tint, seed) for k in range(stages)])


def _koi(height: int, stroke: float, tint: str, seed: int) -> Painting:
    """One moment of it: body, fins, fan of a tail, patches, an eye on each side."""
    sheet = _Sheet(2 * height, height)
    length = 1.5
    t = 0.60 - sheet.x / length
    tc = np.clip(t, 0.0, 1.2)
    v = sheet.y / length - stroke * 0.11 * np.clip(tc - 0.22, 0.0, 2.0) ** 2 + stroke * 0.012 * np.sin(tc * 5.2)
    width = 0.098 * np.clip(np.sin(np.pi * np.clip(tc / 0.90, 0.0, 1.0) ** 0.56), 0.0, 1.0) ** 0.85
    width = width + 0.016 * smoothstep(0.0, 0.1, t) * (t < 0.93)
    pixels = length * height
    body = np.clip((width - np.abs(v)) * pixels + 0.5, 0.0, 1.0) * (t > 0.0) * (t < 0.93)
    fan = 0.016 + 0.24 * np.clip(tc - 0.80, 0.0, 0.4) ** 0.8
    fork = 0.27 - 0.10 * bell(v, 0.0, 0.035) + 0.05 * np.abs(v) / 0.1
    tail = np.clip((fan - np.abs(v)) * pixels * 0.6 + 0.5, 0.0, 1.0) * smoothstep(0.78, 0.88, t)
    tail = tail * smoothstep(0.0, 1.0, (0.80 + fork + 0.02 - t) / 0.05)
    fins = 0.55 * _fin(t - 0.40, np.abs(v) - 0.125, (0.82, 0.57), (0.115, 0.050))
    fins = np.maximum(fins, 0.45 * _fin(t - 0.66, np.abs(v) - 0.068, (0.80, 0.60), (0.06, 0.028)))
    pale, warm = colour("fff3e2"), colour(tint)
    thin = np.maximum(0.70 * tail, fins) * (0.75 + 0.25 * np.sin(v * 220.0)) * 0.8 * (1.0 - body)
    sheet.over(pale * 0.75 + warm * 0.25, thin)
    across = np.sin(t * 8.5 + seed) + 0.6 * np.sin(t * 23.0 + 2.0 * seed + 30.0 * v) + 5.0 * v
    patch = smoothstep(-0.10, 0.12, across)[..., None]
    rounded = 1.0 - 0.46 * np.clip(np.abs(v) / np.maximum(width, 0.01), 0.0, 1.0) ** 2.2
    gleam = bell(v, -0.028, 0.018) * 0.16 * smoothstep(0.05, 0.3, t) * smoothstep(0.0, 0.3, 0.9 - t)
    skin = (pale * (1.0 - patch) + warm * patch) * rounded[..., None] + gleam[..., None]
    eye = np.exp(-(((t - 0.10) / 0.014) ** 2 + ((np.abs(v) - 0.045) / 0.012) ** 2))
    sheet.over((skin * (1.0 - 0.8 * eye)[..., None]).astype(np.float32), body * 0.92)
    return sheet.painting()


def _fin(t: Floats, v: Floats, turn: tuple[float, float], size: tuple[float, float]) -> Floats:
    one, other = t * turn[0] - v * turn[1], t * turn[1] + v * turn[0]
    return smoothstep(0.0, 0.25, 1.05 - np.hypot(one / size[0], other / size[1]))


def pebble(size: int) -> Painting:
    """The stone that falls."""
    sheet = _Sheet(size, size)
    u, v = sheet.x / 0.42, sheet.y / 0.36
    reach = (np.abs(u) ** 2.5 + np.abs(v) ** 2.5) ** 0.4
    light = np.clip(0.42 + 0.42 * (u * 0.52 - v * 0.74) + 0.30 * np.sqrt(np.clip(1.0 - reach**2, 0.0, 1.0)), 0.0, 1.0)
    stone = Ramp(((0.0, "4c525a"), (0.5, "a79f94"), (1.0, "f0e6d2")))
    sheet.over(stone.at(light), np.clip((1.0 - reach) * 0.36 * size + 0.5, 0.0, 1.0))
    return sheet.painting()


def petal_afloat(size: int) -> Painting:
    """A petal on the water."""
    sheet = _Sheet(size, size)
    sheet.x = sheet.x + 0.45
    leaf = Ramp(tuple(zip((0.0, 0.5, 1.0), LOTUS_LEAVES[0], strict=True)))
    _petal(sheet, 0.0, 0.9, 0.26, 0.05, leaf)
    return sheet.painting()


def _side_by_side(stages: list[Painting]) -> Painting:
    return Painting(
        np.concatenate([stage.rgb for stage in stages], axis=1),
        np.concatenate([stage.alpha for stage in stages], axis=1),
    )
