"""Noise whose energy falls with frequency, made in the frequency domain: smooth where nature is, and tileable.

All noise is made on lattices of a fixed size and then looked up, so that a picture painted small shows the same
clouds and waves as the one painted large.
"""

from functools import lru_cache

import numpy as np
from scipy.ndimage import map_coordinates

from assets.studio.canvas import Grid
from assets.studio.colour import Floats

LATTICE_HEIGHT, LATTICE_WIDTH = 720, 1280
LINE_LENGTH = 2048


@lru_cache(maxsize=32)
def spectral(
    height: int,
    width: int,
    slope: float,
    seed: int,
    stretch: tuple[float, float] = (1.0, 1.0),
    lowest: float = 0.0,
) -> Floats:
    """float32 (height, width), mean 0, standard deviation 1, tileable; do not write into it.

    Amplitude falls as frequency ** -slope (2 = clouds, 1.3 = water, 0.6 = sand). ``stretch`` is (x, y) in
    frequency: below 1 draws the noise out along that axis. Nothing is slower than ``lowest`` cycles per height.
    """
    spectrum = np.fft.rfft2(np.random.default_rng(seed).standard_normal((height, width)))
    cycles_y = np.fft.fftfreq(height)[:, None] * height / stretch[1]
    cycles_x = np.fft.rfftfreq(width)[None] * height / stretch[0]
    cycles = np.hypot(cycles_x, cycles_y)
    cycles[0, 0] = 1.0
    spectrum *= np.where(cycles >= lowest, cycles**-slope, 0.0)
    spectrum[0, 0] = 0.0
    field = np.fft.irfft2(spectrum, (height, width))
    return np.asarray(field / field.std(), np.float32)


def clouds(
    grid: Grid,
    slope: float,
    seed: int,
    stretch: tuple[float, float],
    lowest: float = 0.0,
    shift: float = 0.0,
) -> Floats:
    """float32 (H, W), spectral noise laid over the whole picture and moved right by ``shift`` widths."""
    field = spectral(LATTICE_HEIGHT, LATTICE_WIDTH, slope, seed, stretch, lowest)
    return lookup(field, (grid.x - shift) * LATTICE_WIDTH - 0.5, grid.y * LATTICE_HEIGHT - 0.5)


def lookup(field: Floats, column: Floats, row: Floats) -> Floats:
    """float32 (H, W): the tileable ``field`` read between its cells; column and row in cells, broadcast."""
    rows, columns = np.broadcast_arrays(row, column)
    return np.asarray(map_coordinates(field, (rows, columns), order=1, mode="grid-wrap"), np.float32)


def line(position: Floats, slope: float, seed: int, lowest: float = 1.0, highest: float = 1e9) -> Floats:
    """float32 like ``position`` (in widths): noise along a line, cycles per width between the two limits."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(LINE_LENGTH))
    cycles = np.arange(len(spectrum), dtype=np.float64)
    cycles[0] = 1.0
    spectrum *= np.where((cycles >= lowest) & (cycles <= highest), cycles**-slope, 0.0)
    spectrum[0] = 0.0
    values = np.fft.irfft(spectrum, LINE_LENGTH)
    values /= values.std()
    at = np.arange(LINE_LENGTH) / LINE_LENGTH
    return np.interp(position, at, values, period=1.0).astype(np.float32)
