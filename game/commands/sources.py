"""Live inputs: what hands do on the stage, and what the sensors say, tick by tick."""

import time
from collections.abc import Callable
from dataclasses import replace

from affect.hearing import heard
from affect.live import Live
from affect.report import State, Status
from affect.sensor import Device
from game.commands.wish import Wish
from game.core.belief import Sample
from game.core.hold import used
from game.core.inputs import Inputs
from game.core.ports import Source
from game.core.reading import SILENT, Baseline, CalibrationStage, Hint, Reading
from game.core.world import World
from game.loop import TICK_NS
from game.stage.theatre import Theatre

HINT_TICKS = 6
"""Ten hints a second."""
WINDOW_WISHES = {"fullscreen": "fullscreen", "louder": "volume_up", "quieter": "volume_down"}


def _to_nobody(readings: tuple[Reading, ...]) -> None:
    """Nobody else hears of it."""


class Sensors:
    """The sensor children as a sitting needs them: samples for the core, hints back."""

    def __init__(
        self, live: Live, tell: Callable[[Status], None], heard: Callable[[tuple[Reading, ...]], None] = _to_nobody
    ) -> None:
        """``tell`` hears of every change of a device, ``heard`` every reading as the sensor gave it."""
        self._live = live
        self._tell = tell
        self._heard = heard
        self.stage = CalibrationStage.NONE
        """What the player is asked to do now; see ``ask``."""
        self._wanted: set[Device] = set()
        self._asked = False
        self.baseline: Baseline = ()
        """What was learnt so far in this sitting."""
        self._told_hearing = ""
        self.on: set[Device] = set()
        """Devices that give data now."""

    @classmethod
    def open(
        cls,
        wish: Wish,
        baseline: Baseline,
        tell: Callable[[Status], None],
        heard: Callable[[tuple[Reading, ...]], None] = _to_nobody,
    ) -> "Sensors":
        """The sensors that were wished for; none is on yet."""
        specs = {Device(name): wish.spec(name) for name in wish.devices if name != Device.STREAMS}
        return cls(Live(specs, baseline), tell, heard)

    def turn(self, device: Device, on: bool) -> None:
        """On (soon), or off: its process is gone when this returns."""
        self._live.turn(device, on)
        (self._wanted.add if on else self._wanted.discard)(device)
        if not on:
            self.on.discard(device)

    def ask(self, stage: CalibrationStage) -> None:
        """The player is asked to do this from now on; the next take says which devices are there to learn from it."""
        self.stage, self._asked = stage, True

    def take(self) -> tuple[tuple[Sample, ...], tuple[str, ...]]:
        """Samples since the last tick, and choices that became known ("hearing:clear")."""
        readings, statuses, learnt = self._live.take()
        for status in statuses:
            (self.on.add if status.state is State.ON else self.on.discard)(status.device)
            self._tell(status)
            if status.state is State.FAILED:
                self._wanted.discard(status.device)
        self.baseline = learnt
        if readings:
            self._heard(readings)
        now_ns = time.monotonic_ns()
        return tuple(_sample(reading, now_ns) for reading in readings), self._listening() + self._hearing()

    def hint(self, world: World, played_dbfs: tuple[float, float, float, float, float] = SILENT) -> None:
        """Tell the sensors what is asked, guided and played now."""
        guided = world.level.guided or self.stage is CalibrationStage.BREATHS
        rate = world.guide.breath_hz if guided else 0.0
        hold = world.senses.hold
        self._live.hint(
            Hint(
                t_ns=time.monotonic_ns(),
                stage=self.stage,
                guide_phase=world.guide.phase,
                guide_hz=rate,
                played_dbfs=played_dbfs,
                baseline=self.baseline,
                speaking=world.senses.estimate.voice_presence.mean,
                inhaling=hold.down if used(hold, world.tick) else None,
            )
        )

    def close(self) -> None:
        """Turn everything off, and say what the system does not let go of."""
        self._live.close()
        _, statuses, _ = self._live.take()
        for status in statuses:
            self._tell(status)

    def _listening(self) -> tuple[str, ...]:
        """The devices that are on or being opened, once per question."""
        if not self._asked:
            return ()
        self._asked = False
        return tuple(f"listening:{device}" for device in sorted(self._wanted))

    def _hearing(self) -> tuple[str, ...]:
        """The verdict on the calibration breaths, once, when the stage is over."""
        if self.stage is not CalibrationStage.NONE or not self.baseline:
            return ()
        verdict = heard(self.baseline).value
        if verdict == self._told_hearing:
            return ()
        self._told_hearing = verdict
        return (f"hearing:{verdict}",)


