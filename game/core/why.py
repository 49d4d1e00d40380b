"""The quiet line that says what was changed and why. It tells of decisions; nothing is decided by it.

Whether somebody wants to see it is theirs alone: the line is always among the shapes, as words of a role of their own,
and the stage leaves them out for whoever did not ask. Only what the shield let through is said, and nothing where it
held a part of the wish back, for then the reasons may belong to what did not happen. A line that is seen is never
replaced, and gives way to other words on the picture, so nothing ever flashes.
"""

from dataclasses import dataclass

from game.core.directive import Directive, Reason
from game.core.pace import TICKS_PER_S, smooth
from game.core.shapes import Align, Card, Colour, Shape, Text, TextRole

APPEAR_TICKS, STAY_TICKS, LEAVE_TICKS = 72, 5 * TICKS_PER_S, 108
"""1.2 s, 5 s and 1.8 s."""
SEEN_TICKS = APPEAR_TICKS + STAY_TICKS + LEAVE_TICKS
"""From nothing to nothing."""
AGAIN_TICKS = 40 * TICKS_PER_S
"""What was said is not said again for so long: a guide that is lowered step by step is one change to a player."""
NOTICED, NOTICED_HZ = 0.005, 0.05 / 60.0
"""Smaller changes of a share, or of the guide, are none."""
LINE_Y, BREATHING_Y = 0.92, 0.80
"""Under what is played, and under a breathing minigame, which has its keys at the bottom."""
WIDTH = 0.66
"""Beside the breath glyph and its word."""
BOTTOM = 0.8
"""Words and cards of a place below this stand where the line would."""
LONG_AGO = -(10**9)
CHANGES = (
    ("difficulty", "why.now_easier", "why.now_fuller", NOTICED),
    ("tempo", "why.now_slower", "why.now_livelier", NOTICED),
    ("guidance", "why.now_guide_softer", "why.now_guide_clearer", NOTICED),
    ("breath_hz", "why.now_guide_slower", "why.now_guide_quicker", NOTICED_HZ),
)
"""Each setting, the message for less and for more of it, and the smallest change that is told."""
BREATHING = "why.now_breathing"
NONE = Reason("")


@dataclass(frozen=True, slots=True)
class Why:
    """The last line."""

    change: str = ""
    """Message id of what was changed."""
    reason: Reason = NONE
    """The weightiest reason that the mind gave."""
    tick: int = LONG_AGO
    """Tick of the decision."""


def tell(why: Why, wish: Directive | None, before: Directive, used: Directive, tick: int) -> Why:
    """The line after a decision.

    Args:
        why: the line before.
        wish: what the mind asked for; None = there is no mind.
        before: the settings before the decision.
        used: the settings that the shield, and the level, made of the wish.
        tick: of the decision.
    """
    if wish is None or not used.reasons or tick - why.tick < SEEN_TICKS or _held_back(wish, before, used):
        return why
    change = _change(before, used)
    if not change or (change == why.change and tick - why.tick < AGAIN_TICKS):
        return why
    return Why(change, used.reasons[0], tick)


def draw(why: Why, tick: int, too_much_tick: int, others: tuple[Shape, ...], aside: float) -> tuple[Shape, ...]:
    """The line now, or nothing.

    Args:
        why: the line.
        tick: now.
        too_much_tick: when the player last said that it was too much: what was said before that leaves.
        others: what the place shows.
        aside: how far the place has stepped back behind a minigame, [0, 1].
    """
    age = tick - why.tick
    if age >= SEEN_TICKS:
        return ()
    shown = min(smooth(age / APPEAR_TICKS), smooth((SEEN_TICKS - age) / LEAVE_TICKS))
    if too_much_tick >= why.tick:
        shown = min(shown, 1.0 - smooth((tick - too_much_tick) / LEAVE_TICKS))
    if why.change != BREATHING:
        shown *= (1.0 - aside) * (1.0 - _taken(others))
    if shown <= 0.0:
        return ()
    y = BREATHING_Y if why.change == BREATHING else LINE_Y
    numbers, then = why.reason.numbers, why.reason.key
    opacity = 0.95 * shown
    return (Text(TextRole.WHY, why.change, 0.5, y, Align.CENTRE, Colour.SOFT, opacity, WIDTH, numbers, then),)


def _held_back(wish: Directive, before: Directive, used: Directive) -> bool:
    """Whether a part of the wish did not happen at all."""
    if wish.minigame and not used.minigame:
        return True
    for name, _, _, noticed in CHANGES:
        wished = getattr(wish, name) - getattr(before, name)
        happened = getattr(used, name) - getattr(before, name)
        if abs(wished) > noticed and (abs(happened) <= noticed or wished * happened < 0.0):
            return True
    return False


def _change(before: Directive, used: Directive) -> str:
    """The message of what weighs most; "" where nothing was changed."""
    if used.minigame:
        return BREATHING
    for name, less, more, noticed in CHANGES:
        moved = getattr(used, name) - getattr(before, name)
        if abs(moved) > noticed:
            return less if moved < 0.0 else more
    return ""


def _taken(others: tuple[Shape, ...]) -> float:
    """How strongly something else stands at the bottom, [0, 1]."""
    taken = 0.0
    for shape in others:
        if (isinstance(shape, Text) and shape.y > BOTTOM) or (isinstance(shape, Card) and shape.bottom > BOTTOM):
            taken = max(taken, shape.opacity)
    return min(taken, 1.0)
