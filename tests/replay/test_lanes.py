"""Lanes say what happened: of a sitting that was really played, of any that could be written, and of what is left."""

from dataclasses import replace
from itertools import pairwise
from math import isclose, isfinite, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.belief import UNKNOWN, Belief, Estimate, Sample
from game.core.directive import Reason
from game.core.facts import Caught, FeelingTold, MinigameBegan, MinigameEnded
from game.core.inputs import Inputs
from game.core.reading import Quantity
from game.core.trace import (
    ESTIMATE_TICKS,
    Decision,
    Kind,
    Sounded,
    Trust,
    Written,
    encode_trust,
    encode_words,
    trust_of,
)
from game.replay.lanes import Lanes, read_lanes
from game.replay.sensed import BREATH_TICKS, read_sensors
from game.vault.errors import Gap
from game.vault.layout import Record
from tests import strategies
from tests.replay.lanes_made import AS_SEEN, SEEN, Made, decision, fact, header, level, played, sitting, summed

SHOWN = (Quantity.AROUSAL, Quantity.VALENCE, Quantity.BREATH_HZ, Quantity.PRESENCE)
FINE = 1e-6
"""Estimates are kept in float32."""


def trust(tick: int, told: dict[str, str]) -> Record:
    """What the estimate rests on from ``tick`` on."""
    return Record(int(Kind.TRUST), encode_trust(tick, tuple(sorted(told.items()))))


def lanes_of(made: Made) -> Lanes:
    """Its lanes."""
    return read_lanes("name", made)


def test_a_played_sitting_reads_as_it_was() -> None:
    """Length, levels, estimates, decisions and facts are those of the worlds that were played."""
    told = played()
    lanes, worlds = lanes_of(told.made), told.worlds
    assert lanes.length_s == len(worlds) / 60.0
    for world in worlds[::97]:
        here = lanes.level_at((world.tick - 0.5) / 60.0)
        assert here is not None and here.name == world.level.name
    at = [world for world in worlds if world.tick % ESTIMATE_TICKS == 0]
    assert lanes.estimates.t_s == tuple(world.tick / 60.0 for world in at)
    for quantity in SHOWN:
        curve = getattr(lanes.estimates, quantity.value)
        beliefs = [world.senses.estimate.of(quantity) for world in at]
        assert all(isclose(a, b.mean, abs_tol=FINE) for a, b in zip(curve.mean, beliefs, strict=True))
        assert all(isclose(a, sqrt(b.variance), abs_tol=FINE) for a, b in zip(curve.sd, beliefs, strict=True))
        assert curve.known == tuple(not belief.abstains(quantity) for belief in beliefs)
    decided = {world.tick: world.decided.directive for world in worlds if world.decided}
    assert {one.tick: one.used for one in lanes.decisions} == decided
    assert lanes.facts == tuple((world.tick, each) for world in worlds for each in world.facts)
    assert lanes.summary is not None and lanes.summary.ticks == worlds[-1].tick


def test_trust_is_that_of_the_worlds() -> None:
    """At every estimate the spans name the sensors the estimate rested on."""
    told = played()
    spans = lanes_of(told.made).trust
    for world in told.worlds[:: 7 * ESTIMATE_TICKS]:
        if world.tick % ESTIMATE_TICKS == 0:
            t_s = world.tick / 60.0
            now = {(span.quantity, span.sensor) for span in spans if span.from_s <= t_s < span.to_s}
            assert now == set(trust_of(world.senses, world.tick))


@given(st.lists(st.dictionaries(st.sampled_from(("arousal", "breath_hz")), st.sampled_from("abc")), max_size=6))
def test_trust_spans_tell_what_the_records_told(told: list[dict[str, str]]) -> None:
    """Whatever is trusted when: the spans that cover a moment are the last record before it."""
    extra = [(60 * place, trust(60 * place, pairs)) for place, pairs in enumerate(told, 1)]
    spans = lanes_of(sitting(len(told) + 1.0, extra)).trust
    for place, pairs in enumerate(told, 1):
        covered: Trust = tuple((one.quantity, one.sensor) for one in spans if one.from_s <= place + 0.5 < one.to_s)
        assert sorted(covered) == sorted(pairs.items())
    for before, after in pairwise(spans):
        assert before.from_s <= after.from_s


