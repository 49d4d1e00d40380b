"""What sessions amount to is a cache: it comes back as it was, is never missed, and forgets who was erased."""

import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.vault.erasure import erase, erase_player
from game.vault.errors import BadName, Unfit
from game.vault.home import Home
from game.vault.keys import PrivateKey, read_public_key
from game.vault.ledger import Ledger
from game.vault.listing import settle
from game.vault.sums import MOST_DATA_BYTES, MOST_LINES_APART, Cache, Sum, keep_sums, read_sums, settle_sums
from tests.vault.made import NOW_S, closed

LINE = Sum("0" * 32, 1, 968_112, b"the tide, ten minutes")
LINES = st.builds(
    Sum,
    st.text("0123456789abcdef", min_size=32, max_size=32),
    st.integers(0, (1 << 32) - 1),
    st.integers(0, (1 << 32) - 1),
    st.binary(max_size=300),
    st.integers(0, (1 << 32) - 1),
)
CACHES = pytest.mark.parametrize("cache", list(Cache))


def _named(number: int, data: bytes = b"") -> Sum:
    return replace(LINE, session_id=f"{number:032x}", data=data)


def _keep_both(player: Path, home: Home, *lines: Sum) -> None:
    """As the view does: every line in each of the caches."""
    for cache in Cache:
        keep_sums(player, cache, home.device, *lines)


def _names(player: Path, home: Home, private: PrivateKey) -> list[list[str]]:
    """Names of the sessions in each of the caches."""
    return [[line.session_id for line in read_sums(player, cache, home.device, private).lines] for cache in Cache]


@CACHES
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(LINES, min_size=1, max_size=4, unique_by=lambda line: line.session_id))
def test_what_was_kept_comes_back(
    home: Home, player: Path, private: PrivateKey, cache: Cache, lines: list[Sum]
) -> None:
    """Any line comes back as it was, whatever was kept before."""
    keep_sums(player, cache, home.device, *lines)
    found = {line.session_id: line for line in read_sums(player, cache, home.device, private).lines}
    assert [found[line.session_id] for line in lines] == lines


def test_the_caches_know_nothing_of_each_other(home: Home, player: Path, private: PrivateKey) -> None:
    """What is kept in one is not in the other."""
    keep_sums(player, Cache.SUMS, home.device, LINE)
    assert _names(player, home, private) == [[LINE.session_id], []]


def test_the_newest_line_of_a_session_counts(home: Home, player: Path, private: PrivateKey) -> None:
    """Summed up again, a session has one line: the later."""
    keep_sums(player, Cache.SUMS, home.device, LINE, _named(1))
    keep_sums(player, Cache.SUMS, home.device, replace(LINE, data=b"again"))
    assert read_sums(player, Cache.SUMS, home.device, private).lines == (replace(LINE, data=b"again"), _named(1))


def test_nothing_was_kept_yet(home: Home, player: Path, private: PrivateKey) -> None:
    """Keeping nothing writes nothing; nothing is read, and nothing settled."""
    _keep_both(player, home)
    settle_sums(player, home.device, private, ())
    assert _names(player, home, private) == [[], []]
    assert not list(player.glob("sums*")) and not list(player.glob("courses*"))


def test_lines_show_nothing(home: Home, player: Path) -> None:
    """No word of a line stands in plain on the disk, nor its session's name."""
    _keep_both(player, home, LINE)
    data = b"".join(path.read_bytes() for pattern in ("sums*", "courses*") for path in player.glob(pattern))
    assert data and not any(word in data for word in (b"tide", b"0" * 32))


def test_settling_keeps_who_is_there_in_one_entry(home: Home, player: Path, private: PrivateKey) -> None:
    """Lines of sessions that are gone go; many entries become one; where all is well nothing is written."""
    for number in range(MOST_LINES_APART + 2):
        _keep_both(player, home, _named(number))
    present = {f"{number:032x}" for number in range(1, MOST_LINES_APART + 2)}
    settle_sums(player, home.device, private, present)
    for cache in Cache:
        found = read_sums(player, cache, home.device, private)
        assert (found.apart, {line.session_id for line in found.lines}) == (1, present)
    before = [(player / f"{cache}.head").read_bytes() for cache in Cache]
    settle_sums(player, home.device, private, present)
    assert [(player / f"{cache}.head").read_bytes() for cache in Cache] == before


def test_settling_leaves_only_what_both_caches_have(home: Home, player: Path, private: PrivateKey) -> None:
    """A line without its counterpart, or with one that rests on something else, goes: both are made again."""
    keep_sums(player, Cache.COURSES, home.device, LINE, *map(_named, (1, 2, 4, 5)))
    keep_sums(player, Cache.SUMS, home.device, LINE, replace(_named(1), file_bytes=1), _named(3))
    keep_sums(player, Cache.SUMS, home.device, replace(_named(4), method=2), replace(_named(5), layers=2))
    settle_sums(player, home.device, private, {LINE.session_id, *(f"{number:032x}" for number in range(1, 6))})
    assert _names(player, home, private) == [[LINE.session_id], [LINE.session_id]]


