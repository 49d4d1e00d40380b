"""What can be said of an Observation in plain words: each claim with what it speaks of and when it is true.

Thresholds are where a person would use the word; they are assumptions of ours, and no mind acts by them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from game.core.observe import Observation, unit_to_rate

Test = Callable[[Observation], bool]
Number = Callable[[Observation], float]
SURE = 0.35
"""Confidence from which something is said of a feeling or a breath."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that may be said."""

    key: str
    """Message id."""
    speaks_of: tuple[str, ...]
    """Fields of the Observation that are set to their average to see whether it mattered."""
    holds: Test
    """Whether it is true of an Observation."""
    number: Number
    """The number behind it: as measured, or per minute, or in minutes where the words say so."""


def _above(key: str, name: str, bar: float, confidence: str = "") -> Claim:
    def holds(seen: Observation) -> bool:
        return getattr(seen, name) > bar and (not confidence or getattr(seen, confidence) >= SURE)

    return Claim(key, (name,), holds, lambda seen: float(getattr(seen, name)))


def _below(key: str, name: str, bar: float, confidence: str = "") -> Claim:
    def holds(seen: Observation) -> bool:
        return getattr(seen, name) < bar and (not confidence or getattr(seen, confidence) >= SURE)

    return Claim(key, (name,), holds, lambda seen: float(getattr(seen, name)))


def _per_min(unit: float) -> float:
    return round(unit_to_rate(unit) * 60.0)


FEELINGS = (
    _above("why.tense", "arousal", 0.15, "arousal_confidence"),
    _below("why.calm", "arousal", -0.1, "arousal_confidence"),
    _above("why.tightening", "arousal_trend", 0.06, "arousal_confidence"),
    _below("why.loosening", "arousal_trend", -0.06, "arousal_confidence"),
    _below("why.unsure", "arousal_confidence", SURE),
    _above("why.glad", "valence", 0.15, "valence_confidence"),
    _below("why.low", "valence", -0.1, "valence_confidence"),
    _above("why.brightening", "valence_trend", 0.06, "valence_confidence"),
    _below("why.dimming", "valence_trend", -0.06, "valence_confidence"),
    _below("why.unreadable", "valence_confidence", SURE),
)
BREATH = (
    Claim(
        "why.fast_breath",
        ("breath",),
        lambda seen: seen.breath_confidence >= SURE and _per_min(seen.breath) > 14.0,
        lambda seen: _per_min(seen.breath),
    ),
    Claim(
        "why.slow_breath",
        ("breath",),
        lambda seen: seen.breath_confidence >= SURE and _per_min(seen.breath) < 10.0,
        lambda seen: _per_min(seen.breath),
    ),
    _above("why.above_guide", "breath_against_guide", 0.15, "breath_confidence"),
    _below("why.below_guide", "breath_against_guide", -0.15, "breath_confidence"),
    _above("why.together", "follow", 0.55, "breath_confidence"),
    _below("why.own_way", "follow", 0.45, "breath_confidence"),
    _above("why.breath_quickening", "breath_trend", 0.06, "breath_confidence"),
    _below("why.breath_slowing", "breath_trend", -0.06, "breath_confidence"),
    _below("why.unheard", "breath_confidence", SURE),
)
PLAY = (
    _above("why.flow", "performance", 0.65),
    _below("why.tricky", "performance", 0.45),
    _above("why.finding_it", "performance_trend", 0.06),
    _below("why.losing_it", "performance_trend", -0.06),
    _above("why.busy", "activity", 0.6),
    _below("why.still", "activity", 0.3),
)
SETTINGS = (
    _below("why.already_gentle", "difficulty", 0.25),
    _above("why.already_full", "difficulty", 0.5),
    _below("why.drifts_slowly", "tempo", 0.25),
    _above("why.drifts_briskly", "tempo", 0.5),
    _above("why.guide_plain", "guidance", 0.7),
    _below("why.guide_faint", "guidance", 0.4),
    Claim("why.guide_slow", ("guide",), lambda seen: _per_min(seen.guide) < 9.0, lambda seen: _per_min(seen.guide)),
    Claim("why.guide_quick", ("guide",), lambda seen: _per_min(seen.guide) > 13.0, lambda seen: _per_min(seen.guide)),
)
HISTORY = (
    Claim(
        "why.long_ago",
        ("since_minigame",),
        lambda seen: seen.since_minigame > 0.65,
        lambda seen: seen.since_minigame * 3.0,
    ),
    Claim(
        "why.just_breathed",
        ("since_minigame",),
        lambda seen: seen.since_minigame < 0.34 and seen.minigames > 0.0,
        lambda seen: seen.since_minigame * 3.0,
    ),
    Claim("why.often", ("minigames",), lambda seen: seen.minigames > 0.3, lambda seen: round(seen.minigames * 6.0)),
    Claim("why.not_yet", ("minigames",), lambda seen: seen.minigames <= 0.0, lambda seen: 0.0),
    Claim("why.skipped", ("skips",), lambda seen: seen.skips > 0.0, lambda seen: round(seen.skips * 2.0)),
    _below("why.too_much", "since_too_much", 1.0),
    _above("why.helped", "relief", 0.06),
    _below("why.helped_little", "relief", -0.06),
    _below("why.beginning", "progress", 0.2),
    _above("why.nearly_there", "progress", 0.8),
    _below("why.just_sat_down", "sitting", 0.1),
    Claim("why.long_sitting", ("sitting",), lambda seen: seen.sitting > 0.5, lambda seen: round(seen.sitting * 20.0)),
    _above("why.training", "train", 0.5),
)
PLAYER = (
    _above("why.usually_quick", "usual_breath", 0.05),
    _below("why.usually_slow", "usual_breath", -0.25),
    _below("why.slow_is_easy", "comfortable_breath", -0.25),
    _above("why.responds", "responds", 0.1),
    _below("why.responds_little", "responds", -0.1),
    _above("why.likes_lively", "likes_tempo", 0.1),
    _below("why.likes_gentle", "likes_tempo", -0.1),
    _above("why.skilled", "skill", 0.1),
    _below("why.learning", "skill", -0.1),
)
CLAIMS = FEELINGS + BREATH + PLAY + SETTINGS + HISTORY + PLAYER
"""All of them."""
