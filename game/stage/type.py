"""Type: finding faces that have the glyphs a language needs, sizes by role, wrapping, and shaded lines of text."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import pygame
import pygame.font
from pygame import freetype

from game.core.shapes import TextRole
from game.stage.assets import asset
from game.stage.noise import Field
from game.stage.palette import INK_SHADE, Rgb

LOG = logging.getLogger("stillwater.stage")
LATIN = ("quicksandmedium", "quicksand", "nunito", "cantarell", "lato", "dejavusans")
HEADING = ("ebgaramond12", "ebgaramond", "dejavuserif")
CHINESE = ("lxgwwenkai", "notosanscjksc", "wenquanyimicrohei")
LATIN_SAMPLE = "ABCXYZabcxyz0189.,!?'-[]"
CHINESE_SAMPLE = "静水呼吸请的一是在，。！？"
NO_CHINESE = (
    "No face with Chinese characters was found, so the game stays in English. "
    "On Debian: apt install fonts-lxgw-wenkai (or fonts-noto-cjk)."
)
_NEVER_FIRST = "，。！？、；：）】」』”’…·,.!?;:)]"
PITCH = 1.45
"""Distance of lines over the size of type."""


@dataclass(frozen=True, slots=True)
class Style:
    """How one role is set, at 720 lines."""

    size: int
    """Pixels, Latin."""
    spacing: float
    """Extra pixels between letters, Latin."""
    chinese_size: int
    """Pixels, Chinese."""
    chinese_spacing: float
    """Extra pixels between characters, Chinese."""
    shade: float
    """Strength of the soft shade under the letters, [0, 1]."""
    heading: bool = False
    """Set in the heading face."""
    glow: bool = False
    """A warm light behind the letters."""


STYLES: dict[TextRole, Style] = {
    TextRole.NAME: Style(124, 9, 110, 14, 0.45, heading=True, glow=True),
    TextRole.HEADING: Style(46, 0, 46, 3, 0.62, heading=True),
    TextRole.CUE: Style(48, 1, 62, 10, 0.80),
    TextRole.MENU: Style(29, 0, 31, 2, 0.62),
    TextRole.SECOND: Style(26, 1, 28, 2, 0.62),
    TextRole.CAPTION: Style(24, 0, 26, 2, 0.75),
    TextRole.HINT: Style(20, 0, 21, 2, 0.62),
    TextRole.WHY: Style(46, 0, 46, 3, 0.80, heading=True),
}


def wrap(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Lines no wider than ``width`` by ``measure``: at spaces, and between Chinese characters.

    Punctuation never begins a line; a word wider than the line is cut. "\\n" always breaks.
    """
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            if line and measure((line + piece).rstrip()) > width:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
            while measure(line.rstrip()) > width and len(line) > 1:
                cut = _fitting(line, width, measure)
                lines.append(line[:cut])
                line = line[cut:]
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> list[str]:
    """Words with the spaces after them; each Chinese character with the punctuation after it."""
    pieces: list[str] = []
    for letter in text:
        joins = bool(pieces) and (
            letter in _NEVER_FIRST
            or letter == " "
            or (not _wide(letter) and not _wide(pieces[-1][-1]) and pieces[-1][-1] != " ")
        )
        if joins:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _wide(letter: str) -> bool:
    return ord(letter) >= 0x2E80


def _fitting(line: str, width: float, measure: Callable[[str], float]) -> int:
    count = 1
    while count < len(line) - 1 and measure(line[: count + 1]) <= width:
        count += 1
    return count


class Face:
    """One font file, and which characters it has."""

    def __init__(self, source: bytes | str | None) -> None:
        """``source`` is a file's bytes or path; None is the one pygame carries."""
        self._source = source
        self._asked = freetype.Font(self._file(), 16)
        self._has: dict[str, bool] = {}

    def lacks(self, text: str) -> bool:
        """Whether any character of ``text`` is missing: asked by glyph, not believed by name.

        pygame.freetype is asked, because pygame.font answers with the metrics of the empty box.
        """
        for letter in text:
            if letter not in self._has:
                self._has[letter] = letter == "\n" or self._asked.get_metrics(letter)[0] is not None
        return not all(self._has[letter] for letter in text)

    def open(self, size: int) -> pygame.font.Font:
        """The face at a size in pixels."""
        return pygame.font.Font(self._file(), size)

    def _file(self) -> BytesIO | str | None:
        return BytesIO(self._source) if isinstance(self._source, bytes) else self._source


