"""What README and docs point at is there: pages, headings, modules, scripts, and commands as they are printed."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from game.__main__ import asked

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))
HOUSE = ("adaptation", "affect", "assets", "benchmarks", "game", "scripts", "tests")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_MODULE = re.compile(rf"python -m ((?:{'|'.join(HOUSE)})(?:\.\w+)*)")
_SCRIPT = re.compile(r"(?<![\w/.])(?:scripts/[a-z_]+(?:\.py)?|\.ci/run)\b")
_CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"^ {0,4}scripts/play\b.*$", re.MULTILINE)
_INLINE = re.compile(r"`scripts/play ([^`]+)`")


def name_of(page: Path) -> str:
    """The page, as a test's name."""
    return str(page.relative_to(ROOT))


def anchors(page: Path) -> frozenset[str]:
    """Headings of a page as links call them."""
    headings = re.findall(r"^#+ (.+)$", _CODE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings)


def lost(page: Path, text: str) -> Iterator[str]:
    """Links of ``text``, as it stands in ``page``, that lead nowhere in the repository."""
    for link in _LINK.findall(text):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            yield link


def absent(text: str) -> Iterator[str]:
    """Modules and scripts that ``text`` tells to run and that are not there."""
    for module in _MODULE.findall(text):
        path = ROOT / module.replace(".", "/")
        if not path.with_suffix(".py").is_file() and not (path / "__main__.py").is_file():
            yield module
    yield from (script for script in _SCRIPT.findall(text) if not (ROOT / script).exists())


def calls(text: str) -> Iterator[list[str]]:
    """The words after ``scripts/play``: of lines of code all of them, within a sentence up to the first that varies."""
    for line in _LINE.findall(text):
        yield shlex.split(line, comments=True)[1:]
    for inline in _INLINE.findall(_CODE.sub("", text)):
        words = inline.split()
        fixed = next((at for at, word in enumerate(words) if not re.fullmatch("[a-z][a-z-]*", word)), len(words))
        yield [*words[:fixed], "--help"]


def refused(text: str) -> Iterator[str]:
    """Calls in ``text`` that the program would not take. Without a command they are play's, as in scripts/play."""
    for words in calls(text):
        named = words if words and not words[0].startswith("-") else ["play", *words]
        try:
            asked(named)
        except SystemExit as ended:
            if ended.code != 0:
                yield " ".join(words)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_what_a_page_points_at_is_there(page: Path) -> None:
    """Every link lands, every module and script exists, every call of scripts/play is one that the program takes."""
    text = page.read_text(encoding="utf-8")
    assert list(lost(page, text)) == []
    assert list(absent(text)) == []
    assert list(refused(text)) == []


def test_what_is_not_there_is_found() -> None:
    """A lost page, heading, module, script, option and command are each named, and nothing else is."""
    readme = ROOT / "README.md"
    links = (
        "[a](docs/lost.md) [b](docs/lsl.md#lost) [c](docs/lsl.md#what-goes-out) [d](#two-commands) [e](https://x.org)"
    )
    assert list(lost(readme, links)) == ["docs/lost.md", "docs/lsl.md#lost"]
    assert list(absent("python -m affect; python -m benchmarks.lost; scripts/lost; scripts/test; python -m pip")) == [
        "benchmarks.lost",
        "scripts/lost",
    ]
    block = "```\nscripts/play --lost   # no\nscripts/play --lsl   # yes\n```\n"
    told = f"{block}`scripts/play lost` `scripts/play keys list`"
    assert list(refused(told)) == ["--lost", "lost --help"]
