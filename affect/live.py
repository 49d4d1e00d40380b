"""The game's side of the sensors: one child process per device, and a take that does not wait for them.

Off means gone: ``turn(device, False)`` returns when the child is dead, and with it the camera's light. Where the system
does not let it die, that is said by the next ``take``.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from affect.child import Begin, Child
from affect.report import Status
from affect.sensor import Device
from affect.worker import run
from game.core.reading import Baseline, Hint, Reading

Taken = tuple[tuple[Reading, ...], tuple[Status, ...], Baseline]
"""Readings and Statuses since the last take, and the whole neutral learnt so far."""


class Live:
    """The real person in front of the game: what every device says, whenever it is asked."""

    def __init__(
        self,
        specs: Mapping[Device, str],
        baseline: Baseline,
        clock: Callable[[], int] = time.monotonic_ns,
        begin: Begin = run,
    ) -> None:
        """Nothing runs until ``turn``: consent comes first.

        Args:
            specs: what stands for each device: "off", "auto", a device or a file; one that is not named is off.
            baseline: the player's neutral; empty = not calibrated.
            clock: monotonic ns.
            begin: what each child runs.
        """
        self._clock = clock
        self._baseline = baseline
        self._learnt: dict[Device, Baseline] = {}
        self._children = {device: Child(device, spec, begin) for device, spec in specs.items()}

    def turn(self, device: Device, on: bool) -> None:
        """Turn a device on (soon) or off (now: its process is gone when this returns; see ``Child.stop``)."""
        child = self._children.get(device)
        if child is None:
            return
        if on:
            child.start(self._clock())
        else:
            child.stop()

    def take(self) -> Taken:
        """What has come since the last take. Never waits."""
        now_ns = self._clock()
        readings: list[Reading] = []
        statuses: list[Status] = []
        for device, child in self._children.items():
            for report in child.take(now_ns, self._baseline):
                readings.extend(report.readings)
                statuses.extend(report.statuses)
                if report.learnt:
                    self._learnt[device] = report.learnt
        learnt = tuple(scalar for scalars in self._learnt.values() for scalar in scalars)
        return tuple(readings), tuple(statuses), learnt

    def hint(self, hint: Hint) -> None:
        """Hand a Hint to every child, its baseline completed by what was known before (scalar by scalar)."""
        known = {scalar.name: scalar for scalar in (*self._baseline, *hint.baseline)}
        self._baseline = tuple(known.values())
        told = replace(hint, baseline=self._baseline)
        for child in self._children.values():
            child.send(told)

    def dropped(self, device: Device) -> int:
        """Pictures or samples (16 kHz) that came too fast for the device's sensors since its child began."""
        return self._children[device].dropped

    def process_ids(self) -> tuple[int, ...]:
        """Process ids of the children that run now, for the doctor and for tests."""
        found = (child.process_id for child in self._children.values())
        return tuple(number for number in found if number is not None)

    def close(self) -> None:
        """Turn everything off; what is to be said of that, the next ``take`` says."""
        for child in self._children.values():
            child.stop()
