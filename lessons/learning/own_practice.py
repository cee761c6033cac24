"""What an organisation does already: of others' lessons those that are about what its own work did with success.

One that is most like a lesson of its own that worked, by latent semantic analysis and by its words, brings nothing new. One that is more like a lesson of its own
work that fell short may be just what that work lacked, however much both are about the same.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from lessons.search.lsa import Vectors
from lessons.search.word_similarity import word_similarities

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from numpy.typing import NDArray

# The cosines of two lessons about one practice, by latent semantic analysis and of their words. Of the founding reviews' pairs of lessons of two organisations, eight have both: on mutuals, on the stadium,
# on conferences of victim and offender (0.75 and 0.18), on pairing politicians with managers, and on rewarding those who innovate.
LEAST_COSINE, LEAST_IN_WORDS = 0.6, 0.15
# Equal but for rounding.
AS_ALIKE = 1e-4
# Of a lesson: that the case which did it succeeded; what it says that should have been done has not worked there.
WORKED_THERE = (
    "reviews.result = 'success' AND (lessons.kind IS NOT 'improve' OR lessons.status IN ('implemented', 'learned'))"
)
_OWN = f"""
    SELECT lessons.id, {WORKED_THERE} FROM lessons JOIN reviews ON reviews.id = lessons.review_id
    WHERE reviews.organisation_id = :organisation AND (lessons.published_earliest IS NULL OR lessons.published_earliest <= :day)
    ORDER BY lessons.id"""
_VECTORS = """
    SELECT lessons.id, lsa_lessons.vector FROM lessons JOIN lsa_lessons ON lsa_lessons.number = lessons.number
    WHERE lessons.id IN (SELECT value FROM json_each(?)) ORDER BY lessons.id"""


def own_practice(connection: sqlite3.Connection, lessons: Iterable[str], organisation: str, day: str) -> frozenset[str]:
    """Return those of others' ``lessons``, by their ids, that are about what the organisation's own work did with success, as far as known on a day."""
    own = {id_: bool(worked) for id_, worked in connection.execute(_OWN, {"organisation": organisation, "day": day})}
    if not any(own.values()):
        return frozenset()
    its, points = _points(connection, own)
    ids, others = _points(connection, lessons)
    worked = np.array([own[id_] for id_ in its], bool)
    if not ids or not worked.any():
        return frozenset()
    alike = others @ points.T
    near = np.where(worked, alike, 0.0)
    short = np.where(worked, 0.0, alike).max(axis=1)
    pairs = {
        (id_, its[nearest])
        for id_, nearest, how, less in zip(
            ids, near.argmax(axis=1).tolist(), near.max(axis=1).tolist(), short.tolist(), strict=True
        )
        if how >= LEAST_COSINE and how > less + AS_ALIKE
    }
    return frozenset(id_ for (id_, _), how in word_similarities(connection, pairs).items() if how >= LEAST_IN_WORDS)


def _points(connection: sqlite3.Connection, ids: Iterable[str]) -> tuple[list[str], NDArray[np.float32]]:
    """Return the ids of those lessons that have a vector, and the vectors, each scaled to length 1."""
    rows = connection.execute(_VECTORS, (json.dumps(sorted(set(ids))),)).fetchall()
    if not rows:
        return [], np.zeros((0, 1), np.float32)
    vectors = Vectors.of(np.array([np.frombuffer(vector, np.int8) for _, vector in rows]))
    return [id_ for id_, _ in rows], vectors.points(np.arange(len(rows)))