class LiveSource:
    """The person in front of the game."""

    def __init__(
        self,
        theatre: Theatre,
        sensors: Sensors | None,
        ticks: int | None,
        stop: Callable[[], bool],
        window: Callable[[str], None],
        known: Callable[[], tuple[str, ...]] = tuple,
    ) -> None:
        """Stand at the window.

        Args:
            theatre: where hands are seen.
            sensors: None = nothing is sensed.
            ticks: to play at most; None = until told to leave.
            stop: asked every tick.
            window: told what is asked of the window: "fullscreen", "volume_up", "volume_down".
            known: asked every tick for choices that became known in the house ("words:yes").
        """
        self._known = known
        self._window = window
        self._theatre = theatre
        self._sensors = sensors
        self._left = ticks
        self._stop = stop

    def take(self, world: World) -> Inputs | None:
        """This tick's hands and readings; None when the window was closed or time is up."""
        hands = self._theatre.hands()
        if hands.quit or self._stop() or self._left == 0:
            return None
        if self._left is not None:
            self._left -= 1
        for wish in hands.window:
            self._window(WINDOW_WISHES[wish])
        samples: tuple[Sample, ...] = ()
        choices: tuple[str, ...] = ()
        if self._sensors is not None:
            samples, choices = self._sensors.take()
            if world.tick % HINT_TICKS == 0:
                self._sensors.hint(world, self._theatre.voice.played_dbfs())
        return Inputs(samples, hands.held, hands.pointer, hands.axes, choices + self._known())


class SimulatedSource:
    """A simulated person's hands and, where files stand in for devices, what the sensors read from those."""

    def __init__(
        self,
        person: Source,
        sensors: Sensors | None,
        theatre: Theatre,
        stop: Callable[[], bool],
        known: Callable[[], tuple[str, ...]] = tuple,
        heard: Callable[[tuple[Reading, ...]], None] = _to_nobody,
    ) -> None:
        """Without ``sensors`` the person's own simulated readings are taken, and ``heard`` hears them; ``known`` as for
        a live one."""
        self._known = known
        self._heard = heard
        self._person = person
        self._sensors = sensors
        self._theatre = theatre
        self._stop = stop

    def take(self, world: World) -> Inputs | None:
        """This tick; None when the person is done or the sitting was asked to end."""
        inputs = self._person.take(world)
        if inputs is None or self._stop() or self._theatre.hands().quit:
            return None
        known = self._known()
        if self._sensors is None:
            if inputs.samples:
                now_ns = time.monotonic_ns()
                self._heard(tuple(_reading(sample, now_ns) for sample in inputs.samples))
            return replace(inputs, choices=inputs.choices + known) if known else inputs
        samples, choices = self._sensors.take()
        if world.tick % HINT_TICKS == 0:
            self._sensors.hint(world, self._theatre.voice.played_dbfs())
        return replace(inputs, samples=samples, choices=choices + known)


def _sample(reading: Reading, now_ns: int) -> Sample:
    age = min(max((now_ns - reading.t_ns) // TICK_NS, 0), 255)
    return Sample(reading.sensor, reading.quantity, reading.value, reading.sd, age)


def _reading(sample: Sample, now_ns: int) -> Reading:
    return Reading(sample.sensor, sample.quantity, sample.value, sample.sd, now_ns - sample.age * TICK_NS)
