"""What a built database has, of one unit or of several, ready to be exported as the entries of a unit are."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path, PurePosixPath

from lessons import schema
from lessons.building.outputs.exported import Exported
from lessons.building.outputs.tables import Rows
from lessons.building.selection import Selection
from lessons.entries import Entry, read_string
from lessons.entries.checked import checked_review, checked_use
from lessons.library import connection as library
from lessons.library.audience import Audience, require_within
from lessons.library.soundness import opened
from lessons.problems import LessonsError
from lessons.record.vocabulary import FILE_NAME
from lessons.record.vocabulary.loading import read_string as read_vocabulary


def stored(database: Path, asked_for: Audience) -> Exported:
    """Return what a database has, its reviews and uses read again from the Markdown in it.

    Raises :class:`LessonsError` when it is none of this program's version, or for more than those it is ``asked_for``.
    """
    with closing(opened(database)) as connection:
        try:
            require_within(library.build(connection).audience, asked_for)
            facts = library.facts_of(connection)
            rows = _rows(connection)
        except sqlite3.Error as error:
            raise LessonsError(f"{database}: is damaged; build it again") from error
        except LessonsError as error:
            raise LessonsError(f"{database}: {error}") from None
    text = next((str(row["content"]) for row in rows["documents"] if row["name"] == FILE_NAME), "")
    vocabulary = read_vocabulary(text, FILE_NAME)
    markdown = {row["review_id"]: row["markdown"] for row in rows["review_files"]}
    paths: dict[str, str] = {}
    reviews = [_entry(row, markdown[row["id"]], paths) for row in rows["reviews"]]
    uses = [_entry(row, row["markdown"], paths, use=True) for row in rows["uses"]]
    try:
        selection = Selection(
            tuple(map(checked_review, reviews)), (), 0, 0, vocabulary=vocabulary, uses=tuple(map(checked_use, uses))
        )
    except ValueError as error:
        raise LessonsError(f"{database}: {error}; build it again") from error
    known = {name: facts.get(name, "") for name in ("audience", "drafts", "content_digest", "unit")}
    return Exported(selection, vocabulary, known, {}, paths, database=database, stored=rows)


def _rows(connection: sqlite3.Connection) -> Rows:
    """Return the rows of each table as readers of the database have them, but for what search alone needs."""
    found: Rows = {}
    for table in schema.TABLES:
        if not table.search_only:
            names = [column.name for column in table.columns]
            rows = connection.execute(table.whole_selection())
            found[table.name] = [dict(zip(names, row, strict=True)) for row in rows]
    return found


def _entry(row: dict[str, str], text: str, paths: dict[str, str], *, use: bool = False) -> Entry:
    """Return an entry under the id that it has in the database, and note its path, below the unit's name where that is in the id."""
    unit = row["id"].rpartition(":")[0]
    path = PurePosixPath(unit, row["file"])
    entry = read_string(text, str(path), use=use, rendering=False)
    entry.id = row["id"]
    paths[entry.id] = str(path)
    return entry
