"""Without a screen: a simulated player plays, files are observed, and every command says what it is for."""

import csv
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from game.__main__ import COMMANDS
from game.commands.household import Household
from game.core.reading import Quantity
from game.core.senses import REPORTED_SD_HZ
from game.vault.home import open_home
from tests.e2e.game import call, playing, read_sitting, sessions_of
from tests.e2e.made import write_breaths, write_face_film
from tests.levels.places import PLACES

pytestmark = pytest.mark.long


def test_a_simulated_minute(tmp_path: Path) -> None:
    """A minute is played to its end, told by a bar on the error stream alone, sealed, closed and verified."""
    home = tmp_path / "home"
    played = call(home, "play", "--headless", "--seconds", "60")
    assert played.returncode == 0, played.stderr
    assert played.stdout == ""
    assert "100%" in played.stderr
    sitting = read_sitting(sessions_of(home)[-1], home)
    assert sitting.ticks == 3600
    assert sitting.level == "tide"
    assert not sitting.ended_early
    verified = call(home, "verify", "last")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "verified: 3600 ticks, 60 digests agree" in verified.stdout


def test_a_simulated_player_speaks_for_nobody(tmp_path: Path) -> None:
    """Whatever a simulated player answers, the real one's record is as it was: no consent, no sitting counted."""
    home = tmp_path / "home"
    assert call(home, "play", "--headless", "--seconds", "20").returncode == 0
    answered = read_sitting(sessions_of(home)[-1], home).facts
    assert any("ConsentGiven" in str(fact) for _, fact in answered), "this player was never asked"
    player = Household(open_home(home), print).player
    assert player.consent == ()
    assert player.progress.sittings == 0
    assert player.calibration == ()


@pytest.mark.parametrize("place", PLACES)
def test_files_stand_in_for_devices(place: str, tmp_path: Path) -> None:
    """In every place a film and a sound that were named are what the simulated player's sitting is read from, they need
    no consent, and the sitting verifies."""
    film = write_face_film(tmp_path / "face.mp4", seen_s=2, hidden_s=0)
    breaths = write_breaths(tmp_path / "breaths.wav", 12.0, 4.0, 3)
    words = ["play", "--headless", "--level", place, "--camera", str(film), "--microphone", str(breaths)]
    with playing(words, tmp_path / "home", {}, tmp_path / "log") as game:
        expected = {"face", "voice", "breath"}
        sitting = game.wait_for(lambda sitting: sitting.heard_from >= expected, "a file is not read", 90.0)
        assert game.leave() == 0, game.words
    assert sitting.heard_from <= {*expected, "chest"}, "the simulated player's own readings are mixed in"
    seen = [sample.value for _, sample in sitting.samples if sample.quantity is Quantity.PRESENCE]
    assert max(seen) > 0.9
    verified = call(tmp_path / "home", "verify", "last")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_pictures(tmp_path: Path) -> None:
    """Pictures of 1 s and 5 s are taken in the size that was asked for, and show different moments of a lit place."""
    words = ("--headless", "--seconds", "6", "--level", "tide", "--size", "640x360", "--no-record")
    played = call(tmp_path / "home", "play", *words, "--screenshots", str(tmp_path / "pictures"))
    assert played.returncode == 0, played.stderr
    paths = sorted((tmp_path / "pictures").iterdir())
    assert [path.name for path in paths] == ["0001s.png", "0005s.png"]
    first, second = (np.asarray(cv2.imread(str(path)), dtype=np.float64) for path in paths)
    assert first.shape == second.shape == (360, 640, 3)
    for picture in (first, second):
        assert 5.0 < picture.mean() < 200.0
        assert picture.std() > 5.0
    assert np.abs(first - second).mean() > 0.2
    assert sessions_of(tmp_path / "home") == [], "--no-record kept a session"


def test_breathe(tmp_path: Path) -> None:
    """It begins with the minigame, which a simulated player may leave, and plays for as long as it was asked to."""
    home = tmp_path / "home"
    played = call(home, "breathe", "--headless", "--seconds", "20")
    assert played.returncode == 0, played.stderr
    sitting = read_sitting(sessions_of(home)[-1], home)
    assert (sitting.ticks, sitting.levels[0][1]) == (1200, "breathe")


def test_observe(tmp_path: Path) -> None:
    """A film and a sound become a table of what the sensors read, and it is right: the breath, and the hidden face."""
    film = write_face_film(tmp_path / "face.mp4", seen_s=3, hidden_s=3)
    breaths = write_breaths(tmp_path / "breaths.wav", 12.0, 30.0, 3)
    out = tmp_path / "readings.csv"
    words = ("observe", "--camera", str(film), "--microphone", str(breaths), "--out", str(out))
    observed = call(tmp_path / "home", *words)
    assert observed.returncode == 0, observed.stderr
    with out.open(encoding="utf-8", newline="") as file:
        table = csv.reader(file)
        assert next(table) == ["t_s", "sensor", "quantity", "value", "sd"]
        rows = [(float(row[0]), row[1], Quantity(row[2]), float(row[3]), float(row[4])) for row in table]
    assert {sensor for _, sensor, _, _, _ in rows} == {"face", "chest", "voice", "breath"}
    rates = [(60.0 * value, sd) for _, _, quantity, value, sd in rows if quantity is Quantity.BREATH_HZ]
    told = [rate for rate, sd in rates if sd < REPORTED_SD_HZ]
    assert len(told) > 10
    assert max(abs(rate - 12.0) for rate in told) < 1.0
    presence = [(t_s, value) for t_s, who, what, value, _ in rows if (who, what) == ("face", Quantity.PRESENCE)]
    assert min(value for t_s, value in presence if t_s < 3.0) > 0.9
    assert max(value for t_s, value in presence if t_s > 3.5) < 0.1
    assert not (tmp_path / "home").exists(), "observing needs no home"


