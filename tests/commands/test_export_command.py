"""``stillwater export``: a session as files in a folder, whole or not at all, over nothing of anybody's."""

import hashlib
import json
import os
import stat
from errno import EACCES, ENOSPC
from pathlib import Path

import pytest

from game.commands.household import Household
from game.core.inputs import NOTHING
from game.core.tape import encode
from game.core.trace import Kind, encode_header
from game.stage.words import Words
from game.vault.audit import Act, read_trail
from game.vault.calls import Calls, through
from game.vault.home import open_home, player_folder, sessions_folder
from game.vault.keys import unlock
from game.vault.layers import append
from game.vault.layout import CHUNKS_AT, FRAME_BYTES
from game.vault.recipients import DEVICE_NAME
from game.vault.saying import Corrected, Label, Noted, Signed
from game.vault.session import session_path
from game.vault.writer import Writer
from tests.commands.calling import PASSPHRASE, Caller
from tests.commands.sat import HEADER, SENTENCE, sit


class Refusing(Calls):
    """A disk that takes so many writes, and then says no."""

    def __init__(self, writes: int, why: int) -> None:
        self.writes = writes
        self.why = why

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        """Take it, or not any more."""
        self.writes -= 1
        if self.writes < 0:
            raise OSError(self.why, os.strerror(self.why))
        return super().write(descriptor, data)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where exports go."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def manifest(folder: Path) -> dict[str, object]:
    """The manifest of an export, every file of which is as it says."""
    told = json.loads((folder / "manifest.json").read_bytes())
    for one in told["files"]:
        assert hashlib.sha256((folder / one["path"]).read_bytes()).hexdigest() == one["sha256"]
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert files == {one["path"] for one in told["files"]} | {"manifest.json"}
    return dict(told)


def noted(home: Path, *acts: Act) -> list[tuple[Act, str, str]]:
    """What the audit says of exports, or of these acts, where no passphrase guards it."""
    opened = open_home(home)
    folder = player_folder(opened)
    trail = read_trail(folder, opened.device, unlock(folder, opened.device))
    return [(line.act, line.about, line.whom) for line in trail.lines if line.act in (acts or (Act.EXPORTED,))]


def sealed(home: Path, level: bytes) -> str:
    """A closed sitting of a second in this level; its name."""
    household = Household(open_home(home), print)
    with Writer(household.sessions, household.public, encode_header(HEADER)) as writer:
        writer.append(Kind.LEVEL, level)
        for _ in range(60):
            writer.append(Kind.TICK, encode(NOTHING))
    return writer.session_id


def test_each_format_has_a_folder_of_its_own(call: Caller, out: Path) -> None:
    """Whole by its manifest, for its owner only, named by day, session and format; each noted with who did it."""
    name = sit(call.home)
    answer = call("export", "last", "--as", "xdf", "csv", "--out", str(out))
    assert answer.status == 0, answer.err
    folders = sorted(out.iterdir())
    assert [folder.name for folder in folders] == [
        f"stillwater-2026-01-05-{name[:8]}-{each}" for each in ("csv", "xdf")
    ]
    assert answer.out.splitlines() == [
        f"{each}: {folder}" for each, folder in zip(("csv", "xdf"), folders, strict=True)
    ]
    assert "not sealed" in answer.err
    for folder in folders:
        assert manifest(folder)["session"] == name
        modes = {stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}
        assert modes == {0o700, 0o600}
    assert noted(call.home, Act.OPENED, Act.EXPORTED) == [
        (Act.OPENED, name, DEVICE_NAME),
        (Act.EXPORTED, f"{name} as csv", DEVICE_NAME),
        (Act.EXPORTED, f"{name} as xdf", DEVICE_NAME),
    ]


def test_one_player_has_one_sign_in_one_folder(call: Caller, out: Path, tmp_path: Path) -> None:
    """Sessions exported to one place fit together; nobody can tell by two places that they are one player's."""
    other = tmp_path / "other"
    other.mkdir()
    names = [sit(call.home, started=f"2026-01-0{day}T10:00:00+0000") for day in (5, 6)]
    for name in names:
        assert call("export", name, "--as", "csv", "--out", str(out)).status == 0
    assert call("export", names[0], "--as", "csv", "--out", str(other)).status == 0
    signs = [manifest(folder)["player"] for folder in (*out.iterdir(), *other.iterdir())]
    assert signs[0] == signs[1] != signs[2]


def test_what_people_said_goes_along_and_words_do_not(call: Caller, out: Path) -> None:
    """A correction marks its rows; a note and the player's own sentence stay in the vault."""
    name = sit(call.home)
    household, by = Household(open_home(call.home), print), Signed("passphrase", 1)
    for saying in (
        Corrected("1" * 16, 0, 120, Label.FINE, by),
        Noted("2" * 16, None, "Waltraud came in", "", True, by),
    ):
        append(household.folder, household.home.device, name, saying)
    assert call("export", name, "--as", "csv", "--out", str(out), "--language", "zh_CN").status == 0
    (folder,) = out.iterdir()
    assert manifest(folder)["language"] == "zh_CN"
    held = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b",fine\r\n" in held and "一次游玩" in held.decode()
    assert b"Waltraud" not in held and SENTENCE.encode() not in held


def test_a_passphrase_guards_it(guarded: Caller, out: Path) -> None:
    """As for every look at a session."""
    sit(guarded.home)
    words = ("export", "last", "--as", "csv", "--out", str(out))
    assert guarded(*words, passphrase_fd="deep as the sea").status == 1
    assert not list(out.iterdir())
    assert guarded(*words, passphrase_fd=PASSPHRASE).status == 0
    assert len(list(out.iterdir())) == 1


