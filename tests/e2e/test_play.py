"""One sitting, played as a person would: window, keys, a camera that shows a face, a microphone that hears breath.

The game runs in a network of its own that leads nowhere. Everything is played once, by a fixture; each test then
looks at one property of what was seen, heard, sealed and left behind.
"""

import csv
import itertools
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from game.core.belief import Sample
from game.core.facts import CalibrationReached
from game.core.reading import Quantity
from game.vault.errors import CannotOpen
from tests.e2e.game import Sitting, call, playing, read_sitting, sessions_of
from tests.e2e.made import write_face_film
from tests.e2e.played import FAST_PER_MIN, KNOWN_SHARE, SLOW_PER_MIN, Played, judged, play, to_nowhere
from tests.rig.display import xvfb
from tests.rig.sound import pulse

pytestmark = [pytest.mark.rig, pytest.mark.long]

PASSPHRASE = "the lake is wide tonight"
PICTURES_AND_SOUNDS = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff\xe0\x00\x10JFIF",
    b"Exif\x00\x00",
    b"WAVEfmt ",
    b"OggS\x00\x02",
    b"fLaC\x00\x00",
    b"ftypisom",
    b"matroska",
)
PLAIN_WORDS = (b"camera", b"microphone", b"consent", b"language", b"volume", b"valence", b"breath", b"started", b"tide")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """Play it."""
    folder = tmp_path_factory.mktemp("sitting")
    film = write_face_film(folder / "face.mp4")
    words = ["play", "--camera", str(film), "--age", "adult"]
    with xvfb() as display, pulse() as sound:
        environment = {**display.environment, **sound.environment}
        with playing(words, folder / "home", environment, folder / "log", to_nowhere()) as game:
            try:
                yield play(game, display, sound, folder)
            except BaseException:
                display.screenshot(folder / "when_it_failed.png")
                print(f"see {folder / 'when_it_failed.png'}")
                raise


def _between(sitting: Sitting, first: int, last: int, quantity: Quantity, sensor: str) -> list[tuple[int, Sample]]:
    """What one sensor said of one quantity from tick ``first`` up to ``last``."""
    return [
        (tick, sample)
        for tick, sample in sitting.samples
        if first <= tick < last and sample.quantity is quantity and sample.sensor == sensor
    ]


def test_it_was_played_to_its_own_end(played: Played) -> None:
    """The way through the levels is the one that was chosen, and leaving by the title is a good end."""
    names = [name for _, name in played.sitting.levels]
    there = ["title", "consent", "calibration", "feeling", "places", "tide", "feeling", "reflection", "closing"]
    assert names == [*there, "title", "settings", "consent", "settings", "title"]
    assert {"left", "right", "up", "down"} <= {key for _, key in played.sitting.pressed}
    assert any(isinstance(fact, CalibrationReached) for _, fact in played.sitting.facts)
    assert not played.sitting.ended_early
    assert played.status == 0, played.words
    assert "Traceback" not in played.words


def test_no_network_was_there(played: Played) -> None:
    """All of this happened with no network but a loopback that is down."""
    if not to_nowhere():
        pytest.skip("this user may not make a network namespace (root may)")
    names = [line.partition(":")[0].strip() for line in played.interfaces.splitlines()[2:]]
    assert names == ["lo"]


@pytest.mark.parametrize(("part", "per_minute"), [("slow", SLOW_PER_MIN), ("fast", FAST_PER_MIN)])
def test_breath_rate_is_right(played: Played, part: str, per_minute: float) -> None:
    """In the last 15 s of each part the rate is known for a while: then within 1/min of the truth, never 2/min off.

    The first words after the rate has changed still carry some of the rate before.
    """
    _, end = getattr(played, part)
    beliefs, known = judged(played.sitting, end)
    assert len(beliefs) > 20
    assert len(known) >= KNOWN_SHARE * len(beliefs), f"known {len(known)} times of {len(beliefs)}"
    told = [60.0 * belief.mean for belief in known]
    assert abs(float(np.median(told)) - per_minute) < 1.0, told
    assert max(abs(rate - per_minute) for rate in told) < 2.0, told


