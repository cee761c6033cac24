"""Which lessons of a large library are worth comparing with a plan by all that they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from lessons.learning.reader import OWN_TEXT
from lessons.learning.texts import together
from lessons.search.reader import idf

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lessons.learning.reader import BriefReader, Positions
    from lessons.learning.texts import TextWords
    from lessons.learning.thesaurus import Thesaurus
    from lessons.search.lsa import Single

# Lessons that are compared with all they say; of more, those that promise most by the words of some passage, or of all.
CANDIDATES = 500
OF_A_PART = 12
MOST_PARTS = 40
MOST_CONCEPTS = 28
# To read like a situation says as much of it as so many words for it; less than this share of the likest says nothing.
SIMILARITY_STRENGTH = 3.0
LEAST_SIMILARITY = 0.25

# A stem, or a concept.
Held = TypeVar("Held", str, int)


def candidates(
    reader: BriefReader,
    thesaurus: Thesaurus,
    read: Sequence[TextWords],
    postings: Mapping[str, Positions],
    weights: Mapping[str, float],
    meaning: Single,
    similarity: Single,
) -> tuple[Positions, Single]:
    """Return the positions of the lessons that are worth a closer look, all of them where they are few, and the idf of each concept."""
    count = len(reader.numbers)
    said: dict[int, float] = {}
    for one in read:
        for concept, cues in one.concepts.items():
            said[concept] = max(said.get(concept, 0.0), thesaurus.strength(cues))
    if count > CANDIDATES:
        # Of the many that a long plan touches, those of which some passage has most to say.
        for concept, like in enumerate(similarity.max(axis=0)):
            if like >= LEAST_SIMILARITY:
                said[concept] = said.get(concept, 0.0) + SIMILARITY_STRENGTH * float(like)
    concepts = sorted(said, key=lambda concept: (-said[concept], concept))
    concepts = concepts if count <= CANDIDATES else concepts[:MOST_CONCEPTS]
    expressions = [f"{OWN_TEXT} : ({thesaurus.expression(concept)})" for concept in concepts]
    found = dict(zip(concepts, reader.postings(expressions), strict=False))
    idfs = {concept: idf(len(places), count) for concept, places in found.items()}
    concept_idf = np.array([idfs.get(concept, 0.0) for concept in range(len(thesaurus.names))], np.float32)
    if count <= CANDIDATES:
        return np.arange(count), concept_idf
    # Of a long plan, several passages at a time are enough to see which lessons promise something.
    width = -(-len(read) // MOST_PARTS)
    starts = range(0, len(read), width)
    parts = [together(read[start : start + width]) for start in starts]
    rough = _rough([dict.fromkeys(one.written, 1.0) for one in parts], postings, weights, count)
    like = [similarity[start : start + width].max(axis=0) for start in starts]
    spoken = [
        {concept: max(float(own[concept]), float(concept in one.concepts)) for concept in found}
        for one, own in zip(parts, like, strict=False)
    ]
    rough += _rough(spoken, found, idfs, count)
    rough += np.array([meaning[start : start + width].max(axis=0) for start in starts])
    each = np.argpartition(rough, count - OF_A_PART, axis=1)[:, -OF_A_PART:].ravel()
    total = rough.sum(axis=0)
    best = np.argpartition(total, count - CANDIDATES)[-CANDIDATES:]
    promising = np.unique(np.concatenate((each, best)))
    strongest = rough[:, promising].max(axis=0) + total[promising] / len(parts)
    kept: Positions = np.sort(promising[np.argsort(-strongest, kind="stable")[:CANDIDATES]])
    return kept, concept_idf


def _rough(
    had: Sequence[Mapping[Held, float]], postings: Mapping[Held, Positions], weights: Mapping[Held, float], count: int
) -> Single:
    """Return the summed weights of what each passage has, as much as it has it, and each lesson has too (passages, lessons), the largest as 1."""
    holders: dict[Held, list[tuple[int, float]]] = {}
    for passage, own in enumerate(had):
        for one, amount in own.items():
            if amount >= LEAST_SIMILARITY:
                holders.setdefault(one, []).append((passage, amount))
    found = np.zeros((len(had), count), dtype=np.float32)
    for one, lessons in postings.items():
        for passage, amount in holders.get(one, ()):
            found[passage, lessons] += amount * weights[one] ** 2
    most = found.max(axis=1, keepdims=True, initial=0.0)
    found /= np.where(most > 0, most, np.float32(1.0))
    return found
