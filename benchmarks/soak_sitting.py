"""One sitting of a soak: what game.commands.play puts together, with doubles at the doors that are to be shaken.

Doubles: the clock (leaps), the disk (fills, fails), the files behind the devices, and who presses the keys. Everything
else is the game's own: Housekeeper, Companion, Sitting, Live and its spawned children, Theatre, Kept, Writer.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from adaptation.person import Person
from adaptation.person.families import PATIENT
from affect.live import Live
from affect.report import Status
from affect.sensor import Device
from benchmarks.soak_hands import Fingers, Player, Seldom, Wanderer
from benchmarks.soak_pulls import Doors
from benchmarks.soak_watch import Drops, LeapClock
from game.commands.attend import Attendant
from game.commands.companion import Companion
from game.commands.fingerprint import rules_fingerprint
from game.commands.household import Household
from game.commands.housekeeper import Housekeeper
from game.commands.keeping import keep
from game.commands.memory import Kept, Unkept
from game.commands.minds import open_mind
from game.commands.sitting import Sitting, house_places
from game.commands.sources import LiveSource, Sensors
from game.commands.wish import Wish, add_options, read_wish
from game.commands.words import OwnWords
from game.core.facts import MinigameBegan
from game.core.inputs import Inputs
from game.core.retell import Rules
from game.core.setup import Mode, Setup
from game.core.temper import AgeBand
from game.core.trace import Header
from game.core.world import World, begin
from game.loop import House
from game.loop import run as loop
from game.stage.theatre import Theatre
from game.vault.session import session_ids, session_path

SIZE = (640, 360)
DEVICES = (Device.CAMERA, Device.MICROPHONE)


@dataclass(frozen=True, slots=True)
class Stay:
    """What stays over all sittings."""

    theatre: Theatre
    clock: LeapClock
    rules: Rules
    film: Path
    wave: Path
    tell: Callable[[str], None]
    """Hears what the game says to whoever started it."""
    wall_s: Callable[[], float]
    """The wall clock, which may go back."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of one sitting."""

    level: str
    mind: str
    mode: Mode
    language: str
    family: str
    """Of simulated people."""
    seed: int
    ticks: int
    """The person leaves after so many, if not before."""


@dataclass
class Run:
    """What is known of a sitting while it is played, for whoever shakes it."""

    doors: Doors
    drops: dict[Device, Drops]
    world: World
    session_id: str = ""
    levels: str = ""
    minigames: int = 0
    real_s: float = 0.0
    """How long it was played."""
    on_s: float = 0.0
    """How long the camera gave pictures."""
    stop: bool = False


Each = Callable[[Run, Inputs], None]
"""Called after every tick's inputs were taken."""


class Source:
    """The person at the window, the sensors, and whoever looks on."""

    def __init__(self, player: Player, live: LiveSource, clock: LeapClock, run: Run, each: Each) -> None:
        self._player = player
        self._live = live
        self._clock = clock
        self._run = run
        self._each = each

    def take(self, world: World) -> Inputs | None:
        """This tick; None when the person leaves."""
        if self._run.stop or not self._player.acts(world):
            return None
        self._run.world = world
        inputs = self._live.take(world)
        if inputs is not None:
            self._clock.ticks += 1
            self._each(self._run, inputs)
        return inputs


