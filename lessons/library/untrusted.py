"""A database that somebody else made, read without trusting it: the rows of its tables, and nothing that it brings along to be run.

SQLite's own advice for such files (https://www.sqlite.org/security.html): the schema is not trusted, the file is looked through for
damage first, and an authoriser allows nothing but reading columns, so that neither views, triggers, generated columns nor indexes on
expressions can call a function.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lessons.library.audience import Audience, audience_of
from lessons.library.connection import DAMAGE, connect, facts_of
from lessons.problems import LessonsError
from lessons.schema import APPLICATION, ROWID, SCHEMA_VERSION, TABLES, Table

_READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ})
_PIECE = 1 << 20


@dataclass(frozen=True)
class UnitFile:
    """A unit's database as a file: its path in messages, the facts that it states of itself, and the SHA-256 of its bytes.

    ``plain`` has the columns of each ordinary table that hold values and are not worked out from others; ``hiding`` are the tables
    in which another column is called as SQLite calls the place of a row.
    """

    shown: str
    facts: dict[str, str]
    checksum: str
    plain: Mapping[str, frozenset[str]]
    hiding: frozenset[str]
    connection: sqlite3.Connection

    def rows(self, table: Table, *only: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of a table as they are stored, by column; ``only`` these columns, where some are named.

        Raises :class:`LessonsError` when the file has no such table, or one of another shape, or one that cannot be read.
        """
        names = only or table.stored
        if not set(table.stored) <= self.plain.get(table.name, frozenset()):
            raise self._another_shape(table)
        try:
            for values in self.connection.execute(table.selection(names)):
                yield dict(zip(names, values, strict=True))
        except DAMAGE as error:
            raise self._unreadable(table) from error

    def places(self, table: Table, column: str) -> Iterator[tuple[Any, int]]:
        """Yield the value of a ``column`` in each row of a table, and where in the file the row stands. Raises what :meth:`rows` raises."""
        # One that calls another column so would have every row looked for from the beginning.
        if table.name in self.hiding:
            raise self._another_shape(table)
        for row in self.rows(table, column, ROWID):
            yield row[column], row[ROWID]

    def row(self, table: Table, place: int) -> dict[str, Any]:
        """Return the row that stands at a place that :meth:`places` yielded."""
        try:
            values = self.connection.execute(table.selection_by(ROWID), (place,)).fetchone()
        except DAMAGE as error:
            raise self._unreadable(table) from error
        return dict(zip(table.stored, values, strict=True))

    def _unreadable(self, table: Table) -> LessonsError:
        return LessonsError(f"{self.shown}: its table `{table.name}` cannot be read, so it is damaged; build it again")

    def _another_shape(self, table: Table) -> LessonsError:
        return LessonsError(
            f"{self.shown}: its table `{table.name}` is not that of a database of schema version {SCHEMA_VERSION}; build it again with this version"
        )


@contextmanager
def untrusted(path: Path, asked_for: Audience) -> Iterator[UnitFile]:
    """Give a unit's database to be read.

    Raises :class:`LessonsError` when the file is no database of this program's version, is damaged, or holds more than those it is
    ``asked_for`` may see.
    """
    connection = connect(path)
    try:
        yield _opened(connection, path, asked_for)
    finally:
        connection.close()


def _opened(connection: sqlite3.Connection, path: Path, asked_for: Audience) -> UnitFile:
    # Before all else: it reads the file from its beginning to its end, and what looks for damage finds in memory then what it reads here and there.
    checksum = _checksum(path)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        sound = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
        plain = {table.name: _plain_columns(connection, table) for table in TABLES} if sound else {}
        # Of a view, or of what a module makes, SQLite tells the columns only by preparing to run it.
        hiding = frozenset(table.name for table in TABLES if plain.get(table.name) and _has(connection, table, ROWID))
    except DAMAGE:
        sound = False
    if not sound:
        raise LessonsError(f"{path}: is damaged; build it again")
    connection.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY)
    stated = facts_of(connection) if plain["build_info"] else {}
    facts = {key: value for key, value in stated.items() if isinstance(key, str) and isinstance(value, str)}
    if facts.get("application") != APPLICATION:
        raise LessonsError(f"{path}: was not made by lessons build")
    if facts.get("schema_version") != SCHEMA_VERSION:
        raise LessonsError(f"{path}: {_another_version(facts.get('schema_version', ''))}")
    audience = audience_of(facts)
    if not audience.within(asked_for):
        # No audience that can be asked for has drafts, or a name from another version.
        wider = f", or say --audience {audience.name}" if audience == Audience(audience.name) and audience.known else ""
        raise LessonsError(
            f"{path}: was built for {audience}, which is wider than {asked_for}; build it again for {asked_for}{wider}"
        )
    return UnitFile(str(path), facts, checksum, plain, hiding, connection)


def _another_version(found: str) -> str:
    """Return what to do about a database whose schema has another version than this program's."""
    stated = f"has schema version {found[:20] or 'unknown'}, and this program reads {SCHEMA_VERSION}"
    try:
        newer = [int(part) for part in found.split(".")] > [int(part) for part in SCHEMA_VERSION.split(".")]
    except ValueError:
        newer = False
    if newer:
        return f"{stated}: install the newer program here, the one in the unit's requirements.txt"
    return f"{stated}: in that unit, install this version of the program and run: lessons build"


def _plain_columns(connection: sqlite3.Connection, table: Table) -> frozenset[str]:
    """Return the columns of a table that are stored; none where it is a view or a virtual table, which would be run."""
    kind = connection.execute("SELECT type, sql FROM sqlite_master WHERE name = ?", (table.name,)).fetchone()
    if kind is None or kind[0] != "table" or "VIRTUAL" in str(kind[1]).upper().split()[:3]:
        return frozenset()
    # https://www.sqlite.org/pragma.html#pragma_table_xinfo: 0 is an ordinary column, others are hidden or generated.
    found = connection.execute("SELECT name, hidden FROM pragma_table_xinfo(?)", (table.name,))
    return frozenset(name for name, hidden in found if hidden == 0)


def _has(connection: sqlite3.Connection, table: Table, column: str) -> bool:
    names = connection.execute("SELECT lower(name) FROM pragma_table_xinfo(?)", (table.name,))
    return (column,) in names.fetchall()


def _checksum(path: Path) -> str:
    state = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            state.update(piece)
    return state.hexdigest()
