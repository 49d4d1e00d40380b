"""One step of the world: breathing minigame, pause, "too much", mood, and the bounds as they hold in play."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.core.belief import Sample
from game.core.directive import Directive
from game.core.facts import Asked, LevelEnded, MinigameBegan, MinigameEnded, TooMuch
from game.core.inputs import NOTHING, Inputs
from game.core.reading import Quantity
from game.core.setup import Mode, Setup
from game.core.shapes import Cue, Disc, Plate, Role
from game.core.show import show
from game.core.temper import STEP_HZ, AgeBand, BreathLimits
from game.core.world import World, digest
from tests.sittings import pressing, worlds
from tests.strategies import hostile_inputs, inputs, setups

OFFER = Directive(0.3, 0.4, 0.7, 0.2, "longer_exhale")
TIDE = Setup(3, "tide")


def offered(ticks: int, *, skip_at: int = 0, too_much_at: int = 0) -> Iterator[Inputs]:
    """A mind offers a minigame at every decision; at one tick the player presses something."""
    for tick in range(1, ticks + 1):
        keys = ("skip",) if tick == skip_at else ("too_much",) if tick == too_much_at else ()
        yield Inputs(held=keys, directive=OFFER if tick % 300 == 0 else None)


def facts_of(told: list[World], kind: type) -> list[tuple[int, object]]:
    """Every fact of a kind with its tick."""
    return [(world.tick, fact) for world in told for fact in world.facts if isinstance(fact, kind)]


def test_the_minigame_shows_one_breath_and_counts_five() -> None:
    """It waits for a breath to begin, breathes six whole ones with a cue at each part, and ends by itself."""
    told = list(worlds(TIDE, offered(3600)))
    (began, _), *_ = facts_of(told, MinigameBegan)
    (ended, fact), *_ = facts_of(told, MinigameEnded)
    assert fact == MinigameEnded("longer_exhale", skipped=False)
    running = [world for world in told if world.minigame and began <= world.tick < ended]
    first = next(world for world in running if world.minigame and not world.minigame.waiting)
    assert first.guide.phase < 0.01
    assert first.pattern.name == "longer_exhale"
    assert told[ended - 1].guide.breaths - first.guide.breaths == 6
    games = [world.minigame for world in running if world.minigame is not None]
    assert {game.counted for game in games if not game.waiting and game.done == 0} == {0}
    assert games[-1].done == 5
    assert games[-1].counted > 0
    names = [cue.name for world in running for cue in world.cues]
    assert names == ["breath_in", "breath_out"] * 6


def test_parts_and_fullness_of_a_minigame_go_together() -> None:
    """While it runs the world breathes the minigame's own pattern: what is heard is what is seen."""
    for world in worlds(TIDE, offered(2400)):
        if world.minigame and not world.minigame.waiting:
            assert world.pattern == world.minigame.pattern


def test_the_level_rests_while_the_minigame_runs() -> None:
    """No lantern passes while somebody breathes."""
    told = [world for world in worlds(TIDE, offered(1800)) if world.minigame]
    assert len(told) > 600
    assert len({world.level_tick for world in told}) == 1


def test_a_skip_ends_it_and_two_skips_end_the_offers() -> None:
    """Left at once, counted, offered again after a minute, and after the second skip not in this sitting."""
    told = list(worlds(Setup(3, "tide", minutes=8.0), _skipping(4 * 3600)))
    ends = [fact for _, fact in facts_of(told, MinigameEnded)]
    assert ends == [MinigameEnded("longer_exhale", skipped=True)] * 2
    (first, _), (second, _) = facts_of(told, MinigameBegan)
    assert second - first >= 3600
    assert told[-1].tick > second + 3600


def _skipping(ticks: int) -> Iterator[Inputs]:
    for tick in range(1, ticks + 1):
        yield Inputs(held=("skip",) if tick % 300 == 100 else (), directive=OFFER if tick % 300 == 0 else None)


def test_too_much_ends_guidance_and_minigame_at_once_and_for_a_minute() -> None:
    """No skip is counted, guidance is 0 and stays down, nothing is offered for 60 s."""
    told = list(worlds(TIDE, offered(4500, too_much_at=500)))
    pressed = told[499]
    assert TooMuch() in pressed.facts
    assert MinigameEnded("longer_exhale", skipped=False) in pressed.facts
    assert pressed.minigame is None
    assert pressed.shield.skips == 0
    for world in told[499 : 499 + 3600 - 300]:
        assert world.directive.guidance == 0.0
        assert world.minigame is None


