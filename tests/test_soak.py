"""The soak's own hands and eyes: what it counts is what happened, and what it breaks it mends."""

import errno
import json
import os
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from affect.report import State, Status
from affect.sensor import Device
from benchmarks.soak_cuts import Disk, cut_of
from benchmarks.soak_figures import Cut, Figures, Gap, Leap, Look, Minute, Pull, Sat, read_figures
from benchmarks.soak_pulls import REST_S, Doors, Puller
from benchmarks.soak_report import report
from benchmarks.soak_watch import Drops, LeapClock
from game.commands.household import Household
from game.commands.keeping import keep
from game.core.facts import ConsentGiven, Fact
from game.core.setup import Setup
from game.core.trace import Header
from game.core.world import begin
from game.loop import House, Unhurried, run
from game.vault.home import open_home
from game.vault.keys import unlock
from game.vault.session import session_ids, session_path
from tests.sittings import GENTLY, LEVELS, RULES, Script, Seen, Silent, lead_on, quiet

SETUP = Setup(3, "tide", minutes=1.0)
HEADER = Header(SETUP, "tests", "tests", "", "2026-01-05T10:00:00+0000")


def made(minutes: int, leak_mb_per_h: float) -> Figures:
    """Figures of a soak in which the game leaks so much, and its readings swing by a megabyte."""
    looks = [
        Look(60.0 * n, "game", 1, 400.0 + leak_mb_per_h * n / 60.0 + (n % 3 - 1), 30, 6, 1000) for n in range(minutes)
    ]
    sat = [Sat(0.0, "a", "tide feeling", "rules", 600, 10.5, 6, 1, 150, 3, 0.5, 410.0, 30, 6, 0)] * 2
    return Figures(
        looks=looks,
        pulls=[Pull("camera", "killed", 5.0, 0.1, 4.0, 0.0, True), Pull("camera", "gone", 9.0, 7.0, None, 0.0, True)],
        leaps=[Leap(7.0, 60.0, "camera", 3.0)],
        cuts=[Cut("mid-write", 4.0, "b", 300, 240, True, True)],
        gaps=[Gap(3.0, 0.5, "camera lost")],
        sat=sat,
        minutes=[Minute(60.0 * n, 1.0) for n in range(minutes)],
        legs=1,
        soaked_s=60.0 * minutes,
        wished_s=60.0 * minutes,
    )


def test_figures_go_on_where_they_stopped(tmp_path: Path) -> None:
    """What was saved is read again, record for record; where nothing was saved it begins anew."""
    figures, path = made(20, 0.0), tmp_path / "figures.json"
    figures.hear("said")
    figures.save(path)
    assert read_figures(path) == figures
    assert read_figures(tmp_path / "none.json") == Figures()


def test_a_planted_leak_is_reported(tmp_path: Path) -> None:
    """The slope is the planted one; the section names pulls, cuts, leaps and gaps with their numbers."""
    made(120, 12.0).save(tmp_path / "figures.json")
    told = report(tmp_path / "figures.json")
    row = next(line for line in told.splitlines() if line.startswith("| resident memory of the game"))
    assert 11.0 < float(row.split("|")[2].split()[0]) < 13.0
    for words in (
        "## Soak",
        "| camera, killed | 1 | 1 | 0.1 / 0.1 | 4.0 / 4.0 |",
        "| mid-write | 1 | 1.0 / 1.0 | 1 | 1 |",
    ):
        assert words in told
    assert "6 of 300 (2.00 %) in 2 sittings" in told
    assert "0.50 s (camera lost)" in told


