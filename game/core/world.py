"""The world and its one rule: ``step(world, inputs)``. Pure: the same world and inputs give the same world."""

from dataclasses import dataclass, replace
from hashlib import blake2b
from random import Random
from typing import Any

from game.core import temper, way_out
from game.core.breathing import FADE_TICKS, Breathing
from game.core.directive import DECISION_TICKS, GENTLE, Directive
from game.core.facts import Facts, Found, LevelEnded, ModeChosen, NotMe, ProbeDone
from game.core.fading import Fading, fade
from game.core.house import PAUSE, breathe_on, hosts, known, offer, paused, too_much
from game.core.inputs import NOTHING, Inputs
from game.core.journey import Journey
from game.core.lately import LOOK_TICKS, Lately, look
from game.core.level import Level, Now, Turn
from game.core.menu import Menu
from game.core.pace import NATURAL, Follow, Guide, Pattern, advance
from game.core.senses import FIRST, NOT_ME_TICKS, Senses, calm, sense
from game.core.setup import Mode, Setup
from game.core.shapes import Cue
from game.core.temper import Shield, Tempered
from game.core.train import press
from game.core.why import Why, tell

DIGEST_TICKS = 60
"""A digest is taken every second."""
MOOD_STIFFNESS = 0.7
"""The place takes 6-12 s to follow."""
STEP_BACK = 1.0 / FADE_TICKS
"""What a level steps back behind a minigame in a tick."""


@dataclass(frozen=True, slots=True)
class World:
    """All there is. ``level`` and ``patterns`` are rules, everything else is what happened."""

    setup: Setup
    """What the sitting began with."""
    level: Level[Any]
    """The rules of the running level."""
    patterns: tuple[Pattern, ...]
    """The breathing patterns of the house."""
    state: Any
    """The level's own memory."""
    tick: int
    """Ticks since the sitting began."""
    level_tick: int
    """Ticks since the level began (it rests in pause and minigame)."""
    senses: Senses
    """What is known of the player."""
    guide: Guide
    """The breath guide."""
    pattern: Pattern
    """Its pattern; changes only where a breath begins, so fullness never jumps."""
    directive: Directive
    """The settings in force."""
    shield: Shield
    """What the safety shield remembers."""
    decided: Tempered | None
    """The decision of this very tick, for the trace."""
    why: Why
    """What was last said of a decision; it follows from the others, so no digest needs it."""
    mood: Follow
    """0 tense, 0.5 neutral, 1 calm."""
    fading: Fading
    """How far guidance has faded."""
    pressure: float
    """What Train adds to difficulty."""
    turn: Turn[Any]
    """The level's last answer."""
    lately: Lately
    """How it went in the last minutes."""
    journey: Journey
    """What was played and found in this sitting."""
    minigame: Breathing | None
    """The breathing minigame that runs."""
    aside: float
    """How far the level has stepped back behind it, [0, 1]: it goes and comes at an even pace, however it is left."""
    pause: Menu | None
    """The pause menu, when open."""
    inputs: Inputs
    """This tick's inputs; the next tick compares with them."""
    facts: Facts
    """What happened in this tick."""
    cues: tuple[Cue, ...]
    """What is heard once in this tick."""
    ended: str
    """Where to go next; "" while the level runs."""


def begin(setup: Setup, level: Level[Any], patterns: tuple[Pattern, ...], before: World | None = None) -> World:
    """A world at tick 0 of ``level``; what is known and was chosen is carried over from the level ``before``."""
    setup = before.setup if before else setup
    state = level.begin(setup)
    shield = temper.first_shield(setup.limits)
    start = temper.start(GENTLE, setup.limits, shield)
    return World(
        setup=setup,
        level=level,
        patterns=patterns,
        state=state,
        tick=before.tick if before else 0,
        level_tick=0,
        senses=before.senses if before else FIRST,
        guide=before.guide if before else Guide(0.0, start.breath_hz, 0),
        pattern=before.pattern if before else NATURAL,
        directive=before.directive if before else start,
        shield=before.shield if before else shield,
        decided=None,
        why=Why(),
        mood=before.mood if before else Follow(0.5),
        fading=before.fading if before else Fading(),
        pressure=0.0,
        turn=Turn(state),
        lately=before.lately if before else Lately(),
        journey=before.journey.left(before.level.name, before.level.guided, before.level_tick) if before else Journey(),
        minigame=None,
        aside=before.aside if before else 0.0,
        pause=None,
        inputs=before.inputs if before else NOTHING,
        facts=(),
        cues=(),
        ended="",
    )


