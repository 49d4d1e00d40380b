"""The safety shield. Whatever a mind asks for goes through here, and through nothing else, before it is used.

Bounds of the breath guide (breaths/min): never below max(floor of the age band, the player's comfort floor,
own rate - 7) and never above max(12, own rate). The floors are assumptions of ours, set on the cautious side of
published paced-breathing practice (about 6/min in adults; Lehrer & Gevirtz 2014, doi:10.3389/fpsyg.2014.00756).

Why the allowed set is never empty: the rate taken for the player's own moves by at most .75/min per decision
(``Shield.own_hz``), so both bounds move by at most that much, and a guide that was inside them can always follow.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from game.core.directive import Directive

PER_MIN = 1.0 / 60.0
STEP_HZ = 0.75 * PER_MIN
"""Largest change of the guide's rate in one decision."""
REACH_HZ = 7.0 * PER_MIN
"""How far below the player's own rate the guide may go."""
EASY_HZ = 12.0 * PER_MIN
"""A guide up to this rate is always allowed."""
FASTEST_OWN_HZ = 30.0 * PER_MIN
SLOWEST_OWN_HZ = 3.0 * PER_MIN
REST_TICKS = 60 * 60
"""Between two minigames, and after "too much": 60 s."""
MINIGAMES = 6
"""At most, in one sitting."""
SKIPS = 2
"""Skipped so often, none is offered again in this sitting."""


class AgeBand(StrEnum):
    """How old the player is; unknown is treated as the youngest."""

    UNKNOWN = "unknown"
    UNDER_13 = "under_13"
    TEEN = "teen"
    ADULT = "adult"


@dataclass(frozen=True, slots=True)
class BreathLimits:
    """What bounds this player's breath guide."""

    age: AgeBand = AgeBand.UNKNOWN
    """Age band."""
    comfort_hz: float = 0.0
    """Slowest rate the player called comfortable; 0 = not known. Never taken above 12/min."""
    sittings: int = 0
    """Sittings before this one: an adult's first three keep the floor at 6/min."""

    def floor_hz(self) -> float:
        """Slowest guide for this player, breaths per second."""
        if self.age is AgeBand.ADULT:
            floor = 4.5 if self.sittings >= 3 else 6.0
        elif self.age is AgeBand.TEEN:
            floor = 6.0
        else:
            floor = 8.0
        comfort = min(max(self.comfort_hz, 0.0), EASY_HZ)
        return max(floor * PER_MIN, comfort)

    def unmeasured_hz(self) -> float:
        """What is taken for the player's own rate while nothing was measured."""
        return (14.0 if self.age is AgeBand.ADULT else 18.0) * PER_MIN


@dataclass(frozen=True, slots=True)
class Shield:
    """What the shield remembers."""

    own_hz: float
    """The player's own rate as the bounds see it: slow, capped, at most .75/min per decision."""
    too_much_tick: int = -(10**9)
    """Tick of the last press of "too much"."""
    minigame_tick: int = -(10**9)
    """Tick at which the last minigame ended."""
    minigames: int = 0
    """Minigames begun in this sitting."""
    skips: int = 0
    """Minigames skipped in this sitting."""

    def bounds_hz(self, limits: BreathLimits) -> tuple[float, float]:
        """Slowest and fastest guide allowed now; the first is never above the second."""
        low = max(limits.floor_hz(), self.own_hz - REACH_HZ)
        return low, max(EASY_HZ, self.own_hz)

    def may_offer(self, tick: int) -> bool:
        """True when a minigame may be offered now."""
        return (
            self.minigames < MINIGAMES
            and self.skips < SKIPS
            and tick - self.minigame_tick >= REST_TICKS
            and tick - self.too_much_tick >= REST_TICKS
        )


@dataclass(frozen=True, slots=True)
class Feeling:
    """What is believed of the player, against their own baseline."""

    tense: bool
    """Arousal above baseline by .25 with P > .8."""
    unhappy: bool
    """Valence below baseline by .3 with P > .8."""
    sure: bool
    """True when both are known well enough to let difficulty or tempo rise."""


@dataclass(frozen=True, slots=True)
class Tempered:
    """What is used, and what the shield changed of the wish."""

    directive: Directive
    """Inside every bound."""
    changed: tuple[str, ...]
    """Names of the fields that were changed."""


def first_shield(limits: BreathLimits) -> Shield:
    """The shield at the start of a sitting: nothing measured yet."""
    return Shield(own_hz=limits.unmeasured_hz())


def start(wish: Directive, limits: BreathLimits, shield: Shield) -> Directive:
    """The first setting of a sitting: the wish with its rate inside the bounds."""
    low, high = shield.bounds_hz(limits)
    return replace(wish, breath_hz=min(max(wish.breath_hz, low), high), minigame=None)


def watch(shield: Shield, measured_hz: float | None, limits: BreathLimits) -> Shield:
    """Let the own rate move toward the slow estimate, a bounded step per decision.

    ``measured_hz`` is the slow estimate in breaths per second, None while unmeasured.
    """
    goal = limits.unmeasured_hz() if measured_hz is None else measured_hz
    goal = min(max(goal, SLOWEST_OWN_HZ), FASTEST_OWN_HZ)
    return replace(shield, own_hz=_toward(shield.own_hz, goal, STEP_HZ))


def temper(
    wish: Directive, before: Directive, shield: Shield, limits: BreathLimits, feeling: Feeling, tick: int
) -> Tempered:
    """Make a wish safe. ``before`` is the last tempered directive; ``shield`` has already seen ``watch``.

    Non-finite numbers count as "as before". Never raises; the result is always inside every bound.
    """
    low, high = shield.bounds_hz(limits)
    rate = wish.breath_hz if finite(wish.breath_hz) else before.breath_hz
    rate = min(max(_toward(before.breath_hz, min(max(rate, low), high), STEP_HZ), low), high)
    may_rise = feeling.sure and not feeling.tense and not feeling.unhappy
    may_rise = may_rise and tick - shield.too_much_tick >= REST_TICKS
    tempered = Directive(
        difficulty=_held(wish.difficulty, before.difficulty, may_rise),
        tempo=_held(wish.tempo, before.tempo, may_rise),
        guidance=_held(wish.guidance, before.guidance, tick - shield.too_much_tick >= REST_TICKS),
        breath_hz=rate,
        minigame=wish.minigame if wish.minigame and shield.may_offer(tick) else None,
        reasons=wish.reasons[:3],
    )
    names = ("difficulty", "tempo", "guidance", "breath_hz", "minigame")
    return Tempered(tempered, tuple(n for n in names if getattr(tempered, n) != getattr(wish, n)))


def _held(wish: float, before: float, may_rise: bool) -> float:
    if not finite(wish):
        return before
    wish = min(max(wish, 0.0), 1.0)
    return wish if may_rise or wish < before else before


def _toward(value: float, goal: float, step: float) -> float:
    return min(max(goal, value - step), value + step)


def finite(number: float) -> bool:
    """False for what is no number and for infinity."""
    return -1e300 < number < 1e300
