"""The shapes of lanes.json and sensors.json: what told.py writes and the page's scripts read.

Every ``t_s``, ``from_s`` and ``to_s`` is in seconds since the sitting began; lists beside a ``t_s`` are as long.
"""

from typing import TypedDict


class CurveTold(TypedDict):
    """One quantity with its band of 80 %."""

    mean: list[float]
    low: list[float]
    high: list[float]
    known: list[int]
    """0 where too little was known to say anything: nothing is to be drawn there."""


class EstimateTold(TypedDict):
    """What was believed of the player, twice a second."""

    t_s: list[float]
    arousal: CurveTold
    """[-1, 1]; ``usual`` of the lanes is the player's own baseline in it."""
    valence: CurveTold
    """[-1, 1]."""
    breath: CurveTold
    """Breaths per minute."""
    presence: list[float | None]
    """Probability of a face in the picture, [0, 1]; None where nothing was known."""
    heart: CurveTold
    """Heart beats per minute."""


class UsualTold(TypedDict):
    """What was usual for this player when the sitting began."""

    arousal: float
    valence: float


class LevelTold(TypedDict):
    """A level, from its beginning to the next one's."""

    from_s: float
    to_s: float
    name: str
    title: str


class MinigameTold(TypedDict):
    """A breathing minigame."""

    from_s: float
    to_s: float
    title: str
    skipped: bool


class TrustTold(TypedDict):
    """A time in which one quantity rested on one sensor."""

    from_s: float
    to_s: float
    quantity: str
    sensor: str
    title: str


class GuideTold(TypedDict):
    """The rate of the breath guide, every five seconds."""

    t_s: list[float]
    per_min: list[float]


class PerformanceTold(TypedDict):
    """How the skill task went, [0, 1], every five seconds."""

    t_s: list[float]
    value: list[float]


class SettingsTold(TypedDict):
    """Settings in force from each decision on, each [0, 1]; the first entry is how the sitting began."""

    t_s: list[float]
    difficulty: list[float]
    tempo: list[float]
    guidance: list[float]


class RulesTold(SettingsTold):
    """What the plain rules would have set at each decision, seeing the same moment: not a sitting of their own."""

    guide_per_min: list[float]


class DecisionTold(TypedDict):
    """A decision in a few lines."""

    t_s: float
    tick: int
    text: str
    changed: bool
    """False where everything stayed as it was: most decisions."""
    reasons: list[str]
    by: str
    shield: list[str]
    rules: str


class EventTold(TypedDict):
    """One thing to jump to."""

    t_s: float
    tick: int
    kind: str
    """Of ``events.EventKind``."""
    text: str
    judged_s: float | None
    """The moment that an estimate was read from to say so; a correction of that moment is one of the event. None where
    nothing was estimated."""


class FeelingTaps(TypedDict):
    """How the player said they felt."""

    t_s: float
    text: str
    moment: str
    """ "before" or "after"."""
    face: int
    """1 sad ... 5 glad."""
    energy: int
    """1 quiet ... 3 lively."""


class WordsTold(TypedDict):
    """The player's own words."""

    t_s: float
    place: str
    text: str
    """As they were typed."""
    sounded: str
    """What they might sound like and what their writer says to that; "" where nothing was guessed."""


class LineTold(TypedDict):
    """One line of the summary."""

    title: str
    value: str


class LanesTold(TypedDict):
    """JSON of lanes.json."""

    session: str
    started: str
    """ISO 8601, as the clock on the wall said."""
    length_s: float
    mode: str
    mode_title: str
    mind: str
    mind_title: str
    source: str
    """ "live" or "simulated"."""
    source_title: str
    ended_early: bool
    gaps: list[str]
    same_rules: bool
    """Whether this version has the rules the sitting was played with."""
    headline: str | None
    """None where too little is known."""
    levels: list[LevelTold]
    minigames: list[MinigameTold]
    estimate: EstimateTold
    usual: UsualTold
    guide: GuideTold
    performance: PerformanceTold
    settings: SettingsTold
    rules: RulesTold
    trust: list[TrustTold]
    decisions: list[DecisionTold]
    events: list[EventTold]
    feelings: list[FeelingTaps]
    words: list[WordsTold]
    summary: list[LineTold]


class BreathTold(TypedDict):
    """Breath rates as one sensor told them."""

    t_s: list[float]
    per_min: list[float]
    sd: list[float]
    """Breaths per minute."""
    title: str


class QualityTold(TypedDict):
    """How well one sensor knew what it told, [0, 1], once a second."""

    t_s: list[float]
    value: list[float]
    title: str


class SensorsTold(TypedDict):
    """JSON of sensors.json."""

    breath: dict[str, BreathTold]
    """By "microphone", "camera" or "keys"; another sensor by its own name."""
    quality: dict[str, QualityTold]
    """By the sensor's name."""