def test_a_leak_is_not_blurred_by_legs(tmp_path: Path) -> None:
    """Two legs, each a process that begins anew, quickly at first, and then leaks 12 MB an hour: so much is told."""
    figures = made(240, 12.0)
    figures.legs = 2
    figures.looks = [
        replace(
            look,
            process_id=1 + n // 120,
            resident_mb=400.0 + 12.0 * (n % 120) / 60.0 + min(n % 120, 20) + (n % 3 - 1),
            blocks=1000 * (1 + n // 120),
        )
        for n, look in enumerate(figures.looks)
    ]
    figures.save(tmp_path / "figures.json")
    told = report(tmp_path / "figures.json")
    row = next(line for line in told.splitlines() if line.startswith("| resident memory of the game |"))
    assert 11.0 < float(row.split("|")[2].split()[0]) < 13.0
    assert "first / second half | 1000 / 1000 |" in told


def test_what_was_not_measured_is_not_said(tmp_path: Path) -> None:
    """One leap, after which something never came back and nothing was started again; no core count, no set wall clock,
    no late picture: just that."""
    figures = replace(made(20, 0.0), leaps=[Leap(7.0, 60.0, "", None)], gaps=[])
    figures.save(tmp_path / "figures.json")
    told = " ".join(report(tmp_path / "figures.json").split())
    assert "leapt forward once (1 min to 1 min)" in told
    assert "sensed again after 0 of 1 leaps; no child was started again." in told
    for words in ("each time", "cores", "nice", "wall clock", "longest times", "Turning a device off"):
        assert words not in told


def test_what_was_measured_is_said(tmp_path: Path) -> None:
    """How many leaps came back, how many children were started again and how long that took; the machine as it was."""
    figures = replace(
        made(20, 0.0),
        leaps=[Leap(7.0, 3.0, "", 1.6), Leap(99.0, 28_800.0, "camera", 3.0), Leap(200.0, 60.0, "", None)],
        cores=8,
        niceness=19,
        wall_jumps=3,
    )
    figures.save(tmp_path / "figures.json")
    told = " ".join(report(tmp_path / "figures.json").split())
    for words in (
        "leapt forward 3 times (3 s to 8 h)",
        "sensed again after 2 of 3 leaps; children were started again after 1, and all was sensed after 3.0 / 3.0 s",
        "set back twice and forward once, by up to 24 h",
        "on 8 cores, at nice 19: 1.0 (1.0 to 1.0)",
        "pulled twice: noticed twice, with 2 of those children gone by then; sensed again once (the others",
    ):
        assert words in told


def test_figures_of_an_older_soak_are_read(tmp_path: Path) -> None:
    """What it did not note yet is as if it had not been noted."""
    path = tmp_path / "figures.json"
    made(20, 0.0).save(path)
    told = json.loads(path.read_text(encoding="utf-8"))
    del told["cores"], told["niceness"]
    path.write_text(json.dumps(told), encoding="utf-8")
    assert read_figures(path) == made(20, 0.0)


def test_a_disk_that_fills_fails_and_is_mended(tmp_path: Path) -> None:
    """Full, it takes what fits and then nothing; failing, nothing arrives; mended, all is as before."""
    disk = Disk()
    descriptor = os.open(tmp_path / "file", os.O_RDWR | os.O_CREAT)
    try:
        disk.fill(5)
        assert disk.write(descriptor, b"abc") == 3
        assert disk.write_at(descriptor, b"defg", 3) == 2
        with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
            disk.write(descriptor, b"h")
        disk.mend()
        assert disk.write_at(descriptor, b"fghij", 5) == 5
        disk.fail()
        with pytest.raises(OSError, match=os.strerror(errno.EIO)):
            disk.sync(descriptor)
    finally:
        os.close(descriptor)
    assert (tmp_path / "file").read_bytes() == b"abcdefghij"


def test_a_clock_that_leaps_is_ahead_and_waits_for_nobody() -> None:
    """After a leap of an hour it is an hour later, and a moment just after it is reached at once."""
    clock, late = LeapClock(), list[float]()
    clock.gap = late.append
    before_ns = clock.now_ns()
    clock.leap(3600.0)
    assert clock.now_ns() - before_ns >= 3600 * 10**9
    clock.wait_until(clock.now_ns())
    clock.ticks = 4
    clock.wait_until(clock.now_ns())
    assert (clock.unshown, late) == (3, [])


def test_drops_are_added_over_lives() -> None:
    """Each life of a child counts from nothing."""
    drops = Drops()
    for count in (0, 2, 5, 1, 4):
        drops.see(count)
    assert drops.total == 9


@dataclass
class Doorkeeper:
    """Doors that note what was done."""

    acts: list[Fact] = field(default_factory=list)
    on: set[str] = field(default_factory=lambda: {"camera"})

    @property
    def doors(self) -> Doors:
        """As a puller sees them."""
        return Doors(self.acts.append, lambda: self.on)


def test_a_file_that_is_pulled_comes_back(tmp_path: Path) -> None:
    """It is away until that is noticed and a while longer; then it is as it was, the device is turned on, and the pull
    is over when the device is sensed."""
    film, house = tmp_path / "film.avi", Doorkeeper()
    film.write_bytes(b"film")
    puller = Puller("camera", film, ("spoilt",))
    puller.pull(house.doors, 10.0)
    assert film.read_bytes() != b"film"
    assert puller.look(house.doors, {"camera"}, 12.0) is None
    puller.hear(Status(Device.CAMERA, State.FAILED, "camera.not_video"), 14.0)
    assert puller.look(house.doors, set(), 14.0 + REST_S) is None
    assert film.read_bytes() == b"film"
    assert house.acts == [ConsentGiven("camera", True)]
    pull = puller.look(house.doors, {"camera"}, 20.0)
    assert pull is not None
    assert (pull.noticed_s, pull.back_s) == (4.0, 3.0)
    assert not puller.busy


def test_a_sitting_that_ends_first_leaves_everything_whole(tmp_path: Path) -> None:
    """The file is there again, and the pull says that it was never over."""
    film, house = tmp_path / "film.avi", Doorkeeper()
    film.write_bytes(b"film")
    puller = Puller("camera", film, ("gone",))
    puller.pull(house.doors, 10.0)
    assert not film.exists()
    pull = puller.end()
    assert pull is not None
    assert pull.back_s is None
    assert film.read_bytes() == b"film"


def test_a_cut_says_what_is_lost(tmp_path: Path) -> None:
    """Of a sitting kept to its end nothing; of one whose file is gone everything."""
    home = open_home(tmp_path / "home")
    household = Household(home, print)
    world = begin(SETUP, LEVELS["tide"], RULES.patterns)
    memory = keep(household, HEADER, print)
    run(world, House(Script(quiet(180)), Silent(GENTLY), memory, Seen(), Unhurried(), lead_on({})))
    memory.close()
    (name,) = session_ids(household.sessions)
    path, ring = session_path(household.sessions, name), unlock(household.folder, home.device)
    cut = cut_of("full", 1.0, path, 180, ring)
    assert (cut.kept_ticks, cut.digests_agree, cut.whole) == (180, True, True)
    path.unlink()
    assert cut_of("full", 1.0, path, 180, ring).kept_ticks == 0