def test_a_voice_is_noticed_within_a_second(played: Played) -> None:
    """Nobody speaks while somebody breathes; a second after a voice begins it is noticed, two times of three: at the
    third the machine may have been busy elsewhere."""
    quiet = _between(played.sitting, played.slow[0], played.fast[1], Quantity.VOICE_PRESENCE, "voice")
    assert len(quiet) > 30
    assert np.mean([sample.value > 0.5 for _, sample in quiet]) < 0.02
    waits = []
    for begins, ends in played.voices:
        spoken = _between(played.sitting, begins, ends, Quantity.VOICE_PRESENCE, "voice")
        waits.append(next((tick for tick, sample in spoken if sample.value > 0.5), ends) - begins)
    assert np.median(waits) <= 60, waits


def test_a_hidden_face_is_silence(played: Played) -> None:
    """A face that is seen smiles and is happier than neutral; a hidden one says nothing but that it is not there,
    and belief in its feeling grows wider, until another sensor speaks, instead of going to neutral with confidence."""
    sitting, first, last = played.sitting, played.slow[0], played.voices[-1][1]
    presence = _between(sitting, first, last, Quantity.PRESENCE, "face")
    valence = _between(sitting, first, last, Quantity.VALENCE, "face")
    seen = [sample.value for _, sample in valence]
    assert np.median(seen) > 0.3
    heard = [tick for tick, _ in _between(sitting, first, last, Quantity.VALENCE, "voice")]
    hidden = _stretches(presence)
    assert len(hidden) >= 3, "the film hides the face for 6 s of every 18"
    for begin, end in hidden:
        assert not [tick for tick, _ in valence if begin + 30 <= tick <= end], "a hidden face showed a feeling"
        beliefs = [(tick, estimate) for tick, estimate in sitting.estimates if begin + 30 <= tick <= end]
        assert beliefs[-1][1].presence.mean < 0.1
        for (earlier, before), (later, after) in itertools.pairwise(beliefs):
            if not any(earlier < tick <= later for tick in heard):
                assert before.valence.variance < after.valence.variance, (earlier, later)
    shown = [estimate for tick, estimate in sitting.estimates if first <= tick < last and not _within(tick, hidden)]
    assert np.median([estimate.presence.mean for estimate in shown]) > 0.9


def _stretches(presence: list[tuple[int, Sample]]) -> list[tuple[int, int]]:
    """First and last tick of every stretch of at least 4 s in which the face is not there."""
    found: list[tuple[int, int]] = []
    begin: int | None = None
    before = 0
    for tick, sample in presence:
        if sample.value < 0.3:
            begin, before = (tick if begin is None else begin), tick
        elif begin is not None:
            found.append((begin, before))
            begin = None
    return [(begin, end) for begin, end in found if end - begin >= 240]


def _within(tick: int, stretches: list[tuple[int, int]]) -> bool:
    return any(begin - 120 <= tick <= end + 120 for begin, end in stretches)


def test_sound_comes_out(played: Played) -> None:
    """The place sounds: clearly above silence, and nowhere near clipping."""
    level_dbfs = 10.0 * np.log10(np.mean(np.square(played.loudness, dtype=np.float64)) + 1e-12)
    assert -50.0 < level_dbfs < -10.0
    assert np.abs(played.loudness).max() < 1.0


def test_no_sensor_outlives_its_consent(played: Played) -> None:
    """Two children while both devices were on, none after no was said, and nothing left of the game at the end."""
    assert len(played.children) == 2
    assert played.children_refused == ()
    assert played.leftovers == ()


