"""One version of the database file: connections, search index and vocabulary that all belong together."""

from __future__ import annotations

import os
import queue
import threading
import weakref
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from lessons.library.audience import Audience, require_within
from lessons.library.connection import build, connect
from lessons.library.kinds import kinds
from lessons.library.soundness import require_sound
from lessons.library.version import Identity, identity_of
from lessons.library.vocabulary import vocabulary
from lessons.problems import LessonsError
from lessons.search import SearchIndex

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

CONNECTIONS = 5
ATTEMPTS = 3


class VersionFile:
    """The bytes of one version, readable after another file took its name; closed when nobody holds it any more."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
        weakref.finalize(self, os.close, self._descriptor)
        self._lock = threading.Lock()

    @property
    def identity(self) -> Identity:
        """The identity of the open file."""
        return Identity.of(os.fstat(self._descriptor))

    def read(self, start: int, length: int) -> bytes:
        """Return exactly so many bytes from ``start`` on. Raises ``EOFError`` when there are fewer."""
        parts = []
        with self._lock:
            os.lseek(self._descriptor, start, os.SEEK_SET)
            while length:
                part = os.read(self._descriptor, length)
                if not part:
                    raise EOFError("the database file was truncated while it was being sent")
                parts.append(part)
                length -= len(part)
        return b"".join(parts)


class Snapshot:
    """One version of the database, ready to answer: whoever holds it reads that version, whatever replaces the file."""

    def __init__(self, path: Path, file: VersionFile, connections: list[sqlite3.Connection]) -> None:
        self.path = path
        self.file = file
        self.identity = file.identity
        self.build = build(connections[0])
        self.vocabulary = vocabulary(connections[0])
        self.kinds = kinds(connections[0])
        self.kept: dict[str, Any] = {}
        self.index = SearchIndex.load(connections[0])
        # The one that was used last is lent first: it has in memory what searches read.
        self._free: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        self._lock = threading.Lock()
        self._holders = 0
        self._retired = False
        for connection in connections:
            self._free.put(connection)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the version open for a request, from the moment it is chosen: its connections may be lent only later."""
        with self._lock:
            self._holders += 1
        try:
            yield
        finally:
            with self._lock:
                self._holders -= 1
                self._close_unused()

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """Lend a read-only connection to this version, which is held; waits while all are lent."""
        connection = self._free.get()
        try:
            yield connection
        finally:
            with self._lock:
                self._free.put(connection)
                self._close_unused()

    def retire(self) -> None:
        """Close the connections as soon as no request holds the version any more."""
        with self._lock:
            self._retired = True
            self._close_unused()

    def _close_unused(self) -> None:
        while self._retired and not self._holders and not self._free.empty():
            self._free.get().close()


def open_snapshot(path: Path, readers: Audience | None = None) -> Snapshot:
    """Open the version of the file that is at ``path`` now.

    Raises ``LessonsError`` when it is not a whole database made by this program, in a version of the schema that it reads,
    ``WiderAudienceError`` when it holds more than ``readers`` may see.
    """
    for _ in range(ATTEMPTS):
        identity = identity_of(path)
        connections = []
        try:
            connections = [connect(path) for _ in range(CONNECTIONS)]
            require_sound(connections[0])
            file = VersionFile(path)
            # The file may be replaced between two opens: then they would belong to different versions.
            if readers is not None:
                require_within(build(connections[0]).audience, readers)
            if file.identity == identity == identity_of(path):
                return Snapshot(path, file, connections)
        except OSError:
            # Taken away between two opens: asked for again.
            pass
        except BaseException:
            for connection in connections:
                connection.close()
            raise
        for connection in connections:
            connection.close()
    raise LessonsError(f"{path}: keeps being replaced")
