"""Lanes and sensors as the page gets them: JSON, every sentence already in the visitor's language.

Times are seconds since the sitting began, rates are per minute. A band is where the truth lies four times in five, as
far as the estimate itself can know.
"""

from collections.abc import Iterable, Sequence

from affect.trends.recovery import Stretch
from game.core.directive import Directive
from game.core.facts import FeelingTold
from game.core.observe import Observation, unit_to_rate
from game.core.pace import TICKS_PER_S
from game.core.reading import SCALES, Quantity
from game.core.temper import PER_MIN
from game.core.trace import Decision
from game.replay.events import events, headline
from game.replay.happenings import event_told, feeling_told, headline_told, sounded_told
from game.replay.lanes import Curve, Lanes
from game.replay.lanes_json import (
    BreathTold,
    CurveTold,
    DecisionTold,
    EstimateTold,
    EventTold,
    FeelingTaps,
    GuideTold,
    LanesTold,
    LevelTold,
    MinigameTold,
    PerformanceTold,
    QualityTold,
    RulesTold,
    SensorsTold,
    SettingsTold,
    TrustTold,
    UsualTold,
    WordsTold,
)
from game.replay.sensed import Sensors
from game.replay.sentences import (
    changes,
    changes_told,
    decider,
    headed,
    level_title,
    pattern_title,
    quantity_title,
    reasons_told,
    sensor_title,
    shield_told,
)
from game.replay.summary import summary_told
from game.stage.words import Words

BAND_Z = 1.2816
"""Standard normal quantile of .9: so many sd to either side hold 80 %."""
DEVICES = {"breath": "microphone", "chest": "camera", "key": "keys"}
"""Where each sensor of the breath comes from."""


def lanes_told(lanes: Lanes, words: Words, same_rules: bool) -> LanesTold:
    """JSON of lanes.json.

    Args:
        lanes: of the sitting.
        words: of the visitor's language.
        same_rules: whether this version has the rules the sitting was played with.
    """
    header, found = lanes.header, headline(lanes)
    mode, mind = header.setup.mode.value, header.mind
    baselines = header.setup.posterior
    return LanesTold(
        session=lanes.session_id,
        started=header.started,
        length_s=lanes.length_s,
        mode=mode,
        mode_title=words.say(f"lanes.mode_{mode}"),
        mind=mind,
        mind_title=words.say("lanes.mind_policy" if mind.startswith("policy") else "lanes.mind_rules"),
        source=header.source,
        source_title=words.say("lanes.source_live" if header.source == "live" else "lanes.source_simulated"),
        ended_early=lanes.ended_early,
        gaps=[str(gap) for gap in lanes.gaps],
        same_rules=same_rules,
        headline=None if found is None else headline_told(found, words),
        levels=[
            LevelTold(from_s=span.from_s, to_s=span.to_s, name=span.name, title=level_title(words, span.name))
            for span in lanes.levels
        ],
        minigames=[
            MinigameTold(
                from_s=game.from_s, to_s=game.to_s, title=pattern_title(words, game.pattern), skipped=game.skipped
            )
            for game in lanes.minigames
        ],
        estimate=_estimate_told(lanes),
        usual=UsualTold(arousal=baselines.arousal_baseline.mean, valence=baselines.valence_baseline.mean),
        guide=_guide_told(lanes.decisions),
        performance=_performance_told(lanes.decisions),
        settings=_settings_told(lanes.decisions),
        rules=_rules_told(lanes.decisions),
        trust=_trust_told(lanes, words),
        decisions=[_decision_told(decision, words) for decision in lanes.decisions],
        events=_events_told(lanes, words),
        feelings=list(_feelings_told(lanes, words)),
        words=_words_told(lanes, words),
        summary=summary_told(lanes, words),
    )


def sensors_told(sensors: Sensors, words: Words) -> SensorsTold:
    """JSON of sensors.json."""
    breath = {
        DEVICES.get(sensor, sensor): BreathTold(
            t_s=_thin(rates.t_s),
            per_min=_thin(hz / PER_MIN for hz in rates.breath_hz),
            sd=_thin(hz / PER_MIN for hz in rates.sd_hz),
            title=sensor_title(words, sensor),
        )
        for sensor, rates in sensors.breath
    }
    quality = {
        sensor: QualityTold(t_s=list(one.t_s), value=_thin(one.value), title=sensor_title(words, sensor))
        for sensor, one in sensors.quality
    }
    return SensorsTold(breath=breath, quality=quality)


