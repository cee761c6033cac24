"""Indexes are filled and the space is learnt at the same time, and neither goes on alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from lessons.building.outputs.indexing import index
from lessons.schema import FULL_TEXT, REVIEWS_FTS
from lessons.search import preparation
from tests.search.small import REVIEWS, collection, more


class LearningError(Exception):
    """Stands for whatever goes wrong while the space is learnt."""


@pytest.fixture
def empty(tmp_path: Path) -> sqlite3.Connection:
    """A database with all texts, whose indexes and space are empty."""
    path = tmp_path / "texts.db"
    with sqlite3.connect(path) as copy:
        collection((*REVIEWS, *more(40))).connection.backup(copy)
    copy.close()
    connection = sqlite3.connect(path, check_same_thread=False)
    with connection:
        for one in FULL_TEXT:
            connection.execute(f"INSERT INTO {one.name} ({one.name}) VALUES ('delete-all')")
        for table in ("lsa_terms", "lsa_reviews", "lsa_lessons"):
            connection.execute(f"DELETE FROM {table}")
    return connection


def path_of(connection: sqlite3.Connection) -> Path:
    return Path(connection.execute("PRAGMA database_list").fetchone()[2])


def found(connection: sqlite3.Connection) -> int:
    return int(
        connection.execute(
            f"SELECT count(*) FROM {REVIEWS_FTS.name} WHERE {REVIEWS_FTS.name} MATCH 'valve'"
        ).fetchone()[0]
    )


def test_all_indexes_and_all_vectors_are_there(empty: sqlite3.Connection) -> None:
    assert found(empty) == 0
    index(empty, path_of(empty))
    assert found(empty) > 0
    for one in FULL_TEXT:
        empty.execute(f"INSERT INTO {one.name} ({one.name}, rank) VALUES ('integrity-check', 1)")
    whole = collection((*REVIEWS, *more(40))).connection
    for table in ("lsa_terms", "lsa_reviews", "lsa_lessons"):
        assert empty.execute(f"SELECT * FROM {table}").fetchall() == whole.execute(f"SELECT * FROM {table}").fetchall()


def test_what_goes_wrong_while_filling_is_raised(empty: sqlite3.Connection) -> None:
    empty.execute(f"DROP TABLE {FULL_TEXT[-1].name}")
    with pytest.raises(sqlite3.OperationalError, match=FULL_TEXT[-1].name):
        index(empty, path_of(empty))


def test_when_learning_fails_filling_ends_and_nothing_is_learnt(
    empty: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(words: preparation.WordCounts) -> preparation.Learnt:
        raise LearningError

    monkeypatch.setattr(preparation, "learnt_from", fail)
    path = path_of(empty)
    with pytest.raises(LearningError):
        index(empty, path)
    # No thread is at work on it any more; what an interrupted connection still says is for nobody to rely on, and the builder closes it.
    empty.close()
    with closing(sqlite3.connect(path)) as after:
        assert after.execute("SELECT count(*) FROM lsa_reviews").fetchone() == (0,)
        after.execute("BEGIN IMMEDIATE")
