"""Other ways to notice a lasting change, to measure the one that ships beside: ruptures' two kernels, and Page's CUSUM.

Each is a function of the numbers of one measure so far that gives a score; it notices a change when the score passes
a threshold. All thresholds are set alike, on simulated people of the tuning seeds on whom nothing was planted.
"""

from collections.abc import Callable

import numpy as np
import ruptures
from numpy.typing import NDArray

from affect.trends.change import FEWEST_AFTER, FEWEST_BEFORE, WINDOW, best_cut, held_near

Doubles = NDArray[np.float64]
Score = Callable[[Doubles, float], float]
"""Of numbers so far, float64 (n,), and the least sd that is held of them."""

CUSUM_FIRST = 15
"""Page's CUSUM takes the first numbers for the usual."""
CUSUM_SLACK = 0.5
"""Half of the change it looks for, in sds: one sd."""


def by_cut(value: Doubles, least_sd: float) -> float:
    """The one that ships."""
    cut = best_cut(value[-WINDOW:], least_sd)
    return 0.0 if cut is None else cut.sds


def by_linear_kernel(value: Doubles, least_sd: float) -> float:
    """Ruptures, least squares: what one change takes off the squared error."""

    def error(part: Doubles) -> float:
        return float(((part - part.mean()) ** 2).sum())

    near = held_near(value[-WINDOW:], least_sd)
    place = _ruptures_place(near, "linear")
    return 0.0 if place is None else error(near) - error(near[:place]) - error(near[place:])


def by_rbf_kernel(value: Doubles, least_sd: float) -> float:
    """Ruptures, Gaussian kernel (width: its median rule): any change of the distribution."""
    near = held_near(value[-WINDOW:], least_sd)
    place = _ruptures_place(near, "rbf")
    if place is None:
        return 0.0
    square = (near[:, None] - near[None, :]) ** 2
    gram = np.exp(-square / max(float(np.median(square)), 1e-9))

    def alike(begin: int, end: int) -> float:
        return float(gram[begin:end, begin:end].sum()) / (end - begin)

    return alike(0, place) + alike(place, len(near)) - alike(0, len(near))


def by_cusum(value: Doubles, least_sd: float) -> float:
    """Page's CUSUM to both sides, against the median and median distance of the first numbers."""
    if len(value) <= CUSUM_FIRST:
        return 0.0
    first = value[:CUSUM_FIRST]
    sd = 1.4826 * float(np.median(np.abs(first - np.median(first))))
    if sd < least_sd:  # half of them are equal
        sd = max(float(first.std()), least_sd)
    z = np.clip((value[CUSUM_FIRST:] - np.median(first)) / sd, -3.0, 3.0)
    ends = []
    for side in (1.0, -1.0):
        walk = np.concatenate(([0.0], np.cumsum(side * z - CUSUM_SLACK)))
        ends.append(float(walk[-1] - walk.min()))
    return max(ends)


WAYS: dict[str, Score] = {
    "best cut (ships)": by_cut,
    "ruptures, linear kernel": by_linear_kernel,
    "ruptures, Gaussian kernel": by_rbf_kernel,
    "Page's CUSUM": by_cusum,
}


def scores(value: Doubles, way: Score, least_sd: float) -> Doubles:
    """The score after each number."""
    return np.array([way(value[: count + 1], least_sd) for count in range(len(value))])


def _ruptures_place(near: Doubles, kernel: str) -> int | None:
    if len(near) < FEWEST_BEFORE + FEWEST_AFTER or not near.any():
        return None
    search = ruptures.KernelCPD(kernel=kernel, min_size=FEWEST_AFTER).fit(near[:, None])
    place = int(search.predict(n_bkps=1)[0])
    return place if FEWEST_BEFORE <= place <= len(near) - FEWEST_AFTER else None
