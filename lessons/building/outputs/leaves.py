"""Leaf pages of FTS5: terms in their order, each with its doclist, the row numbers of the texts that have it and where in them it stands.

https://www.sqlite.org/fts5.html#fts5_data_structures describes them, and the comments at the beginning of SQLite's fts5_index.c to the byte.
"""

from __future__ import annotations

from typing import NamedTuple

# Of a page: the place of its first row number that no term precedes on it, and where its terms end and the list of their places begins.
HEADER_BYTES = 4
# The first byte of a number that has more than one.
_LONGER = 0x80


class UnknownFormatError(Exception):
    """The bytes are not what this program knows an index to consist of."""


class StoredPosting(NamedTuple):
    """A text in a doclist: from ``start`` to ``end`` in a page, which it may go beyond; its row number as it is stored, from that of the text before."""

    start: int
    end: int
    delta: int


class FoundTerm(NamedTuple):
    """A term on a page: where it and its doclist begin, where that ends, the term before it, and the places of its own and the next distance in ``gaps``."""

    start: int
    doclist: int
    end: int
    before: bytes
    gap: int
    next_gap: int


class Leaf:
    """A leaf page: ``body`` up to the list of places, which is ``gaps``: the place of the first term, and the distance of each other from the one before."""

    __slots__ = ("_reached", "body", "changed", "gaps")

    def __init__(self, block: bytes) -> None:
        size = int.from_bytes(block[2:HEADER_BYTES], "big")
        if not HEADER_BYTES <= size <= len(block):
            raise UnknownFormatError
        self.body, self.gaps, self.changed = block[:size], block[size:], False
        # Where the last search ended: terms are sought in their order, and what changes comes after.
        self._reached: tuple[int, int, bytes] = (0, 0, b"")

    def as_block(self) -> bytes:
        """Return the page as it is stored."""
        size = len(self.body).to_bytes(2, "big")
        return b"".join((self.body[:2], size, self.body[HEADER_BYTES:], self.gaps))

    @property
    def first(self) -> int:
        """Return the place of the first row number, 0 where none stands before the first term."""
        return self.body[0] << 8 | self.body[1]

    @property
    def head(self) -> int:
        """Return where that ends which belongs to a term of a page before."""
        return number_at(self.gaps, 0)[0] if self.gaps else len(self.body)

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is left on the page."""
        return len(self.body) == HEADER_BYTES

    def first_row(self) -> int:
        """Return the first row number, which is stored as it is."""
        return number_at(self.body, self.first)[0]

    def find(self, term: bytes) -> FoundTerm | None:
        """Return where a term is, or ``None``."""
        body, gaps = self.body, self.gaps
        count = len(gaps)
        next_gap, next_start, before = self._reached
        if before >= term:
            next_gap, next_start, before = 0, 0, b""
        while (gap := next_gap) < count:
            # Most numbers have one byte, and there are many.
            if (distance := gaps[gap]) < _LONGER:
                next_gap = gap + 1
            else:
                distance, next_gap = number_at(gaps, gap)
            start = next_start + distance
            at, kept = start, 0
            if gap:
                if (kept := body[at]) < _LONGER:
                    at += 1
                else:
                    kept, at = number_at(body, at)
            if (size := body[at]) < _LONGER:
                at += 1
            else:
                size, at = number_at(body, at)
            text = before[:kept] + body[at : at + size]
            if text >= term:
                self._reached = (gap, next_start, before)
                if text > term:
                    return None
                end = start + number_at(gaps, next_gap)[0] if next_gap < count else len(body)
                return FoundTerm(start, at + size, end, before, gap, next_gap)
            before, next_start = text, start
        self._reached = (next_gap, next_start, before)
        return None

    def posting(self, start: int, end: int, row: int) -> StoredPosting | None:
        """Return the text with this row number in the doclist, or the part of one, between two places, or ``None``."""
        body, at, reached = self.body, start, 0
        begun = delta = size = 0
        while at < end and reached < row:
            begun = at
            if (delta := body[at]) < _LONGER:
                at += 1
            else:
                delta, at = number_at(body, at)
            reached += delta
            if (size := body[at]) < _LONGER:
                at += 1 + (size >> 1)
            else:
                size, at = number_at(body, at)
                at += size >> 1
        if reached != row:
            return None
        # What is odd is only noted to be gone.
        if size & 1:
            raise UnknownFormatError
        return StoredPosting(begun, at, delta)

    def cut(self, start: int, end: int, instead: bytes, gap: int) -> None:
        """Put other bytes in the place of some of a doclist; ``gap`` is the place in :attr:`gaps` of what is said of the next term."""
        self.body = self.body[:start] + instead + self.body[end:]
        self._shift(gap, len(instead) - end + start)
        if gap == 0:
            # All terms have moved.
            self._reached = (0, 0, b"")
        self.changed = True

    def set_first(self, first: int) -> None:
        """Note the place of the first row number."""
        self.body = first.to_bytes(2, "big") + self.body[2:]

    def drop(self, found: FoundTerm, term: bytes) -> bytes:
        """Take out a term whose doclist is empty; return the one that follows it on the page, or nothing."""
        self.changed = True
        start, body, gaps = found.start, self.body, self.gaps
        if found.next_gap == len(gaps):
            self.body, self.gaps = body[:start], gaps[: found.gap]
            return b""
        kept, at = number_at(body, found.end)
        size, at = number_at(body, at)
        text = term[:kept] + body[at : at + size]
        shared = common(found.before, text)
        # The first of a page is stored whole.
        written = (stored(shared) if found.gap else b"") + stored(len(text) - shared) + text[shared:]
        self.body = body[:start] + written + body[at + size :]
        # It begins where the other did.
        self.gaps = gaps[: found.next_gap] + gaps[number_at(gaps, found.next_gap)[1] :]
        self._shift(found.next_gap, len(written) - (at + size - found.end))
        return text

    def _shift(self, gap: int, by: int) -> None:
        if gap < len(self.gaps):
            distance, after = number_at(self.gaps, gap)
            self.gaps = self.gaps[:gap] + stored(distance + by) + self.gaps[after:]


def common(one: bytes, other: bytes) -> int:
    """Return how many bytes two terms begin with in common."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def number_at(body: bytes, at: int) -> tuple[int, int]:
    """Return the number that is stored at a place, and where it ends; numbers are as in SQLite's files (varint)."""
    value = 0
    for end in range(at + 1, at + 9):
        byte = body[end - 1]
        if byte < 0x80:
            return value << 7 | byte, end
        value = value << 7 | byte & 0x7F
    return value << 8 | body[at + 8], at + 9


def numbers(body: bytes) -> list[int]:
    """Return the numbers that stand one after the other."""
    if body.isascii():
        return list(body)
    found, at = [], 0
    while at < len(body):
        value, at = number_at(body, at)
        found.append(value)
    return found


def stored(value: int) -> bytes:
    """Return a number below 2⁵⁶ as it is stored."""
    if not 0 <= value < 1 << 56:
        raise UnknownFormatError
    parts = [value & 0x7F]
    while value := value >> 7:
        parts.append(value & 0x7F | 0x80)
    return bytes(reversed(parts))
