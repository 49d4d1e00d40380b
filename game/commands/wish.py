"""What a sitting is asked for on the command line."""

import argparse
from dataclasses import dataclass
from pathlib import Path

from game.commands.minds import MINDS, USUAL
from game.core.setup import Mode
from game.core.temper import AgeBand

DEVICES = ("camera", "microphone")
"""What every house has, and what learns the player's neutral: values of affect.sensor.Device, as they are asked."""
WISHED_DEVICES = ("heart", "streams")
"""What is there, and asked about, only where it is wished for."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The options of ``play`` and ``breathe``."""

    level: str
    """Name of the first level."""
    camera: str
    """"auto", "off", a device or a file."""
    microphone: str
    """"auto", "off", a device or a file."""
    heart: str
    """"off", "auto", the name of a stream or a file."""
    streams: str
    """"machine": programs on this machine may read along; or "off"."""
    headless: bool
    """No window: the dummy video driver."""
    seconds: float | None
    """Play at most so long; None = until told to leave."""
    size: tuple[int, int]
    """Window size, pixels."""
    fullscreen: bool
    """Fill the screen."""
    language: str | None
    """"en" or "zh_CN"; None = as kept."""
    mode: Mode
    """Soothe or train."""
    age: AgeBand | None
    """Bounds the breath guide in this sitting; None = as a guardian told."""
    minutes: float
    """Length of a level."""
    plan: tuple[int, int] | None
    """Sittings a week and minutes each, to which the player is invited; None = as kept."""
    mind: str
    """What tunes the game: one of ``minds.MINDS``."""
    explore: bool | None
    """A guardian's word on offering a minigame by lot now and then; None = as kept."""
    screenshots: Path | None
    """Folder for pictures."""
    keep: bool
    """Seal the sitting on disk and keep what it taught; answers about sensors, and settings, are kept in any case."""
    player: str
    """Who plays, by number or name; "" = is asked where there are several."""

    @property
    def devices(self) -> tuple[str, ...]:
        """Devices the player could be asked about."""
        return tuple(name for name in DEVICES + WISHED_DEVICES if self.spec(name) != "off")

    def spec(self, device: str) -> str:
        """What stands for ``device``."""
        return {
            "camera": self.camera,
            "microphone": self.microphone,
            "heart": self.heart,
            "streams": self.streams,
        }[device]

    def is_nobodys(self, device: str) -> bool:
        """Nobody is looked at or listened to: a file stands in for the device, or a simulated person plays."""
        return Path(self.spec(device)).is_file() or (self.headless and device == "streams")


def add_options(parser: argparse.ArgumentParser, level: str) -> None:
    """Declare the options of a sitting that begins with ``level``."""
    add = parser.add_argument
    add("--level", default=level, help=f"level to begin with (default {level})")
    add("--camera", default="auto", metavar="WHAT", help="auto, off, a device (0, /dev/video0) or a video file")
    add("--microphone", default="auto", metavar="WHAT", help="auto, off, a device or a sound file")
    add(
        "--lsl-heart",
        default="off",
        metavar="WHAT",
        help="a heart belt that another program here hands on by Lab Streaming Layer: auto, the name of its stream, or "
        "a file of intervals (default off; it is asked first)",
    )
    add(
        "--lsl",
        action="store_true",
        help="let programs on this machine read along by Lab Streaming Layer: what the sensors say, decisions, markers "
        "(it is asked first)",
    )
    add("--no-sensors", action="store_true", help="the same as --camera off --microphone off --lsl-heart off")
    add("--headless", action="store_true", help="no window: files as sensors, or a simulated player")
    add("--seconds", type=_seconds, help="leave after so many seconds of play")
    add("--minutes", type=_minutes, default=5.0, help="length of a level, 3 to 8 (default 5)")
    add("--size", type=_size, default=(1280, 720), metavar="WxH", help="window size (default 1280x720)")
    add("--fullscreen", action="store_true", help="fill the screen (F11 switches)")
    add("--language", choices=["en", "zh_CN"], help="language, kept for later sittings")
    add("--mode", choices=[mode.value for mode in Mode], default=Mode.SOOTHE.value, help="soothe (default) or train")
    add(
        "--age",
        choices=[age.value for age in AgeBand],
        help="age band for this sitting, which bounds the breath guide (default: as a guardian told by `players set`; "
        "unknown counts as the youngest)",
    )
    add("--plan", type=plan, metavar="TIMESxMINUTES", help="the week's invitation, such as 3x15; kept for later")
    add("--mind", choices=MINDS, default=USUAL, help=f"what tunes the game (default {USUAL})")
    add(
        "--explore",
        choices=["yes", "no"],
        help="let lots decide about a breathing minigame now and then, so that the game learns whom it helps; a "
        "guardian's choice, kept for later (default no)",
    )
    add("--screenshots", type=Path, metavar="FOLDER", help="save pictures at 1, 5, 15, 30, 45, 60 s, then each minute")
    add("--player", default="", metavar="WHO", help="who plays, by number or name (default: it is asked)")
    add(
        "--no-record",
        action="store_true",
        help="keep nothing of this sitting; only a yes or no to a sensor, and settings that were changed, stay",
    )


def read_wish(arguments: argparse.Namespace) -> Wish:
    """The wish in parsed arguments."""
    off = arguments.no_sensors
    return Wish(
        level=arguments.level,
        camera="off" if off else arguments.camera,
        microphone="off" if off else arguments.microphone,
        heart="off" if off else arguments.lsl_heart,
        streams="machine" if arguments.lsl else "off",
        headless=arguments.headless,
        seconds=arguments.seconds,
        size=arguments.size,
        fullscreen=arguments.fullscreen,
        language=arguments.language,
        mode=Mode(arguments.mode),
        age=None if arguments.age is None else AgeBand(arguments.age),
        minutes=arguments.minutes,
        plan=arguments.plan,
        mind=arguments.mind,
        explore=None if arguments.explore is None else arguments.explore == "yes",
        screenshots=arguments.screenshots,
        keep=not arguments.no_record,
        player=arguments.player,
    )


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0.0 < seconds <= 86400.0:
        raise argparse.ArgumentTypeError("give seconds between 0 and 86400")
    return seconds


def _minutes(text: str) -> float:
    minutes = float(text)
    if not 3.0 <= minutes <= 8.0:
        raise argparse.ArgumentTypeError("give minutes between 3 and 8")
    return minutes


def plan(text: str) -> tuple[int, int]:
    """Sittings a week and minutes, from "3x15"."""
    times, _, minutes = text.partition("x")
    if not (times.isdigit() and minutes.isdigit() and 1 <= int(times) <= 14 and 3 <= int(minutes) <= 60):
        raise argparse.ArgumentTypeError("give times a week and minutes like 3x15: 1 to 14 times, 3 to 60 minutes")
    return int(times), int(minutes)


def _size(text: str) -> tuple[int, int]:
    wide, _, tall = text.partition("x")
    if not (wide.isdigit() and tall.isdigit() and int(wide) >= 320 and int(tall) >= 180):
        raise argparse.ArgumentTypeError("give width and height like 1280x720, at least 320x180")
    return int(wide), int(tall)
