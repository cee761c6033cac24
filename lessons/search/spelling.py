"""Words of the collection that a word of no text may have been meant for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

# Shorter words are so much alike, longer ones so rare, that guessing does not help.
SHORTEST, LONGEST = 3, 24
# From this length on a word may hold two slips; shorter ones have too many neighbours.
TWO_SLIPS_FROM = 6
# Guesses for one word.
MOST_GUESSES = 5
# With more words than this, those that occur only once are left out: most are slips themselves.
MANY_WORDS = 50_000
# Both halves of a word that lacks its space.
SHORTEST_HALF = 3

Letters = npt.NDArray[np.uint16]


@dataclass(frozen=True)
class Spelling:
    """The words that can be guessed: ``letters`` (words, LONGEST) as code points, 0 beyond a word's end, and for each word
    its length, its letters as bits, and how often it occurs.
    """

    letters: Letters
    lengths: npt.NDArray[np.int8]
    bits: npt.NDArray[np.uint32]
    occurrences: npt.NDArray[np.int64]

    @classmethod
    def load(cls, connection: sqlite3.Connection) -> Spelling:
        """Return the words of the database behind ``connection``."""
        (count,) = connection.execute("SELECT count(*) FROM search_words").fetchone()
        rows = connection.execute(
            "SELECT word, occurrences FROM search_words WHERE length(word) BETWEEN ? AND ? AND occurrences > ? ORDER BY word",
            (SHORTEST, LONGEST, int(count > MANY_WORDS)),
        ).fetchall()
        letters = _letters([word for word, _ in rows])
        return cls(
            letters,
            np.count_nonzero(letters, axis=1).astype(np.int8),
            _bits(letters),
            np.array([occurrences for _, occurrences in rows], dtype=np.int64),
        )

    def guesses(self, word: str) -> tuple[str, ...]:
        """Return the words nearest to ``word``: fewest slips first, then the same first letter, then the commonest."""
        if not SHORTEST <= len(word) <= LONGEST or word.isdecimal():
            return ()
        typed = _letters([word])
        for slips in (1, 2) if len(word) >= TWO_SLIPS_FROM else (1,):
            near = self._near(typed, len(word), slips)
            if len(near):
                alike = self.letters[near, 0] == typed[0, 0]
                order = np.lexsort((near, -self.occurrences[near], ~alike))[:MOST_GUESSES]
                return tuple(_word(self.letters[place]) for place in near[order])
        return ()

    def _near(self, typed: Letters, length: int, slips: int) -> npt.NDArray[np.int64]:
        """Return the places of the words within so many slips."""
        # A slip changes at most two of the letters that a word has.
        apart = np.bitwise_count(self.bits ^ _bits(typed)[0])
        near = np.flatnonzero((apart <= 2 * slips) & (np.abs(self.lengths - length) <= slips))
        return near[_distance(typed[0, :length], self.letters[near], self.lengths[near], slips) <= slips]


def halves(word: str) -> Iterator[tuple[str, str]]:
    """Yield the ways in which a word may be two that lack their space."""
    for place in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1):
        yield word[:place], word[place:]


def _letters(words: list[str]) -> Letters:
    """Return the code points of words, a row each; those beyond 16 bits lose the rest."""
    text = "".join(word.ljust(LONGEST, "\0") for word in words)
    return np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype(np.uint16).reshape(len(words), LONGEST)


def _word(letters: Letters) -> str:
    """Return the word that a row of code points spells."""
    return "".join(map(chr, letters[letters > 0].tolist()))


def _bits(letters: Letters) -> npt.NDArray[np.uint32]:
    """Return which letters each word has, as bits; the letters a to z have bits of their own."""
    bits = np.where(letters > 0, np.uint32(1) << (letters % np.uint16(32)).astype(np.uint32), np.uint32(0))
    found: npt.NDArray[np.uint32] = np.bitwise_or.reduce(bits, axis=1)
    return found


def _distance(typed: Letters, letters: Letters, lengths: npt.NDArray[np.int8], limit: int) -> npt.NDArray[np.int8]:
    """Return the optimal string alignment distance (Damerau 1964) of each word to ``typed``; exact up to ``limit``."""
    count, far = len(letters), np.int8(limit + 1)
    before = np.full((LONGEST + 1, count), far, dtype=np.int8)
    row = before.copy()
    row[: limit + 1] = np.arange(limit + 1, dtype=np.int8)[:, None]
    columns = letters.T
    for i, letter in enumerate(typed, 1):
        previous, before, row = before, row, np.full_like(row, far)
        if i <= limit:
            row[0] = i
        for j in range(max(1, i - limit), min(LONGEST, i + limit) + 1):
            cost = np.minimum(before[j], row[j - 1]) + np.int8(1)
            np.minimum(cost, before[j - 1] + (columns[j - 1] != letter), out=cost)
            if i > 1 and j > 1:
                swapped = (columns[j - 2] == letter) & (columns[j - 1] == typed[i - 2])
                np.minimum(cost, np.where(swapped, previous[j - 2] + np.int8(1), far), out=cost)
            row[j] = np.minimum(cost, far)
    found: npt.NDArray[np.int8] = row[lengths.astype(np.int64), np.arange(count)]
    return found
