"""FHIR as its usual reader takes it: every resource is valid, every reference lands, every value comes back."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from statistics import median

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.observation import Observation

from game.core.facts import FeelingTold
from game.core.pace import TICKS_PER_S
from game.replay.export.fhir import write
from game.replay.export.material import Material
from game.vault.saying import Label
from tests.replay.exports import CORRECTED_S, said, sittings, whole, worn

BEGAN = datetime(2026, 1, 5, 10, tzinfo=UTC)


def opened(material: Material) -> Bundle:
    """The bundle, as the library reads it."""
    (file,) = write(material)
    return Bundle.model_validate_json(file.data)


def observations(material: Material) -> list[Observation]:
    """All of them."""
    return [one.resource for one in opened(material).entry if isinstance(one.resource, Observation)]


def coded(material: Material, code: str) -> list[Observation]:
    """The observations of one code."""
    return [one for one in observations(material) if one.code.coding[0].code == code]


def references(told: object) -> Iterator[str]:
    """Every reference in a piece of JSON."""
    if isinstance(told, dict):
        yield from ([told["reference"]] if "reference" in told else [])
        for value in told.values():
            yield from references(value)
    elif isinstance(told, list):
        for value in told:
            yield from references(value)


@pytest.mark.parametrize("odd", sorted(sittings()))
def test_every_reference_lands(odd: str) -> None:
    """In any sitting: each names a resource of this bundle, and the provenance names every observation."""
    (file,) = write(sittings()[odd])
    told = json.loads(file.data)
    names = {entry["fullUrl"] for entry in told["entry"]}
    assert len(names) == len(told["entry"]) and set(references(told)) <= names
    (provenance,) = (one["resource"] for one in told["entry"] if one["resource"]["resourceType"] == "Provenance")
    observed = {one["fullUrl"] for one in told["entry"] if one["resource"]["resourceType"] == "Observation"}
    assert {target["reference"] for target in provenance["target"]} == observed


@pytest.mark.parametrize(
    ("code", "name", "times"), [("arousal", "arousal", 1.0), ("valence", "valence", 1.0), ("9279-1", "breath_hz", 60.0)]
)
def test_every_estimate_comes_back(code: str, name: str, times: float) -> None:
    """At its half second, with its sd; "E" exactly where too little was known."""
    lanes = whole().lanes
    curve = getattr(lanes.estimates, name)
    series = coded(whole(), code)[-1]
    for part, numbers in zip(series.component, (curve.mean, curve.sd), strict=True):
        sampled = part.valueSampledData
        cells = sampled.data.split()
        assert (int(sampled.period), sampled.dimensions, sampled.origin.value) == (500, 1, 0)
        wanted = {
            round(t_s * 2): value * times
            for t_s, value, sure in zip(lanes.estimates.t_s, numbers, curve.known, strict=True)
            if sure
        }
        assert {place: float(cell) for place, cell in enumerate(cells) if cell != "E"} == pytest.approx(
            wanted, rel=1e-8
        )
        assert wanted


def test_the_breath_is_a_respiratory_rate() -> None:
    """By the standard's profile: category, LOINC, UCUM, a time; the middle of what was known."""
    (rate, _) = coded(whole(), "9279-1")
    curve = whole().lanes.estimates.breath_hz
    assert rate.meta.profile == ["http://hl7.org/fhir/StructureDefinition/resprate"]
    assert rate.category[0].coding[0].code == "vital-signs"
    assert (rate.valueQuantity.system, rate.valueQuantity.code) == ("http://unitsofmeasure.org", "/min")
    known = [mean * 60 for mean, sure in zip(curve.mean, curve.known, strict=True) if sure]
    assert float(rate.valueQuantity.value) == pytest.approx(median(known), abs=0.005)
    assert rate.effectivePeriod.start == BEGAN
    assert rate.effectivePeriod.end == BEGAN + timedelta(seconds=round(whole().lanes.length_s, 3))


def test_the_breath_of_somebody_else_is_none_of_the_players() -> None:
    """Where people say that it was not the player, the rate leaves it out; laughing, they breathed all the same."""
    (counts, *_) = said().corrections
    curve, t_s = whole().lanes.estimates.breath_hz, whole().lanes.estimates.t_s
    known = [(moment, mean * 60) for moment, mean, sure in zip(t_s, curve.mean, curve.known, strict=True) if sure]
    half_s = median(moment for moment, _ in known)
    for label, from_s in ((Label.LAUGHING, 0.0), (Label.NOT_THE_PLAYER, half_s)):
        one = replace(counts, from_tick=0, to_tick=round(half_s * TICKS_PER_S), label=label)
        (rate, series) = coded(replace(whole(), corrections=(one,)), "9279-1")
        wanted = median(per_min for moment, per_min in known if moment >= from_s)
        assert float(rate.valueQuantity.value) == pytest.approx(wanted, abs=0.005), label
        assert len(series.component[0].valueSampledData.data.replace("E", "").split()) == len(known)
    everything = replace(one, to_tick=round(whole().lanes.length_s * TICKS_PER_S) + 1)
    (rate, _) = coded(replace(whole(), corrections=(everything,)), "9279-1")
    assert rate.valueQuantity is None and rate.dataAbsentReason.coding[0].code == "unknown"


def test_without_a_breath_it_says_that_none_is_known() -> None:
    """No number stands for what is not known."""
    (rate, series) = coded(sittings()["nothing known"], "9279-1")
    assert rate.valueQuantity is None and rate.dataAbsentReason.coding[0].code == "unknown"
    assert all(part.valueSampledData is None and part.dataAbsentReason for part in series.component)


def test_what_people_said_comes_back() -> None:
    """The player's own word by the player, a correction as an observation of its own; a taken-back one is not there."""
    told = [fact for _, fact in whole().lanes.facts if isinstance(fact, FeelingTold)]
    found = [one for one in observations(whole()) if one.code.coding[0].code in ("told-before", "told-after")]
    assert told and [(one.component[0].valueInteger, one.component[1].valueInteger) for one in found] == [
        (fact.face, fact.energy) for fact in told
    ]
    assert all(one.device is None and one.performer for one in found)
    (corrected,) = coded(whole(), "corrected")
    assert corrected.valueCodeableConcept.coding[0].code == "laughing"
    period = corrected.effectivePeriod
    assert [(one - BEGAN).total_seconds() for one in (period.start, period.end)] == list(CORRECTED_S)


def test_a_heart_is_told_where_one_was_heard() -> None:
    """By LOINC in beats a minute; without a belt no word is said of a heart."""
    assert not coded(whole(), "8867-4")
    beats = worn().lanes.estimates.heart_hz.mean
    (series,) = coded(worn(), "8867-4")
    cells = series.component[0].valueSampledData.data.split()
    assert [float(cell) for cell in cells if cell != "E"] == pytest.approx([beat * 60 for beat in beats], rel=1e-8)
