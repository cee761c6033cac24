"""Results are read from the tables, and their texts are those that are searched."""

from __future__ import annotations

import sqlite3

from lessons.search.rows import LESSONS_OF, REVIEWS, SECTIONS_OF, bodies, rows_of
from tests.search.small import Collection


def test_the_body_that_an_excerpt_is_taken_from_is_the_one_that_is_searched(founders: Collection) -> None:
    connection = sqlite3.connect(":memory:")
    founders.connection.backup(connection)
    connection.execute("UPDATE review_files SET uses = 'Adopted by the council.' WHERE number % 2")
    searched = dict(connection.execute("SELECT number, body FROM review_text"))
    reviews, sections, lessons = (
        rows_of(connection, sql, list(searched)) for sql in (REVIEWS, SECTIONS_OF, LESSONS_OF)
    )
    assert any(body.endswith("\n\nAdopted by the council.") for body in searched.values())
    assert bodies(reviews, sections, lessons) == searched
    connection.close()


def test_of_no_documents_nothing_is_read(founders: Collection) -> None:
    assert rows_of(founders.connection, REVIEWS, []) == []
    assert bodies([], [], []) == {}
