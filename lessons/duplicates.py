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

# Measured on the planted cases of tests/contributing/test_duplicates.py: fewer lose retold lessons, more find no others.
LOOKED_UP = 12
COMMON = 64
_CUT = 6
_SHORTEST = 3
_CANDIDATES = 8
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, order=True)
class Resemblance:
    """Another text that says nearly the same: how alike (0 to 1), its key, and the weightiest words that both use."""

    alike: float
    other: str
    words: tuple[str, ...]


class Index:
    """The weighted words of a collection of texts."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        counts = {key: Counter(_roots(text)) for key, text in texts.items()}
        self._found_in: dict[str, list[str]] = {}
        for key, counted in counts.items():
            for root in counted:
                self._found_in.setdefault(root, []).append(key)
        total = len(texts) + 1
        rarity = {root: math.log(total / len(keys)) for root, keys in self._found_in.items()}
        self._weights = {key: _normal(counted, rarity) for key, counted in counts.items()}

    def resembling(self, key: str, least: float) -> list[Resemblance]:
        """Return the texts that are at least ``least`` alike to the text ``key``, the most alike first; none when it is unknown."""
        if key not in self._weights:
            return []
        mine = self._weights[key]
        shared: Counter[str] = Counter()
        for root in self._descriptive(mine):
            shared.update(self._found_in[root])
        del shared[key]
        found = []
        for other, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_CANDIDATES]:
            theirs = self._weights[other]
            small, large = (mine, theirs) if len(mine) < len(theirs) else (theirs, mine)
            alike = sum(weight * large[root] for root, weight in small.items() if root in large)
            if alike >= least:
                found.append(Resemblance(alike, other, self._common(key, other)))
        return sorted(found, key=lambda one: (-one.alike, one.other))

    def _descriptive(self, weights: Mapping[str, float]) -> list[str]:
        """Return the rarest words of a text that some other text has too."""
        usable = [root for root in weights if 2 <= len(self._found_in[root]) <= COMMON]
        return sorted(usable, key=lambda root: (len(self._found_in[root]), root))[:LOOKED_UP]

    def _common(self, key: str, other: str) -> tuple[str, ...]:
        """Return the weightiest words of both texts, as the first of them writes them."""
        mine, theirs = self._weights[key], self._weights[other]
        roots = sorted(mine.keys() & theirs.keys(), key=lambda root: (-mine[root] * theirs[root], root))[:5]
        written: dict[str, str] = {}
        for word in _WORD.findall(self._texts[key]):
            written.setdefault(word.lower()[:_CUT], word.lower())
        return tuple(written[root] for root in roots)


def _roots(text: str) -> list[str]:
    return [word[:_CUT] for word in _WORD.findall(text.lower()) if len(word) >= _SHORTEST]


def _normal(counted: Counter[str], rarity: Mapping[str, float]) -> dict[str, float]:
    """Return the weights of a text's words, of length 1 together."""
    weights = {root: (1 + math.log(number)) * rarity[root] for root, number in counted.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {root: weight / length for root, weight in weights.items()}
