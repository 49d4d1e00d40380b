"""What is noted while somebody plays: a line in the index, consent in the audit; a full disk stops none of it."""

import errno
import os
import time
from functools import partial

from game.commands.household import Household, Visit
from game.commands.keeping import keep
from game.commands.memory import Kept, Unkept
from game.commands.retention import let_go
from game.commands.roster import rename, set_days
from game.core.setup import Setup
from game.core.trace import Header, decode_summary
from game.core.world import begin
from game.loop import House, Unhurried, run
from game.vault.audit import Act, read_trail
from game.vault.calls import Calls, through
from game.vault.home import Home
from game.vault.keys import unlock
from game.vault.listing import Listing, list_sessions
from game.vault.reader import Reader
from game.vault.session import session_ids, session_path
from tests.sittings import GENTLY, LEVELS, RULES, Script, Seen, Silent, lead_on, quiet

SETUP = Setup(3, "tide", minutes=1.0)
HEADER = Header(SETUP, "tests", "tests", "", "2026-01-05T10:00:00+0000")
DAY_S = 86_400


class Filling(Calls):
    """A disk that takes so many writes and then has no room."""

    def __init__(self, takes: int) -> None:
        self._takes = takes

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        """Take it, or nothing."""
        self._take()
        return super().write(descriptor, data)

    def write_at(self, descriptor: int, data: bytes | memoryview, at: int) -> int:
        """Take it, or nothing."""
        self._take()
        return super().write_at(descriptor, data, at)

    def _take(self) -> None:
        self._takes -= 1
        if self._takes < 0:
            raise OSError(errno.ENOSPC, "No space left on device")


def play(memory: Kept | Unkept, seconds: int = 2) -> None:
    """So many seconds in which nobody does anything."""
    world = begin(SETUP, LEVELS["tide"], RULES.patterns)
    run(world, House(Script(quiet(60 * seconds)), Silent(GENTLY), memory, Seen(), Unhurried(), lead_on({})))
    memory.close()


def listed(household: Household) -> Listing:
    """What the index says."""
    private = unlock(household.folder, household.home.device)
    return list_sessions(household.folder, household.home.device, private)


def acts(household: Household) -> list[tuple[Act, str]]:
    """What the audit log says."""
    private = unlock(household.folder, household.home.device)
    trail = read_trail(household.folder, household.home.device, private)
    assert trail.faults == ()
    return [(line.act, line.about) for line in trail.lines]


def test_a_sitting_stands_in_the_index(home: Home) -> None:
    """Begun it stands there as not whole, closed with its length and summary; nothing is named as amiss."""
    household, told = Household(home, print), list[str]()
    memory = keep(household, HEADER, told.append)
    (line,) = listed(household).lines
    assert (line.whole, line.length_s) == (False, 0.0)
    play(memory)
    found = listed(household)
    (line,) = found.lines
    assert (line.whole, line.length_s, found.said, told) == (True, 2.0, (), [])
    assert decode_summary(line.summary).ticks == 120
    assert abs(line.started_s - time.time()) < 60


def test_a_wall_clock_that_goes_back(home: Home) -> None:
    """A sitting that began "before" an earlier one stands in the index with its own time; nothing is amiss."""
    household, told = Household(home, print), list[str]()
    for begun_s in (1_800_000_000, 1_800_000_000 - DAY_S):
        play(keep(household, HEADER, told.append, wall_s=partial(float, begun_s)))
    found = listed(household)
    assert [line.started_s for line in found.lines] == [1_800_000_000, 1_800_000_000 - DAY_S]
    assert all(line.whole for line in found.lines)
    assert (found.said, told) == ((), [])


def test_two_sittings_of_one_player_at_once(home: Home) -> None:
    """The game was started twice: both are kept whole, and the index knows both."""
    first, second, told = Household(home, print), Household(home, print), list[str]()
    memories = [keep(household, HEADER, told.append) for household in (first, second)]
    for memory in memories:
        play(memory)
    found = listed(first)
    assert [(line.whole, line.length_s) for line in found.lines] == [(True, 2.0), (True, 2.0)]
    assert (found.said, told) == ((), [])


