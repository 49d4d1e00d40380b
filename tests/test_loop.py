"""The loop: never a tick skipped, at most four unshown, no cue lost, and what was seen is what is kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from game.core.directive import DECISION_TICKS
from game.core.inputs import NOTHING, Inputs
from game.core.setup import Setup
from game.core.shapes import Scene
from game.core.tape import decode
from game.core.trace import Kind
from game.core.world import World, begin
from game.loop import CATCH_UP, TICK_NS, Clock, House, RealClock, Unhurried, run
from tests.sittings import GENTLY, LEVELS, RULES, Kept, Script, Seen, Silent, lead_on, quiet, record

SETUP = Setup(5, "tide")


@dataclass
class Bench:
    """A clock that stands still, and a stage that takes its time on it."""

    takes_ns: Iterator[int]
    t_ns: int = 0
    scenes: list[Scene] = field(default_factory=list)
    shown_at_ns: list[int] = field(default_factory=list)
    shown_ticks: list[int] = field(default_factory=list)
    ticks: int = 0

    def now_ns(self) -> int:
        """The time on the clock."""
        return self.t_ns

    def wait_until(self, t_ns: int) -> None:
        """Put the clock on."""
        self.t_ns = max(self.t_ns, t_ns)

    def show(self, scene: Scene) -> None:
        """Painting takes as long as it takes."""
        self.shown_at_ns.append(self.t_ns)
        self.shown_ticks.append(self.ticks)
        self.scenes.append(scene)
        self.t_ns += next(self.takes_ns, 0)


@dataclass
class Counted(Kept):
    """A memory that lets the bench know the tick."""

    bench: Bench | None = None

    def stepped(self, world: World, tape: bytes) -> None:
        """Count, then keep."""
        if self.bench:
            self.bench.ticks = world.tick
        super().stepped(world, tape)


def play(takes_ms: list[float], ticks: int) -> tuple[Bench, Counted, World]:
    """Play Tide for so many ticks on a stage that needs so many milliseconds for each frame."""
    bench = Bench(iter([int(ms * 1e6) for ms in takes_ms]))
    memory = Counted(bench=bench)
    world = begin(SETUP, LEVELS["tide"], RULES.patterns)
    house = House(Script(quiet(ticks)), Silent(GENTLY), memory, bench, bench, lead_on({}))
    return bench, memory, run(world, house)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from((1.0, 5.0, 17.0, 30.0, 90.0, 400.0)), max_size=60))
def test_lateness_never_skips_a_tick_nor_hides_more_than_four(takes_ms: list[float]) -> None:
    """However long a frame takes: every tick is stepped once, at most four in a row are not shown, and every cue of
    every tick is handed to the stage once and in order."""
    bench, memory, world = play(takes_ms, 240)
    assert world.tick == 240
    shown = [0, *bench.shown_ticks]
    assert all(0 < after - before <= CATCH_UP + 1 for before, after in pairwise(shown))
    _, punctual = record(SETUP, quiet(240))
    assert [tape for kind, tape in memory.records if kind == Kind.TICK] == [
        tape for kind, tape in punctual.records if kind == Kind.TICK
    ]
    assert [cue for scene in bench.scenes for cue in scene.cues] == cues_on_time(shown[-1])


def cues_on_time(ticks: int) -> list[object]:
    """All cues of a sitting in which every tick was shown."""
    stage = Seen()
    world = begin(SETUP, LEVELS["tide"], RULES.patterns)
    run(world, House(Script(quiet(ticks)), Silent(GENTLY), Kept(), stage, Unhurried(), lead_on({})))
    return [cue for scene in stage.scenes for cue in scene.cues]


def test_a_punctual_stage_sees_every_tick_on_the_beat() -> None:
    """60 frames a second, evenly."""
    bench, _, _ = play([5.0] * 600, 600)
    assert len(bench.scenes) == 600
    assert {after - before for before, after in pairwise(bench.shown_at_ns)} == {TICK_NS}


def test_one_late_frame_is_caught_up() -> None:
    """A frame of 90 ms lasts 5.4 beats: three ticks go unshown, and afterwards the beat is the old one."""
    bench, _, _ = play([1.0] * 10 + [90.0] + [1.0] * 200, 120)
    gaps = [after - before for before, after in pairwise(bench.shown_ticks)]
    assert sum(gap - 1 for gap in gaps) == 3
    assert bench.t_ns == 120 * TICK_NS


def test_after_a_long_standstill_time_slips() -> None:
    """A frame of two seconds: four ticks are caught up, the rest of the time is let go."""
    bench, _, world = play([1.0] * 10 + [2000.0] + [1.0] * 200, 120)
    gaps = [after - before for before, after in pairwise(bench.shown_ticks)]
    assert sum(gap - 1 for gap in gaps) == CATCH_UP
    assert world.tick == 120
    assert bench.t_ns > 120 * TICK_NS + 1_800_000_000


def test_a_slow_machine_plays_slowly_and_shows_every_fifth_tick() -> None:
    """A stage that always needs 200 ms still sees a picture after every five ticks at most."""
    bench, _, _ = play([200.0] * 100, 100)
    assert len(bench.scenes) == 20


def test_it_ends_when_the_source_is_dry() -> None:
    """And returns the last world."""
    world, kept = record(SETUP, quiet(37))
    assert world.tick == 37
    assert sum(kind == Kind.TICK for kind, _ in kept.records) == 37


def test_the_house_is_asked_after_facts_and_may_leave() -> None:
    """``after`` sees each tick with a fact or an end; None leaves at once."""
    asked: list[int] = []

    def after(world: World) -> World | None:
        asked.append(world.tick)
        return None if world.ended else world

    keys = [NOTHING] * 4 + [Inputs(held=("calm_now",))] + [NOTHING] * 50
    world = begin(Setup(5, "title"), LEVELS["title"], RULES.patterns)
    last = run(world, House(Script(keys), Silent(GENTLY), Kept(), Seen(), Unhurried(), after))
    assert asked == [5]
    assert (last.tick, last.ended) == (5, "breathe")


def test_the_mind_is_asked_every_five_seconds_and_its_wish_is_on_the_tape() -> None:
    """The wish enters with the decision's own tick, so that a replay needs no mind."""
    mind = Silent(GENTLY)
    memory = Kept()
    world = begin(SETUP, LEVELS["tide"], RULES.patterns)
    run(world, House(Script(quiet(1000)), mind, memory, Seen(), Unhurried(), lead_on({})))
    assert len(mind.seen) == 3
    tapes = [tape for kind, tape in memory.records if kind == Kind.TICK]
    told = [tick for tick, tape in enumerate(tapes, 1) if decode(tape).directive]
    assert told == [DECISION_TICKS, 2 * DECISION_TICKS, 3 * DECISION_TICKS]


def test_the_next_level_is_begun_and_kept() -> None:
    """The world goes on with what is known of the player; memory is told."""
    _, kept = record(Setup(5, "closing"), quiet(60 * 50), {})
    assert [payload for kind, payload in kept.records if kind == Kind.LEVEL] == [b"closing", b"title"]


def test_both_clocks_keep_the_promise_of_the_protocol() -> None:
    """Time asked for is time reached, and it never runs backward."""

    def reach(clock: Clock) -> int:
        due = clock.now_ns() + 3_000_000
        clock.wait_until(due)
        assert clock.now_ns() >= due
        clock.wait_until(due - 1_000_000)
        return clock.now_ns() - due

    assert reach(Unhurried()) == 0
    assert reach(RealClock()) < 1_000_000_000
