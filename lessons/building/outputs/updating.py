"""The last database with the rows of the next: what differs is taken out and put in, in one transaction on a copy of the file.

Every row is compared, so each table ends up as a build from nothing would have written it. Rows of the full-text indexes follow those of their
texts. What is learnt from all texts together, the space of latent semantic analysis, stays as it is, with the changed texts placed in it,
until the changes are many. Of what was taken out nothing stays in the file, not even a word.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lessons import schema
from lessons.building.outputs.shared import Row
from lessons.building.outputs.tables import Rows
from lessons.search.folding import fold_in, forget_words, take_out

# Of the reviews one in so many may have changed since the space was learnt.
LEARNT_ANEW = 10
# Where more than one in so many texts has changed, building from nothing takes hardly longer and leaves no holes.
BUILT_ANEW = 3
# The tables of texts, with the indexes that read them and the table of their vectors.
_READ_BY = {
    "review_files": (schema.REVIEWS_FTS, schema.REVIEWS_EXACT, "lsa_reviews"),
    "lesson_text": (schema.LESSONS_FTS, schema.LESSONS_EXACT, "lsa_lessons"),
}
_LAST = "build_info"


class TooDifferentError(Exception):
    """So much has changed that the database is better built from nothing."""


@dataclass(frozen=True)
class _Changes:
    """The rows of a table to take out, whole, and those to put in."""

    table: schema.Table
    gone: list[tuple[Any, ...]]
    come: list[tuple[Any, ...]]

    def numbers(self, rows: Iterable[tuple[Any, ...]]) -> list[int]:
        """Return the row numbers by which the full-text indexes know the texts."""
        place = self.table.stored.index("number")
        return sorted(row[place] for row in rows)

    def apply(self, connection: sqlite3.Connection) -> None:
        names = self.table.stored
        places = [names.index(name) for name in self.table.key]
        connection.executemany(self.table.deletion(), ([row[place] for place in places] for row in self.gone))
        connection.executemany(self.table.insertion(), self.come)


def update(last: Path, beside: Path, found: Rows, folded: int) -> int:
    """Write to ``beside`` the database ``last`` with the rows ``found``; ``folded`` reviews have been placed since its space was learnt.

    Returns how many there are now. Raises :class:`TooDifferentError`, leaving anything at ``beside``.
    """
    shutil.copyfile(last, beside)
    connection = sqlite3.connect(beside)
    try:
        # The file is thrown away when anything fails. References are checked when all rows are there.
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF"):
            connection.execute(f"PRAGMA {pragma}")
        changes = [
            _changes(connection, table, found.get(table.name, ())) for table in schema.TABLES if not table.search_only
        ]
        for change in changes:
            if change.table.name in _READ_BY and BUILT_ANEW * len(change.come) > len(found[change.table.name]):
                raise TooDifferentError
        with connection:
            connection.execute("BEGIN")
            folded = _apply(connection, changes, folded, len(found["review_files"]))
        # What was taken out may not be read by anybody any more: a file that was only changed still has it between its rows.
        connection.execute("VACUUM")
    finally:
        connection.close()
    return folded


def _changes(connection: sqlite3.Connection, table: schema.Table, rows: Iterable[Row]) -> _Changes:
    names = table.stored
    places = [names.index(name) for name in table.key]
    before = {tuple(row[place] for place in places): row for row in connection.execute(table.selection())}
    come = []
    for row in rows:
        values = tuple([row.get(name) for name in names])
        key = tuple([values[place] for place in places])
        if before.get(key) == values:
            del before[key]
        else:
            come.append(values)
    return _Changes(table, list(before.values()), come)


def _apply(connection: sqlite3.Connection, changes: list[_Changes], folded: int, reviews: int) -> int:
    texts = [change for change in changes if change.table.name in _READ_BY]
    for change in texts:
        *indexes, vectors = _READ_BY[change.table.name]
        numbers = [(number,) for number in change.numbers(change.gone)]
        for index in indexes:
            connection.executemany(index.removal(), numbers)
        take_out(connection, vectors, change.numbers(change.gone))
        if change.table.name == "review_files":
            folded += len({*change.numbers(change.gone), *change.numbers(change.come)})
    for change in changes:
        if change.table.name != _LAST:
            change.apply(connection)
    for change in texts:
        for index in _READ_BY[change.table.name][:2]:
            connection.executemany(index.addition(), [(number,) for number in change.numbers(change.come)])
            # An index only notes that a text is gone, until it is packed.
            connection.execute(index.packing())
    if folded * LEARNT_ANEW > reviews:
        # Loading what learns takes longer than placing a few texts.
        from lessons.search.preparation import prepare

        folded = 0
        prepare(connection)
    else:
        for change in texts:
            index, _, vectors = _READ_BY[change.table.name]
            fold_in(connection, index, vectors, change.numbers(change.come))
        forget_words(connection)
    connection.execute("ANALYZE")
    # What the file says of itself comes last, so that the place for its digest is written once.
    next(change for change in changes if change.table.name == _LAST).apply(connection)
    return folded
