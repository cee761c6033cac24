"""Tables, columns, views and indexes as plain data, and the DDL that they stand for.

Each table and each column carries one sentence; the data dictionary prints these sentences,
so documentation and schema cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

# What SQLite calls the place of a row in its table. https://www.sqlite.org/lang_createtable.html#rowid
ROWID = "rowid"


@dataclass(frozen=True)
class Column:
    """One column: its name, its STRICT type (``TEXT``, ``INTEGER``, ``REAL``, ``BLOB``), its sentence.

    ``references`` names a table and its column; ``check`` is an SQL expression; ``allowed`` lists the
    only values the column takes and becomes a CHECK constraint. ``null`` says that the value may be missing. The value of a ``generated``
    column is not stored, but worked out by this SQL expression from the others of its row. The values of a ``day`` are days, YYYY-MM-DD.
    """

    name: str
    type: str
    sentence: str
    null: bool = False
    primary_key: bool = False
    unique: bool = False
    references: tuple[str, str] | None = None
    check: str | None = None
    allowed: tuple[str, ...] = ()
    generated: str | None = None
    day: bool = False

    def ddl(self) -> str:
        """Return the column's line in a CREATE TABLE statement."""
        parts = [quoted(self.name), self.type]
        if self.generated:
            parts.append(f"GENERATED ALWAYS AS ({self.generated}) VIRTUAL")
        if self.primary_key:
            parts.append("PRIMARY KEY")
        if not self.null and not (self.primary_key and self.type == "INTEGER"):
            parts.append("NOT NULL")
        if self.unique:
            parts.append("UNIQUE")
        if self.references:
            parts.append("REFERENCES {}({})".format(*self.references))
        if self.check:
            parts.append(f"CHECK ({self.check})")
        if self.allowed:
            values = ", ".join(f"'{value}'" for value in self.allowed)
            parts.append(f"CHECK ({quoted(self.name)} IN ({values}))")
        return " ".join(parts)


@dataclass(frozen=True)
class ForeignKey:
    """Columns that together refer to columns of another table; ``deferred`` ones are checked when a transaction ends."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...]
    deferred: bool = False

    def ddl(self) -> str:
        """Return the table constraint."""
        later = " DEFERRABLE INITIALLY DEFERRED" if self.deferred else ""
        return f"FOREIGN KEY ({', '.join(self.columns)}) REFERENCES {self.table}({', '.join(self.to)}){later}"


@dataclass(frozen=True)
class Table:
    """One STRICT table: its sentence, columns, keys of several columns, other constraints and indexed column lists.

    ``search_only`` marks tables that only the search engine reads; they are documented last.
    """

    name: str
    sentence: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    constraints: tuple[str, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    without_rowid: bool = False
    search_only: bool = False

    def column(self, name: str, *, called: str | None = None, sentence: str | None = None) -> Column:
        """Return one of its columns as a view shows it: under the same name or another, with the same sentence or another.

        Raises ``KeyError`` when there is none of this name.
        """
        column = {column.name: column for column in self.columns}[name]
        return replace(
            column,
            name=called or name,
            sentence=sentence or column.sentence,
            null=True,
            primary_key=False,
            unique=False,
            check=None,
            generated=None,
        )

    def ddl(self) -> str:
        """Return the CREATE TABLE statement."""
        lines = [column.ddl() for column in self.columns]
        if self.primary_key:
            lines.append(f"PRIMARY KEY ({', '.join(self.primary_key)})")
        lines += [f"UNIQUE ({', '.join(columns)})" for columns in self.unique]
        lines += [*(key.ddl() for key in self.foreign_keys), *self.constraints]
        body = ",\n    ".join(lines)
        options = "STRICT, WITHOUT ROWID" if self.without_rowid else "STRICT"
        return f"CREATE TABLE {quoted(self.name)} (\n    {body}\n) {options}"

    @property
    def stored(self) -> tuple[str, ...]:
        """Return the names of the columns whose values are stored."""
        return tuple(column.name for column in self.columns if not column.generated)

    def insertion(self) -> str:
        """Return the INSERT statement that takes a value for each column that is stored, in their order."""
        names = ", ".join(map(quoted, self.stored))
        return f"INSERT INTO {quoted(self.name)} ({names}) VALUES ({', '.join('?' * len(self.stored))})"

    @property
    def key(self) -> tuple[str, ...]:
        """Return the columns of the primary key."""
        return self.primary_key or tuple(column.name for column in self.columns if column.primary_key)

    def selection(self, columns: Iterable[str] = ()) -> str:
        """Return the SELECT statement that gives these columns of every row, by default all that are stored, in their order."""
        return f"SELECT {', '.join(map(quoted, columns or self.stored))} FROM {quoted(self.name)}"

    def selection_by(self, column: str) -> str:
        """Return the SELECT statement that gives the rows as they are stored that have one value in a column."""
        return f"{self.selection()} WHERE {quoted(column)} = ?"

    def whole_selection(self) -> str:
        """Return the SELECT statement that gives every row with all columns in their order, those that are worked out from others too."""
        return f"SELECT {', '.join(quoted(column.name) for column in self.columns)} FROM {quoted(self.name)}"

    def selection_of(self, columns: Iterable[str]) -> str:
        """Return the SELECT statement for the rows of which one of these columns has a value of the JSON array ``:values``."""
        any_of = " OR ".join(f"{quoted(name)} IN (SELECT value FROM json_each(:values))" for name in columns)
        return f"{self.selection()} WHERE {any_of}"

    def largest(self, column: str) -> str:
        """Return the query for the largest value of a column."""
        return f"SELECT max({quoted(column)}) FROM {quoted(self.name)}"

    def deletion(self) -> str:
        """Return the DELETE statement that takes the values of the primary key."""
        return f"DELETE FROM {quoted(self.name)} WHERE {' AND '.join(f'{quoted(name)} = ?' for name in self.key)}"

    def index_ddl(self) -> tuple[str, ...]:
        """Return one CREATE INDEX statement for each indexed column list."""
        return tuple(
            f"CREATE INDEX {quoted(f'{self.name}_by_' + '_'.join(columns))} "
            f"ON {quoted(self.name)} ({', '.join(map(quoted, columns))})"
            for columns in self.indexes
        )


@dataclass(frozen=True)
class View:
    """One view: its sentence, its SELECT, and its columns in the order in which that gives them."""

    name: str
    sentence: str
    select: str
    columns: tuple[Column, ...]

    def ddl(self) -> str:
        """Return the CREATE VIEW statement."""
        return f"CREATE VIEW {quoted(self.name)} AS {self.select}"

    def selection(self) -> str:
        """Return the SELECT statement that gives every row in an order that depends on the rows alone."""
        order = ", ".join(str(place) for place in range(1, len(self.columns) + 1))
        return f"SELECT {', '.join(quoted(column.name) for column in self.columns)} FROM {quoted(self.name)} ORDER BY {order}"


def quoted(name: str) -> str:
    """Return ``name`` as an SQL identifier in double quotes."""
    return '"' + name.replace('"', '""') + '"'
