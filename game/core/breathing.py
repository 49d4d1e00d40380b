"""The guided breathing minigame: a few breaths of one pattern, embedded in a level or alone.

The first breath is only shown; the others count. It can be left at any time, and leaving costs nothing.
"""

from dataclasses import dataclass

from game.core.pace import SECOND_SIP, TICKS_PER_S, Guide, Part, Pattern
from game.core.shapes import Cue

CUE_SHARE = 0.8
"""A breath cue lasts 80 % of its part."""
FADE_TICKS = 72
"""It comes in 1.2 s."""


@dataclass(frozen=True, slots=True)
class Breathing:
    """A minigame as it stands."""

    pattern: Pattern
    """The breath it teaches."""
    embodiment: str
    """"ring", "wave" or "lantern"."""
    tick: int = 0
    """Ticks since it began."""
    first_breath: int = -1
    """The guide's count at its first whole breath; -1 = still waiting for the breath to come round."""
    part: Part = Part.REST_OUT
    """The part of the breath in the last tick."""
    done: int = 0
    """Whole breaths done; the first is only shown."""
    follow: float = 0.0
    """Mean of ``OwnBreath.follow`` over the breaths that counted."""
    counted: int = 0
    """Ticks that entered ``follow``."""

    @property
    def over(self) -> bool:
        """All breaths are done."""
        return self.done >= self.pattern.breaths

    @property
    def waiting(self) -> bool:
        """It waits for the running breath to end, so that it can begin with an inhale."""
        return self.first_breath < 0


def begin(pattern: Pattern, embodiment: str = "") -> Breathing:
    """A minigame of ``pattern``, in its own embodiment unless another is named."""
    return Breathing(pattern, embodiment or pattern.embodiment)


def breathe(breathing: Breathing, guide: Guide, follow: float) -> tuple[Breathing, tuple[Cue, ...]]:
    """One tick: where the minigame stands, and the cue if a part of the breath begins."""
    first = breathing.first_breath
    if first < 0 and guide.phase <= guide.breath_hz / TICKS_PER_S:
        first = guide.breaths
    if first < 0:
        return Breathing(breathing.pattern, breathing.embodiment, breathing.tick + 1), ()
    part, _ = breathing.pattern.part(guide.phase)
    cues = part_cues(breathing.pattern, part, guide.breath_hz) if part is not breathing.part else ()
    if not cues:
        cues = _second_sip(breathing.pattern, guide)
    done = guide.breaths - first
    counted, mean = breathing.counted, breathing.follow
    if done >= 1:
        counted += 1
        mean += (follow - mean) / counted
    after = Breathing(
        breathing.pattern, breathing.embodiment, breathing.tick + 1, first, part, done, mean, counted
    )  # fmt: skip
    return after, cues


def part_cues(pattern: Pattern, part: Part, breath_hz: float) -> tuple[Cue, ...]:
    """The sound with which a part of the breath begins: rising and airy for in, falling and round for out."""
    if part is Part.IN:
        return (Cue("breath_in", seconds=CUE_SHARE * pattern.inhale / breath_hz, caption="caption.breath_in"),)
    if part is Part.OUT:
        return (Cue("breath_out", seconds=CUE_SHARE * pattern.exhale / breath_hz, caption="caption.breath_out"),)
    return ()


def _second_sip(pattern: Pattern, guide: Guide) -> tuple[Cue, ...]:
    """The sound of the second sip, where the inhale has one: for those whose eyes are closed."""
    begins = SECOND_SIP * pattern.inhale
    if pattern.sips == 1 or not guide.phase - guide.breath_hz / TICKS_PER_S < begins <= guide.phase:
        return ()
    left = (1.0 - SECOND_SIP) * pattern.inhale
    return (Cue("breath_in", 0.8, seconds=left / guide.breath_hz, caption="caption.breath_in"),)
