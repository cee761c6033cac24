"""The database as an interface: every table, view, index and full-text index, each with its sentence.

Analysts depend on these names. `SCHEMA_VERSION` moves, with a line in the changelog, whenever a table,
view or column is added (minor) or renamed, removed or given another meaning (major).
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons import APPLICATION, APPLICATION_ID
from lessons.schema import (
    full_text,
    lesson_lists,
    lessons,
    outcomes,
    review_lists,
    reviews,
    search,
    system,
    uses,
    views,
    vocabulary,
)
from lessons.schema.dictionary import Described, described, first_query
from lessons.schema.fts5 import FullText, WordList
from lessons.schema.full_text import (
    FULL_TEXT,
    LESSONS_EXACT,
    LESSONS_FTS,
    LESSONS_WORDS,
    REVIEWS_EXACT,
    REVIEWS_FTS,
    REVIEWS_WORDS,
    WORD_LISTS,
)
from lessons.schema.model import ROWID, Column, Table, View, quoted
from lessons.schemes import NOT_STATED, NOTHING_STATED, REPLACED_BY_LESSONS

__all__ = [
    "APPLICATION",
    "APPLICATION_ID",
    "FULL_TEXT",
    "LESSONS_EXACT",
    "LESSONS_FTS",
    "LESSONS_WORDS",
    "NOTHING_STATED",
    "NOT_STATED",
    "OF_SEARCH",
    "REPLACED_BY_LESSONS",
    "REVIEWS_EXACT",
    "REVIEWS_FTS",
    "REVIEWS_WORDS",
    "ROWID",
    "SCHEMA_VERSION",
    "TABLES",
    "VIEWS",
    "WORD_LISTS",
    "Column",
    "Described",
    "FullText",
    "Table",
    "View",
    "WordList",
    "dictionary",
    "first_query",
    "index_statements",
    "quoted",
    "statements",
    "statements_over_tables",
]

SCHEMA_VERSION = "2.2"

# Parents before children, so that rows can be inserted in this order.
TABLES: tuple[Table, ...] = (
    *system.TABLES,
    *vocabulary.TABLES,
    *reviews.TABLES,
    *review_lists.TABLES,
    *lessons.TABLES,
    *lesson_lists.TABLES,
    *review_lists.LINKS,
    *uses.TABLES,
    outcomes.OUTCOMES,
    *search.TABLES,
)
VIEWS: tuple[View, ...] = (*views.VIEWS, *full_text.VIEWS)
# What search keeps for itself beside the full-text indexes; few queries of analysts need it.
OF_SEARCH = frozenset(
    one.name
    for one in (*search.TABLES, full_text.REVIEW_SEARCH_TEXT, full_text.LESSON_SEARCH_TEXT, *full_text.WORD_LISTS)
)


def statements() -> Iterator[str]:
    """Yield every DDL statement of the database, in the order in which they can be executed."""
    yield from (table.ddl() for table in TABLES)
    yield from index_statements()
    yield from statements_over_tables()


def index_statements() -> Iterator[str]:
    """Yield the DDL statements of the indexes of the tables; made of all rows at once, an index is packed."""
    yield from (statement for table in TABLES for statement in table.index_ddl())


def statements_over_tables() -> Iterator[str]:
    """Yield the DDL statements of what reads the tables: views, full-text indexes, lists of words."""
    for view in VIEWS:
        yield view.ddl()
    for index in (*FULL_TEXT, *WORD_LISTS):
        yield index.ddl()


def dictionary() -> Iterator[Described]:
    """Yield the rows of the data dictionary: every table, view, index and list of words, and each of their columns."""
    return described((*TABLES, *VIEWS, *FULL_TEXT, *WORD_LISTS))
