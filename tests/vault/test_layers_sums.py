"""What sessions amount to is a cache: it comes back as it was, is never missed, and forgets who was erased."""

import json
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.vault.erasure import erase
from game.vault.errors import BadName, Unfit
from game.vault.home import Home
from game.vault.keys import PrivateKey, read_public_key
from game.vault.ledger import Ledger
from game.vault.listing import settle
from game.vault.sums import MOST_LINES_APART, NAME, Ran, Summed, Tensest, keep_sums, read_sums, settle_sums
from tests.vault.made import NOW_S, closed

STORM = Tensest(31.0, 40.5, 0.41, 0.12, "back", 92.0, at_most=False, stayed_s=61.0)
LINE = Summed(
    "0" * 32, 1, 968_112, "live", "soothe", NOW_S, 1200.0, False, ("tide", "boats"), 664.5, STORM,
    (Ran("pattern.longer_exhale", 44.0, 79.0),),
)  # fmt: skip
SECONDS = st.floats(0.0, 1e9)
NAMES = st.text(max_size=64)
LINES = st.builds(
    Summed,
    st.text("0123456789abcdef", min_size=32, max_size=32),
    st.integers(0, 1 << 40),
    st.integers(0, 1 << 40),
    NAMES,
    NAMES,
    st.integers(0, 1 << 40),
    SECONDS,
    st.booleans(),
    st.lists(NAMES, max_size=5).map(tuple),
    st.none() | SECONDS,
    st.none()
    | st.builds(Tensest, SECONDS, SECONDS, st.floats(-9.0, 9.0), SECONDS, NAMES, SECONDS, st.booleans(), SECONDS),
    st.lists(st.builds(Ran, NAMES, SECONDS, SECONDS), max_size=3).map(tuple),
)


def _named(number: int) -> Summed:
    return replace(LINE, session_id=f"{number:032x}")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, min_size=1, max_size=4, unique_by=lambda line: line.session_id))
def test_what_was_kept_comes_back(home: Home, player: Path, private: PrivateKey, lines: list[Summed]):
    """Any line comes back as it was, whatever was kept before."""
    keep_sums(player, home.device, *lines)
    found = {line.session_id: line for line in read_sums(player, home.device, private).lines}
    assert [found[line.session_id] for line in lines] == lines


def test_the_newest_line_of_a_session_counts(home: Home, player: Path, private: PrivateKey):
    """Summed up again, a session has one line: the later."""
    keep_sums(player, home.device, LINE, _named(1))
    keep_sums(player, home.device, replace(LINE, tensest=None))
    assert read_sums(player, home.device, private).lines == (replace(LINE, tensest=None), _named(1))


def test_nothing_was_kept_yet(home: Home, player: Path, private: PrivateKey):
    """Keeping nothing writes nothing; nothing is read, and nothing settled."""
    keep_sums(player, home.device)
    settle_sums(player, home.device, private, ())
    assert read_sums(player, home.device, private).lines == ()
    assert not list(player.glob("sums*"))


def test_lines_show_nothing(home: Home, player: Path):
    """No word of a line stands in plain on the disk, nor its session's name."""
    keep_sums(player, home.device, LINE)
    data = b"".join(path.read_bytes() for path in player.glob("sums*"))
    assert data and not any(word in data for word in (b"tide", b"longer_exhale", b"0" * 32))


def test_settling_keeps_who_is_there_in_one_entry(home: Home, player: Path, private: PrivateKey):
    """Lines of sessions that are gone go; many entries become one; where all is well nothing is written."""
    for number in range(MOST_LINES_APART + 2):
        keep_sums(player, home.device, _named(number))
    present = {f"{number:032x}" for number in range(1, MOST_LINES_APART + 2)}
    settle_sums(player, home.device, private, present)
    found = read_sums(player, home.device, private)
    assert (found.apart, {line.session_id for line in found.lines}) == (1, present)
    before = (player / "sums.head").read_bytes()
    settle_sums(player, home.device, private, present)
    assert (player / "sums.head").read_bytes() == before


