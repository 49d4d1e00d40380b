"""Hints by time: which one spoke of the moment a block of sound was heard."""

from collections import deque
from collections.abc import Iterator

from affect.sensor import Sound
from affect.spectrum import Block, Blocks
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


class Listener:
    """Sound as a microphone's sensors take it: whole blocks, each with the hint that speaks of it."""

    def __init__(self) -> None:
        self._hints = Hints()
        self._blocks = Blocks()

    def take(self, sound: Sound, hint: Hint) -> Iterator[tuple[Block, Hint]]:
        """The next sound, of any length, and the newest hint: the blocks it completes."""
        self._hints.add(hint)
        for block in self._blocks.take(sound):
            yield block, self._hints.at(block)
