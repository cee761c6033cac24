"""Which causes a lesson tells of: what went wrong and why, recognised however it is told.

People name the cause of a mistake in too many ways for any list of cues. ``cause_scenes.txt`` holds, under each of 208 causes as inquiries,
audits and post-mortems know them, short made-up reviews, or bits of them; each of their writers told every cause in the same few sectors, so that the words of a sector tell nothing.
From them :mod:`lessons.learning.cause_training` learns what each word, and each two words side by side, speaks for; ``cause_model.npz`` holds that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from lessons.learning.thesaurus import told_apart
from lessons.search.text import STOP_WORDS, stems, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

MODEL, SCENES = "cause_model.npz", "cause_scenes.txt"
# A lesson reads like few causes for a reader to see.
MOST_CAUSES = 3
# The length of the vector of a lesson that tells of a cause for certain, so that each figure of it fits into a byte.
WHOLE = 255
# From this score on, in the units of the model, a lesson tells of a cause for certain, as about half of the open test cases do. What tells less than half as much goes by chance.
CERTAIN, LEAST_CERTAIN = 0.2, 0.5
# What a lesson reads like less than this share of its likest cause goes by chance.
LEAST_SHARE = 0.1
# As many of the rarest words are counted in every text as tell of nothing: a short one cannot be certain.
SILENT = 15
# In a library of lessons these tell nothing.
HOUSE_WORDS = frozenset({"lesson", "learn", "learnt"})
# Two words side by side tell more than either: set with whole writers of scenes left out.
PAIRS = 1.2


@dataclass(frozen=True)
class Features:
    """What a text is known by: the stems of its ``words``, and those of any two side by side."""

    words: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()

    def __or__(self, other: Features) -> Features:
        return Features(self.words | other.words, self.pairs | other.pairs)

    def __sub__(self, other: Features) -> Features:
        return Features(self.words - other.words, self.pairs - other.pairs)


@dataclass(frozen=True)
class Spoken:
    """How much some ``features`` speak for each cause: ``together``, the one of each that speaks ``most`` for it (causes), and the square of the ``length`` of all."""

    features: Features
    together: NDArray[np.int32]
    most: NDArray[np.int8]
    length: int

    def __or__(self, other: Spoken) -> Spoken:
        """Return what both speak for together; no feature may be of both."""
        return Spoken(
            self.features | other.features,
            self.together + other.together,
            np.maximum(self.most, other.most),
            self.length + other.length,
        )

    def score(self, silent: int) -> NDArray[np.float64]:
        """Return how much they speak for each cause (causes), but for the one of each that speaks most, in a text of which so much tells of nothing."""
        found: NDArray[np.float64] = np.subtract(self.together, self.most) / math.sqrt(self.length + silent)
        return found


@dataclass(frozen=True)
class Causes:
    """What each feature of a text speaks for: ``words`` and ``pairs`` its place, ``squares`` its weight, squared, in thousandths (features), ``weights`` how much it speaks for each cause (features, causes).

    ``rarest`` is the square of the weight of the rarest word.
    """

    names: tuple[str, ...]
    words: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]
    squares: NDArray[np.int64]
    weights: NDArray[np.int8]
    rarest: int

    def spoken(self, features: Features) -> Spoken:
        """Return how much some features speak for each cause. An unknown word tells of nothing as much as a rare one tells."""
        known = [self.words[word] for word in self.words.keys() & features.words]
        unknown = len(features.words) - len(known)
        known += [self.pairs[pair] for pair in self.pairs.keys() & features.pairs]
        speak = self.weights[known]
        return Spoken(
            features,
            speak.sum(axis=0, dtype=np.int32),
            speak.max(axis=0, initial=0),
            int(self.squares[known].sum()) + unknown * self.rarest,
        )

    def of(self, shared: Spoken, own: Features, beside: Features) -> bytes:
        """Return how much a lesson reads like each cause, a byte for each (causes); nothing at all for a lesson that is not half certain to tell of any.

        ``own`` is what the lesson says, ``beside`` what tells of nothing else, ``shared`` what is told of more than this lesson. What it says counts three times, what stands beside it twice and what is shared
        once, each in a text as long as itself. The one feature that speaks most for a cause is not counted: what hangs on one word goes by chance. The length of the vector is
        ``WHOLE`` where the lesson tells of its first cause for certain, and less where it does not, so that the product of two says how alike they are (:func:`alike`).
        """
        alone = self.spoken(own)
        moral = alone | self.spoken(beside - own)
        whole = shared | self.spoken(moral.features - shared.features)
        silent = SILENT * self.rarest
        found = alone.score(silent) + moral.score(silent) + whole.score(silent)
        most = float(found.max())
        certainty = min(1.0, most / CERTAIN)
        if certainty < LEAST_CERTAIN:
            return b""
        told = np.maximum(found - LEAST_SHARE * most, 0.0) ** 2
        return np.rint(told * (WHOLE * certainty / math.hypot(*told))).astype(np.uint8).tobytes()

    def likest(self, vector: bytes) -> list[tuple[str, int]]:
        """Return the few causes that a lesson with this vector reads like most, with how much, in thousandths of ``WHOLE``; most first."""
        told = np.frombuffer(vector, np.uint8)
        first = np.argsort(-told.astype(np.int16), kind="stable")[:MOST_CAUSES]
        return [(self.names[place], round(1000 * int(told[place]) / WHOLE)) for place in first if told[place]]


def matrix(vectors: Iterable[bytes], causes: int) -> NDArray[np.float32]:
    """Return the vectors of lessons as rows (lessons, causes); a lesson without one reads like none."""
    rows = [vector or bytes(causes) for vector in vectors]
    return np.frombuffer(b"".join(rows), np.uint8).reshape(len(rows), causes).astype(np.float32)


def alike(some: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how alike lessons are to others in what they read like (some, others): the cosine of their vectors where all tell of something for certain, and less where they do not.

    The products are whole numbers that a float holds, and so the same on every processor.
    """
    return (some @ others.T) / np.float32(WHOLE**2)


