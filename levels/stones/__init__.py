"""Stones: a pond seen from above. A stone falls with the breath; its rings open what waits on the water.

Rhythm is the verb: a stone that falls where the exhale begins makes rings that reach far, at another moment they stay
small. Whoever presses nothing lets one fall with every exhale all the same. Breath is the great ring in the middle,
calm brings fish and clears the rain, gladness brings the sun into the water. Difficulty sets how many buds wait, how
much each wants and how near the moment must be; tempo sets how fast rings run.
"""

from dataclasses import replace

from game.core.breathing import part_cues
from game.core.facts import Caught, Facts, Found
from game.core.level import Now, Turn
from game.core.pace import Part, apart
from game.core.rites import farewell, led
from game.core.setup import Setup
from game.core.shapes import Bed, Cue, Scene
from levels.stones.look import pond, surface, words
from levels.stones.water import (
    ASLEEP_S,
    CLOSING_S,
    HIGH,
    LOW,
    MOST_DROPS,
    SPOTS,
    WIDE,
    Bud,
    Drop,
    Hand,
    Pond,
    front,
    resting,
)

BETWEEN_TICKS = 66
"""Two stones never fall sooner after one another."""
WINDOW = (0.17, 0.09)
"""How near the start of the exhale a stone is in time, shares of a breath, at difficulty 0 and 1."""
REACH = (0.36, 0.25, 0.17)
"""Heights that rings reach: in time, let fall by the breath itself, at another moment."""
OPENS = (1.0, 0.62, 0.34)
"""How far such a ring opens a bud, at difficulty 0."""
RUN_S = (4.2, 2.8)
"""How long rings run, at tempo 0 and 1."""
WAIT_S = 55.0
"""A bud that nobody reached drifts away after so long."""
LAST_S = 22.0
FOUND_AT = 5
"""So many stones in time after one another bring the white fish."""


class Stones:
    """The rules of the pond."""

    name = "stones"
    guided = True
    pattern = ""

    def begin(self, setup: Setup) -> Pond:
        """Still water."""
        return Pond()

    def step(self, state: Pond, now: Now) -> Turn[Pond]:
        """Lead the light, let stones fall, let rings run and buds open."""
        end = now.setup.minutes * 3600.0
        hand = _move(state.hand, now)
        kind = _falls(replace(state, hand=hand), now)
        state, facts, cues = _drop(replace(state, hand=hand, holding="breathe" in now.held), kind, now)
        state, opened, sounds = _open(state, now)
        state = _arrive(state, now, end)
        part = now.pattern.part(now.guide.phase)[0]
        if part is not state.part and now.guidance > 0.3:
            sounds += part_cues(now.pattern, part, now.guide.breath_hz)
        closing, over = farewell(state.closing, now, now.tick >= end, CLOSING_S)
        state = replace(state, part=part, closing=closing)
        return Turn(state, facts + opened + over, cues + sounds, state.performance, min(now.tick / end, 1.0))

    def show(self, state: Pond, now: Now) -> Scene:
        """The pond."""
        bed = Bed("stones", now.mood, now.guide.breath_hz, now.guide.phase)
        return Scene(pond(state, now) + surface(state, now) + words(state, now), bed)


def _move(hand: Hand, now: Now) -> Hand:
    """The player's light goes where it is led."""
    x, y = led(hand.aim, now, 0.36, 1.6)
    x, y = min(max(x, 0.05), 0.95), min(max(y, LOW), HIGH)
    touched = now.pointer_moved or now.held or any(now.axes)
    return Hand(
        x=hand.x.toward(x, 8.0), y=hand.y.toward(y, 8.0), aim=(x, y), led_tick=now.tick if touched else hand.led_tick
    )


def _falls(state: Pond, now: Now) -> int:
    """Which kind of stone falls now: 0 in time, 1 by the breath itself, 2 at another moment; -1 = none."""
    if state.closing >= 0 or now.tick - state.drop_tick < BETWEEN_TICKS:
        return -1
    onset = now.pattern.inhale + now.pattern.rest_in
    let_go = state.holding and "breathe" not in now.held
    if "act" in now.pressed or "click" in now.pressed or let_go:
        off = apart(onset, now.guide.phase)
        window = WINDOW[0] + (WINDOW[1] - WINDOW[0]) * now.demand
        return 0 if -window < off < window else 2
    turned = now.pattern.part(now.guide.phase)[0] is Part.OUT and state.part is not Part.OUT
    awake = now.tick - state.hand.led_tick < ASLEEP_S * 60.0
    if not turned or not awake or resting(now):
        return -1
    return 0 if now.own.trust > 0.3 and now.own.follow > 0.5 else 1


