"""The last look before a database is written: no text of any table names a review that its audience may not see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lessons.building.outputs.shared import Row
from lessons.building.redaction import named
from lessons.building.selection import Selection
from lessons.problems import LessonsError
from lessons.record.vocabulary import FILE_NAME
from lessons.schemes import FIXED

_DATE = re.compile(r"\d{4}(?:-\d{2}){1,2}")
# In the order in which a row says whose it is.
_OWNERS = ("review_id", "from_review_id", "lesson_id", "use_id", "id", "old")


def check(rows: Mapping[str, Sequence[Row]], selection: Selection) -> None:
    """Raise :class:`LessonsError`, with table and owner, when a text names a review that was left out.

    Ids of a single word may be words of prose, and are looked for in links only, entry by entry.
    """
    ids = {id_ for id_ in selection.gone if "-" in id_ and not _DATE.fullmatch(id_)} - _own_words(rows, selection)
    if not ids:
        return
    for table, row, text in _texts(rows):
        # A withdrawn review's former address says that it is gone.
        if table == "redirects" and row["http_status"] != 301:
            continue
        # The program's own: the schema of the front matter, the help pages.
        if table == "documents" and row["name"] != FILE_NAME:
            continue
        if named(text, ids):
            owner = next((str(row[column]) for column in _OWNERS if row.get(column)), "the vocabulary")
            raise LessonsError(
                f"{owner} names, in {table.replace('_', ' ')}, a review that this audience may not see; reword or rename it"
            )


def _texts(rows: Mapping[str, Sequence[Row]]) -> Iterator[tuple[str, Row, str]]:
    for table, found in rows.items():
        for row in found:
            for name, value in row.items():
                # The id of a figure is made of the words of its measure, which are looked at themselves.
                if isinstance(value, str) and "-" in value and (table, name) != ("outcomes", "id"):
                    yield table, row, value


def _own_words(rows: Mapping[str, Sequence[Row]], selection: Selection) -> set[str]:
    """Return the words with a hyphen that are in this database in their own right: ids, terms, labels, names."""
    texts = [*(slug for terms in FIXED.values() for slug in terms)]
    for table, columns in (
        ("terms", ("slug", "label")),
        ("schemes", ("id", "label")),
        ("organisations", ("id", "name")),
    ):
        texts += [str(row[column]) for row in rows[table] for column in columns]
    texts += [str(row["local_id"]) for row in rows["lessons"]]
    for card in selection.cards.values():
        texts += [card.id, *card.formerly, *(former for ids in card.lessons for former in ids[1:])]
    return {word for text in texts for word in re.findall(r"[\w-]+", text.lower())}
