"""The database as an interface: every table, view, index and full-text index, each with its sentence.

Analysts depend on these names. `SCHEMA_VERSION` moves, with a line in the changelog, whenever a table,
view or column is added (minor) or renamed, removed or given another meaning (major).
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.schema import lessons, review_lists, reviews, search, system, vocabulary
from lessons.schema.model import Column, FullText, Table, View, quoted
from lessons.schema.views import FULL_TEXT, LESSONS_FTS, REVIEWS_FTS, VIEWS
from lessons.schemes import NOT_STATED

__all__ = [
    "APPLICATION",
    "APPLICATION_ID",
    "FULL_TEXT",
    "LESSONS_FTS",
    "NOT_STATED",
    "REVIEWS_FTS",
    "SCHEMA_VERSION",
    "TABLES",
    "VIEWS",
    "Column",
    "FullText",
    "Table",
    "View",
    "dictionary",
    "quoted",
    "statements",
]

SCHEMA_VERSION = "1.0"
APPLICATION = "lessons"
# "LLU1" as four bytes: lets `file` and others tell our database from any other SQLite file.
APPLICATION_ID = 0x4C4C5531

# Parents before children, so that rows can be inserted in this order.
TABLES: tuple[Table, ...] = (
    *system.TABLES,
    *vocabulary.TABLES,
    *reviews.TABLES,
    *review_lists.TABLES,
    *lessons.TABLES,
    *review_lists.LINKS,
    *search.TABLES,
)


def statements() -> Iterator[str]:
    """Yield every DDL statement of the database, in the order in which they can be executed."""
    for table in TABLES:
        yield table.ddl()
        yield from table.index_ddl()
    for view in VIEWS:
        yield view.ddl()
    for index in FULL_TEXT:
        yield index.ddl()


def dictionary() -> Iterator[tuple[str, str, str, str]]:
    """Yield the rows of the data dictionary: table, column (empty for the table itself), type, meaning."""
    for table in TABLES:
        yield table.name, "", "table", table.sentence
        for column in table.columns:
            yield table.name, column.name, column.type, column.sentence
    for view in VIEWS:
        yield view.name, "", "view", view.sentence
        for name, sentence in view.columns.items():
            yield view.name, name, "column", sentence
    for index in FULL_TEXT:
        yield index.name, "", "full-text index", index.sentence
        for name in index.weights:
            yield (
                index.name,
                name,
                "indexed text",
                f"Words of {index.content}.{name}; weight {index.weights[name]:g} in the ranking.",
            )
