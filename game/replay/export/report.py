"""PDF for professionals: four pages that say what was seen, how sure it is, what it rests on, and what was decided."""

from game.replay.export.material import Export, File, Material, Size


def write(material: Material) -> tuple[File, ...]:
    """The report."""
    from game.replay.export.report_pages import report_pdf  # noqa: PLC0415 - reportlab only when it is asked for

    return (File("report.pdf", report_pdf(material)),)


EXPORT = Export(
    name="report",
    title="export.report_title",
    about="export.report_about",
    holds="export.report_holds",
    for_people=True,
    size=Size(kib=70.0, kib_a_minute=2.0),
    write=write,
)
