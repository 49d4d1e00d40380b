"""A player's record comes back as it was saved, is never overwritten unread, and shows nothing on the disk."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.core.posterior import Known, Posterior
from game.core.reading import Scalar
from game.vault.errors import BadName, CannotOpen, Missing, Newer, Unfit
from game.vault.home import Home, find_player, home_folder, open_home, player_folder, player_names
from game.vault.keys import set_passphrase
from game.vault.passphrase import Passphrase
from game.vault.player import Consent, Given, Player, Progress, decoded, encoded
from game.vault.players import RECORD_NAME, load, read_record, save
from tests.vault.made import closed, unclosed

text = st.text(st.characters(codec="utf-8"), max_size=64)
number = st.floats(allow_nan=False, allow_infinity=False)
spread = st.floats(min_value=0.0, exclude_min=True, allow_infinity=False)
whole = st.integers(0, 1 << 40)
known = st.builds(Known, number, spread)
players = st.builds(
    Player,
    name=text,
    consent=st.lists(st.builds(Consent, text, st.booleans(), whole, whole), max_size=4).map(tuple),
    settings=st.binary(max_size=200),
    calibration=st.lists(st.builds(Scalar, text, number, spread), max_size=16).map(tuple),
    progress=st.builds(Progress, st.lists(text, max_size=5).map(tuple), whole, st.lists(text, max_size=5).map(tuple)),
    keep_days=st.none() | st.integers(1, 36_500),
    given=st.lists(st.builds(Given, text, whole, whole, whole), max_size=3).map(tuple),
    posterior=st.builds(Posterior, known, known, known, known, known, known, known),
)

MIRA = Player(
    name="Mira Sonnenschein",
    consent=(Consent("camera", True, 1_763_800_000, 2), Consent("microphone", False, 1_763_800_001, 2)),
    settings=b"language=de;reduced_motion=yes",
    calibration=(Scalar("mouth_width", 0.41, 0.02), Scalar("pitch_hz", 211.0, 14.0)),
    progress=Progress(("tide", "breathe"), 3, ("2025-W46", "2025-W47")),
    posterior=Posterior(resting_breath_hz=Known(0.27, 0.02)),
)


@settings(max_examples=150, deadline=None)
@given(players)
def test_encoding_round_trip(player: Player) -> None:
    """Every record that can be kept comes back equal."""
    assert decoded(encoded(player)) == player


def test_saved_and_loaded(home: Home, player: Path) -> None:
    """A new player has agreed to nothing; what is saved is loaded; saving again replaces it."""
    assert load(player, home.device).player == Player()
    assert not Player().grants("camera", 1)
    save(player, home.device, MIRA)
    save(player, home.device, replace(MIRA, progress=Progress(("tide",), 4, ())))
    save(player, home.device, MIRA)
    assert load(player, home.device).player == MIRA
    assert sorted(path.name for path in player.iterdir()) == [RECORD_NAME, "private.key", "public.key", "sessions"]


def test_consent_is_the_newest_word_to_this_version() -> None:
    """A later no takes back a yes, and new words ask again."""
    assert MIRA.grants("camera", 2)
    assert not MIRA.grants("camera", 3)
    assert not MIRA.grants("microphone", 2)
    taken_back = replace(MIRA, consent=(*MIRA.consent, Consent("camera", False, 1_763_900_000, 2)))
    assert not taken_back.grants("camera", 2)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(MIRA, name="x" * 65),
        replace(MIRA, settings=bytes(4097)),
        replace(MIRA, calibration=tuple(Scalar(f"scalar_{n}", 0.0, 1.0) for n in range(17))),
        replace(MIRA, calibration=(Scalar("pitch_hz", float("nan"), 1.0),)),
        replace(MIRA, calibration=(Scalar("pitch_hz", 200.0, 0.0),)),
        replace(MIRA, posterior=Posterior(skill=Known(float("inf"), 1.0))),
        replace(MIRA, progress=Progress((), -1, ())),
        replace(MIRA, name="\ud800"),
        replace(MIRA, keep_days=0),
        replace(MIRA, keep_days=36_501),
    ],
)
def test_what_no_record_can_hold_is_refused(home: Home, player: Path, wrong: Player) -> None:
    """A seventeenth scalar, a number that is none, a text too long: refused, and the old record stays."""
    save(player, home.device, MIRA)
    with pytest.raises(Unfit):
        save(player, home.device, wrong)
    assert load(player, home.device).player == MIRA


def test_a_damaged_record_is_set_aside_and_said(home: Home, player: Path) -> None:
    """Every changed byte is seen; load gives defaults and keeps the damaged file; save alone never overwrites it."""
    save(player, home.device, MIRA)
    path = player / RECORD_NAME
    data = path.read_bytes()
    for number_of, at in enumerate((0, 9, 15, 40, len(data) - 1), 1):
        damaged = bytearray(data)
        damaged[at] ^= 1
        path.write_bytes(damaged)
        if at == 9:
            damaged[at] = 0
            path.write_bytes(damaged)
        with pytest.raises(CannotOpen):
            save(player, home.device, Player())
        loaded = load(player, home.device)
        assert loaded.player == Player()
        assert loaded.set_aside == player / f"{RECORD_NAME}.damaged-{number_of}"
        assert loaded.set_aside.read_bytes() == damaged
        assert not path.exists()
    save(player, home.device, MIRA)
    assert load(player, home.device).player == MIRA


def test_whoever_only_looks_sets_nothing_aside(home: Home, player: Path) -> None:
    """The record as it is; defaults where it is damaged or not there: the file stays for ``load`` to say it."""
    assert read_record(player, home.device) == Player()
    save(player, home.device, MIRA)
    assert read_record(player, home.device) == MIRA
    path = player / RECORD_NAME
    damaged = path.read_bytes()[:-1]
    path.write_bytes(damaged)
    before = sorted(player.iterdir())
    assert read_record(player, home.device) == Player()
    assert (sorted(player.iterdir()), path.read_bytes()) == (before, damaged)
    assert load(player, home.device).set_aside is not None


def test_every_byte_of_a_record_counts(home: Home, player: Path) -> None:
    """No byte of a record can change without it being seen."""
    save(player, home.device, MIRA)
    path = player / RECORD_NAME
    data = path.read_bytes()
    with path.open("r+b", buffering=0) as file:
        for at in range(len(data)):
            file.seek(at)
            file.write(bytes((data[at] ^ 0x40,)))
            with pytest.raises((CannotOpen, Newer)):
                save(player, home.device, Player())
            file.seek(at)
            file.write(data[at : at + 1])


def test_a_newer_record_is_left_alone(home: Home, player: Path) -> None:
    """Neither load nor save touches what a newer Stillwater wrote."""
    save(player, home.device, MIRA)
    path = player / RECORD_NAME
    newer = path.read_bytes()[:8] + b"\0\2 whatever comes"
    path.write_bytes(newer)
    with pytest.raises(Newer, match="Install the newest"):
        load(player, home.device)
    with pytest.raises(Newer):
        save(player, home.device, MIRA)
    assert path.read_bytes() == newer


def test_a_record_does_not_open_in_another_players_folder(home: Home, player: Path) -> None:
    """Records cannot be exchanged between players, nor between machines."""
    save(player, home.device, MIRA)
    other = player_folder(home, "player-2")
    (other / RECORD_NAME).write_bytes((player / RECORD_NAME).read_bytes())
    assert load(other, home.device).set_aside is not None
    elsewhere = open_home(home.root.parent / "elsewhere")
    copied = player_folder(elsewhere)
    (copied / RECORD_NAME).write_bytes((player / RECORD_NAME).read_bytes())
    assert load(copied, elsewhere.device).set_aside is not None


def test_the_folder_shows_nothing(home: Home, player: Path) -> None:
    """No name, setting, sensor, place or record stands in plain in any file or file name; only the owner may look."""
    save(player, home.device, MIRA)
    closed(player)
    unclosed(player)
    set_passphrase(player, home.device, Passphrase("four calm words here"), 1_790_000_000)
    save(player, home.device, MIRA)
    words = [b"Mira", b"Sonnenschein", b"language", b"reduced", b"camera", b"mouth", b"pitch", b"breathe", b"2025-W"]
    words += [b"reading", b"seed 7", b"granted", b"posterior", b"sittings"]
    files = 0
    for path in [home.root, *home.root.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path
        assert not any(word.lower() in path.name.encode().lower() for word in words)
        if path.is_file():
            files += 1
            content = path.read_bytes().lower()
            assert not [word for word in words if word.lower() in content], path
    assert files == 6


def test_an_open_folder_is_tightened(tmp_path: Path) -> None:
    """A home that others could read is closed to them on opening."""
    root = tmp_path / "home"
    root.mkdir(mode=0o755)
    home = open_home(root)
    (root / "device.key").chmod(0o644)
    open_home(root)
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    assert stat.S_IMODE((root / "device.key").stat().st_mode) == 0o600
    assert player_names(home) == ()
    for name in ("player-10", "player-2", "player-1"):
        player_folder(home, name)
    assert player_names(home) == ("player-1", "player-2", "player-10")


@pytest.mark.parametrize("name", ["", "..", "player-0", "player-", "player-1/..", "Mira", "player-1\n"])
def test_hostile_player_names_are_refused(home: Home, name: str) -> None:
    """A player's folder is a number, never what somebody typed."""
    with pytest.raises(BadName):
        player_folder(home, name)
    assert not (home.root / "players").exists()


def test_finding_a_player_makes_none(home: Home, player: Path) -> None:
    """The folder of one there is; of any other nothing is made, whatever the name."""
    assert find_player(home, player.name) == player
    for name in ("player-2", "", "..", "player-0", "player-1/.."):
        with pytest.raises(Missing):
            find_player(home, name)
    assert player_names(home) == (player.name,)


def test_where_home_is() -> None:
    """STILLWATER_HOME before XDG_DATA_HOME before HOME; a relative XDG_DATA_HOME is passed over, as XDG asks."""
    assert home_folder({"STILLWATER_HOME": "/a", "XDG_DATA_HOME": "/b", "HOME": "/c"}) == Path("/a")
    assert home_folder({"XDG_DATA_HOME": "/b", "HOME": "/c"}) == Path("/b/stillwater")
    assert home_folder({"XDG_DATA_HOME": "b", "HOME": "/c"}) == Path("/c/.local/share/stillwater")
    with pytest.raises(Missing):
        home_folder({})
