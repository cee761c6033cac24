"""Which version of the database is served: notices a replaced file, opens it aside, then switches."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from lessons.library.version import Identity, identity_of
from lessons.problems import LessonsError
from lessons.web.snapshot import Snapshot, open_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor
    from pathlib import Path

# Asking the file system costs microseconds; five times a second is at once for a reader.
LOOK_EVERY_SECONDS = 0.2
# How long a request waits for a new version before it is answered from the old one.
PATIENCE_SECONDS = 0.5

log = logging.getLogger("lessons.web")


class Current:
    """The snapshot being served. ``switched`` is called with each new one, in the event loop."""

    def __init__(self, path: Path, executor: Executor, switched: Callable[[Snapshot], None]) -> None:
        self._path = path
        self._executor = executor
        self._switched = switched
        self._snapshot: Snapshot | None = None
        self._refused: Identity | None = None
        self._looked = 0.0
        self._opening: asyncio.Task[None] | None = None
        self._opening_since = 0.0

    async def snapshot(self) -> Snapshot:
        """Return the version to answer from: the newest that is ready.

        Raises ``LessonsError`` when there never was a readable one.
        """
        if self._opening is None and self._stale():
            self._opening_since = time.monotonic()
            self._opening = asyncio.create_task(self._open())
        if self._opening is not None:
            await self._wait(self._opening)
        if self._snapshot is None:
            raise LessonsError(f"{self._path}: cannot be served; the log says why")
        return self._snapshot

    def close(self) -> None:
        """Close every connection that is not in use."""
        if self._snapshot is not None:
            self._snapshot.retire()

    def _stale(self) -> bool:
        now = time.monotonic()
        if self._snapshot is not None and now - self._looked < LOOK_EVERY_SECONDS:
            return False
        self._looked = now
        identity = identity_of(self._path)
        if self._snapshot is None:
            return identity != self._refused or identity is None
        return identity not in (None, self._refused, self._snapshot.identity)

    async def _wait(self, opening: asyncio.Task[None]) -> None:
        if self._snapshot is None:
            await asyncio.wait({opening})
        else:
            patience = PATIENCE_SECONDS - (time.monotonic() - self._opening_since)
            if patience > 0:
                await asyncio.wait({opening}, timeout=patience)

    async def _open(self) -> None:
        identity = identity_of(self._path)
        try:
            loop = asyncio.get_running_loop()
            snapshot = await loop.run_in_executor(self._executor, open_snapshot, self._path)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a file, it must not stop the site
            # A half-written file, a damaged one or a foreign one: the last good version goes on being served.
            self._refused = identity
            kept = "" if self._snapshot is None else "; the version before goes on being served"
            log.error("%s: not served: %s%s", self._path, error, kept)
        else:
            before, self._snapshot, self._refused = self._snapshot, snapshot, None
            self._switched(snapshot)
            if before is not None:
                before.retire()
        finally:
            self._opening = None
