"""The Writer: the game appends, a thread inside compresses, seals, writes and syncs.

So a slow disk never stalls a frame. The Writer knows no clock: whoever calls ``flush`` once a second decides
what a kill can cost.
"""

import os
import queue
import threading
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from game.vault import layout
from game.vault.calls import acting
from game.vault.disk import create_part, sync_folder, write_whole, write_whole_at
from game.vault.errors import NotWritten, Unfit, not_written
from game.vault.keys import PublicKey
from game.vault.layout import CHUNKS_AT, LID_AT, Chunk, Header
from game.vault.seal import SessionKey, fresh_key, seal_key
from game.vault.session import fresh_session_id, session_path

_CUT_AT_BYTES = 1 << 20
"""A chunk is cut early once it holds this much."""
_MOST_WAITING = 8
"""Chunks that may wait for a slow disk; beyond it the buffer grows."""
PATIENCE_S = 10.0
"""How long a full buffer, and closing, wait for the disk to take one more chunk: in play a full buffer waits only after
minutes without one, in fast runs it is a brake."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """What the game hands to the writing thread at each flush."""

    body: bytes
    """The records' bytes."""
    records: int
    """How many they are."""
    last: bool
    """True for the batch that closes the session."""


class Writer:
    """Seals one session to a player's public key. Not for several threads at once."""

    def __init__(
        self,
        sessions: Path,
        public: PublicKey,
        setup: bytes,
        session_id: str | None = None,
        patience_s: float = PATIENCE_S,
    ) -> None:
        """Make the file, whole, with its setup sealed in it.

        Args:
            sessions: an existing folder.
            public: whom the session is sealed to.
            setup: what the session starts from, at most 1 MiB.
            session_id: a name of fresh_session_id; None makes one.
            patience_s: how long a full buffer, and closing, wait for the disk to take one more chunk.

        Raises:
            BadName, Unfit, NotWritten (also where a session of that name is there already).
        """
        self.session_id = fresh_session_id() if session_id is None else session_id
        self.path = session_path(sessions, self.session_id)
        if len(setup) > layout.MOST_RECORD_BYTES:
            raise Unfit("A session's setup is at most 1 MiB.")
        name = layout.checked_id(self.session_id)
        key = fresh_key()
        header = Header(name, seal_key(public.raw, key, name)).packed()
        self._patience_s = patience_s
        self._key = SessionKey(key, header)
        first = self._key.seal_chunk(0, False, layout.pack_chunk(Chunk(0, 0, setup)))
        self._file = self._created(header + self._key.seal_open_lid() + first)
        self._end = CHUNKS_AT + len(first)
        self._chunks, self._records = 1, 0
        self._buffer = bytearray()
        self._buffered = 0
        self._closed = False
        self._error: NotWritten | None = None
        self._told = False
        self._queue: queue.Queue[_Batch] = queue.Queue(_MOST_WAITING)
        self._thread = threading.Thread(
            target=copy_context().run, args=(self._write_on,), name="vault writer", daemon=True
        )
        self._thread.start()

    def append(self, kind: int, payload: bytes) -> None:
        """Add one record. Touches no disk.

        Args:
            kind: 0 to 255, the caller's own numbering.
            payload: at most 1 MiB.

        Raises:
            Unfit: outside these. NotWritten: an earlier chunk did not reach the disk.
        """
        self._refuse_after_error()
        self._buffer += layout.pack_record(kind, payload)
        self._buffered += 1
        if len(self._buffer) >= _CUT_AT_BYTES:
            self.flush()

    def flush(self) -> None:
        """Send what was appended on its way to the disk, as one chunk; call it once a second.

        Does not wait, unless 8 chunks and 1 MiB are waiting for the disk already.

        Raises:
            NotWritten: an earlier chunk did not reach the disk, or the disk has stopped answering.
        """
        self._refuse_after_error()
        if not self._buffered:
            return
        batch = self._batch(last=False)
        try:
            if len(self._buffer) < _CUT_AT_BYTES:
                self._queue.put_nowait(batch)
            else:
                self._queue.put(batch, timeout=self._patience_s)
        except queue.Full:
            if len(self._buffer) < _CUT_AT_BYTES:
                return
            self._error = self._stopped()
            self._refuse_after_error()
        self._buffer.clear()
        self._buffered = 0

    def close(self) -> None:
        """Write the last chunk and the closing lid; wait as long as the disk takes any. A second call does nothing.

        Raises:
            NotWritten: something did not reach the disk and has not been said yet, or the disk has stopped answering;
                should it go on later, what it was given is still written.
        """
        if not self._closed:
            self._closed = True
            try:
                self._queue.put(self._batch(last=True), timeout=self._patience_s)
            except queue.Full:
                self._error = self._stopped()
            else:
                self._wait()
        if self._error is not None and not self._told:
            self._refuse_after_error()

    def __enter__(self) -> "Writer":
        """The writer itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close; an error that is on its way already is not hidden by one of closing."""
        try:
            self.close()
        except NotWritten:
            if error is None:
                raise

    def _wait(self) -> None:
        """Wait for the thread's end, while chunk after chunk reaches the disk. Raises NotWritten."""
        seen = 0
        while self._thread.is_alive():
            if self._chunks == seen:
                raise self._stopped()
            seen = self._chunks
            self._thread.join(self._patience_s)

    def _stopped(self) -> NotWritten:
        return NotWritten(f"The disk has stopped taking {self.path}. Check the disk and start again.")

    def _refuse_after_error(self) -> None:
        if self._error is not None:
            if not self._told:
                self._told = True
                self._let_go()
            raise self._error
        if self._closed:
            raise NotWritten(f"{self.path} is closed. Start a new session.")

    def _let_go(self) -> None:
        """Nothing more is kept: let the thread end and close the file, also where nobody closes. Does not wait."""
        with suppress(queue.Full):  # a disk that has stopped answering: the thread ends once it has emptied the queue
            self._queue.put_nowait(self._batch(last=True))

    def _batch(self, last: bool) -> _Batch:
        return _Batch(bytes(self._buffer), self._buffered, last)

    def _created(self, data: bytes) -> int:
        """Make the file under a passing name, whole, then give it its own; the open descriptor."""
        part = self.path.with_suffix(".part")
        try:
            descriptor = create_part(part)
        except OSError as error:
            raise not_written(error, self.path) from error
        try:
            if self.path.exists():
                raise NotWritten(f"{self.path} is there already. Start the session under a new name.")
            write_whole(descriptor, data)
            acting().rename(part, self.path)
            sync_folder(self.path.parent)
        except (OSError, NotWritten) as error:
            os.close(descriptor)
            with suppress(OSError):
                acting().unlink(part)
            raise not_written(error, self.path) if isinstance(error, OSError) else error from None
        return descriptor

    def _write_on(self) -> None:
        """The thread: take batches until the last, after an error too, so that nobody waits for ever."""
        last = False
        while not last:
            batch = self._queue.get()
            last = batch.last or (self._told and self._queue.empty())
            if self._error is None:
                try:
                    self._write(batch)
                except Exception as error:  # whatever it is: the game must hear of it, not lose a thread
                    self._error = self._explained(error)
                    with suppress(OSError):
                        acting().cut(self._file, self._end)
        with suppress(OSError):
            os.close(self._file)

    def _explained(self, error: Exception) -> NotWritten:
        if isinstance(error, OSError):
            return not_written(error, self.path)
        return NotWritten(f"{self.path} could not be written ({error!r}). Start again, and report this.")

    def _write(self, batch: _Batch) -> None:
        """Seal a batch and sync it; after the last one close the lid, so that any later change shows."""
        inside = layout.pack_chunk(Chunk(self._records, batch.records, batch.body))
        sealed = self._key.seal_chunk(self._chunks, batch.last, inside)
        write_whole(self._file, sealed)
        self._chunks += 1
        self._records += batch.records
        self._end += len(sealed)
        if batch.last:
            write_whole_at(self._file, self._key.seal_closed_lid(self._chunks, self._end), LID_AT)
