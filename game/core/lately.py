"""What a mind is told of the last minutes beside what is sensed: how it went, how busy the player was, what helped."""

from dataclasses import dataclass, replace

from game.core.inputs import Inputs
from game.core.pace import TICKS_PER_S
from game.core.reading import Quantity
from game.core.senses import Senses

LOOK_TICKS = 10
"""It looks six times a second."""
MINUTE = 60 * TICKS_PER_S / LOOK_TICKS
BUSY = 20 * TICKS_PER_S / LOOK_TICKS
MOMENT = 10 * TICKS_PER_S / LOOK_TICKS
"""Time constants in looks: of performance, of activity, of arousal."""
RELIEF_TICKS = 120 * TICKS_PER_S
"""So long after a minigame began it is asked what it did."""


@dataclass(frozen=True, slots=True)
class Lately:
    """The little memory it needs."""

    performance: float = 0.5
    """Average over about a minute, [0, 1]."""
    activity: float = 0.0
    """Share of the last 20 s in which the player did something, [0, 1]."""
    arousal: float = 0.0
    """Average over about ten seconds, weighted by confidence."""
    pointer: tuple[int, int] | None = None
    """Where it was at the last look."""
    before: float | None = None
    """``arousal`` when the last minigame began; None = there was none, or nothing was known."""
    begun_tick: int = 0
    """When that was."""


def look(lately: Lately, senses: Senses, performance: float, inputs: Inputs) -> Lately:
    """One look on, at every ``LOOK_TICKS``-th tick."""
    arousal = senses.estimate.arousal
    busy = 1.0 if inputs.held or inputs.pointer != lately.pointer or any(inputs.axes) else 0.0
    step = arousal.confidence(Quantity.AROUSAL) / MOMENT
    return Lately(
        performance=lately.performance + (performance - lately.performance) / MINUTE,
        activity=lately.activity + (busy - lately.activity) / BUSY,
        arousal=lately.arousal + (arousal.mean - lately.arousal) * step,
        pointer=inputs.pointer,
        before=lately.before,
        begun_tick=lately.begun_tick,
    )


def minigame_began(lately: Lately, senses: Senses, tick: int) -> Lately:
    """Remember how it was before."""
    known = not senses.estimate.arousal.abstains(Quantity.AROUSAL)
    return replace(lately, before=lately.arousal if known else None, begun_tick=tick)


def relief(lately: Lately, senses: Senses, tick: int) -> float:
    """How far arousal has fallen since the last minigame began; fades over two minutes, 0 while unknown."""
    if lately.before is None or senses.estimate.arousal.abstains(Quantity.AROUSAL):
        return 0.0
    return (lately.before - lately.arousal) * max(0.0, 1.0 - (tick - lately.begun_tick) / RELIEF_TICKS)
