"""Which table it was that could not hold its rows, when a database could not be written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing

from lessons import schema
from lessons.building.outputs.shared import Row


def misfit(rows: Mapping[str, Iterable[Row]]) -> str | None:
    """Return the first of these tables that cannot hold its rows, or of which a row refers to one that is not among them; ``None`` where all fit."""
    tables = {table.name: table for table in schema.TABLES}
    # A database without a name is kept on disk when it becomes large, and is gone when it is closed.
    with closing(sqlite3.connect("")) as connection:
        for name, found in rows.items():
            table = tables[name]
            connection.execute(table.ddl())
            try:
                connection.executemany(table.insertion(), ([row.get(name) for name in table.stored] for row in found))
            except sqlite3.IntegrityError:
                return name
        return next((broken[0] for broken in connection.execute("PRAGMA foreign_key_check") if broken[2] in rows), None)
