"""Every level of the house, found by its place, keeps the promises of a level."""

from collections.abc import Iterator
from dataclasses import astuple, is_dataclass, replace
from math import isfinite
from pathlib import Path
from random import Random
from typing import Any

import pytest

import levels
from game.core.belief import Sample
from game.core.directive import Directive
from game.core.facts import CalibrationReached, ConsentGiven, LevelEnded
from game.core.inputs import NOTHING, Inputs
from game.core.pace import Pattern
from game.core.reading import Quantity
from game.core.setup import Mode, Setup
from game.core.shapes import Plate, Role, Scene, Shape
from game.core.show import show
from game.core.world import World, digest, see, step
from levels import find_levels, find_patterns
from tests.levels.bots import Bot, by_keys, by_pad, by_pointer, play_tide
from tests.levels.places import PLACES
from tests.sittings import LEVELS, pressing, quiet, worlds
from tests.strategies import KEYS

MARGIN = 0.3
"""Things may come and go over the border, and the shore's glow may hang over it, but not further."""
GUIDED = sorted(name for name, level in LEVELS.items() if level.guided)


def setup_for(name: str, **changes: Any) -> Setup:
    """A setup in which everything is due."""
    told = Setup(11, name, minutes=1.0, due=("consent", "calibration"), devices=("camera", "microphone"))
    return replace(told, **changes)


def busy(ticks: int, seed: int = 1, keys: tuple[str, ...] = KEYS) -> Iterator[Inputs]:
    """Somebody who presses, points and breathes at random, with sensors that talk."""
    dice = Random(seed)
    held: tuple[str, ...] = ()
    for tick in range(1, ticks + 1):
        if dice.random() < 0.05:
            held = tuple(sorted(key for key in keys if dice.random() < 0.12))
        pointer = (int(4096 * dice.random()), int(4096 * dice.random())) if dice.random() < 0.3 else None
        told = (
            Sample("face", Quantity.AROUSAL, 2.0 * dice.random() - 1.0, 0.2, 2),
            Sample("breath", Quantity.BREATH_PHASE, (tick / 240.0) % 1.0, 0.05, 4),
            Sample("breath", Quantity.BREATH_HZ, 0.25, 0.02, 4),
        )
        wish = Directive(dice.random(), dice.random(), dice.random(), 0.2, "longer_exhale") if tick % 300 == 0 else None
        yield Inputs(told if tick % 3 == 0 else (), held, pointer, (), (), wish)


def staying(name: str) -> tuple[str, ...]:
    """Keys that do not leave a level at once."""
    return tuple(key for key in KEYS if key not in {"escape", "act", "calm_now", "skip", "click"})


@pytest.fixture(params=sorted(LEVELS))
def name(request: pytest.FixtureRequest) -> str:
    """Each level's name."""
    return str(request.param)


def test_a_level_is_found_by_its_name(name: str) -> None:
    """The file, the name and the table agree, and so does the pattern it teaches."""
    level = find_levels()[name]
    assert level.name == name
    assert level.pattern in {"", *(pattern.name for pattern in find_patterns())}


def test_two_runs_are_equal(name: str) -> None:
    """Exactly: the digest of every second."""
    runs = []
    for _ in range(2):
        told = worlds(setup_for(name), busy(1500, keys=staying(name)))
        runs.append([digest(world) for world in told if world.tick % 60 == 0])
    assert runs[0] == runs[1]
    assert runs[0]


def test_step_and_show_change_nothing(name: str) -> None:
    """Stepping or showing a world twice gives the same, and leaves it as it was: states are frozen all the way."""
    for world in worlds(setup_for(name), busy(700, keys=staying(name))):
        if world.tick % 50:
            continue
        before = repr(world)
        assert repr(step(world, NOTHING)) == repr(step(world, NOTHING))
        assert show(world) == show(world)
        assert repr(world) == before
        hash(world.state)
        assert frozen(world.state)