def test_an_erased_session_is_forgotten_when_the_list_is_settled(home: Home, player: Path, private: PrivateKey) -> None:
    """Settling after an erasing takes its lines out of both sealed files; the other session's stay."""
    gone, kept = closed(player, 1).stem, closed(player, 1).stem
    settle(player, home.device, private, lambda _: NOW_S)
    _keep_both(player, home, replace(LINE, session_id=gone), replace(LINE, session_id=kept))
    erase(player, home.device, (gone,), NOW_S)
    settle(player, home.device, private, lambda _: NOW_S)
    assert _names(player, home, private) == [[kept], [kept]]


def test_an_erased_player_leaves_no_cache(home: Home, player: Path) -> None:
    """Erasing a player takes both caches along."""
    _keep_both(player, home, LINE)
    assert len(list(player.glob("*-1.log"))) == len(Cache)
    erase_player(home, player.name)
    assert not player.exists()


def test_ten_thousand_sessions_lie_in_few_entries(home: Home, player: Path, private: PrivateKey) -> None:
    """A list of ten thousand sessions opens a few seals, and settling leaves it so."""
    lines = tuple(_named(number, number.to_bytes(2, "big") * 400) for number in range(10_000))
    _keep_both(player, home, *lines)
    settle_sums(player, home.device, private, {line.session_id for line in lines})
    for cache in Cache:
        found = read_sums(player, cache, home.device, private)
        assert 1 < found.apart < 5 and found.lines == lines


@pytest.mark.parametrize(
    "line",
    [
        replace(LINE, data=bytes(MOST_DATA_BYTES + 1)),
        replace(LINE, method=-1),
        replace(LINE, method=1 << 32),
        replace(LINE, file_bytes=-1),
        replace(LINE, file_bytes=1 << 32),
        replace(LINE, layers=-1),
        replace(LINE, layers=1 << 32),
    ],
    ids=["too long", "method below", "method above", "length below", "length above", "layers below", "layers above"],
)
def test_what_no_line_can_hold_is_refused(home: Home, player: Path, line: Sum) -> None:
    """Nothing is written then."""
    with pytest.raises(Unfit):
        keep_sums(player, Cache.SUMS, home.device, _named(1), line)
    assert not list(player.glob("sums*"))


def test_names_that_are_none_are_refused(home: Home, player: Path) -> None:
    """Only names that the vault gives."""
    with pytest.raises(BadName):
        keep_sums(player, Cache.SUMS, home.device, replace(LINE, session_id="../x"))


HEAD = struct.Struct(">16sIQI")
"""Of a line as it was before layers were told in it: then the file's length had their four bytes, which were 0."""
BOMB = zlib.compress(bytes(1 << 27))
WHOLE = zlib.compress(HEAD.pack(bytes(16), 1, 1, 3) + b"abc")


@pytest.mark.parametrize(
    "entry",
    [
        b"",
        b"not packed",
        zlib.compress(b"[]"),
        zlib.compress(HEAD.pack(bytes(16), 1, 1, 3) + b"ab"),
        zlib.compress(HEAD.pack(bytes(16), 1, 1, MOST_DATA_BYTES + 1) + bytes(MOST_DATA_BYTES + 1)),
        WHOLE[:-4],
        BOMB,
    ],
    ids=["empty", "not packed", "no line", "cut line", "line too long", "cut", "too long"],
)
def test_what_another_program_wrote_is_passed_over(home: Home, player: Path, private: PrivateKey, entry: bytes) -> None:
    """A cache is not missed: what does not read is made again, and the rest is read."""
    keep_sums(player, Cache.SUMS, home.device, LINE)
    Ledger(player, Cache.SUMS, home.device).append(read_public_key(player), entry)
    assert read_sums(player, Cache.SUMS, home.device, private).lines == (LINE,)


@given(plain=st.binary(max_size=200))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_hostile_bytes_cost_their_entry(home: Home, player: Path, private: PrivateKey, plain: bytes) -> None:
    """Whatever stands in an entry, reading gives lines that could be kept, or passes the entry over."""
    Ledger(player, Cache.SUMS, home.device).append(read_public_key(player), zlib.compress(plain))
    lines = read_sums(player, Cache.SUMS, home.device, private).lines
    keep_sums(player, Cache.SUMS, home.device, *lines)


def test_a_line_from_before_layers_were_told_is_of_none(home: Home, player: Path, private: PrivateKey) -> None:
    """What an older Stillwater kept is read, as of a session of which nothing was said."""
    plain = HEAD.pack(bytes(16), LINE.method, LINE.file_bytes, len(LINE.data)) + LINE.data
    Ledger(player, Cache.SUMS, home.device).append(read_public_key(player), zlib.compress(plain))
    assert read_sums(player, Cache.SUMS, home.device, private).lines == (LINE,)
    assert LINE.layers == 0


def test_a_cut_cache_reads_what_is_left(home: Home, player: Path, private: PrivateKey) -> None:
    """Without its end the earlier lines are read and the next ones kept."""
    keep_sums(player, Cache.SUMS, home.device, LINE)
    keep_sums(player, Cache.SUMS, home.device, _named(1))
    (log,) = player.glob("sums-*.log")
    log.write_bytes(log.read_bytes()[:-9])
    assert read_sums(player, Cache.SUMS, home.device, private).lines == (LINE,)
    keep_sums(player, Cache.SUMS, home.device, _named(2))
    assert _named(2) in read_sums(player, Cache.SUMS, home.device, private).lines
