"""Which situations a plan reads like, told from short scenes of other plans.

People seldom name the situation that they are in, and say it in too many ways for any list of cues. ``scenes.txt`` holds, under the name of each
situation of the thesaurus, bits of made-up plans in which it stands, from many sectors, a scene to a line. A passage is compared with
all scenes of a situation at once, by the cosine similarity of the words and pairs of neighbouring words that they use, weighted by
inverse document frequency over the situations (Rocchio's classifier): what stands in the scenes of few situations tells most.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from lessons.learning.texts import Stemmer
from lessons.learning.thesaurus import thesaurus
from lessons.search.text import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lessons.learning.texts import TextWords
    from lessons.search.lsa import Single

# A stem, or those of two words side by side.
Feature = str | tuple[str, str]

# How a similarity to one situation stands out from those to the others.
SHARPNESS = 2.0
# A plan no passage of which is so much like any situation reads like none for certain; of the plans that are looked at nineteen in twenty have one.
LEAST_LIKE = 0.04


@dataclass(frozen=True)
class Scenes:
    """The features of scenes by their column, the inverse document frequency of each, and the weights of each situation, of length 1 (situations, features)."""

    columns: Mapping[Feature, int]
    idf: Single
    weights: Single

    @classmethod
    def of(cls, text: str, names: Sequence[str], stemmer: Stemmer) -> Scenes:
        """Return what ``text`` holds: under a line ``# name`` scenes, one a line; raises ``ValueError`` for a name that is not in ``names``."""
        said: list[Counter[Feature]] = [Counter() for _ in names]
        situation = 0
        lines = [line for line in text.splitlines() if line]
        for line, read in zip(lines, stemmer.read(lines), strict=True):
            if line.startswith("# "):
                situation = names.index(line[2:])
            else:
                said[situation].update(features(read))
        situations = Counter(feature for own in said for feature in own)
        columns = {feature: column for column, feature in enumerate(situations)}
        idf = np.log((len(names) + 1) / (np.array(list(situations.values()), np.float32) + 0.5))
        weights = np.zeros((len(names), len(columns)), np.float32)
        for place, own in enumerate(said):
            weights[place, [columns[feature] for feature in own]] = np.sqrt(list(own.values()))
        return cls(columns, idf, _of_length_one(weights * idf))

    def similarity(self, read: Sequence[TextWords]) -> Single:
        """Return how much each passage, and last all of them together, read like each situation (passages + 1, situations): the likest as 1, or less where no passage reads like any for certain."""
        written = [features(passage) for passage in read]
        had = [[self.columns[one] for one in own if one in self.columns] for own in written]
        # A plan has few of the features of scenes.
        columns = sorted({column for own in had for column in own})
        place_of = {column: place for place, column in enumerate(columns)}
        used = np.zeros((len(read) + 1, len(columns)), np.float32)
        for place, own in enumerate(had):
            used[place, [place_of[column] for column in own]] = 1.0
        used[-1] = used[:-1].max(axis=0, initial=0.0)
        used *= self.idf[columns]
        found = _of_length_one(used) @ self.weights[:, columns].T
        most = found.max(axis=1, initial=0.0)
        # Unknown words tell of no situation as much as rare ones tell of one.
        unknown = np.array([len({*filter(_is_word, own)} - self.columns.keys()) for own in written], np.float32)
        known = (used[:-1] ** 2).sum(axis=1)
        whole = known + unknown * self.idf.max() ** 2
        likest = float((most[:-1] * np.sqrt(known / np.where(whole > 0, whole, 1.0))).max(initial=0.0))
        certainty = min(1.0, likest / LEAST_LIKE)
        return np.asarray((found / (most.max() or 1.0) * certainty) ** np.float32(SHARPNESS), dtype=np.float32)

    def telling(self, passage: TextWords, situation: int) -> dict[str, float]:
        """Return the words of a passage by which it reads like a situation, by their stems, with how much each tells."""
        return {
            stem: float(self.weights[situation, column] * self.idf[column])
            for stem in passage.written
            if (column := self.columns.get(stem)) is not None and self.weights[situation, column] > 0
        }


def features(read: TextWords) -> list[Feature]:
    """Return, each once, the stems of the words of a text but function words, and all pairs of neighbouring words."""
    alone = (
        stem
        for word, stem in zip(read.spoken, read.stemmed, strict=True)
        if word not in STOP_WORDS and len(word) > 1 and not word.isdigit()
    )
    return list(dict.fromkeys((*alone, *pairwise(read.stemmed))))


@cache
def scenes() -> Scenes:
    """Return the scenes; they are read once."""
    text = files("lessons.learning").joinpath("scenes.txt").read_text("utf-8")
    return Scenes.of(text, thesaurus().names, Stemmer(thesaurus()))


def _is_word(feature: Feature) -> bool:
    return isinstance(feature, str)


def _of_length_one(rows: Single) -> Single:
    length = np.sqrt((rows**2).sum(axis=1, keepdims=True))
    return np.asarray(rows / np.where(length > 0, length, 1.0), dtype=np.float32)
