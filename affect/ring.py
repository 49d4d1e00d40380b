"""A ring of samples between one writer (the sound card's callback) and one reader: nobody ever waits.

Two counters only grow: the writer moves ``written`` after it has copied, the reader moves ``read``. Under the
interpreter's lock each is written by one side alone, so no other lock is needed. A writer that laps the reader
does not stop; the reader notices, takes the newest that is whole, and counts what was lost.
"""

import numpy as np
from numpy.typing import NDArray


class Ring:
    """float32 samples, single writer, single reader; when full the oldest are dropped and counted.

    What was taken stays until it is written over: the store is hardly longer than the capacity, so that no sample
    outlives it.
    """

    def __init__(self, capacity: int, at_once: int) -> None:
        """``capacity``: samples kept at most, > 0. ``at_once``: so many are copied in one go, > 0; a longer put is
        several."""
        self._samples = np.zeros(capacity + at_once, dtype=np.float32)
        self._capacity = capacity
        self._at_once = at_once
        self._written = 0
        self._read = 0
        self.dropped = 0
        """Samples lost because the reader was late. Written by the reader."""

    def __len__(self) -> int:
        """Samples waiting, at most the capacity."""
        return min(self._written - self._read, self._capacity)

    @property
    def taken(self) -> int:
        """Samples the reader has passed, dropped ones included: the index of the next sample."""
        return self._read

    def put(self, samples: NDArray[np.float32]) -> None:
        """Writer: append ``samples``, float32 (n,). Never waits.

        The store is longer than the capacity by what is copied in one go, so the copy that is going on never touches
        what a reader may be copying; whether another one followed, the reader sees by ``written``.
        """
        for start in range(0, len(samples), self._at_once):
            self._append(samples[start : start + self._at_once])

    def _append(self, piece: NDArray[np.float32]) -> None:
        at = self._written % len(self._samples)
        head = min(len(piece), len(self._samples) - at)
        self._samples[at : at + head] = piece[:head]
        self._samples[: len(piece) - head] = piece[head:]
        self._written += len(piece)

    def take(self, count: int) -> NDArray[np.float32]:
        """Reader: the oldest ``count`` samples (fewer where fewer wait), float32 (n,), a copy."""
        size = len(self._samples)
        while True:
            written = self._written
            oldest = written - self._capacity
            if self._read < oldest:
                self.dropped += oldest - self._read
                self._read = oldest
            start, end = self._read, min(self._read + count, written)
            at = start % size
            head = min(end - start, size - at)
            taken: NDArray[np.float32] = np.concatenate(
                (self._samples[at : at + head], self._samples[: end - start - head])
            )
            if self._written - start <= self._capacity:  # else the writer may have come round meanwhile: again
                self._read = end
                return taken
