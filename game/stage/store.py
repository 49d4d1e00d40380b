"""Pictures from the package ``assets``: plates in three moods, and sprites. A missing one is painted plainly."""

import logging
from io import BytesIO
from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray

from game.stage import noise, palette, radial
from game.stage.assets import asset, read

LOG = logging.getLogger("stillwater.stage")
_PLACES = 3
"""Places whose plates and things are held."""
FRAMES = (24, 12, 8)
"""How many stages a strip of a thing that opens may have."""
MOODS = ("tense", "neutral", "calm")


def _there(folder: str, name: str) -> bool:
    return asset(folder, name).is_file()


class Store:
    """Plates fitted to one picture size, and sprites as painted, of the latest places. Says once what is missing."""

    def __init__(self, width: int, height: int) -> None:
        self._size = (width, height)
        self._plates: dict[tuple[str, int], pygame.Surface] = {}
        self._sprites: dict[str, pygame.Surface | None] = {}
        self._there: dict[str, bool] = {}
        self._frames: dict[str, int] = {}
        self._moods: dict[str, tuple[int, ...]] = {}
        self._said: set[str] = set()

    def plate(self, name: str, mood: int) -> pygame.Surface:
        """The plate of a place in one of MOODS (by its index), dithered after scaling."""
        key = (name, mood)
        plate = self._plates.pop(key, None)
        if plate is None:
            self._make_room(name)
            plate = self._load_plate(name, mood)
        self._plates[key] = plate  # the latest used stands last
        return plate

    def _make_room(self, name: str) -> None:
        """Forget the place longest unused, with its things, where the new one would be one too many."""
        held = list(dict.fromkeys(place for place, _ in reversed(self._plates)))
        if name in held or len(held) < _PLACES:
            return
        oldest = held[-1]
        self._plates = {key: plate for key, plate in self._plates.items() if key[0] != oldest}
        its = f"{oldest}_"
        self._sprites = {thing: sprite for thing, sprite in self._sprites.items() if not thing.startswith(its)}
        self._frames = {thing: count for thing, count in self._frames.items() if not thing.startswith(its)}

    def moods(self, name: str) -> tuple[int, ...]:
        """Which moods a place was painted in; one that does not change has only the calm one."""
        if name not in self._moods:
            still = _there("plates", f"{name}.webp") and not _there("plates", f"{name}_tense.webp")
            self._moods[name] = (2,) if still else (0, 1, 2)
        return self._moods[name]

    def prepare(self, name: str) -> None:
        """Load a place with its things now: what first shows in the midst of play must not make a frame late."""
        for mood in self.moods(name):
            self.plate(name, mood)
        for entry in asset("sprites").iterdir():
            thing, _, kind = entry.name.rpartition(".")
            if kind == "webp" and thing.startswith(f"{name}_"):
                strip, _, stages = thing.partition("@")
                self.frame(strip, 0.0) if stages else self.sprite(thing)

    def sprite(self, name: str) -> pygame.Surface | None:
        """A painted thing, premultiplied, as large as it was painted; None where it is missing."""
        if name not in self._sprites:
            data = read("sprites", f"{name}.webp")
            if data is None:
                self._say_missing(f"sprites/{name}")
                self._sprites[name] = None
            else:
                self._sprites[name] = _picture(data).convert_alpha().premul_alpha()
        return self._sprites[name]

    def frame(self, name: str, share: float) -> str:
        """The sprite that shows a thing opened so far: "NAME" itself, or one stage of the strip ``NAME@24.webp``."""
        if name not in self._frames:
            count = next((n for n in FRAMES if _there("sprites", f"{name}@{n}.webp")), 1)
            self._frames[name] = count
            if count > 1:
                self._cut(name, count)
        count = self._frames[name]
        return name if count == 1 else f"{name}@{round(min(max(share, 0.0), 1.0) * (count - 1))}"

    def held(self) -> frozenset[str]:
        """Names of the things and stages that are loaded."""
        return frozenset(name for name, sprite in self._sprites.items() if sprite is not None)

    def _cut(self, name: str, count: int) -> None:
        """The stages of a strip, which stand side by side, each as a sprite of its own."""
        strip = self.sprite(f"{name}@{count}")
        if strip is None:
            return
        width = strip.get_width() // count
        for stage in range(count):
            self._sprites[f"{name}@{stage}"] = strip.subsurface((stage * width, 0, width, strip.get_height()))

    def has_sprite(self, name: str) -> bool:
        """Whether the thing was painted; asking for one that may be absent says nothing on the log."""
        if name not in self._there:
            self._there[name] = _there("sprites", f"{name}.webp")
        return self._there[name]

    def _load_plate(self, name: str, mood: int) -> pygame.Surface:
        stem = name if self.moods(name) == (2,) else f"{name}_{MOODS[mood]}"
        data = read("plates", f"{stem}.webp")
        width, height = self._size
        if data is None:
            self._say_missing(f"plates/{name}")
            rows = palette.gradient(mood / 2.0, height)
            return _dithered(np.broadcast_to(rows[None], (width, height, 3)))
        picture = _picture(data).convert()
        if picture.get_size() != self._size:
            picture = pygame.transform.smoothscale(picture, self._size)
        return _dithered(pygame.surfarray.array3d(picture))

    def _say_missing(self, what: str) -> None:
        if what not in self._said:
            self._said.add(what)
            LOG.warning("The picture %s is missing; painting it plainly. Reinstalling brings it back.", what)


def _picture(data: bytes) -> pygame.Surface:
    return pygame.image.load(BytesIO(data), "picture.webp")


def _dithered(pixels: NDArray[Any]) -> pygame.Surface:
    """A display surface from (width, height, 3) in [0, 255], with triangular noise of 0.75 steps."""
    width, height = pixels.shape[:2]
    shown = pixels.astype(np.float32)
    shown += noise.triangular(width, height, 5)[..., None] * np.float32(0.75)
    np.rint(shown, out=shown)
    np.clip(shown, 0.0, 255.0, out=shown)
    surface = pygame.Surface((width, height)).convert()
    pygame.surfarray.blit_array(surface, shown.astype(np.uint8))
    return surface


def icon() -> pygame.Surface:
    """The window's icon: the painted one, or a lantern's light on the night."""
    data = read("sprites", "icon.png")
    if data is not None:
        return pygame.image.load(BytesIO(data), "icon.png")
    plain = pygame.Surface((64, 64))
    plain.fill(palette.rgb("10204a"))
    light = radial.light(28, palette.rgb("ff9a4a"), 1.0, radial.glow)
    plain.blit(light, (4, 4), special_flags=pygame.BLEND_RGB_ADD)
    return plain
