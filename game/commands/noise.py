"""Noise for figures of many people, so that no single one of them shows: epsilon-differential privacy.

The Laplace mechanism (Dwork and Roth, The Algorithmic Foundations of Differential Privacy, 2014, section 3.3) on
whole numbers, as the discrete Laplace distribution (Ghosh, Roughgarden and Sundararajan, 2012), because the last bits
of floating point noise give away what it hides (Mironov, 2012). It is drawn exactly, by whole numbers alone (Canonne,
Kamath and Steinke, The Discrete Gaussian for Differential Privacy, 2020, algorithms 1 and 2).

What one person can change of a figure is bounded by clipping, not assumed. Several figures of the same people cost the
sum of their epsilons (section 3.5, composition); figures of groups that share nobody cost no more than one of them.
"""

import random
from dataclasses import dataclass
from fractions import Fraction

STEPS = 1000
"""A share in [0, 1] in whole steps: as much as one person can change of a sum."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a value is clipped to before it enters a sum."""

    low: float
    """Smallest value."""
    high: float
    """Largest value."""

    def steps(self, value: float) -> int:
        """The value, clipped, as 0 to STEPS."""
        clipped = min(max(value, self.low), self.high)
        return round(STEPS * (clipped - self.low) / (self.high - self.low))

    def value(self, steps: float) -> float:
        """The inverse, clipped."""
        return self.low + (self.high - self.low) * min(max(steps / STEPS, 0.0), 1.0)


def discrete_laplace(sensitivity: int, epsilon: Fraction, dice: random.Random) -> int:
    """Noise with P(n) proportional to exp(-|n| epsilon / sensitivity).

    Args:
        sensitivity: how much one person changes the figure at most, > 0.
        epsilon: what the figure may cost, > 0.
        dice: whose ``randrange`` is used; ``secrets.SystemRandom`` where it matters.
    """
    long, short = sensitivity * epsilon.denominator, epsilon.numerator
    while True:
        rest = dice.randrange(long)
        if not _happens(Fraction(rest, long), dice):
            continue
        whole = 0
        while _happens(Fraction(1), dice):
            whole += 1
        size = (rest + long * whole) // short
        minus = dice.randrange(2) == 1
        if not (minus and size == 0):
            return -size if minus else size


def noisy_mean(values: list[float], bounds: Bounds, epsilon: Fraction, dice: random.Random) -> float | None:
    """The mean of some people's values at the cost of ``epsilon``: half for their number, half for their sum.

    Each is clipped to ``bounds``. None where the noisy number is below 1.
    """
    half = epsilon / 2
    count = len(values) + discrete_laplace(1, half, dice)
    total = sum(bounds.steps(value) for value in values) + discrete_laplace(STEPS, half, dice)
    return bounds.value(total / count) if count >= 1 else None


def _happens(gamma: Fraction, dice: random.Random) -> bool:
    """True with probability exp(-gamma), for gamma in [0, 1]."""
    turn = 1
    while dice.randrange(gamma.denominator * turn) < gamma.numerator:
        turn += 1
    return turn % 2 == 1