def test_observe_with_nothing_or_nonsense(tmp_path: Path) -> None:
    """Nothing to observe is a wrong call; a file that is none is named, and an older table is left alone; so is a
    place where no table can be written."""
    assert call(tmp_path / "home", "observe").returncode == 2
    (tmp_path / "notes.wav").write_text("no sound", encoding="utf-8")
    out = tmp_path / "readings.csv"
    out.write_text("older", encoding="utf-8")
    answer = call(tmp_path / "home", "observe", "--microphone", f"{tmp_path}/notes.wav", "--out", str(out))
    assert answer.returncode == 1
    assert "notes.wav holds no sound that can be read. Give a WAV, FLAC or OGG file." in answer.stderr
    assert "Traceback" not in answer.stderr
    assert out.read_text(encoding="utf-8") == "older"
    sound = write_breaths(tmp_path / "breaths.wav", 12.0, 2.0, 3)
    nowhere = str(tmp_path / "nowhere" / "readings.csv")
    answer = call(tmp_path / "home", "observe", "--microphone", str(sound), "--out", nowhere)
    assert answer.returncode == 1
    assert answer.stderr.endswith("Name another file.\n")


SESSION_ACTS = ("list", "show", "export", "erase", "keep")


@pytest.mark.parametrize("words", [(), *((name,) for name in COMMANDS), *(("sessions", act) for act in SESSION_ACTS)])
def test_help(words: tuple[str, ...], tmp_path: Path) -> None:
    """Every command tells what it is for, and touches nothing."""
    answer = call(tmp_path / "home", *words, "--help")
    assert answer.returncode == 0
    assert answer.stdout.startswith("usage: stillwater")
    assert answer.stderr == ""
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "COMMAND"),
        (("fly",), "fly"),
        (("play", "--level", "moon"), "there is no level named 'moon'. There are:"),
        (("play", "--size", "tiny"), "give width and height like 1280x720"),
        (("play", "--size", "10x10"), "at least 320x180"),
        (("play", "--seconds", "0"), "give seconds between 0 and 86400"),
        (("play", "--seconds", "soon"), "seconds"),
        (("play", "--minutes", "60"), "give minutes between 3 and 8"),
        (("play", "--age", "ancient"), "--age"),
        (("play", "--headless", "--screenshots", "/dev/null/pictures"), "Name another folder for --screenshots"),
        (("play", "--language", "tlh"), "--language"),
        (("sessions",), "ACT"),
        (("sessions", "export", "last"), "--csv"),
        (("verify",), "session"),
        (("verify", "last", "--passphrase-fd", "three"), "--passphrase-fd"),
    ],
)
def test_a_wrong_call(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    """A wrong call ends with 2, says what is wrong, and touches nothing."""
    answer = call(tmp_path / "home", *words)
    assert answer.returncode == 2
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (tmp_path / "home").exists()


def test_sessions_that_are_not_there(tmp_path: Path) -> None:
    """With nothing kept yet the list says so, and the rest says where to look."""
    home = tmp_path / "home"
    assert call(home, "sessions", "list").stdout == "No session is kept yet.\n"
    for words in (("sessions", "show", "last"), ("verify", "last"), ("sessions", "erase", "0123")):
        answer = call(home, *words)
        assert answer.returncode == 1
        assert "See: stillwater sessions list" in answer.stderr


def test_erasing(tmp_path: Path) -> None:
    """Erasing asks twice; where nobody can be asked it wants both yeses; afterwards nothing of the session is left."""
    home = tmp_path / "home"
    assert call(home, "play", "--headless", "--seconds", "2").returncode == 0
    (session,) = sessions_of(home)
    unasked = call(home, "sessions", "erase", "last")
    assert unasked.returncode == 2
    assert "--yes" in unasked.stderr
    assert session.exists()
    assert call(home, "sessions", "erase", session.stem[:6], "--yes", "--for-ever").returncode == 0
    assert list(session.parent.iterdir()) == []


def test_the_doctor_answers(tmp_path: Path) -> None:
    """The doctor looks at everything without a screen, and each problem comes with what to do about it."""
    environment = {"SDL_AUDIODRIVER": "dummy", "PULSE_SERVER": "unix:/nowhere"}
    answer = call(tmp_path / "home", "doctor", environment=environment)
    assert answer.returncode in {0, 1}, answer.stderr
    assert "Traceback" not in answer.stderr
    lines = answer.stdout.splitlines()
    assert any(line.startswith("[ok] vault in") for line in lines)
    assert any("work per frame at 1280x720" in line for line in lines)
    for line, following in pairwise(lines):
        if line.startswith("[!!]"):
            assert following.startswith("     -> "), line
