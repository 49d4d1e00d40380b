"""Worry boats: name a worry, look at it from three sides, let it sail.

Cognitive reframing in a child's measure: a thought is something one has, can turn round, and can let go (defusion;
Hayes et al. 2006, doi:10.1016/j.brat.2005.06.006). Own words never enter the rules: the stage asks for them and the
vault seals or forgets them, as the player chooses; here only "words:yes" or "words:no" arrives. They may as well be
said aloud or hummed: nothing records them. The exhale is the wind; difficulty sets how far aside the river lights float
and how many, tempo how fast the current runs, guidance how clearly the boat's ring breathes.
"""

from dataclasses import replace

from game.core.breathing import part_cues
from game.core.facts import Caught, Facts, Found, LevelEnded, WordsAsked, WordsLetGo
from game.core.level import Now, Turn
from game.core.pace import Part
from game.core.setup import Setup
from game.core.shapes import Bed, Cue, Scene
from levels.boats.cards import cards, column
from levels.boats.look import river, words
from levels.boats.river import AHEAD, NAMELESS, SIDES, WORRIES, Boats, Glow

NOBODY_TICKS = 25 * 60
"""Nobody chooses for so long: a nameless boat sails."""
SIDE_BREATHS = 2
"""A side stays for two breaths, or until the player goes on."""
LIGHTS_TICKS = 330
"""So soon after the cards the river lights come up."""
REST_TICKS = 7 * 60
CLOSING_TICKS = 9 * 60
LAST_TICKS = 40 * 60
"""No new boat so late before the end."""
SHARE_PER_S = 0.0085
"""What the current carries a boat in a second; the exhale adds twice as much again."""
FOUND_AT = 3
KEEP = ("let_go", "keep")


class WorryBoats:
    """The rules of the river."""

    name = "boats"
    guided = True
    pattern = ""

    def begin(self, setup: Setup) -> Boats:
        """The cards lie there."""
        return Boats()

    def step(self, state: Boats, now: Now) -> Turn[Boats]:
        """One stage after the other, boat after boat, until the evening is over."""
        end = now.setup.minutes * 3600.0
        if _led(state, now):
            state = replace(state, led_tick=now.tick)
        state = _steer(state, now)
        if state.stage == "name" and now.tick - state.since >= LIGHTS_TICKS:
            state = _lit(state, now)
        stages = {
            "name": _name, "words": _written, "sides": _look_at, "keep": _keep, "sail": _sail, "rest": _rest,
            "closing": _closing,
        }  # fmt: skip
        state, facts, cues = stages[state.stage](state, now)
        if state.stage in {"name", "rest"} and now.tick >= end and now.guide.phase < now.guide.breath_hz / 30.0:
            state = _enter(state, "closing", now)
        their_own = state.worry == "own" and state.stage in {"words", "sides", "keep", "sail"}
        if now.tick >= end + LAST_TICKS and not their_own and state.stage != "closing":
            state = _enter(state, "closing", now)
        part = now.pattern.part(now.guide.phase)[0]
        if part is not state.part and now.guidance > 0.3 and state.stage in {"sides", "sail"}:
            cues += part_cues(now.pattern, part, now.guide.breath_hz)
        return Turn(replace(state, part=part), facts, cues, state.performance, min(now.tick / end, 1.0))

    def show(self, state: Boats, now: Now) -> Scene:
        """The river at dusk."""
        bed = Bed("boats", now.mood, now.guide.breath_hz, now.guide.phase)
        return Scene(river(state, now) + cards(state, now) + words(state, now), bed)


def _led(state: Boats, now: Now) -> bool:
    """The player does something; at the cards a pointer counts only where the cards are."""
    pointing = now.pointer_moved and (state.stage != "name" or column(now.pointer, len(WORRIES)) is not None)
    return pointing or any(now.axes) or any(key != "breathe" for key in now.held)


Stepped = tuple[Boats, Facts, tuple[Cue, ...]]


def _enter(state: Boats, stage: str, now: Now) -> Boats:
    return replace(state, stage=stage, since=now.tick, chosen=0, breaths=now.guide.breaths)


def _choice(state: Boats, now: Now, count: int) -> tuple[Boats, bool]:
    """Move between ``count`` cards; True when one is taken."""
    under = column(now.pointer, count)
    chosen = min(max(state.chosen + ("right" in now.pressed) - ("left" in now.pressed), 0), count - 1)
    if under is not None and (now.pointer_moved or "click" in now.pressed):
        chosen = under
    taken = "act" in now.pressed or ("click" in now.pressed and under is not None)
    return (state if chosen == state.chosen else replace(state, chosen=chosen)), taken


def _name(state: Boats, now: Now) -> Stepped:
    """Choose what sails. Nobody has to: after a while a boat without a name goes."""
    state, taken = _choice(state, now, len(WORRIES))
    if taken and WORRIES[state.chosen] == "own":
        return _enter(replace(state, worry="own"), "words", now), (WordsAsked("worry"),), ()
    if taken:
        return _enter(replace(state, worry=WORRIES[state.chosen], side=0), "sides", now), (), (_bell(now, 2),)
    if now.tick - max(state.led_tick, state.since) > NOBODY_TICKS:
        return _set_sail(replace(state, worry=NAMELESS), now), (), ()
    return state, (), ()


