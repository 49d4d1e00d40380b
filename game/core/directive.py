"""What a mind asks of the game, every five seconds."""

from dataclasses import dataclass

DECISION_TICKS = 300
"""Ticks between two decisions: 5 s."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was asked: a message id and the numbers that go into it."""

    key: str
    """Message id, "why.fast_breath"."""
    numbers: tuple[float, ...] = ()
    """Values for {0}, {1} ... in the message."""


@dataclass(frozen=True, slots=True)
class Directive:
    """A wish until it went through ``temper``; a setting afterwards."""

    difficulty: float
    """How many and how small the things to catch are, [0, 1]."""
    tempo: float
    """How fast the place drifts, [0, 1]."""
    guidance: float
    """How strongly the breath guide is shown, [0, 1]."""
    breath_hz: float
    """Rate of the breath guide, breaths per second."""
    minigame: str | None = None
    """Breathing minigame to offer now, by the name of its pattern."""
    reasons: tuple[Reason, ...] = ()
    """At most three."""


GENTLE = Directive(difficulty=0.25, tempo=0.35, guidance=0.7, breath_hz=0.2)
"""Where every sitting starts, before temper."""
