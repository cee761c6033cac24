"""Doclist indexes of FTS5: on which of the pages on which the doclist of a term goes on a text would be.

https://www.sqlite.org/fts5.html#fts5_data_structures
"""

from __future__ import annotations

from lessons.building.outputs.leaves import UnknownFormatError, numbers, stored


class DoclistIndex:
    """That of one term: of each page on which its doclist goes on, the first row number, 0 for none."""

    def __init__(self, page: int, rows: list[int]) -> None:
        self._page, self._rows = page, rows

    @classmethod
    def of(cls, block: bytes) -> DoclistIndex:
        """Return what is stored. Raises :class:`UnknownFormatError` where it has several pages."""
        # Where it is so large that it has several pages, the first byte says so.
        if block[0]:
            raise UnknownFormatError
        page, reached, *deltas = numbers(block[1:])
        rows = [reached]
        for delta in deltas:
            reached += delta
            rows.append(reached if delta else 0)
        return cls(page, rows)

    def as_block(self) -> bytes:
        """Return it as it is stored."""
        reached = self._rows[0]
        values = [self._page, reached]
        for row in self._rows[1:]:
            values.append(row - reached if row else 0)
            reached = row or reached
        return b"\0" + b"".join(map(stored, values))

    def page_of(self, row: int) -> int | None:
        """Return the page that would have this text."""
        return max((self._page + at for at, first in enumerate(self._rows) if first and first <= row), default=None)

    def change(self, page: int, row: int) -> None:
        """Note what is now the first row number of a page, 0 for none."""
        self._rows[page - self._page] = row
        while self._rows and not self._rows[0]:
            self._page += 1
            del self._rows[0]

    @property
    def is_empty(self) -> bool:
        """Return whether no page has a row number any more, for which nothing is stored."""
        return not self._rows
