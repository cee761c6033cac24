"""What the builder prepares is the same however it is prepared, and says what it should."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lessons.search import preparation
from lessons.search.text import STOP_WORDS, stems
from tests.search.small import REVIEWS, Collection, collection, more

PREPARED = """
import hashlib, sqlite3
from tests.search.small import REVIEWS, collection, more
connection = collection((*REVIEWS, *more(300))).connection
print(hashlib.sha256("".join(connection.iterdump()).encode()).hexdigest())
"""


def content(connection: sqlite3.Connection) -> str:
    return hashlib.sha256("".join(connection.iterdump()).encode()).hexdigest()


@pytest.mark.parametrize("threads", ["1", "2", "5"])
def test_the_number_of_threads_and_the_seed_of_hashes_change_no_byte(threads: str) -> None:
    root = str(Path(__file__).parents[2])
    environment = {
        **os.environ,
        "OPENBLAS_NUM_THREADS": threads,
        "OMP_NUM_THREADS": threads,
        "PYTHONHASHSEED": threads,
        "PYTHONPATH": root,
    }
    done = subprocess.run(
        [sys.executable, "-c", PREPARED], env=environment, capture_output=True, text=True, check=True, cwd=root
    )
    assert done.stdout.strip() == content(collection((*REVIEWS, *more(300))).connection)


def test_every_document_has_a_vector_and_every_stem_of_them_points_somewhere(small: Collection) -> None:
    for table, of in (("lsa_reviews", "reviews"), ("lsa_lessons", "lessons")):
        numbers = [number for (number,) in small.connection.execute(f"SELECT number FROM {table} ORDER BY number")]
        assert numbers == [number for (number,) in small.connection.execute(f"SELECT number FROM {of} ORDER BY number")]
    lengths = {len(vector) for (vector,) in small.connection.execute("SELECT vector FROM lsa_reviews")}
    assert {len(vector) for (vector,) in small.connection.execute("SELECT vector FROM lsa_terms")} == lengths
    (stem,) = small.connection.execute("SELECT term FROM lsa_terms WHERE term LIKE 'recycl%'").fetchone()
    assert stem == "recycl", "words take part by their stems"


def test_words_that_carry_no_meaning_take_no_part(small: Collection) -> None:
    terms = {term for (term,) in small.connection.execute("SELECT term FROM lsa_terms")}
    assert "valv" in terms
    assert terms.isdisjoint(stems(sorted(STOP_WORDS)))


def vectors(connection: sqlite3.Connection, table: str) -> dict[str, Any]:
    """Return the vector of each document by its id, scaled to length 1."""
    found = {
        id_: np.frombuffer(vector, np.int8).astype(float)
        for id_, vector in connection.execute(f"SELECT id, vector FROM {table} JOIN lsa_{table} USING (number)")
    }
    return {id_: vector / np.linalg.norm(vector) for id_, vector in found.items()}


def test_a_lesson_points_where_its_review_points(small: Collection) -> None:
    reviews = vectors(small.connection, "reviews")
    lessons = vectors(small.connection, "lessons")
    for lesson in ("cautions#victims", "recycling#crews", "breakfast#feed", "valves#spares"):
        near = {review.id: float(lessons[lesson] @ reviews[review.id]) for review in REVIEWS}
        assert max(near, key=near.__getitem__) == lesson.split("#")[0]


def test_of_a_large_collection_a_sample_is_learnt_from_and_all_are_placed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "SAMPLE", 10)
    monkeypatch.setattr(preparation, "PART", 7)
    large = collection((*REVIEWS, *more(60))).connection
    vectors = [vector for (vector,) in large.execute("SELECT vector FROM lsa_reviews")]
    assert len(vectors) == 64
    assert all(any(vector) for vector in vectors)
