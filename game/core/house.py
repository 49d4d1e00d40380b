"""What the house lays over a level: the breathing minigame, the pause menu, "too much" and "who listens".

It takes a world and gives the world after it; ``game.core.world`` calls it, and knows when.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from game.core import breathing
from game.core.breathing import Breathing
from game.core.facts import Asked, Ignored, LevelEnded, MinigameBegan, MinigameEnded, NotMe, TooMuch
from game.core.inputs import Inputs
from game.core.lately import minigame_began
from game.core.level import Level
from game.core.menu import Item, Menu, choose
from game.core.senses import ignore

if TYPE_CHECKING:
    from game.core.world import World

USUAL = "longer_exhale"
"""The pattern that is breathed when nobody named one."""
PAUSE = Menu(
    "pause.heading",
    (
        Item("go_on", "pause.go_on"),
        Item("breathe", "pause.breathe"),
        Item("listening", "pause.listening"),
        Item("sound", "pause.sound"),
        Item("motion", "pause.motion"),
        Item("language", "pause.language"),
        Item("finish", "pause.finish"),
    ),
)


LISTENING = Menu(
    "listening.heading",
    (
        Item("back", "listening.back"),
        Item("not_me", "listening.not_me"),
        Item("face", "listening.face"),
        Item("voice", "listening.voice"),
        Item("breath", "listening.breath"),
        Item("too_much", "listening.too_much"),
    ),
)
"""What the player says to those that listen: that was not me; leave my face, my voice, my breath aside; too much."""
SENSED = {"face": ("face",), "voice": ("voice",), "breath": ("breath", "chest")}
"""Which sensors each line of that menu speaks of."""


def hosts(level: Level[Any]) -> bool:
    """A breathing minigame may come into this level."""
    return level.guided and not level.pattern


def known(world: "World", name: str) -> bool:
    """A pattern of the house that suits the player's age."""
    return any(p.name == name and p.suits(world.setup.limits.age) for p in world.patterns)


def _usual(world: "World") -> str:
    """What is breathed when nobody named a pattern: the gentlest, else the first that suits."""
    fitting = [p.name for p in world.patterns if p.suits(world.setup.limits.age)]
    return USUAL if USUAL in fitting else fitting[0]


def too_much(world: "World") -> "World":
    """Guidance ends at once; so does a minigame. The key is always there and costs nothing."""
    world = _leave_minigame(world, skipped=False)
    return replace(
        world,
        shield=replace(world.shield, too_much_tick=world.tick, minigame_tick=world.tick),
        directive=replace(world.directive, guidance=0.0),
        facts=(*world.facts, TooMuch()),
    )


def offer(world: "World", name: str) -> "World":
    """A breathing minigame of this pattern begins."""
    pattern = next(pattern for pattern in world.patterns if pattern.name == name)
    return replace(
        world,
        minigame=breathing.begin(pattern),
        shield=replace(world.shield, minigames=world.shield.minigames + 1, minigame_tick=world.tick),
        lately=minigame_began(world.lately, world.senses, world.tick),
        facts=(*world.facts, MinigameBegan(name)),
    )


def breathe_on(world: "World", running: Breathing, pressed: tuple[str, ...]) -> "World":
    """One tick of the minigame; it is left when it is over, or at once by "skip"."""
    if "skip" in pressed:
        return _leave_minigame(world, skipped=True)
    running, cues = breathing.breathe(running, world.guide, world.senses.own.follow)
    world = replace(world, minigame=running, cues=world.cues + cues)
    return _leave_minigame(world, skipped=False) if running.over else world


def _leave_minigame(world: "World", skipped: bool) -> "World":
    if world.minigame is None:
        return world
    shield = replace(world.shield, minigame_tick=world.tick, skips=world.shield.skips + skipped)
    fact = MinigameEnded(world.minigame.pattern.name, skipped)
    journey = world.journey.breathed(world.minigame.tick)
    return replace(world, minigame=None, shield=shield, journey=journey, facts=(*world.facts, fact))


def paused(world: "World", menu: Menu, before: Inputs, pressed: tuple[str, ...]) -> "World":
    """One tick of the pause menu, or of the one behind it."""
    pointer = world.inputs.pointer
    menu, choice = choose(menu, pressed, pointer, pointer != before.pointer)
    if menu.heading == LISTENING.heading:
        return _listening(world, menu, choice)
    if choice == "go_on":
        return replace(world, pause=None)
    if choice == "listening":
        return replace(world, pause=LISTENING)
    if choice == "breathe":
        if hosts(world.level) and not world.minigame:
            world = offer(world, _usual(world))
        return replace(world, pause=None)
    if choice == "finish":
        world = _leave_minigame(world, skipped=True)
        return replace(world, pause=None, ended="on", facts=(*world.facts, LevelEnded("on")))
    facts = world.facts
    if choice:
        facts = (*facts, Asked(choice))
    elif menu.items[menu.chosen].choice == "sound" and ("left" in pressed or "right" in pressed):
        facts = (*facts, Asked("volume_down" if "left" in pressed else "volume_up"))
    return replace(world, pause=menu, facts=facts)


def _listening(world: "World", menu: Menu, choice: str) -> "World":
    """The player speaks to those that listen."""
    if choice == "back":
        return replace(world, pause=PAUSE)
    if choice == "not_me":
        senses = replace(world.senses, not_me_tick=world.tick)
        return replace(world, pause=None, senses=senses, facts=(*world.facts, NotMe()))
    if choice == "too_much":
        return replace(too_much(world), pause=None)
    senses, facts = world.senses, world.facts
    for sensor in SENSED.get(choice, ()):
        ignored = sensor not in world.senses.ignored
        senses, facts = ignore(senses, sensor, ignored), (*facts, Ignored(sensor, ignored))
    return replace(world, pause=menu, senses=senses, facts=facts)