def step(world: World, inputs: Inputs) -> World:
    """One tick of 1/60 s."""
    tick = world.tick + 1
    guide = advance(world.guide, _guide_hz(world))
    pattern = _pattern(world, guide)
    fullness = pattern.fullness(guide.phase)
    pressed = _pressed(world.inputs, inputs)
    before = world.senses
    if pressed and "not_me" in pressed:
        before = replace(before, not_me_tick=tick)
    senses = sense(before, inputs, fullness, world.setup.posterior, tick)
    shield, directive, decided = _decide(world, inputs, senses, tick)
    new_breath = guide.breaths != world.guide.breaths
    chance = Random(world.setup.seed * 7919 + guide.breaths).random() if new_breath else 0.0
    moved = World(
        setup=world.setup,
        level=world.level,
        patterns=world.patterns,
        state=world.state,
        tick=tick,
        level_tick=world.level_tick,
        senses=senses,
        guide=guide,
        pattern=pattern,
        directive=directive,
        shield=shield,
        decided=decided,
        why=tell(world.why, inputs.directive, world.directive, directive, tick) if decided else world.why,
        mood=world.mood.toward(_mood_target(world, senses, tick), MOOD_STIFFNESS),
        fading=fade(world.fading, senses.own.follow, senses.own.trust, new_breath, chance),
        pressure=_pressure(world, senses),
        turn=world.turn,
        lately=world.lately if tick % LOOK_TICKS else look(world.lately, senses, world.turn.performance, inputs),
        journey=world.journey,
        minigame=world.minigame,
        aside=min(world.aside + STEP_BACK, 1.0) if world.minigame else max(world.aside - STEP_BACK, 0.0),
        pause=world.pause,
        inputs=inputs,
        facts=(NotMe(),) if before is not world.senses else (),
        cues=(),
        ended=world.ended,
    )
    return _act(moved, world.inputs, pressed)


def see(world: World, before: Inputs, pressed: tuple[str, ...] = ()) -> Now:
    """The world as a level sees it. ``before`` are the inputs of the last tick: what moved is told by the two."""
    inputs = world.inputs
    return Now(
        setup=world.setup,
        moment=world.tick,
        tick=world.level_tick,
        pressed=pressed,
        held=inputs.held,
        pointer=inputs.pointer,
        pointer_moved=inputs.pointer != before.pointer,
        axes=inputs.axes,
        choices=inputs.choices,
        estimate=world.senses.estimate,
        evidence=world.senses.evidence,
        feeling=world.senses.feeling,
        directive=world.directive,
        guide=world.guide,
        fullness=world.pattern.fullness(world.guide.phase),
        pattern=world.pattern,
        own=world.senses.own,
        mood=world.mood.value,
        warmth=world.senses.warmth.value,
        guidance=world.directive.guidance * world.fading.strength.value,
        pressure=world.pressure,
        journey=world.journey,
    )


def digest(world: World) -> bytes:
    """Eight bytes that differ when anything that happened differs (blake2b over the exact reprs)."""
    happened = (
        world.tick, world.level_tick, world.level.name, world.state, world.senses, world.guide, world.pattern.name,
        world.directive, world.shield, world.mood, world.fading, world.pressure, world.setup.mode, world.minigame,
        world.pause, world.ended, world.lately, world.journey,
    )  # fmt: skip
    return blake2b(repr(happened).encode(), digest_size=8).digest()


def _pressed(before: Inputs, inputs: Inputs) -> tuple[str, ...]:
    if inputs.held == before.held:
        return ()
    return tuple(key for key in inputs.held if key not in before.held)


def _guide_hz(world: World) -> float:
    """The directive's rate, inside the running pattern's range where the shield allows it."""
    low, high = world.shield.bounds_hz(world.setup.limits)
    rate = min(max(world.directive.breath_hz, world.pattern.low_hz), world.pattern.high_hz)
    return min(max(rate, low), high)


