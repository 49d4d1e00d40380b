"""``play`` and ``breathe``: a sitting at a window, or headless."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from adaptation.adaptive import Adaptive
from adaptation.rules import Rules as RulesMind
from affect.outlet import Outlet
from affect.sensor import Device
from game.commands.attend import Attendant
from game.commands.companion import Companion
from game.commands.entrance import Entrance
from game.commands.fingerprint import rules_fingerprint
from game.commands.household import Household, first_player, open_visit, this_home
from game.commands.housekeeper import Housekeeper
from game.commands.keeping import keep
from game.commands.memory import Kept, Unkept
from game.commands.minds import open_mind
from game.commands.retention import let_go
from game.commands.roster import WHOSE, avatar, called, find_player, open_roster, set_explores, set_language, set_week
from game.commands.sitting import Sitting, house_places, house_rules
from game.commands.stages import Photographed, Unwatched
from game.commands.streams import ReadAlong, Streams
from game.commands.warden import contacts
from game.commands.wish import Wish, add_options, read_wish
from game.commands.words import OwnWords
from game.core.ports import Source, Stage
from game.core.reading import Reading
from game.core.retell import Rules
from game.core.setup import Setup
from game.core.trace import Header
from game.core.world import begin
from game.loop import Clock, House, RealClock, Unhurried
from game.loop import run as loop
from game.stage.screen import Screen
from game.stage.sound import open_speaker
from game.stage.theatre import Theatre
from game.vault.errors import Missing, NotWritten
from game.vault.home import Home, player_names

Stop = Callable[[], bool]
SITTING_TICKS = 60 * 60
"""Who leaves within a minute only looked in: it does not count as a sitting."""
PLACES = ("title", "lake")
"""Pictures that are made ready before the first one; those of a place when it comes next."""


def add(parser: argparse.ArgumentParser, level: str) -> None:
    """Declare the command, beginning with ``level``."""
    add_options(parser, level)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Play. Returns the exit status."""
    wish = read_wish(arguments)
    rules = house_rules()
    if wish.level not in rules.levels:
        tell(f"there is no level named {wish.level!r}. There are: {', '.join(sorted(rules.levels))}.")
        return 2
    if not wish.headless and not _has_display():
        tell("there is no display here. Start from a desktop, or play without one: --headless --seconds 60")
        return 2
    if wish.screenshots is not None:
        try:
            wish.screenshots.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            tell(f"{wish.screenshots} cannot be made ({error.strerror}). Name another folder for --screenshots.")
            return 2
    home = this_home()
    named = find_player(home, wish.player, tell).folder.name if wish.player else ""
    household = open_visit(tell, named) if wish.headless else _first(home, named)
    several = not wish.headless and len(player_names(home)) > 1
    with ExitStack() as leaving:
        stop = leaving.enter_context(_signals())
        theatre = leaving.enter_context(_theatre(wish, household))
        meant = household if named or not several else None
        try:
            _wished(wish, meant)
        except (Missing, NotWritten) as error:
            tell(f"{error} The game goes on; what was wished is not kept.")
        if wish.headless:
            let_go(home, tell)
            _sit(wish, household, theatre, rules, stop)
            return 0
        ticks = round(wish.seconds * 60.0) if wish.seconds else None
        entrance = Entrance(home, rules, theatre, tell, stop, ticks)
        player = meant or entrance.choose()
        let_go(home, tell)
        while player is not None:
            _presented(theatre, player)
            following = _sit(wish, player, theatre, rules, stop)
            player = entrance.after(following, player)
    return 0


def _first(home: Home, named: str) -> Household:
    """Who is named, or the first who opens: how the window looks until it is said who plays."""
    if named:
        return Household(home, tell, named)
    return next(iter(open_roster(home, tell)), None) or Household(home, tell, first_player(home))


def _wished(wish: Wish, household: Household | None) -> None:
    """Keep what the command line says of the one player who is meant.

    Raises:
        Missing: it says something, and ``household`` is None: several play and none was named. NotWritten: the disk.
    """
    if household is None:
        if wish.language or wish.plan or wish.explore is not None:
            raise Missing(WHOSE)
        return
    if wish.language and wish.language != household.presentation().language:
        set_language(household, wish.language)
    if wish.plan:
        set_week(household, *wish.plan)
    if wish.explore is not None:
        set_explores(household, wish.explore)


def _presented(theatre: Theatre, household: Household) -> None:
    """The same window, as this player wants it; whether it fills the screen stays as it is."""
    theatre.receive(contacts(household))
    fullscreen = theatre.screen.presentation.fullscreen
    theatre.present(replace(household.presentation(), fullscreen=fullscreen))


