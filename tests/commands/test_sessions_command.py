"""``stillwater sessions``: what is kept is listed by the index, shown, exported, erased, and kept for so long."""

import csv
import errno
import os
import shutil
import stat
import time
from contextlib import nullcontext
from pathlib import Path

import pytest

from game.commands.household import Household
from game.core.trace import Kind, encode_header
from game.vault.audit import Act, read_trail
from game.vault.calls import Calls, through
from game.vault.home import open_home, player_folder
from game.vault.index import NAME, read_index
from game.vault.keys import add_recovery, unlock
from game.vault.ledger import Ledger
from game.vault.passphrase import Passphrase
from game.vault.recovery import WordList
from game.vault.session import session_ids
from game.vault.sums import Cache, Sum, keep_sums, read_sums
from game.vault.writer import Writer
from tests.commands.calling import OTHER, PASSPHRASE, Caller, at_terminal
from tests.commands.sat import AROUSAL, HEADER, SENTENCE, records, sit

DAY_S = 86_400


def acts(call: Caller, passphrase: str | None = None) -> list[tuple[Act, str]]:
    """What the audit log says."""
    home = open_home(call.home)
    folder = player_folder(home)
    private = unlock(folder, home.device, Passphrase(passphrase) if passphrase else None)
    return [(line.act, line.about) for line in read_trail(folder, home.device, private).lines]


def shelf(call: Caller) -> Path:
    """The folder of sessions."""
    return call.home / "players" / "player-1" / "sessions"


@pytest.mark.parametrize("words", [(), ("list",), ("show",), ("export",), ("erase",), ("keep",)])
def test_help(call: Caller, words: tuple[str, ...]) -> None:
    """Each tells what it is for, and touches nothing."""
    answer = call("sessions", *words, "--help")
    assert answer.status == 0
    assert answer.out.startswith("usage: stillwater sessions")
    assert not call.home.exists()


@pytest.mark.parametrize("words", [(), ("show",), ("export", "last"), ("keep", "0"), ("keep", "soon"), ("erase",)])
def test_a_wrong_call(call: Caller, words: tuple[str, ...]) -> None:
    """It ends with 2 and says what is wrong."""
    answer = call("sessions", *words)
    assert answer.status == 2
    assert "usage: stillwater sessions" in answer.err
    assert not call.home.exists()


def test_the_list_needs_no_passphrase_before_one_is_set_and_sets_none(call: Caller) -> None:
    """By the index: start, length; nothing amiss. Looking at a list makes nobody choose a passphrase."""
    assert call("sessions", "list").out == "No session is kept yet.\n"
    names = [sit(call.home, started=f"2026-01-0{day}T10:00:00+0000") for day in (5, 6)]
    answer = call("sessions", "list")
    assert (answer.status, answer.err) == (0, "")
    assert [line.split()[0] for line in answer.out.splitlines()] == names
    assert all("0:04" in line and "2026-01-0" in line for line in answer.out.splitlines())
    assert "this machine" in call("keys", "list").out


def test_what_is_missing_changed_or_unknown_is_named_until_it_is_accepted(call: Caller) -> None:
    """A session that is gone, one put back from earlier and one from elsewhere are named; accepted, they are not."""
    gone, changed, _ = (sit(call.home) for _ in range(3))
    (shelf(call) / f"{gone}.still").unlink()
    with (shelf(call) / f"{changed}.still").open("ab") as file:
        file.write(b"more")
    home = open_home(call.home)
    elsewhere = sit(call.home.parent / "elsewhere")
    shutil.copy(
        call.home.parent / "elsewhere" / "players" / "player-1" / "sessions" / f"{elsewhere}.still", shelf(call)
    )
    for words in (("list",), ("list",), ("list", "--accept")):
        answer = call("sessions", *words)
        assert answer.status == (0 if "--accept" in words else 1)
        for name, said in ((gone, "are gone"), (changed, "not as they were closed"), (elsewhere, "not in the index")):
            assert any(name[:8] in line and said in line for line in answer.err.splitlines()), answer.err
    after = call("sessions", "list")
    assert gone[:8] not in after.out + after.err
    assert home.root == call.home


@pytest.mark.parametrize("amiss", [False, True], ids=["all is well", "another is gone"])
def test_the_next_list_forgets_what_was_erased(call: Caller, amiss: bool) -> None:
    """Nothing in the index or the sums says any more that an erased session was; what else is amiss stays named."""
    erased, kept, other = (sit(call.home) for _ in range(3))
    home = open_home(call.home)
    folder = player_folder(home)
    private = unlock(folder, home.device)
    lines = [Sum(name, 1, 1, b"tide") for name in (erased, kept)]
    for cache in Cache:
        keep_sums(folder, cache, home.device, *lines)
    if amiss:
        (shelf(call) / f"{other}.still").unlink()
    assert call("sessions", "erase", erased, "--yes", "--for-ever").status == 0
    for _ in range(2):
        answer = call("sessions", "list")
        assert (answer.status, other[:8] in answer.err) == (int(amiss), amiss)
    index = Ledger(folder, NAME, home.device).read(private)
    assert index.faults == ()
    assert [line.session_id for line in read_index(folder, home.device, private).lines] == [kept, other]
    assert not any(bytes.fromhex(erased) in entry or erased.encode() in entry for entry in index.entries)
    for cache in Cache:
        assert [line.session_id for line in read_sums(folder, cache, home.device, private).lines] == [kept]


