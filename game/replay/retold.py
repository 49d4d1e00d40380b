"""A sitting told again from its records, so that any moment of it can be asked for.

A World is kept each second (they are immutable and share what did not change); a moment between is stepped from the
last second before it, or from the moment asked for last where that is nearer: going forward costs a step a tick.
"""

from game.core.level import Level
from game.core.retell import RetellError, Rules
from game.core.tape import decode
from game.core.trace import Kind, decode_digest, decode_header
from game.core.world import World, begin, digest, step

KEPT_TICKS = 60
"""A world is kept so often: the ticks in a second, so that no moment is more than 59 steps away."""


class NotTold(LookupError):  # noqa: N818 - it says what is the case
    """The telling has not come to this tick."""


class Retold:
    """One sitting, told as far as its records were taken."""

    def __init__(self, setup: bytes, rules: Rules) -> None:
        """Begin with the session's header and the rules of today. Raises ValueError where it is no header."""
        self.header = decode_header(setup)
        """What the sitting began with."""
        self._rules = rules
        self._world: World | None = None
        self._kept: list[World] = []
        self._tapes: list[bytes] = []
        self._begun: dict[int, tuple[str, ...]] = {}
        self._asked: World | None = None
        self._agreed = 0
        self._differs = False
        self._ended = False

    def take(self, kind: int, payload: bytes) -> None:
        """The next record. Raises RetellError, TapeError, ValueError; what was told before stays."""
        if kind == Kind.TICK:
            if self._world is None:
                raise RetellError("a tick comes before the first level")
            self._keep(step(self._world, decode(payload)))
            self._tapes.append(payload)
        elif kind == Kind.LEVEL:
            name = payload.decode()
            world = self._begin(name, self._world)
            if self._world is not None:
                self._begun[world.tick] = (*self._begun.get(world.tick, ()), name)
            self._keep(world)
        elif kind == Kind.DIGEST:
            _, sealed = decode_digest(payload)
            self._compare(sealed)

    def end(self) -> None:
        """There are no more records: the last moment can be asked for, too."""
        self._ended = True

    @property
    def told(self) -> int:
        """The last tick that can be asked for; -1 = none. The newest waits for what may still happen in it."""
        return len(self._tapes) if self._ended and self._kept else len(self._tapes) - 1

    @property
    def agrees(self) -> bool | None:
        """Whether every digest taken then is that of now; None = not known yet, or the sitting has none."""
        if self._differs:
            return False
        return True if self._ended and self._agreed else None

    @property
    def levels(self) -> tuple[tuple[str, World], ...]:
        """Each level told so far, with the first world kept of it."""
        first: dict[str, World] = {}
        for world in self._kept:
            first.setdefault(world.level.name, world)
        return tuple(first.items())

    def world(self, tick: int) -> World:
        """The world after ``tick``, as it was shown then: where a level began in that tick, its beginning.

        Raises NotTold.
        """
        if not 0 <= tick <= self.told:
            raise NotTold(f"tick {tick}, told up to {self.told}")
        world = self._kept[tick // KEPT_TICKS]
        if self._asked is not None and world.tick <= self._asked.tick <= tick:
            world = self._asked
        while world.tick < tick:
            world = step(world, decode(self._tapes[world.tick]))
            for name in self._begun.get(world.tick, ()):
                world = self._begin(name, world)
        self._asked = world
        return world

    def _begin(self, name: str, before: World | None) -> World:
        level: Level[object] | None = self._rules.levels.get(name)
        if level is None:
            raise RetellError(f"this version has no level named {name!r}")
        return begin(self.header.setup, level, self._rules.patterns, before)

    def _keep(self, world: World) -> None:
        """Go on from here; a level that begins where a world is kept takes its place."""
        self._world = world
        second, rest = divmod(world.tick, KEPT_TICKS)
        if rest == 0:
            self._kept[second:] = [world]

    def _compare(self, sealed: bytes) -> None:
        """With the digest taken then; it covers the tick, so one that is out of its place differs, too."""
        if self._world is not None and digest(self._world) == sealed:
            self._agreed += 1
        else:
            self._differs = True
