"""Cyclic sighing: a breath in, a little sip on top, and a long breath out. Small sips: never a gasp."""

from game.core.pace import Pattern

PATTERN = Pattern(
    name="cyclic_sighing",
    title="pattern.cyclic_sighing",
    inhale=0.36,
    rest_in=0.0,
    exhale=0.58,
    rest_out=0.06,
    low_hz=4.5 / 60.0,
    high_hz=10.0 / 60.0,
    breaths=5,
    embodiment="lantern",
    source=(
        "Five minutes a day of double inhalation with a long exhalation raised positive affect and lowered the resting "
        "breath rate more than mindfulness did: Balban et al. 2023, doi:10.1016/j.xcrm.2022.100895 (adults)."
    ),
    sips=2,
)
