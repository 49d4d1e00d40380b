"""Simulated video of a person whose torso breathes: real pictures, warped below the chin. Seeded: same seed, same film.

The person in the picture (a mask, feathered) is moved up as the lungs fill, and a little outwards: by nothing at the
chin, wholly from a quarter of a face below it, and beside the neck from the chin's own height, where shoulders are.
Around it stands what makes the task hard: the body sways, the head moves by itself, the camera shakes, the light
flickers and drifts, the picture is noisy, gestures throw all of it. Compression is left to whoever writes the film.
This is no person: cloth folds, hair, a chest that turns towards the camera and people who fidget are not in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""uint8 (H, W, 3) RGB."""
Doubles = NDArray[np.float64]
Floats = NDArray[np.float32]

_SOFT = 0.25
_NECK = 0.4
_OUTWARDS = 0.35
_NOISE_TILES = 6


@dataclass(frozen=True, slots=True)
class Place:
    """Where the head is in a picture."""

    centre_x: float
    """Middle of the face, pixels."""
    chin_y: float
    """Lower end of the chin, pixels."""
    face_height: float
    """Brows to chin, pixels: the measure of the person."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What makes a film hard. Nothing of it by default."""

    sway_px: float = 0.0
    """sd of the whole body's slow sideways sway; it goes up and down by a third of it."""
    head_px: float = 0.0
    """sd of the head's own slow motion, both ways."""
    shake_px: float = 0.0
    """sd of the camera's own slow motion, both ways: the whole picture."""
    flicker: float = 0.0
    """Depth of a flicker that runs down the picture in bands, share of the light."""
    drift: float = 0.0
    """sd of slow changes of the light, share."""
    noise: float = 0.0
    """sd of the camera's noise, grey levels."""
    gestures_per_min: float = 0.0
    """How often the body is thrown aside for a second or two, by about 8 px."""


def belt(seconds: float, breath_hz: float, seed: int, rate_hz: float = 50.0, wander: float = 0.08) -> Doubles:
    """A belt's trace of resting breath, drawn: float64 (n,) at ``rate_hz``, 0 = empty to about 1 = full."""
    dice = np.random.default_rng(seed)
    at = -dice.random() / breath_hz
    times, values = [at], [0.0]
    while at < seconds + 1.0 / breath_hz:
        length = max(0.5, 1.0 + wander * dice.standard_normal()) / breath_hz
        depth = max(0.4, 1.0 + 2.0 * wander * dice.standard_normal())
        times += [at + 0.4 * length, at + 0.85 * length, at + length]
        values += [depth, 0.05, 0.0]
        at += length
    t = np.arange(round(seconds * rate_hz)) / rate_hz
    later = np.searchsorted(times, t, side="right")
    first, last = np.take(times, later - 1), np.take(times, later)
    turn = 0.5 - 0.5 * np.cos(np.pi * (t - first) / (last - first))
    trace: Doubles = np.take(values, later - 1) * (1.0 - turn) + np.take(values, later) * turn
    return trace


def film(
    pictures: Sequence[Picture],
    masks: Sequence[Floats],
    place: Place,
    rise_px: Doubles,
    trouble: Trouble,
    rate_hz: float,
    seed: int,
) -> Iterator[Picture]:
    """One picture per value of ``rise_px``.

    Args:
        pictures: one still picture, or the frames of a clip, walked through back and forth at chance turns: a clip
            played round and round would repeat itself at a rate that looks like breath.
        masks: float32 (H, W) in [0, 1] per picture, 1 = the person.
        place: where the head is.
        rise_px: float64 (n,), how far the shoulders stand above their lowest place.
        trouble: what makes it hard.
        rate_hz: pictures a second, for the slow motions.
        seed: of all chance.
    """
    dice = np.random.default_rng(seed)
    count, shape = len(rise_px), pictures[0].shape[:2]
    order = _walk(count, len(pictures), rate_hz, dice)
    sway = trouble.sway_px * np.stack((_slow(count, rate_hz, dice), 0.33 * _slow(count, rate_hz, dice)))
    sway += 8.0 * _gestures(count, rate_hz, trouble.gestures_per_min, dice)
    head = trouble.head_px * np.stack((_slow(count, rate_hz, dice), _slow(count, rate_hz, dice)))
    shake = trouble.shake_px * np.stack((_slow(count, rate_hz, dice), _slow(count, rate_hz, dice)))
    light = 1.0 + trouble.drift * _slow(count, rate_hz, dice)
    bands_hz = dice.uniform(0.5, 3.0)
    tiles = dice.normal(0.0, trouble.noise, (_NOISE_TILES, *shape, 3)).astype(np.float32)
    body = _Body(shape, place)
    rows = np.arange(shape[0], dtype=np.float32)[:, None, None] / shape[0]
    for index in range(count):
        which = order[index]
        warped = body.warp(
            pictures[which], masks[which], float(rise_px[index]), sway[:, index], head[:, index], shake[:, index]
        )
        bands = 1.0 + trouble.flicker * np.sin(2 * np.pi * (bands_hz * index / rate_hz + 1.5 * rows))
        lit = warped.astype(np.float32) * (bands * light[index]).astype(np.float32)
        if trouble.noise > 0.0:
            lit += np.roll(tiles[index % _NOISE_TILES], dice.integers(0, shape[1]), axis=1)
        yield np.clip(lit, 0.0, 255.0).astype(np.uint8)


