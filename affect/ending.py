"""A child's process that was told to end, until it is gone.

A process that waits for a driver in the kernel (uninterruptible sleep, as on a camera that was unplugged badly) dies
only when the kernel lets it. Until then it does nothing any more, but its device stays open.
"""

from typing import Protocol


class Process(Protocol):
    """What is asked of a process (multiprocessing.process.BaseProcess)."""

    @property
    def pid(self) -> int | None:
        """Its number."""

    @property
    def exitcode(self) -> int | None:
        """None while it is there."""

    def kill(self) -> None:
        """End it, whatever it does."""

    def join(self, timeout: float | None = None) -> None:
        """Wait for its end, at most ``timeout`` s."""

    def close(self) -> None:
        """Let go of what is held for it; only once it is gone."""


class Ending:
    """One process on its way out."""

    def __init__(self, process: Process, since_ns: int) -> None:
        """End the process; ``since_ns`` is now, monotonic."""
        self._process = process
        self._since_ns = since_ns
        self._told = False
        process.kill()

    @property
    def process_id(self) -> int | None:
        """Its process id, as long as it is there."""
        return self._process.pid

    def gone(self, wait_s: float = 0.0) -> bool:
        """Whether the process is gone, after waiting for it at most so long. Once it is, nothing may be asked again."""
        self._process.join(wait_s)
        if self._process.exitcode is None:
            return False
        self._process.close()
        return True

    def late(self, now_ns: int, after_ns: int) -> bool:
        """Whether it has not gone within ``after_ns``; said once."""
        if self._told or now_ns - self._since_ns < after_ns:
            return False
        self._told = True
        return True
