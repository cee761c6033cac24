"""Learns from the collection which words occur in like company, and gives each document its place among them.

Latent semantic analysis: the documents, weighed as for ranking, are projected on the directions in which they
differ most. Source: Deerwester et al., "Indexing by latent semantic analysis", JASIS 41(6), 1990. The directions
come from a randomised subspace iteration: Halko, Martinsson and Tropp, "Finding structure with randomness",
SIAM Review 53(2), 2011, algorithms 4.4 and 5.1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lessons.search.preparation.linear import Single, Sparse, eigen, product, straightening, strongest

if TYPE_CHECKING:
    from lessons.search.preparation.postings import Postings

# Directions kept: on held-out collections of four hundred to two thousand texts, 128 to 300 did equally well.
DIMENSIONS = 192
# At least so many reviews for each direction, or it describes single reviews; in a small collection fewer must do, or all
# would look alike.
REVIEWS_EACH = 4
FEW_DIRECTIONS = 24
REVIEWS_EACH_OF_FEW = 2
# More directions are followed than kept, which makes those kept more exact.
SPARE = 16
ITERATIONS = 4
SEED = 1998
# Documents from which the directions are learnt; more change them little and take longer.
SAMPLE = 5_000
# Documents placed at a time, which bounds the memory it takes.
PART = 20_000
# Stems that take part: the commonest. Those in most texts count for next to nothing by their rarity, but leaving them out was
# worse on every held-out collection.
MOST_STEMS = 40_000
# Rare stems say more about what a text means than about how well it answers; found on held-out collections.
RARITY_POWER = 1.75
# Stems of each document that take part, those that say most; the others hardly move it and take most of the time.
MOST_OF_EACH = 100
# How far the length of a text counts in learning: 0 as it is, 1 not at all.
LEVELLING = 0.5


@dataclass(frozen=True)
class Space:
    """A space of meanings: ``stems`` (S,) that take part, their ``rarity`` (S,), and where each points, ``directions`` (S, k)."""

    stems: npt.NDArray[np.int64]
    rarity: npt.NDArray[np.float64]
    directions: Single

    def matrix(self, postings: Postings, documents: npt.NDArray[np.int64]) -> Sparse:
        """Return the weights of the stems that take part, one row for each of the documents (ascending)."""
        row = np.full(postings.count, -1, dtype=np.int32)
        row[documents] = np.arange(len(documents), dtype=np.int32)
        column = np.full(len(postings.starts) - 1, -1, dtype=np.int32)
        column[self.stems] = np.arange(len(self.stems), dtype=np.int32)
        entries = np.flatnonzero(row[postings.documents] >= 0)
        columns = column[np.searchsorted(postings.starts, entries, side="right") - 1]
        entries, columns = entries[columns >= 0], columns[columns >= 0]
        worth = self.rarity**RARITY_POWER / 255.0
        values = (postings.weights[entries] * worth[columns]).astype(np.float32)
        starts = np.searchsorted(columns, np.arange(len(self.stems) + 1)).astype(np.int64)
        by_stem = Sparse(starts, row[postings.documents[entries]], values, len(documents))
        return strongest(by_stem.turned(), MOST_OF_EACH)

    def vectors(self, postings: Postings) -> npt.NDArray[np.int8]:
        """Return where each document points (N, k), as whole numbers."""
        parts = [np.arange(start, min(start + PART, postings.count)) for start in range(0, postings.count, PART)]
        empty = np.zeros((0, self.directions.shape[1]), dtype=np.int8)
        return np.concatenate(
            [empty, *(quantised(self.matrix(postings, part).times(self.directions)) for part in parts)]
        )

    def scaled(self) -> npt.NDArray[np.int16]:
        """Return the directions times the rarity of the stems, as whole numbers to one scale."""
        worth = self.directions * self.rarity[:, None]
        largest = float(np.abs(worth).max(initial=0.0))
        return np.rint(worth / (largest or 1.0) * 32767.0).astype(np.int16)


def learn(reviews: Postings) -> Space:
    """Return the space of meanings learnt from all reviews, whose texts hold those of their lessons."""
    frequencies = reviews.frequencies()
    able = np.flatnonzero(frequencies)
    stems = np.sort(able[np.argsort(-frequencies[able], kind="stable")[:MOST_STEMS]])
    frequency = frequencies[stems].astype(np.float64)
    rarity = np.log1p((reviews.count - frequency + 0.5) / (frequency + 0.5))
    space = Space(stems, rarity, np.zeros((len(stems), 1), dtype=np.float32))
    few = min(FEW_DIRECTIONS, reviews.count // REVIEWS_EACH_OF_FEW)
    dimensions = min(DIMENSIONS, max(few, reviews.count // REVIEWS_EACH), len(stems))
    if dimensions < 1:
        return space
    sample = np.arange(0, reviews.count, -(-reviews.count // SAMPLE))
    return replace(space, directions=_directions(_levelled(space.matrix(reviews, sample)), dimensions))


def quantised(vectors: Single) -> npt.NDArray[np.int8]:
    """Return each row as whole numbers from -127 to 127; its length is lost, its direction kept."""
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=0.0)
    return np.rint(vectors / np.where(largest > 0, largest, 1.0) * 127.0).astype(np.int8)


def _levelled(matrix: Sparse) -> Sparse:
    """Return the matrix with its long rows made shorter."""
    lengths = np.diff(matrix.starts)
    filled = np.flatnonzero(lengths)
    squares = np.ones(len(lengths))
    squares[filled] = np.add.reduceat(np.square(matrix.values, dtype=np.float64), matrix.starts[filled])
    shorter = np.repeat(squares ** (-LEVELLING / 2), lengths)
    return replace(matrix, values=(matrix.values * shorter).astype(np.float32))


def _directions(sample: Sparse, dimensions: int) -> Single:
    """Return the directions (stems, dimensions) in which the sample differs most, the strongest first."""
    turned = sample.turned()
    followed = min(dimensions + SPARE, sample.width, len(sample.starts) - 1)
    signs = np.random.Generator(np.random.PCG64(SEED)).integers(0, 2, (sample.width, followed))
    found: Single = (2 * signs - 1).astype(np.float32)
    for _ in range(ITERATIONS):
        found = _upright(turned.times(sample.times(found)))
    seen = sample.times(found)
    _, turn = eigen(product(seen.T, seen))
    directions: Single = product(found, turn[:, :dimensions]).astype(np.float32)
    return directions


def _upright(vectors: Single) -> Single:
    """Return vectors that span the same space, at right angles and of length 1 but for rounding."""
    lengths = np.sqrt(np.square(vectors, dtype=np.float64).sum(axis=0))
    level = vectors / np.where(lengths > 0, lengths, 1.0)
    upright: Single = product(level, straightening(product(level.T, level))).astype(np.float32)
    return upright