class Faces:
    """The faces found on this machine."""

    def __init__(self, chosen: bytes | None = None) -> None:
        """``chosen`` holds a font file named in the settings; it comes before everything else."""
        pygame.font.init()
        freetype.init()
        own = tuple(Face(data) for data in (chosen, *_packaged()) if data is not None)
        self._latin = _find(own, LATIN, LATIN_SAMPLE) or Face(None)
        self._heading = _find(own, HEADING, LATIN_SAMPLE) or self._latin
        self._chinese = _find(own, CHINESE, CHINESE_SAMPLE)
        self._fonts: dict[tuple[int, int], pygame.font.Font] = {}

    def has_chinese(self) -> bool:
        """Whether Chinese can be set; says once on the log which package helps where it cannot."""
        if self._chinese is None:
            _say_once(NO_CHINESE)
        return self._chinese is not None

    def set(self, text: str, style: Style, scale: float) -> "Setting":
        """Choose face and size for ``text``; ``scale`` is picture height / 720 times the wished text size."""
        face = self._heading if style.heading else self._latin
        size, spacing = style.size * scale, style.spacing * scale
        if self._chinese is not None and face.lacks(text):
            face, size, spacing = self._chinese, style.chinese_size * scale, style.chinese_spacing * scale
        key = (id(face), max(4, round(size)))
        if key not in self._fonts:
            self._fonts[key] = face.open(key[1])
        return Setting(face, self._fonts[key], spacing)


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """A face at a size with its letter-spacing."""

    face: Face
    """Which characters there are."""
    font: pygame.font.Font
    """The face at its size."""
    spacing: float
    """Extra pixels between letters."""

    def measure(self, text: str) -> float:
        """Width of a line, pixels."""
        if self.spacing < 1.0:
            return float(self.font.size(text)[0])
        return sum(self.font.size(letter)[0] for letter in text) + self.spacing * max(len(text) - 1, 0)

    def line(self, text: str) -> pygame.Surface:
        """White antialiased letters on transparent ground. Characters the face lacks are left out."""
        known = "".join(letter for letter in text if not self.face.lacks(letter))
        if self.spacing < 1.0:
            return self.font.render(known, True, (255, 255, 255))
        sheet = pygame.Surface((max(1, round(self.measure(known))), self.font.get_height()), pygame.SRCALPHA)
        left = 0.0
        for letter in known:
            glyph = self.font.render(letter, True, (255, 255, 255))
            sheet.blit(glyph, (round(left), 0))
            left += self.font.size(letter)[0] + self.spacing
        return sheet


def shaded(letters: pygame.Surface, colour: Rgb, shade: float, scale: float, glow: Rgb | None) -> pygame.Surface:
    """Letters over their own blurred shade (9 px wide and 2.5 px close, never a hard outline), premultiplied.

    The result is larger than ``letters`` by ``margin(scale)`` on every side.
    """
    pad = margin(scale)
    size = (letters.get_width() + 2 * pad, letters.get_height() + 2 * pad)
    sheet = pygame.Surface(size, pygame.SRCALPHA)
    sheet.blit(letters, (pad, pad))
    mask = pygame.surfarray.array_alpha(sheet).astype(np.float32) / 255.0
    dark = np.clip(_blur(mask, 9.0 * scale) * 1.5 + _blur(mask, 2.5 * scale) * 0.6, 0.0, 1.0) * shade
    light = _blur(mask, 12.0 * scale) * 0.54 if glow else np.zeros_like(mask)
    pixels = np.empty((*mask.shape, 4), dtype=np.uint8)
    for part in range(3):
        ground = INK_SHADE[part] * dark
        if glow:
            ground = ground + (255.0 - ground) * light * (glow[part] / 255.0)
        pixels[..., part] = np.clip(colour[part] * mask + ground * (1.0 - mask) + 0.5, 0, 255)
    cover = np.maximum(dark, light)
    pixels[..., 3] = np.clip((mask + cover * (1.0 - mask)) * 255.0 + 0.5, 0, 255)
    data = np.ascontiguousarray(pixels.swapaxes(0, 1)).tobytes()
    return pygame.image.frombuffer(data, size, "RGBA").convert_alpha()


def margin(scale: float) -> int:
    """Pixels the shade reaches beyond the letters."""
    return max(4, round(28 * scale))


def _blur(mask: Field, sd: float) -> Field:
    """Nearly Gaussian: three running means along each axis; ``sd`` in pixels."""
    reach = max(1, round(sd))
    blurred = mask
    for axis in (0, 1):
        for _ in range(3):
            blurred = _running_mean(blurred, reach, axis)
    return blurred


def _running_mean(mask: Field, reach: int, axis: int) -> Field:
    width = [(0, 0), (0, 0)]
    width[axis] = (reach + 1, reach)
    total = np.cumsum(np.pad(mask, width), axis=axis, dtype=np.float32)
    count = mask.shape[axis]
    upper = np.take(total, range(2 * reach + 1, 2 * reach + 1 + count), axis=axis)
    lower = np.take(total, range(count), axis=axis)
    return (upper - lower) / np.float32(2 * reach + 1)


def _packaged() -> tuple[bytes, ...]:
    folder = asset("fonts")
    if not folder.is_dir():
        return ()
    files = {each.name: each for each in folder.iterdir() if each.name.endswith((".ttf", ".otf"))}
    return tuple(files[name].read_bytes() for name in sorted(files))


def _find(own: tuple[Face, ...], families: tuple[str, ...], sample: str) -> Face | None:
    """The first face that has every character of ``sample``."""
    for face in own:
        if not face.lacks(sample):
            return face
    for family in families:
        path = pygame.font.match_font(family)
        if path is not None:
            face = Face(_display_cut(path))
            if not face.lacks(sample):
                return face
    return None


def _display_cut(path: str) -> str:
    """EB Garamond comes in a cut for small type (08) and one for large (12); headings are large."""
    large = path.replace("EBGaramond08", "EBGaramond12")
    return large if Path(large).is_file() else path


@cache
def _say_once(message: str) -> None:
    LOG.warning(message)
