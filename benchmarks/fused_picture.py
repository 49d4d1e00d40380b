"""The picture of a fused minute: SVG, written by hand, readable without colour."""

from collections.abc import Callable
from dataclasses import dataclass

from game.core.belief import Belief, Estimate, Sample
from game.core.reading import Quantity

WIDTH, LEFT, RIGHT, TOP, ROW, GAP = 960, 168, 20, 58, 74, 14
SURE_HZ = 1.5 / 60.0
SHADES = {"breath": "#cfe3f5", "speech": "#f7ddc4"}
"""Behind the rows, by what was heard; silence is left white."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What was there from when to when."""

    name: str
    """Heard: "breath", "speech", "silence"; seen: "rests", "smiles", "nobody"."""
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Moment:
    """What was believed at a time."""

    t_s: float
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class _Row:
    title: str
    low: float
    high: float
    unit: str
    colour: str
    value: Callable[[Estimate], tuple[float, float]]
    """Mean and sd, in the row's own unit."""


def _plain(quantity: Quantity, scale: float = 1.0) -> Callable[[Estimate], tuple[float, float]]:
    def value(estimate: Estimate) -> tuple[float, float]:
        belief: Belief = estimate.of(quantity)
        return scale * belief.mean, scale * belief.variance**0.5

    return value


def _phase_confidence(estimate: Estimate) -> tuple[float, float]:
    return estimate.breath_phase.confidence(Quantity.BREATH_PHASE), 0.0


ROWS = (
    _Row("presence", 0.0, 1.0, "a face is there", "#555555", _plain(Quantity.PRESENCE)),
    _Row("voice presence", 0.0, 1.0, "somebody speaks", "#a65a1b", _plain(Quantity.VOICE_PRESENCE)),
    _Row("arousal", -1.0, 1.0, "rest to tense", "#b03a48", _plain(Quantity.AROUSAL)),
    _Row("valence", -1.0, 1.0, "unhappy to happy", "#7a4aa0", _plain(Quantity.VALENCE)),
    _Row("smile", 0.0, 1.0, "above neutral", "#b8860b", _plain(Quantity.SMILE)),
    _Row("breath rate", 0.0, 30.0, "per minute", "#1f6f9f", _plain(Quantity.BREATH_HZ, 60.0)),
    _Row("phase confidence", 0.0, 1.0, "0 nothing, 1 all", "#2f7d5b", _phase_confidence),
)


def draw(
    moments: list[Moment],
    sound: tuple[Stretch, ...],
    sight: tuple[Stretch, ...],
    told: list[tuple[float, Sample]],
    breath_hz: float,
    end_s: float,
) -> str:
    """One row per quantity: the mean as a line, one sd either side as a band, over what was heard and seen."""
    height = TOP + len(ROWS) * (ROW + GAP) + 66
    x = _across(end_s)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        'font-family="Helvetica, Arial, sans-serif" font-size="12" fill="#222">',
        "<title>A minute of breath, silence and speech, as the game believed it</title>",
        '<defs><pattern id="nobody" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="2" height="7" fill="#777" fill-opacity="0.45"/></pattern></defs>',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
    ]
    bottom = TOP + len(ROWS) * (ROW + GAP) - GAP
    parts += [_stretch(one, x, bottom, end_s) for one in sound if one.start_s < end_s]
    parts += [_seen(one, x, bottom, end_s) for one in sight]
    for place, row in enumerate(ROWS):
        top = TOP + place * (ROW + GAP)
        parts += _row(row, top, moments, x, end_s)
        if row.title == "breath rate":
            parts += _breaths(row, top, told, breath_hz, x, end_s)
    parts += _foot(bottom, x, end_s)
    return "\n".join([*parts, "</svg>", ""])


def _across(end_s: float) -> Callable[[float], float]:
    return lambda t_s: LEFT + (WIDTH - LEFT - RIGHT) * min(max(t_s, 0.0), end_s) / end_s


def _stretch(one: Stretch, x: Callable[[float], float], bottom: float, end_s: float) -> str:
    left, right = x(one.start_s), x(min(one.end_s, end_s))
    shade = SHADES.get(one.name, "#ffffff")
    return (
        f'<rect x="{left:.1f}" y="{TOP}" width="{right - left:.1f}" height="{bottom - TOP}" fill="{shade}"/>'
        f'<text x="{(left + right) / 2:.1f}" y="20" text-anchor="middle">{one.name}</text>'
    )


