"""The resources of a FHIR bundle: a pseudonymous patient, Stillwater as a device, observations, and their provenance.

A series stands as SampledData, two values a second, "E" where too little was known. Nothing here is a finding: notes
say so, and what people corrected is an observation beside the estimates, which stay as they were recorded.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Any
from uuid import UUID, uuid5

from fhir.resources.R4B.bundle import Bundle

from game.core.facts import FeelingTold
from game.core.pace import TICKS_PER_S
from game.replay.export.csv_table import number
from game.replay.export.half_seconds import RATE_HZ, count_of, placed
from game.replay.export.material import Material, iso_utc
from game.replay.lanes import Curve

Json = dict[str, Any]
"""A part of a resource, as JSON has it; ``Bundle`` checks each."""

STEP_MS = 1000 // RATE_HZ
UNKNOWN = "E"
"""What SampledData writes where there is no value."""
OWN = "urn:stillwater:quantity"
"""The code system of what no public vocabulary has."""
LOINC, UCUM = "http://loinc.org", "http://unitsofmeasure.org"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
RESPIRATION_PROFILE = "http://hl7.org/fhir/StructureDefinition/resprate"
_NAMES = UUID("6f2b7f2e-6f0e-5d86-9d7a-0f5f3a1f9c11")
"""Namespace of the names in a bundle."""


@dataclass(frozen=True, slots=True)
class Series:
    """A quantity that runs through the session."""

    code: Json
    """CodeableConcept."""
    curve: Curve
    times: float
    """What a number is multiplied by to be in ``unit``."""
    unit: str
    """By UCUM."""


def bundle_json(material: Material) -> bytes:
    """The bundle. Every resource has passed the library's check."""
    entries = tuple(_Resources(material).all())
    told = {
        "resourceType": "Bundle",
        "id": str(_name(material, "bundle")),
        "type": "collection",
        "timestamp": iso_utc(datetime.fromtimestamp(material.now_s, UTC)),
        "entry": [{"fullUrl": f"urn:uuid:{entry['id']}", "resource": entry} for entry in entries],
    }
    return Bundle.model_validate(told).model_dump_json(indent=2).encode() + b"\n"


