"""Coherent: in and out for the same time, slowly. Even as a swing; easy to keep for long."""

from game.core.pace import Pattern

PATTERN = Pattern(
    name="coherent",
    title="pattern.coherent",
    inhale=0.5,
    rest_in=0.0,
    exhale=0.5,
    rest_out=0.0,
    low_hz=5.0 / 60.0,
    high_hz=12.0 / 60.0,
    breaths=6,
    embodiment="wave",
    source=(
        "Equal inhalation and exhalation near 5.5/min gave the largest heart rate variability and ease of the ratios "
        "tried: Lin, Tai & Fan 2014, doi:10.1016/j.ijpsycho.2013.12.006; about 6/min in practice: Lehrer & Gevirtz "
        "2014, doi:10.3389/fpsyg.2014.00756."
    ),
)