def _written(state: Boats, now: Now) -> Stepped:
    """The stage writes, for as long as it takes; it always answers whether there are words now."""
    if "words:yes" in now.choices:
        return _enter(replace(state, side=0), "sides", now), (), (_bell(now, 2),)
    if "words:no" in now.choices or "escape" in now.pressed:
        return _enter(replace(state, worry=""), "name", now), (), ()
    return state, (), ()


def _look_at(state: Boats, now: Now) -> Stepped:
    """Three sides, two breaths for each, or sooner if the player goes on."""
    seen = now.guide.breaths - state.breaths >= SIDE_BREATHS and now.tick - state.since > 8 * 60
    on = "act" in now.pressed or "click" in now.pressed or "right" in now.pressed
    if not seen and not (on and now.tick - state.since > 60):
        return state, (), ()
    if state.side + 1 < SIDES:
        return _enter(replace(state, side=state.side + 1), "sides", now), (), (_bell(now, 3 + state.side),)
    if state.worry == "own":
        return _enter(state, "keep", now), (), ()
    return _set_sail(state, now), (), (_bell(now, 5),)


def _keep(state: Boats, now: Now) -> Stepped:
    """Own words: let them go with the boat, or keep them sealed. Nothing chosen = let go."""
    state, taken = _choice(state, now, len(KEEP))
    if taken or now.tick - max(state.led_tick, state.since) > NOBODY_TICKS:
        kept = taken and KEEP[state.chosen] == "keep"
        return _set_sail(state, now), (WordsLetGo("worry", kept),), (_bell(now, 5),)
    return state, (), ()


def _set_sail(state: Boats, now: Now) -> Boats:
    """The boat leaves."""
    return replace(_enter(_lit(state, now), "sail", now), share=0.0)


def _lit(state: Boats, now: Now) -> Boats:
    """River lights float ahead, farther aside where it is harder."""
    if state.glows:
        return state
    dice = now.dice()
    count = 2 + round(2.0 * now.demand)
    glows = tuple(
        Glow(share, (2.0 * dice.random() - 1.0) * (0.35 + 0.55 * now.demand)) for share in AHEAD[:count]
    )  # fmt: skip
    return replace(state, glows=glows, glow_tick=now.tick)


def _steer(state: Boats, now: Now) -> Boats:
    """The boat leans to where it is led, before it sails as well."""
    aim = state.aim
    if now.pointer is not None and now.pointer_moved:
        aim = (now.pointer[0] / 4096.0 - 0.5) / 0.22
    aim += 0.022 * (("right" in now.held) - ("left" in now.held))
    if now.axes:
        aim += 0.022 * now.axes[0] / 127.0
    aim = min(max(aim, -1.0), 1.0)
    return replace(state, aim=aim, aside=state.aside.toward(aim, 2.6))


def _sail(state: Boats, now: Now) -> Stepped:
    """The exhale is the wind; the player steers a little, and lights are reached by going near."""
    part, _ = now.pattern.part(now.guide.phase)
    own = now.own.trust * max(-now.own.speed, 0.0)
    wind = (2.0 if part is Part.OUT else 0.0) + min(2.5 * own, 2.0)
    share = state.share + SHARE_PER_S / 60.0 * (0.6 + 0.8 * now.directive.tempo) * (1.0 + wind)
    aside = state.aside
    facts: Facts = ()
    cues: tuple[Cue, ...] = ()
    glows: list[Glow] = []
    caught, performance = state.caught, state.performance
    for glow in state.glows:
        passed = glow.lit_tick < 0 and state.share < glow.share <= share
        if passed and -_width(now) < aside.value - glow.aside < _width(now):
            caught, performance = caught + 1, performance + 0.15 * (1.0 - performance)
            facts, cues = (*facts, Caught(caught)), (*cues, _note(glow.aside, caught))
            glows.append(replace(glow, lit_tick=now.tick))
            continue
        if passed and now.tick - state.led_tick < NOBODY_TICKS:
            performance -= 0.10 * performance
        glows.append(glow)
    after = replace(state, share=share, glows=tuple(glows), caught=caught, performance=performance)
    if share < 1.0:
        return after, facts, cues
    sailed = state.sailed + 1
    if sailed == FOUND_AT:
        facts = (*facts, Found("boats.three_boats"))
    return _enter(replace(after, sailed=sailed, worry="", glows=()), "rest", now), facts, (*cues, _bell(now, 7))


def _width(now: Now) -> float:
    """How near a light the boat must come, in shares of its reach."""
    return 0.42 - 0.17 * now.demand


def _rest(state: Boats, now: Now) -> Stepped:
    """Quiet water between two boats; late in the evening it stays quiet."""
    late = now.tick > now.setup.minutes * 3600.0 - LAST_TICKS
    if now.tick - state.since > REST_TICKS and not late:
        return _enter(state, "name", now), (), ()
    return state, (), ()


def _closing(state: Boats, now: Now) -> Stepped:
    over = now.tick - state.since >= CLOSING_TICKS
    return state, (LevelEnded("on"),) if over else (), ()


def _bell(now: Now, note: int) -> Cue:
    return Cue("bell", 0.5, 0.2 * (now.dice(2).random() - 0.5), note, caption="caption.bell")


def _note(aside: float, caught: int) -> Cue:
    return Cue("marimba", 0.8, 0.6 * aside, caught % 10, caption="caption.marimba")


LEVEL = WorryBoats()
