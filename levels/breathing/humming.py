"""Humming: an easy breath in, and a long soft hum out. The hum slows the breath by itself."""

from game.core.pace import Pattern

PATTERN = Pattern(
    name="humming",
    title="pattern.humming",
    inhale=0.35,
    rest_in=0.0,
    exhale=0.60,
    rest_out=0.05,
    low_hz=4.5 / 60.0,
    high_hz=12.0 / 60.0,
    breaths=5,
    embodiment="lantern",
    source=(
        "Humming lengthens the exhalation; review of humming (bhramari) breath: Kuppusamy et al. 2018, "
        "doi:10.1016/j.jtcme.2017.02.003; it moves more air through the sinuses than a quiet breath: Weitzberg & "
        "Lundberg 2002, doi:10.1164/rccm.200202-138BC."
    ),
    hummed=True,
)
