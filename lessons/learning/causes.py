"""Which causes a lesson tells of: what went wrong and why, recognised however it is told.

People name the cause of a mistake in too many ways for any list of cues. ``cause_scenes.txt`` holds, under each of 208 causes as inquiries,
audits and post-mortems know them, short made-up reviews; each of their writers told every cause in the same few sectors, so that the words of a sector tell nothing.
From them :mod:`lessons.learning.cause_training` learns what each word, and each two words side by side, speaks for; ``cause_model.npz`` holds that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import numpy as np

from lessons.learning.thesaurus import told_apart
from lessons.search.text import STOP_WORDS, stems, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

# A stem, or those of two words side by side.
Feature = str | tuple[str, ...]

MODEL, SCENES = "cause_model.npz", "cause_scenes.txt"
# A lesson tells of few causes; how much it tells of each is kept in thousandths.
MOST_CAUSES, WHOLE = 3, 1000
# From this score on, in the units of the model, a lesson tells of a cause for certain, as more than half of the open test cases do. What tells less than half as much goes by chance.
CERTAIN, LEAST_CERTAIN = 0.17, 0.5
# As many of the rarest words are counted in every text as tell of nothing: a short one cannot be certain.
SILENT = 15
# In a library of lessons these tell nothing.
HOUSE_WORDS = frozenset({"lesson", "learn", "learnt"})
# Two words side by side tell more than either: set with whole writers of scenes left out.
PAIRS = 1.2


@dataclass(frozen=True)
class Causes:
    """What each feature of a text speaks for: ``columns`` its place, ``squares`` its weight, squared, in thousandths (features), ``weights`` how much it speaks for each cause (features, causes).

    ``rarest`` is the square of the weight of the rarest word.
    """

    names: tuple[str, ...]
    columns: Mapping[Feature, int]
    squares: NDArray[np.int64]
    weights: NDArray[np.int8]
    rarest: int

    def of(self, story: frozenset[Feature], moral: frozenset[Feature]) -> list[tuple[str, int]]:
        """Return the causes that a lesson tells of, with how much it tells of each, in thousandths; most first.

        ``story`` and ``moral`` are features: of what happened, and of why it did and what to do instead. The moral counts once more alone, since it tells the cause
        and the story mostly the event. The one feature that speaks most for a cause is not counted: what hangs on one word goes by chance. An unknown word
        tells of nothing as much as a rare one tells. The length of what is returned is 1000 where a lesson tells of its first cause for certain, and less where it does not; nothing
        is returned of a lesson that is not half certain.
        """
        own, length = self._speaks(moral)
        more, longer = self._speaks(story - moral)
        silent = SILENT * self.rarest
        alone = _without_the_most(own) / math.sqrt(length + silent)
        with_story = _without_the_most(np.concatenate((own, more))) / math.sqrt(length + longer + silent)
        found = np.maximum(alone + with_story, 0.0) ** 2
        first = np.argsort(-found, kind="stable")[:MOST_CAUSES]
        certainty = min(1.0, math.sqrt(found[first[0]]) / CERTAIN)
        if certainty < LEAST_CERTAIN:
            return []
        whole = WHOLE * certainty / math.sqrt((found[first] ** 2).sum())
        told = ((self.names[place], round(whole * float(found[place]))) for place in first)
        return [(name, weight) for name, weight in told if weight]

    def _speaks(self, features: frozenset[Feature]) -> tuple[NDArray[np.int8], int]:
        """Return how much each known feature of some speaks for each cause (features, causes), and the square of the length of all."""
        known = [self.columns[one] for one in self.columns.keys() & features]
        unknown = sum(isinstance(one, str) for one in features.difference(self.columns))
        return self.weights[known], int(self.squares[known].sum()) + unknown * self.rarest


class FeatureReader:
    """Takes texts apart into features; each distinct word is looked at once."""

    def __init__(self) -> None:
        # The stem of each word, and the same of those that tell something alone.
        self._stems: dict[str, str] = {}
        self._alone: dict[str, str] = {}

    def read(self, texts: Sequence[str]) -> list[frozenset[Feature]]:
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

    def _features(self, spoken: Sequence[str]) -> frozenset[Feature]:
        stemmed = map(self._stems.__getitem__, spoken)
        return frozenset(chain(pairwise(stemmed), (self._alone[word] for word in self._alone.keys() & spoken)))


@cache
def causes() -> Causes:
    """Return what was learnt of causes; it is read once."""
    with files("lessons.learning").joinpath(MODEL).open("rb") as file, np.load(file, allow_pickle=False) as kept:
        features = kept["features"].tobytes().decode().split("\n")
        names = tuple(kept["names"].tobytes().decode().split("\n"))
        weights = np.zeros((len(features), len(names)), np.int8)
        weights.reshape(-1)[np.cumsum(kept["steps"], dtype=np.int64)] = kept["weights"]
        # Whole numbers add up to the same on every processor.
        squares = np.rint(WHOLE * kept["idf"].astype(np.float64) ** 2).astype(np.int64)
        columns: dict[Feature, int] = {
            tuple(pair) if len(pair := one.split(" ")) > 1 else one: place for place, one in enumerate(features)
        }
        rarest = max(int(squares[place]) for feature, place in columns.items() if isinstance(feature, str))
        return Causes(names, columns, squares, weights, rarest)


def _without_the_most(speak: NDArray[np.int8]) -> NDArray[np.int32]:
    """Return how much features together speak for each cause (causes), but for the one of each that speaks most for it."""
    without: NDArray[np.int32] = np.subtract(speak.sum(axis=0, dtype=np.int32), speak.max(axis=0, initial=0))
    return without
