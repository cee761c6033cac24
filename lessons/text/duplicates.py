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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lessons.text.rare_words import RareWords

# Measured on the planted cases of tests/checks/test_near_duplicates.py: fewer lose retold lessons, more find no others.
LOOKED_UP = 12
COMMON = 64
_SHORTEST, _CUT = 3, 6
_CANDIDATES = 8
# How far a similarity worked out in arrays may be from that of the words one by one.
_ROUNDING = 1e-6
# A long review is known by its weightiest words; the rest tell little and cost time.
_KEPT = 80
_WORD = re.compile(r"[^\W_]+")
_ROOT = re.compile(rf"(?<![^\W_])[^\W_]{{{_SHORTEST},{_CUT}}}")
_APART = {code: " " for code in range(128) if not chr(code).isalnum()}


@dataclass(frozen=True, order=True)
class Resemblance:
    """Another text that says nearly the same: its cosine similarity, its key, and the weightiest words that both use."""

    similarity: float
    other: str
    words: tuple[str, ...]


class Index:
    """The weighted words of a collection of texts; ``few`` of these will be asked about, or many, which comes to the same but for the time it takes."""

    def __init__(self, texts: Mapping[str, str], *, few: bool = True) -> None:
        self._few, self._texts = few, texts
        self._keys = list(texts)
        self._rows = {key: row for row, key in enumerate(self._keys)}
        self._weighed: dict[str, dict[str, float]] = {}

    def resembling(self, key: str, least: float) -> list[Resemblance]:
        """Return the texts with a cosine similarity of at least ``least`` to the text ``key``, the most similar first; none when it is unknown."""
        found = [
            Resemblance(similarity, other, self._common(key, other)) for similarity, other in self.alike(key, least)
        ]
        return sorted(found, key=lambda one: (-one.similarity, one.other))

    def alike(self, key: str, least: float) -> Iterator[tuple[float, str]]:
        """Yield similarity and key of the texts that :meth:`resembling` returns, in no order and without their words, which take most of its time."""
        if key not in self._rows:
            return
        for row, about in self._candidates(self._rows[key]):
            if about < least - _ROUNDING:
                continue
            other = self._keys[row]
            mine, theirs = self._weights(key), self._weights(other)
            similarity = math.fsum([mine[root] * theirs[root] for root in mine.keys() & theirs.keys()])
            if similarity >= least:
                yield similarity, other

    @cached_property
    def _words(self) -> RareWords:
        # Loading what counts in arrays takes a tenth of a second, which not every command has to spend.
        from lessons.text.rare_words import RareWords

        words = map(_words, self._texts.values())
        return RareWords(words, _root, looked_up=LOOKED_UP, common=COMMON, most=_CANDIDATES, kept=_KEPT)

    def _candidates(self, row: int) -> list[tuple[int, float]]:
        """Return the texts that may resemble one, each with about how similar it is, or with 1 where only few are asked about."""
        if self._few:
            return [(other, 1.0) for other in self._words.candidates(row, row + 1)[1].tolist()]
        return self._words.weighed_candidates(row)

    def _weights(self, key: str) -> dict[str, float]:
        """Return the weights of a text's weightiest words, of length 1 together; worked out when they are first asked for."""
        found = self._weighed.get(key)
        if found is None:
            found = self._weighed[key] = self._normal(Counter(_roots(self._texts[key])))
        return found

    def _normal(self, counted: Counter[str]) -> dict[str, float]:
        weights = {root: (1 + math.log(number)) * self._words.idf(root) for root, number in counted.items()}
        if len(weights) > _KEPT:
            weights = dict(sorted(weights.items(), key=itemgetter(1), reverse=True)[:_KEPT])
        length = math.hypot(*weights.values()) or 1.0
        return {root: weight / length for root, weight in weights.items()}

    def _common(self, key: str, other: str) -> tuple[str, ...]:
        """Return the weightiest words of both texts, as the first of them writes them."""
        mine, theirs = self._weights(key), self._weights(other)
        roots = sorted(mine.keys() & theirs.keys(), key=lambda root: (-mine[root] * theirs[root], root))[:5]
        written: dict[str, str] = {}
        # In small letters first, as when roots are cut: that of "İ" is two characters, the second of which ends a word.
        for word in _WORD.findall(self._texts[key].lower()):
            written.setdefault(word[:_CUT], word)
        return tuple(written[root] for root in roots)


def _roots(text: str) -> list[str]:
    return [root for word in _words(text) if (root := _root(word))]


def _words(text: str) -> list[str]:
    """Return the words of a text in small letters, each whole or as its :func:`_root`."""
    lowered = text.lower()
    # Twice as quick where every character is of the table.
    return lowered.translate(_APART).split() if lowered.isascii() else _ROOT.findall(lowered)


def _root(word: str) -> str:
    """Return the first letters of a word, and of one that is too short to tell anything none."""
    return word[:_CUT] if len(word) >= _SHORTEST else ""
