"""One device's process, seen from the game: started, read, spoken to, restarted, stopped.

A child that dies or hangs is started again, at most three times, each time later; then a Status names it. Nothing here
waits but for a process to end, and for that not long: one that the system does not let go of is named, too, and no
other is started before it is gone.
"""

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from multiprocessing.process import BaseProcess
from typing import Final

from affect.ending import Ending
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
STOP_S: Final = 2.0
"""Who turns a device off waits at most so long for its process to be gone: hundreds of times what it takes."""
LATE_NS: Final = 2 * S_NS
"""A process that was ended and has not gone for so long is told of."""
_SOON_S: Final = 0.5
"""Who plays on waits at most so long."""
_SPAWN: Final = multiprocessing.get_context("spawn")

Begin = Callable[[str, str, Baseline, Connection], None]
"""What a child runs: Device's value, spec, baseline, pipe (``affect.worker.run``; tests hand in their own)."""


class Child:
    """One device's process: started, read, hinted, restarted, stopped."""

    def __init__(self, device: Device, spec: str, begin: Begin, spawn: SpawnContext = _SPAWN) -> None:
        self._device = device
        self._spec = spec
        self._begin = begin
        self._spawn = spawn
        self._process: BaseProcess | None = None
        self._ending: Ending | None = None
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
        """The child's process id, also of one that was ended and is not gone yet; None while there is none."""
        if self._process is not None:
            return self._process.pid
        return self._ending.process_id if self._ending is not None else None

    def start(self, now_ns: int) -> None:
        """Wish for a child; the next ``take`` starts it."""
        if self._spec != "off" and not self._wanted:
            self._wanted, self._restarts, self._start_ns = True, 0, now_ns

    def stop(self) -> None:
        """End the child; returns when the process is gone, or after ``STOP_S``: then ``take`` says that it is not."""
        self._wanted = False
        self._end(STOP_S)

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
        late = self._late(now_ns)
        if not self._wanted:
            return late
        if slept_ns >= ASLEEP_NS:
            self._started_ns += slept_ns
            self._heard_ns += slept_ns
        if self._process is None:
            if now_ns >= self._start_ns and self._ending is None:
                self._start(now_ns, baseline)
            return late
        dead = self._process.exitcode is not None  # asked before reading: what it said last is still read
        reports = self._receive(now_ns)
        if self._state in (State.FAILED, State.ENDED):
            self._wanted = False
            self._end(_SOON_S)
            return reports
        if now_ns - self._started_ns > HEALTHY_NS:
            self._restarts = 0
        hung = now_ns - self._heard_ns > (HUNG_NS if self._state is State.ON else HUNG_OPENING_NS)
        return reports + self._again(now_ns) if dead or hung or self._state is State.LOST else reports

    def _start(self, now_ns: int, baseline: Baseline) -> None:
        limit_threads()
        self._pipe, theirs = self._spawn.Pipe()
        process = self._spawn.Process(
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
        self._end(_SOON_S)
        if self._restarts == RESTARTS:
            self._wanted = False
            text = f"The {self._device} stopped {RESTARTS + 1} times and is off now. Check it and turn it on again."
            return self._told(State.FAILED, "gave_up", text)
        self._start_ns = now_ns + BACKOFF_NS[self._restarts]
        self._restarts += 1
        return self._told(State.LOST, "again", f"The {self._device} stopped; it is started again.")

    def _told(self, state: State, message: str, text: str) -> tuple[Report, ...]:
        return (Report(statuses=(Status(self._device, state, f"{self._device}.{message}", self._spec, text),)),)

    def _end(self, wait_s: float) -> None:
        """End the process there is, and wait for that at most so long; it may not be gone then."""
        process, self._process = self._process, None
        pipe, self._pipe = self._pipe, None
        if process is not None:
            self._ending = Ending(process, self._looked_ns)
        if pipe is not None:
            pipe.close()
        if self._ending is not None and self._ending.gone(wait_s):
            self._ending = None

    def _late(self, now_ns: int) -> tuple[Report, ...]:
        """Look after a process that was ended: said once where it stays for long, forgotten when it is gone."""
        if self._ending is None:
            return ()
        if self._ending.gone():
            self._ending = None
            return ()
        if not self._ending.late(now_ns, LATE_NS):
            return ()
        text = (
            f"The system has not let go of the {self._device} yet: its process was ended and does nothing any more, "
            "but a light may stay on. Unplug it, or restart the computer, to be sure."
        )
        return self._told(State.FAILED, "stays", text)
