"""Box: in, rest, out, rest, nearly even. Rests are short of three seconds even at the slowest guide there is; it is
only ever chosen, and offered from the teens on, because resting between breaths is not comfortable for everybody."""

from game.core.pace import Pattern
from game.core.temper import AgeBand

PATTERN = Pattern(
    name="box",
    title="pattern.box",
    inhale=0.28,
    rest_in=0.22,
    exhale=0.28,
    rest_out=0.22,
    low_hz=5.0 / 60.0,
    high_hz=10.0 / 60.0,
    breaths=5,
    embodiment="ring",
    source=(
        "One of the breaths compared in Balban et al. 2023, doi:10.1016/j.xcrm.2022.100895 (five minutes a day, four "
        "equal parts). That a rest lasts at most 3 s, and from which age it is offered, are assumptions of ours."
    ),
    youngest=AgeBand.TEEN,
)
