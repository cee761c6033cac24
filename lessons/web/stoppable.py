"""Datasette's pages read our database through the worker processes, so that no request to them can hold up the site.

Whatever Datasette does for a reader (a query, filters, facets, a search, an export, a canned query) ends in
``Database.execute``; the same method on its stable line and on 1.0, so it is the one that is replaced. What it does
besides, such as reading the names of tables, is its own and stays in its threads.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
import time
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datasette.database import Database, QueryInterrupted, Results
from datasette.version import __version__
from datasette.views.base import DatasetteError

from lessons.library.bounds import Size
from lessons.library.query_errors import in_words, too_much_memory
from lessons.library.statement import FoundRows, SqlFunction, named
from lessons.problems import LessonsError
from lessons.web import access
from lessons.web.sql_functions import functions_of
from lessons.words import gettext
from lessons.workers.limits import Busy, Limits, Refused, TookTooLong, TookTooMuchMemory

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from lessons.web.placed import Placed
    from lessons.web.security import App

# Datasette makes its pages in the event loop: 5,000 cells take 40 ms as HTML, ten times as many 30 ms as JSON.
PAGE_CELLS = 4_500
DATA_CELLS = 50_000
BYTES = 10_000_000
# As long as Datasette may hold up other requests while it makes a page.
PAUSE_EVERY_SECONDS = 0.005
DATA = (".json", ".csv", ".blob")
PARAMETER = re.compile(r"[:@$](\w+)")


@dataclass(frozen=True)
class Room:
    """How many cells an answer has room for, and whether one that has more may be cut, which is where Datasette says so.

    Where a page of a table is cut, the next one goes on after what should have been there, and nobody is told; CSV has no
    place to say it, and the page of a query on 1.0 does not. ``csv`` says that it is CSV, which with an error of the
    database would come out empty; ``assistant`` that the tools for assistants ask, who are told of no other errors.
    """

    cells: int
    may_cut: bool
    csv: bool = False
    assistant: bool = False

    def refusal(self, words: str, kind: type[Exception] = sqlite3.OperationalError) -> Exception:
        """Return what makes Datasette show these words."""
        return DatasetteError(words, title="Invalid SQL", status=400) if self.csv else kind(words)


NO_REQUEST = Room(DATA_CELLS, may_cut=False)
_room: ContextVar[Room] = ContextVar("lessons_room")


def with_cells(app: App) -> App:
    """Return ``app`` such that each request's answer is limited to the cells that its format can bear."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            asked = scope.get("query_string", b"")
            data = scope["path"].endswith(DATA) or b"_format=" in asked
            json = scope["path"].endswith(".json") or b"_format=json" in asked
            csv = scope["path"].endswith(".csv") or b"_format=csv" in asked
            assistant = access.for_an_assistant()
            told = json or assistant or (not data and __version__.startswith("0."))
            _room.set(
                Room(
                    DATA_CELLS if data else PAGE_CELLS,
                    may_cut=told and (assistant or b"sql=" in asked),
                    csv=csv,
                    assistant=assistant,
                )
            )
        await app(scope, receive, send)

    return wrapped


class Pauses:
    """Lets other requests be answered while Datasette makes a large page: it asks plugins about each cell, and awaits them."""

    def __init__(self) -> None:
        self._last = 0.0

    def due(self) -> Coroutine[Any, Any, None] | None:
        """Return a pause to await, or None as long as the last one is recent."""
        now = time.perf_counter()
        if now - self._last < PAUSE_EVERY_SECONDS:
            return None
        self._last = now
        return asyncio.sleep(0)


class StoppableDatabase(Database):  # type: ignore[misc]  # Datasette ships no types
    """A database whose statements run in worker processes, on one version of the file, within limits."""

    def __init__(self, ds: Any, path: str, *, placed: Placed, is_mutable: bool) -> None:
        super().__init__(ds, path=path, is_mutable=is_mutable)
        self._placed = placed
        self._functions: tuple[SqlFunction, ...] | None = None

    async def execute(
        self,
        sql: str,
        params: Any = None,
        truncate: bool = False,  # noqa: FBT001, FBT002 - Datasette's signature
        custom_time_limit: int | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,  # noqa: FBT001, FBT002 - Datasette's signature
    ) -> Any:
        """Return what Datasette's own method returns, and raise what it raises; refusals are put into words."""
        del log_sql_errors
        if self._functions is None:
            self._functions = functions_of(self.ds, self.name)
        limit = min(custom_time_limit or self.ds.sql_time_limit_ms, self.ds.sql_time_limit_ms)
        seconds = limit / 1000
        rows = self.ds.max_returned_rows if truncate and self.ds.max_returned_rows else DATA_CELLS
        if rows == (page_size or self.ds.page_size):
            rows += 1
        room = _room.get(NO_REQUEST)
        size = Size(rows, room.cells, BYTES)
        try:
            found: FoundRows = await self._placed.run(
                "lessons.library.statement:fetch",
                sql,
                given(sql, params),
                seconds,
                size,
                self._functions,
                limits=Limits(seconds=seconds, answer=3 * BYTES),
            )
        except TookTooLong as error:
            raise QueryInterrupted(sqlite3.OperationalError("interrupted"), sql, params) from error
        except (Busy, LessonsError) as error:
            if room.assistant:
                raise sqlite3.OperationalError(str(error)) from error
            raise DatasetteError(str(error), title=gettext("errors.again"), status=503) from error
        except Refused as error:
            words = too_much_memory() if isinstance(error, TookTooMuchMemory) else str(error)
            raise room.refusal(words) from error
        except sqlite3.Error as error:
            if error.args == ("interrupted",):
                raise QueryInterrupted(error, sql, params) from error
            raise room.refusal(in_words(str(error)), type(error)) from error
        if found.more and len(found.rows) < rows and not (truncate and room.may_cut):
            raise room.refusal(too_much(room.cells))
        description = tuple((name, None, None, None, None, None, None) for name in found.columns)
        return Results(named(found), found.more and truncate, description)

    async def analyze_sql(self, sql: str, params: Any = None) -> Any:
        """Refuse what Datasette 1.0 does with queries that somebody wants to store or to write with."""
        del sql, params
        raise sqlite3.DatabaseError(gettext("errors.read_only.queries"))


def given(sql: str, params: Any) -> Any:
    """Return the parameters of a statement as plain values.

    Those of a canned query may be worked out when they are asked for, such as ``:_now_datetime_utc``.
    """
    if params is None:
        return {}
    if type(params) is dict or not isinstance(params, Mapping):
        return params
    found = {}
    for name in PARAMETER.findall(sql):
        try:
            found[name] = params[name]
        except KeyError:
            continue
    return found


def too_much(cells: int) -> str:
    """Return why a page is not shown, and how to get the data."""
    return gettext("errors.too_much", cells=f"{cells:,}", megabytes=BYTES // 1_000_000)
