"""All painters of one picture: which of them paints a shape, and what reduced motion and focus make of it."""

from collections.abc import Mapping
from dataclasses import replace

import pygame

from game.core.shapes import (
    Arrow,
    Band,
    Card,
    Comets,
    Disc,
    Light,
    Motes,
    Panel,
    Plate,
    Ribbon,
    Ring,
    Ripple,
    Scene,
    Shade,
    Shape,
    Sprite,
    Talk,
    Text,
    TextRole,
    Told,
    Veil,
    Water,
)
from game.stage.canvas import Canvas
from game.stage.painting.circles import CirclePainter
from game.stage.painting.letters import LetterPainter
from game.stage.painting.lights import LightPainter, MotePainter
from game.stage.painting.lines import LinePainter
from game.stage.painting.panels import PanelPainter
from game.stage.painting.plates import PlatePainter
from game.stage.painting.things import ThingPainter
from game.stage.painting.veils import VeilPainter
from game.stage.presentation import Presentation
from game.stage.shelf import Shelf
from game.stage.store import Store
from game.stage.telling import Telling
from game.stage.type import Faces
from game.stage.water import WaterPainter
from game.stage.words import Words

CHILD = ".child"
"""Behind the ids of messages that are said otherwise to a child."""
_SHELF_BYTES = 96 << 20
_ONE_LINE = 0.72
"""Share of a sign's height that lets one line stand in it, and never two."""
_CARD_INK, _CARD_INK_STRONG = 0.46, 0.72
_SWAY_DEG = 12.0
"""Tilts up to this are sway, which reduced motion holds still; more is the way a thing points."""
_FOCUS_VEIL = 0.2
"""Share of the mist that the focus profile keeps."""


