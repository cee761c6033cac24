"""The SQLite database: every row in one transaction, beside the old file, then moved into its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

from lessons import schema
from lessons.building.history import Dates
from lessons.building.outputs.replacing import replacing
from lessons.building.outputs.shared import Row
from lessons.building.outputs.tables import Rows, all_rows
from lessons.building.selection import Selection
from lessons.library.audience import audience_of
from lessons.library.soundness import PIECE, blank_digest, file_digest
from lessons.problems import LessonsError
from lessons.record.vocabulary import Vocabulary
from lessons.search.preparation import prepare


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
    built_from = facts.get("content_digest", "")
    blank = blank_digest(built_from) if built_from else ""
    with replacing(output, private=not audience_of(facts).public) as beside:
        connection = sqlite3.connect(beside)
        try:
            # The file is thrown away when anything fails, so a journal would only cost time.
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = ON", "page_size = 4096"):
                connection.execute(f"PRAGMA {pragma}")
            _fill(connection, all_rows(selection, vocabulary, {**facts, "file_digest": blank}, history, paths))
        finally:
            connection.close()
        if blank:
            _state_digest(beside, blank)


def _fill(connection: sqlite3.Connection, found: Rows) -> None:
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {int(float(schema.SCHEMA_VERSION) * 100)}")
    with connection:
        connection.execute("BEGIN")
        # Links run both ways between reviews and lessons, so foreign keys are checked at the end.
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for statement in schema.statements():
            connection.execute(statement)
        for table in schema.TABLES:
            insert(connection, table, found.get(table.name, ()))
        for index in schema.FULL_TEXT:
            for statement in index.maintenance():
                connection.execute(statement)
        prepare(connection)
    connection.execute("ANALYZE")
    _verify(connection)
    connection.execute("VACUUM")


def insert(connection: sqlite3.Connection, table: schema.Table, rows: Iterable[Row]) -> None:
    """Insert rows, whose missing columns are empty, into a table."""
    names = [column.name for column in table.columns]
    connection.executemany(table.insertion(), ([row.get(name) for name in names] for row in rows))


def _state_digest(path: Path, blank: str) -> None:
    """Write the digest of the finished file into it, in the place that was kept for it."""
    with path.open("r+b") as file:
        digest = file_digest(path, blank, blank)
        place = _find(file, blank.encode())
        file.seek(place)
        file.write(digest.encode())


def _find(file: BinaryIO, sought: bytes) -> int:
    """Return where ``sought`` stands in a file that holds it in one of its pages."""
    start = 0
    while piece := file.read(PIECE):
        if (at := piece.find(sought)) >= 0:
            return start + at
        start += len(piece)
    raise LessonsError("the new database has no room for its own digest; please report this")


def _verify(connection: sqlite3.Connection) -> None:
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        raise LessonsError(
            f"a row of {broken[0]} refers to a row of {broken[2]} that does not exist; please report this"
        )
    said = connection.execute("PRAGMA quick_check").fetchone()[0]
    if said != "ok":
        raise LessonsError(f"the new database is damaged ({said}); look at the disk it was written to")
