"""Longer exhale: in for two parts, out for three. The gentlest of the paced breaths, and the house's first."""

from game.core.pace import Pattern

PATTERN = Pattern(
    name="longer_exhale",
    title="pattern.longer_exhale",
    inhale=0.4,
    rest_in=0.0,
    exhale=0.55,
    rest_out=0.05,
    low_hz=4.5 / 60.0,
    high_hz=15.0 / 60.0,
    breaths=6,
    embodiment="ring",
    source=(
        "Longer exhalation than inhalation at a slow rate raises the share of respiratory sinus arrhythmia and is "
        "felt as calmer: Van Diest et al. 2014, doi:10.1007/s10484-014-9253-x; Bae et al. 2021, "
        "doi:10.1111/psyp.13905."
    ),
)
