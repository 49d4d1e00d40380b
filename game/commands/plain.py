"""What a stranger wrote, made safe to look at: at a terminal, which obeys signs that nobody sees, and in a spreadsheet.

Whoever makes a sealed file for a public key is not proven to be anybody: every word in it may be meant to mislead.
"""

import unicodedata

UNSEEN = "\ufffd"
"""Stands for a sign that nobody sees."""
FORMULA = ("=", "+", "-", "@")
"""What begins a formula in a spreadsheet, also in its wide form, which some of them take for the same."""


def plain(text: str) -> str:
    """One line of text for a terminal: it moves, clears, colours and turns around nothing."""
    seen = (sign.isprintable() or unicodedata.category(sign) == "Zs" for sign in text)
    return "".join(sign if one else UNSEEN for sign, one in zip(text, seen, strict=True))


def plain_cell(text: str) -> str:
    """Text for a cell of a table: nothing in it is a formula. Numbers, and rows of numbers, stay as they are."""
    shown = plain(text)
    if unicodedata.normalize("NFKC", shown[:1]) in FORMULA and not all(map(_is_number, shown.split())):
        return f"'{shown}"
    return shown


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
