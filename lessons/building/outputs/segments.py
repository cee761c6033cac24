"""Segments of FTS5: the pieces of which a full-text index consists, each with the terms of some of the texts, in leaf pages.

https://www.sqlite.org/fts5.html#fts5_data_structures
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from lessons.building.outputs.doclist_index import DoclistIndex
from lessons.building.outputs.leaves import (
    HEADER_BYTES,
    FoundTerm,
    Leaf,
    StoredPosting,
    UnknownFormatError,
    common,
    number_at,
    stored,
)
from lessons.schema.fts5_storage import IndexStorage

# The number of a page in the table begins with that of its segment; before it stands whether it is one of a doclist index.
_SEGMENT_BITS, _DOCLIST_INDEX = 37, 1 << 36


class IndexPages:
    """The records of an index."""

    def __init__(self, connection: sqlite3.Connection, storage: IndexStorage) -> None:
        self._connection, self.storage = connection, storage

    def execute(self, statement: str, *values: object) -> None:
        """Carry out a statement of the storage."""
        self._connection.execute(statement, values)

    def asked(self, statement: str, *values: object) -> int | None:
        """Return the number that a query of the storage gives, ``None`` for none."""
        found = self._connection.execute(statement, values).fetchone()
        return None if found is None else int(found[0])

    def read(self, number: int) -> bytes:
        """Return a record. Raises :class:`UnknownFormatError` where there is none."""
        found = self._connection.execute(self.storage.record(), (number,)).fetchone()
        if found is None or not isinstance(found[0], bytes):
            raise UnknownFormatError
        return found[0]

    def write(self, number: int, block: bytes) -> None:
        """Write a record that is there."""
        self._connection.execute(self.storage.writing(), (block, number))


class Segment:
    """A piece of an index, in pages from ``first`` to ``last``; what changes is written at the end."""

    def __init__(self, pages: IndexPages, number: int, first: int, last: int) -> None:
        self.number, self.first, self._last, self._pages = number, first, last, pages
        self._start = number << _SEGMENT_BITS
        self._leaves: dict[int, Leaf] = {}
        # Of pages by whose first term the index finds them: that term from now on, nothing where there is none any more.
        self._leading: dict[int, bytes] = {}
        self._doclist_indexes: dict[int, DoclistIndex] = {}

    def take_out(self, term: bytes, row: int) -> bool:
        """Take a text out of the doclist of a term, and the term where it was the last; return whether it was in there."""
        page, indexed = self._page_of(term)
        leaf = self._leaf(page)
        found = leaf.find(term)
        if found is None:
            return False
        last, size = found.next_gap == len(leaf.gaps), len(leaf.body)
        if posting := leaf.posting(found.doclist, found.end, row):
            self._remove(page, posting, found.doclist, found.end, row, found.next_gap)
        elif last and (further := self._further(page, row, indexed=indexed)):
            head = self._leaf(further)
            if (posting := head.posting(head.first, head.head, row)) is None:
                return False
            leads, next_row = posting.start == head.first, self._remove(further, posting, head.first, head.head, row, 0)
            if leads:
                if not next_row:
                    head.set_first(0)
                if indexed:
                    self._doclist_index(page).change(further, next_row)
        else:
            return False
        left = found._replace(end=found.end - size + len(leaf.body))
        if left.doclist == left.end:
            further = next(self._rest(page), None) if last else None
            if further is None:
                self._drop(page, leaf, left, term, indexed=indexed and last)
            else:
                self._begin_with(page, left, further, indexed=indexed)
        return True

    def _page_of(self, term: bytes) -> tuple[int, bool]:
        """Return the page on which a term would be, and whether there is a list of the first row numbers of the pages that follow it."""
        found = self._pages.asked(self._pages.storage.page_of(), self.number, term)
        page, indexed = divmod(found, 2) if found is not None else (self.first, 0)
        return (page, bool(indexed)) if page >= self.first else (self.first, False)

    def _leaf(self, page: int) -> Leaf:
        if page not in self._leaves:
            self._leaves[page] = Leaf(self._pages.read(self._start + page))
        return self._leaves[page]

    def _doclist_index(self, page: int) -> DoclistIndex:
        if page not in self._doclist_indexes:
            self._doclist_indexes[page] = DoclistIndex.of(self._pages.read(self._start + _DOCLIST_INDEX + page))
        return self._doclist_indexes[page]

    def _rest(self, page: int) -> Iterator[int]:
        """Yield the pages after this one on which there are texts of its last term."""
        for further in range(page + 1, self._last + 1):
            leaf = self._leaf(further)
            if leaf.first:
                yield further
            if leaf.gaps:
                return

    def _further(self, page: int, row: int, *, indexed: bool) -> int | None:
        """Return the page after this one that would have a text of its last term."""
        if indexed:
            return self._doclist_index(page).page_of(row)
        reached = None
        for further in self._rest(page):
            if self._leaf(further).first_row() > row:
                break
            reached = further
        return reached

    def _remove(self, page: int, posting: StoredPosting, start: int, end: int, row: int, gap: int) -> int:
        """Take out a text between two places of a page; return the row number of the next that follows it there, 0 where none does."""
        leaf = self._leaf(page)
        size = len(leaf.body)
        if posting.end < end:
            delta, after = number_at(leaf.body, posting.end)
            # The first of a doclist, and of a page, is stored as it is, each other as the distance from the one before.
            begins = row if posting.start == start else posting.delta
            leaf.cut(posting.start, after, stored(begins + delta), gap)
            return row + delta
        if posting.end > end and end != size:
            raise UnknownFormatError
        leaf.cut(posting.start, end, b"", gap)
        self._remove_rest(page, posting.end - end)
        return 0

    def _remove_rest(self, page: int, size: int) -> None:
        """Take out the end of what began on a page and goes on on the next."""
        while size:
            page += 1
            leaf = self._leaf(page)
            first = leaf.first
            here = min(size, (first or leaf.head) - HEADER_BYTES)
            size -= here
            if page > self._last or (size and (first or leaf.gaps)):
                raise UnknownFormatError
            leaf.cut(HEADER_BYTES, HEADER_BYTES + here, b"", 0)
            if first:
                leaf.set_first(first - here)

    def _drop(self, page: int, leaf: Leaf, found: FoundTerm, term: bytes, *, indexed: bool) -> None:
        if indexed and not self._doclist_index(page).is_empty:
            raise UnknownFormatError
        follows = leaf.drop(found, term)
        if not found.gap:
            # Of the term that is gone not even the beginning stays.
            self._leading[page] = follows[: common(term, follows) + 1] if follows else b""

    def _begin_with(self, page: int, found: FoundTerm, further: int, *, indexed: bool) -> None:
        """Let a doclist whose first text is gone begin again beside its term, with the text that is first on a page further on.

        SQLite expects a page that follows a term without a row number to have one.
        """
        head = self._leaf(further)
        row, at = number_at(head.body, HEADER_BYTES)
        size, at = number_at(head.body, at)
        end, next_row = at + (size >> 1), 0
        if head.first != HEADER_BYTES:
            raise UnknownFormatError
        if end < head.head:
            delta, after = number_at(head.body, end)
            next_row = row + delta
            head.cut(end, after, stored(next_row), 0)
        self._leaf(page).cut(found.doclist, found.doclist, head.body[HEADER_BYTES:at], found.next_gap)
        head.cut(HEADER_BYTES, at, b"", 0)
        head.set_first(end - at + HEADER_BYTES if next_row else 0)
        if indexed:
            self._doclist_index(page).change(further, next_row)

    def trim(self) -> bool:
        """Leave out pages at the beginning on which nothing is left; return whether nothing is left at all."""
        while self.first <= self._last and (leaf := self._leaf(self.first)).is_empty:
            self.first += 1
        if self.first <= self._last and leaf.head != HEADER_BYTES:
            raise UnknownFormatError
        return self.first > self._last

    def write(self) -> None:
        """Write what has changed."""
        pages, storage, end = self._pages, self._pages.storage, (self.number + 1) << _SEGMENT_BITS
        if self.first > self._last:
            pages.execute(storage.clearing(), self._start, end)
            pages.execute(storage.clearing_terms(), self.number)
            return
        for page, leaf in self._leaves.items():
            if leaf.changed:
                pages.write(self._start + page, leaf.as_block())
        for page, rows in self._doclist_indexes.items():
            record = self._start + _DOCLIST_INDEX + page
            if rows.is_empty:
                pages.execute(storage.clearing(), record, record + 1)
                pages.execute(storage.not_indexed(), self.number, 2 * page + 1)
            else:
                pages.write(record, rows.as_block())
        pages.execute(storage.clearing(), self._start, self._start + self.first)
        for page, term in self._leading.items():
            both = (self.number, 2 * page, 2 * page + 1)
            if term:
                # For the first page stands none.
                pages.execute(storage.leading(), term, *both)
            else:
                pages.execute(storage.not_leading(), *both)