def _estimate_told(lanes: Lanes) -> EstimateTold:
    told, presence = lanes.estimates, lanes.estimates.presence
    return EstimateTold(
        t_s=list(told.t_s),
        arousal=_curve_told(told.arousal, Quantity.AROUSAL, 1.0),
        valence=_curve_told(told.valence, Quantity.VALENCE, 1.0),
        breath=_curve_told(told.breath_hz, Quantity.BREATH_HZ, 1.0 / PER_MIN),
        presence=[round(mean, 3) if known else None for mean, known in zip(presence.mean, presence.known, strict=True)],
        heart=_curve_told(told.heart_hz, Quantity.HEART_HZ, 1.0 / PER_MIN),
    )


def _curve_told(curve: Curve, quantity: Quantity, unit: float) -> CurveTold:
    """A curve times ``unit``, its band kept inside the quantity's range."""
    low, high = SCALES[quantity].low, SCALES[quantity].high
    pairs = list(zip(curve.mean, curve.sd, strict=True))
    return CurveTold(
        mean=_thin(mean * unit for mean in curve.mean),
        low=_thin(max(mean - BAND_Z * sd, low) * unit for mean, sd in pairs),
        high=_thin(min(mean + BAND_Z * sd, high) * unit for mean, sd in pairs),
        known=[int(known) for known in curve.known],
    )


def _guide_told(decisions: Sequence[Decision]) -> GuideTold:
    rates = [unit_to_rate(decision.seen.guide) / PER_MIN for decision in decisions]
    return GuideTold(t_s=_times(decisions), per_min=_thin(rates))


def _performance_told(decisions: Sequence[Decision]) -> PerformanceTold:
    return PerformanceTold(t_s=_times(decisions), value=_thin(decision.seen.performance for decision in decisions))


def _settings_told(decisions: Sequence[Decision]) -> SettingsTold:
    """What each decision set, behind what was set before the first."""
    in_force: list[Observation | Directive] = [decision.seen for decision in decisions[:1]]
    in_force += [decision.used for decision in decisions]
    return SettingsTold(
        t_s=[*(0.0 for _ in decisions[:1]), *_times(decisions)],
        difficulty=_thin(settings.difficulty for settings in in_force),
        tempo=_thin(settings.tempo for settings in in_force),
        guidance=_thin(settings.guidance for settings in in_force),
    )


def _rules_told(decisions: Sequence[Decision]) -> RulesTold:
    wishes = [decision.rules for decision in decisions]
    return RulesTold(
        t_s=_times(decisions),
        difficulty=_thin(wish.difficulty for wish in wishes),
        tempo=_thin(wish.tempo for wish in wishes),
        guidance=_thin(wish.guidance for wish in wishes),
        guide_per_min=_thin(wish.breath_hz / PER_MIN for wish in wishes),
    )


def _trust_told(lanes: Lanes, words: Words) -> list[TrustTold]:
    return [
        TrustTold(
            from_s=span.from_s,
            to_s=span.to_s,
            quantity=span.quantity,
            sensor=span.sensor,
            title=headed(words, quantity_title(words, span.quantity), sensor_title(words, span.sensor)),
        )
        for span in lanes.trust
    ]


def _decision_told(decision: Decision, words: Words) -> DecisionTold:
    return DecisionTold(
        t_s=decision.tick / TICKS_PER_S,
        tick=decision.tick,
        text=changes_told(words, decision.seen, decision.used),
        changed=bool(changes(decision.seen, decision.used) or decision.used.minigame),
        reasons=reasons_told(words, decision.used.reasons),
        by=decider(words, decision.account),
        shield=shield_told(words, decision),
        rules=changes_told(words, decision.seen, decision.rules),
    )


def _events_told(lanes: Lanes, words: Words) -> list[EventTold]:
    return [
        EventTold(
            t_s=event.t_s,
            tick=round(event.t_s * TICKS_PER_S),
            kind=event.kind,
            text=event_told(event, words),
            judged_s=event.about.peak_s if isinstance(event.about, Stretch) else None,
        )
        for event in events(lanes)
    ]


def _feelings_told(lanes: Lanes, words: Words) -> Iterable[FeelingTaps]:
    for tick, fact in lanes.facts:
        if isinstance(fact, FeelingTold):
            yield FeelingTaps(
                t_s=tick / TICKS_PER_S,
                text=feeling_told(words, fact),
                moment=fact.moment,
                face=fact.face,
                energy=fact.energy,
            )


def _words_told(lanes: Lanes, words: Words) -> list[WordsTold]:
    return [
        WordsTold(
            t_s=tick / TICKS_PER_S,
            place=written.place,
            text=written.text,
            sounded="" if written.sounded is None else sounded_told(words, written.sounded),
        )
        for tick, written in lanes.words
    ]


def _times(decisions: Sequence[Decision]) -> list[float]:
    return [decision.tick / TICKS_PER_S for decision in decisions]


def _thin(numbers: Iterable[float]) -> list[float]:
    """Three decimals: finer than any screen, and a third of the bytes."""
    return [round(number, 3) for number in numbers]