def frozen(thing: Any) -> bool:
    """True for a frozen dataclass of frozen things."""
    if is_dataclass(thing):
        made = vars(type(thing))
        return made["__dataclass_params__"].frozen and all(frozen(getattr(thing, name)) for name in made["__slots__"])
    if isinstance(thing, tuple):
        return all(frozen(part) for part in thing)
    return isinstance(thing, str | int | float | bool | type(None))


def numbers(thing: Any) -> Iterator[float]:
    """Every number in a shape."""
    if isinstance(thing, tuple):
        for part in thing:
            yield from numbers(part)
    elif isinstance(thing, int | float):
        yield thing


@pytest.mark.parametrize("seed", (1, 2))
def test_what_is_shown_lies_in_the_picture(name: str, seed: int) -> None:
    """Every number is finite, every place near the unit square, every strength and opacity in [0, 1]."""
    for world in worlds(setup_for(name), busy(2400, seed, staying(name))):
        if world.tick % 7:
            continue
        for shape in show(world).shapes:
            assert all(isfinite(number) for number in numbers(astuple(shape)))
            inside(shape)


def inside(shape: Shape) -> None:
    """Places near the picture, shares in [0, 1]."""
    for part in ("x", "y", "left", "right", "top", "bottom"):
        assert -MARGIN <= getattr(shape, part, 0.5) <= 1.0 + MARGIN, shape
    for part in ("opacity", "strength", "mood", "dim", "blur", "density", "glow", "light", "breath"):
        assert -1e-9 <= getattr(shape, part, 0.5) <= 1.0 + 1e-9, shape
    for part in ("radius", "size", "width", "height"):
        assert getattr(shape, part, 1.0) >= 0.0, shape


def test_there_is_always_a_place_and_a_bed(name: str) -> None:
    """The first shape is a plate; the bed breathes with the guide."""
    for world in worlds(setup_for(name), quiet(120)):
        scene = show(world)
        assert isinstance(scene.shapes[0], Plate)
        assert (scene.bed.breath_hz, scene.bed.breath_phase) == (world.guide.breath_hz, world.guide.phase)


def test_escape_leaves_every_level(name: str) -> None:
    """At once, or through the pause menu where breath is guided (its last line is one press up), within 5 s."""
    keys = ("escape", "up", "act") if LEVELS[name].guided else ("escape",)
    told = list(worlds(setup_for(name), [*pressing(*keys), *quiet(200)]))
    assert told[-1].ended
    assert any(isinstance(fact, LevelEnded) for fact in told[-1].facts)


WAITING = {"title", "places", "journal", "settings", "consent", "players", "gate", "guardian"}
"""Menus and questions: they wait for an answer."""


@pytest.mark.parametrize("name", sorted(set(LEVELS) - WAITING))
def test_a_level_ends_by_itself(name: str) -> None:
    """Nobody has to do anything to come to the end; menus and consent wait for an answer."""
    assert list(worlds(setup_for(name), ticks=4 * 3600))[-1].ended


@pytest.mark.parametrize("minutes", (3.0, 8.0))
def test_tide_ends_when_it_was_asked_to(minutes: float) -> None:
    """Between the wished length and one breath and the farewell more; the farewell has no lanterns and some words."""
    last = None
    for world in worlds(setup_for("tide", minutes=minutes), ticks=10 * 3600):
        last = world
    assert last is not None
    assert last.ended == "on"
    assert minutes * 60.0 + 8.0 < last.tick / 60.0 < minutes * 60.0 + 25.0
    assert last.state.lanterns == ()
    assert "tide.closing" in {getattr(shape, "key", "") for shape in show(earlier(last)).shapes}


def earlier(world: World) -> World:
    """Four seconds before the end of Tide."""
    return replace(world, state=replace(world.state, closing=world.state.closing - 240))


