"""Find your pace: the guide goes a little slower, and a little slower, for as long as the breath goes along easily."""

from game.core.pace import Pattern

PATTERN = Pattern(
    name="find_your_pace",
    title="pattern.find_your_pace",
    inhale=0.44,
    rest_in=0.0,
    exhale=0.52,
    rest_out=0.04,
    low_hz=4.5 / 60.0,
    high_hz=15.0 / 60.0,
    breaths=6,
    embodiment="wave",
    source=(
        "The rate that suits differs between people, mostly 4.5-6.5/min in adults, and is looked for in half-breath "
        "steps: Vaschillo, Vaschillo & Lehrer 2006, doi:10.1007/s10484-006-9009-3; Lehrer & Gevirtz 2014, "
        "doi:10.3389/fpsyg.2014.00756. We look for what is comfortable and steady, not for a resonance of the heart."
    ),
    searching=True,
)
