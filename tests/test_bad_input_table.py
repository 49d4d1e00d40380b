"""docs/bad_input.md is held to the source: the tests it names are there, and the program says what it quotes."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("affect", "game")
CELLS = 4
_SAID = re.compile(r'"((?:[^"\\]|\\.)*)"')
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def rows() -> list[tuple[str, ...]]:
    """The lines of all tables: what, what is said, what is kept, shown by."""
    lines = (ROOT / "docs" / "bad_input.md").read_text(encoding="utf-8").splitlines()
    table = [line for line in lines if line.startswith("| ") and not line.startswith(("| ---", "| what |"))]
    return [tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]) for line in table]


ROWS = rows()


@cache
def functions(path: Path) -> frozenset[str]:
    """Names of the functions in a file; none where there is no file."""
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@cache
def sentences() -> str:
    """All that is said, one a line: strings of the rooms and the English catalogue, with … for what is set in."""
    return "\n".join((*_strings(), *_catalogue()))


def _strings() -> Iterator[str]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.JoinedStr):
                    yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
                elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value.replace("%s", "…")


def _catalogue() -> Iterator[str]:
    for path in sorted((ROOT / "assets" / "locale" / "en" / "LC_MESSAGES").glob("*.po")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("msgstr "):
                yield re.sub(r"\{\d+\}", "…", str(ast.literal_eval(line.removeprefix("msgstr "))))


def said(row: tuple[str, ...]) -> list[str]:
    """What a line quotes."""
    return [found.replace('\\"', '"') for found in _SAID.findall(row[1])]


def test_there_are_tables() -> None:
    """Seventy lines or more, each with four cells, none twice."""
    assert len(ROWS) >= 70
    assert {len(row) for row in ROWS} == {CELLS}
    assert len({row[0] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_line_names_tests_that_are_there(row: tuple[str, ...]) -> None:
    """At least one, and every one is a function of the file it is said to be in."""
    named = _TEST.findall(row[3])
    assert named
    assert [name for path, name in named if name not in functions(ROOT / path)] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_line_says_what_the_program_says(row: tuple[str, ...]) -> None:
    """Every sentence in quotation marks stands in the source or the catalogue; a line without says so by a dash."""
    assert said(row) or row[1] == "-"
    assert [words for words in said(row) if words not in sentences()] == []


def test_a_sentence_nobody_says_is_found() -> None:
    """The comparison can fail: a word changed is another sentence."""
    assert "No camera was found. Plug one in and try again" in sentences()
    assert "No camera was found. Plug two in and try again" not in sentences()
