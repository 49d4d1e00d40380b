"""The numbers of the hand-written mind: what each means, what was set by hand, and how far tuning may move it.

Every number is an assumption of ours. ``HAND`` is what was written down before anything was measured; ``TUNED`` is
what ``python -m adaptation tune`` found on simulated people (assets/models/rules.json), and ``HAND`` without it.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Settings:
    """Thresholds and steps. Shares in [0, 1], arousal in [-1, 1], rates per minute; the defaults are ``HAND``."""

    ease_from: float = 0.25
    """Easing begins when arousal is this far above baseline,"""
    ease_until: float = 0.10
    """and ends below this one (never above the first): a value that hovers does not make the game flutter."""
    ease_difficulty: float = 0.12
    """Easing takes so much of difficulty at a time,"""
    ease_tempo: float = 0.10
    """and so much of tempo,"""
    gentlest: float = 0.0
    """but takes difficulty no lower than this,"""
    slowest: float = 0.0
    """and tempo no lower than this: a place where nothing happens bores."""
    struggle: float = 0.35
    """Performance below which the game is too hard."""
    struggle_difficulty: float = 0.06
    """Then difficulty falls by so much,"""
    struggle_tempo: float = 0.04
    """and tempo by so much."""
    flow: float = 0.7
    """Performance above which there may be a little more,"""
    flow_difficulty: float = 0.04
    """of difficulty,"""
    flow_tempo: float = 0.02
    """and of tempo,"""
    content: float = 1.0
    """but not above this arousal."""
    idle: float = -0.2
    """Who did less than this share of the time and is not tense gets something more to do; below 0 = never."""
    idle_difficulty: float = 0.0
    """So much difficulty,"""
    idle_tempo: float = 0.04
    """and so much tempo."""
    home_difficulty: float = 0.5
    """Where difficulty is at home for a middling player,"""
    home_skill: float = 0.0
    """moved by so much per unit of what is known of the player's skill."""
    home_tempo: float = 0.5
    """Where tempo is at home,"""
    home_liked: float = 0.0
    """moved by so much per unit of what is known of the tempo the player likes."""
    home_far: float = 1.0
    """Settings farther from home than this, with all well, walk back to it; 1 = never."""
    home_step: float = 0.06
    """By so much at a time."""
    pause: float = 0.0
    """Decisions from one change of a setting to the next,"""
    ease_pause: float = 0.0
    """and while it eases: restlessness is a burden of its own."""
    lost_guidance: float = 0.08
    """So much more guidance for somebody tense who does not go with the guide."""
    good_follow: float = 0.6
    """Who follows better than this needs less guidance,"""
    fade_guidance: float = 0.02
    """by so much,"""
    least_guidance: float = 0.35
    """but not below this."""
    rise_guidance: float = 0.02
    """Otherwise it comes back by so much,"""
    usual_guidance: float = 0.6
    """up to this."""
    fast_per_min: float = 15.0
    """A breath faster than this is fast for somebody sitting: a minigame may help. (So may it when tense.)"""
    offer_wait: float = 0.5
    """``Observation.since_minigame`` from which another is offered: .5 = 90 s."""
    offer_most: float = 1.0
    """Minigames offered in a sitting, share of the six allowed."""
    offer_helps: float = -2.0
    """Relief by the last one plus what is known of the player's response must be at least this; -2 = whatever."""
    absorbed: float = 2.0
    """Who is active for more than this share of the time and does well is not interrupted; 2 = interrupt anybody."""
    near_per_min: float = 2.0
    """A breath within this of the guide is near it,"""
    far_per_min: float = 3.5
    """and one more than this above it is far: the guide comes up to meet it."""
    alone: float = 0.48
    """``Observation.follow`` of a breath that goes its own way is about .4: only above this it goes with the guide."""
    calm_per_min: float = 6.0
    """Where the guide leads in the end; temper holds it at this player's floor,"""
    comfort_per_min: float = 0.0
    """moved by so much per unit of ``Observation.comfortable_breath``."""
    resting_per_min: float = 10.0
    """Where the guide waits while the breath is unknown."""
    lead_per_min: float = 0.75
    """How far the guide moves at a time."""


