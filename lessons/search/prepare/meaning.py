"""Learns from the collection which words occur in like company, and gives each document its place among them.

Latent semantic analysis: the documents, weighed as for ranking, are projected on the directions in which they
differ most. Source: Deerwester et al., "Indexing by latent semantic analysis", JASIS 41(6), 1990. The directions
come from a randomised subspace iteration: Halko, Martinsson and Tropp, "Finding structure with randomness",
SIAM Review 53(2), 2011, algorithms 4.4 and 5.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lessons.search.prepare.linear import Single, Sparse, eigen, product, straightening

if TYPE_CHECKING:
    from lessons.search.prepare.postings import Postings

# Directions kept: on held-out collections of four hundred to two thousand texts, 128 to 300 did equally well.
DIMENSIONS = 192
# At least this many documents for each direction, or it describes single documents.
DOCUMENTS_EACH = 4
# More directions are followed than kept, which makes those kept more exact.
SPARE = 16
ITERATIONS = 3
SEED = 1998
# Documents from which the directions are learnt; more change them little and take longer.
SAMPLE = 20_000
# Stems that take part: in more than one document, not in a third of all, the commonest of these.
MOST_STEMS = 40_000
COMMONEST = 1 / 3
# Rare stems say more about what a text means than about how well it answers; found on held-out collections.
RARITY_POWER = 1.75
# How far the length of a text counts in learning: 0 as it is, 1 not at all.
LEVELLING = 0.5


@dataclass(frozen=True)
class Space:
    """A space of meanings: ``stems`` (S,) that take part, their ``rarity`` (S,), and where each points, ``directions`` (S, k)."""

    stems: npt.NDArray[np.int64]
    rarity: npt.NDArray[np.float64]
    directions: Single

    def scaled(self) -> npt.NDArray[np.int16]:
        """Return the directions times the rarity of the stems, as whole numbers to one scale."""
        worth = self.directions * self.rarity[:, None]
        largest = float(np.abs(worth).max(initial=0.0))
        return np.rint(worth / (largest or 1.0) * 32767.0).astype(np.int16)


def learn(all_postings: tuple[Postings, ...]) -> tuple[Space, dict[int, npt.NDArray[np.int8]]]:
    """Return the space learnt from all documents, and for each of the postings its documents (N, k) as whole numbers."""
    count = sum(postings.count for postings in all_postings)
    frequencies = np.sum([postings.frequencies() for postings in all_postings], axis=0)
    able = np.flatnonzero((frequencies > 1) & (frequencies <= max(2.0, count * COMMONEST)))
    stems = np.sort(able[np.argsort(-frequencies[able], kind="stable")[:MOST_STEMS]])
    frequency = frequencies[stems].astype(np.float64)
    rarity = np.log1p((count - frequency + 0.5) / (frequency + 0.5))
    matrices = [_by_document(postings, stems, rarity**RARITY_POWER) for postings in all_postings]
    # A review and its lessons are one text or nearly so: the larger of the two numbers counts, not their sum.
    texts = max(postings.count for postings in all_postings)
    dimensions = max(1, min(DIMENSIONS, texts // DOCUMENTS_EACH, len(stems)))
    if not len(stems):
        return Space(stems, rarity, np.zeros((0, 1), dtype=np.float32)), {
            number: np.zeros((postings.count, 1), dtype=np.int8) for number, postings in enumerate(all_postings)
        }
    directions = _directions(_sample(matrices, max(1, -(-count // SAMPLE))), dimensions)
    space = Space(stems, rarity, directions)
    return space, {number: quantised(matrix.times(directions)) for number, matrix in enumerate(matrices)}


def quantised(vectors: Single) -> npt.NDArray[np.int8]:
    """Return each row as whole numbers from -127 to 127; its length is lost, its direction kept."""
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=0.0)
    return np.rint(vectors / np.where(largest > 0, largest, 1.0) * 127.0).astype(np.int8)


def _by_document(postings: Postings, stems: npt.NDArray[np.int64], rarity: npt.NDArray[np.float64]) -> Sparse:
    """Return the weights of the stems that take part, one row for each document."""
    lengths = postings.frequencies()[stems]
    column = np.repeat(np.arange(len(stems), dtype=np.int32), lengths)
    starts = np.zeros(len(stems) + 1, dtype=np.int64)
    np.cumsum(lengths, out=starts[1:])
    places = np.repeat(postings.starts[stems] - starts[:-1], lengths) + np.arange(int(starts[-1]))
    values = (postings.weights[places] * (rarity / 255.0)[column]).astype(np.float32)
    by_stem = Sparse(starts, postings.documents[places], values, postings.count)
    return by_stem.turned()


def _sample(matrices: list[Sparse], step: int) -> Sparse:
    """Return every ``step``-th row of all matrices, one below the other, long ones made shorter."""
    starts, columns, values = [np.zeros(1, dtype=np.int64)], [], []
    total = 0
    for matrix in matrices:
        for row in range(0, len(matrix.starts) - 1, step):
            entries = slice(int(matrix.starts[row]), int(matrix.starts[row + 1]))
            columns.append(matrix.columns[entries])
            length = float(np.sqrt(np.square(matrix.values[entries]).sum()))
            values.append(matrix.values[entries] / np.float32(length**LEVELLING or 1.0))
            total += len(columns[-1])
            starts.append(np.array([total], dtype=np.int64))
    return Sparse(np.concatenate(starts), np.concatenate(columns), np.concatenate(values), matrices[0].width)


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
