"""What a session amounts to, number by number: what it is, the number, and how sure it is or what it rests on."""

from collections.abc import Iterator
from statistics import median

from game.core.facts import FeelingTold
from game.core.pace import TICKS_PER_S
from game.core.temper import PER_MIN
from game.core.trace import ESTIMATE_TICKS
from game.replay.export.material import Material
from game.replay.export.pdf_chart import clock
from game.replay.export.pdf_told import corrected_share, felt_told
from game.replay.lanes import Curve
from game.replay.sentences import aside, headed, joined, listed, pattern_title
from game.replay.told import BAND_Z
from game.replay.why import follow_told

Number = tuple[str, str, str]
"""Name of its message, the number as it is read, and what stands behind it."""


def numbers(material: Material) -> Iterator[Number]:
    """The numbers, what was corrected left out of those about feeling; "not known" where too little is."""
    yield from _feeling(material)
    yield from _breath(material)
    yield from _games(material)
    yield "corrected_share", percent(material, corrected_share(material)), _say(material, "on_corrected")


def percent(material: Material, share: float | None) -> str:
    """ "83 %"."""
    if share is None:
        return _say(material, "not_known")
    return material.words.say("view.percent", (float(round(100.0 * share)),))


def known_minutes(material: Material, curve: Curve) -> str:
    """ "12 of 20 min": how much of the session was known."""
    known = sum(curve.known) * ESTIMATE_TICKS / TICKS_PER_S / 60.0
    return material.words.say("lanes.of_minutes", (round(known, 1), round(material.lanes.length_s / 60.0, 1)))


def _feeling(material: Material) -> Iterator[Number]:
    told, headline = material.session, material.headline
    tensest = headline.recovery.tensest if headline is not None else None
    if tensest is not None:
        above = f"{tensest.above:+.2f} ± {BAND_Z * tensest.sd:.2f}"
        yield "tensest", aside(material.words, above, clock(tensest.peak_s)), _say(material, "on_tensest")
        back = _say(material, "not_known")
        if tensest.end == "back":
            key = "lanes.seconds" if not tensest.at_most else "paper.at_most"
            back = material.words.say(key, (float(round(tensest.lasted_s)),))
        yield "recovery", back, _say(material, "on_recovery")
    elif headline is not None:
        yield "tensest", _say(material, "none_tense"), _say(material, "on_tensest")
    yield "calm_share", percent(material, told.calm_share), _say(material, "on_calm")
    yield "known_share", percent(material, told.known_share), _say(material, "on_known")


def _breath(material: Material) -> Iterator[Number]:
    told, estimates = material.session, material.lanes.estimates
    read = known_minutes(material, estimates.breath_hz)
    yield "breath", _a_minute(material, told.breath_per_min), headed(material.words, _say(material, "on_breath"), read)
    yield "guide", _a_minute(material, told.guide_per_min), _say(material, "on_guide")
    if told.follow is not None:
        follow = aside(material.words, percent(material, told.follow), follow_told(material.words, told.follow))
        yield "follow", follow, _say(material, "on_follow")
    if told.probe_per_min is not None:
        yield "probe", _a_minute(material, told.probe_per_min), _say(material, "on_probe")
    heart = material.theirs(estimates.heart_hz)
    beats = [mean for mean, known in zip(heart.mean, heart.known, strict=True) if known]
    if beats:
        yield "heart", _a_minute(material, median(beats) / PER_MIN), known_minutes(material, heart)


def _games(material: Material) -> Iterator[Number]:
    words, games = material.words, material.lanes.minigames
    if games:
        many = words.say("lanes.times", (float(len(games)),)) if len(games) > 1 else words.say("lanes.once")
        left = sum(game.skipped for game in games)
        told = [many, words.say("lanes.left_early", (float(left),))] if left else [many]
        names = listed(words, (pattern_title(words, name) for name in dict.fromkeys(game.pattern for game in games)))
        yield "games", joined(words, told), names
    felt = [fact for _, fact in material.lanes.facts if isinstance(fact, FeelingTold)]
    for moment in ("before", "after"):
        last = next((fact for fact in reversed(felt) if fact.moment == moment), None)
        if last is not None:
            yield f"felt_{moment}", felt_told(words, last), _say(material, "on_felt")


def _a_minute(material: Material, per_min: float | None) -> str:
    if per_min is None:
        return _say(material, "not_known")
    return material.words.say("lanes.per_minute", (round(per_min, 1),))


def _say(material: Material, name: str) -> str:
    return material.words.say(f"paper.{name}")
