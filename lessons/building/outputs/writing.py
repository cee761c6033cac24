"""The tables of an empty database, created and filled."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from lessons import schema
from lessons.building.outputs.shared import Row
from lessons.building.outputs.tables import OWNED

if TYPE_CHECKING:
    # Loading it takes a sixth of a second, which a build that changes a few rows of the last file does without.
    import sqlite_utils

# What it says of the rows of the others is known when these have been written.
_COUNTING = "build_info"


def write_rows(connection: sqlite3.Connection, found: Mapping[str, Iterable[Row]]) -> None:
    """Create every table, view and index in an empty database and write the rows of the tables, but for what is made from them."""
    import sqlite_utils

    database = sqlite_utils.Database(connection, strict=True)
    with database.atomic():
        for table in schema.TABLES:
            connection.execute(table.ddl())
            if table.name != _COUNTING:
                _insert(database, table, found.get(table.name, ()))
        for table in schema.TABLES:
            if table.name == _COUNTING:
                _insert(database, table, found.get(table.name, ()))
        for statement in (*schema.index_statements(), *schema.statements_over_tables()):
            connection.execute(statement)


def _insert(database: sqlite_utils.Database, table: schema.Table, rows: Iterable[Row]) -> None:
    names = table.stored
    values = ([row.get(name) for name in names] for row in rows)
    if table.name in OWNED:
        # Of so many rows it takes long to ask of each value whether it must be made JSON.
        database.conn.executemany(table.insertion(), values)
    elif rows:
        database.table(table.name).insert_all(chain([names], values))
