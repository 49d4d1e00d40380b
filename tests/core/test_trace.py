"""Records of a session: what was kept comes back, and what is no record is refused by ValueError only."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core import facts, trace
from game.core.belief import Estimate
from game.core.facts import TONES, Fact
from game.core.posterior import ANYBODY, Known
from game.core.reading import Quantity
from game.core.setup import Setup, decode_setup, encode_setup
from game.core.trace import Account, Decision, Header, Summary
from tests.strategies import all_facts, decisions, estimates, headers, setups, summaries

ticks = st.integers(0, 2**32 - 1)


@given(setups)
def test_a_setup_comes_back_exactly(setup: Setup) -> None:
    """Every field, bit for bit: the replay begins where the play began."""
    assert decode_setup(encode_setup(setup)) == setup


@given(headers)
def test_a_header_comes_back_exactly(header: Header) -> None:
    """Setup, fingerprints, presentation, wall clock."""
    assert trace.decode_header(trace.encode_header(header)) == header


@given(ticks, all_facts)
def test_every_fact_comes_back_exactly(tick: int, fact: Fact) -> None:
    """With its tick, its type and its fields."""
    assert trace.decode_fact(trace.encode_fact(tick, fact)) == (tick, fact)


def test_no_fact_is_forgotten() -> None:
    """Every class of ``game.core.facts`` is in the union, and so in the test above."""
    made = {kind for kind in vars(facts).values() if isinstance(kind, type) and kind.__module__ == facts.__name__}
    assert made == set(facts.Fact.__args__)


@given(decisions)
def test_a_decision_comes_back_exactly(decision: Decision) -> None:
    """With what was seen, asked, used, changed, and what the rules would have asked."""
    assert trace.decode_decision(trace.encode_decision(decision)) == decision


@given(decisions)
def test_a_decision_from_before_minds_gave_account_is_read(decision: Decision) -> None:
    """It was the rules'; what a mind was not shown then is 0."""
    told = json.loads(trace.encode_decision(decision))
    del told["account"], told["seen"]["relief"]
    before = trace.decode_decision(json.dumps(told).encode())
    assert before == replace(decision, account=Account(), seen=replace(decision.seen, relief=0.0))


@given(summaries)
def test_a_summary_comes_back_exactly(summary: Summary) -> None:
    """Every field."""
    assert trace.decode_summary(trace.encode_summary(summary)) == summary


@given(ticks, estimates)
def test_an_estimate_comes_back_to_the_precision_of_float32(tick: int, estimate: Estimate) -> None:
    """Mean and variance of every quantity, in their own places."""
    when, told = trace.decode_estimate(trace.encode_estimate(tick, estimate))
    assert when == tick
    for quantity in Quantity:
        after, before = told.of(quantity), estimate.of(quantity)
        assert after.mean == pytest.approx(before.mean, rel=1e-6, abs=1e-6)
        assert after.variance == pytest.approx(before.variance, rel=1e-5, abs=1e-9)


@given(ticks, st.dictionaries(st.sampled_from([q.value for q in Quantity]), st.sampled_from(("face", "key"))))
def test_what_is_trusted_comes_back_exactly(tick: int, trust: dict[str, str]) -> None:
    """Pairs of quantity and sensor, in order."""
    pairs = tuple(sorted(trust.items()))
    assert trace.decode_trust(trace.encode_trust(tick, pairs)) == (tick, pairs)


tones = st.sampled_from(TONES)
sounds = st.none() | st.builds(trace.Sounded, st.floats(-1.0, 1.0), st.floats(0.35, 1.0), tones, tones)


@given(ticks, st.builds(trace.Written, st.text(max_size=12), st.text(max_size=40), sounds))
def test_own_words_come_back_exactly(tick: int, written: trace.Written) -> None:
    """In any language, with what they sounded like where that was asked."""
    assert trace.decode_words(trace.encode_words(tick, written)) == (tick, written)


def test_words_of_before_there_were_guesses_are_read() -> None:
    """A record sealed by an earlier version holds tick, place and text; one with half a guess is no record."""
    old = json.dumps({"tick": 7, "place": "worry", "text": "dark"}).encode()
    assert trace.decode_words(old) == (7, trace.Written("worry", "dark"))
    assert trace.encode_words(7, trace.Written("worry", "dark")) == json.dumps(json.loads(old), sort_keys=True).encode()
    for half in ({"valence": 0.1}, 3, {"mood": "sad"}):
        with pytest.raises(ValueError, match="words"):
            trace.decode_words(json.dumps({"tick": 7, "place": "", "text": "", "sounded": half}).encode())


@given(ticks, st.binary(min_size=8, max_size=8))
def test_a_digest_comes_back_exactly(tick: int, digest: bytes) -> None:
    """Tick and eight bytes."""
    assert trace.decode_digest(trace.encode_digest(tick, digest)) == (tick, digest)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
