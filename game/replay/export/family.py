"""PDF for the family: one page that says how a session went, warm and plain, with one picture of it."""

from game.replay.export.material import Export, File, Material, Size


def write(material: Material) -> tuple[File, ...]:
    """The page."""
    from game.replay.export.family_page import family_pdf  # noqa: PLC0415 - reportlab only when it is asked for

    return (File("family.pdf", family_pdf(material)),)


EXPORT = Export(
    name="family",
    title="export.family_title",
    about="export.family_about",
    holds="export.family_holds",
    for_people=True,
    size=Size(kib=40.0, kib_a_minute=0.5),
    write=write,
)