@given(st.lists(st.tuples(st.integers(0, 300), st.sampled_from(("tide", "closing", "places"))), min_size=1, max_size=8))
def test_levels_tile_the_sitting(told: list[tuple[int, str]]) -> None:
    """Each level lasts until the next; together they are the sitting from the first level on."""
    told.sort()
    lanes = lanes_of(sitting(5.0, [(tick, level(name)) for tick, name in told]))
    assert [(span.from_s, span.name) for span in lanes.levels] == [(tick / 60.0, name) for tick, name in told]
    ends = [span.to_s for span in lanes.levels]
    assert ends == [*(span.from_s for span in lanes.levels[1:]), 5.0]
    first = lanes.levels[0].from_s
    assert lanes.level_at(first - 0.01) is None or first == 0.0


def test_minigames_end_when_they_end() -> None:
    """One that ended, one that another followed, one that was running when the sitting was over."""
    began = MinigameBegan("box")
    extra = [
        (60, fact(60, began)),
        (120, fact(120, MinigameEnded("box", skipped=False))),
        (180, fact(180, began)),
        (240, fact(240, MinigameBegan("humming"))),
    ]
    games = lanes_of(sitting(5.0, extra)).minigames
    told = [(game.from_s, game.to_s, game.pattern, game.skipped) for game in games]
    assert told == [(1.0, 2.0, "box", False), (3.0, 4.0, "box", True), (4.0, 5.0, "humming", True)]


@given(strategies.estimates)
def test_known_is_what_does_not_abstain(estimate: Estimate) -> None:
    """A belief counts as known exactly where the core does not abstain."""
    made = sitting(0.5, arousal=lambda _: estimate.arousal)
    told = lanes_of(made).estimates.arousal
    assert told.known == (not Belief(told.mean[0], told.sd[0] * told.sd[0]).abstains(Quantity.AROUSAL),)


def test_written_words_are_there() -> None:
    """As they were typed, with their tick."""
    written = Written("journal", "the heron stood <b>still</b>", Sounded(0.2, 0.3, "even", "brighter"))
    extra = [(90, Record(int(Kind.WORDS), encode_words(90, written)))]
    assert lanes_of(sitting(2.0, extra)).words == ((90, written),)


def test_what_is_left_of_a_damaged_sitting_keeps_its_time() -> None:
    """With ten seconds of records lost, what comes after them stands where it stood; the gap is told on."""
    levels = [(0, level("tide")), (905, level("garden")), (1560, level("closing"))]
    whole = sitting(30.0, [*levels, (1500, fact(1500, Caught(2)))])
    places = [place for place, record in enumerate(whole.kept) if record.kind == Kind.DIGEST]
    left = whole.kept[: places[4] + 1] + whole.kept[places[14] + 1 :]
    gap = Gap(6, 15, 0, None)
    lanes = lanes_of(Made(whole.setup, left, ended_early=True, gaps=(gap,)))
    assert lanes.length_s == 30.0 and lanes.gaps == (gap,) and lanes.ended_early
    assert [(round(60 * span.from_s), span.name) for span in lanes.levels] == [
        (0, "tide"), (905, "garden"), (1560, "closing"),
    ]  # fmt: skip
    assert lanes.estimates.t_s == tuple(t / 2.0 for t in range(1, 61) if not 5.0 < t / 2.0 <= 15.0)


def test_an_unclosed_sitting_has_no_summary() -> None:
    """What was kept is there; nothing is made up for what was not."""
    assert lanes_of(sitting(2.0)).summary is None
    assert lanes_of(sitting(2.0, [(120, summed(120))])).summary is not None


def test_a_sitting_without_anything_is_empty() -> None:
    """No record at all: no length, no lanes, no error."""
    lanes = lanes_of(Made(header()))
    assert lanes.length_s == 0.0 and lanes.levels == () and lanes.estimates.t_s == ()


def test_a_lost_header_is_named() -> None:
    """One clear sentence that says what to do."""
    with pytest.raises(ValueError, match="Restore it from a backup"):
        lanes_of(Made(b""))


@pytest.mark.parametrize("kind", [Kind.ESTIMATE, Kind.DECISION, Kind.FACT, Kind.TRUST, Kind.WORDS, Kind.SUMMARY])
def test_a_record_of_another_make_is_refused(kind: Kind) -> None:
    """It is never skipped silently."""
    with pytest.raises(ValueError):
        lanes_of(sitting(1.0, [(30, Record(int(kind), b"[]"))]))


