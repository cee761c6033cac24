"""The last look before a database is written: no text of any table names a review that its audience may not see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set

from lessons.building.outputs.shared import Row
from lessons.building.redaction import named
from lessons.building.selection import Selection
from lessons.problems import LessonsError
from lessons.record.vocabulary import FILE_NAME
from lessons.schemes import FIXED

_DATE = re.compile(r"\d{4}(?:-\d{2}){1,2}")
# The tables in which the program speaks of itself; its words may be the id of a review.
_ABOUT_ITSELF = ("build_info", "data_dictionary")
# In the order in which a row says whose it is.
_OWNERS = ("review_id", "from_review_id", "lesson_id", "use_id", "id", "old")


def sought(words: Mapping[str, Iterable[Row]], selection: Selection) -> frozenset[str]:
    """Return the ids that no text may hold: of what was left out, those that are not words of the database in their own right.

    ``words`` are the rows of terms, schemes and organisations. Ids of a single word may be words of prose, and are looked for in links only, entry by entry.
    """
    ids = frozenset(id_ for id_ in selection.gone if "-" in id_ and not _DATE.fullmatch(id_))
    return ids - _own_words(words, selection) if ids else ids


def looked_through(table: str, rows: Iterable[Row], ids: Set[str]) -> Iterator[Row]:
    """Yield the rows of a table. Raises :class:`LessonsError`, with table and owner, when a text of one names one of these ids."""
    for row in rows:
        # A withdrawn review's former address says that it is gone. The program's own are the schema of the front matter and the help pages.
        says_so = table == "redirects" and row["http_status"] != 301
        own = table in _ABOUT_ITSELF or (table == "documents" and row["name"] != FILE_NAME)
        if not says_so and not own:
            _require_unnamed(table, row, ids)
        yield row


def _require_unnamed(table: str, row: Row, ids: Set[str]) -> None:
    for name, value in row.items():
        # The id of a figure is made of the words of its measure, which are looked at themselves.
        if isinstance(value, str) and "-" in value and (table, name) != ("outcomes", "id") and named(value, ids):
            owner = next((str(row[column]) for column in _OWNERS if row.get(column)), "the vocabulary")
            raise LessonsError(
                f"{owner} names, in {table.replace('_', ' ')}, a review that this audience may not see; reword or rename it"
            )


def _own_words(rows: Mapping[str, Iterable[Row]], selection: Selection) -> set[str]:
    """Return the words with a hyphen that are in this database in their own right: ids, terms, labels, names."""
    texts = [*(slug for terms in FIXED.values() for slug in terms)]
    for table, columns in (
        ("terms", ("slug", "label")),
        ("schemes", ("id", "label")),
        ("organisations", ("id", "name")),
    ):
        texts += [str(row[column]) for row in rows[table] for column in columns]
    for card in selection.cards.values():
        texts += [card.id, *card.formerly, *(id_ for ids in card.lessons for id_ in ids)]
    return {word for text in texts for word in re.findall(r"[\w-]+", text.lower())}