def test_a_full_disk_at_the_start_keeps_nothing_and_stops_nothing(home: Home) -> None:
    """Play goes on without a session; it is said once, with what to do."""
    household, told = Household(home, print), list[str]()
    with through(Filling(0)):
        memory = keep(household, HEADER, told.append)
        play(memory)
    assert isinstance(memory, Unkept)
    assert session_ids(household.sessions) == ()
    assert len(told) == 1
    assert "no room left" in told[0]
    assert "The game goes on" in told[0]


def test_a_disk_that_fills_while_playing(home: Home) -> None:
    """What was sealed before stays and opens, the rest is said to be lost, and the sitting goes on to its end."""
    household, told = Household(home, print), list[str]()
    with through(Filling(7)):
        play(keep(household, HEADER, told.append), seconds=8)
    (name,) = session_ids(household.sessions)
    private = unlock(household.folder, home.device)
    assert Reader(session_path(household.sessions, name), private).ended_early
    assert len(told) == 1
    assert "this sitting is kept up to here" in told[0]
    (line,) = listed(household).lines
    assert (line.session_id, line.whole) == (name, False)


def test_an_index_that_takes_nothing_stops_no_keeping(home: Home) -> None:
    """Where only the index cannot be written, the sitting is kept, and found again when somebody looks back."""
    household, told = Household(home, print), list[str]()
    (household.folder / "index.head").mkdir()
    play(keep(household, HEADER, told.append))
    assert len(told) == 2
    assert all("The sitting is kept" in sentence for sentence in told)
    (household.folder / "index.head").rmdir()
    assert len(listed(household).unknown) == 1


def test_consent_is_noted_and_a_visitors_is_not(home: Home) -> None:
    """A yes and its taking back stand in the audit log, in order; a simulated player leaves nothing there."""
    household = Household(home, print)
    household.consent("camera", granted=True)
    Visit(home, print).consent("microphone", granted=True)
    household.consent("camera", granted=False)
    assert acts(household) == [(Act.CONSENT_GIVEN, "camera"), (Act.CONSENT_WITHDRAWN, "camera")]


def test_what_was_kept_long_enough_goes_and_it_is_said(home: Home) -> None:
    """Only the player's own timer counts; what went is named with the reason, noted, and missed by nobody."""
    household, other, told = Household(home, print), Household(home, print, "player-2"), list[str]()
    rename(household, "Ada")
    set_days(household, 30)
    for each in (household, household, other):
        play(keep(each, HEADER, told.append), seconds=1)
    old_s = time.time() - 31 * DAY_S
    old, new = session_ids(household.sessions)
    (others,) = session_ids(other.sessions)
    for path in (session_path(household.sessions, old), session_path(other.sessions, others)):
        os.utime(path, (old_s, old_s))
    assert let_go(home, told.append) == 1
    assert session_ids(household.sessions) == (new,)
    assert session_ids(other.sessions) == (others,)
    assert told == [
        "Ada: 1 sitting was erased, because they are kept for 30 days. "
        "To keep them longer: stillwater sessions keep always"
    ]
    assert acts(household)[-1] == (Act.EXPIRED, old)
    assert listed(household).said == ()
    assert let_go(home, told.append) == 0


def test_what_cannot_be_erased_is_said(home: Home) -> None:
    """A full disk keeps the timer from its work, and nobody from playing."""
    household, told = Household(home, print), list[str]()
    set_days(household, 1)
    play(keep(household, HEADER, told.append), seconds=1)
    (name,) = session_ids(household.sessions)
    os.utime(session_path(household.sessions, name), (0, 0))
    with through(Filling(0)):
        assert let_go(home, told.append) == 0
    assert len(told) == 1
    assert "could not all be erased" in told[0]
    assert session_ids(household.sessions) == (name,)
