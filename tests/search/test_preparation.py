"""What the builder prepares is the same however it is prepared, and says what it should."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import REVIEWS, Collection, collection, more

from lessons.search.preparation import related

PREPARED = """
import hashlib, sqlite3, sys
sys.path[:0] = sys.argv[1:]
from conftest import REVIEWS, collection, more
connection = collection((*REVIEWS, *more(300))).connection
print(hashlib.sha256("".join(connection.iterdump()).encode()).hexdigest())
"""


def content(connection: sqlite3.Connection) -> str:
    return hashlib.sha256("".join(connection.iterdump()).encode()).hexdigest()


@pytest.mark.parametrize("threads", ["1", "2", "5"])
def test_the_number_of_threads_and_the_seed_of_hashes_change_no_byte(threads: str) -> None:
    here = str(Path(__file__).parent)
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads, "PYTHONHASHSEED": threads}
    done = subprocess.run(
        [sys.executable, "-c", PREPARED, here], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == content(collection((*REVIEWS, *more(300))).connection)


def test_every_word_has_its_stem_and_occurrences(small: Collection) -> None:
    rows = dict(small.connection.execute("SELECT word, stem FROM search_words WHERE word LIKE 'recycl%'"))
    assert rows == {"recycling": "recycl"}
    (count,) = small.connection.execute("SELECT occurrences FROM search_words WHERE word = 'route'").fetchone()
    assert count == 30


def test_postings_list_the_documents_of_a_stem_in_order_with_the_title_above_the_body(small: Collection) -> None:
    documents, weights = small.connection.execute(
        "SELECT documents, weights FROM search_postings WHERE stem = 'valv' AND type = 'reviews'"
    ).fetchone()
    assert np.frombuffer(documents, "<i4").tolist() == [3]
    (in_body,) = small.connection.execute(
        "SELECT weights FROM search_postings WHERE stem = 'supplier' AND type = 'reviews'"
    ).fetchone()
    assert weights[0] > in_body[0] > 0


def test_related_lessons_are_of_other_reviews_and_say_why(small: Collection) -> None:
    rows = small.connection.execute(
        "SELECT lesson_id, position, related_lesson_id, likeness, reason FROM related_lessons ORDER BY 1, 2"
    ).fetchall()
    assert rows
    assert all(lesson.split("#")[0] != other.split("#")[0] for lesson, _, other, _, _ in rows)
    assert all(0.0 < likeness <= 1.0 and reason for _, _, _, likeness, reason in rows)
    for lesson in {row[0] for row in rows}:
        own = [row for row in rows if row[0] == lesson]
        assert [position for _, position, *_ in own] == list(range(1, len(own) + 1))
        assert [row[3] for row in own] == sorted((row[3] for row in own), reverse=True)
        assert len(own) <= 5


def test_related_reviews_name_what_they_share() -> None:
    pair = collection((*REVIEWS, *more(2)))
    reason = pair.connection.execute("SELECT reason FROM related_reviews WHERE review_id = 'bus-00'").fetchone()
    assert reason == ("same sector: Transport; both speak of buses, night and travellers",)


def test_in_a_large_collection_the_nearest_are_found_among_those_around_the_same_examples(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chance = np.random.default_rng(3)
    centres = chance.normal(size=(40, 16))
    vectors = centres[np.arange(800) % 40] + 0.1 * chance.normal(size=(800, 16))
    whole = np.rint(vectors / np.abs(vectors).max(axis=1, keepdims=True) * 127).astype(np.int8)
    family = np.arange(800) // 2
    every = [(pair.document, pair.related, pair.likeness) for pair in related.nearest(whole, family)]
    monkeypatch.setattr(related, "COMPARED", 100)
    monkeypatch.setattr(related, "EXAMPLES", 80)
    some = [(pair.document, pair.related, pair.likeness) for pair in related.nearest(whole, family)]
    assert len(some) == len(every) == 800 * related.MOST_RELATED
    assert len(set(some) & set(every)) > 0.95 * len(every)
    assert all(family[document] != family[other] for document, other, _ in some)