def test_the_home_holds_only_what_is_sealed(played: Played) -> None:
    """Keys, one record, one session: no picture, no sound, no readable word; what is sealed looks like noise."""
    files = sorted(path for path in played.home.rglob("*") if path.is_file())
    names = [str(path.relative_to(played.home)) for path in files]
    player = "players/player-1"
    session = sessions_of(played.home)[-1]
    ledgers = ("audit-1.log", "audit.head", "index-1.log", "index.head")
    own = ("player.sealed", "private.key", "public.key", *ledgers, f"sessions/{session.name}")
    kept = [f"{player}/{name}" for name in own]
    assert names == sorted(["device.key", *kept])
    for path in files:
        data = path.read_bytes()
        assert not path.stat().st_mode & 0o077, f"others may look into {path}"
        for trace in (*PICTURES_AND_SOUNDS, *PLAIN_WORDS):
            assert trace not in data, f"{trace!r} in {path}"
    data = session.read_bytes()
    assert len(zlib.compress(data, 9)) > 0.97 * len(data)


def test_it_opens_only_with_the_passphrase(played: Played, tmp_path: Path) -> None:
    """The first look back sets the passphrase; afterwards another one, and none, are refused, by play's own key too."""
    home = _copy(played, tmp_path)
    first = call(home, "sessions", "show", "last", passphrase=PASSPHRASE)
    assert first.returncode == 0, first.stderr
    assert "level tide" in first.stdout
    again = call(home, "sessions", "show", "last", passphrase=PASSPHRASE)
    assert again.stdout == first.stdout
    wrong = call(home, "sessions", "show", "last", passphrase=f"{PASSPHRASE}s")
    without = call(home, "sessions", "show", "last")
    for refused in (wrong, without):
        assert refused.returncode == 1
        assert refused.stdout == ""
        assert refused.stderr.startswith("stillwater: ")
        assert "Traceback" not in refused.stderr


def test_it_verifies_in_another_process(played: Played, tmp_path: Path) -> None:
    """Told again by another process, with the passphrase set, every digest is the same."""
    verified = call(_copy(played, tmp_path), "verify", "last", passphrase=PASSPHRASE)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert f"verified: {played.sitting.ticks} ticks, {played.sitting.ticks // 60} digests agree" in verified.stdout


def test_one_changed_bit_is_refused(played: Played, tmp_path: Path) -> None:
    """Wherever one bit is turned, the session is refused; by the command in words that say what to do."""
    home = _copy(played, tmp_path)
    session = sessions_of(home)[-1]
    whole = session.read_bytes()
    places = [3, 40, 110, len(whole) // 3, len(whole) // 2, len(whole) - 2]
    for place in places:
        changed = bytearray(whole)
        changed[place] ^= 0x10
        session.write_bytes(changed)
        with pytest.raises(CannotOpen):
            read_sitting(session, home)
    refused = call(home, "verify", "last", passphrase=PASSPHRASE)
    assert refused.returncode == 1
    assert "Restore it from a backup" in refused.stderr
    session.write_bytes(whole)
    assert read_sitting(session, home, PASSPHRASE).ticks == played.sitting.ticks


def test_its_trace_can_be_taken_out_as_a_table(played: Played, tmp_path: Path) -> None:
    """The exported table holds the same beliefs, and is the only thing that is ever written in plain."""
    home = _copy(played, tmp_path)
    table = tmp_path / "trace.csv"
    exported = call(home, "sessions", "export", "last", "--csv", str(table), passphrase=PASSPHRASE)
    assert exported.returncode == 0, exported.stderr
    with table.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "estimate" and row["name"] == "breath_hz"]
    told = [(float(row["t_s"]), float(row["value"])) for row in rows]
    sealed = [(tick / 60.0, estimate.breath_hz.mean) for tick, estimate in played.sitting.estimates]
    np.testing.assert_allclose(told, sealed, rtol=1e-3)


def _copy(played: Played, folder: Path) -> Path:
    """A home of the test's own, so that each begins where the sitting ended: no passphrase set."""
    return Path(shutil.copytree(played.home, folder / "home"))
