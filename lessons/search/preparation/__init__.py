"""What the builder calls once all rows are written: fills the tables that only search reads.

Everything follows from the rows alone, in an order that they fix, so two builds give the same bytes.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lessons.schema import LESSONS_FTS, REVIEWS_FTS
from lessons.search.preparation import corpus, facets, meaning, postings, related

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

__all__ = ["prepare"]

Longs = npt.NDArray[np.int64]


def prepare(connection: sqlite3.Connection) -> None:
    """Fill the search-only tables of a database whose other tables are complete, in the caller's transaction."""
    lexicon = corpus.Lexicon()
    texts = {
        "reviews": corpus.read(connection, REVIEWS_FTS, lexicon),
        "lessons": corpus.read(connection, LESSONS_FTS, lexicon),
    }
    stems = corpus.stem_all(lexicon)
    occurrences = np.bincount(texts["reviews"].tokens, minlength=len(lexicon))
    write_words(connection, lexicon, stems, occurrences)
    weighed = {type_: postings.weigh(corpus_, stems) for type_, corpus_ in texts.items()}
    for type_, found in weighed.items():
        write_postings(connection, type_, stems, found)
        write_array(connection, "numbers", type_, texts[type_].numbers)
    meanings = write_meanings(connection, stems, weighed)
    numbers = {type_: corpus_.numbers for type_, corpus_ in texts.items()}
    owner = owners(connection, numbers["reviews"])
    write_array(connection, "review", "lessons", owner.astype(np.int32))
    values, coded = write_facets(connection, numbers, owner)
    write_dates(connection)
    names = corpus.names(lexicon, stems, occurrences)
    families = {"reviews": np.arange(len(numbers["reviews"])), "lessons": owner}
    for type_, found in weighed.items():
        reasons = related.Reasons.of(values, coded[type_], found, names)
        write_related(connection, type_, related.nearest(meanings[type_], families[type_]), reasons)


def write_words(
    connection: sqlite3.Connection, lexicon: corpus.Lexicon, stems: corpus.Stems, occurrences: Longs
) -> None:
    """Write each word with its stem and its number of occurrences."""
    counts = occurrences.tolist()
    connection.executemany(
        "INSERT INTO search_words (word, stem, occurrences) VALUES (?, ?, ?)",
        sorted((word, stems.names[stems.of_word[number]], counts[number]) for word, number in lexicon.items()),
    )


def write_postings(connection: sqlite3.Connection, type_: str, stems: corpus.Stems, found: postings.Postings) -> None:
    """Write the documents and weights of each stem."""
    documents = found.documents.astype("<i4")
    connection.executemany(
        "INSERT INTO search_postings (stem, type, documents, weights, titled) VALUES (?, ?, ?, ?, ?)",
        (
            (
                name,
                type_,
                documents[start:end].tobytes(),
                found.weights[start:end].tobytes(),
                documents[start:end][found.titled[start:end]].tobytes(),
            )
            for name, (start, end) in zip(stems.names, pairwise(found.starts.tolist()), strict=True)
            if end > start
        ),
    )


def write_meanings(
    connection: sqlite3.Connection, stems: corpus.Stems, weighed: dict[str, postings.Postings]
) -> dict[str, npt.NDArray[np.int8]]:
    """Write where each stem and each document points in the space of meanings; return the latter by type."""
    space = meaning.learn(weighed["reviews"])
    connection.executemany(
        "INSERT INTO search_meanings (stem, direction) VALUES (?, ?)",
        (
            (stems.names[stem], direction.astype("<i2").tobytes())
            for stem, direction in zip(space.stems.tolist(), space.scaled(), strict=True)
        ),
    )
    found = {type_: space.vectors(postings_) for type_, postings_ in weighed.items()}
    for type_, vectors in found.items():
        write_array(connection, "meanings", type_, vectors)
    return found


def write_facets(
    connection: sqlite3.Connection, numbers: dict[str, Longs], owner: Longs
) -> tuple[Sequence[tuple[str, str, str]], dict[str, facets.Coded]]:
    """Write the values of all facets, and the codes that each document has; return both, the latter by type."""
    rows, of_reviews, of_lessons = facets.code(connection, numbers["reviews"], numbers["lessons"], owner)
    connection.executemany(
        "INSERT INTO search_facet_values (code, facet, value, label) VALUES (?, ?, ?, ?)",
        ((code, *row) for code, row in enumerate(rows)),
    )
    found = {"reviews": of_reviews, "lessons": of_lessons}
    for type_, coded in found.items():
        write_array(connection, "facet_starts", type_, coded.starts)
        write_array(connection, "facet_codes", type_, coded.codes)
    return rows, found


def write_related(
    connection: sqlite3.Connection, type_: str, pairs: Iterator[related.Pair], reasons: related.Reasons
) -> None:
    """Write for each document those most like it, numbered from 1, with the reason."""
    ids = [id_ for (id_,) in connection.execute(f"SELECT id FROM {type_} ORDER BY number")]  # noqa: S608 - a constant
    what = type_.removesuffix("s")
    rows = (
        (ids[document], position, ids[pair.related], pair.likeness, reasons.of_pair(pair))
        for document, group in groupby(pairs, key=lambda pair: pair.document)
        for position, pair in enumerate(group, 1)
    )
    connection.executemany(
        f"INSERT INTO related_{type_} ({what}_id, position, related_{what}_id, likeness, reason) VALUES (?, ?, ?, ?, ?)",  # noqa: S608 - constants
        rows,
    )


def write_dates(connection: sqlite3.Connection) -> None:
    """Write the days by which results are sorted, as numbers such as 19980401; 0 where no date is stated."""
    day = "CAST(replace(coalesce(date_earliest, ''), '-', '') AS INTEGER)"
    dates = connection.execute(f"SELECT {day} FROM reviews ORDER BY number").fetchall()  # noqa: S608 - a constant
    write_array(connection, "dates", "reviews", np.array(dates, dtype=np.int32).ravel())


def owners(connection: sqlite3.Connection, reviews: Longs) -> Longs:
    """Return for each lesson the position of its review among the ``reviews``, which are row numbers."""
    numbers = connection.execute(
        "SELECT reviews.number FROM lessons JOIN reviews ON reviews.id = review_id ORDER BY lessons.number"
    ).fetchall()
    return np.searchsorted(reviews, np.array(numbers, dtype=np.int64).ravel())


def write_array(connection: sqlite3.Connection, name: str, type_: str, array: npt.NDArray[np.generic]) -> None:
    """Write one array, little-endian."""
    stored = array.astype(array.dtype.newbyteorder("<"))
    connection.execute(
        "INSERT INTO search_arrays (name, type, kind, columns, data) VALUES (?, ?, ?, ?, ?)",
        (name, type_, stored.dtype.str, 1 if stored.ndim == 1 else stored.shape[1], stored.tobytes()),
    )
