"""Type on paper: the families of the game as this machine has them, embedded as subsets; widths, lines, runs of faces.

Found by the names of their files, since the server of the replay view loads no pygame, which would ask fontconfig.
reportlab embeds TrueType outlines only. Where a family is missing, PDF's own Helvetica or STSong-Light stands in, which
is not embedded, and the log says once which package helps.
"""

import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFError, TTFont  # type: ignore[import-untyped]

from game.stage.presentation import LANGUAGES

LOG = logging.getLogger("stillwater.export")
FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
    "C:/Windows/Fonts",
)
LATIN = (
    ("Quicksand-Medium", "Quicksand-Bold"),
    ("Nunito-Regular", "Nunito-Bold"),
    ("Lato-Regular", "Lato-Bold"),
    ("DejaVuSans", "DejaVuSans-Bold"),
)
CHINESE = (("LXGWWenKai-Regular", "LXGWWenKai-Bold"), ("LXGWWenKai-Regular", "LXGWWenKai-Medium"))
"""File names of each family's two cuts, the dearest family first."""
NO_LATIN = (
    "No family of letters to embed was found, so the PDF is set in the reader's own Helvetica. "
    "On Debian: apt install fonts-quicksand."
)
NO_CHINESE = (
    "No family of Chinese characters to embed was found, so the PDF is set in STSong-Light, which some readers lack. "
    "On Debian: apt install fonts-lxgw-wenkai."
)
ALIKE = {"−": "-", "→": ">"}
"""What stands for a sign of the catalogue where no family here has it."""
UNKNOWN = "□"
"""Stands for any other character that no family here has."""
CUT = "…"
"""Behind what was shortened."""
_NEVER_FIRST = "，。！？、；：）】」』”’…·,.!?;:)]%"
_TOGETHER = re.compile(r"(?<=[0-9]) (?=%|s\b|min\b|→)|(?<=→) ")
"""Blanks at which no line breaks: between a number and its unit, around an arrow."""
_NEVER_LAST = "（【「『“‘(["


@dataclass(frozen=True, slots=True)
class Face:
    """One family in two cuts, as reportlab knows them."""

    plain: str
    """Name of the plain cut,"""
    bold: str
    """and of the bold one."""
    has: Callable[[str], bool]
    """Whether it has a character."""


class Type:
    """The faces of one language: characters its own face lacks are set in the other."""

    def __init__(self, language: str, folders: tuple[str, ...] = FOLDERS) -> None:
        """Find the faces.

        Args:
            language: one of presentation.LANGUAGES.
            folders: where font files are looked for, with all folders in them.
        """
        faces = (_latin(folders), _chinese(folders))
        self._faces = faces if language == LANGUAGES[0] else faces[::-1]

    @property
    def usual(self) -> str:
        """Name of the cut in which plain text of the language is set."""
        return self._faces[0].plain

    def runs(self, text: str, bold: bool = False) -> Iterator[tuple[str, str]]:
        """The text in runs of one face: name of the cut, and what is set in it."""
        shown = (letter if self._cut(letter, bold) else ALIKE.get(letter, UNKNOWN) for letter in text)
        told = ((self._cut(letter, bold), letter) for letter in shown)
        for cut, letters in groupby(told, key=lambda pair: pair[0]):
            yield cut or self._faces[0].plain, "".join(letter for _, letter in letters)

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """Of a line, points."""
        return sum(float(pdfmetrics.stringWidth(run, cut, size)) for cut, run in self.runs(text, bold))

    def wrapped(self, text: str, width: float, size: float, bold: bool = False) -> list[str]:
        """Lines no wider than ``width`` points: at blanks and between Chinese characters; "\\n" always breaks."""
        lines = []
        for paragraph in _TOGETHER.sub("\u00a0", text.replace("\t", " ")).split("\n"):
            line = ""
            for piece in _pieces(paragraph):
                if line and self.width((line + piece).rstrip(), size, bold) > width:
                    lines.append(line.rstrip())
                    line = piece.lstrip()
                else:
                    line += piece
                while self.width(line.rstrip(), size, bold) > width and len(line) > 1:
                    cut = self._fitting(line, width, size, bold)
                    lines.append(line[:cut])
                    line = line[cut:]
            lines.append(line.rstrip())
        return lines

    def shortened(self, text: str, width: float, size: float, bold: bool = False) -> str:
        """One line no wider than ``width`` points, with "…" behind it where it had to be cut."""
        text = " ".join(text.split())
        if self.width(text, size, bold) <= width:
            return text
        while text and self.width(text + CUT, size, bold) > width:
            text = text[:-1].rstrip()
        return text + CUT

    def _cut(self, letter: str, bold: bool) -> str | None:
        for face in self._faces:
            if face.has(letter):
                return face.bold if bold else face.plain
        return None

    def _fitting(self, line: str, width: float, size: float, bold: bool) -> int:
        """How many characters of a word that is wider than a line stand in one."""
        count = 1
        while count < len(line) - 1 and self.width(line[: count + 1], size, bold) <= width:
            count += 1
        return count


