"""One sitting from the title to leaving, played as a person would, and what is left of it."""

import itertools
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from game.core.belief import Belief
from game.core.facts import ConsentGiven
from game.core.pace import TICKS_PER_S
from game.core.reading import Quantity
from game.core.senses import REPORTED_SD_HZ
from tests.e2e.game import Game, Sitting, alive, descendants, read_sitting, sessions_of
from tests.e2e.made import write_breaths
from tests.rig.display import Display
from tests.rig.process import wait_until
from tests.rig.sound import SoundServer, speak

SLOW_PER_MIN, SLOW_S = 8.0, 46.0
FAST_PER_MIN, FAST_S = 15.0, 36.0
LONGEST_S = 150.0
"""So long somebody breathes at most: a machine that is busy elsewhere loses some of the sound, and each gap makes the
rate unsure for a while."""
JUDGED_TICKS = 15 * TICKS_PER_S
"""The breath tracker looks back up to 30 s: each part is judged by its last 15 s."""
KNOWN_SHARE = 0.25
"""In how much of these the rate is to be known."""
VOICES = 3
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
    slow: tuple[int, int]
    """Ticks between which somebody breathed slowly,"""
    fast: tuple[int, int]
    """then fast;"""
    voices: tuple[tuple[int, int], ...]
    """then spoke, several times."""
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
    slow = write_breaths(folder / "slow.wav", SLOW_PER_MIN, LONGEST_S, 1)
    fast = write_breaths(folder / "fast.wav", FAST_PER_MIN, LONGEST_S, 2)
    voice = speak("The sea is calm tonight, and the sea is wide and warm.", folder / "voice.wav")
    _begin(game, display)
    interfaces = Path(f"/proc/{game.process.pid}/net/dev").read_text(encoding="ascii")
    loudness = _breathe(game, display, sound, slow, SLOW_S)
    _breathe(game, display, sound, fast, FAST_S)
    display.press(MARK)
    for _ in range(VOICES):
        _speak(game, display, sound, voice)
    children = game.sensor_children()
    _take_back(game, display)
    refused = game.sensor_children()
    family = descendants(game.process.pid)
    _click(display, *TITLE_LEAVE)
    status = game.process.wait(30.0)
    with suppress(TimeoutError):
        wait_until(lambda: not any(alive(pid) for pid in family), 5.0, "")
    sitting = read_sitting(sessions_of(game.home)[-1], game.home)
    slow_at, fast_at, quiet_at, *voices = sitting.presses_of(MARK_NAME)
    assert len(voices) == 2 * VOICES, "a key was lost"
    return Played(
        home=game.home,
        sitting=sitting,
        slow=(slow_at, fast_at),
        fast=(fast_at, quiet_at),
        voices=tuple(zip(voices[::2], voices[1::2], strict=True)),
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


def judged(sitting: Sitting, end: int) -> tuple[list[Belief], list[Belief]]:
    """What was believed of the breath in the last 15 s before tick ``end``, and those of it that say a rate."""
    beliefs = [one.breath_hz for tick, one in sitting.estimates if end - JUDGED_TICKS <= tick < end]
    return beliefs, [belief for belief in beliefs if belief.variance < REPORTED_SD_HZ**2]


def _breathe(game: Game, display: Display, sound: SoundServer, path: Path, least_s: float) -> NDArray[np.float32]:
    """Breathe from a file for so long at least, and until the rate is known; lead the light round meanwhile.

    Returns what came out of the loudspeaker at its beginning.
    """
    display.press(MARK)
    enough_s = time.monotonic() + least_s
    keys = itertools.cycle(("Right", "Up", "Left", "Down"))
    with sound.playing(path) as breaths:
        loudness = sound.record(3.0)
        while breaths.poll() is None and (time.monotonic() < enough_s or not _known(game.sitting())):
            key = next(keys)
            display.hold(key)
            with suppress(subprocess.TimeoutExpired):
                breaths.wait(0.7)
            display.let_go(key)
    return loudness


def _known(sitting: Sitting) -> bool:
    """The rate is known for clearly long enough: some of it lies further back when it is judged."""
    beliefs, told = judged(sitting, sitting.ticks)
    return len(told) > 1.5 * KNOWN_SHARE * len(beliefs)


def _speak(game: Game, display: Display, sound: SoundServer, voice: Path) -> None:
    """Say something into a room in which nobody speaks, with a mark where it begins and where it ends."""
    game.wait_for(_nobody_speaks, "a voice is heard where there is none")
    streams = _streams(sound)
    with sound.playing(voice) as speaking:
        wait_until(lambda: _streams(sound) > streams, 10.0, "no voice was played")
        display.press(MARK)
        speaking.wait()
    display.press(MARK)


def _nobody_speaks(sitting: Sitting) -> bool:
    return [sample.value for _, sample in sitting.samples if sample.quantity is Quantity.VOICE_PRESENCE][-1] < 0.5


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