@pytest.mark.parametrize(("key", "at"), [("too_much", 200), ("too_much", 500), ("skip", 320), ("too_much", 320)])
def test_the_picture_never_jumps(key: str, at: int) -> None:
    """Whether a minigame runs, has just begun, or none is there: the place darkens and comes back little by little."""
    told = worlds(TIDE, offered(700, skip_at=at * (key == "skip"), too_much_at=at * (key == "too_much")))
    dims = [next(shape.dim for shape in show(world).shapes if isinstance(shape, Plate)) for world in told]
    assert max(abs(after - before) for before, after in pairwise(dims)) < 0.03


@pytest.mark.parametrize("open_at", [200, 300])
def test_nothing_is_offered_in_the_pause(open_at: int) -> None:
    """What is decided then holds no minigame, nothing says so, and none begins; in the tick in which the pause opens,
    one may still begin, and waits."""
    told = list(worlds(TIDE, (replace(each, held=("escape",) if number == open_at else ()) for number, each
                              in enumerate(offered(700), 1))))  # fmt: skip
    decided = [world for world in told if world.decided]
    offers = [world.tick for world in decided if world.decided and world.decided.directive.minigame]
    assert len(decided) == 2
    assert offers == [tick for tick, _ in facts_of(told, MinigameBegan)] == [300] * (open_at == 300)


def test_a_minigame_needs_a_level_that_hosts_it() -> None:
    """Menus and the guided breath itself are never interrupted; an unknown pattern is not offered."""
    for level in ("title", "breathe"):
        told = worlds(Setup(3, level), offered(700))
        assert not facts_of(list(told), MinigameBegan)
    strange = (Inputs(directive=Directive(0.3, 0.4, 0.7, 0.2, "hyperventilate")) for _ in range(700))
    assert not facts_of(list(worlds(TIDE, strange)), MinigameBegan)


def test_pause_holds_the_level_and_breath_goes_on() -> None:
    """Escape opens it, Escape closes it; the level's clock stands, the guide breathes."""
    told = list(worlds(TIDE, pressing("escape", "down", "escape", every=60)))
    paused = [world for world in told if world.pause]
    assert paused
    assert len({world.level_tick for world in paused}) == 1
    assert len({world.guide.phase for world in paused}) == len(paused)
    assert told[-1].pause is None
    assert told[-1].level_tick > paused[0].level_tick


def test_the_pause_menu_asks_breathes_and_finishes() -> None:
    """Sound is asked for with left and right; breathe offers the minigame; finish ends the level."""
    told = list(worlds(TIDE, pressing("escape", "down", "down", "down", "left", "right", "act")))
    assert [fact for _, fact in facts_of(told, Asked)] == [Asked("volume_down"), Asked("volume_up"), Asked("sound")]
    told = list(worlds(TIDE, pressing("escape", "down", "act")))
    assert told[-1].minigame is not None
    assert told[-1].pause is None
    told = list(worlds(TIDE, pressing("escape", "up", "act")))
    assert facts_of(told, LevelEnded) == [(told[-1].tick, LevelEnded("on"))]


def test_finishing_from_the_pause_menu_also_ends_a_minigame() -> None:
    """What began has an end in the record: every MinigameBegan has its MinigameEnded."""
    keys = ("escape", "down", "act", "escape", "up", "act")
    told = list(worlds(TIDE, pressing(*keys)))
    assert told[-1].ended == "on"
    assert told[-1].facts == (MinigameEnded("longer_exhale", skipped=True), LevelEnded("on"))


@settings(max_examples=30)
@given(setups, st.lists(inputs | hostile_inputs, min_size=1, max_size=20), st.integers(1, 60))
def test_whatever_enters_the_world_stays_sound(setup: Setup, told: list[Inputs], held_for: int) -> None:
    """In play, not only in temper: the guide never leaves the floor and moves by less than .75/min in 5 s; shares
    and fullness stay in [0, 1]; in Soothe the place is never worse than neutral; it can always be shown."""
    floor = setup.limits.floor_hz()
    before = None
    for world in worlds(setup, [tick for tick in told for _ in range(held_for)]):
        assert world.guide.breath_hz >= floor - 1e-12
        if before:
            assert abs(world.guide.breath_hz - before.guide.breath_hz) <= STEP_HZ / 300.0 + 1e-12
        assert 0.0 <= world.guide.phase < 1.0
        assert 0.0 <= world.senses.own.fullness <= 1.0
        assert 0.0 <= world.senses.own.trust <= 1.0 + 1e-9
        assert 0.0 <= world.senses.own.follow <= 1.0 + 1e-9
        assert 0.0 <= world.mood.value <= 1.0 + 1e-9
        if world.setup.mode is Mode.SOOTHE:
            assert world.mood.value >= 0.5 - 1e-9
        before = world
    if before:
        show(before)