@dataclass(frozen=True, slots=True)
class Bound:
    """How far tuning may move one number."""

    name: str
    """Field of ``Settings``."""
    low: float
    """Least."""
    high: float
    """Most."""


BOUNDS = tuple(
    Bound(name, low, high)
    for name, low, high in (
        ("ease_from", 0.05, 1.0), ("ease_until", -0.2, 0.8), ("ease_difficulty", 0.0, 0.2), ("ease_tempo", 0.0, 0.2),
        ("gentlest", 0.0, 0.6), ("slowest", 0.0, 0.6), ("struggle", 0.0, 0.65), ("struggle_difficulty", 0.0, 0.15),
        ("struggle_tempo", 0.0, 0.15), ("flow", 0.5, 1.0), ("flow_difficulty", 0.0, 0.12), ("flow_tempo", 0.0, 0.12),
        ("content", -0.3, 1.0), ("idle", -0.2, 0.6), ("idle_difficulty", 0.0, 0.12), ("idle_tempo", 0.0, 0.12),
        ("home_difficulty", 0.1, 0.9), ("home_skill", 0.0, 1.0), ("home_tempo", 0.1, 0.9), ("home_liked", 0.0, 1.0),
        ("home_far", 0.03, 1.0), ("home_step", 0.02, 0.2), ("pause", 0.0, 24.0),
        ("ease_pause", 0.0, 24.0), ("lost_guidance", 0.0, 0.2),
        ("good_follow", 0.3, 1.0), ("fade_guidance", 0.0, 0.12), ("least_guidance", 0.0, 0.8),
        ("rise_guidance", 0.0, 0.12), ("usual_guidance", 0.2, 1.0), ("fast_per_min", 10.0, 30.0),
        ("offer_wait", 0.34, 1.0), ("offer_most", 0.0, 1.0), ("offer_helps", -2.0, 0.3), ("absorbed", 0.2, 2.0),
        ("near_per_min", 0.5, 5.0), ("far_per_min", 1.0, 8.0), ("alone", 0.3, 0.7), ("calm_per_min", 4.5, 12.0),
        ("comfort_per_min", 0.0, 6.0), ("resting_per_min", 7.0, 14.0), ("lead_per_min", 0.1, 0.75),
    )
)  # fmt: skip
"""One per field of ``Settings``, in order."""
HAND = Settings()


def to_vector(settings: Settings) -> list[float]:
    """The numbers in the order of ``BOUNDS``."""
    return [getattr(settings, bound.name) for bound in BOUNDS]


def from_vector(numbers: Sequence[float]) -> Settings:
    """The inverse; a number beyond its bound is taken as the bound."""
    return Settings(
        *(min(max(float(number), bound.low), bound.high) for number, bound in zip(numbers, BOUNDS, strict=True))
    )


def encode(settings: Settings) -> str:
    """JSON, one number per line."""
    return json.dumps(asdict(settings), indent=1) + "\n"


def decode(text: str) -> Settings:
    """The inverse. Raises ValueError on anything else, and on a number outside its bounds."""
    told = json.loads(text)
    names = [field.name for field in fields(Settings)]
    if not isinstance(told, dict) or sorted(told) != sorted(names):
        raise ValueError("these are no settings of the rules")
    for bound in BOUNDS:
        number = told[bound.name]
        if not isinstance(number, int | float) or not bound.low <= number <= bound.high:
            raise ValueError(f"{bound.name} lies in [{bound.low}, {bound.high}], not at {number!r}")
    return Settings(*(float(told[name]) for name in names))


def shipped() -> Settings:
    """The tuned numbers of the repository; ``HAND`` where they are missing or damaged, so that there is always a
    mind to fall back on."""
    try:
        return decode((files("assets") / "models" / "rules.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return HAND


TUNED = shipped()
