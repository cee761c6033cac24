"""The page of an entry before it is in the library: a database in memory that holds the entry and those that it cites."""

from __future__ import annotations

import sqlite3

from lessons.building import selection
from lessons.building.outputs.tables import all_rows
from lessons.building.outputs.writing import write_rows
from lessons.entries.collection import Collection
from lessons.library.audience import AUDIENCES

# What no page of an entry shows.
_LEFT_OUT = ("documents", "data_dictionary")


def database_of(collection: Collection) -> bytes:
    """Return the bytes of a database with the entries of a collection, which have no errors, as the builder would write them.

    What only search reads is not in it.
    """
    chosen = selection.select(collection, AUDIENCES[-1], drafts=True)
    unit = collection.vocabulary.words.unit.slug
    paths = {entry.id: entry.path for entry in collection.entries}
    facts = {"audience": AUDIENCES[-1], "drafts": "yes", "content_digest": "", "unit": unit}
    rows = all_rows(chosen, chosen.vocabulary, facts, {}, paths)
    for table in _LEFT_OUT:
        rows[table] = []
    connection = sqlite3.connect(":memory:")
    try:
        write_rows(connection, rows)
        return connection.serialize()
    finally:
        connection.close()
