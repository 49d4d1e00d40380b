"""Puts a measured table into a page, between the two markers that bear its name."""

import re
from pathlib import Path


def write_part(page: Path, name: str, text: str) -> None:
    """Replace what stands between ``<!-- report NAME...-->`` and ``<!-- end of report NAME -->``.

    Raises:
        ValueError: the page has no such markers.
    """
    old = page.read_text(encoding="utf-8")
    begin, end = re.search(rf"<!-- report {name}:.*?-->\n", old), f"<!-- end of report {name} -->"
    if begin is None or end not in old[begin.end() :]:
        raise ValueError(f"{page} has no place for the report {name!r}; put its two markers where it belongs")
    behind = old[old.index(end, begin.end()) :]
    page.write_text(f"{old[: begin.end()]}\n{text.strip()}\n\n{behind}", encoding="utf-8")
