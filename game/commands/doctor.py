"""``doctor``: what works here, how fast, and what to do about each problem. Nothing is opened without being asked."""

import argparse
import os
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version

from affect.errors import AffectError
from game.commands.household import open_household
from game.commands.progress import Bar
from game.commands.sitting import house_rules
from game.core.inputs import NOTHING
from game.core.reading import SCALES, Reading
from game.core.setup import Setup
from game.core.show import show
from game.core.world import begin, step
from game.stage.errors import StageError
from game.stage.presentation import Presentation
from game.stage.screen import Screen
from game.stage.sound import open_speaker
from game.stage.type import Faces
from game.vault.errors import VaultError

PLAY = ("pygame-ce", "numpy", "cryptography", "mnemonic")
SENSE = ("mediapipe", "opencv-contrib-python", "sounddevice", "soundfile", "soxr", "scipy")
LSL = "pylsl"
LEAST_FREE_MIB = 200
SLOW_FRAME_MS = 12.0
LISTEN_S = 8.0
OPENING_S = 8.0
"""Libraries take a while to load."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's."""

    well: bool
    """Nothing needs to be done."""
    what: str
    """What was looked at, and what was found."""
    remedy: str = ""
    """What to do about it."""


@dataclass
class Heard:
    """What one sensor said."""

    sensor: str
    """Its name."""
    ages_ms: list[float] = field(default_factory=list)
    """How old each of its readings was on arrival."""
    known: int = 0
    """Readings that tell more than what is believed of anybody. A sensor speaks also while it knows nothing."""

    def take(self, reading: Reading, now_ns: int) -> None:
        """One more reading."""
        self.ages_ms.append((now_ns - reading.t_ns) / 1e6)
        self.known += reading.sd < SCALES[reading.quantity].prior_sd

    def finding(self) -> Finding:
        """A line of the doctor's."""
        ages = sorted(self.ages_ms)
        what = f"{self.sensor}: {len(ages)} readings"
        if not self.known:
            return Finding(
                False,
                f"{what}, none of which knows anything",
                "sit before the camera, speak, put the belt on and start its bridge; the game plays without",
            )
        return Finding(
            True,
            f"{what}, {self.known} of which know something; age on arrival median {statistics.median(ages):.0f} ms, "
            f"p95 {ages[int(0.95 * len(ages))]:.0f} ms",
        )


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser.add_argument("--listen", action="store_true", help=f"also turn the devices on for {LISTEN_S:.0f} s")
    parser.add_argument("--camera", default="auto", metavar="WHAT", help="with --listen: auto, off, a device or a file")
    parser.add_argument(
        "--microphone", default="auto", metavar="WHAT", help="with --listen: auto, off, a device or a file"
    )
    parser.add_argument(
        "--lsl-heart", default="off", metavar="WHAT", help="with --listen: auto, off, a stream or a file of intervals"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Look at everything. 0 = all is well, 1 = something needs to be done."""
    problems = 0
    for finding in _findings(arguments):
        problems += not finding.well
        print(f"[{'ok' if finding.well else '!!'}] {finding.what}")
        if finding.remedy:
            print(f"     -> {finding.remedy}")
        sys.stdout.flush()
    print("All is well." if not problems else f"{problems} thing(s) to look at; the game plays without them.")
    return 1 if problems else 0


def _findings(arguments: argparse.Namespace) -> Iterator[Finding]:
    yield from _libraries()
    yield from _vault()
    yield from _window()
    yield _sound()
    if all(_version(name) for name in SENSE):
        yield from _devices()
        yield _streams()
        if arguments.listen:
            yield from _listen(arguments.camera, arguments.microphone, arguments.lsl_heart)


def _libraries() -> Iterator[Finding]:
    python = ".".join(str(part) for part in sys.version_info[:3])
    have = ", ".join(f"{name} {_version(name)}" for name in PLAY if _version(name))
    missing = [name for name in PLAY if not _version(name)]
    yield Finding(
        not missing, f"Python {python}; {have}", "start by scripts/play, which installs them" if missing else ""
    )
    missing = [name for name in SENSE if not _version(name)]
    if missing:
        yield Finding(
            False, f"sensor libraries missing: {', '.join(missing)}", "start by scripts/play (not --no-sensors)"
        )
    else:
        yield Finding(True, "sensor libraries: " + ", ".join(f"{name} {_version(name)}" for name in SENSE))


def _vault() -> Iterator[Finding]:
    try:
        household = open_household(lambda message: print(f"stillwater: {message}", file=sys.stderr))
    except VaultError as error:
        yield Finding(False, "the vault cannot be opened", str(error))
        return
    free_mib = shutil.disk_usage(household.sessions).free / 2**20
    well = free_mib >= LEAST_FREE_MIB
    remedy = "" if well else "free some room: a minute of play needs about 0.1 MiB"
    yield Finding(well, f"vault in {household.home.root}, {free_mib:.0f} MiB free", remedy)


def _window() -> Iterator[Finding]:
    """A window (or the dummy driver), its type, and the work of a frame."""
    display = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"))
    if not display and sys.platform.startswith("linux"):
        os.environ["SDL_VIDEODRIVER"] = "dummy"
        yield Finding(False, "no display; measured without one", "start from a desktop, or play --headless")
    try:
        screen = Screen((1280, 720), False, Presentation())
    except StageError as error:
        yield Finding(False, "no window can be opened", str(error))
        return
    try:
        milliseconds = _frame_ms(screen)
    finally:
        screen.close()
    p99 = sorted(milliseconds)[int(0.99 * len(milliseconds))]
    slow = p99 > SLOW_FRAME_MS
    remedy = "make the window smaller, or choose less motion in the settings" if slow else ""
    middle = statistics.median(milliseconds)
    yield Finding(not slow, f"work per frame at 1280x720: median {middle:.1f} ms, p99 {p99:.1f} ms", remedy)
    chinese = Faces().has_chinese()
    remedy = "" if chinese else "apt-get install fonts-lxgw-wenkai"
    yield Finding(chinese, f"Chinese type {'found' if chinese else 'not found: the game stays in English'}", remedy)


def _frame_ms(screen: Screen) -> list[float]:
    """Step, show, paint and flip four seconds of the shore, ms per frame."""
    rules = house_rules()
    world = begin(Setup(seed=1, level="tide"), rules.levels["tide"], rules.patterns)
    taken = []
    for tick in range(300):
        started = time.perf_counter()
        world = step(world, NOTHING)
        screen.paint(show(world))
        screen.flip()
        if tick >= 60:
            taken.append(1000.0 * (time.perf_counter() - started))
    return taken


def _sound() -> Finding:
    troubles: list[str] = []
    voice = open_speaker(troubles.append)
    voice.close()
    if troubles:
        return Finding(False, "no sound card", troubles[0])
    return Finding(True, "sound card opens")


def _devices() -> Iterator[Finding]:
    """What there is to look and listen with; nothing is opened."""
    from affect.devices import v4l2  # noqa: PLC0415 - sensor libraries may be missing

    cameras = v4l2.numbers()
    names = ", ".join(v4l2.path_of(number) for number in cameras)
    yield Finding(bool(cameras), f"cameras: {names or 'none'}", "" if cameras else "connect one, or play without")
    try:
        from affect.devices.sound_card import microphone_names  # noqa: PLC0415

        microphones = microphone_names()
    except (AffectError, OSError) as error:
        yield Finding(False, "PortAudio does not load", f"apt-get install libportaudio2 ({error})")
        return
    names = ", ".join(name for _, name in microphones)
    yield Finding(
        bool(microphones), f"microphones: {names or 'none'}", "" if microphones else "connect one, or use the key"
    )


def _streams() -> Finding:
    """Whether Lab Streaming Layer could be used; without it all else works."""
    from affect import lsl  # noqa: PLC0415

    if not _version(LSL):
        return Finding(True, "Lab Streaming Layer: not installed, and needed only by --lsl and --lsl-heart")
    try:
        lsl.try_here()
    except AffectError as error:
        return Finding(False, f"Lab Streaming Layer: pylsl {_version(LSL)}, but it cannot be used", str(error))
    return Finding(True, f"Lab Streaming Layer: pylsl {_version(LSL)}; it can be kept on this machine")


def _listen(camera: str, microphone: str, heart: str) -> Iterator[Finding]:
    """Turn the devices on for a while: which sensors speak, how often, and how late."""
    from affect.live import Live  # noqa: PLC0415
    from affect.sensor import Device  # noqa: PLC0415

    specs = {Device.CAMERA: camera, Device.MICROPHONE: microphone, Device.HEART: heart}
    live = Live(specs, ())
    heard: dict[str, Heard] = {}
    troubles: dict[str, str] = {}
    bar = Bar("looking and listening")
    try:
        for device in specs:
            live.turn(device, True)
        end_ns = time.monotonic_ns() + int((OPENING_S + LISTEN_S) * 1e9)
        while (left_ns := end_ns - time.monotonic_ns()) > 0:
            readings, statuses, _ = live.take()
            now_ns = time.monotonic_ns()
            for reading in readings:
                heard.setdefault(reading.sensor, Heard(reading.sensor)).take(reading, now_ns)
            for status in statuses:
                if status.text:
                    troubles[status.device.value] = status.text
            bar.show(1.0 - left_ns / 1e9 / (OPENING_S + LISTEN_S))
            time.sleep(0.01)
    finally:
        bar.end()
        live.close()
    for name, trouble in troubles.items():
        yield Finding(False, f"{name} has a problem", trouble)
    for _, one in sorted(heard.items()):
        yield one.finding()
    if not heard:
        yield Finding(False, "no sensor said anything", "see the problems above; the game plays by keys alone")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