def _pieces(text: str) -> list[str]:
    """Words with the blanks behind them; each Chinese character with the signs that stay with it."""
    pieces: list[str] = []
    for letter in text:
        if pieces and _stays(pieces[-1], letter):
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _stays(before: str, letter: str) -> bool:
    """Whether no line breaks between a piece and the character behind it."""
    if letter == " " or letter in _NEVER_FIRST or before[-1] in _NEVER_LAST:
        return True
    return before[-1] != " " and not _wide(letter) and not _wide(before[-1])


def _wide(letter: str) -> bool:
    return ord(letter) >= 0x2E80


@cache
def _latin(folders: tuple[str, ...]) -> Face:
    return _embedded(LATIN, folders) or _built_in("Helvetica", "Helvetica-Bold", NO_LATIN, _in_western)


@cache
def _chinese(folders: tuple[str, ...]) -> Face:
    face = _embedded(CHINESE, folders)
    if face is None:
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        face = _built_in("STSong-Light", "STSong-Light", NO_CHINESE, _in_simplified)
    return face


def _built_in(plain: str, bold: str, message: str, has: Callable[[str], bool]) -> Face:
    LOG.warning(message)
    return Face(plain, bold, has)


def _in_western(letter: str) -> bool:
    """What Helvetica has in every reader."""
    return bool(letter.encode("cp1252", "ignore"))


def _in_simplified(letter: str) -> bool:
    """What STSong-Light has in every reader."""
    return bool(letter.encode("gb2312", "ignore"))


def _embedded(families: Iterable[tuple[str, str]], folders: tuple[str, ...]) -> Face | None:
    """The first family of which both cuts can be embedded."""
    files = _files(folders)
    for plain, bold in families:
        paths = [files.get(plain), files.get(bold)]
        fonts = [_opened(path) for path in paths if path is not None]
        known = [font for font in fonts if font is not None]
        if len(known) == 2:
            for font in known:
                pdfmetrics.registerFont(font)
            letters = frozenset(known[0].face.charToGlyph) & frozenset(known[1].face.charToGlyph)
            return Face(plain, bold, lambda letter, letters=letters: ord(letter) in letters)  # type: ignore[misc]
    return None


def _opened(path: Path) -> TTFont | None:
    """A font file with TrueType outlines; None for any other."""
    try:
        return TTFont(path.stem, str(path))
    except (TTFError, OSError):
        return None


@cache
def _files(folders: tuple[str, ...]) -> dict[str, Path]:
    """Every font file in these folders by its name; of two alike the first in their order."""
    found: dict[str, Path] = {}
    for folder in folders:
        for place, inside, names in os.walk(Path(folder).expanduser()):
            inside.sort()
            for name in sorted(names):
                if name.lower().endswith(".ttf"):
                    found.setdefault(name[:-4], Path(place) / name)
    return found