class _Body:
    """How far each pixel of a picture goes with breath, body, head and camera."""

    def __init__(self, shape: tuple[int, ...], place: Place) -> None:
        self._y, self._x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
        beside = (self._x - np.float32(place.centre_x)) / np.float32(place.face_height)
        shoulder = _soft_step((np.abs(beside) - np.float32(_NECK)) / np.float32(_NECK))
        below = (self._y - np.float32(place.chin_y)) / np.float32(place.face_height)
        self._chest = _soft_step((below + np.float32(_SOFT) * shoulder) / np.float32(_SOFT))
        self._out = np.clip(beside / 1.5, -1.0, 1.0).astype(np.float32)

    def warp(
        self, picture: Picture, mask: Floats, rise_px: float, sway: Doubles, head: Doubles, shake: Doubles
    ) -> Picture:
        """The picture with breath, body (x, y), head (x, y) and camera (x, y) so many pixels away."""
        above = 1.0 - self._chest
        x = mask * (sway[0] + head[0] * above + _OUTWARDS * rise_px * self._chest * self._out) + shake[0]
        y = mask * (sway[1] + head[1] * above - rise_px * self._chest) + shake[1]
        moved = cv2.remap(
            picture,
            self._x - x.astype(np.float32),
            self._y - y.astype(np.float32),
            cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        )
        return np.asarray(moved, np.uint8)


def _soft_step(place: Floats) -> Floats:
    inside = np.clip(place, 0.0, 1.0)
    step: Floats = inside * inside * (3.0 - 2.0 * inside)
    return step


def _walk(count: int, frames: int, rate_hz: float, dice: np.random.Generator) -> NDArray[np.intp]:
    """Which frame is shown when: steps of one, turning at the ends and at chance moments."""
    order = np.zeros(count, np.intp)
    at, way = int(dice.integers(0, frames)), 1
    for index in range(count):
        order[index] = at
        if dice.random() < 1.0 / (1.3 * rate_hz) or not 0 <= at + way < frames:
            way = -way
        at = min(max(at + way, 0), frames - 1)
    return order


def _slow(count: int, rate_hz: float, dice: np.random.Generator) -> Doubles:
    """Chance motion of sd 1 with as much at 0.03 as at 0.3 Hz (per octave), hardly any above 1 Hz."""
    spectrum = np.fft.rfft(dice.standard_normal(count))
    hz = np.fft.rfftfreq(count, 1.0 / rate_hz)
    shape = np.where(hz > 0.0, 1.0 / np.sqrt(np.maximum(hz, 0.03)), 0.0) / (1.0 + (hz / 0.6) ** 4)
    motion = np.fft.irfft(spectrum * shape, count)
    result: Doubles = motion / (motion.std() + 1e-12)
    return result


def _gestures(count: int, rate_hz: float, per_min: float, dice: np.random.Generator) -> Doubles:
    """float64 (2, n): bumps of one to two seconds, each its own way."""
    thrown = np.zeros((2, count))
    t = np.arange(count) / rate_hz
    for _ in range(int(dice.poisson(per_min * count / rate_hz / 60.0))):
        at, length = dice.uniform(0.0, count / rate_hz), dice.uniform(1.0, 2.0)
        bump = np.exp(-0.5 * ((t - at) / (0.35 * length)) ** 2)
        thrown += dice.normal(0.0, 0.7, (2, 1)) * bump
    return thrown