def play(stay: Stay, household: Household, plan: Plan, heard: Callable[[Status], None], each: Each) -> Run:
    """Play one sitting; ``heard`` is told of every change of a device."""
    wish = _wish(stay, plan)
    agree(household)
    theatre = stay.theatre
    theatre.receive(())
    theatre.present(replace(household.presentation(), language=plan.language))
    setup = household.setup(
        plan.level, wish.devices, AgeBand.ADULT, plan.mode, 3.0, house_places(stay.rules), avatars=()
    )
    mind = open_mind(plan.mind, household.player.explores, setup.seed)
    with ExitStack() as leaving:
        header = Header(
            setup=setup,
            fingerprint=rules_fingerprint(),
            mind=mind.name,
            presentation=household.presentation().encode().decode(),
            started=time.strftime("%Y-%m-%dT%H:%M:%S+0000", time.gmtime(stay.wall_s())),
            source="simulated",
        )
        memory = keep(household, header, stay.tell, lambda: mind.account, stay.wall_s)
        leaving.callback(memory.close)
        words = OwnWords(theatre, memory.wrote, leaving.enter_context(ThreadPoolExecutor(1, "sentence")))
        keeper = Housekeeper(wish, household, theatre, words)
        live, sensors = leaving.enter_context(_sensors(stay, keeper, heard))
        companion = Companion(household, keeper, theatre, keeps=True)
        world = begin(setup, stay.rules.levels[plan.level], stay.rules.patterns)
        companion.ready(world)
        run = Run(Doors(keeper.act, lambda: {str(device) for device in sensors.on}), _drops(), world)
        run.session_id = _newest(household, memory)
        attendant = Attendant(_Counting(memory, run, live))
        window = LiveSource(theatre, sensors, None, lambda: False, keeper.present, words.take)
        source = Source(_player(plan, setup), window, stay.clock, run, each)
        after = Sitting(stay.rules, companion).after
        stay.clock.rest()
        begun_s = time.monotonic()
        loop(world, House(source, mind, attendant, Seldom(theatre), stay.clock, after))
        run.real_s = time.monotonic() - begun_s
        stay.clock.rest()
        keeper.sat(attendant.learnt)
    return run


def agree(household: Household) -> None:
    """The player says yes to both devices, where that is not so."""
    for device in DEVICES:
        if not household.granted(device):
            household.consent(device, True)


def _wish(stay: Stay, plan: Plan) -> Wish:
    parser = argparse.ArgumentParser()
    add_options(parser, plan.level)
    return read_wish(parser.parse_args(["--camera", str(stay.film), "--microphone", str(stay.wave), "--minutes", "3"]))


@contextmanager
def _sensors(stay: Stay, keeper: Housekeeper, heard: Callable[[Status], None]) -> Iterator[tuple[Live, Sensors]]:
    def both(status: Status) -> None:
        keeper.heard_of(status)
        heard(status)

    specs = {Device.CAMERA: str(stay.film), Device.MICROPHONE: str(stay.wave)}
    live = Live(specs, keeper.baseline, stay.clock.now_ns)
    keeper.sensors = Sensors(live, both)
    try:
        keeper.greet()
        yield live, keeper.sensors
    finally:
        keeper.sensors.close()


def _player(plan: Plan, setup: Setup) -> Player:
    person = Person(PATIENT[plan.family], plan.seed, plan.ticks, camera=True, microphone=True)
    return Player(person, Wanderer(Random(plan.seed)), Fingers(SIZE))


def _drops() -> dict[Device, Drops]:
    return {device: Drops() for device in DEVICES}


def _newest(household: Household, memory: Kept | Unkept) -> str:
    """Name of the session that has just been begun; "" where none was."""
    if isinstance(memory, Unkept):
        return ""
    paths = (session_path(household.sessions, name) for name in session_ids(household.sessions))
    return max(paths, key=lambda path: path.stat().st_mtime_ns).stem


class _Counting:
    """A memory that passes all on, and counts what a report names."""

    def __init__(self, memory: Kept | Unkept, run: Run, live: Live) -> None:
        self._memory = memory
        self._run = run
        self._live = live

    def began(self, world: World) -> None:
        """A level begins."""
        self._run.levels = f"{self._run.levels} {world.level.name}".strip()
        self._memory.began(world)

    def stepped(self, world: World, tape: bytes) -> None:
        """A tick was stepped."""
        self._run.world = world
        self._run.minigames += sum(isinstance(fact, MinigameBegan) for fact in world.facts)
        for device, drops in self._run.drops.items():
            drops.see(self._live.dropped(device))
        if "camera" in self._run.doors.on():
            self._run.on_s += 1.0 / 60.0
        self._memory.stepped(world, tape)