def test_records_of_a_later_kind_are_left_alone() -> None:
    """What this version has no name for changes nothing of the rest."""
    later = sitting(2.0, [(30, Record(99, b"?")), (60, fact(60, FeelingTold("before", 3, 2)))])
    without = Made(later.setup, [record for record in later.kept if record.kind != 99])
    assert lanes_of(later) == lanes_of(without)


def test_sensors_tell_what_they_told() -> None:
    """Of a played sitting: each rate is the last its sensor said in that half second, at the measured moment."""
    told = played()
    rates = dict(read_sensors(told.made.records()).breath)
    last: dict[int, tuple[float, float]] = {}
    for world in told.worlds:
        for sample in world.inputs.samples:
            if (sample.sensor, sample.quantity) == ("breath", Quantity.BREATH_HZ):
                last[world.tick // BREATH_TICKS] = ((world.tick - sample.age) / 60.0, sample.value)
    assert list(zip(rates["breath"].t_s, rates["breath"].breath_hz, strict=True)) == list(last.values())


def test_the_key_is_a_sensor_of_breath() -> None:
    """Held two seconds of every five, the key tells twelve breaths a minute and soon is sure of it."""
    made = sitting(60.0, inputs=lambda tick: Inputs(held=("breathe",) if 10 <= tick % 300 < 130 else ()))
    sensors = read_sensors(made.records())
    [(name, rates)] = sensors.breath
    assert name == "key" and sensors.quality == ()
    assert all(isclose(hz * 60.0, 12.0, abs_tol=0.01) for hz in rates.breath_hz)
    assert rates.sd_hz[-1] < rates.sd_hz[0] / 2.0
    halves = [int(t_s * 60.0) // BREATH_TICKS for t_s in rates.t_s]
    assert len(set(halves)) == len(halves)


@given(strategies.samples(sensors=("face",)), st.integers(1, 5))
def test_a_silent_sensor_has_no_quality(sample: Sample, heard: int) -> None:
    """Every second since it was first heard has a value in [0, 1]; one in which it was silent has 0."""
    made = sitting(8.0, inputs=lambda tick: Inputs(samples=(sample,)) if tick == 60 * heard + 30 else Inputs())
    [(name, quality)] = read_sensors(made.records()).quality
    assert name == "face" and quality.t_s == tuple(float(second) for second in range(heard, 9))
    assert 0.0 <= quality.value[0] <= 1.0 and set(quality.value[1:]) == {0.0}


def test_a_surer_word_is_a_better_one() -> None:
    """Quality falls as the sd grows, and a heartbeat alone tells nothing of the player."""
    unknown = UNKNOWN.arousal.variance**0.5
    found = []
    for quantity, sd in ((Quantity.AROUSAL, 0.1), (Quantity.AROUSAL, 0.4), (Quantity.AROUSAL, 2.0 * unknown)):
        found.append(_quality(quantity, sd))
    assert found[0] > found[1] > found[2] == 0.0
    assert _quality(Quantity.PRESENCE, 0.01) == 0.0


def _quality(quantity: Quantity, sd: float) -> float:
    sample = Sample("face", quantity, 0.5, sd, 0)
    made = sitting(1.0, inputs=lambda tick: Inputs(samples=(sample,)) if tick == 30 else Inputs())
    return read_sensors(made.records()).quality[0][1].value[0]


@given(strategies.hostile_floats, st.sampled_from(("mean", "seen", "asked", "reason")))
def test_numbers_that_are_none_stop_at_the_gate(number: float, where: str) -> None:
    """A session with a number that is none is refused in words; with any other it is read."""
    belief = Belief(number if where == "mean" else 0.0, 0.01)
    asked = replace(AS_SEEN, tempo=number) if where == "asked" else AS_SEEN
    if where == "reason":
        asked = replace(AS_SEEN, reasons=(Reason("why.tense", (number,)),))
    seen = replace(SEEN, arousal=number) if where == "seen" else SEEN
    extra = [(30, decision(Decision(30, seen, asked, AS_SEEN, (), AS_SEEN)))]
    if where == "mean" and isfinite(number) and abs(number) > 3e38:
        return  # does not fit the record: it cannot be written
    made = sitting(1.0, extra, arousal=lambda _: belief)
    if isfinite(number):
        assert lanes_of(made).decisions[0].asked == asked
    else:
        with pytest.raises(ValueError, match="not written by Stillwater"):
            lanes_of(made)
