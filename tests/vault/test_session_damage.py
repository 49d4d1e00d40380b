"""A sealed session that was damaged, cut, reordered or sealed for others: refused, or told as far as it holds."""

import itertools
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from game.vault.errors import CannotOpen, Damaged, Gap, VaultError
from game.vault.home import Home, player_folder
from game.vault.keys import PrivateKey, read_public_key, unlock
from game.vault.layout import CHUNKS_AT, HEADER_BYTES
from game.vault.reader import Reader
from game.vault.session import fresh_session_id, session_path
from game.vault.writer import Writer
from tests.vault.made import PER_SECOND, SECONDS, SETUP, closed, edges, expected, unclosed


def _refused_or_said(path: Path, private: PrivateKey) -> bool:
    """A lid one bit away from one whose writing was cut opens, and says so; anything else is refused."""
    try:
        return Reader(path, private).torn_lid
    except VaultError:
        return True


def test_closed_session_refuses_every_flipped_bit(player: Path, private: PrivateKey) -> None:
    """No single bit of a closed session can change without it being refused."""
    path = closed(player, 2)
    data = path.read_bytes()
    with path.open("r+b", buffering=0) as file:
        for position in range(len(data) * 8):
            at, bit = divmod(position, 8)
            os.pwrite(file.fileno(), bytes((data[at] ^ 1 << bit,)), at)
            assert _refused_or_said(path, private), f"bit {bit} of byte {at} changed unseen"
            os.pwrite(file.fileno(), data[at : at + 1], at)
    assert Reader(path, private).record_count == 2 * PER_SECOND


def test_salvage_never_gives_a_wrong_record(player: Path, private: PrivateKey) -> None:
    """With any byte changed, salvage gives only true records, in order, and names a gap for those it lacks."""
    path = closed(player, 3)
    data = path.read_bytes()
    whole = expected(3)
    for at in range(HEADER_BYTES, len(data)):
        with path.open("r+b", buffering=0) as file:
            os.pwrite(file.fileno(), data[at - 1 : at] + bytes((data[at] ^ 0x10,)), at - 1)
        reader = Reader(path, private, salvage=True)
        found = [tuple(record) for record in reader.records()]
        missing = [record for record in whole if record not in found]
        assert [record for record in whole if record in found] == found
        assert len(missing) in (0, PER_SECOND)
        assert bool(reader.gaps) == (at >= CHUNKS_AT) or reader.ended_early
        assert not missing or reader.gaps[0].records == PER_SECOND


def test_closed_session_refuses_truncation_at_every_byte(player: Path, private: PrivateKey) -> None:
    """A closed session cut anywhere is refused: it does not pass for one that ended early."""
    path = closed(player, 2)
    for length in reversed(range(path.stat().st_size)):
        os.truncate(path, length)
        with pytest.raises(CannotOpen):
            Reader(path, private)


def test_unclosed_session_opens_to_its_last_whole_chunk_at_every_byte(player: Path, private: PrivateKey) -> None:
    """A session cut by a kill opens with exactly the seconds that are whole, and says that it ended early."""
    path = unclosed(player, 3)
    data = path.read_bytes()
    starts = edges(data)
    for length in reversed(range(len(data) + 1)):
        os.truncate(path, length)
        whole = sum(edge <= length for edge in starts) - 2
        if whole < 0:
            with pytest.raises(CannotOpen):
                Reader(path, private)
            continue
        reader = Reader(path, private)
        assert reader.ended_early and reader.setup == SETUP and not reader.gaps
        assert [tuple(record) for record in reader.records()] == expected(whole)


def test_unclosed_tail_of_zeros_is_passed_over(player: Path, private: PrivateKey) -> None:
    """A power cut may leave a tail of zeros or noise; the whole seconds before it open."""
    path = unclosed(player)
    data = path.read_bytes()
    for tail in (bytes(5000), b"\xc5\x01Sw" * 100, data[-100:]):
        path.write_bytes(data + tail)
        assert Reader(path, private).record_count == SECONDS * PER_SECOND


def test_a_closed_session_cannot_be_made_to_look_unclosed(player: Path, private: PrivateKey) -> None:
    """Without the session key nobody can put an open lid back: not zeros, not another session's."""
    path, other = closed(player), unclosed(player)
    data = path.read_bytes()
    cut = data[: edges(data)[3]]
    for lid in (bytes(28), other.read_bytes()[HEADER_BYTES:CHUNKS_AT]):
        path.write_bytes(cut[:HEADER_BYTES] + lid + cut[CHUNKS_AT:])
        with pytest.raises(Damaged):
            Reader(path, private)


