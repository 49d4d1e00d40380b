"""Compile the catalogues: all .po files of assets/locale/LANGUAGE/LC_MESSAGES to one stillwater.mo beside them.

Each place has a .po of its own (garden.po ...), so that its words lie together; an id stands in one of them only.

Run it from the repository after editing a .po: ``python -m assets.studio.locale_build``. It needs nothing but the
standard library; the format is that of GNU gettext (manual, "The Format of GNU MO Files").
"""

import ast
import struct
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"
MAGIC = 0x950412DE
_HEADER_BYTES = 28
_ENTRY_BYTES = 8


def read(text: str) -> dict[str, str]:
    """Messages by id, from the text of a .po with msgid and msgstr (strings may run over several lines)."""
    messages: dict[str, str] = {}
    parts = {"msgid": "", "msgstr": ""}
    part = ""
    for line in (*text.splitlines(), ""):
        word, _, rest = line.partition(" ")
        if word in parts:
            part = word
            parts[part] = ast.literal_eval(rest)
        elif line.startswith('"') and part:
            parts[part] += ast.literal_eval(line)
        elif part == "msgstr":
            messages[parts["msgid"]] = parts["msgstr"]
            part = ""
    return messages


def merged(folder: Path) -> dict[str, str]:
    """Messages of all .po files in a folder; the header is that of stillwater.po.

    Raises:
        ValueError: an id stands in two of them.
    """
    messages = read((folder / "stillwater.po").read_text(encoding="utf-8"))
    for source in sorted(folder.glob("*.po")):
        if source.stem == "stillwater":
            continue
        told = {key: text for key, text in read(source.read_text(encoding="utf-8")).items() if key}
        twice = sorted(set(told) & set(messages))
        if twice:
            raise ValueError(f"{source.name} says again what another catalogue says: {', '.join(twice)}")
        messages |= told
    return messages


def compiled(messages: dict[str, str]) -> bytes:
    """The .mo of these messages: ids sorted, each id and text closed by a zero byte."""
    pairs = sorted((key.encode(), text.encode()) for key, text in messages.items())
    count = len(pairs)
    place = _HEADER_BYTES + 2 * count * _ENTRY_BYTES
    tables: list[bytes] = []
    data = b""
    for strings in zip(*pairs, strict=True):
        for string in strings:
            tables.append(struct.pack("<II", len(string), place + len(data)))
            data += string + b"\0"
    header = struct.pack(
        "<7I", MAGIC, 0, count, _HEADER_BYTES, _HEADER_BYTES + count * _ENTRY_BYTES, 0, place
    )  # fmt: skip
    return header + b"".join(tables) + data


def main() -> None:
    """Compile every catalogue of the repository."""
    for folder in sorted(LOCALE.glob("*/LC_MESSAGES")):
        messages = merged(folder)
        (folder / "stillwater.mo").write_bytes(compiled(messages))
        print(f"{folder.parent.name}: {len(messages) - 1} messages")


if __name__ == "__main__":
    main()
