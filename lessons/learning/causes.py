"""Which causes a lesson tells of: what went wrong and why, recognised however it is told.

People name the cause of a mistake in too many ways for any list of cues. ``cause_scenes.txt`` holds, under each of 142 causes as inquiries,
audits and post-mortems know them, short made-up reviews from thirty sectors, as many from each sector for every cause, so that the words of a sector tell nothing.
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

# A stem, or those of two words side by side.
Feature = str | tuple[str, ...]

MODEL, SCENES = "cause_model.npz", "cause_scenes.txt"
# A lesson tells of few causes; how much it tells of each is kept in thousandths.
MOST_CAUSES, WHOLE = 3, 1000
# From this score on, in the units of the model, a lesson tells of a cause for certain: half of the open test cases reach it, and one in fifteen founding lessons.
CERTAIN = 0.34
# A text of which fewer of its telling words stand in any scene is in another language, or about what no scene is about. Lessons of English libraries have 80 to 100 in a hundred.
LEAST_KNOWN = 0.5
# Two words side by side tell more than either: set with whole writers of scenes left out.
PAIRS = 1.2


@dataclass(frozen=True)
class Causes:
    """What each feature of a text speaks for: ``columns`` its place, ``squares`` its weight, squared, in thousandths (features), ``weights`` how much it speaks for each cause (features, causes)."""

    names: tuple[str, ...]
    columns: Mapping[Feature, int]
    squares: NDArray[np.int64]
    weights: NDArray[np.int8]

    def of(self, story: AbstractSet[Feature], moral: AbstractSet[Feature]) -> list[tuple[str, int]]:
        """Return the causes that a lesson tells of, with how much it tells of each, in thousandths; most first.

        ``story`` and ``moral`` are features: of what happened, and of why it did and what to do instead. The moral counts once more alone, since it tells the cause
        and the story mostly the event. The length of what is returned is 1000 where a lesson tells of its first cause for certain, and less where it does not.
        Nothing is told of a moral whose words are mostly unknown.
        """
        alone = [feature for feature in moral if isinstance(feature, str)]
        if sum(feature in self.columns for feature in alone) < LEAST_KNOWN * len(alone):
            return []
        weighed, length = self._speaks(moral)
        more, longer = self._speaks(story - moral)
        found = np.maximum(weighed / _root(length) + (weighed + more) / _root(length + longer), 0.0) ** 2
        first = np.argsort(-found, kind="stable")[:MOST_CAUSES]
        certainty = min(1.0, math.sqrt(found[first[0]]) / CERTAIN)
        whole = WHOLE * certainty / _root(float((found[first] ** 2).sum()))
        told = ((self.names[place], round(whole * float(found[place]))) for place in first)
        return [(name, weight) for name, weight in told if weight]

    def _speaks(self, features: AbstractSet[Feature]) -> tuple[NDArray[np.int32], int]:
        """Return how much some features speak for each cause (causes), and the square of their length."""
        columns = sorted(self.columns[one] for one in self.columns.keys() & features)
        return self.weights[columns].sum(axis=0, dtype=np.int32), int(self.squares[columns].sum())


class FeatureReader:
    """Takes texts apart into features; each distinct word is looked at once."""

    def __init__(self) -> None:
        # The stem of each word, and the same of those that tell something alone.
        self._stems: dict[str, str] = {}
        self._alone: dict[str, str] = {}

    def read(self, texts: Sequence[str]) -> list[set[Feature]]:
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

    def _features(self, spoken: Sequence[str]) -> set[Feature]:
        stemmed = map(self._stems.__getitem__, spoken)
        found: set[Feature] = set(pairwise(stemmed))
        found.update(self._alone[word] for word in self._alone.keys() & spoken)
        return found


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
        return Causes(names, columns, squares, weights)


def _root(square: float) -> float:
    """Return a length from its square, 1 where there is nothing to divide by."""
    return math.sqrt(square) or 1.0


def length_of(told: Iterable[tuple[str, int]]) -> float:
    """Return the length of what a lesson tells of causes, as :meth:`Causes.of` gives it, 1000 at most but for rounding."""
    return math.sqrt(sum(weight**2 for _, weight in told))
