"""CSV: every number of a session in one long table, three tables of what happened, and a dictionary of all columns.

Unlike ``sessions export --csv``, which is the trace as it was sealed, this says of each number when it was by the wall
clock, in which unit, from which sensor, whether it was known, and what people corrected.
"""

from game.replay.export.csv_happened import amounted, corrected, decided, happened
from game.replay.export.csv_series import timeline
from game.replay.export.csv_table import dictionary_file, table_file
from game.replay.export.material import MANIFEST, Export, File, Material, Size
from game.stage.words import Words

READ_FIRST = (
    "export.csv_read_times",
    "export.csv_read_feelings",
    "export.csv_read_corrected",
    "export.csv_read_names",
    "export.csv_read_form",
)
"""Paragraphs of the page to read first."""


def write(material: Material) -> tuple[File, ...]:
    """The tables, their dictionary, and a page to read first."""
    tables = (
        timeline(material),
        happened(material),
        decided(material),
        corrected(material),
        amounted(material),
    )
    files = (*map(table_file, tables), dictionary_file(tables, material.words))
    return (_readme(material.words, [file.path for file in files]), *files)


def _readme(words: Words, paths: list[str]) -> File:
    """What to know before reading: which file holds what, and what the numbers do not say."""
    wide = max(map(len, paths)) + 2
    listed = [f"{path:{wide}}{words.say(f'export.csv_table_{_stem(path)}')}" for path in (*paths, MANIFEST)]
    told = [words.say("export.csv_read_title"), "\n".join(listed), *(words.say(key) for key in READ_FIRST)]
    return File("README.txt", "\n\n".join((*told, "")).encode())


def _stem(path: str) -> str:
    return path.partition(".")[0]


EXPORT = Export(
    name="csv",
    title="export.csv_title",
    about="export.csv_about",
    holds="export.csv_holds",
    for_people=False,
    size=Size(kib=7.0, kib_a_minute=10.0),
    write=write,
)
