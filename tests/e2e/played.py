"""One sitting from the title to leaving, played as a person would, and what is left of it."""

import itertools
import os
import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from game.core.facts import ConsentGiven
from tests.e2e.game import Game, Sitting, alive, descendants, read_sitting, sessions_of
from tests.e2e.made import write_breaths
from tests.rig.display import Display
from tests.rig.process import wait_until
from tests.rig.sound import SoundServer, speak

SLOW_PER_MIN, SLOW_S = 8.0, 46.0
FAST_PER_MIN, FAST_S = 15.0, 36.0
MARK, MARK_NAME = "Shift_L", "breathe_two"
"""A key that changes nothing in these levels; its place in the trace tells at which tick something was done."""
TITLE_SETTINGS, TITLE_LEAVE, SETTINGS_SENSORS = (736, 644), (928, 644), (200, 560)
"""Where these words are, in pixels of a window of 1280x720."""


@dataclass(frozen=True)
class Played:
    """What is left of the sitting."""

    home: Path
    """Its home folder, as the game left it; no passphrase was ever set in it."""
    sitting: Sitting
    """Its sealed trace."""
    marks: tuple[int, ...]
    """Ticks of: slow breaths begin, fast ones begin, they end, a voice begins, ends."""
    loudness: NDArray[np.float32]
    """float32 (n,): what came out of the loudspeaker during play."""
    interfaces: str
    """Names of the network interfaces the game saw."""
    children: tuple[int, ...]
    """Sensor processes while both devices were on,"""
    children_refused: tuple[int, ...]
    """and after consent was taken back."""
    leftovers: tuple[int, ...]
    """Processes of the game that outlived it."""
    status: int
    """Exit status."""
    words: str
    """What it said on its output and error streams."""


def to_nowhere() -> tuple[str, ...]:
    """A prefix that runs a command in a network namespace without anything in it; empty where none may be made."""
    for prefix in (("unshare", "--net"), ("unshare", "--map-root-user", "--net")):
        if _works([*prefix, "true"]):
            return prefix
    return ()


def _works(command: list[str]) -> bool:
    found = shutil.which(command[0]) is not None
    return found and subprocess.run(command, capture_output=True, check=False).returncode == 0


def play(game: Game, display: Display, sound: SoundServer, folder: Path) -> Played:
    """Play from the title to leaving, with breaths at two rates and a voice; files are made in ``folder``."""
    slow = write_breaths(folder / "slow.wav", SLOW_PER_MIN, SLOW_S, 1)
    fast = write_breaths(folder / "fast.wav", FAST_PER_MIN, FAST_S, 2)
    voice = speak("The sea is calm tonight, and the sea is wide and warm.", folder / "voice.wav")
    _begin(game, display)
    interfaces = Path(f"/proc/{game.process.pid}/net/dev").read_text(encoding="ascii")
    display.press(MARK)
    with sound.playing(slow) as breaths:
        loudness = sound.record(3.0)
        _steer(display, breaths)
    display.press(MARK)
    with sound.playing(fast) as breaths:
        _steer(display, breaths)
    display.press(MARK)
    streams = _streams(sound)
    with sound.playing(voice) as speaking:
        wait_until(lambda: _streams(sound) > streams, 10.0, "no voice was played")
        display.press(MARK)
        speaking.wait()
    display.press(MARK)
    children = game.sensor_children()
    _take_back(game, display)
    refused = game.sensor_children()
    family = descendants(game.process.pid)
    _click(display, *TITLE_LEAVE)
    status = game.process.wait(30.0)
    with suppress(TimeoutError):
        wait_until(lambda: not any(alive(pid) for pid in family), 5.0, "")
    sitting = read_sitting(sessions_of(game.home)[-1], game.home)
    return Played(
        home=game.home,
        sitting=sitting,
        marks=tuple(sitting.presses_of(MARK_NAME)),
        loudness=loudness,
        interfaces=interfaces,
        children=children,
        children_refused=refused,
        leftovers=tuple(pid for pid in family if alive(pid)),
        status=status,
        words=game.words,
    )


def _begin(game: Game, display: Display) -> None:
    """From the title over two times yes and the map into Tide, until every sensor is heard."""
    game.wait_for(lambda sitting: sitting.ticks > 0, "no title came")
    display.press("Return")
    for place, device in enumerate(("camera", "microphone")):
        game.wait_for(_asks(place), f"nobody asked about the {device}")
        display.press("Down", "Return")
    game.wait_for(lambda sitting: sitting.level == "calibration", "no calibration came")
    display.press("Escape")
    game.wait_for(lambda sitting: sitting.level == "feeling", "nobody asked how it feels")
    display.press("Tab")
    game.wait_for(lambda sitting: sitting.level == "places", "no map came")
    display.press("Return")
    game.wait_for(lambda sitting: sitting.level == "tide", "no shore came")
    game.wait_for(lambda sitting: sitting.heard_from >= {"face", "voice", "breath"}, "a sensor is not heard", 90.0)


def _asks(answered: int) -> Callable[[Sitting], bool]:
    """Consent is asked for, and so many answers were given."""
    return lambda sitting: sitting.level == "consent" and len(_answers(sitting)) == answered


def _answers(sitting: Sitting) -> list[ConsentGiven]:
    return [fact for _, fact in sitting.facts if isinstance(fact, ConsentGiven)]


def _steer(display: Display, until: "subprocess.Popen[bytes]") -> None:
    """Lead the light round by the arrow keys for as long as the breaths are played."""
    for key in itertools.cycle(("Right", "Up", "Left", "Down")):
        display.hold(key)
        with suppress(subprocess.TimeoutExpired):
            until.wait(0.7)
        display.let_go(key)
        if until.poll() is not None:
            return


def _take_back(game: Game, display: Display) -> None:
    """By pause, farewell and title to the settings, and there no to both devices; ends at the title."""
    display.press("Escape")
    display.press("Up")
    display.press("Return")
    game.wait_for(lambda sitting: sitting.level == "feeling", "nobody asked how it feels now")
    display.press("Tab")
    game.wait_for(lambda sitting: sitting.level == "reflection", "nobody offered a sentence")
    display.press("Return")
    game.wait_for(lambda sitting: sitting.level == "closing", "no farewell came")
    display.press("Escape")
    game.wait_for(lambda sitting: sitting.level == "title", "no title came back")
    _click(display, *TITLE_SETTINGS)
    game.wait_for(lambda sitting: sitting.level == "settings", "no settings came")
    _click(display, *SETTINGS_SENSORS)
    game.wait_for(lambda sitting: sitting.level == "consent", "nobody asked again")
    answered = len(_answers(game.sitting()))
    display.press("Return")
    game.wait_for(lambda sitting: len(_answers(sitting)) == answered + 1, "no answer about the camera")
    display.press("Return")
    game.wait_for(lambda sitting: sitting.level == "settings", "settings did not come back")
    display.press("Escape")
    game.wait_for(lambda sitting: sitting.level == "title", "no title came back")


def _click(display: Display, x: int, y: int) -> None:
    display.point(x, y)
    display.click()


def _streams(sound: SoundServer) -> int:
    """How many streams are being played into the sound server's sinks."""
    environment = {**os.environ, **sound.environment}
    command = ["pactl", "list", "short", "sink-inputs"]
    answer = subprocess.run(command, env=environment, capture_output=True, check=True, timeout=20, text=True)
    return len(answer.stdout.splitlines())