def _sit(wish: Wish, household: Household, theatre: Theatre, rules: Rules, stop: Stop) -> str:
    """One sitting of one player. Returns where it led: "leave", "players", "gate", "" = the time was up."""
    others = not wish.headless and len(player_names(household.home)) > 1
    theatre.screen.tell({"name:me": called(household)})
    with ExitStack() as leaving:
        setup = household.setup(
            wish.level,
            wish.devices,
            wish.age,
            wish.mode,
            wish.minutes,
            house_places(rules),
            (avatar(household),) if others else (),
        )
        mind = open_mind(wish.mind, household.player.explores, setup.seed)
        memory = _memory(wish, household, setup, mind)
        leaving.callback(memory.close)
        beside = leaving.enter_context(ThreadPoolExecutor(1, "sentence"))
        words = OwnWords(None if wish.headless else theatre, memory.wrote, beside)
        keeper = Housekeeper(wish, household, theatre, words)
        streams = leaving.enter_context(_streams(wish, theatre, keeper))
        source, clock = leaving.enter_context(_source(wish, setup, theatre, keeper, stop))
        stage = leaving.enter_context(_stage(wish, theatre, clock))
        companion = Companion(household, keeper, theatre, wish.keep)
        sitting = Sitting(rules, companion)
        world = begin(setup, rules.levels[wish.level], rules.patterns)
        companion.ready(world)
        attendant = Attendant(memory if streams is None else ReadAlong(memory, streams))
        last = loop(world, House(source, mind, attendant, stage, clock, sitting.after))
        companion.left(last)
        if wish.keep and last.tick >= SITTING_TICKS:
            keeper.sat(attendant.learnt)
    return last.ended


def tell(message: str) -> None:
    """Say something to whoever started the program."""
    print(f"stillwater: {message}", file=sys.stderr)


def _has_display() -> bool:
    named = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"))
    return named or sys.platform in {"darwin", "win32"}


@contextmanager
def _signals() -> Iterator[Stop]:
    """Asked to end by a signal, the sitting ends as by its own door: everything is closed and sealed."""
    told: list[int] = []
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    for number in before:
        signal.signal(number, lambda number, _frame: told.append(number))
    try:
        yield lambda: bool(told)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _theatre(wish: Wish, household: Household) -> Iterator[Theatre]:
    if wish.headless:
        os.environ["SDL_VIDEODRIVER"] = "dummy"
        os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
    presentation = household.presentation()
    if wish.language and wish.language != presentation.language:
        presentation = replace(presentation, language=wish.language)
    screen = Screen(wish.size, wish.fullscreen or presentation.fullscreen, presentation)
    theatre = Theatre(screen, open_speaker(tell), contacts(household))
    for place in PLACES:
        screen.prepare(place)
    try:
        yield theatre
    finally:
        theatre.close()


def _memory(wish: Wish, household: Household, setup: Setup, mind: RulesMind | Adaptive) -> Kept | Unkept:
    if not wish.keep:
        return Unkept()
    header = Header(
        setup=setup,
        fingerprint=rules_fingerprint(),
        mind=mind.name,
        presentation=household.presentation().encode().decode(),
        started=time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        source="simulated" if wish.headless else "live",
    )
    return keep(household, header, tell, lambda: mind.account)


@contextmanager
def _streams(wish: Wish, theatre: Theatre, keeper: Housekeeper) -> Iterator[Streams | None]:
    """What programs on this machine may read along, where that is wished for; None = nothing may be read."""
    if wish.streams == "off":
        yield None
        return
    streams = Streams(Outlet(wish.streams), keeper.heard_of, theatre.wear)
    keeper.streams = streams
    try:
        yield streams
    finally:
        streams.close()


def _unheard(readings: tuple[Reading, ...]) -> None:
    """Nobody reads along."""


@contextmanager
def _source(
    wish: Wish, setup: Setup, theatre: Theatre, keeper: Housekeeper, stop: Stop
) -> Iterator[tuple[Source, Clock]]:
    """Who plays, and on whose time: a person at the window or a simulated one; sensors or files."""
    from game.commands.sources import LiveSource, Sensors, SimulatedSource  # noqa: PLC0415 - numpy, scipy: only here

    ticks = round(wish.seconds * 60.0) if wish.seconds else None
    sensors: Sensors | None = None
    heard = keeper.streams.heard if keeper.streams is not None else _unheard
    senses = [device for device in wish.devices if device != Device.STREAMS]
    if any(not wish.headless or wish.is_nobodys(device) for device in senses):
        sensors = Sensors.open(wish, keeper.baseline, keeper.heard_of, heard)
        keeper.sensors = sensors
    try:
        keeper.greet()
        if wish.headless:
            from adaptation.person import Person  # noqa: PLC0415 - only where nobody plays
            from adaptation.person.families import PATIENT  # noqa: PLC0415

            person = Person(PATIENT["typical"], setup.seed, ticks)
            source = SimulatedSource(person, sensors, theatre, stop, keeper.words.take, heard)
            yield source, RealClock() if sensors or keeper.streams else Unhurried()
        else:
            yield LiveSource(theatre, sensors, ticks, stop, keeper.present, keeper.words.take), RealClock()
    finally:
        if sensors is not None:
            sensors.close()


@contextmanager
def _stage(wish: Wish, theatre: Theatre, clock: Clock) -> Iterator[Stage]:
    if wish.screenshots is not None:
        yield Photographed(theatre, wish.screenshots, tell)
    elif isinstance(clock, Unhurried):
        unwatched = Unwatched(theatre, wish.seconds)
        try:
            yield unwatched
        finally:
            unwatched.end()
    else:
        yield theatre