def test_a_list_on_a_disk_that_takes_nothing_says_what_is_left(call: Caller) -> None:
    """Where the index cannot be written the list is shown, and that something of an erased session is still in it."""
    erased, kept = (sit(call.home) for _ in range(2))
    assert call("sessions", "erase", erased, "--yes", "--for-ever").status == 0
    with through(Full()):
        answer = call("sessions", "list")
    assert (answer.status, answer.out.split()[0]) == (0, kept)
    assert "what is left of erased sessions could not be taken out: " in answer.err


class Full(Calls):
    """A disk that takes no byte."""

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        """There is no room."""
        raise OSError(errno.ENOSPC, "No space left on device")


def test_all_sessions_gone_is_not_an_empty_shelf(call: Caller) -> None:
    """Where every file was taken away the index still tells which there were."""
    name = sit(call.home)
    (shelf(call) / f"{name}.still").unlink()
    answer = call("sessions", "list")
    assert answer.status == 1
    assert name[:8] in answer.err


def test_with_a_passphrase_the_list_wants_it_or_goes_by_the_files(guarded: Caller) -> None:
    """Without the passphrase names, dates and sizes of the files are shown, and that it is no more than that."""
    name = sit(guarded.home)
    for words in (("list",), ("list", "--files")):
        answer = guarded("sessions", *words)
        assert answer.status == 0
        assert answer.out.startswith(name)
        assert "KiB" in answer.out
        assert "by the files alone" in answer.err
    assert "0:04" in guarded("sessions", "list", passphrase_fd=PASSPHRASE).out
    assert guarded("sessions", "list", passphrase_fd=OTHER).status == 1


def test_showing_tells_all_and_is_noted(guarded: Caller) -> None:
    """Opened by the passphrase or the recovery words; a name that fits nothing says where to look."""
    name = sit(guarded.home)
    home = open_home(guarded.home)
    words = add_recovery(
        player_folder(home), home.device, WordList.ENGLISH, int(time.time()), Passphrase(PASSPHRASE)
    ).shown()
    shown = guarded("sessions", "show", name[:6], passphrase_fd=PASSPHRASE)
    again = guarded("sessions", "show", "last", "--recovery-words", passphrase_fd=" ".join(words))
    assert shown.status == again.status == 0, again.err
    assert shown.out == again.out
    for part in ("started   2026-01-05", "level tide", SENTENCE, "FeelingTold", "length      0:04"):
        assert part in shown.out
    wrong = guarded("sessions", "show", "last", passphrase_fd=OTHER)
    assert (wrong.status, wrong.out) == (1, "")
    assert "the passphrase (or key) is not right" in wrong.err
    missing = guarded("sessions", "show", "zz", passphrase_fd=PASSPHRASE)
    assert missing.status == 1
    assert "See: stillwater sessions list" in missing.err
    assert acts(guarded, PASSPHRASE) == [(Act.OPENED, name)] * 2


def test_an_older_copy_of_a_session_is_named_when_it_is_opened(call: Caller) -> None:
    """A session that opens and is not the one in the index says so."""
    name = sit(call.home)
    for log in shelf(call).parent.glob("index*"):
        log.unlink()
    answer = call("sessions", "show", name)
    assert answer.status == 0
    assert "not in the index" in answer.err


def test_the_export_holds_the_numbers_and_is_noted(call: Caller, tmp_path: Path) -> None:
    """Every estimate, fact and word as a row; a place that cannot be written says so."""
    name = sit(call.home)
    table = tmp_path / "trace.csv"
    assert call("sessions", "export", "last", "--csv", str(table)).status == 0
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    arousal = [float(row["value"]) for row in rows if row["name"] == "arousal"]
    assert arousal == [pytest.approx(AROUSAL)] * 8
    assert SENTENCE in [row["value"] for row in rows if row["kind"] == "words"]
    refused = call("sessions", "export", "last", "--csv", str(tmp_path / "no" / "trace.csv"))
    assert refused.status == 1
    assert acts(call) == [(Act.OPENED, name), (Act.EXPORTED, f"{name} as csv"), (Act.OPENED, name)]


def test_an_export_is_its_owners_alone_and_over_nothing(call: Caller, tmp_path: Path) -> None:
    """What lies there stays, and is named; nobody else reads what is written."""
    sit(call.home)
    table = tmp_path / "trace.csv"
    assert call("sessions", "export", "last", "--csv", str(table)).status == 0
    assert stat.S_IMODE(table.stat().st_mode) == 0o600
    table.write_text("mine")
    again = call("sessions", "export", "last", "--csv", str(table))
    assert (again.status, again.out) == (1, "")
    assert f"{table} is there already. Choose another name, or move it away." in again.err
    assert table.read_text() == "mine"
    erased = call("sessions", "erase", "last", "--yes", "--for-ever", "--export", str(tmp_path / "traces"))
    (copy,) = (tmp_path / "traces").iterdir()
    assert (erased.status, stat.S_IMODE(copy.stat().st_mode)) == (0, 0o600)