def test_a_lid_whose_writing_was_cut_loses_nothing(player: Path, private: PrivateKey) -> None:
    """With any beginning of the closed lid over the open one the session is whole, and says so."""
    path = unclosed(player, ending=True)
    data = path.read_bytes()
    with Writer(player / "sessions", read_public_key(player), b"") as writer:
        opened = writer.path.read_bytes()[HEADER_BYTES:CHUNKS_AT]
    assert len(opened) == 28
    shut = writer.path.read_bytes()
    for at in range(1, 28):
        writer.path.write_bytes(shut[: HEADER_BYTES + at] + opened[at:] + shut[CHUNKS_AT:])
        reader = Reader(writer.path, private)
        assert reader.torn_lid and not reader.ended_early and not reader.gaps
    path.write_bytes(data[:HEADER_BYTES] + shut[HEADER_BYTES:CHUNKS_AT] + data[CHUNKS_AT:])
    with pytest.raises(Damaged):
        Reader(path, private)


def test_a_kill_between_ending_and_lid_loses_nothing(player: Path, private: PrivateKey) -> None:
    """With the ending chunk there the session is whole, whatever the lid says; but nothing may follow it."""
    path = unclosed(player, ending=True)
    reader = Reader(path, private)
    assert not reader.ended_early and reader.record_count == SECONDS * PER_SECOND
    data = path.read_bytes()
    for more in (b"\0", data[CHUNKS_AT : edges(data)[1]]):
        path.write_bytes(data + more)
        with pytest.raises(Damaged):
            Reader(path, private)


@pytest.mark.parametrize("make", [closed, unclosed])
def test_reordered_doubled_removed_chunks_are_refused(
    player: Path, private: PrivateKey, make: Callable[[Path], Path]
) -> None:
    """Chunks swapped, doubled or taken out are seen; taken out, the gap is named."""
    path = make(player)
    data = path.read_bytes()
    cuts = edges(data)
    parts = [data[a:b] for a, b in itertools.pairwise(cuts)]
    swapped = [parts[0], parts[2], parts[1], *parts[3:]]
    doubled = [*parts[:3], parts[2], *parts[3:]]
    removed = [*parts[:2], *parts[4:]]
    for changed in (swapped, doubled, removed):
        path.write_bytes(data[:CHUNKS_AT] + b"".join(changed))
        with pytest.raises(Damaged) as caught:
            Reader(path, private)
        if changed is removed:
            assert caught.value.gaps == (Gap(2, 3, PER_SECOND, 2 * PER_SECOND),)
    path.write_bytes(data[:CHUNKS_AT] + b"".join(swapped))
    assert [tuple(record) for record in Reader(path, private, salvage=True).records()] == expected()


def test_anything_appended_to_a_closed_session_is_refused(player: Path, private: PrivateKey) -> None:
    """A closed session is exactly as long as its lid says."""
    path = closed(player)
    data = path.read_bytes()
    for more in (b"\0", data[CHUNKS_AT:], data[edges(data)[-2] :]):
        path.write_bytes(data + more)
        with pytest.raises(Damaged):
            Reader(path, private)


@pytest.mark.parametrize("make", [closed, unclosed])
def test_damage_in_the_middle_names_what_is_lost(
    player: Path, private: PrivateKey, make: Callable[[Path], Path]
) -> None:
    """Two damaged seconds are named by chunk, second and record; salvage reads all the others."""
    path = make(player)
    data = bytearray(path.read_bytes())
    starts = edges(bytes(data))
    data[starts[2] + 2] ^= 1  # the marker of chunk 2
    data[starts[3] + 200] ^= 1  # the sealed bytes of chunk 3
    path.write_bytes(data)
    gap = Gap(2, 3, PER_SECOND, 2 * PER_SECOND)
    with pytest.raises(Damaged, match=r"chunks 2 to 3 \(about seconds 2 to 3, 12 records from number 6\)") as caught:
        Reader(path, private)
    assert caught.value.gaps == (gap,)
    reader = Reader(path, private, salvage=True)
    assert reader.gaps == (gap,)
    left = expected()[:PER_SECOND] + expected()[3 * PER_SECOND :]
    assert [tuple(record) for record in reader.records()] == left
    assert reader.ended_early == (make is unclosed)


def test_wrong_key_looks_the_same_as_damage(home: Home, player: Path, private: PrivateKey, tmp_path: Path) -> None:
    """Another player's key and a damaged sealed key give the same error with the same words."""
    path = closed(player)
    stranger = unlock(player_folder(home, "player-2"), home.device)
    with pytest.raises(CannotOpen) as by_key:
        Reader(path, stranger)
    data = bytearray(path.read_bytes())
    data[40] ^= 1
    path.write_bytes(data)
    with pytest.raises(CannotOpen) as by_damage:
        Reader(path, private)
    assert type(by_key.value) is type(by_damage.value) is CannotOpen
    assert str(by_key.value) == str(by_damage.value)


def test_a_session_under_another_name_is_refused(player: Path, private: PrivateKey) -> None:
    """Swapping the names of two sessions is seen; a copy under a free name opens."""
    path = closed(player)
    copy = player / "copy.still"
    copy.write_bytes(path.read_bytes())
    assert Reader(copy, private).record_count == SECONDS * PER_SECOND
    swapped = path.rename(session_path(path.parent, fresh_session_id()))
    with pytest.raises(Damaged):
        Reader(swapped, private)
