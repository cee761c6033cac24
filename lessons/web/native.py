"""Datasette's own view of the database, bound to one version of the file like ours."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette.database import Database

from lessons.library.connection import connect
from lessons.library.version import identity_of
from lessons.problems import LessonsError
from lessons.web.placed import Placed
from lessons.web.snapshot import VersionFile
from lessons.web.stoppable import StoppableDatabase

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from lessons.web.current import Current
    from lessons.web.security import App
    from lessons.workers.pool import Workers

# Requests under way may still read the versions before; by the fifth replacement after theirs none does.
KEPT = 5


class VersionDatabase(StoppableDatabase):
    """A database whose connections belong to the version of the file that was there when it was attached.

    Datasette 0.65 keeps its connections in each thread by the database's *name*, so a new object under an old name
    would go on reading the replaced file; here they are kept by object, as Datasette 1.0 does itself.
    """

    def __init__(self, ds: Any, path: str, *, placed: Placed, is_mutable: bool, threads: int) -> None:
        super().__init__(ds, path, placed=placed, is_mutable=is_mutable)
        self._identity = placed.identity
        self._own = threading.local()
        self._reading: list[sqlite3.Connection] = []
        self._opened: deque[sqlite3.Connection] = deque()
        self._opened.extend([self.connect() for _ in range(threads)])

    def connect(self, *arguments: Any, **options: Any) -> sqlite3.Connection:
        """Return a connection that was opened with this version, as long as there is one left."""
        if arguments or options:
            connection: sqlite3.Connection = super().connect(*arguments, **options)
            return connection
        if self._opened:
            return self._opened.popleft()
        # Not as Datasette opens it: what somebody who wrote to the file left beside it is no part of it.
        connection = connect(Path(self.path))
        if identity_of(Path(self.path)) != self._identity:
            # Nobody has looked yet whether that one may be served.
            connection.close()
            raise LessonsError(f"{self.path}: has been replaced by another version")
        self._reading.append(connection)
        return connection

    def close(self) -> None:
        """Close every connection."""
        super().close()
        for connection in self._reading:
            connection.close()

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """Run ``fn(connection)`` on a thread of Datasette's pool, with a connection to this version."""
        if self.ds.executor is None or hasattr(Database, "_execute_fn"):
            return await super().execute_fn(fn)
        return await asyncio.get_running_loop().run_in_executor(self.ds.executor, self._in_thread, fn)

    def _in_thread(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        connection = getattr(self._own, "connection", None)
        if connection is None:
            connection = self.connect()
            self.ds._prepare_connection(connection, self.name)
            self._own.connection = connection
        return fn(connection)


class Attached:
    """The place of our database among Datasette's, taken by one version after the other."""

    def __init__(self, datasette: Any, name: str, workers: Workers) -> None:
        self._datasette = datasette
        self._name = name
        self._before: deque[Database] = deque()
        # Also a file that turns out to be unfit is read by Datasette where it can be stopped.
        old = datasette.databases[name]
        path = Path(old.path)
        placed = Placed(path, VersionFile(path), workers)
        self._put(StoppableDatabase(datasette, old.path, placed=placed, is_mutable=old.is_mutable))

    def switch(self, placed: Placed) -> None:
        """Put an object for the version that was opened in the place of the one before.

        Raises ``LessonsError`` when the file is already another.
        """
        old = self._datasette.databases[self._name]
        threads = self._datasette.setting("num_sql_threads")
        new = VersionDatabase(self._datasette, old.path, placed=placed, is_mutable=old.is_mutable, threads=threads)
        self._put(new)

    def _put(self, new: Database) -> None:
        databases = self._datasette.databases
        old = databases[self._name]
        new.name, new.route = old.name, old.route
        # A new mapping, as Datasette itself does it: requests under way may be iterating over the old one.
        self._datasette.databases = type(databases)(
            (name, new if name == self._name else database) for name, database in databases.items()
        )
        self._before.append(old)
        if len(self._before) > KEPT:
            self._before.popleft().close()


def up_to_date(app: App, prefix: str, current: Current) -> App:
    """Return ``app`` such that Datasette's pages at and below ``prefix`` read the newest version of the file."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"].startswith(prefix):
            # Without any readable version Datasette answers as it would without us.
            with suppress(LessonsError):
                await current.snapshot()
        await app(scope, receive, send)

    return wrapped
