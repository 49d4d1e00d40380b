"""The bytes of a ledger: entries sealed to the player one by one, each bound to everything before it.

Pure: no disk, no lock. Each entry is sealed with the hash of everything before it as its label, so that it opens in
its place only: reordering, mixing and taking out are seen by the ring alone. That an end was cut off is seen by whoever
keeps a State (``game.vault.ledger``).
"""

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace

from game.vault.address import Address, Algorithm
from game.vault.errors import Broken, Unfit
from game.vault.layout import checked_version
from game.vault.ring import PrivateKey, PublicKey
from game.vault.seal import open_labelled

MOST_ENTRY_BYTES = 1 << 24
_MAGIC = b"\x8bLEDGER\n"
_FORM = 1
_START = struct.Struct(">8sH8sI")
"""Magic, form, name, generation: the plain beginning of a log."""
START_BYTES = _START.size
_LENGTH = struct.Struct(">I")
_PADDED_TO_BYTES = 64
_CHAIN_BYTES = 32


@dataclass(frozen=True, slots=True)
class State:
    """Where a ledger ends."""

    generation: int
    """Number of its file; a rewritten ledger has the next one."""
    length: int
    """Bytes of the file that count."""
    entries: int
    """How many entries they hold."""
    chain: bytes
    """Hash of all of them, 32 bytes."""
    lost: int = 0
    """How often it had to be begun anew, because it was cut or its end was not known."""


@dataclass(frozen=True, slots=True)
class Chain:
    """How the ledger of one name is written."""

    name: str
    """At most 8 letters."""

    def begun(self, generation: int, lost: int = 0) -> tuple[bytes, State]:
        """The bytes of an empty log, and where it ends."""
        start = self._start(generation)
        return start, State(generation, len(start), 0, hashlib.sha256(start).digest(), lost)

    def sealed(self, state: State, public: PublicKey, entries: tuple[bytes, ...]) -> tuple[bytes, State]:
        """The bytes of more entries behind ``state``, and where the ledger ends with them.

        Raises:
            Unfit: an entry longer than 16 MiB.
        """
        address = Address(Algorithm.X25519, public.raw)
        added, chain = b"", state.chain
        for entry in entries:
            if len(entry) > MOST_ENTRY_BYTES:
                raise Unfit("An entry has at most 16 MiB.")
            plain = _LENGTH.pack(len(entry)) + entry
            plain += bytes(-len(plain) % _PADDED_TO_BYTES)
            sealed = chain + address.seal(plain, self._label(chain))
            added += _LENGTH.pack(len(sealed)) + sealed
            chain = _chained(sealed)
        end = replace(state, length=state.length + len(added), entries=state.entries + len(entries), chain=chain)
        return added, end

    def opened(
        self, data: bytes, generation: int, state: State | None, private: PrivateKey, path: str
    ) -> tuple[tuple[bytes, ...], tuple[str, ...]]:
        """Every entry of a log that opens, and what is wrong with it, a sentence each.

        A changed entry costs only itself. Without a ``state`` nobody knows where the log is to end.

        Raises:
            Newer: the log at ``path`` was written by a newer Stillwater.
        """
        start, faults = self._start(generation), list[str]()
        if data[:START_BYTES] != start:
            if len(data) >= START_BYTES and data.startswith(_MAGIC):
                checked_version(_START.unpack_from(data)[1], path, _FORM)
            faults.append(f"The {self.name} was changed: its beginning is not as it was written.")
        entries, number, chain = list[bytes](), 0, hashlib.sha256(start).digest()
        for number, sealed in enumerate(_entries(data[: len(data) if state is None else state.length]), 1):
            in_order = sealed[:_CHAIN_BYTES] == chain
            try:
                entries.append(self._unsealed(sealed, private))
            except Broken:
                in_order = False
            if not in_order:
                faults.append(f"The {self.name} was changed: entry {number} is not as, or not where, it was written.")
            chain = _chained(sealed)
        if state is not None and number < state.entries:
            faults.append(f"The {self.name} was cut: {state.entries - number} of its entries are gone.")
        elif state is not None and (chain, number) != (state.chain, state.entries) and not faults:
            faults.append(f"The {self.name} was changed: it does not end as it was written.")
        return tuple(entries), tuple(faults)

    def _unsealed(self, sealed: bytes, private: PrivateKey) -> bytes:
        """What lies in one entry. Raises Broken."""
        chain, box = sealed[:_CHAIN_BYTES], sealed[_CHAIN_BYTES:]
        plain = private.try_each(lambda raw: open_labelled(raw, box, self._label(chain)))
        if len(plain) < _LENGTH.size:
            raise Broken
        (length,) = _LENGTH.unpack_from(plain)
        return plain[_LENGTH.size : _LENGTH.size + length]

    def _label(self, chain: bytes) -> bytes:
        return b"stillwater " + self.name.encode() + b" entry 1" + chain

    def _start(self, generation: int) -> bytes:
        return _START.pack(_MAGIC, _FORM, self.name.encode(), generation)


def _entries(data: bytes) -> Iterator[bytes]:
    """The entries of a log, each the hash before it and its seal; ends where one is cut."""
    at = START_BYTES
    while at + _LENGTH.size <= len(data):
        (length,) = _LENGTH.unpack_from(data, at)
        at += _LENGTH.size
        if at + length > len(data):
            return
        yield data[at : at + length]
        at += length


def _chained(sealed: bytes) -> bytes:
    """The hash of everything up to an entry, which itself begins with that of everything before it."""
    return hashlib.sha256(_LENGTH.pack(len(sealed)) + sealed).digest()
