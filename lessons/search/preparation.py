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
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from lessons.search.counting import WordCounts, counted, stems_of, weighed

if TYPE_CHECKING:
    import sqlite3
    from array import array
    from collections.abc import Iterator

__all__ = ["learnt_from", "prepare", "write"]

# Directions kept; in a small collection fewer, or each would describe a single review.
DIMENSIONS = 192
REVIEWS_EACH = 4
FEW_DIRECTIONS = 24
REVIEWS_EACH_OF_FEW = 2
# Mixtures of reviews that are followed at a time, and how often: together more than the directions that are kept. Less work than following
# all of them at once for two steps, as Halko, Martinsson and Tropp (2011) do, and nearer to the exact directions: see docs/search.md.
BLOCK = 40
STEPS = 6
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
        # A matrix goes as soon as the next has been made of it: each is a tenth of the memory that all this takes.
        told = weighed(words.reviews, stem_of, len(stems))
        chosen = Chosen.of(told)
        told = chosen.only(told)
        space = Space(chosen, learn(told))
        reviews = _in_order(words.reviews.numbers, space.vectors(told))
        del told
        lessons = weighed(words.lessons, stem_of, len(stems))
        placed = _in_order(words.lessons.numbers, space.vectors(chosen.only(lessons)))
    return Learnt(stems, space, {"lsa_reviews": reviews, "lsa_lessons": placed})


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
class Chosen:
    """The ``stems`` (S,) that take part, of all that there are, and their ``weights`` (S,)."""

    stems: npt.NDArray[np.int64]
    weights: Single

    @classmethod
    def of(cls, matrix: csr_matrix) -> Chosen:
        """Return those of the matrix of all reviews, whose texts hold those of their lessons."""
        reviews = matrix.shape[0]
        frequency = np.bincount(matrix.indices, minlength=matrix.shape[1])
        able = np.flatnonzero(frequency)
        stems = np.sort(able[np.argsort(-frequency[able], kind="stable")[:MOST_STEMS]])
        idf = np.log1p((reviews - frequency[stems] + 0.5) / (frequency[stems] + 0.5))
        return cls(stems, (idf**IDF_POWER).astype(np.float32))

    def only(self, matrix: csr_matrix) -> csr_matrix:
        """Return the matrix (documents, S) of these stems alone, weighed."""
        found = matrix[:, self.stems]
        found.data *= self.weights[found.indices]
        return found


@dataclass(frozen=True)
class Space:
    """An LSA space: the stems ``chosen`` for it, and where each points, ``directions`` (S, k)."""

    chosen: Chosen
    directions: Single

    def vectors(self, matrix: csr_matrix) -> Iterator[npt.NDArray[np.int8]]:
        """Yield the vectors (part, k) of documents, given the chosen stems of each, one part of them after the other."""
        for start in range(0, matrix.shape[0], PART):
            yield quantised(matrix[start : start + PART] @ self.directions)


def learn(matrix: csr_matrix) -> Single:
    """Return the directions (S, k) learnt from the matrix (reviews, S), whose rows are made shorter by it: where they point stays."""
    reviews, stems = matrix.shape
    few = min(FEW_DIRECTIONS, reviews // REVIEWS_EACH_OF_FEW)
    dimensions = min(DIMENSIONS, max(few, reviews // REVIEWS_EACH), stems)
    if dimensions < 1:
        return np.zeros((stems, 1), dtype=np.float32)
    squares = csr_matrix((matrix.data**2, matrix.indices, matrix.indptr), shape=matrix.shape)
    lengths = np.sqrt(squares @ np.ones(stems, dtype=np.float32))
    del squares
    shorter = np.where(lengths > 0, lengths, np.float32(1.0)) ** np.float32(-LENGTH_POWER)
    matrix.data *= np.repeat(shorter, np.diff(matrix.indptr))
    every = -(-reviews // SAMPLE)
    return _directions(matrix[::every] if every > 1 else matrix, dimensions)


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
    chosen = space.chosen
    for start in range(0, len(chosen.stems), PART):
        part = slice(start, start + PART)
        scaled = space.directions[part] * chosen.weights[part, None]
        weights = np.abs(scaled).max(axis=1, initial=0.0) / 127.0
        rows = zip(chosen.stems[part].tolist(), weights.tolist(), _stored(quantised(scaled)), strict=True)
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