@pytest.mark.parametrize("bot", (by_keys, by_pointer, by_pad), ids=lambda bot: bot.__name__)
def test_tide_is_played_with_one_limb(bot: Bot) -> None:
    """By keys alone, pointer alone, pad alone: at least a lantern every ten seconds over two minutes."""
    assert play_tide(bot, seed=4, ticks=2 * 3600).state.caught >= 12


def test_nothing_is_won_by_being_away() -> None:
    """A light that nobody leads catches no more than the first one to drift by, and its performance stays neutral."""
    for seed in range(3):
        last = list(worlds(Setup(seed, "tide"), quiet(2 * 3600)))[-1]
        assert last.state.caught <= 1
        assert last.turn.performance <= 0.6


def settled(setup: Setup, inputs: Inputs, ticks: int = 900) -> Scene:
    """What a level itself shows after so many ticks of the same, without the house's signs at the border."""
    world = list(worlds(setup, [inputs] * ticks))[-1]
    return world.level.show(world.state, see(world, world.inputs))


PLAIN = Directive(0.2, 0.2, 0.2, 0.2)
CHANNELS = {
    "difficulty": Inputs(axes=(1, 0), directive=replace(PLAIN, difficulty=0.0)),
    "tempo": Inputs(directive=replace(PLAIN, tempo=0.0)),
    "guidance": Inputs(directive=replace(PLAIN, guidance=0.9)),
    "pace": Inputs(directive=replace(PLAIN, breath_hz=0.12)),
    "pointer": Inputs(pointer=(600, 2300), directive=PLAIN),
    "keys": Inputs(held=("left",), directive=PLAIN),
    "pad": Inputs(axes=(-90, 0), directive=PLAIN),
    "own breath": Inputs(held=("breathe",), directive=PLAIN),
    "calm": Inputs((Sample("face", Quantity.AROUSAL, -0.8, 0.05, 0),), directive=PLAIN),
    "gladness": Inputs((Sample("face", Quantity.SMILE, 0.9, 0.05, 0),), directive=PLAIN),
}

WITHOUT = {"difficulty": Inputs(axes=(1, 0), directive=PLAIN)}
"""What to compare with, where it is not a player who does nothing."""


@pytest.mark.parametrize("channel", sorted(CHANNELS))
@pytest.mark.parametrize("place", PLACES)
def test_every_channel_changes_every_place(place: str, channel: str) -> None:
    """Breath, mood, gladness, each setting and each way to play can be seen in the picture."""
    ticks = 1800 if channel == "difficulty" else 900  # it is seen in how soon something is reached
    plain = settled(Setup(5, place), WITHOUT.get(channel, Inputs(directive=PLAIN)), ticks)
    assert settled(Setup(5, place), CHANNELS[channel], ticks).shapes != plain.shapes


@pytest.mark.parametrize("name", GUIDED)
def test_the_guide_moves_every_guided_level(name: str) -> None:
    """Within one breath the picture is never twice the same, and each shows the guide as the guide."""
    told = [world for world in worlds(setup_for(name), quiet(420)) if world.tick > 120 and world.tick % 30 == 0]
    assert len({show(world).shapes for world in told}) == len(told)


@pytest.mark.parametrize("name", GUIDED)
def test_tension_is_mist_in_train_and_nothing_in_soothe(name: str) -> None:
    """The same readings: below neutral only in Train."""
    tense = Inputs((Sample("face", Quantity.AROUSAL, 0.9, 0.05, 0),))
    moods = {}
    for mode in Mode:
        plates = [s for s in settled(setup_for(name, mode=mode), tense).shapes if isinstance(s, Plate)]
        moods[mode] = plates[0].mood
    assert moods[Mode.SOOTHE] >= 0.5
    assert moods[Mode.TRAIN] < moods[Mode.SOOTHE]


def test_looking_changes_nothing(name: str) -> None:
    """``show`` may be called at every tick or at none."""
    looked = None
    for world in worlds(setup_for(name), busy(300, keys=staying(name))):
        show(world)
        looked = world
    blind = list(worlds(setup_for(name), busy(300, keys=staying(name))))[-1]
    assert looked is not None
    assert digest(looked) == digest(blind)