def test_an_erased_session_is_forgotten_when_the_list_is_settled(home: Home, player: Path, private: PrivateKey):
    """Settling after an erasing takes the line out of the sealed file; the other session's stays."""
    gone, kept = closed(player, 1).stem, closed(player, 1).stem
    settle(player, home.device, private, lambda _: NOW_S)
    keep_sums(player, home.device, replace(LINE, session_id=gone), replace(LINE, session_id=kept))
    erase(player, home.device, (gone,), NOW_S)
    settle(player, home.device, private, lambda _: NOW_S)
    assert [line.session_id for line in read_sums(player, home.device, private).lines] == [kept]


def test_ten_thousand_sessions_lie_in_one_entry(home: Home, player: Path, private: PrivateKey):
    """A list of ten thousand sessions opens one seal, however often it is read."""
    lines = tuple(_named(number) for number in range(10_000))
    keep_sums(player, home.device, *lines)
    found = read_sums(player, home.device, private)
    assert (found.apart, found.lines) == (1, lines)


@pytest.mark.parametrize(
    "line",
    [
        replace(LINE, length_s=float("nan")),
        replace(LINE, length_s=-1.0),
        replace(LINE, file_bytes=-1),
        replace(LINE, mode="x" * 65),
        replace(LINE, levels=("tide",) * 65),
        replace(LINE, meanwhile=(Ran("", float("inf"), 0.0),)),
        replace(LINE, tensest=replace(STORM, above=float("inf"))),
        replace(LINE, tensest=replace(STORM, sd=-0.1)),
    ],
)
def test_what_no_line_can_hold_is_refused(home: Home, player: Path, line: Summed):
    """Nothing is written then."""
    with pytest.raises(Unfit):
        keep_sums(player, home.device, _named(1), line)
    assert not list(player.glob("sums*"))


def test_names_that_are_none_are_refused(home: Home, player: Path):
    """Only names that the vault gives."""
    with pytest.raises(BadName):
        keep_sums(player, home.device, replace(LINE, session_id="../x"))


BOMB = zlib.compress(b"[" + b" " * (1 << 27))


@pytest.mark.parametrize(
    "entry",
    [b"", b"not packed", zlib.compress(b"{}"), zlib.compress(b"[[]]"), zlib.compress(b"[" * 100_000), BOMB],
    ids=["empty", "not packed", "no list", "no line", "too deep", "too long"],
)
def test_what_another_program_wrote_is_passed_over(home: Home, player: Path, private: PrivateKey, entry: bytes):
    """A cache is not missed: what does not read is made again, and the rest is read."""
    keep_sums(player, home.device, LINE)
    Ledger(player, NAME, home.device).append(read_public_key(player), entry)
    assert read_sums(player, home.device, private).lines == (LINE,)


@given(st.integers(0, 11), st.none() | st.booleans() | st.text() | st.integers(max_value=-1) | st.just([1]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_hostile_field_costs_its_entry(home: Home, player: Path, private: PrivateKey, place: int, value: object):
    """Whatever stands in a field, reading gives lines that could be kept, or passes the entry over."""
    told = [
        "1" * 32, 1, 1, "live", "soothe", NOW_S, 1.0, False, [], None, None, [],
    ]  # fmt: skip
    told[place] = value
    Ledger(player, NAME, home.device).append(read_public_key(player), zlib.compress(json.dumps([told]).encode()))
    lines = read_sums(player, home.device, private).lines
    keep_sums(player, home.device, *lines)


def test_a_cut_cache_reads_what_is_left(home: Home, player: Path, private: PrivateKey):
    """Without its end the earlier lines are read and the next ones kept."""
    keep_sums(player, home.device, LINE)
    keep_sums(player, home.device, _named(1))
    (log,) = player.glob("sums-*.log")
    log.write_bytes(log.read_bytes()[:-9])
    assert read_sums(player, home.device, private).lines == (LINE,)
    keep_sums(player, home.device, _named(2))
    assert _named(2) in read_sums(player, home.device, private).lines
