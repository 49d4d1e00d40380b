"""What places share: a hand that leads a light, the sounds of a breath, and a farewell after a whole breath."""

from game.core.breathing import part_cues
from game.core.facts import Facts, LevelEnded
from game.core.level import Now
from game.core.pace import Part
from game.core.shapes import Cue

BELLS_AT = (0.1, 0.6)
"""Phases of the guide's breath at which a bell may sound."""
HEARD_FROM = 0.3
"""Guidance from which the parts of a breath are heard."""


def led(aim: tuple[float, float], now: Now, reach: float, tall: float) -> tuple[float, float]:
    """Where pointer, arrows and pad lead an aim in this tick, not yet held inside any border.

    Args:
        aim: where it was going, in the unit square.
        now: this tick.
        reach: widths a second by key or pad.
        tall: heights for a width, so that both directions feel alike.
    """
    x, y = aim
    if now.pointer is not None and now.pointer_moved:
        x, y = now.pointer[0] / 4096.0, now.pointer[1] / 4096.0
    step = reach / 60.0
    x += step * (("right" in now.held) - ("left" in now.held))
    y += step * tall * (("down" in now.held) - ("up" in now.held))
    if len(now.axes) >= 2:
        x += step * now.axes[0] / 127.0
        y += step * tall * now.axes[1] / 127.0
    return x, y


def breath_sounds(now: Now, part: Part, phase: float, bells: float, gain: float) -> tuple[Cue, ...]:
    """Cues where a part of the breath begins, as far as guidance wants them; a bell, by chance, twice a breath.

    Args:
        now: this tick.
        part: the part of the breath in the last tick.
        phase: the guide's phase in the last tick.
        bells: chance of a bell at each of BELLS_AT.
        gain: of the softest bell.
    """
    new, share = now.pattern.part(now.guide.phase)
    cues: tuple[Cue, ...] = ()
    if new is not part and share < 0.1 and now.guidance > HEARD_FROM:
        cues = part_cues(now.pattern, new, now.guide.breath_hz)
    if any(phase < at <= now.guide.phase for at in BELLS_AT):
        dice = now.dice(1)
        if dice.random() < bells:
            note = int(10 * dice.random())
            cues += (Cue("bell", gain + 0.3 * dice.random(), dice.random() - 0.5, note, caption="caption.bell"),)
    return cues


def farewell(closing: int, now: Now, due: bool, seconds: float) -> tuple[int, Facts]:
    """Ticks since the farewell began, and the end of the level when it is over.

    When it is ``due`` it waits for the breath to come round; -1 = not yet.
    """
    if closing < 0:
        return (0 if due and now.guide.phase < now.guide.breath_hz / 30.0 else -1), ()
    return closing + 1, (LevelEnded("on"),) if closing >= seconds * 60.0 else ()
