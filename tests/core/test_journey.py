"""Places open by practice alone, and stay open."""

from hypothesis import given
from hypothesis import strategies as st

from game.core.facts import Found, LevelEnded
from game.core.inputs import Inputs
from game.core.journey import OPENS_AFTER_S, Journey, everything_found, is_open, places, practised_s
from game.core.setup import Setup
from game.core.world import begin
from tests.sittings import LEVELS, RULES, pressing, quiet, worlds

ALL = tuple(OPENS_AFTER_S)


@given(st.floats(0.0, 1e5), st.integers(0, 10**7), st.integers(0, 10**7))
def test_more_practice_never_closes_a_place(before_s: float, ticks: int, more: int) -> None:
    """Whatever was practised earlier: more ticks open the same places or more."""
    setup = Setup(1, "places", places=ALL, practised_s=before_s)
    now, later = Journey(ticks), Journey(ticks + more)
    assert all(is_open(name, setup, later) for name in ALL if is_open(name, setup, now))


def test_two_places_are_open_from_the_first_minute() -> None:
    """And all are after half an hour of practice, however it was spread over sittings."""
    setup = Setup(1, "places", places=ALL)
    assert [name for name in ALL if is_open(name, setup, Journey())] == ["tide", "boats"]
    assert all(is_open(name, setup, Journey(30 * 3600)) for name in ALL)
    spread = Setup(1, "places", places=ALL, practised_s=1200.0)
    assert all(is_open(name, spread, Journey(10 * 3600)) for name in ALL)


def test_the_map_has_the_places_there_are() -> None:
    """In its own order, whatever the setup's is."""
    assert places(Setup(1, "places", places=("stones", "tide", "nowhere"))) == ("tide", "stones")


def test_what_is_practised_is_guided_play_without_pauses() -> None:
    """Ticks in the pause menu are none of it, those of a breathing minigame are; menus count nothing."""
    told = [*pressing("escape"), *quiet(300), Inputs(held=("escape",)), *quiet(299)]
    (*_, world) = worlds(Setup(1, "tide"), told)
    following = begin(world.setup, LEVELS["feeling"], RULES.patterns, world)
    assert following.journey.practised_ticks == world.level_tick
    assert 29 + 299 <= world.level_tick <= 29 + 301
    assert (following.journey.played, following.journey.last) == (("tide",), "tide")
    after = begin(following.setup, LEVELS["places"], RULES.patterns, following)
    assert (after.journey.practised_ticks, after.journey.last) == (world.level_tick, "feeling")
    (*_, breathed) = worlds(Setup(1, "tide"), [*pressing("escape", "down", "act"), *quiet(600), *pressing("skip")])
    assert breathed.journey.practised_ticks >= 600


def test_a_thing_is_found_once() -> None:
    """In this sitting or an earlier one."""
    journey = Journey().finding("tide.shell").finding("tide.feather").finding("tide.shell")
    assert journey.found == ("tide.shell", "tide.feather")
    assert everything_found(Setup(1, "tide", found=("tide.feather",)), journey) == ("tide.feather", "tide.shell")
    assert practised_s(Setup(1, "tide", practised_s=60.0), Journey(120)) == 62.0


def test_facts_of_a_level_are_on_the_journey_at_once() -> None:
    """What it found is known before it ends."""

    class Finder(type(LEVELS["journal"])):  # type: ignore[misc]
        def step(self, state, now):  # type: ignore[no-untyped-def]
            """Find a shell at tick 5, leave at tick 9."""
            turn = super().step(state, now)
            facts = (Found("tide.shell"),) if now.tick == 5 else (LevelEnded("on"),) if now.tick == 9 else ()
            return type(turn)(turn.state, facts)

    told = list(worlds(Setup(1, "journal"), quiet(20), Finder()))
    assert told[3].journey.found == ()
    assert told[-1].journey.found == ("tide.shell",)
