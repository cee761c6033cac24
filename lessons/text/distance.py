"""The edit distance of two words, and which known word a writer probably meant.

What compares them is loaded when something is compared: most entries have no word that is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

# Names that one set of spellings looks at before it stops guessing, some seconds' work: a file of ten thousand wrong words
# must not hold up everybody's check, and nobody reads that many hints.
MOST_EFFORT = 3_000_000
LONGEST = 200
# In words up to this many letters two edits make too many other words.
SHORT_WORD = 5


def edit_distance(one: str, other: str, limit: int = 2) -> int:
    """Return the number of insertions, deletions, replacements and swaps of neighbours that turn one into the other.

    The optimal string alignment distance (Damerau 1964); counting stops at ``limit + 1``.
    """
    from rapidfuzz.distance import OSA

    return OSA.distance(one, other, score_cutoff=limit)


def closest(name: str, known: Iterable[str], min_similarity: float) -> str | None:
    """Return the known name most like ``name``, or ``None`` when none is like enough; of equals, the first.

    ``min_similarity``, from 0 to 1, is the share of their letters that two names must have in common, in the same order.
    """
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import extractOne

    found = extractOne(name, list(known), scorer=Indel.normalized_similarity, score_cutoff=min_similarity)
    return found[0] if found else None


class Spellings:
    """Known names, and the one among them that a misspelt name stands for.

    ``min_similarity`` is that of :func:`closest`. With ``by_words`` one word of a longer name will do: "polcing" is one edit away
    from a word of "policing and justice".
    """

    def __init__(self, known: Iterable[str], min_similarity: float, *, by_words: bool = False) -> None:
        self._known = list(known)
        self._words = {
            word: name for name in reversed(self._known) for word in name.split() if by_words and len(word) > 3
        }
        self._min_similarity = min_similarity
        self._left = MOST_EFFORT
        self._found: dict[str, str | None] = {}

    def closest(self, name: str) -> str | None:
        """Return the known name most like ``name``, or ``None`` when none is like enough."""
        if name not in self._found:
            # No id, term or label is longer; comparing takes time in proportion.
            if self._left < 0 or len(name) > LONGEST:
                return None
            self._left -= len(self._known)
            self._found[name] = self._compared(name)
        return self._found[name]

    def _compared(self, name: str) -> str | None:
        close = closest(name, self._known, self._min_similarity)
        if close is None and len(name) > 2:
            # In a short name one edit is a large part.
            close = _within(1, name, self._known)
        if close is None and self._words:
            word = _within(2 if len(name) > SHORT_WORD else 1, name, list(self._words))
            close = self._words[word] if word else None
        return close


def _within(edits: int, name: str, known: Sequence[str]) -> str | None:
    """Return the known name that the fewest edits, and at most so many, lead to; of equals, the first."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extractOne

    found = extractOne(name, known, scorer=OSA.distance, score_cutoff=edits)
    return found[0] if found else None
