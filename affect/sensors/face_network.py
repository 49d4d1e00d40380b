"""The trained network of faces in play, with numpy alone: each convolution is one matrix product.

The same numbers are taught by ``affect.networks.face`` with torch; a test holds the two equal.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from affect.errors import ModelMissingError
from affect.sensors.face_crop import SIDE

EXPRESSIONS: Final = ("neutral", "happy", "sad", "angry", "fearful", "surprise", "disgust", "contempt")
"""In the order of the network's first eight outputs."""
OUTPUTS: Final = len(EXPRESSIONS) + 4
"""Eight logits, then valence and the log of its variance, tension and the log of its."""
SHAPE: Final = 478 * 3 + 9
"""Landmarks (478, 3), the seven features, yaw and pitch (degrees)."""
FLAT: Final = SIDE // 8
"""Side of the last feature maps."""
STEM_SIDE: Final = 5
FAR: Final = 4.0
"""Landmarks further along an axis than so many spreads count as so far."""

Map = NDArray[np.float32]
"""(height, width, channels)."""


class FaceNumbers:
    """The network at rest: float32 numbers, no torch."""

    def __init__(self, name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """``arrays`` as ``affect.networks.face.numbers_of`` makes them.

        Raises:
            ModelMissingError: they are not this network's.
        """
        try:
            self._plan = [(int(given), int(count), int(stride)) for given, count, stride in arrays["plan"]]
            count = 1 + sum(2 * blocks + 1 for _, blocks, _ in self._plan)
            self._convolutions = [
                (_ready(arrays[f"conv{i}"]), _ready(arrays[f"conv{i}_bias"]))
                for i in range(count)
                if f"conv{i}" in arrays
            ]
            self._where, self._mean, self._axes = (_ready(arrays[key]) for key in ("where", "shape_mean", "shape_axes"))
            self._shape = (_ready(arrays["shape"]), _ready(arrays["shape_bias"]))
            self._head = (_ready(arrays["head"]), _ready(arrays["head_bias"]))
            told = self.tell(np.zeros((SIDE, SIDE), np.uint8), np.zeros(SHAPE, np.float32), known=True)
        except (KeyError, ValueError, IndexError, StopIteration) as error:
            raise ModelMissingError(name, f"the weights do not fit this version ({error!r})") from error
        if told.shape != (OUTPUTS,) or not np.isfinite(told).all():
            raise ModelMissingError(name, "the weights do not fit this version (other outputs)")

    def tell(self, crop: NDArray[np.uint8], shape: NDArray[np.float32], known: bool) -> NDArray[np.float32]:
        """What one face says, float32 (OUTPUTS,).

        Args:
            crop: uint8 (SIDE, SIDE), as ``cut`` gives it.
            shape: float32 (SHAPE,), as ``line_of`` gives it.
            known: whether ``shape`` was measured.
        """
        data = crop.astype(np.float32)
        data = (data - data.mean()) / (data.std(ddof=1) + 4.0)
        seen = np.einsum("pc,pc->c", self._seen(data[:, :, None]), self._where)
        felt = np.zeros(len(self._shape[1]), np.float32)
        if known:
            steps = np.clip((shape - self._mean) @ self._axes, -FAR, FAR)
            felt = np.maximum(steps @ self._shape[0] + self._shape[1], 0.0)
        return np.asarray(np.concatenate((seen, felt)) @ self._head[0] + self._head[1], np.float32)

    def _seen(self, data: Map) -> NDArray[np.float32]:
        """Last feature maps, float32 (FLAT * FLAT, channels)."""
        left: Iterator[tuple[Map, Map]] = iter(self._convolutions)
        data = _convolved(data, *next(left), STEM_SIDE, 2)
        np.maximum(data, 0.0, out=data)
        for given, count, stride in self._plan:
            for index in range(count):
                step = stride if index == 0 else 1
                inner = _convolved(data, *next(left), 3, step)
                np.maximum(inner, 0.0, out=inner)
                inner = _convolved(inner, *next(left), 3, 1)
                past = data
                if data.shape[2] != given or step > 1:
                    past = _convolved(data, *next(left), 1, step)
                inner += past
                data = np.maximum(inner, 0.0, out=inner)
        return data.reshape(FLAT * FLAT, -1)


def _ready(array: NDArray[Any]) -> NDArray[np.float32]:
    return np.ascontiguousarray(array, np.float32)


def _convolved(data: Map, weight: NDArray[np.float32], bias: NDArray[np.float32], side: int, stride: int) -> Map:
    """One convolution over a map with as much room around it as keeps its size, as one matrix product."""
    height, width, channels = data.shape
    room = side // 2
    tall, wide = -(-height // stride), -(-width // stride)
    padded = np.zeros((height + 2 * room, width + 2 * room, channels), np.float32)
    padded[room : room + height, room : room + width] = data
    down, right, _ = padded.strides
    # A window's rows lie in one piece each, so the windows are copied row by row instead of place by place.
    windows = as_strided(
        padded, (tall, wide, side, side * channels), (down * stride, right * stride, down, padded.itemsize)
    )
    given = windows.reshape(tall * wide, side * side * channels) @ weight
    given += bias
    return given.reshape(tall, wide, -1)