class FeatureReader:
    """Takes texts apart into features; each distinct word is looked at once."""

    def __init__(self) -> None:
        # The stem of each word, and the same of those that tell something alone.
        self._stems: dict[str, str] = {}
        self._alone: dict[str, str] = {}

    def read(self, texts: Sequence[str]) -> list[Features]:
        """Return for each text the stems of its words but function words, and all pairs of neighbouring stems."""
        spoken = [words(text) for text in texts]
        self._learn({word for own in spoken for word in own}.difference(self._stems))
        return [self._features(own) for own in spoken]

    def _learn(self, new: AbstractSet[str]) -> None:
        if not new:
            return
        spoken = sorted(new)
        for word, stem in zip(spoken, told_apart(spoken, stems(spoken)), strict=True):
            self._stems[word] = stem
            if word not in STOP_WORDS and len(word) > 1 and not word.isdigit():
                self._alone[word] = stem

    def _features(self, spoken: Sequence[str]) -> Features:
        alone = frozenset([self._alone[word] for word in self._alone.keys() & spoken])
        return Features(alone, frozenset(pairwise(map(self._stems.__getitem__, spoken))))


@cache
def causes() -> Causes:
    """Return what was learnt of causes; it is read once."""
    with files("lessons.learning").joinpath(MODEL).open("rb") as file, np.load(file, allow_pickle=False) as kept:
        features = kept["features"].tobytes().decode().split("\n")
        names = tuple(kept["names"].tobytes().decode().split("\n"))
        weights = np.zeros((len(features), len(names)), np.int8)
        weights.reshape(-1)[np.cumsum(kept["steps"], dtype=np.int64)] = kept["weights"]
        # Whole numbers add up to the same on every processor.
        squares = np.rint(1000 * kept["idf"].astype(np.float64) ** 2).astype(np.int64)
        words = {one: place for place, one in enumerate(features) if " " not in one}
        pairs = {
            (first, second): place
            for place, one in enumerate(features)
            for first, _, second in [one.partition(" ")]
            if second
        }
        rarest = int(squares[list(words.values())].max())
        return Causes(names, words, pairs, squares, weights, rarest)