class _Resources:
    """Makes the resources of one session."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._patient = str(_name(material, "patient"))
        self._device = str(_name(material, "device"))

    def all(self) -> Iterator[Json]:
        """Patient, device, observations, provenance."""
        observations = [*self._believed(), *self._felt(), *self._corrected()]
        yield {
            "resourceType": "Patient",
            "id": self._patient,
            "identifier": [{"system": "urn:stillwater:player", "value": self._material.pseudonym}],
        }
        yield self._stillwater()
        yield from observations
        yield self._provenance(observations)

    def _stillwater(self) -> Json:
        header = self._material.lanes.header
        return {
            "resourceType": "Device",
            "id": self._device,
            "deviceName": [{"name": "Stillwater", "type": "model-name"}],
            "version": [
                {"type": {"text": "rules"}, "value": header.fingerprint or "unknown"},
                {"type": {"text": "mind"}, "value": header.mind or "unknown"},
            ],
        }

    def _believed(self) -> Iterator[Json]:
        told = self._material.lanes.estimates
        breath = {"coding": [{"system": LOINC, "code": "9279-1", "display": "Respiratory rate"}]}
        yield self._breathing(breath, told.breath_hz)
        for name, series in (
            ("breath", Series(breath, told.breath_hz, 60.0, "/min")),
            ("arousal", Series(_own("arousal"), told.arousal, 1.0, "1")),
            ("valence", Series(_own("valence"), told.valence, 1.0, "1")),
        ):
            yield self._series(name, series)
        if any(told.heart_hz.known):  # few wear a belt: without one there is nothing to be silent about
            heart = {"coding": [{"system": LOINC, "code": "8867-4", "display": "Heart rate"}]}
            yield self._series("heart", Series(heart, told.heart_hz, 60.0, "/min"))

    def _breathing(self, code: Json, curve: Curve) -> Json:
        """The middle of what was known of the player's breath, by a respiratory rate's profile if its time is known.

        What was not the player is no breath of theirs. Whoever laughs or is well breathes all the same.
        """
        curve = self._material.theirs(curve)
        rates = [mean * 60.0 for mean, known in zip(curve.mean, curve.known, strict=True) if known]
        told = self._observation("respiratory-rate", code, "vital-signs")
        if "effectivePeriod" in told:
            told["meta"] = {"profile": [RESPIRATION_PROFILE]}
        if rates:
            told["valueQuantity"] = {"value": round(median(rates), 2), "unit": "/min", "system": UCUM, "code": "/min"}
        else:
            told["dataAbsentReason"] = _unknown()
        told["method"] = {"text": self._say("export.fhir_median")}
        return told

    def _series(self, name: str, series: Series) -> Json:
        """A series and its standard deviation, as two components."""
        told = self._observation(f"series-{name}", series.code, "activity")
        told["method"] = {"text": self._say("export.fhir_method")}
        told["note"] = [{"text": self._say("export.fhir_note")}]
        curve = series.curve
        told["component"] = [
            {"code": _own(kind), **self._sampled(numbers, curve.known, series)}
            for kind, numbers in (("mean", curve.mean), ("standard-deviation", curve.sd))
        ]
        return told

    def _sampled(self, numbers: tuple[float, ...], known: tuple[bool, ...], series: Series) -> Json:
        """SampledData from the first half second to the last; a hole in the record is a hole here."""
        lanes = self._material.lanes
        sure = (value if is_known else None for value, is_known in zip(numbers, known, strict=True))
        values = placed(zip(lanes.estimates.t_s, sure, strict=True), count_of(lanes.length_s))
        cells = [UNKNOWN if value is None else number(value * series.times) for value in values]
        if cells.count(UNKNOWN) == len(cells):
            return {"dataAbsentReason": _unknown()}
        origin = {"value": 0, "unit": series.unit, "system": UCUM, "code": series.unit}
        return {"valueSampledData": {"origin": origin, "period": STEP_MS, "dimensions": 1, "data": " ".join(cells)}}

    def _felt(self) -> Iterator[Json]:
        """How the player said they feel: the only observations that a person made."""
        for place, (tick, fact) in enumerate(self._material.lanes.facts):
            if isinstance(fact, FeelingTold):
                t_s = tick / TICKS_PER_S
                told = self._observation(f"told-{place}", _own(f"told-{fact.moment}"), "survey", t_s, t_s)
                told["performer"] = [{"reference": f"urn:uuid:{self._patient}"}]
                told["component"] = [
                    {"code": _own("told-face"), "valueInteger": fact.face},
                    {"code": _own("told-energy"), "valueInteger": fact.energy},
                ]
                del told["device"]
                yield told

    def _corrected(self) -> Iterator[Json]:
        """Where people know better."""
        for stretch in self._material.corrected:
            span = stretch.from_tick / TICKS_PER_S, stretch.to_tick / TICKS_PER_S
            told = self._observation(f"corrected-{stretch.from_tick}", _own("corrected"), "survey", *span)
            told["valueCodeableConcept"] = _own(stretch.label.value.replace("_", "-"))
            told["note"] = [{"text": self._say("export.csv_corrected")}]
            del told["device"]
            yield told

    def _observation(
        self, name: str, code: Json, category: str, from_s: float = 0.0, to_s: float | None = None
    ) -> Json:
        """What every observation has. ``to_s``: None = to the end of the session."""
        lanes = self._material.lanes
        told: Json = {
            "resourceType": "Observation",
            "id": str(_name(self._material, name)),
            "status": "final",
            "category": [{"coding": [{"system": CATEGORY, "code": category}]}],
            "code": code,
            "subject": {"reference": f"urn:uuid:{self._patient}"},
            "device": {"reference": f"urn:uuid:{self._device}"},
        }
        if self._material.began:
            end_s = lanes.length_s if to_s is None else to_s
            told["effectivePeriod"] = {
                "start": self._material.moment(from_s),
                "end": self._material.moment(end_s),
            }
        return told

    def _provenance(self, observations: list[Json]) -> Json:
        return {
            "resourceType": "Provenance",
            "id": str(_name(self._material, "provenance")),
            "target": [{"reference": f"urn:uuid:{each['id']}"} for each in observations],
            "recorded": iso_utc(datetime.fromtimestamp(self._material.now_s, UTC)),
            "activity": {"text": self._say("export.fhir_activity")},
            "agent": [{"who": {"reference": f"urn:uuid:{self._device}"}}],
        }

    def _say(self, key: str) -> str:
        return self._material.words.say(key)


def _own(code: str) -> Json:
    return {"coding": [{"system": OWN, "code": code}], "text": code.replace("-", " ")}


def _unknown() -> Json:
    return {"coding": [{"system": ABSENT, "code": "unknown"}]}


def _name(material: Material, what: str) -> UUID:
    """The same for the same part of the same session."""
    return uuid5(_NAMES, f"{material.pseudonym} {material.lanes.session_id} {what}")
