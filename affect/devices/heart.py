"""Heart belts: one that another program on this machine hands on by Lab Streaming Layer, or a file of intervals.

``open_belt`` gives what the game plays with. A belt that is not there yet, or goes away, is waited for: the child
lives on and says that it hears nothing.
"""

import math
from pathlib import Path
from typing import Final, Protocol

from affect.attend import Trouble, listen
from affect.devices.clock import S_NS, Clock
from affect.errors import ForbiddenDeviceError, MissingDeviceError, NotMediaError
from affect.sensor import Beats, Told
from affect.sensors.heart import can_be
from affect.worker import Line
from game.core.reading import Baseline

PATIENCE_NS: Final = S_NS // 2
"""A take waits at most so long for a beat."""
SILENT_AFTER_NS: Final = 10 * S_NS
"""No beat for so long: the belt is off or touches no skin, or nothing hands it on."""
SILENT: Final = Trouble(
    "heart.silent",
    "No heart rate arrives. Is the belt on, and does the program run that hands it on by Lab Streaming Layer? By auto "
    "a stream is found by its type or name (HR, RR); if only its channels are called so, name it: --lsl-heart NAME. "
    "docs/lsl.md says how.",
)
LONGEST_MS: Final = 60_000.0
"""No line of a file of intervals is longer."""


class Belt(Protocol):
    """Where Beats come from."""

    @property
    def dropped(self) -> int:
        """Intervals that came and were never taken."""

    def take(self) -> Beats | None:
        """Wait at most PATIENCE_NS for a beat; what came, perhaps nothing; None = there will be no more."""

    def close(self) -> None:
        """Let go."""


class PacedIntervals:
    """A file of intervals as a belt would tell them: each once its beat is over, from the start again at the end."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._intervals_s = read_intervals(path)
        self._clock = clock
        self._next = 0
        self._due_ns = clock.now_ns()
        self._heard_ns = self._due_ns
        self._plan()
        self.dropped = 0

    def take(self) -> Beats:
        """The beats that are over since the last take."""
        until_ns = min(self._due_ns, self._heard_ns + PATIENCE_NS)
        self._clock.wait_until(until_ns)
        now_ns = self._clock.now_ns()
        ends, lengths = [], []
        while self._due_ns <= now_ns:
            ends.append(self._due_ns)
            lengths.append(self._intervals_s[self._next % len(self._intervals_s)])
            self._next += 1
            self._plan()
        self._heard_ns = now_ns
        return Beats(Told.INTERVALS, tuple(ends), tuple(lengths), now_ns)

    def close(self) -> None:
        """Nothing is held."""

    def _plan(self) -> None:
        self._due_ns += round(self._intervals_s[self._next % len(self._intervals_s)] * S_NS)


class BeltWatch:
    """Notices a belt that tells of no beat."""

    def __init__(self) -> None:
        self._heard_ns: int | None = None

    def take(self, datum: Beats) -> Trouble | None:
        """SILENT once there was no beat for ``SILENT_AFTER_NS``. A bridge may go on sending where it feels none (a rate
        of 0): that is not a beat."""
        if any(map(can_be, datum.intervals_s)) or self._heard_ns is None:
            self._heard_ns = datum.t_ns
        return SILENT if datum.t_ns - self._heard_ns >= SILENT_AFTER_NS else None


def open_belt(spec: str, clock: Clock) -> Belt | None:
    """Open what ``spec`` names; None for "off".

    Args:
        spec: "off", "auto" (the first stream that tells a heart's rate), the name or source id of a stream, or a file
            with one interval in milliseconds a line.
        clock: what paces a file and stamps beats.

    Raises:
        DeviceError: with what to do next.
    """
    if spec == "off":
        return None
    path = Path(spec)
    if path.exists() or "/" in spec:
        return PacedIntervals(path, clock)
    from affect.devices.lsl_belt import LslBelt  # noqa: PLC0415 - pylsl: loaded only where a stream is wanted

    return LslBelt(spec, clock)


def attend(spec: str, baseline: Baseline, line: Line) -> None:
    """What the heart's child runs; see ``attend.listen``."""
    listen(spec, baseline, line, open_belt, BeltWatch())


def read_intervals(path: Path) -> tuple[float, ...]:
    """The intervals of a file, s, artefacts and all: one a line, in milliseconds; "#" begins a remark.

    Raises:
        MissingDeviceError, ForbiddenDeviceError, NotMediaError: with what to do next.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except PermissionError:
        text = f"This user may not read {path}. Change its permissions, or name another file."
        raise ForbiddenDeviceError("heart.forbidden", str(path), text) from None
    except FileNotFoundError:
        text = f"There is no file {path}. Give a file of intervals, a stream's name, auto or off."
        raise MissingDeviceError("heart.no_file", str(path), text) from None
    except (OSError, UnicodeDecodeError):
        raise _no_beats(path) from None
    intervals = []
    for line in lines:
        told = line.partition("#")[0].strip()
        if told:
            intervals.append(_interval_s(told, path))
    if not intervals:
        raise _no_beats(path)
    return tuple(intervals)


def _interval_s(told: str, path: Path) -> float:
    try:
        interval_ms = float(told)
    except ValueError:
        raise _no_beats(path) from None
    if not (math.isfinite(interval_ms) and 1.0 <= interval_ms <= LONGEST_MS):
        raise _no_beats(path)
    return interval_ms / 1000.0


def _no_beats(path: Path) -> NotMediaError:
    return NotMediaError(
        "heart.not_beats",
        str(path),
        f"{path} holds no heart beats that can be read. Give a text file with one interval in milliseconds a line.",
    )