def test_nothing_is_written_over(call: Caller, out: Path) -> None:
    """A second time is refused with what to do, and what lies there stays as it was; nor is another format begun."""
    sit(call.home)
    words = ("export", "last", "--out", str(out), "--as")
    assert call(*words, "csv").status == 0
    (folder,) = out.iterdir()
    (folder / "manifest.json").write_text("mine")
    again = call(*words, "csv", "xdf")
    assert again.status == 1 and f"{folder} is there already. Move it away" in again.err
    assert [path.name for path in out.iterdir()] == [folder.name]
    assert (folder / "manifest.json").read_text() == "mine"


@pytest.mark.parametrize("writes", range(9))
def test_a_full_disk_leaves_nothing_half(call: Caller, out: Path, writes: int) -> None:
    """Wherever it is full: one message, no folder, no part of one."""
    sit(call.home)
    with through(Refusing(writes, ENOSPC)):
        answer = call("export", "last", "--as", "csv", "--out", str(out))
    assert answer.status == 1 and "no room left" in answer.err and answer.err.count("Free some space") <= 2
    assert "not sealed" not in answer.err
    assert not list(out.iterdir())
    assert noted(call.home) == []


def test_what_was_written_before_it_failed_stays_and_is_told(call: Caller, out: Path) -> None:
    """Of two formats the second cannot be made: the first lies there, is noted, and is said not to be sealed."""
    name = sealed(call.home, b"a level of tomorrow")
    answer = call("export", "last", "--as", "webm", "family", "--out", str(out))
    (folder,) = out.iterdir()
    assert answer.status == 1 and manifest(folder)["format"] == "family"
    assert answer.out == f"family: {folder}\n" and "not sealed" in answer.err
    assert noted(call.home) == [(Act.EXPORTED, f"{name} as family", DEVICE_NAME)]


def test_a_film_that_cannot_be_painted_says_why_in_words(call: Caller, out: Path) -> None:
    """And nothing is written, nor said of files that are not there."""
    sealed(call.home, b"a level of tomorrow")
    answer = call("export", "last", "--as", "webm", "--out", str(out))
    assert answer.status == 1 and not list(out.iterdir())
    assert f"webm was not made. {Words('en').say('ghost.failed')}" in answer.err
    assert "ghost." not in answer.err and "not sealed" not in answer.err


def test_a_folder_that_is_not_there_is_not_made(call: Caller, tmp_path: Path) -> None:
    """Most likely it was mistyped; a file is no folder either. Nobody is asked for a passphrase before."""
    sit(call.home)
    (tmp_path / "file").write_text("")
    for name in ("nowhere", "file"):
        answer = call("export", "last", "--as", "csv", "--out", str(tmp_path / name))
        assert answer.status == 1 and f"There is no folder {tmp_path / name}. Make it first" in answer.err
    assert noted(call.home) == []


def test_a_folder_that_is_not_ours_is_said(call: Caller, out: Path) -> None:
    """With what to do: another place, for the player's home elsewhere would change nothing."""
    sit(call.home)
    with through(Refusing(4, EACCES)):
        answer = call("export", "last", "--as", "csv", "--out", str(out))
    assert answer.status == 1 and f"{out} does not let Stillwater write" in answer.err
    assert "choose another place" in answer.err and "STILLWATER_HOME" not in answer.err
    assert not list(out.iterdir())


@pytest.mark.parametrize("wrong", (("--as", "doc"), ("--as",), ()))
def test_an_unknown_format_is_a_wrong_call(call: Caller, out: Path, wrong: tuple[str, ...]) -> None:
    """With the formats there are."""
    sit(call.home)
    answer = call("export", "last", "--out", str(out), *wrong)
    assert answer.status == 2 and "--as" in answer.err
    assert "csv" in answer.err or not wrong[1:]


def test_a_session_that_is_not_there_is_said(call: Caller, out: Path) -> None:
    """With where to look."""
    sit(call.home)
    answer = call("export", "zzz", "--as", "csv", "--out", str(out))
    assert answer.status == 1 and "sessions list" in answer.err and not list(out.iterdir())


def test_a_damaged_session_is_exported_only_when_asked(call: Caller, out: Path) -> None:
    """And then says in its manifest that it is not whole."""
    name = sit(call.home)
    path = session_path(sessions_folder(player_folder(open_home(call.home))), name)
    data = bytearray(path.read_bytes())
    data[-40] ^= 1
    path.write_bytes(data)
    words = ("export", "last", "--as", "csv", "--out", str(out))
    assert call(*words).status == 1
    assert not list(out.iterdir())
    answer = call(*words, "--salvage")
    assert answer.status == 0 and "lost: " in answer.err
    (folder,) = out.iterdir()
    assert manifest(folder)["lost"]


def test_a_session_whose_beginning_is_lost_cannot_be_exported(call: Caller, out: Path) -> None:
    """Without its header nobody knows what the numbers mean: one message, with what to do, and nothing is written."""
    name = sit(call.home)
    path = session_path(sessions_folder(player_folder(open_home(call.home))), name)
    data = bytearray(path.read_bytes())
    data[CHUNKS_AT + FRAME_BYTES + 2] ^= 1
    path.write_bytes(data)
    answer = call("export", "last", "--as", "csv", "--out", str(out), "--salvage")
    assert answer.status == 1 and "cannot be exported: The beginning of this session is lost" in answer.err
    assert not list(out.iterdir())


def test_the_help_says_how_the_two_exports_differ(call: Caller) -> None:
    """The plain trace of ``sessions export``, and this."""
    answer = call("sessions", "export", "--help")
    assert "stillwater export" in answer.out
    assert "csv:" in call("export", "--help").out