def reading(quantity: Quantity, value: float, sd: float = 0.02) -> tuple[Sample, ...]:
    """One sensor's word."""
    return (Sample("breath", quantity, value, sd, 0),)


@pytest.mark.parametrize("per_minute", (6.0, 22.0, 28.0))
def test_the_guide_stays_within_reach_of_a_measured_breath(per_minute: float) -> None:
    """Minutes of any breath, with a mind that wants 3/min: never more than 7/min below it (and one step of the
    glide), never above max(12, own)."""
    wish = Directive(0.3, 0.4, 0.7, 0.05)
    setup = Setup(3, "tide", limits=BreathLimits(AgeBand.ADULT, sittings=3))
    told = (
        Inputs(reading(Quantity.BREATH_HZ, per_minute / 60.0, 0.005), directive=wish if tick % 300 == 0 else None)
        for tick in range(1, 3 * 3600)
    )
    last = None
    for world in worlds(setup, told):
        own = world.shield.own_hz
        assert world.guide.breath_hz >= own - 7.0 / 60.0 - STEP_HZ - 1e-9
        assert world.guide.breath_hz <= max(12.0 / 60.0, own) + STEP_HZ + 1e-9
        last = world
    assert last is not None
    assert last.shield.own_hz * 60.0 == pytest.approx(per_minute, abs=0.5)
    assert last.guide.breath_hz * 60.0 == pytest.approx(max(4.5, per_minute - 7.0), abs=0.6)


def test_a_tense_player_is_met_in_train_and_spared_in_soothe() -> None:
    """The same tension: mist in Train, never below neutral in Soothe."""
    tense = [Inputs((Sample("face", Quantity.AROUSAL, 0.9, 0.1, 0),))] * 900
    moods = {mode: list(worlds(Setup(3, "tide", mode), tense))[-1].mood.value for mode in Mode}
    assert moods[Mode.TRAIN] < 0.45
    assert moods[Mode.SOOTHE] >= 0.5


def test_two_worlds_that_differ_have_two_digests() -> None:
    """Another seed, another key: another digest (the seed once its dice were thrown)."""
    first, second = (list(worlds(Setup(seed, "tide"), [NOTHING] * 400))[-1] for seed in (1, 2))
    assert digest(first) != digest(second)
    third = list(worlds(Setup(1, "tide"), [NOTHING] * 399 + [Inputs(held=("left",))]))[-1]
    assert digest(first) != digest(third)


def test_the_lamps_say_who_is_heard() -> None:
    """A sensor heard within two seconds has its lamp lit, and loses it in silence."""
    told = list(worlds(TIDE, [Inputs(reading(Quantity.LEVEL_DBFS, -50.0))] + [NOTHING] * 200))
    lit = [sum(isinstance(shape, Disc) and shape.role is Role.HUD for shape in show(world).shapes) for world in told]
    assert lit[60] == 1
    assert lit[190] == 0


def test_cues_are_told_once() -> None:
    """A cue belongs to one tick."""
    told = list(worlds(TIDE, [NOTHING] * 1200))
    cues = [cue for world in told for cue in world.cues]
    assert sum(cue.name == "breath_in" for cue in cues) == told[-1].guide.breaths + 1
    assert all(isinstance(cue, Cue) for cue in cues)


def test_own_breath_stays_between_empty_and_full_when_its_source_changes() -> None:
    """A nervous microphone, then the key at the worst moment: the picture neither jumps nor overflows."""
    for moment in range(300, 360, 4):
        told = []
        for tick in range(1, moment + 240):
            phase = Sample("breath", Quantity.BREATH_PHASE, 0.4 if tick // 20 % 2 else 0.95, 0.01, 0)
            rate = Sample("breath", Quantity.BREATH_HZ, 0.3, 0.005, 0)
            told.append(Inputs((phase, rate), held=("breathe",) if moment <= tick < moment + 120 else ()))
        before = None
        for world in worlds(TIDE, told):
            own = world.senses.own.fullness
            assert 0.0 <= own <= 1.0
            assert before is None or abs(own - before) < 0.08
            before = own
