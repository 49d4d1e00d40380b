"""Programs on this machine that read a sitting along (Lab Streaming Layer): what goes out, and the sign while it does.

Readings as the sensors gave them, every decision, and those facts that mark a moment of play. Nothing a player writes,
who plays, what they agreed to or wished for in the settings ever goes out.
"""

import json
import time
from collections.abc import Callable
from dataclasses import asdict

from affect.outgoing import Marker, Outgoing, Setting
from affect.outlet import Outlet
from affect.report import State, Status
from affect.sensor import Device
from game.core.facts import (
    CalibrationReached,
    Caught,
    Fact,
    FeelingTold,
    Found,
    Ignored,
    LevelEnded,
    MinigameBegan,
    MinigameEnded,
    ModeChosen,
    NotMe,
    PaceFound,
    ProbeDone,
    TooMuch,
)
from game.core.ports import Memory
from game.core.reading import Reading
from game.core.world import World

MARKING = (
    CalibrationReached,
    Caught,
    FeelingTold,
    Found,
    Ignored,
    LevelEnded,
    MinigameBegan,
    MinigameEnded,
    ModeChosen,
    NotMe,
    PaceFound,
    ProbeDone,
    TooMuch,
)
"""Facts that go out as markers; any other stays in the house."""
SIGN = "sense_streams"
OPEN = (State.OPENING, State.ON)
"""From when the child begins to open the streams they may be read, a moment before it can say that they are."""


class Streams:
    """What others may read, from the moment somebody agreed until they do not any more."""

    def __init__(
        self,
        outlet: Outlet,
        tell: Callable[[Status], None],
        sign: Callable[[tuple[str, ...]], None],
        clock: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        """Let nothing out yet.

        Args:
            outlet: where it goes out.
            tell: hears of every change of it.
            sign: shows these signs for as long as others read along.
            clock: monotonic ns.
        """
        self._outlet = outlet
        self._tell = tell
        self._sign = sign
        self._clock = clock

    def turn(self, device: Device, on: bool) -> None:
        """On (soon), or off: its process is gone when this returns."""
        self._outlet.turn(on)
        if not on:
            self._sign(())

    def heard(self, readings: tuple[Reading, ...]) -> None:
        """The sensors said this."""
        self._outlet.tell(Outgoing(readings=readings))

    def mark(self, **told: object) -> None:
        """Something happened now."""
        text = json.dumps(told, sort_keys=True, separators=(",", ":"))
        self._outlet.tell(Outgoing(markers=(Marker(self._clock(), text),)))

    def settle(self, setting: Setting) -> None:
        """A decision came into force."""
        self._outlet.tell(Outgoing(settings=(setting,)))

    def take(self) -> None:
        """Once a tick: send what is due, and say how it goes."""
        for status in self._outlet.take():
            self._sign((SIGN,) if status.state in OPEN else ())
            self._tell(status)

    def close(self) -> None:
        """Let the last words go out; then nothing reads along, or it is said that the system does not let go."""
        self._outlet.close()
        self.take()
        self._sign(())


class ReadAlong:
    """A memory that passes all on to the sitting's own, and to whoever reads along."""

    def __init__(self, memory: Memory, streams: Streams, clock: Callable[[], int] = time.monotonic_ns) -> None:
        self._memory = memory
        self._streams = streams
        self._clock = clock

    def began(self, world: World) -> None:
        """A level begins."""
        self._memory.began(world)
        self._streams.mark(marker="LevelBegan", level=world.level.name, tick=world.tick)

    def stepped(self, world: World, tape: bytes) -> None:
        """One tick was stepped."""
        self._memory.stepped(world, tape)
        for fact in world.facts:
            if isinstance(fact, MARKING):
                self._fact(fact, world.tick)
        if world.decided is not None:
            self._decided(world)
        self._streams.take()

    def _fact(self, fact: Fact, tick: int) -> None:
        self._streams.mark(marker=type(fact).__name__, tick=tick, **asdict(fact))

    def _decided(self, world: World) -> None:
        if world.decided is None:
            return
        asked, used = world.inputs.directive or world.directive, world.decided.directive
        self._streams.settle(Setting(self._clock(), asked, used))
        reasons = [reason.key for reason in used.reasons]
        self._streams.mark(marker="Decision", tick=world.tick, minigame=used.minigame, reasons=reasons)