@pytest.mark.parametrize("odd", [False, True], ids=["a full disk", "an odd record"])
def test_an_export_that_fails_leaves_no_half(call: Caller, tmp_path: Path, odd: bool) -> None:
    """Whatever ends it, one message is said, and no part of a table is left; nothing is erased for its sake."""
    name = sit(call.home)
    if odd:
        household = Household(open_home(call.home), print)
        with Writer(household.sessions, household.public, encode_header(HEADER)) as writer:
            for kind, payload in (*records(), (int(Kind.FACT), b"odd")):
                writer.append(kind, payload)
        name = writer.session_id
    for words in (
        ("export", name, "--csv", str(tmp_path / "trace.csv")),
        ("erase", name, "--yes", "--for-ever", "--export", str(tmp_path)),
    ):
        with nullcontext() if odd else through(Full()):
            answer = call("sessions", *words)
        assert answer.status == 1
        assert ("was not written by Stillwater" if odd else "no room left to write") in answer.err
        assert list(tmp_path.glob("*.csv*")) == list(tmp_path.glob(".*.part")) == []
        assert name in session_ids(shelf(call))


def test_erasing_wants_two_yeses_and_can_export_first(call: Caller, tmp_path: Path) -> None:
    """One yes erases nothing; with both the trace is written first, then the session is gone, noted, and not missed."""
    one, two = sit(call.home), sit(call.home)
    for words in ((), ("--yes",), ("--for-ever",)):
        answer = call("sessions", "erase", one, *words)
        assert answer.status == 2
        assert "--yes --for-ever" in answer.err
    assert len(session_ids(shelf(call))) == 2
    folder = tmp_path / "traces"
    answer = call("sessions", "erase", one, "--yes", "--for-ever", "--export", str(folder))
    assert answer.status == 0, answer.err
    assert [path.name for path in folder.iterdir()] == [f"{one}.csv"]
    assert session_ids(shelf(call)) == (two,)
    assert acts(call) == [(Act.EXPORTED, one), (Act.ERASED, one)]
    assert call("sessions", "list").status == 0
    assert call("sessions", "erase", "all", "--yes", "--for-ever").out == "Erased: 1.\n"
    assert list(shelf(call).iterdir()) == []


def test_at_a_terminal_an_export_is_offered_and_two_answers_erase(call: Caller) -> None:
    """Another second answer erases nothing; the right ones do."""
    name = sit(call.home)
    status, shown = at_terminal(call.home, "sessions", "erase", "last", typed="\nyes\nno\n")
    assert status == 0
    assert "as CSV first?" in shown
    assert "Nothing was erased" in shown
    assert session_ids(shelf(call)) == (name,)
    status, shown = at_terminal(call.home, "sessions", "erase", "last", typed=f"\nyes\n{name[:4]}\n")
    assert (status, "Erased: 1." in shown) == (0, True)
    assert session_ids(shelf(call)) == ()


def test_what_cannot_be_exported_is_not_erased(call: Caller, tmp_path: Path) -> None:
    """A session that does not open keeps all of them from being erased."""
    names = [sit(call.home) for _ in range(2)]
    path = shelf(call) / f"{names[1]}.still"
    path.write_bytes(path.read_bytes()[:-1])
    answer = call("sessions", "erase", "all", "--yes", "--for-ever", "--export", str(tmp_path / "traces"))
    assert answer.status == 1
    assert set(session_ids(shelf(call))) == set(names)


def test_how_long_they_are_kept(call: Caller) -> None:
    """Said, set, noted; what is older already is counted before it goes at the next start."""
    name = sit(call.home)
    assert call("sessions", "keep").out == "Sittings are kept until somebody erases them.\n"
    old_s = time.time() - 31 * DAY_S
    os.utime(shelf(call) / f"{name}.still", (old_s, old_s))
    answer = call("sessions", "keep", "30")
    assert "Sittings are kept 30 days." in answer.out
    assert "1 are older and are erased at the next start" in answer.out
    assert session_ids(shelf(call)) == (name,)
    assert call("sessions", "keep", "always").out == "Sittings are kept until somebody erases them.\n"
    assert [act for act, _ in acts(call)] == [Act.SETTING_CHANGED] * 2


def test_an_audit_that_was_cut_is_said(call: Caller) -> None:
    """The log of what was done cannot be shortened unseen; the last lines can be asked for."""
    assert call("audit", "show").out == "Nothing is noted yet.\n"
    sit(call.home)
    for _ in range(3):
        call("sessions", "show", "last")
    shown = call("audit", "show", "--last", "2")
    assert (shown.status, len(shown.out.splitlines())) == (0, 2)
    assert all("opened" in line for line in shown.out.splitlines())
    log = shelf(call).parent / "audit-1.log"
    log.write_bytes(log.read_bytes()[:-10])
    answer = call("audit", "show")
    assert answer.status == 1
    assert "not as it was written" in answer.err
