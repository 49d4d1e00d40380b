"""What a child says to the game: readings, and how its device is doing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from game.core.reading import Baseline, Reading

if TYPE_CHECKING:
    from affect.sensor import Device


class State(StrEnum):
    """How a device is doing."""

    OPENING = "opening"
    """Its child starts: libraries load, the device opens."""
    ON = "on"
    """It gives data."""
    LOST = "lost"
    """It stopped; it will be tried again by itself."""
    FAILED = "failed"
    """It does not work; the message says what to do."""
    ENDED = "ended"
    """It was turned off, or its file is over."""


@dataclass(frozen=True, slots=True)
class Status:
    """Something changed with a device."""

    device: Device
    """Which one."""
    state: State
    """How it is doing now."""
    message_id: str
    """What to tell the player: "camera.busy" ..."""
    detail: str = ""
    """What it is about: a path, a name, a library."""
    text: str = ""
    """The same in English, with what to do next, for the command line and the doctor."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a child sends: everything since its last one. An empty one is a heartbeat."""

    readings: tuple[Reading, ...] = ()
    """In the order they were measured."""
    statuses: tuple[Status, ...] = ()
    """In the order they happened."""
    learnt: Baseline = ()
    """The neutral its sensors have learnt so far."""
    hints_taken: int = 0
    """Messages read so far: the game sends no more than a few ahead, so it never waits on a full pipe."""
    dropped: int = 0
    """Pictures or samples nobody took so far."""
