"""How often each text has each word, for latent semantic analysis, as sparse matrices."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, identity, vstack

from lessons.schema.full_text import LESSON_WEIGHTS, REVIEW_WEIGHTS
from lessons.search.text import STOP_WORDS, stems, words

if TYPE_CHECKING:
    import sqlite3
    from typing import Any

# The texts of which the views that the full-text indexes read are made, each once; what is said twice is said there, see lessons.schema.full_text.
_REVIEWS = """
    SELECT review_files.number, review_id, title, coalesce(summary, ''), facts, compounds,
           coalesce((SELECT group_concat(text, char(10)) FROM sections WHERE review_id = reviews.id), ''), uses
    FROM review_files JOIN reviews ON reviews.id = review_id ORDER BY review_files.number
"""
_OF_REVIEW = tuple(REVIEW_WEIGHTS[name] for name in ("title", "summary", "facts", "compounds", "body", "body"))
_LESSONS = """
    SELECT lesson_text.number, context, lesson_text.statement, advice, prose, support, compounds
    FROM lessons JOIN lesson_text ON lesson_id = lessons.id WHERE review_id = ? ORDER BY position
"""
_OF_LESSON = tuple(LESSON_WEIGHTS[name] for name in ("statement", "advice", "body", "body", "compounds"))
# What its lessons' uses say, and their evidence, stand in a review's own texts; the joined words of a review are made from all of it.
_OF_LESSON_IN_REVIEW = (REVIEW_WEIGHTS["statements"], REVIEW_WEIGHTS["advice"], REVIEW_WEIGHTS["body"], 0.0, 0.0)
# Reviews counted at a time: a word that stands in one a hundred times takes memory a hundred times until they have been counted.
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
        taking_part = np.flatnonzero(number_of >= 0)
        ones = np.ones(len(taking_part), dtype=np.float32)
        renumbering = csr_matrix((ones, (taking_part, number_of[taking_part])), shape=(len(number_of), width))
        renumbered = []
        self.parts.reverse()
        while self.parts:
            part = self.parts.pop()
            renumbered.append(part @ renumbering[: part.shape[1]])
        return vstack(renumbered, format="csr") if renumbered else csr_matrix((0, width), dtype=np.float32)


class TermNumbers(dict[str, int]):
    """Every distinct word with its number, given in the order in which words are first met."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


@dataclass(frozen=True)
class WordCounts:
    """The words of all texts: the numbers by which they are known, and how often each review and each lesson has them."""

    numbers: TermNumbers
    reviews: Counts
    lessons: Counts


class _Documents:
    """The words of some documents, text by text, until they are counted."""

    def __init__(self) -> None:
        self.numbers = array("q")
        self._words: list[int] = []
        self._ends, self._lengths, self._weights = [0], array("q"), array("f")

    def add(self, words: list[int], weight: float) -> None:
        """Add the words of one text of a document, numbered, each counting as ``weight``."""
        self._words.extend(words)
        self._lengths.append(len(words))
        self._weights.append(weight)

    def end(self, number: int) -> None:
        """End a document, whose row number is ``number``."""
        self.numbers.append(number)
        self._ends.append(len(self._words))

    def counted(self, width: int) -> csr_matrix:
        """Return the matrix (documents, ``width``) of how often each has each word."""
        counts = np.repeat(np.array(self._weights, dtype=np.float32), self._lengths)
        words = np.array(self._words, dtype=np.int32)
        part = csr_matrix((counts, words, self._ends), shape=(len(self.numbers), width))
        # It adds up what has the same place, and does not put it in order first, as sum_duplicates does.
        return part @ identity(width, dtype=np.float32, format="csr")


def counted(connection: sqlite3.Connection) -> WordCounts:
    """Return the words of a database whose texts are complete, as the full-text indexes read them.

    A review's text has that of its lessons in it, and each of its lessons has the same context, so both are read together
    and each text once: two thirds of the time that it takes to go through what the indexes read.
    """
    found = WordCounts(TermNumbers(), Counts(array("q"), []), Counts(array("q"), []))
    reviews = connection.execute(_REVIEWS)
    while some := reviews.fetchmany(COUNTED):
        _count(connection, some, found)
    return found


def _count(connection: sqlite3.Connection, some: list[tuple[Any, ...]], found: WordCounts) -> None:
    """Add the words of some reviews and of their lessons."""
    number_of = found.numbers.__getitem__

    def read(text: str) -> list[int]:
        return list(map(number_of, words(text)))

    reviews, lessons = _Documents(), _Documents()
    for number, review, *texts in some:
        for text, weight in zip(texts, _OF_REVIEW, strict=True):
            reviews.add(read(text), weight)
        context: tuple[str, list[int]] = ("", [])
        for lesson, stated, *texts in connection.execute(_LESSONS, (review,)):
            if stated != context[0]:
                context = (stated, read(stated))
            lessons.add(context[1], LESSON_WEIGHTS["context"])
            for text, in_lesson, in_review in zip(texts, _OF_LESSON, _OF_LESSON_IN_REVIEW, strict=True):
                numbers = read(text)
                lessons.add(numbers, in_lesson)
                if in_review:
                    reviews.add(numbers, in_review)
            lessons.end(lesson)
        reviews.end(number)
    for counts, documents in ((found.reviews, reviews), (found.lessons, lessons)):
        counts.numbers.extend(documents.numbers)
        counts.parts.append(documents.counted(len(found.numbers)))


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
