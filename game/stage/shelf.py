"""A shelf of painted surfaces that forgets the longest unused when it is full."""

from collections import OrderedDict
from collections.abc import Callable, Hashable

import pygame


class Shelf:
    """Surfaces by key, at most ``budget_bytes`` of pixels."""

    def __init__(self, budget_bytes: int) -> None:
        self._budget_bytes = budget_bytes
        self._held_bytes = 0
        self._surfaces: OrderedDict[Hashable, pygame.Surface] = OrderedDict()

    def take(self, key: Hashable, make: Callable[[], pygame.Surface]) -> pygame.Surface:
        """The surface under ``key``, made now if it is not here."""
        found = self._surfaces.get(key)
        if found is not None:
            self._surfaces.move_to_end(key)
            return found
        made = make()
        self._surfaces[key] = made
        self._held_bytes += _bytes(made)
        while self._held_bytes > self._budget_bytes and len(self._surfaces) > 1:
            _, oldest = self._surfaces.popitem(last=False)
            self._held_bytes -= _bytes(oldest)
        return made


def _bytes(surface: pygame.Surface) -> int:
    return surface.get_width() * surface.get_height() * 4
