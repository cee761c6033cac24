"""The words that latent semantic analysis counts are those that the full-text indexes read, as often as their columns weigh."""

from __future__ import annotations

import sqlite3
from collections import Counter

import numpy as np
import pytest

from lessons.schema import LESSONS_FTS, REVIEWS_FTS, FullText, quoted
from lessons.search.counting import Counts, TermNumbers, counted, stems_of, weighed
from lessons.search.text import STOP_WORDS, stems, words
from tests.search.small import REVIEWS, Collection, Lesson, Review, collection

ODD = Review(
    "odd",
    "C++ and C# in the U.S. pre-flight check",
    (
        Lesson("thai", "ไทย as well as ﬁre", "A rise of 5\n% or of 5 %.", "İstanbul, Ångström and Škoda\n\nSoft\u00adware for the WHO."),
        Lesson("same", "Say it again", "Say it again", "Say it again"),
    ),
    "A summary. A summary.",
    "हिन्दी and 中文字 and naïve\u0301 words; æther.",
    "Ørsted A/S",
)  # fmt: skip


def as_indexed(connection: sqlite3.Connection, index: FullText) -> dict[int, Counter[str]]:
    """Return how often each document has each word, counted from what a full-text index reads, one document and word at a time."""
    found: dict[int, Counter[str]] = {}
    columns = ", ".join(map(quoted, index.weights))
    for number, *texts in connection.execute(f"SELECT number, {columns} FROM {quoted(index.content)}"):
        found[number] = Counter()
        for text, weight in zip(texts, index.weights.values(), strict=True):
            for word in words(text):
                found[number][word] += weight  # type: ignore[assignment]
    return found


def as_counted(counts: Counts, numbers: TermNumbers) -> dict[int, Counter[str]]:
    """Return the same from the matrices."""
    names = list(numbers)
    rows = [row for part in counts.parts for row in part]
    return {
        number: Counter({names[word]: weight for word, weight in zip(row.indices, row.data, strict=True)})
        for number, row in zip(counts.numbers, rows, strict=True)
    }


def require_the_same(connection: sqlite3.Connection) -> None:
    found = counted(connection)
    assert as_counted(found.reviews, found.numbers) == as_indexed(connection, REVIEWS_FTS)
    assert as_counted(found.lessons, found.numbers) == as_indexed(connection, LESSONS_FTS)


def test_words_of_odd_texts_are_counted_as_the_indexes_read_them() -> None:
    require_the_same(collection((*REVIEWS, ODD)).connection)


def test_words_of_real_reviews_are_counted_as_the_indexes_read_them(founders: Collection) -> None:
    require_the_same(founders.connection)


def test_words_of_uses_and_evidence_are_counted_as_the_indexes_read_them() -> None:
    connection = collection((*REVIEWS, ODD)).connection
    connection.execute("UPDATE review_files SET uses = 'Used in Kirklees, and re-used' WHERE review_id = 'cautions'")
    connection.execute("UPDATE lesson_text SET support = 'A survey of 40 % of users' WHERE lesson_id LIKE 'cautions#%'")
    require_the_same(connection)


@pytest.mark.parametrize("at_a_time", [1, 3, 500])
def test_how_many_are_read_at_a_time_changes_no_count(at_a_time: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lessons.search.counting.COUNTED", at_a_time)
    require_the_same(collection((*REVIEWS, ODD)).connection)


def test_a_matrix_has_the_words_of_one_stem_together_and_no_function_word(small: Collection) -> None:
    found = counted(small.connection)
    expected = as_indexed(small.connection, REVIEWS_FTS)
    distinct, stem_of = stems_of(list(found.numbers))
    matrix = weighed(found.reviews, stem_of, len(distinct))
    for number, row in zip(found.reviews.numbers, matrix, strict=True):
        by_stem: Counter[str] = Counter()
        for word, times in expected[number].items():
            if word not in STOP_WORDS:
                by_stem[stems([word])[0]] += times
        assert {distinct[stem] for stem in row.indices} == by_stem.keys()
        for stem, value in zip(row.indices, row.data, strict=True):
            assert value == pytest.approx(1 + np.log(by_stem[distinct[stem]]), rel=1e-6)
