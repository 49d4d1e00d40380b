"""What keeps a sitting: sealed on disk, or nowhere."""

from collections.abc import Callable
from typing import Protocol

from adaptation.rules import Rules
from game.core.directive import DECISION_TICKS
from game.core.facts import Caught, MinigameBegan
from game.core.observe import Observation, observe
from game.core.ports import Mind
from game.core.trace import (
    ESTIMATE_TICKS,
    Account,
    Kind,
    Summary,
    Trust,
    Written,
    decide_on,
    encode_decision,
    encode_digest,
    encode_estimate,
    encode_fact,
    encode_summary,
    encode_trust,
    encode_words,
    trust_of,
)
from game.core.world import DIGEST_TICKS, World, digest
from game.vault.errors import VaultError


class Book(Protocol):
    """Where records go (``game.vault.writer.Writer``)."""

    def append(self, kind: int, payload: bytes) -> None:
        """One record on."""

    def flush(self) -> None:
        """Send what was appended on its way to the disk."""

    def close(self) -> None:
        """All is said."""


class Kept:
    """A sitting sealed as it happens. A full disk ends the keeping, never the playing."""

    def __init__(
        self,
        writer: Book,
        tell: Callable[[str], None],
        account: Callable[[], Account] = Account,
        closed: Callable[[Summary], None] = lambda _: None,
    ) -> None:
        """Begin to keep.

        Args:
            writer: of the sealed session.
            tell: called once, in plain words, if the disk takes no more.
            account: how the mind came to its last decision; without one it counts as the rules.
            closed: told of the summary once the whole session is on the disk; a VaultError of it is told, too.
        """
        self._writer: Book | None = writer
        self._tell = tell
        self._account = account
        self._closed = closed
        self._rules: Mind = Rules()
        self._levels: tuple[str, ...] = ()
        self._caught = 0
        self._caught_before = 0
        self._minigames = 0
        self._follow = 0.0
        self._guided_ticks = 0
        self._last: World | None = None
        self._seen: Observation | None = None
        self._trust: Trust = ()

    def began(self, world: World) -> None:
        """A level begins."""
        self._levels += (world.level.name,)
        self._caught_before = self._caught
        self._append((Kind.LEVEL, world.level.name.encode()))

    def stepped(self, world: World, tape: bytes) -> None:
        """Keep the tick, and what is due with it; once a second all of it goes to the disk."""
        self._last = world
        records = [(Kind.TICK, tape)]
        for fact in world.facts:
            records.append((Kind.FACT, encode_fact(world.tick, fact)))
            if isinstance(fact, Caught):
                self._caught = self._caught_before + fact.total
            self._minigames += isinstance(fact, MinigameBegan)
        if world.decided is not None and self._seen is not None:
            asked = world.inputs.directive or world.directive
            rules = self._rules.decide(self._seen)
            account = self._account() if world.inputs.directive else Account()
            decision = decide_on(world.tick, self._seen, asked, world.decided, rules, account)
            records.append((Kind.DECISION, encode_decision(decision)))
        if world.tick % ESTIMATE_TICKS == 0:
            records.append((Kind.ESTIMATE, encode_estimate(world.tick, world.senses.estimate)))
            trust = trust_of(world.senses, world.tick)
            if trust != self._trust:
                records.append((Kind.TRUST, encode_trust(world.tick, trust)))
                self._trust = trust
        if world.level.guided:
            self._guided_ticks += 1
            self._follow += world.senses.own.follow
        second = world.tick % DIGEST_TICKS == 0
        if second:
            records.append((Kind.DIGEST, encode_digest(world.tick, digest(world))))
        self._append(*records)
        if second:
            self._flush()
        if world.tick % DECISION_TICKS == DECISION_TICKS - 1:
            self._seen = observe(world)

    def wrote(self, written: Written) -> None:
        """Keep the player's own words, sealed like everything else here."""
        tick = self._last.tick if self._last is not None else 0
        self._append((Kind.WORDS, encode_words(tick, written)))

    def close(self) -> None:
        """Keep the summary and close the session."""
        summary = self._summary(self._last) if self._last is not None else None
        if summary is not None:
            self._append((Kind.SUMMARY, encode_summary(summary)))
        writer, self._writer = self._writer, None
        if writer is None:
            return
        try:
            writer.close()
        except VaultError as error:
            self._lose(error)
            return
        if summary is not None:
            self._note(summary)

    def _summary(self, world: World) -> Summary:
        return Summary(
            ticks=world.tick,
            levels=self._levels,
            caught=self._caught,
            minigames=self._minigames,
            follow=self._follow / self._guided_ticks if self._guided_ticks else 0.0,
            breath_hz=world.senses.slow_breath_hz or 0.0,
        )

    def _append(self, *records: tuple[Kind, bytes]) -> None:
        if self._writer is None:
            return
        try:
            for kind, payload in records:
                self._writer.append(kind, payload)
        except VaultError as error:
            self._lose(error)

    def _flush(self) -> None:
        if self._writer is None:
            return
        try:
            self._writer.flush()
        except VaultError as error:
            self._lose(error)

    def _note(self, summary: Summary) -> None:
        try:
            self._closed(summary)
        except VaultError as error:
            self._tell(f"{error} The sitting is kept; the index learns of it the next time somebody looks back.")

    def _lose(self, error: VaultError) -> None:
        self._writer = None
        self._tell(f"{error} The game goes on; this sitting is kept up to here.")


class Unkept:
    """A sitting that leaves no trace."""

    def began(self, world: World) -> None:
        """Nothing is kept."""

    def stepped(self, world: World, tape: bytes) -> None:
        """Nothing is kept."""

    def wrote(self, written: Written) -> None:
        """Nothing is kept."""

    def close(self) -> None:
        """Nothing was kept."""
