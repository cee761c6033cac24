"""How far two words lie apart, and which known word a writer probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from itertools import pairwise

# Effort that one set of spellings spends before it stops guessing, a second or two: a file of ten thousand wrong words must
# not hold up everybody's check, and nobody reads that many hints. Looking at a name is 1, comparing it letter by letter 30.
MOST_EFFORT = 1_000_000
_COMPARING = 30
LONGEST = 200
# In words up to this many letters two slips make too many other words.
SHORT_WORD = 5


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
    """Known names, and the one among them that a misspelt name stands for.

    ``likeness``, from 0 to 1, is how much of two names must agree (:meth:`difflib.SequenceMatcher.ratio`). With ``by_words``
    one word of a longer name will do: "polcing" is one slip away from a word of "policing and justice".
    """

    def __init__(self, known: Iterable[str], likeness: float, *, by_words: bool = False) -> None:
        self._pairs = {name: _pairs(name) for name in known}
        self._likeness, self._by_words = likeness, by_words
        self._left = MOST_EFFORT
        self._found: dict[str, str | None] = {}

    def closest(self, name: str) -> str | None:
        """Return the known name most like ``name``, or ``None`` when none is like enough."""
        if name not in self._found:
            # No id, term or label is longer; comparing takes time in proportion.
            if self._left < 0 or len(name) > LONGEST:
                return None
            self._found[name] = self._compared(name)
        return self._found[name]

    def _compared(self, name: str) -> str | None:
        pairs = _pairs(name)
        near = [known for known, others in self._pairs.items() if len(pairs & others) * 4 >= len(pairs)]
        self._left -= len(self._pairs) + _COMPARING * len(near)
        close = difflib.get_close_matches(name, near, n=1, cutoff=self._likeness)
        # In a short name one slip is a large part.
        close = close or [known for known in self._pairs if len(name) > 2 and edit_distance(name, known, 1) <= 1][:1]
        if close or not self._by_words:
            return close[0] if close else None
        slips = 2 if len(name) > SHORT_WORD else 1
        return next((known for known in self._pairs if _has_word_like(known, name, slips)), None)


def _pairs(name: str) -> frozenset[str]:
    """Return the pairs of neighbouring letters: names that share few of them are not worth comparing."""
    return frozenset(map("".join, pairwise(name)))


def _has_word_like(known: str, name: str, slips: int) -> bool:
    return any(edit_distance(name, word, slips) <= slips for word in known.split() if len(word) > 3)
