"""Practices for the body, for two, and the quiet minute: paced by breath, skippable, honest about what they measure."""

from itertools import pairwise

import pytest

from game.core.belief import Sample
from game.core.facts import LevelEnded, ProbeDone
from game.core.inputs import Inputs
from game.core.reading import Quantity
from game.core.setup import Setup
from game.core.shapes import Ring, Role, Text
from game.core.show import show
from game.core.world import World
from levels import bodyscan, probe, release
from tests.sittings import pressing, quiet, worlds

BODY = {"release": release.STEPS, "bodyscan": bodyscan.STEPS}


def words(world: World) -> set[str]:
    """What can be read."""
    return {shape.key for shape in show(world).shapes if isinstance(shape, Text) and shape.opacity > 0.3}


@pytest.mark.parametrize("name", sorted(BODY))
def test_every_step_has_its_breaths_and_its_words(name: str) -> None:
    """All steps come in order, each for its count of whole breaths, with words; it takes three to six minutes at
    rates from 6 to 10/min."""
    steps = BODY[name]
    places: list[int] = []
    breaths: dict[int, set[int]] = {}
    said: set[str] = set()
    last = None
    for world in worlds(Setup(4, name)):
        last = world
        if world.ended:
            break
        place = world.state.place
        places += [] if places[-1:] == [place] else [place]
        breaths.setdefault(place, set()).add(world.guide.breaths)
        if world.tick % 30 == 0:
            said |= words(world)
    assert last is not None
    assert last.ended == "on"
    assert places == list(range(len(steps)))
    for place, step in enumerate(steps[1:], 1):
        assert len(breaths[place]) in (step.breaths, step.breaths + 1)
    assert {step.key for step in steps} | {f"{step.key}_second" for step in steps} <= said
    whole = sum(step.breaths for step in steps)
    assert whole / 10.0 >= 3.0
    assert whole / 6.0 <= 6.2


@pytest.mark.parametrize("name", sorted(BODY))
def test_parts_can_be_skipped(name: str) -> None:
    """Each Tab goes one part on; the last one ends it."""
    (*_, last) = worlds(Setup(4, name), pressing(*["skip"] * len(BODY[name])))
    assert last.ended == "on"
    assert last.tick <= 30 * len(BODY[name])


def test_a_press_is_soft_and_short_and_letting_go_is_long() -> None:
    """Every pressed step lasts one breath and is followed by three of rest in the same part."""
    for step, following in pairwise(release.STEPS):
        if step.pressed:
            assert (step.breaths, following.breaths) == (1, 3)
            assert (following.part, following.pressed) == (step.part, False)


def minute(rates: list[float]) -> ProbeDone:
    """The probe of somebody whose rate is read as these, one after the other, each for three seconds."""
    told = []
    for tick in range(probe.BEGINS_TICKS + probe.LASTS_TICKS + 30):
        rate = rates[tick // 180 % len(rates)] if rates else 0.0
        samples = (Sample("breath", Quantity.BREATH_HZ, rate, 0.006, 0),) if rates and tick % 6 == 0 else ()
        told.append(Inputs(samples))
    done = [fact for world in worlds(Setup(4, "probe"), told) for fact in world.facts if isinstance(fact, ProbeDone)]
    assert len(done) == 1
    return done[0]


def test_the_probe_tells_rate_and_evenness() -> None:
    """Even breath is steadier than uneven breath, the rate is the mean; unknown breath tells nothing."""
    even, uneven, silent = minute([0.2]), minute([0.15, 0.3, 0.2, 0.35]), minute([])
    assert even.breath_hz == pytest.approx(0.2, abs=0.004)
    assert even.steadiness > 0.9
    assert uneven.steadiness < even.steadiness - 0.3
    assert (silent.breath_hz, silent.steadiness) == (0.0, 0.0)


def test_the_probe_shows_no_guide() -> None:
    """Nothing in the minute moves with the guide: no ring, no word, and water that does not breathe."""
    for world in worlds(Setup(4, "probe"), quiet(probe.BEGINS_TICKS + probe.LASTS_TICKS - 10)):
        if world.tick % 60 or world.tick < probe.BEGINS_TICKS + 120:
            continue
        shapes = show(world).shapes
        assert not any(getattr(shape, "role", None) is Role.GUIDE for shape in shapes)
        assert not [shape for shape in shapes if isinstance(shape, Text) and shape.opacity > 0.05]
        assert {shape.breath for shape in shapes if hasattr(shape, "breath")} == {0.5}


def test_a_probe_that_is_left_tells_nothing() -> None:
    """And it stays due."""
    told = list(worlds(Setup(4, "probe", due=("probe",)), [*quiet(900), *pressing("skip")]))
    assert [fact for world in told for fact in world.facts] == [LevelEnded("on")]
    assert told[-1].setup.due == ("probe",)
    done = list(worlds(Setup(4, "probe", due=("probe",))))
    assert done[-1].setup.due == ()


def lights(world: World) -> tuple[float, float]:
    """Heights of the two people's lights."""
    rings = [s for s in show(world).shapes if isinstance(s, Ring) and s.role is Role.OWN]
    left, right = sorted(rings, key=lambda ring: ring.x)
    return left.y, right.y


def test_two_people_breathe_by_two_keys() -> None:
    """Each key lifts its own light and leaves the other where it is."""
    start = lights(list(worlds(Setup(4, "together"), quiet(300)))[-1])
    one = lights(list(worlds(Setup(4, "together"), [*quiet(60), *[Inputs(held=("breathe",))] * 240]))[-1])
    two = lights(list(worlds(Setup(4, "together"), [*quiet(60), *[Inputs(held=("breathe_two",))] * 240]))[-1])
    assert one[0] < start[0] - 0.2 and abs(one[1] - start[1]) < 0.01
    assert two[1] < start[1] - 0.2 and abs(two[0] - start[0]) < 0.01


def test_breathing_together_warms_the_light() -> None:
    """Both with the guide: warmer than one alone, one alone warmer than nobody."""

    def warmth(*keys: str) -> float:
        told = list[Inputs]()
        world: World | None = None
        source = worlds(Setup(4, "together", minutes=8.0), iter(lambda: told[-1], None))
        told.append(Inputs())
        for world in source:
            held = keys if 0.02 < world.guide.phase < 0.42 else ()
            told.append(Inputs(held=tuple(sorted(held))))
            if world.tick >= 1800:
                break
        assert world is not None
        return float(world.state.warmth.value)

    both, alone, nobody = warmth("breathe", "breathe_two"), warmth("breathe_two"), warmth()
    assert both > alone + 0.15 > nobody + 0.15


def test_the_journal_shows_what_was_found_and_nothing_else() -> None:
    """Earlier and now, page by page, no empty places; an empty book has one kind line."""
    found = tuple(f"tide.thing_{number}" for number in range(8))
    (*_, first) = worlds(Setup(4, "journal", found=found), quiet(60))
    (*_, second) = worlds(Setup(4, "journal", found=found), [*pressing("right"), *quiet(60)])
    assert words(first) & set(found) == set(found[:6])
    assert words(second) & set(found) == set(found[6:])
    (*_, empty) = worlds(Setup(4, "journal"), quiet(60))
    assert "journal.empty" in words(empty)
    for key in ("act", "escape"):
        (*_, closed) = worlds(Setup(4, "journal"), pressing(key))
        assert closed.ended == "on"
