"""Texts taken out of a full-text index so that nothing of them stays in it: their words, and where those stood, are taken out of its pages.

SQLite only notes that a text is gone, until the whole index is written anew, which takes the longer the more texts there are. From version 3.42 it can take a text
out at once, after which no older version reads the index any more. What is written here every version reads. Where an index is not as known, nothing is done to it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from lessons.building.outputs.leaves import UnknownFormatError, numbers, stored
from lessons.building.outputs.segments import IndexPages, Segment
from lessons.schema import FullText
from lessons.schema.fts5_storage import IndexStorage

# The records that are no pages: how many texts and words there are, and of which segments the index consists.
_TOTALS, _STRUCTURE = 1, 10
_KNOWN_VERSION = 4
_COOKIE_BYTES = 4
# Every term of an index without others for prefixes begins with it.
_MAIN = b"0"


def take_texts_out(connection: sqlite3.Connection, index: FullText, rows: Sequence[int]) -> bool:
    """Take the texts with these row numbers out of an index while they are still there; return whether that was possible.

    Nothing may have been asked of the index over this connection before: what SQLite remembers of it would not be true any more.
    """
    storage = IndexStorage(index)
    pages = IndexPages(connection, storage)
    try:
        levels = _structure(connection, pages)
        segments = [Segment(pages, *segment) for _, level in levels.levels for segment in level]
        with _taken_apart(connection, storage) as terms:
            for row in rows:
                _take_out(segments, terms(row), row)
        gone = [segment.number for segment in segments if segment.trim()]
        totals = _totals_without(connection, pages, rows)
    except (UnknownFormatError, IndexError):
        return False
    for segment in segments:
        segment.write()
    pages.write(_STRUCTURE, levels.without(gone, {segment.number: segment.first for segment in segments}))
    pages.write(_TOTALS, totals)
    connection.executemany(storage.forgetting_sizes(), [(row,) for row in rows])
    return True


def _take_out(segments: Sequence[Segment], terms: Sequence[bytes], row: int) -> None:
    if not terms:
        return
    # A text was put in as a whole, so all of it is in one segment.
    first, *others = terms
    holding = next((segment for segment in segments if segment.take_out(first, row)), None)
    if holding is None or not all(holding.take_out(term, row) for term in others):
        raise UnknownFormatError


@contextmanager
def _taken_apart(connection: sqlite3.Connection, storage: IndexStorage) -> Iterator[Callable[[int], list[bytes]]]:
    """Give a function that returns the terms of the text with a row number as the index stores them, in their order."""
    for statement in storage.scratch_ddl():
        connection.execute(statement)

    def terms(row: int) -> list[bytes]:
        connection.execute("INSERT INTO temp.scratch (scratch) VALUES ('delete-all')")
        connection.execute(storage.scratch_filling(), (row,))
        return [_MAIN + term for (term,) in connection.execute("SELECT CAST(term AS BLOB) FROM temp.scratch_terms")]

    try:
        yield terms
    finally:
        connection.execute("DROP TABLE temp.scratch_terms")
        connection.execute("DROP TABLE temp.scratch")


def _structure(connection: sqlite3.Connection, pages: IndexPages) -> _Levels:
    ((version,),) = connection.execute(pages.storage.version())
    if version != _KNOWN_VERSION:
        raise UnknownFormatError
    return _Levels.of(pages.read(_STRUCTURE))


def _totals_without(connection: sqlite3.Connection, pages: IndexPages, rows: Sequence[int]) -> bytes:
    """Return the record of how many texts there are, and how many words in each column, without some texts."""
    left = numbers(pages.read(_TOTALS))
    for row in rows:
        found = connection.execute(pages.storage.sizes(), (row,)).fetchone()
        if found is None or len(sizes := [1, *numbers(found[0])]) != len(left):
            raise UnknownFormatError
        left = [total - size for total, size in zip(left, sizes, strict=True)]
    return b"".join(map(stored, left))


@dataclass(frozen=True)
class _Levels:
    """The structure of an index: what stands before its levels, and of each how many of its segments are being merged, and the segments."""

    cookie: bytes
    written: int
    levels: list[tuple[int, list[tuple[int, int, int]]]]

    @classmethod
    def of(cls, block: bytes) -> _Levels:
        left = iter(numbers(block[_COOKIE_BYTES:]))
        try:
            count, _, written = next(left), next(left), next(left)
            levels = [
                (next(left), [(next(left), next(left), next(left)) for _ in range(next(left))]) for _ in range(count)
            ]
        except StopIteration:
            raise UnknownFormatError from None
        found = cls(block[:_COOKIE_BYTES], written, levels)
        if any(merging for merging, _ in levels) or found.as_block() != block:
            raise UnknownFormatError
        return found

    def as_block(self) -> bytes:
        values = [len(self.levels), sum(len(level) for _, level in self.levels), self.written]
        for merging, level in self.levels:
            values += [merging, len(level), *(value for segment in level for value in segment)]
        return self.cookie + b"".join(map(stored, values))

    def without(self, gone: Sequence[int], first: Mapping[int, int]) -> bytes:
        """Return the record without some segments, where each of the others begins with the page that it has ``first``."""
        levels = [
            (merging, [(number, first[number], last) for number, _, last in level if number not in gone])
            for merging, level in self.levels
        ]
        return _Levels(self.cookie, self.written, levels).as_block()
