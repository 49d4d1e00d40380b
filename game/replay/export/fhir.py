"""FHIR: one session as a collection bundle of R4B, for record systems: breathing by LOINC, all else plainly.

HL7 FHIR R4B (hl7.org/fhir/R4B), checked and written by fhir.resources. Breathing is LOINC 9279-1; feelings have
no code of a clinical vocabulary here, on purpose: each is an estimate, and the provenance names the algorithm.
"""

from game.replay.export.material import Export, File, Material, Size


def write(material: Material) -> tuple[File, ...]:
    """One bundle."""
    from game.replay.export.fhir_bundle import bundle_json  # noqa: PLC0415 - fhir.resources only when it is asked for

    return (File("bundle.json", bundle_json(material)),)


EXPORT = Export(
    name="fhir",
    title="export.fhir_title",
    about="export.fhir_about",
    holds="export.fhir_holds",
    for_people=False,
    size=Size(kib=2.0, kib_a_minute=1.5),
    write=write,
)