def _pattern(world: World, guide: Guide) -> Pattern:
    """A new pattern enters where a breath begins."""
    if guide.breaths == world.guide.breaths and world.tick:
        return world.pattern
    if world.minigame:
        return world.minigame.pattern
    name = world.turn.pattern if known(world, world.turn.pattern) else world.level.pattern
    return next((pattern for pattern in world.patterns if pattern.name == name), NATURAL)


def _mood_target(world: World, senses: Senses, tick: int) -> float:
    """Where the place goes; neutral where breath is not guided, and for a while after "not me"."""
    if not world.level.guided or tick - senses.not_me_tick < NOT_ME_TICKS:
        return 0.5
    target = 0.5 + 0.5 * calm(senses, world.setup.posterior, world.turn.performance, world.turn.progress)
    if world.setup.mode is Mode.TRAIN and senses.feeling.tense:
        target -= 0.5
    return min(max(target, 0.0), 1.0)


def _pressure(world: World, senses: Senses) -> float:
    if world.setup.mode is not Mode.TRAIN or not world.level.guided:
        return 0.0
    since = world.tick - world.shield.too_much_tick
    return press(world.pressure, senses.feeling.tense, world.level_tick, 3600.0 * world.setup.minutes, since)


def _decide(world: World, inputs: Inputs, senses: Senses, tick: int) -> tuple[Shield, Directive, Tempered | None]:
    """Every five seconds the wish of the mind (or, without one, the settings in force) goes through temper."""
    if tick % DECISION_TICKS:
        return world.shield, world.directive, None
    limits = world.setup.limits
    shield = temper.watch(world.shield, senses.slow_breath_hz, limits)
    wish = inputs.directive or replace(world.directive, reasons=())
    busy = world.minigame or world.pause
    if busy or not hosts(world.level) or not (wish.minigame and known(world, wish.minigame)):
        wish = replace(wish, minigame=None)
    if world.turn.wish_hz is not None:
        wish = replace(wish, breath_hz=world.turn.wish_hz)
    decided = temper.temper(wish, world.directive, shield, limits, senses.feeling, tick)
    return shield, decided.directive, decided


def _act(world: World, before: Inputs, pressed: tuple[str, ...]) -> World:
    """Who has the keys: the pause menu, the minigame, or the level."""
    if world.level.guided:
        pressed = way_out.pressed(pressed, world.inputs.pointer)
        offered = (world.decided and world.decided.directive.minigame) or ""
        if offered:
            world = offer(world, offered)
        if "too_much" in pressed:
            world = too_much(world)
        if "escape" in pressed:
            return replace(world, pause=None if world.pause else PAUSE)
        if world.pause:
            return paused(world, world.pause, before, pressed)
        if offered:
            return world
        if world.minigame:
            return breathe_on(world, world.minigame, pressed)
    now = see(world, before, pressed)
    turn = world.level.step(world.state, now)
    setup, journey, ended = world.setup, world.journey, ""
    if turn.facts:
        setup, journey, ended = _stated(setup, journey, turn.facts)
    # Written out: this is the way of nearly every tick, and dataclasses.replace costs four times as much.
    return World(
        setup=setup,
        level=world.level,
        patterns=world.patterns,
        state=turn.state,
        tick=world.tick,
        level_tick=world.level_tick + 1,
        senses=world.senses,
        guide=world.guide,
        pattern=world.pattern,
        directive=world.directive,
        shield=world.shield,
        decided=world.decided,
        why=world.why,
        mood=world.mood,
        fading=world.fading,
        pressure=world.pressure,
        turn=turn,
        lately=world.lately,
        journey=journey,
        minigame=world.minigame,
        aside=world.aside,
        pause=world.pause,
        inputs=world.inputs,
        facts=world.facts + turn.facts,
        cues=world.cues + turn.cues,
        ended=ended,
    )


def _stated(setup: Setup, journey: Journey, facts: Facts) -> tuple[Setup, Journey, str]:
    """What a level's facts mean for the sitting: what is due and found, the mode, where to go next ("" = stay)."""
    ended = ""
    for fact in facts:
        if isinstance(fact, LevelEnded) and not ended:
            ended = fact.next
        elif isinstance(fact, ModeChosen):
            setup = replace(setup, mode=Mode(fact.mode))
        elif isinstance(fact, ProbeDone):
            setup = replace(setup, due=tuple(thing for thing in setup.due if thing != "probe"))
        elif isinstance(fact, Found):
            journey = journey.finding(fact.thing)
    return setup, journey, ended
