"""How far two words lie apart, and which known word a writer probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

# Comparisons with known words that one set of spellings makes before it stops guessing, about four seconds' worth: a file of
# ten thousand wrong words must not hold up everybody's check, and nobody reads that many hints.
MOST_COMPARISONS = 300_000


def edit_distance(one: str, other: str, limit: int = 2) -> int:
    """Return the number of insertions, deletions, replacements and swaps of neighbours that turn one into the other.

    The optimal string alignment distance (Damerau 1964); counting stops at ``limit + 1``.
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        before, previous, row = row, before, [i]
        for j, right in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, previous[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


class Spellings:
    """Known words, and the one among them that a misspelt word stands for.

    ``likeness``, from 0 to 1, is how much of two words must agree (:meth:`difflib.SequenceMatcher.ratio`).
    """

    def __init__(self, known: Iterable[str], likeness: float) -> None:
        self._known = tuple(known)
        self._likeness = likeness
        self._left = MOST_COMPARISONS
        self._found: dict[str, str | None] = {}

    def closest(self, word: str) -> str | None:
        """Return the known word most like ``word``, or ``None`` when none is like enough."""
        # No id, term or label is longer; comparing takes time in proportion.
        if len(word) > 200:
            return None
        if word not in self._found:
            if self._left < 0:
                return None
            self._left -= len(self._known)
            close = difflib.get_close_matches(word, self._known, n=1, cutoff=self._likeness)
            self._found[word] = close[0] if close else None
        return self._found[word]
