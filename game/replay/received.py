"""What somebody was given: a bundle opened in memory by their own key, its sittings as the view looks at any other.

A bundle holds chosen lanes and no ticks, so there is no ghost and nothing to correct; nothing of it is ever written.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from threading import Lock

from game.core.pace import TICKS_PER_S
from game.core.reading import Quantity
from game.core.trace import Kind, decode_estimate, decode_fact
from game.replay.errors import Refusal, Refused
from game.replay.lanes import Lanes, read_lanes
from game.replay.share_lanes import LANES, Lane, is_untold
from game.vault.bundle import Terms
from game.vault.bundle_reader import Bundle, Received, is_bundle
from game.vault.errors import CannotOpen, Damaged, Gap, Locked, Newer, Unfit
from game.vault.layout import Record
from game.vault.passphrase import Passphrase
from game.vault.therapist import read_therapist_key

MOST_PARCEL_BYTES = 1 << 26
"""64 MiB: the page holds a file in memory as a whole, sealed; about four hundred sittings of twenty minutes."""
MOST_TICKS = 7 * 86_400 * TICKS_PER_S
"""A week: longer than any sitting."""
_NAMED = "The file"


class Sitting:
    """One session of a bundle, as ``lanes.Sitting`` wants it."""

    def __init__(self, bundle: Bundle, received: Received) -> None:
        """Look at ``received``, a session of ``bundle``."""
        self.setup = received.setup
        self.ended_early = False
        """A bundle does not say whether it was closed."""
        self.gaps: tuple[Gap, ...] = ()
        """A bundle opens whole or not at all."""
        self._bundle = bundle
        self._received = received

    def records(self) -> Iterable[Record]:
        """Those that were given, in order."""
        return self._bundle.records(self._received)


@dataclass(frozen=True, slots=True)
class Looked:
    """One session of a bundle, decoded."""

    lanes: Lanes
    """What happened, as far as it was given."""
    held: tuple[str, ...]
    """Names of the lanes of which there is something, in the order of LANES."""


class Parcel:
    """An opened bundle, and the session of it that was looked at last. Threads may use it."""

    def __init__(self, bundle: Bundle) -> None:
        """Hold ``bundle``."""
        self._bundle = bundle
        self._last: tuple[int, Looked] | None = None
        self._lock = Lock()

    @property
    def terms(self) -> Terms:
        """What the recipient is told."""
        return self._bundle.terms

    @property
    def sessions(self) -> tuple[Received, ...]:
        """All of them, as the sender ordered them."""
        return self._bundle.sessions

    def over(self, now_s: float) -> bool:
        """Whether the time in which it was to be read is over."""
        return self._bundle.expired(int(now_s))

    def look(self, place: int) -> Looked:
        """A session by its place, from 0. Raises Refused: there is none there, or it was not written by Stillwater."""
        with self._lock:
            if self._last is None or self._last[0] != place:
                self._last = (place, self._looked(place))
            return self._last[1]

    def _looked(self, place: int) -> Looked:
        if not 0 <= place < len(self.sessions):
            raise Refused(Refusal.NOT_THERE)
        sitting = Sitting(self._bundle, self.sessions[place])
        try:
            return Looked(_to_its_end(read_lanes(str(place + 1), sitting)), held_of(sitting.records()))
        except ValueError:
            raise Refused(Refusal.DAMAGED, "given.strange") from None


def open_parcel(data: bytes, key: bytes, secret: str, now_s: float) -> Parcel:
    """Open what somebody was given.

    Args:
        data: the bundle's bytes.
        key: the recipient's private key file.
        secret: its passphrase; "" = none was typed.
        now_s: the wall clock, seconds since 1970.

    Raises:
        Refused: it does not open, in words; by SECRET where it was tried with something that does not fit.
        Overdue: it opens, and its time is over.
    """
    if not is_bundle(data):
        raise Refused(Refusal.UNFIT, "given.not_a_bundle")
    try:
        opener = read_therapist_key(key, Passphrase(secret) if secret else None)
    except Locked:
        raise Refused(Refusal.UNFIT, "given.needs_passphrase") from None
    except (Unfit, Newer):
        raise Refused(Refusal.UNFIT, "given.no_key") from None
    except CannotOpen:
        raise Refused(Refusal.SECRET, "given.shut_key") from None
    try:
        parcel = Parcel(Bundle(data, opener, _NAMED))
    except Newer:
        raise Refused(Refusal.NEWER, "given.newer") from None
    except Damaged:
        raise Refused(Refusal.DAMAGED, "given.cut") from None
    except CannotOpen:
        raise Refused(Refusal.SECRET, "given.other_key") from None
    if parcel.over(now_s):
        raise Overdue(parcel.terms.until_s)
    return parcel


class Overdue(Refused):
    """The time in which a bundle was to be read is over."""

    def __init__(self, until_s: int) -> None:
        """``until_s`` is its last moment, seconds since 1970."""
        super().__init__(Refusal.OVER)
        self.until_s = until_s


def held_of(records: Iterable[Record]) -> tuple[str, ...]:
    """Names of the lanes of which there is something among these records. Raises ValueError."""
    kinds, facts, quantities = set[int](), set[type](), set[Quantity]()
    for record in records:
        kinds.add(record.kind)
        if record.kind == Kind.FACT:
            facts.add(type(decode_fact(record.payload)[1]))
        elif record.kind == Kind.ESTIMATE and len(quantities) < len(Quantity):
            _, estimate = decode_estimate(record.payload)
            quantities.update(each for each in Quantity if each not in quantities and not is_untold(estimate, each))

    def holds(lane: Lane) -> bool:
        return bool(kinds & lane.kinds or facts.intersection(lane.facts) or quantities & lane.quantities)

    return tuple(name for name, lane in LANES.items() if holds(lane))


def _to_its_end(lanes: Lanes) -> Lanes:
    """The same with the length it has by everything that names its moment: there are no ticks to be counted.

    Raises:
        ValueError: it is longer than any sitting.
    """
    length_s = max(lanes.length_s, max(_ticks(lanes), default=0) / TICKS_PER_S)
    if length_s > MOST_TICKS / TICKS_PER_S:
        raise ValueError("no sitting is so long")
    end = lanes.levels[-1:]
    levels = (*lanes.levels[:-1], *(replace(span, to_s=length_s) for span in end))
    return replace(lanes, length_s=length_s, levels=levels)


def _ticks(lanes: Lanes) -> Iterator[int]:
    """Ticks at which something happened; the last, where the summary went along."""
    yield from (tick for tick, _ in (*lanes.facts, *lanes.words))
    yield from (decision.tick for decision in lanes.decisions)
    if lanes.summary is not None:
        yield lanes.summary.ticks
