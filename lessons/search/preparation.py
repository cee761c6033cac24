"""What the builder calls once all rows are written: counts words, learns the LSA space and writes the vector of each document.

Latent semantic analysis: the reviews, their words weighed, are projected on the directions in which they differ most. Source:
Deerwester et al., "Indexing by latent semantic analysis", JASIS 41(6), 1990. The directions come from a randomised truncated
singular value decomposition: Musco and Musco, "Randomized block Krylov methods for stronger and faster approximate singular value
decomposition", NIPS 2015, algorithm 2. Everything follows from the rows alone, in an order that they fix, on one thread, and is
stored as small whole numbers, so two builds on one kind of processor give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from lessons.search.counting import WordCounts, counted, stems_of, weighed

if TYPE_CHECKING:
    import sqlite3
    from array import array
    from collections.abc import Iterator

    from scipy.sparse import csr_matrix

__all__ = ["learnt_from", "prepare", "write"]

# Directions kept; in a small collection fewer, or each would describe a single review.
DIMENSIONS = 192
REVIEWS_EACH = 4
FEW_DIRECTIONS = 24
REVIEWS_EACH_OF_FEW = 2
# Mixtures of reviews that are followed at a time, and how often: together more than the directions that are kept. As much work as following
# all of them at once for two steps, as Halko, Martinsson and Tropp (2011) do, and nearer to the exact directions: see docs/search.md.
BLOCK = 64
STEPS = 5
SEED = 1998
# Smaller squares of singular values are rounding.
TINY = 1e-12
# Reviews from which the directions are learnt; more change them little and take longer. The others are placed afterwards.
SAMPLE = 20_000
# Stems that take part: the commonest.
MOST_STEMS = 40_000
# Found with one setting on four collections, see docs/search.md: rare stems say more about what a text is about than about how
# well it answers, and long texts count for less than by their length.
IDF_POWER = 1.5
LENGTH_POWER = 0.5
# Documents placed at a time, which bounds the memory it takes.
PART = 5_000

Single = npt.NDArray[np.float32]


def prepare(connection: sqlite3.Connection) -> None:
    """Write the LSA tables anew, of a database whose other tables are complete, in the caller's transaction."""
    write(connection, learnt_from(counted(connection)))


@dataclass(frozen=True)
class Learnt:
    """The ``space``, its distinct ``stems`` by their numbers, and by the table of their vectors the row numbers and the vectors of documents."""

    stems: list[str]
    space: Space
    placed: dict[str, tuple[npt.NDArray[np.int64], npt.NDArray[np.int8]]]


def learnt_from(words: WordCounts) -> Learnt:
    """Return the space that is learnt from these words, which are used up."""
    stems, stem_of = stems_of(list(words.numbers))
    with threadpool_limits(limits=1):
        matrix = weighed(words.reviews, stem_of, len(stems))
        space = learn(matrix)
        reviews = _in_order(words.reviews.numbers, space.vectors(matrix))
        del matrix
        lessons = _in_order(words.lessons.numbers, space.vectors(weighed(words.lessons, stem_of, len(stems))))
    return Learnt(stems, space, {"lsa_reviews": reviews, "lsa_lessons": lessons})


def _in_order(
    numbers: array[int], vectors: Iterator[npt.NDArray[np.int8]]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int8]]:
    """Return row numbers in order, and the vector of each as a row."""
    order = np.argsort(found := np.array(numbers, dtype=np.int64))
    placed = list(vectors)
    return found[order], np.concatenate(placed)[order] if placed else np.zeros((0, 1), dtype=np.int8)


def write(connection: sqlite3.Connection, learnt: Learnt) -> None:
    """Write the LSA tables anew, in the caller's transaction."""
    for table in ("lsa_terms", *learnt.placed):
        connection.execute(f"DELETE FROM {table}")
    _write_terms(connection, learnt.stems, learnt.space)
    for table, (numbers, vectors) in learnt.placed.items():
        _write_vectors(connection, table, numbers, vectors)


@dataclass(frozen=True)
class Space:
    """An LSA space: ``stems`` (S,) that take part, their ``weights`` (S,), and where each points, ``directions`` (S, k)."""

    stems: npt.NDArray[np.int64]
    weights: Single
    directions: Single

    def vectors(self, matrix: csr_matrix) -> Iterator[npt.NDArray[np.int8]]:
        """Yield the vectors (part, k) of documents, one part of them after the other."""
        scaled = self.directions * self.weights[:, None]
        for start in range(0, matrix.shape[0], PART):
            yield quantised(matrix[start : start + PART][:, self.stems] @ scaled)


