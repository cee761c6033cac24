"""Finds the documents nearest to a query by meaning, in the space that the builder learnt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from lessons.search.found import Positions

Single = npt.NDArray[np.float32]

# The strongest directions, looked at for all documents where there are many.
COARSE = 24
# As many documents as are compared in all directions; more go through the coarse look first.
COMPARED = 4_000
# Numbers multiplied in one go: so few that the library for matrices does it at once instead of waking other threads, which
# costs a server that answers several readers more than it saves one of them.
AT_ONCE = 32_768
# Of those, the ones compared in full.
PROMISING = 500


@dataclass(frozen=True)
class Meanings:
    """Where each document points: ``vectors`` (documents, k), their ``lengths``, and the strongest directions apart."""

    vectors: npt.NDArray[np.int8]
    lengths: Single
    coarse: Single

    @classmethod
    def build(cls, vectors: npt.NDArray[np.int8]) -> Meanings:
        """Return the meanings of documents with the stored vectors."""
        # A handful of documents has a single direction, and is stored without columns.
        vectors = vectors if vectors.ndim == 2 else vectors[:, np.newaxis]
        # Squares of int8 summed over a few hundred directions fit an int32.
        squares = np.einsum("ij,ij->i", vectors, vectors, dtype=np.int32)
        lengths = np.maximum(np.sqrt(squares.astype(np.float32)), np.float32(1.0))
        return cls(vectors, lengths, vectors[:, :COARSE] / lengths[:, None])

    def points(self, documents: Positions) -> Single:
        """Return where documents point (documents, k), each with length 1."""
        found: Single = self.vectors[documents].astype(np.float32)
        found /= self.lengths[documents, None]
        return found

    def promising(self, direction: Single, first: int, end: int) -> Positions:
        """Return the documents between two positions that may be near, in no order."""
        if end - first <= COMPARED:
            return np.arange(first, end)
        near = times(self.coarse[first:end], direction[:COARSE])
        return np.argpartition(near, len(near) - PROMISING)[-PROMISING:] + first


def likeness(points: Single, direction: Single) -> Single:
    """Return the cosine between points and a direction, all of length 1; 0 where they point apart."""
    return times(points, direction).clip(min=0.0)


def drawn(direction: Single, points: Single, shares: Single) -> Single:
    """Return ``direction`` drawn towards points, each with its share; of length 1."""
    towards: Single = direction + shares @ points
    return unit(towards)


def times(matrix: Single, vector: Single) -> Single:
    """Return the product of a matrix and a vector, worked out on this thread alone."""
    found = np.empty(len(matrix), dtype=np.float32)
    rows = max(1, AT_ONCE // len(vector))
    for start in range(0, len(matrix), rows):
        np.dot(matrix[start : start + rows], vector, out=found[start : start + rows])
    return found


def unit(direction: Single) -> Single:
    """Return a direction with length 1; nothing stays nothing."""
    length = float(np.sqrt(direction @ direction))
    return direction / np.float32(length or 1.0)
