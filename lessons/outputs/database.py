"""The SQLite database: every row in one transaction, beside the old file, then moved into its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

import sqlite_utils

from lessons import schema
from lessons.history import Dates
from lessons.outputs.replacing import replacing
from lessons.outputs.tables import Rows, all_rows
from lessons.problems import LessonsError
from lessons.search.preparation import prepare
from lessons.selection import Selection
from lessons.vocabulary import Vocabulary


def write(
    selection: Selection,
    vocabulary: Vocabulary,
    output: Path,
    *,
    facts: Mapping[str, str],
    history: Mapping[str, Dates],
    paths: Mapping[str, str],
) -> None:
    """Write the database to ``output``, replacing a former one of ours only when everything is in order.

    ``facts`` go into ``build_info`` beside what is counted here; ``paths`` gives each review id's path inside the folder.
    Raises :class:`LessonsError` when the file cannot be written.
    """
    with replacing(output) as beside:
        connection = sqlite3.connect(beside)
        try:
            # The file is thrown away when anything fails, so a journal would only cost time.
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = ON", "page_size = 4096"):
                connection.execute(f"PRAGMA {pragma}")
            _fill(connection, all_rows(selection, vocabulary, facts, history, paths))
        finally:
            connection.close()


def _fill(connection: sqlite3.Connection, found: Rows) -> None:
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {int(float(schema.SCHEMA_VERSION) * 100)}")
    database = sqlite_utils.Database(connection, strict=True)
    with database.atomic():
        # Links run both ways between reviews and lessons, so foreign keys are checked at the end.
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for statement in schema.statements():
            connection.execute(statement)
        for table in schema.TABLES:
            if found.get(table.name):
                database.table(table.name).insert_all(found[table.name], batch_size=500)
        for index in schema.FULL_TEXT:
            for statement in index.maintenance():
                connection.execute(statement)
        prepare(connection)
    connection.execute("ANALYZE")
    _verify(connection)
    connection.execute("VACUUM")


def _verify(connection: sqlite3.Connection) -> None:
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        raise LessonsError(f"a row of {broken[0]} refers to a row of {broken[2]} that is not there; please report this")
    said = connection.execute("PRAGMA quick_check").fetchone()[0]
    if said != "ok":
        raise LessonsError(f"the new database is damaged ({said}); look at the disk it was written to")
