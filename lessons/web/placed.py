"""Where worker processes find one version of the database: they open it by a path, which may belong to another by then."""

from __future__ import annotations

import asyncio
import os
import tempfile
import threading
import weakref
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lessons.library.version import Identity, ReplacedError, identity_of
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.web.snapshot import VersionFile
    from lessons.workers.limits import Limits
    from lessons.workers.pool import Workers

CHUNK = 1024 * 1024


class Placed:
    """One version for the workers: the file at its path or, once that was replaced and they need it again, a copy.

    So the last good version goes on being read however long a bad one stands in its place.
    """

    def __init__(self, path: Path, file: VersionFile, workers: Workers) -> None:
        self._file = file
        self._workers = workers
        self._lock = threading.Lock()
        self._place = (str(path), file.identity)
        self._copied = False

    @property
    def identity(self) -> Identity:
        """The identity of the version, wherever its bytes are."""
        return self._file.identity

    async def run(self, function: str, *arguments: Any, limits: Limits) -> Any:
        """Return what a function returns in a worker for (path, identity) of the version and these arguments.

        Raises what :meth:`Workers.run` raises.
        """
        try:
            return await self._workers.run(function, *self._place, *arguments, limits=limits)
        except ReplacedError:
            place = await asyncio.to_thread(self._copy)
        return await self._workers.run(function, *place, *arguments, limits=limits)

    def _copy(self) -> tuple[str, Identity]:
        with self._lock:
            if not self._copied:
                self._place = self._written()
                self._copied = True
            return self._place

    def _written(self) -> tuple[str, Identity]:
        descriptor, name = tempfile.mkstemp(prefix="lessons-", suffix=".db")
        weakref.finalize(self, remove, name)
        with os.fdopen(descriptor, "wb") as copy:
            size = self._file.identity.size
            for start in range(0, size, CHUNK):
                copy.write(self._file.read(start, min(CHUNK, size - start)))
        identity = identity_of(Path(name))
        if identity is None:
            raise ReplacedError(gettext("errors.replaced"))
        return name, identity


def remove(name: str) -> None:
    """Delete a copy; a system that has it open may refuse."""
    with suppress(OSError):
        os.unlink(name)