def learn(matrix: csr_matrix) -> Space:
    """Return the space learnt from the matrix of all reviews, whose texts hold those of their lessons."""
    reviews = matrix.shape[0]
    frequency = np.bincount(matrix.indices, minlength=matrix.shape[1])
    able = np.flatnonzero(frequency)
    chosen = np.sort(able[np.argsort(-frequency[able], kind="stable")[:MOST_STEMS]])
    idf = np.log1p((reviews - frequency[chosen] + 0.5) / (frequency[chosen] + 0.5))
    weights = (idf**IDF_POWER).astype(np.float32)
    few = min(FEW_DIRECTIONS, reviews // REVIEWS_EACH_OF_FEW)
    dimensions = min(DIMENSIONS, max(few, reviews // REVIEWS_EACH), len(chosen))
    if dimensions < 1:
        return Space(chosen, weights, np.zeros((len(chosen), 1), dtype=np.float32))
    sample = matrix[:: -(-reviews // SAMPLE)][:, chosen]
    # In place: each copy of the matrix is a tenth of the memory that all this takes.
    sample.data *= weights[sample.indices]
    rows = np.repeat(np.arange(sample.shape[0]), np.diff(sample.indptr))
    lengths = np.sqrt(np.bincount(rows, weights=sample.data.astype(np.float64) ** 2, minlength=sample.shape[0]))
    shorter = np.where(lengths > 0, lengths, 1.0) ** -LENGTH_POWER
    sample.data *= shorter.astype(np.float32)[rows]
    del rows
    return Space(chosen, weights, _directions(sample, dimensions))


def _directions(sample: csr_matrix, dimensions: int) -> Single:
    """Return the right singular vectors (stems, dimensions) of the largest singular values, the largest first.

    Their signs are fixed: the largest entry of each is positive.
    """
    block = min(BLOCK, *sample.shape)
    # Chance mixes the reviews, which are far fewer than the stems; signs do for that as well as other random numbers, and are soon drawn.
    chance = np.random.Generator(np.random.PCG64(SEED))
    mixed = (chance.integers(0, 2, (sample.shape[0], block), dtype=np.int8) * 2 - 1).astype(np.float32)
    followed = np.empty((sample.shape[0], STEPS * block), dtype=np.float32)
    for step in range(STEPS):
        mixed = np.linalg.qr(sample @ (sample.T @ mixed))[0]
        followed[:, step * block : (step + 1) * block] = mixed
    found = np.linalg.qr(followed)[0]
    del followed
    seen = sample.T @ found
    # The singular vectors of a matrix with few columns, by way of its small square: a tenth of the time that they take by themselves.
    squares, turn = np.linalg.eigh(seen.T @ seen)
    largest = np.argsort(-squares, kind="stable")[:dimensions]
    directions: Single = (seen @ turn[:, largest]).astype(np.float32, copy=False)
    del seen
    scale = np.sqrt(np.maximum(squares[largest], TINY)).astype(np.float32, copy=False)
    lowest, highest = directions.min(axis=0), directions.max(axis=0)
    directions /= np.where(-lowest > highest, -scale, scale)
    return directions


def quantised(vectors: Single) -> npt.NDArray[np.int8]:
    """Return each row as whole numbers from -127 to 127; its length is lost, its direction kept."""
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=0.0)
    return np.rint(vectors / np.where(largest > 0, largest, 1.0) * 127.0).astype(np.int8)


def _write_terms(connection: sqlite3.Connection, names: list[str], space: Space) -> None:
    """Write the vector of each stem, with the weight that takes it to its share in the vector of a text."""
    for start in range(0, len(space.stems), PART):
        part = slice(start, start + PART)
        scaled = space.directions[part] * space.weights[part, None]
        weights = np.abs(scaled).max(axis=1, initial=0.0) / 127.0
        rows = zip(space.stems[part].tolist(), weights.tolist(), _stored(quantised(scaled)), strict=True)
        connection.executemany(
            "INSERT INTO lsa_terms (term, weight, vector) VALUES (?, ?, ?)",
            ((names[stem], float(f"{weight:.4g}"), vector) for stem, weight, vector in rows),
        )


def _write_vectors(
    connection: sqlite3.Connection, table: str, numbers: npt.NDArray[np.int64], vectors: npt.NDArray[np.int8]
) -> None:
    """Write the vector of each document."""
    connection.executemany(
        f"INSERT INTO {table} (number, vector) VALUES (?, ?)", zip(numbers.tolist(), _stored(vectors), strict=True)
    )


def _stored(vectors: npt.NDArray[np.int8]) -> Iterator[bytes]:
    """Yield each row as it is stored."""
    size, everything = vectors.shape[1], vectors.tobytes()
    return (everything[start : start + size] for start in range(0, len(everything), size))
