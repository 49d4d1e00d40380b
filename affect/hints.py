"""Hints by time: which one spoke of the moment a block of sound was heard."""

from collections import deque

from affect.spectrum import Block
from game.core.reading import Hint

_KEPT = 32


class Hints:
    """The last hints, oldest first. Sound comes later than the hint that speaks of it."""

    def __init__(self) -> None:
        self._kept: deque[Hint] = deque(maxlen=_KEPT)

    def add(self, hint: Hint) -> None:
        """A hint that came with the newest sound."""
        if not self._kept or hint.t_ns > self._kept[-1].t_ns:
            self._kept.append(hint)
        elif hint != self._kept[-1]:
            self._kept = deque((kept for kept in self._kept if kept.t_ns < hint.t_ns), maxlen=_KEPT)
            self._kept.append(hint)

    def at(self, block: Block) -> Hint:
        """The newest hint not later than the block's end; before the first, the first."""
        found = self._kept[0]
        for hint in self._kept:
            if hint.t_ns > block.t_ns:
                break
            found = hint
        return found
