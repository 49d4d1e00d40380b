"""The breath guide: patterns, phase and fullness.

The phase is *integrated* (phase += rate / 60 each tick) and never computed from a clock, so a change of rate bends
the guide and never makes it jump.
"""

from dataclasses import dataclass
from enum import StrEnum

from game.core.temper import AgeBand

TICKS_PER_S = 60
"""Ticks of the game in a second."""
GLIDE_HZ_PER_TICK = 0.75 / 60.0 / 300.0
"""The guide's rate moves by at most .75 breaths/min over one decision (300 ticks)."""


class Part(StrEnum):
    """The four parts of a guided breath."""

    IN = "in"
    REST_IN = "rest_in"
    OUT = "out"
    REST_OUT = "rest_out"


@dataclass(frozen=True, slots=True)
class Pattern:
    """The shape of one breath, as shares of its length."""

    name: str
    """Name, as in its file."""
    title: str
    """Message id of its name."""
    inhale: float
    """Share of the inhale, (0, 1)."""
    rest_in: float
    """Share of the rest when full."""
    exhale: float
    """Share of the exhale, (0, 1)."""
    rest_out: float
    """Share of the rest when empty."""
    low_hz: float
    """Slowest rate it is meant for, breaths per second."""
    high_hz: float
    """Fastest rate it is meant for, breaths per second."""
    breaths: int
    """Breaths in one minigame (the first is only shown)."""
    embodiment: str
    """"ring", "wave" or "lantern"."""
    source: str
    """Where the pattern comes from."""
    youngest: AgeBand = AgeBand.UNDER_13
    """Age band from which it is offered."""
    sips: int = 1
    """2 = the inhale has a short second sip on top of the first."""
    hummed: bool = False
    """The exhale is hummed."""
    searching: bool = False
    """The guide looks for the rate that is comfortable and steady while it is breathed."""

    def suits(self, age: AgeBand) -> bool:
        """Whether it may be offered to this age band; unknown counts as the youngest."""
        known = AgeBand.UNDER_13 if age is AgeBand.UNKNOWN else age
        return _OLDER.index(known) >= _OLDER.index(self.youngest)

    def part(self, phase: float) -> tuple[Part, float]:
        """The part at ``phase`` [0, 1) and how far it has gone, [0, 1)."""
        if phase < self.inhale:
            return Part.IN, phase / self.inhale
        phase -= self.inhale
        if phase < self.rest_in:
            return Part.REST_IN, phase / self.rest_in
        phase -= self.rest_in
        if phase < self.exhale:
            return Part.OUT, phase / self.exhale
        phase -= self.exhale
        return Part.REST_OUT, phase / self.rest_out if self.rest_out > 0.0 else 0.0

    def fullness(self, phase: float) -> float:
        """How full the breath is at ``phase``: 0 empty, 1 full, smoothstep between."""
        part, share = self.part(phase)
        if part is Part.IN:
            return smooth(share) if self.sips == 1 else _two_sips(share)
        if part is Part.REST_IN:
            return 1.0
        return 1.0 - smooth(share) if part is Part.OUT else 0.0


_OLDER = (AgeBand.UNDER_13, AgeBand.TEEN, AgeBand.ADULT)
FIRST_SIP, SECOND_SIP, FIRST_FULL = 0.62, 0.74, 0.78
"""Shares of the inhale at which the first sip ends and the second begins, and how full the first leaves."""


def _two_sips(share: float) -> float:
    if share < SECOND_SIP:
        return FIRST_FULL * smooth(share / FIRST_SIP)
    return FIRST_FULL + (1.0 - FIRST_FULL) * smooth((share - SECOND_SIP) / (1.0 - SECOND_SIP))


NATURAL = Pattern(
    name="natural", title="pattern.natural", inhale=0.4, rest_in=0.0, exhale=0.6, rest_out=0.0,
    low_hz=4.5 / 60.0, high_hz=0.5, breaths=0, embodiment="ring",
    source="Inhale takes about 40 % of a breath at rest (Benchetrit 2000, doi:10.1016/S0034-5687(00)00154-7).",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guide:
    """The breath guide as it runs."""

    phase: float
    """[0, 1); 0 = start of the inhale."""
    breath_hz: float
    """Its rate now."""
    breaths: int
    """Whole breaths since the sitting began."""


def advance(guide: Guide, target_hz: float) -> Guide:
    """One tick on: the rate glides toward ``target_hz``, the phase is integrated."""
    gap = target_hz - guide.breath_hz
    if gap > GLIDE_HZ_PER_TICK:
        gap = GLIDE_HZ_PER_TICK
    elif gap < -GLIDE_HZ_PER_TICK:
        gap = -GLIDE_HZ_PER_TICK
    rate = guide.breath_hz + gap
    phase = guide.phase + rate / TICKS_PER_S
    if phase >= 1.0:
        return Guide(phase - 1.0, rate, guide.breaths + 1)
    return Guide(phase, rate, guide.breaths)


def smooth(share: float) -> float:
    """Smoothstep over [0, 1], clamped."""
    if share <= 0.0:
        return 0.0
    if share >= 1.0:
        return 1.0
    return share * share * (3.0 - 2.0 * share)


def apart(first: float, second: float) -> float:
    """Signed way from ``first`` to ``second`` round the circle of phases, [-0.5, 0.5)."""
    return (second - first + 0.5) % 1.0 - 0.5


@dataclass(frozen=True, slots=True)
class Follow:
    """A value that follows another like a critically damped spring: no overshoot, no jump."""

    value: float
    speed: float = 0.0
    """Change per second."""

    def toward(self, target: float, stiffness: float) -> "Follow":
        """One tick on. ``stiffness`` in 1/s: 2 mood, 4 camera, 8 light follows breath, 14 menu."""
        speed = self.speed + (stiffness * stiffness * (target - self.value) - 2.0 * stiffness * self.speed) / 60.0
        return Follow(self.value + speed / 60.0, speed)
