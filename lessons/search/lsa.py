"""Latent semantic analysis at search time: where a query points, and which documents point the same way.

The builder learns the space (``lsa_learning``); here it is only used. Source: Deerwester et al., "Indexing by latent semantic
analysis", JASIS 41(6), 1990.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lessons.search.matches import largest

if TYPE_CHECKING:
    import sqlite3

Single = npt.NDArray[np.float32]
Positions = npt.NDArray[np.int64]

# The strongest directions, looked at for all documents where there are many.
COARSE = 24
# As many documents as are compared in all directions; more go through the coarse look first.
COMPARED = 4_000
# Of those, the ones compared in full.
PROMISING = 500
# Numbers multiplied in one go: so few that the library for matrices does it at once instead of waking other threads, which
# costs a server that answers several readers more than it saves one of them.
AT_ONCE = 32_768
# As many documents are kept as single numbers as well, of length 1: to make these of them takes longer than to compare them.
KEPT_SCALED = 50_000


@dataclass(frozen=True)
class Vectors:
    """The LSA vector of each document: ``vectors`` (documents, k), their ``lengths``, and the strongest directions apart.

    ``scaled`` are all of them scaled to length 1, where there are not too many.
    """

    vectors: npt.NDArray[np.int8]
    lengths: Single
    coarse: Single
    scaled: Single | None

    @classmethod
    def load(cls, connection: sqlite3.Connection) -> Vectors:
        """Return the vectors of all documents, lessons in order of their numbers, then reviews."""
        # One after the other into one place: as a list they would take three times the memory.
        stored, count = bytearray(), 0
        for table in ("lessons", "reviews"):
            for (vector,) in connection.execute(_OF_DOCUMENTS[table]):
                stored += vector
                count += 1
        return cls.of(np.frombuffer(stored, dtype=np.int8).reshape(count, -1) if count else _NONE)

    @classmethod
    def of(cls, vectors: npt.NDArray[np.int8]) -> Vectors:
        """Return the vectors with what is worked out of them once."""
        # Squares of int8 summed over a few hundred directions fit an int32.
        squares = np.einsum("ij,ij->i", vectors, vectors, dtype=np.int32)
        lengths = np.maximum(np.sqrt(squares.astype(np.float32)), np.float32(1.0))
        scaled = vectors / lengths[:, None] if len(vectors) <= KEPT_SCALED else None
        return cls(vectors, lengths, vectors[:, :COARSE] / lengths[:, None], scaled)

    def points(self, documents: Positions) -> Single:
        """Return the vectors of some documents (documents, k), each scaled to length 1."""
        if self.scaled is not None:
            return self.scaled[documents]
        found: Single = self.vectors[documents].astype(np.float32)
        found /= self.lengths[documents, None]
        return found

    def among(self, documents: Positions) -> tuple[Single, Positions]:
        """Return vectors scaled to length 1, those of some documents (in order) among them, and the places of these.

        Where most documents from the first to the last are asked for, to compare all of them takes less than to copy those.
        """
        if self.scaled is not None and len(documents):
            first, end = int(documents[0]), int(documents[-1]) + 1
            if 2 * len(documents) >= end - first:
                return self.scaled[first:end], documents - first
        return self.points(documents), np.arange(len(documents))

    def promising(self, direction: Single, first: int, end: int) -> Positions:
        """Return the documents between two positions that may be near, in no order."""
        if end - first <= COMPARED:
            return np.arange(first, end)
        return largest(times(self.coarse[first:end], direction[:COARSE]), PROMISING) + first


_NONE = np.zeros((0, 1), dtype=np.int8)
_OF_DOCUMENTS = {
    "lessons": "SELECT vector FROM lsa_lessons ORDER BY number",
    "reviews": "SELECT vector FROM lsa_reviews ORDER BY number",
}
_OF_TERMS = "SELECT term, weight, vector FROM lsa_terms WHERE term IN (SELECT value FROM json_each(?))"


def cosines(points: Single, direction: Single) -> Single:
    """Return the cosine of each point and a direction, all of length 1; 0 where they point apart."""
    return times(points, direction).clip(min=0.0)


def times(matrix: Single, vector: Single) -> Single:
    """Return the product of a matrix and a vector, worked out on this thread alone."""
    found = np.empty(len(matrix), dtype=np.float32)
    rows = max(1, AT_ONCE // max(1, len(vector)))
    for start in range(0, len(matrix), rows):
        np.dot(matrix[start : start + rows], vector, out=found[start : start + rows])
    return found


def unit(direction: Single) -> Single:
    """Return a direction scaled to length 1; nothing stays nothing."""
    length = float(np.sqrt(direction @ direction))
    return direction / np.float32(length or 1.0)
