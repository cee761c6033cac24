"""Placing documents in an LSA space that was learnt before: what a build does with the few that have changed.

Folding in is described by Deerwester et al., "Indexing by latent semantic analysis", JASIS 41(6), 1990, section 4.4. The space stays as it
is, so the vector differs a little from the one that learning anew would give. It is worked out without a numeric library: loading one takes
longer than placing a few texts.
"""

from __future__ import annotations

import json
import math
from array import array
from collections import Counter
from typing import TYPE_CHECKING

from lessons.schema import REVIEWS_FTS, quoted
from lessons.search.text import STOP_WORDS, stems, words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from lessons.schema import FullText

_TERMS = "SELECT term, weight, vector FROM lsa_terms WHERE term IN (SELECT value FROM json_each(?))"
_SIZE = "SELECT max(length(vector)) FROM (SELECT vector FROM lsa_terms LIMIT 1)"


def fold_in(connection: sqlite3.Connection, index: FullText, table: str, numbers: Iterable[int]) -> None:
    """Write the vectors of the documents of a full-text index with these row numbers into ``table``, which has none of them."""
    size = connection.execute(_SIZE).fetchone()[0] or 1
    columns = ", ".join(map(quoted, index.weights))
    for number in numbers:
        texts = connection.execute(
            f"SELECT {columns} FROM {quoted(index.content)} WHERE {quoted(index.rowid)} = ?", (number,)
        ).fetchone()
        vector = _vector(connection, weighed_words(texts, index.weights.values()), size)
        connection.execute(f"INSERT INTO {quoted(table)} (number, vector) VALUES (?, ?)", (number, vector))


def take_out(connection: sqlite3.Connection, table: str, numbers: Iterable[int]) -> None:
    """Delete the vectors of the documents with these row numbers from ``table``."""
    connection.executemany(f"DELETE FROM {quoted(table)} WHERE number = ?", [(number,) for number in numbers])


def stems_of(connection: sqlite3.Connection, numbers: Iterable[int]) -> list[str]:
    """Return the stems of the words of the reviews with these row numbers."""
    columns = ", ".join(map(quoted, REVIEWS_FTS.weights))
    found: set[str] = set()
    for number in numbers:
        query = f"SELECT {columns} FROM {quoted(REVIEWS_FTS.content)} WHERE {quoted(REVIEWS_FTS.rowid)} = ?"
        for text in connection.execute(query, (number,)).fetchone():
            found.update(words(text))
    return stems(sorted(found))


def forget_words(connection: sqlite3.Connection, gone: Iterable[str]) -> None:
    """Delete those of the stems that no review has any more: a word that was taken out of all texts may not be found in the space either."""
    connection.execute(REVIEWS_FTS.places_ddl())
    connection.executemany(
        "DELETE FROM lsa_terms WHERE term = :term AND NOT EXISTS (SELECT 1 FROM temp.places WHERE term = :term)",
        [{"term": term} for term in gone],
    )
    connection.execute("DROP TABLE temp.places")


def weighed_words(texts: Iterable[str], weights: Iterable[float]) -> dict[str, float]:
    """Return how often each word that is no function word occurs, one in a text of weight 2 counting twice."""
    counted: dict[str, float] = {}
    for text, weight in zip(texts, weights, strict=True):
        for word, times in Counter(words(text)).items():
            counted[word] = counted.get(word, 0.0) + weight * times
    for word in STOP_WORDS & counted.keys():
        del counted[word]
    return counted


def _vector(connection: sqlite3.Connection, counted: dict[str, float], size: int) -> bytes:
    """Return a vector of whole numbers from -127 to 127, as those that were learnt are stored: its length is lost, its direction kept."""
    by_stem: dict[str, float] = {}
    for stem, times in zip(stems(list(counted)), counted.values(), strict=True):
        by_stem[stem] = by_stem.get(stem, 0.0) + times
    found = [0.0] * size
    # In the order of the table, so that the sum does not depend on that of the words.
    for term, weight, vector in sorted(connection.execute(_TERMS, (json.dumps(list(by_stem)),))):
        share = (1.0 + math.log(by_stem[term])) * weight
        found = [sum_ + share * one for sum_, one in zip(found, array("b", vector), strict=True)]
    largest = max(map(abs, found)) or 1.0
    return array("b", [round(one / largest * 127) for one in found]).tobytes()