def _seen(one: Stretch, x: Callable[[float], float], bottom: float, end_s: float) -> str:
    left, right = x(one.start_s), x(one.end_s)
    if right - left < 1.0:
        return ""
    words = f'<text x="{(left + right) / 2:.1f}" y="40" text-anchor="middle" fill="#666">{one.name}</text>'
    ends = "".join(
        f'<line x1="{at:.1f}" x2="{at:.1f}" y1="30" y2="46" stroke="#999"/>'
        for at, when in ((left, one.start_s), (right, one.end_s))
        if 0.0 < when < end_s
    )
    if one.name != "nobody":
        return words + ends
    hatch = f'<rect x="{left:.1f}" y="{TOP}" width="{right - left:.1f}" height="{bottom - TOP}" fill="url(#nobody)"/>'
    return hatch + words + ends


def _row(row: _Row, top: float, moments: list[Moment], x: Callable[[float], float], end_s: float) -> list[str]:
    def y(value: float) -> float:
        return top + ROW * (1.0 - (min(max(value, row.low), row.high) - row.low) / (row.high - row.low))

    places = [(x(one.t_s), *row.value(one.estimate)) for one in moments if one.t_s <= end_s]
    line = " ".join(f"{at:.1f},{y(mean):.1f}" for at, mean, _ in places)
    upper = [f"{at:.1f},{y(mean + sd):.1f}" for at, mean, sd in places]
    lower = [f"{at:.1f},{y(mean - sd):.1f}" for at, mean, sd in reversed(places)]
    middle = (row.low + row.high) / 2.0
    parts = [
        f'<rect x="{LEFT}" y="{top}" width="{WIDTH - LEFT - RIGHT}" height="{ROW}" fill="none" stroke="#999"/>',
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(middle):.1f}" y2="{y(middle):.1f}" '
        'stroke="#bbb" stroke-dasharray="2 4"/>',
        f'<polygon points="{" ".join(upper + lower)}" fill="{row.colour}" fill-opacity="0.24"/>',
        f'<polyline points="{line}" fill="none" stroke="{row.colour}" stroke-width="1.8"/>',
        f'<text x="12" y="{top + 32}" font-size="14" fill="{row.colour}">{row.title}</text>',
        f'<text x="12" y="{top + 49}" fill="#666" font-size="11">{row.unit}</text>',
    ]
    for value, at in ((row.high, top + 10), (row.low, top + ROW - 1)):
        parts.append(f'<text x="{LEFT - 6}" y="{at}" text-anchor="end" fill="#666" font-size="11">{value:g}</text>')
    return parts


def _breaths(
    row: _Row,
    top: float,
    told: list[tuple[float, Sample]],
    breath_hz: float,
    x: Callable[[float], float],
    end_s: float,
) -> list[str]:
    """The truth as a dashed line, and each sure rate a sensor told."""
    place = top + ROW * (1.0 - 60.0 * breath_hz / row.high)
    parts = [
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{place:.1f}" y2="{place:.1f}" stroke="#111" '
        'stroke-width="1" stroke-dasharray="6 4"/>'
    ]
    for t_s, sample in told:
        if sample.quantity is not Quantity.BREATH_HZ or sample.sd >= SURE_HZ or not 0.0 <= t_s <= end_s:
            continue
        at, down = x(t_s), top + ROW * (1.0 - min(60.0 * sample.value, row.high) / row.high)
        if sample.sensor == "breath":
            parts.append(f'<circle cx="{at:.1f}" cy="{down:.1f}" r="2.2" fill="#0b3c5d"/>')
        else:
            parts.append(f'<path d="M{at - 2.4:.1f} {down:.1f}h4.8m-2.4 -2.4v4.8" stroke="#c2185b" fill="none"/>')
    return parts


def _foot(bottom: float, x: Callable[[float], float], end_s: float) -> list[str]:
    parts = [
        f'<text x="{x(second):.1f}" y="{bottom + 16}" text-anchor="middle" fill="#666" font-size="11">{second}</text>'
        for second in range(0, int(end_s) + 1, 10)
    ]
    words = (
        "Seconds. Line: what is believed; band: one sd either side. Hatched: nobody before the camera.",
        "Breath rate: dashed = the truth; dots = told by the microphone, crosses = by the camera, where sure.",
    )
    for place, line in enumerate(words):
        parts.append(f'<text x="12" y="{bottom + 38 + 16 * place}" fill="#444" font-size="11">{line}</text>')
    parts.append('<text x="12" y="20" fill="#666">heard</text><text x="12" y="40" fill="#666">seen</text>')
    return parts