def _drop(state: Pond, kind: int, now: Now) -> tuple[Pond, Facts, tuple[Cue, ...]]:
    """A stone falls where the light is."""
    if kind < 0:
        return state, (), ()
    x, y = state.hand.x.value, state.hand.y.value
    run = 60.0 * (RUN_S[0] + (RUN_S[1] - RUN_S[0]) * now.directive.tempo)
    drop = Drop(x, y, now.tick, REACH[kind], run, OPENS[kind] * (1.0 - 0.45 * now.demand))
    performance, row = state.performance, 0
    if kind == 0:
        performance, row = performance + 0.12 * (1.0 - performance), state.row + 1
    elif kind == 2:
        performance -= 0.10 * performance
    facts: Facts = (Found("stones.white_koi"),) if row == FOUND_AT and not state.white else ()
    cues: tuple[Cue, ...] = (Cue("marimba", 0.34, 1.2 * (x - 0.5), 0 if kind else 2, caption="caption.stone"),)
    if kind == 0:
        cues += (Cue("bell", 0.4, 1.2 * (x - 0.5), 4 + row % 4, caption="caption.bell"),)
    after = replace(
        state,
        drops=(*state.drops, drop)[-MOST_DROPS:],
        drop_tick=now.tick,
        performance=performance,
        row=row if kind != 1 else state.row,
        white=state.white or bool(facts),
    )
    return after, facts, cues


def _open(state: Pond, now: Now) -> tuple[Pond, Facts, tuple[Cue, ...]]:
    """Rings run over the buds; a bud that has had enough opens and stays; one that waited too long drifts away."""
    drops = tuple(drop for drop in state.drops if now.tick - drop.tick < drop.run_ticks)
    buds: list[Bud] = []
    facts: Facts = ()
    cues: tuple[Cue, ...] = ()
    caught, performance = state.caught, state.performance
    for bud in state.buds:
        gained = touches(bud, drops, now.tick) if bud.open_tick < 0 else 0.0
        if bud.open_tick >= 0:
            buds.append(bud)
        elif bud.warmth + gained >= 1.0:
            caught += 1
            performance += 0.10 * (1.0 - performance)
            facts += (Caught(caught),)
            cues += (Cue("marimba", 0.8, 1.2 * (bud.x - 0.5), caught % 10, caption="caption.marimba"),)
            buds.append(replace(bud, warmth=1.0, open_tick=now.tick))
        elif now.tick - bud.tick <= WAIT_S * 60.0:
            buds.append(replace(bud, warmth=bud.warmth + gained) if gained > 0.0 else bud)
        elif now.tick - state.hand.led_tick < ASLEEP_S * 60.0:
            performance -= 0.08 * performance
    after = replace(state, drops=drops, buds=tuple(buds), caught=caught, performance=performance)
    return after, facts, cues


def touches(bud: Bud, drops: tuple[Drop, ...], tick: int) -> float:
    """What the fronts of all rings give a bud in this tick: each front passes it once."""
    gained = 0.0
    for drop in drops:
        across, along = (bud.x - drop.x) * WIDE, bud.y - drop.y
        away = across * across + along * along
        near, far = front(drop, tick - 1), front(drop, tick)
        if near * near < away <= far * far:
            gained += drop.opens
    return gained


def _arrive(state: Pond, now: Now, end: float) -> Pond:
    """A new bud on a free spot; more of them in the middle of the level, none while it rests or ends."""
    if now.tick < state.next_tick or resting(now) or now.tick > end - LAST_S * 60.0:
        return state
    share = min(now.tick / end, 1.0)
    waiting = [bud for bud in state.buds if bud.open_tick < 0]
    room = 2.0 + (1.0 + 3.0 * now.demand) * 4.0 * share * (1.0 - share)
    dice = now.dice()
    free = [spot for spot in range(len(SPOTS)) if all(bud.spot != spot for bud in state.buds)]
    if len(waiting) >= room:
        return replace(state, next_tick=now.tick + 40)
    if not free:  # every spot has bloomed: the eldest flower sails off to make room
        eldest = min((bud for bud in state.buds if bud.open_tick >= 0), key=lambda bud: bud.open_tick, default=None)
        buds = tuple(bud for bud in state.buds if bud is not eldest)
        return replace(state, buds=buds, next_tick=now.tick + 40)
    spot = free[int(len(free) * dice.random())]
    wait = int(60.0 * (3.0 + 4.0 * dice.random()) / (0.6 + 0.8 * now.directive.tempo))
    bud = Bud(spot, SPOTS[spot][0], SPOTS[spot][1], now.tick, 0.0, -1)
    return replace(state, buds=(*state.buds, bud), next_tick=now.tick + wait)


LEVEL = Stones()
