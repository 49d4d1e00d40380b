"""What can be missing, broken, full, locked or killed: play goes on or ends in words that say what to do, and
what was sealed before opens."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.game import Game, agree, alive, call, playing, read_sitting, sessions_of
from tests.e2e.made import write_face_film, write_silence
from tests.rig.display import Display
from tests.rig.process import wait_until
from tests.rig.sound import SoundServer

pytestmark = pytest.mark.long

BARE: Mapping[str, str] = {
    "SDL_VIDEODRIVER": "dummy",
    "SDL_AUDIODRIVER": "dummy",
    "PULSE_SERVER": "unix:/nowhere",
}
"""A picture, and no sound server."""
SHORE = ("play", "--level", "tide")


@contextmanager
def shore(folder: Path, *words: str, environment: Mapping[str, str] = BARE, home: str = "home") -> Iterator[Game]:
    """Tide with these options, and a home, in ``folder``."""
    with playing([*SHORE, *words], folder / home, environment, folder / "log") as game:
        yield game


def ends_well(game: Game) -> None:
    """It plays on, ends when asked to, in plain words, and what it sealed is whole and verifies."""
    game.goes_on()
    assert game.leave() == 0, game.words
    assert "Traceback" not in game.words
    assert not read_sitting(sessions_of(game.home)[-1], game.home).ended_early
    verified = call(game.home, "verify", "last")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_no_camera(tmp_path: Path) -> None:
    """Where no camera is, it is said what to do, and play goes on."""
    agree(tmp_path / "home", "camera")
    spec = "63" if list(Path("/dev").glob("video*")) else "auto"
    with shore(tmp_path, "--camera", spec, "--microphone", "off") as game:
        game.wait_to_say("lug one in")
        assert "--camera off" in game.words
        ends_well(game)


def test_no_microphone(tmp_path: Path) -> None:
    """Where no microphone (and no loudspeaker) is, it is said what to do, and play goes on."""
    cards = Path("/proc/asound/cards")
    if cards.exists() and "[" in cards.read_text(encoding="ascii"):
        pytest.skip("this machine has a sound card")
    agree(tmp_path / "home", "microphone")
    with shore(tmp_path, "--camera", "off") as game:
        game.wait_to_say("No microphone was found. Plug one in and try again, or play with --microphone off.")
        ends_well(game)


def test_files_that_are_neither(tmp_path: Path) -> None:
    """A video and a sound that are none are named, each with what would do instead; play goes on."""
    agree(tmp_path / "home", "camera", "microphone")
    (tmp_path / "notes.mp4").write_text("no video", encoding="utf-8")
    (tmp_path / "notes.wav").write_text("no sound", encoding="utf-8")
    with shore(tmp_path, "--camera", f"{tmp_path}/notes.mp4", "--microphone", f"{tmp_path}/notes.wav") as game:
        game.wait_to_say("notes.mp4 is not a video that can be read. Give an MP4, MOV, AVI or MKV file.")
        game.wait_to_say("notes.wav holds no sound that can be read. Give a WAV, FLAC or OGG file.")
        ends_well(game)


def test_files_that_are_not_there(tmp_path: Path) -> None:
    """Files that do not exist are named; play goes on."""
    agree(tmp_path / "home", "camera", "microphone")
    with shore(tmp_path, "--camera", f"{tmp_path}/gone.mp4", "--microphone", f"{tmp_path}/gone.wav") as game:
        game.wait_to_say(f"There is no file {tmp_path}/gone.mp4. Give ")
        game.wait_to_say(f"There is no file {tmp_path}/gone.wav. Give ")
        ends_well(game)


def test_no_portaudio(tmp_path: Path) -> None:
    """Where PortAudio does not load (here: an empty file stands in its place), its package is named, the camera still
    sees, and play goes on."""
    agree(tmp_path / "home", "camera", "microphone")
    film = write_face_film(tmp_path / "face.mp4", seen_s=2, hidden_s=0)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "libportaudio.so.2").touch()
    environment = {**BARE, "LD_LIBRARY_PATH": str(tmp_path / "broken")}
    with shore(tmp_path, "--camera", str(film), environment=environment) as game:
        game.wait_to_say("sudo apt install libportaudio2")
        game.wait_for(lambda sitting: "face" in sitting.heard_from, "no face is seen", 90.0)
        ends_well(game)


def test_a_file_of_zeros(tmp_path: Path) -> None:
    """A sound file that holds nothing but zeros is told from a quiet room."""
    agree(tmp_path / "home", "microphone")
    with shore(tmp_path, "--camera", "off", "--microphone", str(write_silence(tmp_path / "zeros.wav"))) as game:
        game.wait_to_say("The microphone gives only silence: is it muted?")
        ends_well(game)


@pytest.mark.rig
def test_a_microphone_of_zeros(tmp_path: Path, sound_server: SoundServer) -> None:
    """A real microphone that is muted is told from a quiet room."""
    agree(tmp_path / "home", "microphone")
    environment = {"SDL_VIDEODRIVER": "dummy", **sound_server.environment}
    with shore(tmp_path, "--camera", "off", environment=environment) as game:
        game.wait_to_say("The microphone gives only silence: is it muted?")
        ends_well(game)


def test_camera_gone_while_playing(tmp_path: Path) -> None:
    """A camera's process that dies is started again; a film that is deleted is missed when it begins anew, and named;
    through both, play goes on."""
    agree(tmp_path / "home", "camera")
    film = write_face_film(tmp_path / "face.mp4", seen_s=3, hidden_s=0)
    with shore(tmp_path, "--camera", str(film), "--microphone", "off") as game:
        game.wait_for(lambda sitting: "face" in sitting.heard_from, "no face is seen", 90.0)
        (child,) = game.sensor_children()
        os.kill(child, signal.SIGKILL)
        wait_until(lambda: not alive(child), 10.0, "the child is not gone")
        dead = game.sitting().ticks + 120
        game.wait_for(
            lambda sitting: any(tick > dead and sample.sensor == "face" for tick, sample in sitting.samples),
            "the camera was not started again",
            90.0,
        )
        film.unlink()
        game.wait_to_say(f"There is no file {film}.")
        ends_well(game)


def test_a_passphrase_that_will_not_do(tmp_path: Path) -> None:
    """Too short a one is not taken; a closed descriptor gives none; another one than was set is refused."""
    home = tmp_path / "home"
    played = call(home, *SHORE, "--seconds", "1", "--no-sensors", environment=BARE)
    assert played.returncode == 0, played.stderr
    answers = [
        call(home, "sessions", "show", "last", passphrase="short"),
        call(home, "sessions", "show", "last", "--passphrase-fd", "57"),
    ]
    assert call(home, "sessions", "show", "last", passphrase="wide as the sea").returncode == 0
    answers.append(call(home, "sessions", "show", "last", passphrase="wide as the see"))
    answers.append(call(home, "verify", "last", passphrase="wide as the see"))
    for answer in answers:
        assert answer.returncode == 1
        assert answer.stdout == ""
        assert answer.stderr.startswith("stillwater: ")
        assert answer.stderr.count("\n") == 1, answer.stderr


def test_no_display() -> None:
    """Without a display play says so and offers --headless."""
    answer = call(Path("/nowhere"), "play")
    assert answer.returncode == 2
    assert "there is no display here" in answer.stderr
    assert "--headless" in answer.stderr


def test_a_display_that_does_not_answer(tmp_path: Path) -> None:
    """Where a display is named and is not there, play says so instead of playing where nobody can see it."""
    environment = {**BARE, "DISPLAY": ":7777", "SDL_VIDEODRIVER": ""}
    answer = call(tmp_path / "home", *SHORE, "--no-sensors", "--seconds", "1", environment=environment)
    assert answer.returncode == 1
    assert "No window can be opened here" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_home_that_is_a_file(tmp_path: Path) -> None:
    """A file, or a name below one, is no home: said before anything begins, with what to do."""
    (tmp_path / "file").touch()
    for home in (tmp_path / "file", tmp_path / "file" / "home"):
        answer = call(home, *SHORE, "--no-sensors", environment=BARE)
        assert answer.returncode == 1
        assert answer.stderr.startswith(f"stillwater: {home} is no folder")
        assert "STILLWATER_HOME" in answer.stderr
        assert answer.stderr.count("\n") == 1, answer.stderr


def test_no_home_at_all() -> None:
    """Where nothing says where a home could be, it is said."""
    environment = {"HOME": "", "XDG_DATA_HOME": "", "STILLWATER_HOME": ""}
    answer = call(Path("/nowhere"), "sessions", "list", environment=environment)
    assert answer.returncode == 1
    assert "There is no home folder to keep anything in. Set STILLWATER_HOME" in answer.stderr


def test_no_face_with_chinese_characters(tmp_path: Path) -> None:
    """Where the machine has no such face (here: nothing that lists faces is found), the game is in English, and says
    which package helps."""
    environment = {**BARE, "PATH": "/nowhere"}
    words = (*SHORE, "--headless", "--language", "zh_CN", "--seconds", "2")
    answer = call(tmp_path / "home", *words, environment=environment)
    assert answer.returncode == 0, answer.stderr
    assert "No face with Chinese characters was found, so the game stays in English." in answer.stderr


def test_a_home_that_may_not_be_written(tmp_path: Path) -> None:
    """A read-only home is named before anything begins, with what to do."""
    with _locked_folder(tmp_path / "disk") as folder:
        answer = call(folder / "home", *SHORE, "--no-sensors", environment=BARE)
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert "STILLWATER_HOME" in answer.stderr
    assert answer.stderr.count("\n") == 1, answer.stderr


def test_a_disk_that_fills_while_playing(tmp_path: Path) -> None:
    """When the disk is full it is said, play goes on, and what was sealed until then opens."""
    with (
        _small_disk(tmp_path / "disk", "size=1m") as disk,
        playing([*SHORE, "--no-sensors"], disk / "home", BARE, tmp_path / "log") as game,
    ):
        sealed = game.wait_for(lambda sitting: sitting.ticks >= 120, "nothing was sealed").ticks
        _fill(disk / "filler")
        game.wait_to_say("Free some space")
        assert "The game goes on; this sitting is kept up to here." in game.words
        assert game.process.poll() is None
        game.leave()
        assert all(line.startswith("stillwater: There is no room left") for line in game.words.splitlines())
        (disk / "filler").unlink()
        sitting = read_sitting(sessions_of(game.home)[-1], game.home)
        assert sitting.ended_early
        assert sitting.ticks >= sealed
        shown = call(game.home, "sessions", "show", "last")
        assert shown.returncode == 0, shown.stderr
        assert "ended early" in shown.stdout


def test_asked_to_end(tmp_path: Path) -> None:
    """SIGTERM ends a sitting as leaving does: closed, whole, verified."""
    with shore(tmp_path, "--no-sensors") as game:
        ends_well(game)
        shown = call(game.home, "sessions", "show", "last")
    assert "ended early" not in shown.stdout


@pytest.mark.rig
def test_killed(tmp_path: Path, display: Display) -> None:
    """After SIGKILL the session opens and says that it ended early; what was done 2 s before is in it."""
    environment = {**BARE, **display.environment}
    with shore(tmp_path, "--no-sensors", environment=environment) as game:
        game.wait_for(lambda sitting: sitting.ticks >= 60, "nothing was sealed")
        display.press("n")
        with pytest.raises(subprocess.TimeoutExpired):
            game.process.wait(2.0)
        game.process.kill()
        game.process.wait(10.0)
        sitting = read_sitting(sessions_of(game.home)[-1], game.home)
        assert sitting.ended_early
        assert sitting.presses_of("not_me"), f"a key pressed 2 s before is not among {sitting.ticks} ticks"
        verified = call(game.home, "verify", "last")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "ended early" in verified.stdout


@contextmanager
def _small_disk(folder: Path, options: str) -> Iterator[Path]:
    """A file system of its own; skips where this user may not mount one."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("a small file system of its own needs a user that may mount (root may)")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def _locked_folder(folder: Path) -> Iterator[Path]:
    """A folder nobody writes to: root passes over modes, so for root it is a file system that is read-only."""
    if os.geteuid() != 0:
        folder.mkdir(mode=0o555)
        yield folder
        return
    with _small_disk(folder, "size=1m"):
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        yield folder


def _fill(path: Path) -> None:
    """Write until there is no room."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return
