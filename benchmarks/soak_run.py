"""A soak from its first sitting to the last file told again."""

import os
import re
import signal
import threading
import time
from pathlib import Path
from random import Random

import cv2
import numpy as np
import skimage.data
import soundfile

from adaptation.person.families import PLAYERS as FAMILIES
from affect.sensor import RATE_HZ, Device
from affect.simulate import Breathing, breathe, white
from affect.worker import limit_threads
from benchmarks.soak_cuts import VICTIM, Disk, open_ring_of, verdict_of
from benchmarks.soak_figures import STORMY, WALL_JUMPS_S, Fault, Figures, Sat, Verified, read_figures
from benchmarks.soak_shaker import Shaker
from benchmarks.soak_sitting import SIZE, Plan, Run, Stay, play
from benchmarks.soak_watch import Gaps, LeapClock, look, processes_below, told
from game.commands.household import Household
from game.commands.minds import MINDS
from game.commands.sitting import house_rules
from game.core.inputs import Inputs
from game.core.retell import RetellError
from game.core.setup import Mode
from game.stage.presentation import LANGUAGES
from game.stage.screen import Screen
from game.stage.sound import open_speaker
from game.stage.theatre import Theatre
from game.vault.audit import read_trail
from game.vault.calls import through
from game.vault.errors import VaultError
from game.vault.home import Home, open_home
from game.vault.listing import settle
from game.vault.reader import Reader
from game.vault.ring import PrivateKey
from game.vault.session import session_ids, session_path

SEALED = ("player-1", VICTIM)
"""Whose sittings are kept: who plays at the window, and who is killed beside."""
LEVELS = (
    *("title", "tide", "glider", "garden", "stones", "title", "boats", "fireflies", "together", "bodyscan", "breathe"),
    *("release", "places", "probe", "settings"),
)
"""With which sittings begin, in turn."""

WALL_EVERY = 3
"""After every third sitting the wall clock is set."""
SITTING_S = (240.0, 420.0)
FILM_S, WAVE_S = 8.0, 20.0
"""Short: a file that is gone is missed when it begins anew."""


def soak(folder: Path, wished_s: float, pulls: int, film_hz: float) -> None:
    """Play until it is ``wished_s`` of soaking in all."""
    folder.mkdir(parents=True, exist_ok=True)
    limit_threads()
    figures = read_figures(folder / "figures.json")
    figures.legs += 1
    figures.wished_s = wished_s
    figures.cores = len(os.sched_getaffinity(0))
    figures.niceness = os.getpriority(os.PRIO_PROCESS, 0)
    film, wave = folder / "film.avi", folder / "sound.wav"
    write_film(film, film_hz)
    write_wave(wave)
    disk = Disk()
    with through(disk):
        night = _Night(folder, figures, disk, pulls)
        night.soak(film, wave, film_hz)
    night.verify()
    figures.save(folder / "figures.json")


