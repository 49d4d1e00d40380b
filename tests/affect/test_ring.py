"""The ring between the sound card's callback and the sensors."""

import pickle
import sys
import threading

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from affect.ring import Ring

Moves = st.lists(st.tuples(st.booleans(), st.integers(0, 40)), max_size=60)


@given(capacity=st.integers(1, 16), at_once=st.integers(1, 24), moves=Moves)
def test_what_is_taken_is_what_was_put_less_what_was_dropped(
    capacity: int, at_once: int, moves: list[tuple[bool, int]]
) -> None:
    """In any order of puts and takes: samples come out once, in order, the newest are kept, the lost are counted."""
    ring = Ring(capacity, at_once)
    written = 0
    expected_next = 0
    lost = 0
    for put, count in moves:
        if put:
            ring.put(np.arange(written, written + count, dtype=np.float32))
            written += count
            continue
        waiting = len(ring)
        taken = ring.take(count)
        first = max(expected_next, written - capacity)
        lost += first - expected_next
        assert waiting == min(written - expected_next, capacity)
        assert taken.tolist() == list(range(first, first + min(count, written - first)))
        expected_next = first + len(taken)
        assert (ring.dropped, ring.taken) == (lost, expected_next)


def test_a_writer_in_another_thread_never_mixes_samples() -> None:
    """With a writer that laps the reader, every take is an unbroken run, and none is older than the one before.

    The interpreter is asked to change threads all the time, so that it does so in the middle of a take, too.
    """
    usual_s = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        race(Ring(64, 20))
    finally:
        sys.setswitchinterval(usual_s)


def race(ring: Ring) -> None:
    """Write 200,000 samples in one thread and read them in this one."""
    total = 200_000
    done = threading.Event()

    def write() -> None:
        for start in range(0, total, 50):
            ring.put(np.arange(start, start + 50, dtype=np.float32))
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    latest = -1.0
    received = 0
    while not done.is_set() or len(ring):
        taken = ring.take(64)
        if len(taken):
            assert np.all(np.diff(taken) == 1.0)
            assert taken[0] > latest
            latest = float(taken[-1])
            received += len(taken)
    writer.join()
    assert received + ring.dropped == total


def test_no_sample_outlives_the_capacity() -> None:
    """Taken or not: once a capacity and one copy more have come, nothing of it is left in memory."""
    ring, told = Ring(3200, 160), np.float32(0.7109375)
    for _ in range(21):
        ring.put(np.full(160, told))
    assert ring.take(1600).tolist() == [told] * 1600
    assert told.tobytes() in pickle.dumps(ring)
    for _ in range(21):
        ring.put(np.zeros(160, np.float32))
    assert told.tobytes() not in pickle.dumps(ring)


class Interrupting(int):
    """A count in the middle of whose use the writer comes by, once: take adds it after it has looked at the ring."""

    ring: Ring
    samples: NDArray[np.float32] | None = None

    def __radd__(self, other: int) -> int:
        """Put, then add."""
        if self.samples is not None:
            samples, self.samples = self.samples, None
            self.ring.put(samples)
        return other + int(self)


def test_a_writer_in_the_middle_of_a_take_is_noticed() -> None:
    """Samples that are overwritten while they are taken are dropped and counted, not handed out mixed."""
    ring = Ring(8, 2)
    ring.put(np.arange(8, dtype=np.float32))
    count = Interrupting(8)
    count.ring, count.samples = ring, np.arange(8, 14, dtype=np.float32)
    taken = ring.take(count)
    assert taken.tolist() == list(range(6, 14))
    assert ring.dropped == 6
