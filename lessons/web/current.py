"""Which version of the database is served: notices a replaced file, opens it aside, then switches."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from lessons.library.audience import WiderAudienceError
from lessons.library.version import Identity, identity_of
from lessons.problems import LessonsError
from lessons.web.snapshot import Snapshot, open_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor
    from pathlib import Path

    from lessons.library.audience import Audience

# Asking the file system costs microseconds; five times a second is at once for a reader.
LOOK_EVERY_SECONDS = 0.2
# How long a request waits for a new version before it is answered from the old one.
PATIENCE_SECONDS = 0.5

log = logging.getLogger("lessons.web")


class NothingToServeError(LessonsError):
    """There never was a database that could be read and shown to the readers of the site."""


class Current:
    """The snapshot being served.

    ``switched`` is called with each new one, in the event loop, before it is; it raises ``LessonsError`` when it cannot go along.
    ``readers`` tells whom the site is for, or None for whomever the first database is for.
    """

    def __init__(
        self,
        path: Path,
        executor: Executor,
        switched: Callable[[Snapshot], None],
        readers: Callable[[], Audience | None] = lambda: None,
    ) -> None:
        self._path = path
        self._executor = executor
        self._switched = switched
        self._readers = readers
        self._first: Audience | None = None
        self._wider = False
        self._snapshot: Snapshot | None = None
        self._refused: Identity | None = None
        self._looked = 0.0
        self._opening: asyncio.Task[None] | None = None
        self._opening_since = 0.0

    async def snapshot(self) -> Snapshot:
        """Return the version to answer from: the newest that is ready.

        Raises :class:`NothingToServeError` when there never was a readable one.
        """
        if self._opening is None and self._stale():
            self._opening_since = time.monotonic()
            self._opening = asyncio.create_task(self._open())
        if self._opening is not None:
            await self._wait(self._opening)
        if self._snapshot is None:
            raise NothingToServeError(f"{self._path}: cannot be served; the log says why")
        return self._snapshot

    @property
    def served(self) -> Snapshot | None:
        """The version that is being served, without looking for a newer one."""
        return self._snapshot

    @property
    def too_wide(self) -> bool:
        """Whether the file as it is now holds more than the readers of the site may see."""
        return self._wider

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
        if identity == self._snapshot.identity:
            self._wider = False
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
            readers = self._readers() or self._first
            snapshot = await loop.run_in_executor(self._executor, open_snapshot, self._path, readers)
            self._adopt(snapshot)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a file, it must not stop the site
            # A half-written file, a damaged one, a foreign one or one for others: the last right version goes on being served.
            self._refused = identity
            self._wider = isinstance(error, WiderAudienceError)
            kept = "" if self._snapshot is None else "; the previous version is still being served"
            log.error("%s: not served: %s%s", self._path, error, kept)
        finally:
            self._opening = None

    def _adopt(self, snapshot: Snapshot) -> None:
        try:
            self._switched(snapshot)
        except BaseException:
            snapshot.retire()
            raise
        before, self._snapshot, self._refused, self._wider = self._snapshot, snapshot, None, False
        if self._first is None:
            self._first = snapshot.build.audience
        if before is not None:
            before.retire()