class _Night:
    """One leg of it."""

    def __init__(self, folder: Path, figures: Figures, disk: Disk, pulls: int) -> None:
        self._folder = folder
        self._figures = figures
        self._disk = disk
        self._pulls = pulls
        self._before_s = figures.soaked_s
        self._begun_s = time.monotonic()
        self._dice = Random(figures.legs)
        self._home: Home = open_home(folder / "home")
        self._wall_ahead_s = 0.0
        self._asked_to_end = False
        threading.excepthook = self._of_thread
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked)

    def at_s(self) -> float:
        """Seconds of soaking."""
        return self._before_s + time.monotonic() - self._begun_s

    def soak(self, film: Path, wave: Path, film_hz: float) -> None:
        """Sitting after sitting."""
        figures, household = self._figures, self._household()
        theatre = Theatre(Screen(SIZE, False, household.presentation()), open_speaker(self._tell))
        gaps = Gaps(figures, self.at_s)
        clock = LeapClock(gap=gaps.late)
        stay = Stay(theatre, clock, house_rules(), film, wave, self._tell, lambda: time.time() + self._wall_ahead_s)
        ring, victims = (open_ring_of(self._folder / "home", player) for player in SEALED)
        storm_s = STORMY * figures.wished_s
        shaker = Shaker(self._folder, figures, self._disk, clock, gaps, self.at_s, storm_s, self._pulls)
        try:
            while self.at_s() < figures.wished_s and not self._asked_to_end:
                self._sit(stay, shaker, film_hz)
                shaker.between(ring, victims, household.sessions)
                if len(figures.sat) % WALL_EVERY == 0:
                    self._wall_ahead_s += WALL_JUMPS_S[figures.wall_jumps % len(WALL_JUMPS_S)]
                    figures.wall_jumps += 1
        finally:
            shaker.end()
            shaker.between(ring, victims, household.sessions)
            theatre.close()

    def verify(self) -> None:
        """Every session of both, told again; what index and log say of themselves."""
        figures = self._figures
        figures.verified.clear()
        for player in SEALED:
            ring = open_ring_of(self._folder / "home", player)
            household = Household(self._home, self._tell, player)
            trail = read_trail(household.folder, self._home.device, ring)
            listed = settle(household.folder, self._home.device, ring, lambda _: 0)
            figures.faults += [Fault(self.at_s(), f"{player}: log", words) for words in trail.faults]
            figures.faults += [Fault(self.at_s(), f"{player}: index", words) for words in listed.said]
            for name in session_ids(household.sessions):
                figures.verified.append(self._verified(session_path(household.sessions, name), player, ring))
        agreeing = sum(one.agrees for one in figures.verified)
        print(f"told again: {agreeing} of {len(figures.verified)} sessions agree", flush=True)

    def _verified(self, path: Path, player: str, ring: PrivateKey) -> Verified:
        try:
            reader = Reader(path, ring)
            verdict = verdict_of(reader)
        except (VaultError, RetellError) as error:
            self._figures.faults.append(Fault(self.at_s(), path.stem, told(error)))
            return Verified(path.stem, player, 0, 0, False, False)
        agrees = verdict.differs_at is None
        return Verified(path.stem, player, verdict.ticks, verdict.digests, agrees, reader.ended_early)

    def _sit(self, stay: Stay, shaker: Shaker, film_hz: float) -> None:
        figures = self._figures
        begun_s = self.at_s()
        plan = self._planned(shaker.stormy, figures.wished_s - begun_s)
        shaker.begins(plan.ticks / 60.0)
        unshown = stay.clock.unshown

        def each(run: Run, inputs: Inputs) -> None:
            shaker.tick(run, inputs)
            run.stop = self._asked_to_end or self.at_s() >= figures.wished_s

        run: Run | None = None
        try:
            run = play(stay, self._household(), plan, shaker.heard, each)
        except Exception as error:  # written down, and the next sitting is played
            figures.faults.append(Fault(self.at_s(), f"sitting {len(figures.sat)}, {plan.level}", told(error)))
            stay.clock.rest()
            time.sleep(2.0)
        shaker.sitting_over()
        if run is not None:
            figures.sat.append(self._sat(run, plan, begun_s, stay.clock.unshown - unshown, film_hz, shaker.victim_id))
        figures.soaked_s = self.at_s()
        figures.save(self._folder / "figures.json")

    def _planned(self, stormy: bool, left_s: float) -> Plan:
        number = len(self._figures.sat) + len(self._figures.faults)  # one that failed is not tried again at once
        length_s = SITTING_S[0] + (SITTING_S[1] - SITTING_S[0]) * self._dice.random() if stormy else left_s
        return Plan(
            level=LEVELS[number % len(LEVELS)],
            mind=MINDS[number % len(MINDS)],
            mode=(Mode.SOOTHE, Mode.TRAIN)[number // 2 % 2],
            language=LANGUAGES[number % len(LANGUAGES)],
            family=FAMILIES[number % len(FAMILIES)],
            seed=1000 * self._figures.legs + number,
            ticks=max(round(60.0 * min(length_s, left_s)), 1),
        )

    def _sat(self, run: Run, plan: Plan, begun_s: float, unshown: int, film_hz: float, victim: int) -> Sat:
        now = look("game", os.getpid(), self.at_s())
        camera, microphone = (run.drops[device].total for device in (Device.CAMERA, Device.MICROPHONE))
        return Sat(
            at_s=begun_s,
            session_id=run.session_id,
            levels=run.levels,
            mind=plan.mind,
            ticks=run.world.tick,
            real_s=run.real_s,
            unshown=unshown,
            minigames=run.minigames,
            pictures=round(run.on_s * film_hz),
            dropped=camera,
            sound_dropped_s=microphone / RATE_HZ,
            resident_mb=now.resident_mb if now else 0.0,
            files=now.files if now else 0,
            threads=now.threads if now else 0,
            processes=processes_below(but=victim),
        )

    def _household(self) -> Household:
        return Household(self._home, self._tell)

    def _tell(self, words: str) -> None:
        """What the game says to whoever started it, with neither names nor paths."""
        self._figures.hear(re.sub(r"\S*/\S*", "FILE", words))

    def _of_thread(self, raised: threading.ExceptHookArgs) -> None:
        words = told(raised.exc_value) if raised.exc_value else str(raised.exc_type)
        self._figures.faults.append(Fault(self.at_s(), f"thread {raised.thread.name if raised.thread else ''}", words))

    def _asked(self, number: int, _: object) -> None:
        self._asked_to_end = True


def write_film(path: Path, film_hz: float) -> None:
    """A face that sways for eight seconds."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), film_hz, (640, 480))
    astronaut = skimage.data.astronaut()  # type: ignore[no-untyped-call]
    whole = cv2.resize(cv2.cvtColor(astronaut, cv2.COLOR_RGB2BGR), (1024, 1024))
    for index in range(round(FILM_S * film_hz)):
        left = 120 + round(40 * np.sin(2.0 * np.pi * index / film_hz / 4.0))
        writer.write(whole[0:480, left : left + 640])
    writer.release()


def write_wave(path: Path) -> None:
    """Twenty seconds of somebody who breathes 9 times a minute in a quiet room."""
    sound = breathe(Breathing(9.0 / 60.0, wander=0.03), WAVE_S, 1).sound
    soundfile.write(path, sound + white(WAVE_S, -68.0, 1), RATE_HZ)
