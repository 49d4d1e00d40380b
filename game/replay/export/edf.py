"""EDF+: what was believed, what each sensor said and how the game was set, as signals; what happened, as annotations.

European Data Format plus (Kemp and Olivan 2003, Clinical Neurophysiology 114, 1755-1761), written by edfio. The format
has no sign for "not known"; here the lowest value that a signal can have stands for it (see edf_signals.py), and
README.txt and the header of each signal say so.
"""

from game.replay.export.material import Export, File, Material, Size

READ_FIRST = (
    "export.edf_read_title",
    "export.edf_read_unknown",
    "export.read_half_seconds",
    "export.edf_read_units",
    "export.edf_read_corrected",
    "export.edf_read_names",
)
"""Paragraphs of the page to read first."""


def write(material: Material) -> tuple[File, ...]:
    """One file with all signals, and a page to read first."""
    from game.replay.export.edf_signals import edf_bytes  # noqa: PLC0415 - edfio and numpy only when it is asked for

    lines = map(material.words.say, READ_FIRST)
    return (File("README.txt", "\n\n".join((*lines, "")).encode()), File("session.edf", edf_bytes(material)))


EXPORT = Export(
    name="edf",
    title="export.edf_title",
    about="export.edf_about",
    holds="export.edf_holds",
    for_people=False,
    size=Size(kib=2.0, kib_a_minute=2.5),
    write=write,
)
