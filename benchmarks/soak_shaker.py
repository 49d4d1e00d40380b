"""Whoever shakes a soak: when what is pulled, filled, killed and leapt, and once a minute a look at everything."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from affect.report import State, Status
from benchmarks.soak_cuts import Disk, Victim, cut_of
from benchmarks.soak_figures import Figures, Leap, Minute
from benchmarks.soak_pulls import SENSES, Puller
from benchmarks.soak_sitting import Run
from benchmarks.soak_watch import Gaps, LeapClock, looks
from game.core.inputs import Inputs
from game.vault.keys import PrivateKey
from game.vault.session import session_path

LEAPS_S = (3.0, 60.0, 3_600.0, 28_800.0)
"""A hiccup, a doze, a meal, a night."""
LEAP_EVERY_S, VICTIM_EVERY_S = 390.0, 200.0
VICTIM_LEVELS = ("tide", "glider", "garden", "boats")
KILLS_AT = (9, 0, 24, 0, 41)
"""At which write a player is killed; 0 = from outside, after some twenty seconds."""
VICTIM_S = (14.0, 40.0)
CUT_EVERY = 3
"""In every third sitting the disk is cut,"""
CUT_AT, MENDED_S = 0.5, 40.0
"""in its middle, and mended so much later."""
ROOM_BYTES = 700
"""What still fits on the full disk: some of a second."""
SETTLED_S, SOON_S = 1.5, 45.0
"""What is sensed so soon after a leap was under way before it; in the last seconds of a sitting nothing is pulled."""
ASLEEP_S = 60.0
"""A device that was not sensed again so long after a leap stays away."""


@dataclass
class _CutNow:
    """The disk is full, or failing."""

    kind: str
    at_s: float
    session_id: str
    ticks: int
    mended: bool = False


@dataclass
class _LeapNow:
    """The clock has just leapt."""

    leap: Leap
    missed: set[str]
    """Devices that were on and were not sensed since."""


class Shaker:
    """Shakes one leg of a soak."""

    def __init__(
        self,
        folder: Path,
        figures: Figures,
        disk: Disk,
        clock: LeapClock,
        gaps: Gaps,
        at_s: Callable[[], float],
        storm_s: float,
        pulls: int,
    ) -> None:
        """``storm_s``: until when; ``pulls``: how many in all, those of earlier legs included."""
        self._folder, self._figures, self._disk, self._clock, self._gaps = folder, figures, disk, clock, gaps
        self._at_s, self._storm_s, self._pulls = at_s, storm_s, pulls
        self._pullers = (
            Puller("camera", folder / "film.avi"),
            Puller("microphone", folder / "sound.wav"),
        )
        self._dice = Random(77 + figures.legs)
        self._begun_s, self._length_s = 0.0, 0.0
        self._cut: _CutNow | None = None
        self._cut_due_s: float | None = None
        self._leap: _LeapNow | None = None
        self._victim: Victim | None = None
        self._victim_ends_s = 0.0
        self._victims = 5 * figures.legs
        self._due_s = {"leap": at_s() + 120.0, "victim": at_s() + 60.0, "minute": 0.0}
        self._pull_due_s = {"camera": at_s() + 25.0, "microphone": at_s() + 45.0}

    @property
    def stormy(self) -> bool:
        """Whether things are shaken now."""
        return self._at_s() < self._storm_s

    @property
    def victim_id(self) -> int:
        """Process of the player that is to be killed; 0 = none."""
        return self._victim.process_id if self._victim else 0

    def begins(self, length_s: float) -> None:
        """A sitting of about this length begins."""
        self._begun_s, self._length_s = self._at_s(), length_s
        shaken = self.stormy and len(self._figures.sat) % CUT_EVERY == 1
        self._cut_due_s = self._begun_s + CUT_AT * length_s if shaken else None
        self._gaps.happened("a sitting began")

    def heard(self, status: Status) -> None:
        """The game says something of a device."""
        at_s = self._at_s()
        self._figures.hear(status.message_id)
        self._gaps.happened(f"{status.device} {status.state}")
        for puller in self._pullers:
            puller.hear(status, at_s)
        now = self._leap
        if now is not None and status.state is State.LOST and str(status.device) in now.missed:
            now.leap = replace(now.leap, restarted=f"{now.leap.restarted} {status.device}".strip())

    def tick(self, run: Run, inputs: Inputs) -> None:
        """One tick of a sitting."""
        at_s = self._at_s()
        if run.world.level_tick == 1:
            self._gaps.happened(f"{run.world.level.name} began")
        sensed = {SENSES[sample.sensor] for sample in inputs.samples if sample.sensor in SENSES}
        self._pulled(run, sensed, at_s)
        self._leapt(run, sensed, at_s)
        self._disked(run, at_s)
        self._killed(at_s)
        if at_s >= self._due_s["minute"]:
            self._due_s["minute"] = at_s + 60.0
            self._minute(run, at_s)

    def sitting_over(self) -> None:
        """Everything is whole again."""
        for puller in self._pullers:
            pull = puller.end()
            if pull is not None:
                self._figures.pulls.append(pull)
        if self._leap is not None:
            self._figures.leaps.append(self._leap.leap)
            self._leap = None
        self._disk.mend()

    def between(self, ring: PrivateKey, victims: PrivateKey, sessions: Path) -> None:
        """Between two sittings: what was cut is read."""
        if self._cut is not None:
            path = session_path(sessions, self._cut.session_id)
            self._figures.cuts.append(cut_of(self._cut.kind, self._cut.at_s, path, self._cut.ticks, ring))
            self._cut = None
        if self._victim is not None and self._victim.over:
            cut = self._victim.cut(victims)
            if cut is not None:
                self._figures.cuts.append(cut)
            self._victim = None

    def end(self) -> None:
        """No more of it."""
        if self._victim is not None:
            self._victim.kill()
        self._disk.mend()

    def _pulled(self, run: Run, sensed: set[str], at_s: float) -> None:
        for puller in self._pullers:
            pull = puller.look(run.doors, sensed, at_s)
            if pull is not None:
                self._figures.pulls.append(pull)
        done = sum(pull.back_s is not None for pull in self._figures.pulls)
        left = self._pulls - done
        soon_over = at_s > self._begun_s + self._length_s - SOON_S
        if not self.stormy or left <= 0 or soon_over or self._leap is not None:
            return
        for puller in self._pullers:
            here = puller.device in sensed and puller.device in run.doors.on()
            if here and not puller.busy and at_s >= self._pull_due_s[puller.device]:
                apart_s = 0.8 * max(self._storm_s - at_s, 1.0) / left * len(self._pullers)
                self._pull_due_s[puller.device] = at_s + apart_s * (0.75 + 0.5 * self._dice.random())
                self._gaps.happened(f"{puller.device} pulled")
                puller.pull(run.doors, at_s)

    def _leapt(self, run: Run, sensed: set[str], at_s: float) -> None:
        now = self._leap
        if now is not None:
            now.missed -= sensed if at_s - now.leap.at_s > SETTLED_S else set()
            back_s = at_s - now.leap.at_s
            if not now.missed or back_s > ASLEEP_S:
                self._figures.leaps.append(replace(now.leap, back_s=None if now.missed else back_s))
                self._leap = None
        elif self.stormy and at_s >= self._due_s["leap"] and not any(puller.busy for puller in self._pullers):
            on = run.doors.on()
            if len(on) < len(self._pullers):
                return
            self._due_s["leap"] = at_s + LEAP_EVERY_S
            by_s = LEAPS_S[len(self._figures.leaps) % len(LEAPS_S)]
            self._leap = _LeapNow(Leap(at_s, by_s, "", None), set(on))
            self._gaps.happened(f"the clock leapt by {by_s:g} s")
            self._clock.leap(by_s)

    def _disked(self, run: Run, at_s: float) -> None:
        if self._cut_due_s is not None and at_s >= self._cut_due_s and run.session_id:
            self._cut_due_s = None
            many = sum(cut.kind in {"full", "sync"} for cut in self._figures.cuts)
            self._cut = _CutNow(("full", "sync")[many % 2], at_s, run.session_id, run.world.tick)
            self._gaps.happened(f"the disk: {self._cut.kind}")
            if self._cut.kind == "full":
                self._disk.fill(ROOM_BYTES)
            else:
                self._disk.fail()
        elif self._cut is not None and not self._cut.mended and at_s > self._cut.at_s + MENDED_S:
            self._cut.mended = True
            self._disk.mend()

    def _killed(self, at_s: float) -> None:
        if self._victim is None and self.stormy and at_s >= self._due_s["victim"]:
            self._due_s["victim"] = at_s + VICTIM_EVERY_S
            number = self._victims
            self._victims += 1
            self._gaps.happened("a player began beside")
            level = VICTIM_LEVELS[number % len(VICTIM_LEVELS)]
            self._victim = Victim(self._folder / "home", level, number, KILLS_AT[number % len(KILLS_AT)], at_s)
            self._victim_ends_s = at_s + VICTIM_S[0] + (VICTIM_S[1] - VICTIM_S[0]) * self._dice.random()
        elif self._victim is not None and at_s >= self._victim_ends_s and not self._victim.over:
            self._victim.kill()

    def _minute(self, run: Run, at_s: float) -> None:
        """Look at everything, write it down, say it in a line."""
        figures = self._figures
        seen = looks(at_s)
        figures.looks += seen
        figures.minutes.append(Minute(at_s, os.getloadavg()[0]))
        figures.soaked_s = at_s
        figures.save(self._folder / "figures.json")
        memory = ", ".join(f"{one.name} {one.resident_mb:.0f} MB" for one in seen)
        back = sum(pull.back_s is not None for pull in figures.pulls)
        lost_s = sum(gap.took_s for gap in figures.gaps)
        print(
            f"{time.strftime('%H:%M:%S')} minute {at_s / 60:.0f} of {figures.wished_s / 60:.0f}, sitting"
            f" {len(figures.sat) + 1} in {run.world.level.name}: {memory}; pulls {back} back of {len(figures.pulls)},"
            f" cuts {len(figures.cuts)}, leaps {len(figures.leaps)}, gaps {len(figures.gaps)} ({lost_s:.0f} s), faults"
            f" {len(figures.faults)}, load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
