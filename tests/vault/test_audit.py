"""The log holds every line in order, shows nothing without the ring, and no line is taken out unseen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.vault.audit import Act, Line, note, read_trail
from game.vault.errors import Unfit
from game.vault.home import Home, player_folder
from game.vault.keys import PrivateKey, remove, unlock
from tests.vault.made import LIN, NOW_S, RIGHT

LINES = tuple(Line(NOW_S + n, act, f"{n:032x}", "Dr. Lin") for n, act in enumerate(Act))


@pytest.fixture
def noted(home: Home, player: Path) -> Path:
    """A player with a log of twelve lines."""
    for line in LINES:
        note(player, home.device, line)
    return player


def test_lines_come_back_in_order(home: Home, noted: Path, private: PrivateKey) -> None:
    """Every line, appended one by one or several at once, comes back as it was, without faults."""
    note(noted, home.device, *LINES)
    trail = read_trail(noted, home.device, private)
    assert (trail.lines, trail.faults) == ((*LINES, *LINES), ())


def test_nothing_was_done_yet(home: Home, player: Path, private: PrivateKey) -> None:
    """A new player's log is empty and without faults."""
    assert read_trail(player, home.device, private) == read_trail(player, home.device, private)
    trail = read_trail(player, home.device, private)
    assert (trail.lines, trail.faults) == ((), ())


def test_the_log_shows_nothing(noted: Path) -> None:
    """Neither acts nor names stand in plain, and two lines of different length take the same room."""
    data = b"".join(path.read_bytes() for path in noted.iterdir() if path.is_file())
    assert not any(word in data for word in (b"opened", b"erased", b"Lin", b"when_s"))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200), st.text(max_size=200), st.integers(0, 1 << 50), st.sampled_from(Act))
def test_round_trip(
    home: Home, player: Path, private: PrivateKey, about: str, whom: str, when_s: int, act: Act
) -> None:
    """Any texts and times come back as they were."""
    note(player, home.device, Line(when_s, act, about, whom))
    assert read_trail(player, home.device, private).lines[-1] == Line(when_s, act, about, whom)


def test_what_no_line_can_hold_is_refused(home: Home, player: Path) -> None:
    """Texts too long are refused, and nothing is written."""
    with pytest.raises(Unfit):
        note(player, home.device, Line(NOW_S, Act.OPENED, "x" * 201))
    assert not list(player.glob("audit*"))


def _starts(data: bytes) -> list[int]:
    """Where the entries of a log begin, and its end."""
    found = [22]
    while found[-1] < len(data):
        found.append(found[-1] + 4 + int.from_bytes(data[found[-1] : found[-1] + 4], "big"))
    return found


def _without(data: bytes, entry: int) -> bytes:
    starts = _starts(data)
    return data[: starts[entry]] + data[starts[entry + 1] :]


def _swapped(data: bytes) -> bytes:
    at = _starts(data)
    return data[: at[2]] + data[at[3] : at[4]] + data[at[2] : at[3]] + data[at[4] :]


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "last line cut off": lambda data: _without(data, len(LINES) - 1),
    "half of the last line cut off": lambda data: data[:-40],
    "first line taken out": lambda data: _without(data, 0),
    "middle line taken out": lambda data: _without(data, 5),
    "two lines swapped": _swapped,
    "all lines cut off": lambda data: data[:22],
    "emptied": lambda data: b"",
    "one bit in a line": lambda data: data[:100] + bytes((data[100] ^ 1,)) + data[101:],
    "one bit in the beginning": lambda data: data[:20] + bytes((data[20] ^ 1,)) + data[21:],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_changes_are_seen(home: Home, noted: Path, private: PrivateKey, change: Callable[[bytes], bytes]) -> None:
    """Cut, reordered or changed: said, and still said after more lines, which are kept."""
    path = noted / "audit-1.log"
    path.write_bytes(change(path.read_bytes()))
    trail = read_trail(noted, home.device, private)
    assert trail.faults and set(trail.lines) <= set(LINES)
    note(noted, home.device, Line(0, Act.OPENED))
    trail = read_trail(noted, home.device, private)
    assert trail.faults and trail.lines[-1] == Line(0, Act.OPENED)


def test_a_changed_line_costs_only_itself(home: Home, noted: Path, private: PrivateKey) -> None:
    """With one line changed all others are read, in order, and the number of the changed one is said."""
    path = noted / "audit-1.log"
    data = bytearray(path.read_bytes())
    data[_starts(bytes(data))[4] + 90] ^= 1
    path.write_bytes(data)
    trail = read_trail(noted, home.device, private)
    assert trail.lines == LINES[:4] + LINES[5:]
    assert [fault for fault in trail.faults if "entry 5 " in fault]


def test_a_deleted_log_is_said_for_ever(home: Home, noted: Path, private: PrivateKey) -> None:
    """Without its log the head still says that there was one, after more lines, too, and counts the losses."""
    for _ in range(2):
        next(noted.glob("audit-*.log")).unlink()
        assert read_trail(noted, home.device, private).faults
        note(noted, home.device, LINES[0])
        trail = read_trail(noted, home.device, private)
        assert trail.lines == LINES[:1] and "cut or lost" in trail.faults[0]


def test_a_lost_or_older_head_is_seen(home: Home, noted: Path, private: PrivateKey) -> None:
    """Without its head, with another's or with a changed one the log still reads, and says what is not known."""
    head = noted / "audit.head"
    before = head.read_bytes()
    head.unlink()
    trail = read_trail(noted, home.device, private)
    assert trail.lines == LINES and "head is gone" in trail.faults[0]
    for at in range(0, len(before), 7):
        head.write_bytes(before[:at] + bytes((before[at] ^ 1,)) + before[at + 1 :])
        if at != 9:  # the form: a newer one is refused as such
            trail = read_trail(noted, home.device, private)
            assert trail.lines == LINES and "head was changed" in trail.faults[0]
    other = player_folder(home, "player-2")
    note(other, home.device, LINES[0])
    head.write_bytes((other / "audit.head").read_bytes())
    assert read_trail(noted, home.device, private).faults


def test_a_line_of_another_player_does_not_fit(home: Home, noted: Path, private: PrivateKey) -> None:
    """Another player's whole log in this one's place is refused."""
    other = player_folder(home, "player-2")
    for line in LINES:
        note(other, home.device, line)
    (noted / "audit-1.log").write_bytes((other / "audit-1.log").read_bytes())
    trail = read_trail(noted, home.device, private)
    assert trail.lines == () and trail.faults


def test_the_log_survives_a_change_of_keys(guarded_home: Home, guarded: Path) -> None:
    """Lines from before and after a recipient was removed are read by the ring; the removed one reads the earlier."""
    device, old = guarded_home.device, unlock(guarded, guarded_home.device, LIN)
    note(guarded, device, LINES[0])
    remove(guarded, device, "Dr. Lin", RIGHT)
    note(guarded, device, LINES[1])
    assert read_trail(guarded, device, unlock(guarded, device, RIGHT)).lines == LINES[:2]
    trail = read_trail(guarded, device, old)
    assert trail.lines == LINES[:1] and trail.faults


def test_what_follows_the_head_was_never_finished(home: Home, noted: Path, private: PrivateKey) -> None:
    """Bytes behind the head's length are passed over and overwritten by the next line."""
    path = noted / "audit-1.log"
    path.write_bytes(path.read_bytes() + b"torn")
    assert read_trail(noted, home.device, private).faults == ()
    note(noted, home.device, LINES[0])
    trail = read_trail(noted, home.device, private)
    assert (trail.lines, trail.faults) == ((*LINES, LINES[0]), ())