class Easel:
    """Holds a picture and everything that was painted beforehand for its size."""

    def __init__(self, surface: pygame.Surface, faces: Faces, presentation: Presentation) -> None:
        width, height = surface.get_size()
        self.canvas = Canvas(surface)
        """The picture."""
        self._faces = faces
        self._store = Store(width, height)
        self._shelf = Shelf(_SHELF_BYTES)
        self._plates = PlatePainter(self._store, width, height)
        self._veils = VeilPainter(width, height)
        self._water = WaterPainter(self._store, width, height)
        self._lights = LightPainter(self._shelf)
        self._motes = MotePainter(self._shelf)
        self._circles = CirclePainter(self._shelf)
        self._things = ThingPainter(self._store, self._shelf, self._lights)
        self._lines = LinePainter(self._shelf)
        self._panels = PanelPainter(self._shelf)
        self._presentation = presentation
        self.tellings: Mapping[str, Telling] = {}
        """What the stage was told for each slot of ``Told``."""
        self.letters = self._lettering()
        """Sets words in the player's language and size."""

    def present(self, presentation: Presentation) -> None:
        """From the next picture on, paint for these wishes. Pictures stay; only words may be set anew."""
        before, self._presentation = self._presentation, presentation
        if _wording(before) != _wording(presentation):
            self.letters = self._lettering()

    def prepare(self, place: str) -> None:
        """Load a place with its things and make its water before it is shown."""
        self._store.prepare(place)
        self._water.prepare(place)

    def paint(self, scene: Scene) -> None:
        """Paint every shape of the scene, in order."""
        self._panels.begin()
        self._veils.begin()
        self.letters.begin(tuple(shape for shape in scene.shapes if isinstance(shape, Text)))
        carded = any(isinstance(shape, Panel) for shape in scene.shapes)
        for shape in scene.shapes:
            # A card frosts what lies round it, living water too; the place stays sharp beside it.
            self._shape(replace(shape, blur=0.0) if carded and isinstance(shape, Plate) else shape)

    def _lettering(self) -> LetterPainter:
        words = Words(self._presentation.language, CHILD if self._presentation.child else "")
        return LetterPainter(self._faces, words, self._presentation, self._shelf)

    def _shape(self, shape: Shape) -> None:
        canvas = self.canvas
        match shape:
            case Light():
                self._lights.paint(canvas, shape)
            case Disc():
                self._lights.disc(canvas, shape)
            case Text():
                self._text(shape)
            case Sprite():
                still = self._presentation.reduced_motion and abs(shape.turn) <= _SWAY_DEG
                self._things.paint(canvas, replace(shape, turn=0.0) if still else shape)
            case Ring():
                self._circles.ring(canvas, shape)
            case Ripple():
                self._circles.ripple(canvas, shape)
            case Shade():
                self._lights.shade(canvas, shape)
            case Ribbon():
                self._lines.ribbon(canvas, shape)
            case Arrow():
                self._lines.arrow(canvas, shape)
            case Plate():
                self._plates.paint(canvas, shape)
                self._water.dim = shape.dim
            case Band() | Panel() | Card() | Talk() | Told():
                self._card(shape)
            case Veil() | Water() | Motes() | Comets():
                self._moving(shape)

    def _text(self, shape: Text) -> None:
        """Words; those of why something changed only for whoever asked for them."""
        if shape.role is not TextRole.WHY or self._presentation.why:
            self.letters.paint(self.canvas, shape)

    def _told(self, shape: Told) -> None:
        """Words that the rules do not know; nothing where none were told."""
        telling = self.tellings.get(shape.slot)
        if telling is None:
            return
        key, numbers = telling.key, telling.numbers
        text = Text(shape.role, key, shape.x, shape.y, shape.align, shape.colour, shape.opacity, shape.width, numbers)
        if telling.text:
            self.letters.lay(self.canvas, telling.text, text)
        elif key:
            self.letters.paint(self.canvas, text)

    def _sign(self, shape: Talk) -> None:
        """The way to people: a small card with two words, always the same."""
        left, top, right, bottom = sign_box(shape)
        self._panels.card(self.canvas, Card(left, top, right, bottom, 0.0, shape.opacity))
        words = Text(TextRole.HINT, "talk.sign", shape.x, shape.y, opacity=shape.opacity, width=right - left - 0.01)
        self.letters.paint(self.canvas, words, room=_ONE_LINE * (bottom - top))

    def _card(self, shape: Band | Panel | Card | Talk | Told) -> None:
        match shape:
            case Band():
                self._panels.band(self.canvas, shape)
            case Card():
                self._panels.card(self.canvas, shape)
            case Talk():
                self._sign(shape)
            case Told():
                self._told(shape)
            case Panel():
                self._panel(shape)

    def _panel(self, shape: Panel) -> None:
        ink = _CARD_INK_STRONG if self._presentation.high_contrast else _CARD_INK
        self._panels.panel(self.canvas, shape, ink)

    def _moving(self, shape: Veil | Water | Motes | Comets) -> None:
        """Shapes that drift: held still in reduced motion, thinned in the focus profile."""
        canvas = self.canvas
        still, focus = self._presentation.reduced_motion, self._presentation.focus
        match shape:
            case Veil():
                density = shape.density * (_FOCUS_VEIL if focus else 1.0)
                self._veils.paint(canvas, replace(shape, density=density, drift=0.0 if still else shape.drift))
            case Water():
                self._water.paint(canvas, replace(shape, flow=0.0) if still else shape)
            case Motes():
                if not focus:
                    self._motes.paint(canvas, replace(shape, drift=0.0) if still else shape)
            case Comets():
                self._circles.comets(canvas, replace(shape, travel=0.0) if still else shape)


def sign_box(sign: Talk) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a sign, unit square: where a click opens the card, whatever the words are."""
    return sign.x - 0.088, sign.y - 0.032, sign.x + 0.088, sign.y + 0.032


def _wording(presentation: Presentation) -> tuple[str, float, bool, bool]:
    return presentation.language, presentation.text_scale, presentation.high_contrast, presentation.child
