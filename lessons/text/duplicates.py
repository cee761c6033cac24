"""Which texts say nearly the same: an inverted index of rare words, then the cosine of weighted words.

Two texts are compared only when they share rare words, so the work grows with the number of texts and not with its square: each
text looks up its :data:`LOOKED_UP` rarest words, each of which stands in at most :data:`COMMON` texts. Choosing few
descriptive words to find candidates in an inverted index is the method of Ilyinsky, Kuzmin, Melkov and Segalovich (WWW 2002);
weights are term frequency times inverse document frequency (Spärck Jones 1972). Words are cut to their first
letters, which joins most forms of a word in many languages without a list for each.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain
from operator import itemgetter

# Measured on the planted cases of tests/checks/test_near_duplicates.py: fewer lose retold lessons, more find no others.
LOOKED_UP = 12
COMMON = 64
_CUT = 6
_CANDIDATES = 8
# Words looked for one by one: those of some lessons of one review.
_LOOKED_FOR = 100
# One rare word in common is chance.
_SHARED = 2
# A long review is known by its weightiest words; the rest tell little and cost time.
_KEPT = 80
_WORD = re.compile(r"[^\W_]+")
# The first letters of each word of three letters or more.
_ROOT = re.compile(rf"(?<![^\W_])[^\W_]{{3,{_CUT}}}")


@dataclass(frozen=True, order=True)
class Resemblance:
    """Another text that says nearly the same: its cosine similarity, its key, and the weightiest words that both use."""

    similarity: float
    other: str
    words: tuple[str, ...]


class Index:
    """The weighted words of a collection of texts; ``few`` of these will be asked about, or many."""

    def __init__(self, texts: Mapping[str, str], *, few: bool = True) -> None:
        self._few = few
        self._texts = texts
        self._counts = {key: Counter(_roots(text)) for key, text in texts.items()}
        self._frequency: Counter[str] = Counter()
        for counted in self._counts.values():
            self._frequency.update(counted.keys())
        more = len(texts) + 1
        # Worked out once a word and not once a word of each text.
        self._idf = {root: math.log(more / number) for root, number in self._frequency.items()}
        self._tf = {
            number: 1 + math.log(number) for counted in self._counts.values() for number in set(counted.values())
        }
        self._usable = {root for root, number in self._frequency.items() if 2 <= number <= COMMON}
        self._found_in: dict[str, list[str]] = {}
        self._listed = False
        self._weighed: dict[str, dict[str, float]] = {}

    def resembling(self, key: str, least: float) -> list[Resemblance]:
        """Return the texts with a cosine similarity of at least ``least`` to the text ``key``, the most similar first; none when it is unknown."""
        if key not in self._counts:
            return []
        shared = Counter(list(chain.from_iterable(self._texts_with(self._descriptive(key)))))
        del shared[key]
        found = []
        likely = [item for item in shared.items() if item[1] >= _SHARED]
        for other, _ in nlargest(_CANDIDATES, likely, key=itemgetter(1)):
            mine, theirs = self._weights(key), self._weights(other)
            similarity = math.fsum([mine[root] * theirs[root] for root in mine.keys() & theirs.keys()])
            if similarity >= least:
                found.append(Resemblance(similarity, other, self._common(key, other)))
        return sorted(found, key=lambda one: (-one.similarity, one.other))

    def _descriptive(self, key: str) -> list[str]:
        """Return the rarest words of a text that some other text has too."""
        usable = [root for root in self._counts[key] if root in self._usable]
        # Sorting keeps the text's order among equals, so the choice depends on nothing else.
        return sorted(usable, key=self._frequency.__getitem__)[:LOOKED_UP]

    def _texts_with(self, roots: list[str]) -> list[list[str]]:
        """Return the texts that have each of these rare words: looked for where few are asked about, else from lists of all."""
        if not self._listed and (not self._few or len(self._found_in) >= _LOOKED_FOR):
            # Only these are looked up; the lists of common words would be most of the work.
            self._found_in = {root: [] for root in self._usable}
            for key, counted in self._counts.items():
                for rare in self._found_in.keys() & counted.keys():
                    self._found_in[rare].append(key)
            self._listed = True
        for root in roots:
            if root not in self._found_in:
                self._found_in[root] = [key for key, counted in self._counts.items() if root in counted]
        return [self._found_in[root] for root in roots]

    def _weights(self, key: str) -> dict[str, float]:
        """Return the weights of a text's weightiest words, of length 1 together; worked out when they are first asked for."""
        found = self._weighed.get(key)
        if found is None:
            found = self._weighed[key] = self._normal(self._counts[key])
        return found

    def _normal(self, counted: Counter[str]) -> dict[str, float]:
        idf, tf = self._idf, self._tf
        weights = {root: tf[number] * idf[root] for root, number in counted.items()}
        if len(weights) > _KEPT:
            weights = dict(sorted(weights.items(), key=itemgetter(1), reverse=True)[:_KEPT])
        length = math.hypot(*weights.values()) or 1.0
        return {root: weight / length for root, weight in weights.items()}

    def _common(self, key: str, other: str) -> tuple[str, ...]:
        """Return the weightiest words of both texts, as the first of them writes them."""
        mine, theirs = self._weights(key), self._weights(other)
        roots = sorted(mine.keys() & theirs.keys(), key=lambda root: (-mine[root] * theirs[root], root))[:5]
        written: dict[str, str] = {}
        for word in _WORD.findall(self._texts[key]):
            written.setdefault(word.lower()[:_CUT], word.lower())
        return tuple(written[root] for root in roots)


def _roots(text: str) -> list[str]:
    return _ROOT.findall(text.lower())
