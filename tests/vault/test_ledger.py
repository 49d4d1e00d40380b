"""What is left of a ledger that was cut: a lasting one is set aside, a cache goes, and so does half a writing."""

from pathlib import Path

import pytest

from game.vault.erasure import erase
from game.vault.home import Home
from game.vault.keys import PrivateKey, read_public_key
from game.vault.ledger import Ledger
from game.vault.listing import forget_erased, settle
from game.vault.sums import Cache, Sum, keep_sums, read_sums
from tests.vault.made import NOW_S, closed

LINE = Sum("0" * 32, 1, 100, b"tide")


def cut(player: Path, name: str) -> None:
    """The end of the newest log is gone."""
    log = max(player.glob(f"{name}-*.log"))
    log.write_bytes(log.read_bytes()[:-9])


def left(player: Path) -> list[str]:
    """Names of what was set aside, and of halves of writings."""
    return sorted(path.name for pattern in ("*.damaged", ".*.part") for path in player.glob(pattern))


@pytest.mark.parametrize("cache", [False, True])
def test_what_was_cut_is_set_aside_unless_it_can_be_made_again(
    home: Home, player: Path, private: PrivateKey, cache: bool
) -> None:
    """The next entry begins a new ledger; of the old one a lasting ledger keeps all and says so, a cache nothing."""
    ledger = Ledger(player, "trial", home.device, cache)
    ledger.append(read_public_key(player), b"one", b"two")
    cut(player, "trial")
    ledger.append(read_public_key(player), b"three")
    told = ledger.read(private)
    assert told.entries == (b"three",)
    assert bool(told.faults) != cache
    assert left(player) == ([] if cache else ["trial-1.damaged"])
    assert [path.name for path in player.glob("trial-*.log")] == ["trial-2.log"]


def test_a_cut_cache_leaves_nothing_of_its_sessions(home: Home, player: Path, private: PrivateKey) -> None:
    """Nobody could ever take an erased session out of what was set aside."""
    for cache in Cache:
        keep_sums(player, cache, home.device, LINE)
        cut(player, cache)
        keep_sums(player, cache, home.device, Sum("1" * 32, 1, 100, b"garden"))
        assert [line.data for line in read_sums(player, cache, home.device, private).lines] == [b"garden"]
    assert left(player) == []


def test_a_log_that_was_to_be_removed_goes_with_the_next_list(home: Home, player: Path, private: PrivateKey) -> None:
    """The power went between the new index and the removing of the old one, which still names the erased session."""
    gone = closed(player, 1).stem
    settle(player, home.device, private, lambda _: NOW_S)
    (older,) = player.glob("index-*.log")
    before = older.read_bytes()
    erase(player, home.device, (gone,), NOW_S)
    forget_erased(player, home.device, private)
    older.write_bytes(before)
    assert forget_erased(player, home.device, private).lines == ()
    assert not older.exists() and len(list(player.glob("index-*.log"))) == 1


def test_erasing_takes_along_what_earlier_writing_left(home: Home, player: Path, private: PrivateKey) -> None:
    """What a power cut left half written, and what an older Stillwater set aside of a cache; nothing of another's."""
    gone = closed(player, 1).stem
    settle(player, home.device, private, lambda _: NOW_S)
    for name in (".sums-1.log.00ff.part", ".index-2.log.00ff.part", ".index.head.00ff.part", "courses-4.damaged"):
        (player / name).write_bytes(b"left")
    others = ["audit-1.damaged", "index-1.damaged", ".player.sealed.00ff.part"]
    for name in others:
        (player / name).write_bytes(b"another's")
    erase(player, home.device, (gone,), NOW_S)
    forget_erased(player, home.device, private)
    assert left(player) == sorted(others)
