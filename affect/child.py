"""One device's process, seen from the game: started, read, spoken to, restarted, stopped. Nothing here waits.

A child that dies or hangs is started again, at most three times, each time later; then a Status names it.
"""

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Final

from affect.outgoing import Outgoing
from affect.report import Report, State, Status
from affect.sensor import Device
from affect.worker import limit_threads
from game.core.reading import Baseline, Hint

S_NS: Final = 1_000_000_000
RESTARTS: Final = 3
"""How often a child is started again before it is given up."""
BACKOFF_NS: Final = (S_NS, 2 * S_NS, 4 * S_NS)
"""How long each restart waits."""
HEALTHY_NS: Final = 60 * S_NS
"""A child that has lived so long is forgiven its past."""
HUNG_OPENING_NS: Final = 45 * S_NS
"""A child that opens for so long hangs (mediapipe loads in 3-10 s from a cold disk)."""
HUNG_NS: Final = 5 * S_NS
"""A child that is on and says nothing for so long hangs."""
ASLEEP_NS: Final = 2 * S_NS
"""Who did not look for so long slept, as when the lid was shut: that time counts against no child."""
AHEAD: Final = 16
"""Messages that may be unread in the pipe: far less than it holds, so sending never waits."""
_GONE_S: Final = 0.5

Begin = Callable[[str, str, Baseline, Connection], None]
"""What a child runs: Device's value, spec, baseline, pipe (``affect.worker.run``; tests hand in their own)."""


class Child:
    """One device's process: started, read, hinted, restarted, stopped."""

    def __init__(self, device: Device, spec: str, begin: Begin) -> None:
        self._device = device
        self._spec = spec
        self._begin = begin
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._wanted = False
        self._restarts = 0
        self._start_ns = 0
        self._started_ns = 0
        self._heard_ns = 0
        self._looked_ns = 0
        self._state = State.ENDED
        self._sent = 0
        self._taken = 0
        self.dropped = 0
        """Pictures or samples that came too fast for the sensors, in this child's life."""

    @property
    def process_id(self) -> int | None:
        """The child's process id; None while there is none."""
        return self._process.pid if self._process is not None else None

    def start(self, now_ns: int) -> None:
        """Wish for a child; the next ``take`` starts it."""
        if self._spec != "off" and not self._wanted:
            self._wanted, self._restarts, self._start_ns = True, 0, now_ns

    def stop(self) -> None:
        """End the child; returns when the process is gone."""
        self._wanted = False
        self._end()

    @property
    def wanted(self) -> bool:
        """It was turned on, and was not given up."""
        return self._wanted

    @property
    def heeded(self) -> bool:
        """It has read everything that was sent to it."""
        return self._sent == self._taken

    def send(self, message: Hint | Outgoing) -> bool:
        """Hand a message on; False where the child is not there, or far behind in reading. Never waits."""
        if self._pipe is None or self._sent - self._taken >= AHEAD:
            return False
        try:
            self._pipe.send(message)
        except OSError:
            return False  # the child is gone: take notices
        self._sent += 1
        return True

    def take(self, now_ns: int, baseline: Baseline) -> tuple[Report, ...]:
        """All Reports since the last take; starts, restarts or gives up the child where that is due."""
        slept_ns, self._looked_ns = now_ns - self._looked_ns, now_ns
        if not self._wanted:
            return ()
        if slept_ns >= ASLEEP_NS:
            self._started_ns += slept_ns
            self._heard_ns += slept_ns
        if self._process is None:
            if now_ns >= self._start_ns:
                self._start(now_ns, baseline)
            return ()
        dead = self._process.exitcode is not None  # asked before reading: what it said last is still read
        reports = self._receive(now_ns)
        if self._state in (State.FAILED, State.ENDED):
            self.stop()
            return reports
        if now_ns - self._started_ns > HEALTHY_NS:
            self._restarts = 0
        hung = now_ns - self._heard_ns > (HUNG_NS if self._state is State.ON else HUNG_OPENING_NS)
        if hung:
            self._process.kill()  # one that hangs may hear no word to end, and the game would wait for it
        return reports + self._again(now_ns) if dead or hung or self._state is State.LOST else reports

    def _start(self, now_ns: int, baseline: Baseline) -> None:
        limit_threads()
        spawn = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawn.Pipe()
        process = spawn.Process(
            target=self._begin,
            args=(self._device.value, self._spec, baseline, theirs),
            name=f"stillwater-{self._device}",
            daemon=True,
        )
        process.start()
        theirs.close()  # so that the child's death closes the pipe
        self._process = process
        self._started_ns = self._heard_ns = now_ns
        self._sent = self._taken = 0
        self._state = State.OPENING

    def _receive(self, now_ns: int) -> tuple[Report, ...]:
        reports: list[Report] = []
        pipe = self._pipe
        try:
            while pipe is not None and pipe.poll():
                report: Report = pipe.recv()
                reports.append(report)
                self._heard_ns = now_ns
                self._taken = max(self._taken, report.hints_taken)
                self.dropped = report.dropped
                if report.statuses:
                    self._state = report.statuses[-1].state
        except (EOFError, OSError):
            self._pipe = None  # the process ends too: its exit code tells
        return tuple(reports)

    def _again(self, now_ns: int) -> tuple[Report, ...]:
        """The child died, hangs, or lost its device: plan the next start, or give up."""
        self._end()
        if self._restarts == RESTARTS:
            self._wanted = False
            text = f"The {self._device} stopped {RESTARTS + 1} times and is off now. Check it and turn it on again."
            return self._told(State.FAILED, "gave_up", text)
        self._start_ns = now_ns + BACKOFF_NS[self._restarts]
        self._restarts += 1
        return self._told(State.LOST, "again", f"The {self._device} stopped; it is started again.")

    def _told(self, state: State, message: str, text: str) -> tuple[Report, ...]:
        return (Report(statuses=(Status(self._device, state, f"{self._device}.{message}", self._spec, text),)),)

    def _end(self) -> None:
        process, self._process = self._process, None
        pipe, self._pipe = self._pipe, None
        if process is not None:
            process.terminate()
            process.join(_GONE_S)
            if process.exitcode is None:
                process.kill()
                process.join()
            process.close()
        if pipe is not None:
            pipe.close()
