"""Ten minutes of live play: memory of every process, pictures dropped, frames late.

    python -m benchmarks.ten_minutes [--seconds 600] [--camera VIDEO]

Xvfb and a sound server of its own, the game at 60 Hz in Tide (begun again when it ends), sealed to a home that is
thrown away; a camera file of 30 pictures a second (the astronaut's face, made here, or VIDEO) and a virtual
microphone that hears breath and a synthetic voice in turn. Every 10 s the resident memory of the game and its two
children is read. Printed at the end: a row each half minute, the slope over what follows minute 3 (bar: below
1 MB/min for all together), the share of pictures dropped (bar: below 1 %), and how often a frame was late.
Run it on a quiet machine: what else runs there is in these figures.
"""

import argparse
import itertools
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soundfile

from adaptation.rules import Rules
from affect.devices.camera import Video
from affect.live import Live
from affect.report import Status
from affect.sensor import RATE_HZ, Device
from affect.simulate import Breathing, breathe, white
from benchmarks.sensing import processor_s, write_film
from game.commands.fingerprint import rules_fingerprint
from game.commands.household import open_household
from game.commands.memory import Kept
from game.commands.sitting import house_rules
from game.commands.sources import LiveSource, Sensors
from game.core.setup import Mode
from game.core.temper import AgeBand
from game.core.trace import Header, encode_header
from game.core.world import World, begin
from game.loop import House, RealClock
from game.loop import run as loop
from game.stage.screen import Screen
from game.stage.sound import open_speaker
from game.stage.theatre import Theatre
from game.vault.writer import Writer
from tests.rig.display import xvfb
from tests.rig.sound import SoundServer, pulse, speak

EVERY_S = 10.0
FROM_S = 180.0
"""The slope is taken from here on; half of a shorter run."""
WARM_S = 30.0
"""Left out: the children load."""
LEVEL = "tide"
STARTED = "1970-01-01T00:00:00+0000"
BAR_MB_PER_MIN, BAR_DROPPED = 1.0, 0.01
NAMES = ("game", "camera", "microphone")


@dataclass(frozen=True, slots=True)
class Look:
    """What was read at a moment."""

    t_s: float
    resident_mb: tuple[float, ...]
    """Of the game, the camera's child, the microphone's; 0 = not there."""
    processor_s: tuple[float, ...]
    dropped: tuple[int, int]
    """Pictures; samples."""
    shown: int
    """Frames painted so far."""


@dataclass
class Watcher:
    """The game's clock, which also looks at the processes every EVERY_S."""

    live: Live
    theatre: Theatre
    clock: RealClock = field(default_factory=RealClock)
    looks: list[Look] = field(default_factory=list)
    works_ms: list[float] = field(default_factory=list)
    _due_s: float = 0.0
    _woke_ns: int = 0

    def now_ns(self) -> int:
        """The machine's own time."""
        return self.clock.now_ns()

    def wait_until(self, t_ns: int) -> None:
        """Wait as the game does; what lies between two waits is the work of a frame."""
        now_ns = self.clock.now_ns()
        if self._woke_ns:
            self.works_ms.append((now_ns - self._woke_ns) / 1e6)
        if time.monotonic() >= self._due_s:
            self._look()
        self.clock.wait_until(t_ns)
        self._woke_ns = self.clock.now_ns()

    def _look(self) -> None:
        self._due_s = time.monotonic() + EVERY_S
        children = self.live.process_ids()
        ids = (os.getpid(), *children, *(0,) * (2 - len(children)))
        dropped = (self.live.dropped(Device.CAMERA), self.live.dropped(Device.MICROPHONE))
        memory = tuple(resident_mb(one) for one in ids)
        spent = tuple(processor_s(one) for one in ids)
        self.looks.append(Look(time.monotonic(), memory, spent, dropped, self.theatre.frames))