READERS: tuple[Callable[[bytes], Any], ...] = (
    decode_setup, trace.decode_header, trace.decode_decision, trace.decode_fact, trace.decode_summary,
    trace.decode_estimate, trace.decode_digest, trace.decode_trust, trace.decode_words,
)  # fmt: skip


@pytest.mark.parametrize("decode", READERS, ids=lambda decode: decode.__name__)
@given(st.binary(max_size=80))
def test_random_bytes_raise_value_error_and_nothing_else(decode: Callable[[bytes], Any], data: bytes) -> None:
    """Either it is a record, or ValueError."""
    with suppress(ValueError):
        decode(data)


@pytest.mark.parametrize("decode", READERS[1:], ids=lambda decode: decode.__name__)
def test_what_has_no_bottom_is_refused(decode: Callable[[bytes], Any]) -> None:
    """Brackets without end are no record, and end no program; nor do they inside a header's setup."""
    for data in (b"[" * 200_000, json.dumps({"setup": "[" * 200_000}).encode()):
        with pytest.raises(ValueError, match=r"."):
            decode(data)


@given(all_facts, decisions, st.data())
def test_a_record_with_a_foreign_field_raises_value_error_only(
    fact: Fact, decision: Decision, data: st.DataObject
) -> None:
    """Any JSON in the place of any field of a fact, or of what a decision is made of."""
    for encoded, decode in (
        (trace.encode_fact(60, fact), trace.decode_fact),
        (trace.encode_decision(decision), trace.decode_decision),
    ):
        told = json.loads(encoded)
        inner = told[data.draw(st.sampled_from(["used", "seen", "account"]))] if "used" in told else told
        inner[data.draw(st.sampled_from(sorted(inner)))] = data.draw(json_values | st.just(10**400))
        with suppress(ValueError):
            decode(json.dumps(told).encode())


@pytest.mark.parametrize("tick", ["1e999", "-1", "4294967296", "0.5", '"7"', "null", "[]"])
def test_what_is_no_tick_is_refused(tick: str) -> None:
    """A fact stands at a whole tick that fits into four bytes."""
    with pytest.raises(ValueError, match=r"."):
        trace.decode_fact(f'{{"fact": "TooMuch", "tick": {tick}}}'.encode())


@given(setups, st.data())
def test_a_setup_with_a_foreign_field_raises_value_error_only(setup: Setup, data: st.DataObject) -> None:
    """Any JSON in the place of any field."""
    told = json.loads(encode_setup(setup))
    told[data.draw(st.sampled_from(sorted(told)))] = data.draw(json_values)
    with suppress(ValueError):
        decode_setup(json.dumps(told).encode())


@pytest.mark.parametrize("field", ("seed", "minutes"))
@pytest.mark.parametrize("number", ("Infinity", "NaN", "-1", "1e999"))
def test_a_setup_out_of_range_is_refused(field: str, number: str) -> None:
    """Numbers that no level could live with do not enter."""
    told = json.loads(encode_setup(Setup(1, "tide")))
    told[field] = json.loads(number)
    with pytest.raises(ValueError, match=r"."):
        decode_setup(json.dumps(told).encode())


def test_a_setup_of_a_newer_version_says_so() -> None:
    """The message names the version."""
    data = encode_setup(Setup(1, "tide")).replace(b'"version": 3', b'"version": 4')
    with pytest.raises(ValueError, match="version 4"):
        decode_setup(data)


def _of_version_2(setup: Setup) -> dict[str, object]:
    """The setup as Stillwater wrote it before each number of the posterior said how sure it is."""
    told: dict[str, object] = json.loads(encode_setup(setup))
    del told["posterior"]
    return told | {"version": 2, "resting_breath_hz": 0.0, "arousal_baseline": 0.1, "valence_baseline": -0.2}


def test_setups_of_older_versions_are_read() -> None:
    """What they did not hold is as for a player who begins; a rate of 0 was "not measured"."""
    known = replace(ANYBODY, arousal_baseline=Known(0.1, 0.3), valence_baseline=Known(-0.2, 0.3))
    told = _of_version_2(Setup(1, "tide", practised_s=7.0))
    assert decode_setup(json.dumps(told).encode()) == Setup(1, "tide", practised_s=7.0, posterior=known)
    for name in ("practised_s", "found", "week"):
        del told[name]
    assert decode_setup(json.dumps({**told, "version": 1}).encode()) == Setup(1, "tide", posterior=known)
    measured = decode_setup(json.dumps({**_of_version_2(Setup(1, "tide")), "resting_breath_hz": 0.3}).encode())
    assert measured.posterior.resting_breath_hz == Known(0.3, ANYBODY.resting_breath_hz.spread)
