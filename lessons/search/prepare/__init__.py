"""What the builder calls once all rows are written: fills the tables that only search reads.

Everything follows from the rows alone, in an order that they fix, so two builds give the same bytes.
"""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lessons.schema import LESSONS_FTS, REVIEWS_FTS
from lessons.search.prepare import corpus, facets, meaning, postings

if TYPE_CHECKING:
    import sqlite3

__all__ = ["prepare"]


def prepare(connection: sqlite3.Connection) -> None:
    """Fill the search-only tables of a database whose other tables are complete, in the caller's transaction."""
    lexicon = corpus.Lexicon()
    texts = {
        "reviews": corpus.read(connection, REVIEWS_FTS, lexicon),
        "lessons": corpus.read(connection, LESSONS_FTS, lexicon),
    }
    stems = corpus.stem_all(lexicon)
    write_words(connection, lexicon, stems, texts["reviews"])
    weighed = {type_: postings.weigh(corpus_, stems) for type_, corpus_ in texts.items()}
    for type_, found in weighed.items():
        write_postings(connection, type_, stems, found)
        write_array(connection, "numbers", type_, texts[type_].numbers)
    write_meanings(connection, stems, weighed)
    write_facets(connection, {type_: corpus_.numbers for type_, corpus_ in texts.items()})
    write_facts(connection, texts["reviews"].numbers)


def write_words(
    connection: sqlite3.Connection, lexicon: corpus.Lexicon, stems: corpus.Stems, reviews: corpus.Corpus
) -> None:
    """Write each word with its stem and its number of occurrences."""
    occurrences = np.bincount(reviews.tokens, minlength=len(lexicon)).tolist()
    connection.executemany(
        "INSERT INTO search_words (word, stem, occurrences) VALUES (?, ?, ?)",
        sorted((word, stems.names[stems.of_word[number]], occurrences[number]) for word, number in lexicon.items()),
    )


def write_postings(connection: sqlite3.Connection, type_: str, stems: corpus.Stems, found: postings.Postings) -> None:
    """Write the documents and weights of each stem."""
    documents = found.documents.astype("<i4")
    connection.executemany(
        "INSERT INTO search_postings (stem, type, documents, weights) VALUES (?, ?, ?, ?)",
        (
            (name, type_, documents[start:end].tobytes(), found.weights[start:end].tobytes())
            for name, (start, end) in zip(stems.names, pairwise(found.starts.tolist()), strict=True)
            if end > start
        ),
    )


def write_meanings(connection: sqlite3.Connection, stems: corpus.Stems, weighed: dict[str, postings.Postings]) -> None:
    """Write where each stem and each document points in the space of meanings."""
    space, documents = meaning.learn(tuple(weighed.values()))
    connection.executemany(
        "INSERT INTO search_meanings (stem, direction) VALUES (?, ?)",
        (
            (stems.names[stem], direction.astype("<i2").tobytes())
            for stem, direction in zip(space.stems.tolist(), space.scaled(), strict=True)
        ),
    )
    for number, type_ in enumerate(weighed):
        write_array(connection, "meanings", type_, documents[number])


def write_facets(connection: sqlite3.Connection, numbers: dict[str, npt.NDArray[np.int64]]) -> None:
    """Write the values of all facets, and the codes that each document has."""
    reviews, lessons = facets.pairs(connection)
    known = facets.values(connection, (reviews, lessons))
    connection.executemany(
        "INSERT INTO search_facet_values (code, facet, value, label) VALUES (?, ?, ?, ?)",
        ((code, *row) for code, row in enumerate(known.rows)),
    )
    for type_, documents in (("reviews", reviews), ("lessons", lessons)):
        rows = list(facets.coded(documents, numbers[type_].tolist(), known))
        starts = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum([len(row) for row in rows], out=starts[1:])
        write_array(connection, "facet_starts", type_, starts)
        write_array(connection, "facet_codes", type_, np.fromiter(chain.from_iterable(rows), dtype=np.int32))


def write_facts(connection: sqlite3.Connection, reviews: npt.NDArray[np.int64]) -> None:
    """Write the dates by which results are sorted, and which review each lesson belongs to."""
    day = "CAST(replace(coalesce(date_earliest, ''), '-', '') AS INTEGER)"
    dates = connection.execute(f"SELECT {day} FROM reviews ORDER BY number").fetchall()  # noqa: S608 - a constant
    write_array(connection, "dates", "reviews", np.array(dates, dtype=np.int32).ravel())
    of_lessons = connection.execute(
        "SELECT reviews.number FROM lessons JOIN reviews ON reviews.id = review_id ORDER BY lessons.number"
    ).fetchall()
    owner = np.searchsorted(reviews, np.array(of_lessons, dtype=np.int64).ravel())
    write_array(connection, "review", "lessons", owner.astype(np.int32))


def write_array(connection: sqlite3.Connection, name: str, type_: str, array: npt.NDArray[np.generic]) -> None:
    """Write one array, little-endian."""
    stored = array.astype(array.dtype.newbyteorder("<"))
    connection.execute(
        "INSERT INTO search_arrays (name, type, kind, columns, data) VALUES (?, ?, ?, ?, ?)",
        (name, type_, stored.dtype.str, 1 if stored.ndim == 1 else stored.shape[1], stored.tobytes()),
    )