def resident_mb(process_id: int) -> float:
    """Resident memory of a process, MB (Linux; 0 where it is not there)."""
    path = Path(f"/proc/{process_id}/statm")
    if not path.exists():
        return 0.0
    return int(path.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def write_sound(folder: Path) -> Path:
    """Forty seconds of breath and twenty in which somebody speaks now and then."""
    said, rate_hz = soundfile.read(speak("The sea is calm tonight, wide and warm.", folder / "said.wav"))
    voice = np.interp(np.arange(0.0, len(said), rate_hz / RATE_HZ), np.arange(len(said)), said).astype(np.float32)
    whole = white(60.0, -68.0, 1)
    whole[: 40 * RATE_HZ] += breathe(Breathing(0.15, level_dbfs=-42.0), 40.0, 1).sound
    for start_s in (42, 48, 54):
        whole[start_s * RATE_HZ : start_s * RATE_HZ + len(voice)] += 0.4 * voice[: 5 * RATE_HZ]
    path = folder / "sound.wav"
    soundfile.write(path, whole, RATE_HZ)
    return path


@contextmanager
def heard(sound: SoundServer, path: Path, seconds: float) -> Iterator[None]:
    """The file again and again for as long as the block lasts."""
    many = 1 + int(seconds + 90.0) // 60
    samples, _ = soundfile.read(path, dtype="float32")
    long = path.with_name("long.wav")
    soundfile.write(long, np.tile(samples, many), RATE_HZ)
    with sound.playing(long):
        yield


def play(camera: Path, seconds: float) -> Watcher:
    """Play so long; the environment names the screen and the sound server."""
    household = open_household(print)
    for device in ("camera", "microphone"):
        household.consent(device, True)
    rules = house_rules()
    theatre = Theatre(Screen((1280, 720), False, household.presentation()), open_speaker(print))
    live = Live({Device.CAMERA: str(camera), Device.MICROPHONE: "auto"}, ())
    sensors = Sensors(live, tell)
    setup = household.setup(LEVEL, ("camera", "microphone"), AgeBand.ADULT, Mode.SOOTHE, 8.0)
    header = Header(setup, rules_fingerprint(), "rules", household.presentation().encode().decode(), STARTED, "live")
    memory = Kept(Writer(household.sessions, household.public, encode_header(header)), print)
    watcher = Watcher(live, theatre)
    level = rules.levels[LEVEL]
    end_s = time.monotonic() + seconds

    def over() -> bool:
        return time.monotonic() > end_s

    def after(world: World) -> World | None:
        return begin(setup, level, rules.patterns) if world.ended else world

    try:
        sensors.turn(Device.CAMERA, True)
        sensors.turn(Device.MICROPHONE, True)
        source = LiveSource(theatre, sensors, None, over, lambda wish: None)
        loop(begin(setup, level, rules.patterns), House(source, Rules(), memory, theatre, watcher, after))
    finally:
        sensors.close()
        memory.close()
        theatre.close()
    return watcher


def tell(status: Status) -> None:
    """Print what a device says."""
    print(f"{status.device}: {status.state} {status.text or status.detail}", flush=True)


def report(watcher: Watcher, picture_hz: float) -> None:
    """Print the table and the figures that have a bar."""
    begun_s = watcher.looks[0].t_s
    settled = [one for one in watcher.looks if one.t_s - begun_s >= WARM_S]
    looks = [one for one in settled if all(one.resident_mb)]
    first, last = looks[0], looks[-1]
    print("| s | game MB | camera MB | microphone MB | game % | camera % | microphone % | dropped | not painted |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for before, now in itertools.pairwise(looks[::3]):
        past_s = now.t_s - before.t_s
        memory = " | ".join(f"{one:.1f}" for one in now.resident_mb)
        spent = zip(before.processor_s, now.processor_s, strict=True)
        processor = " | ".join(f"{100 * (late - early) / past_s:.0f}" for early, late in spent)
        dropped = (now.dropped[0] - before.dropped[0]) / (picture_hz * past_s)
        unpainted = 1.0 - (now.shown - before.shown) / (60.0 * past_s)
        print(f"| {now.t_s - begun_s:.0f} | {memory} | {processor} | {100 * dropped:.2f} % | {100 * unpainted:.2f} % |")
    if len(looks) < len(settled):
        print(f"left out, because a child was not there: {len(settled) - len(looks)} of {len(settled)} looks")
    whole_s = last.t_s - first.t_s
    late = [one for one in looks if one.t_s - begun_s >= min(FROM_S, whole_s / 2.0)]
    minutes = np.array([one.t_s for one in late]) / 60.0
    resident = np.array([(*one.resident_mb, sum(one.resident_mb)) for one in late])
    for name, values in zip((*NAMES, "all together"), resident.T, strict=True):
        slope = np.polyfit(minutes, values, 1)[0]
        print(f"resident memory of {name}: {slope:+.2f} MB/min, at most {values.max():.0f} MB")
    dropped = (last.dropped[0] - first.dropped[0]) / (picture_hz * whole_s)
    lost_s = (last.dropped[1] - first.dropped[1]) / RATE_HZ
    print(f"pictures dropped: {100 * dropped:.2f} % (bar {100 * BAR_DROPPED:g} %); sound dropped: {lost_s:.2f} s")
    p50, p99 = np.percentile(watcher.works_ms, (50, 99))
    unpainted = 1.0 - (last.shown - first.shown) / (60.0 * whole_s)
    print(f"work of a frame: p50 {p50:.1f} ms, p99 {p99:.1f} ms; frames not painted in time: {100 * unpainted:.2f} %")
    print(f"bar of memory: below {BAR_MB_PER_MIN:g} MB/min together, from {late[0].t_s - begun_s:.0f} s on")


def main() -> None:
    """Play and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--camera", type=Path, help="a video file (default: the astronaut, made here)")
    given = parser.parse_args()
    os.environ.setdefault("CI", "true")  # what the rig lacks is an error here
    with tempfile.TemporaryDirectory() as name, xvfb() as display, pulse() as sound:
        folder = Path(name)
        camera = given.camera or folder / "film.avi"
        if given.camera is None:
            write_film(camera)
        os.environ.update({**display.environment, **sound.environment, "STILLWATER_HOME": str(folder / "home")})
        with heard(sound, write_sound(folder), given.seconds):
            watcher = play(camera, given.seconds)
        video = Video(camera)
        video.close()
        report(watcher, 1e9 / video.period_ns)


if __name__ == "__main__":
    main()