def test_consent_says_no_unless_yes_is_chosen() -> None:
    """ "No" is lit first; each device is asked about by itself; Escape is no to all that is left."""

    def answers(*keys: str) -> list[ConsentGiven]:
        told = worlds(setup_for("consent"), [*pressing(*keys), *quiet(60)])
        return [fact for world in told for fact in world.facts if isinstance(fact, ConsentGiven)]

    def said(camera: bool, microphone: bool) -> list[ConsentGiven]:
        return [ConsentGiven("camera", camera), ConsentGiven("microphone", microphone)]

    assert answers("act", "act") == said(False, False)
    assert answers("down", "act", "act") == said(True, False)
    assert answers("act", "down", "act") == said(False, True)
    assert answers("escape") == said(False, False)


def test_calibration_goes_through_its_stages_and_can_be_skipped() -> None:
    """With everything heard: face, room, breaths, verdict. With nothing heard or "skip": soon over."""
    deaf = list(worlds(setup_for("calibration"), ticks=3600))[-1]
    assert deaf.tick < 20 * 60
    skipped = list(worlds(setup_for("calibration"), pressing("skip", "skip", "skip", "skip", "skip")))[-1]
    assert skipped.ended == "on"
    heard = (
        Inputs((Sample("face", Quantity.PRESENCE, 1.0, 0.1, 0), Sample("breath", Quantity.LEVEL_DBFS, -50.0, 3.0, 0)))
        for _ in range(3600)
    )
    whole = list(worlds(setup_for("calibration"), heard))
    stages = [fact.stage.value for world in whole for fact in world.facts if isinstance(fact, CalibrationReached)]
    assert stages == ["face", "room", "breaths", "none"]


@pytest.mark.parametrize("pattern", find_patterns(), ids=lambda pattern: pattern.name)
def test_every_pattern_is_a_breath(pattern: Pattern) -> None:
    """Shares sum to 1, nobody holds for more than 3 s at its slowest, no fast breathing, and it says where it is
    from."""
    assert pattern.inhale + pattern.rest_in + pattern.exhale + pattern.rest_out == pytest.approx(1.0, abs=1e-12)
    assert min(pattern.inhale, pattern.exhale) > 0.0
    assert min(pattern.rest_in, pattern.rest_out) >= 0.0
    assert max(pattern.rest_in, pattern.rest_out) / pattern.low_hz <= 3.0
    assert 3.0 / 60.0 <= pattern.low_hz < pattern.high_hz <= 20.0 / 60.0
    assert pattern.breaths >= 3
    assert pattern.embodiment in {"ring", "wave", "lantern"}
    assert "doi" in pattern.source


@pytest.mark.parametrize("name", GUIDED)
@pytest.mark.parametrize("keys", (("escape",), ("escape", "down", "act"), ("too_much",)), ids=" ".join)
def test_pause_minigame_and_too_much_lie_in_the_picture(name: str, keys: tuple[str, ...]) -> None:
    """What the house lays over a level keeps the same borders, and its menu hides what can be reached."""
    for world in worlds(setup_for(name, minutes=8.0), [*pressing(*keys), *quiet(900)]):
        if world.tick % 11:
            continue
        shapes = show(world).shapes
        for shape in shapes:
            inside(shape)
        if world.pause or world.minigame:
            assert not any(getattr(shape, "role", None) is Role.TARGET for shape in shapes)


def test_every_file_is_a_level_and_every_level_has_a_file() -> None:
    """Nothing lists them: what lies in the folder is found, under its own name."""
    folder = Path(levels.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} | {path.parent.name for path in folder.glob("*/__init__.py")}
    assert files - {"__init__", "breathing"} == set(LEVELS)
    patterns = {path.stem for path in (folder / "breathing").glob("*.py")} - {"__init__"}
    assert patterns == {pattern.name for pattern in find_patterns()}
