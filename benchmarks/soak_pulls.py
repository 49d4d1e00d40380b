"""Devices that are pulled: five ways, each noticed, each mended, and looked at until the device is sensed again.

killed: the child is killed (SIGKILL). hung: it is stopped (SIGSTOP), as by a driver that never answers. refused: the
player takes the consent back, and gives it again. gone: the file is away when it is opened the next time. spoilt: it
holds nonsense then. After the last two the player turns the device on again, as by the page of the sensors.
"""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

from affect.report import State, Status
from benchmarks.soak_figures import Pull
from game.core.facts import ConsentGiven, Fact
from tests.e2e.game import alive

KINDS = ("killed", "refused", "gone", "hung", "spoilt")
SENSES = {"face": "camera", "chest": "camera", "voice": "microphone", "breath": "microphone"}
"""Whose sensors say what."""
REST_S = 3.0
"""How long a device stays away once that was noticed."""
STUCK_S = 90.0
"""A device that does not come back within this will not."""


@dataclass(frozen=True, slots=True)
class Doors:
    """What a puller may do in a sitting."""

    act: Callable[[Fact], None]
    """The house acts on a fact, as if the player had stated it."""
    on: Callable[[], set[str]]
    """Devices that give data now."""


@dataclass
class _Now:
    """The pull that is under way."""

    pull: Pull
    child: int
    mends_s: float | None = None
    """When it is mended; None = not noticed yet."""
    whole_s: float | None = None
    """Since when it could be there again."""


class Puller:
    """Pulls one device, again and again."""

    def __init__(self, device: str, file: Path, kinds: tuple[str, ...] = KINDS) -> None:
        self.device = device
        self._file = file
        self._away = file.with_suffix(".away")
        self._kinds = cycle(kinds)
        self._now: _Now | None = None

    @property
    def busy(self) -> bool:
        """A pull is under way."""
        return self._now is not None

    def pull(self, doors: Doors, at_s: float) -> None:
        """Pull it, in the next of the ways; the device is on."""
        kind = next(self._kinds)
        child = child_of(self.device)
        self._now = _Now(Pull(self.device, kind, at_s, None, None, 0.0, False), child)
        if kind == "killed":
            os.kill(child, signal.SIGKILL)
        elif kind == "hung":
            os.kill(child, signal.SIGSTOP)
        elif kind == "refused":
            self._took(lambda: doors.act(ConsentGiven(self.device, False)))
            self._notice(at_s)
        else:
            self._file.rename(self._away)
            if kind == "spoilt":
                self._file.write_bytes(b"neither a film nor a sound\n" * 40)

    def hear(self, status: Status, at_s: float) -> None:
        """The game says something of a device."""
        if status.device == self.device and status.state in (State.LOST, State.FAILED):
            self._notice(at_s)

    def look(self, doors: Doors, sensed: set[str], at_s: float) -> Pull | None:
        """Mend what is due; the pull once it is over. ``sensed``: the devices whose sensors spoke in this tick."""
        now = self._now
        if now is None:
            return None
        if now.mends_s is not None and now.whole_s is None and at_s >= now.mends_s:
            self._mend(doors)
            now.whole_s = at_s
        if now.whole_s is not None and self.device in sensed and self.device in doors.on():
            return self._over(at_s - now.whole_s)
        return self._over(None) if at_s - now.pull.at_s > STUCK_S else None

    def end(self) -> Pull | None:
        """The sitting is over: everything is whole again; the pull that was under way."""
        if self._away.exists():
            self._away.replace(self._file)
        return self._over(None) if self._now is not None else None

    def _notice(self, at_s: float) -> None:
        now = self._now
        if now is not None and now.mends_s is None:
            now.pull = replace(now.pull, noticed_s=at_s - now.pull.at_s, process_gone=not alive(now.child))
            now.mends_s = at_s if now.pull.kind in {"killed", "hung"} else at_s + REST_S

    def _mend(self, doors: Doors) -> None:
        if self._away.exists():
            self._away.replace(self._file)
        if self._now is not None and self._now.pull.kind not in {"killed", "hung"}:
            doors.act(ConsentGiven(self.device, True))

    def _took(self, act: Callable[[], None]) -> None:
        begun = time.perf_counter()
        act()
        if self._now is not None:
            self._now.pull = replace(self._now.pull, blocked_ms=1e3 * (time.perf_counter() - begun))

    def _over(self, back_s: float | None) -> Pull | None:
        now, self._now = self._now, None
        return replace(now.pull, back_s=back_s) if now is not None else None


def child_of(device: str) -> int:
    """Process id of a device's child; 0 while there is none."""
    children = {child.name: child.pid for child in multiprocessing.active_children()}
    return children.get(f"stillwater-{device}") or 0
