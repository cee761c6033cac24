"""The last database with the rows of the next: what differs is taken out and put in, in one transaction on a copy of the file.

Every row is compared, so each table ends up as a build from nothing would have written it. Rows of the full-text indexes follow those of their
texts. What is learnt from all texts together, the space of latent semantic analysis, stays as it is, with the changed texts placed in it,
until the changes are many. Of what was taken out nothing stays in the file, not even a word.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lessons import schema
from lessons.building.outputs.restating import restate
from lessons.building.outputs.shared import Row
from lessons.building.outputs.tables import OWNED
from lessons.search.folding import fold_in, forget_words, stems_of, take_out

# Of the reviews one in so many may have changed since the space was learnt.
LEARNT_ANEW = 10
# Where more than one in so many texts has changed, building from nothing takes hardly longer and leaves no holes.
BUILT_ANEW = 3
_REVIEWS = "review_files"
# The tables of texts, with the indexes that read them and the table of their vectors.
_READ_BY = {
    _REVIEWS: (schema.REVIEWS_FTS, schema.REVIEWS_EXACT, "lsa_reviews"),
    "lesson_text": (schema.LESSONS_FTS, schema.LESSONS_EXACT, "lsa_lessons"),
}
_LAST = "build_info"
# Kept by a SQLite that was compiled with STAT4.
_SAMPLES = "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat4'"
# An updated file is written anew when one page in so many is empty.
MOST_EMPTY = 3
# What an index held of a text is taken out of it at once; otherwise the index is written anew.
FORGETS_AT_ONCE = sqlite3.sqlite_version_info >= (3, 42)


class TooDifferentError(Exception):
    """So much has changed that the database is better built from nothing."""


@dataclass(frozen=True)
class Change:
    """The ids of the entries that were made again or are gone, and what the file is to say of itself that it does not hold."""

    touched: Set[str]
    facts: Mapping[str, str]


@dataclass(frozen=True)
class _Changes:
    """The rows of a table to take out, whole, and those to put in, of as many as there were to be ``looked_at``."""

    table: schema.Table
    looked_at: int
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


def update(
    last: Path, beside: Path, found: Mapping[str, Iterable[Row]], folded: int, change: Change | None = None
) -> int:
    """Write to ``beside`` the database ``last`` with the rows ``found``; ``folded`` reviews have been placed since its space was learnt.

    With a ``change`` the rows of other entries than it touches stay, and so do tables of which there are no rows in ``found``.
    Returns how many there are now. Raises :class:`TooDifferentError`, leaving anything at ``beside``.
    """
    shutil.copyfile(last, beside)
    connection = sqlite3.connect(beside)
    try:
        # The file is thrown away when anything fails. Those references are checked of which either end has changed: all others were when the file was built.
        # What is taken out may not be read by anybody any more, so it is written over.
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")
        owners = _with_lessons(connection, change.touched) if change else None
        changes = [
            _changes(connection, table, found.get(table.name, ()), owners)
            # Its rows are counted from the others.
            for table in sorted(schema.TABLES, key=lambda table: table.name == _LAST)
            if not table.search_only and (change is None or table.name in found)
        ]
        for one in changes if change is None else ():
            if one.table.name in _READ_BY and BUILT_ANEW * len(one.come) > one.looked_at:
                raise TooDifferentError
        with connection:
            connection.execute("BEGIN")
            # When all rows are there.
            connection.execute("PRAGMA defer_foreign_keys = ON")
            folded = _apply(connection, changes, folded)
            # What the planner knows of the tables stays near enough the truth until the space is learnt anew, unless it consists of values of theirs.
            if change is None or not folded or connection.execute(_SAMPLES).fetchone():
                connection.execute("ANALYZE")
            # What the file says of itself comes last, so that the place for its digest is written once.
            for one in changes:
                if one.table.name == _LAST:
                    one.apply(connection)
            if change:
                restate(connection, change.facts)
        _give_back(connection)
    finally:
        connection.close()
    return folded


def _with_lessons(connection: sqlite3.Connection, touched: Set[str]) -> str:
    """Return the ids of entries and of the lessons that they had, as JSON."""
    reviews = json.dumps(sorted(touched))
    of_lessons = "SELECT id FROM lessons WHERE review_id IN (SELECT value FROM json_each(?))"
    return json.dumps([*sorted(touched), *(id_ for (id_,) in connection.execute(of_lessons, (reviews,)))])


def _before(connection: sqlite3.Connection, table: schema.Table, owners: str | None) -> sqlite3.Cursor:
    if owners is None or table.name not in OWNED:
        return connection.execute(table.selection())
    return connection.execute(table.selection_of(OWNED[table.name]), {"values": owners})


def _changes(connection: sqlite3.Connection, table: schema.Table, rows: Iterable[Row], owners: str | None) -> _Changes:
    names = table.stored
    places = [names.index(name) for name in table.key]
    before = {tuple(row[place] for place in places): row for row in _before(connection, table, owners)}
    come, looked_at = [], 0
    for looked_at, row in enumerate(rows, 1):  # noqa: B007 - how many there were
        values = tuple([row.get(name) for name in names])
        key = tuple([values[place] for place in places])
        if before.get(key) == values:
            del before[key]
        else:
            come.append(values)
    return _Changes(table, looked_at, list(before.values()), come)


def _give_back(connection: sqlite3.Connection) -> None:
    """Write the file anew where much of it is empty."""
    free, pages = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("freelist_count", "page_count"))
    if free * MOST_EMPTY > pages:
        connection.execute("VACUUM")


def _apply(connection: sqlite3.Connection, changes: list[_Changes], folded: int) -> int:
    texts = [change for change in changes if change.table.name in _READ_BY]
    (reviews,) = (change for change in texts if change.table.name == _REVIEWS)
    stems = stems_of(connection, reviews.numbers(reviews.gone))
    for change in texts:
        _take_out(connection, change)
    for change in changes:
        if change.table.name != _LAST:
            change.apply(connection)
    for change in texts:
        _put_in(connection, change)
    folded += len({*reviews.numbers(reviews.gone), *reviews.numbers(reviews.come)})
    return _placed(connection, texts, folded, stems)


def _take_out(connection: sqlite3.Connection, texts: _Changes) -> None:
    """Take out of the indexes, and of the vectors, what will not be there any more; it still is."""
    *indexes, vectors = _READ_BY[texts.table.name]
    numbers = texts.numbers(texts.gone)
    for index in indexes:
        if FORGETS_AT_ONCE:
            connection.execute(index.forgetting(at_once=True))
        connection.executemany(index.removal(), [(number,) for number in numbers])
    take_out(connection, vectors, numbers)


def _put_in(connection: sqlite3.Connection, texts: _Changes) -> None:
    """Put into the indexes what is there now."""
    for index in _READ_BY[texts.table.name][:2]:
        connection.executemany(index.addition(), [(number,) for number in texts.numbers(texts.come)])
        if FORGETS_AT_ONCE:
            connection.execute(index.forgetting(at_once=False))
        elif texts.gone:
            # An index only notes that a text is gone, until it is packed.
            connection.execute(index.packing())


def _placed(connection: sqlite3.Connection, texts: list[_Changes], folded: int, stems: Iterable[str]) -> int:
    """Place changed texts in the space that was learnt, or learn it anew; return how many reviews have been placed since it was."""
    ((reviews,),) = connection.execute("SELECT count(*) FROM reviews")
    if folded * LEARNT_ANEW > reviews:
        # Loading what learns takes longer than placing a few texts.
        from lessons.search.preparation import prepare

        prepare(connection)
        return 0
    for change in texts:
        index, _, vectors = _READ_BY[change.table.name]
        fold_in(connection, index, vectors, change.numbers(change.come))
    forget_words(connection, stems)
    return folded
