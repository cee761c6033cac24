"""How often each text has each word, for latent semantic analysis, as sparse matrices."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, vstack

from lessons.schema import quoted
from lessons.search.text import STOP_WORDS, stems, words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection
    from typing import Any

    from lessons.schema import FullText

# Documents counted at a time: a word that stands in one a hundred times takes memory a hundred times until they have been counted.
COUNTED = 500


@dataclass
class Counts:
    """How often each document has each word, a word of a column counting as often as the column weighs.

    ``numbers`` (N,) are row numbers; ``parts`` are sparse matrices (documents, words) of some documents each, one after the other.
    """

    numbers: array[int]
    parts: list[csr_matrix]

    def matrix(self, number_of: npt.NDArray[np.int32], width: int) -> csr_matrix:
        """Return the matrix (documents, ``width``) with each word under another number; words numbered -1 are left out.

        The parts are used up: what both would take at once is much of the memory of a build.
        """
        renumbered = []
        self.parts.reverse()
        while self.parts:
            renumbered.append(_renumbered(self.parts.pop(), number_of, width))
        return vstack(renumbered, format="csr") if renumbered else csr_matrix((0, width), dtype=np.float32)


def _renumbered(part: csr_matrix, number_of: npt.NDArray[np.int32], width: int) -> csr_matrix:
    columns = number_of[part.indices]
    stands = columns >= 0
    starts = np.concatenate(([0], np.cumsum(stands)))[part.indptr]
    found = csr_matrix((part.data[stands], columns[stands], starts), shape=(part.shape[0], width))
    found.sum_duplicates()
    return found


class TermNumbers(dict[str, int]):
    """Every distinct word with its number, given in the order in which words are first met."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


def counted(connection: sqlite3.Connection, index: FullText, lexicon: TermNumbers) -> Counts:
    """Return the words of the texts behind a full-text index, documents in order of their row numbers."""
    found = Counts(array("q"), [])
    columns = ", ".join(map(quoted, index.weights))
    rows = connection.execute(f"SELECT number, {columns} FROM {quoted(index.content)} ORDER BY number")
    while some := rows.fetchmany(COUNTED):
        found.numbers.extend(row[0] for row in some)
        found.parts.append(_part(some, index.weights.values(), lexicon))
    return found


def _part(rows: list[tuple[Any, ...]], weights: Collection[float], lexicon: TermNumbers) -> csr_matrix:
    """Return the matrix (documents, words) of some documents, each given as its row number and its texts."""
    number_of = lexicon.__getitem__
    terms, starts, lengths = array("i"), [0], []
    for _, *texts in rows:
        for text in texts:
            # A list and an array of a known length: what an iterator yields is appended one by one, which takes twice as long.
            numbers = list(map(number_of, words(text)))
            terms.extend(array("i", numbers))
            lengths.append(len(numbers))
        starts.append(len(terms))
    counts = np.repeat(np.array([*weights] * len(rows), dtype=np.float32), lengths)
    part = csr_matrix((counts, np.array(terms, dtype=np.int32), starts), shape=(len(rows), len(lexicon)))
    part.sum_duplicates()
    return part


def stems_of(names: list[str]) -> tuple[list[str], npt.NDArray[np.int32]]:
    """Return the distinct stems of words in order, and the number of each word's stem, -1 for function words."""
    telling = [name for name in names if name not in STOP_WORDS]
    forms = dict(zip(telling, stems(telling), strict=True))
    distinct = sorted(set(forms.values()))
    number = {stem: place for place, stem in enumerate(distinct)}
    return distinct, np.array([number[forms[name]] if name in forms else -1 for name in names], dtype=np.int32)


def weighed(counts: Counts, stem_of: npt.NDArray[np.int32], stem_count: int) -> csr_matrix:
    """Return the matrix (documents, stems) of 1 + the logarithm of how often each stem occurs."""
    matrix = counts.matrix(stem_of, stem_count)
    matrix.data = 1.0 + np.log(matrix.data)
    return matrix
