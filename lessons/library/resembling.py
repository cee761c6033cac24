"""Texts of the library that a new one may resemble: all of a small library, of a large one the nearest and a sample of the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lessons.library.rows import scalar

if TYPE_CHECKING:
    import sqlite3

# Up to so many, every text is compared. Of more, so many tell how rare a word is.
SAMPLE = 2_000
# Those that share most words with the new one, which are certainly compared.
NEAREST = 40
# A question of more words takes long and finds the same.
MOST_WORDS = 60
_WORD = re.compile(r"[^\W_]{3,}")

LESSONS = """SELECT lessons.id, lessons.statement || ' ' || coalesce(lessons.recommendation, '') || ' ' || lesson_text.body
    FROM lessons JOIN lesson_text ON lesson_text.number = lessons.number"""
REVIEWS = "SELECT review_id, title || ' ' || substr(body, 1, 3000) FROM review_text"
# By table: how many there are, every so many of them, and those that share most words with some. Numbers are made from ids by a
# digest, so every so many of them are a sample.
QUERIES = {
    "lessons": (
        "SELECT count(*) FROM lessons",
        f"{LESSONS} WHERE lessons.number % :every = 0",
        f"""{LESSONS} WHERE lessons.number IN
            (SELECT rowid FROM lessons_fts WHERE lessons_fts MATCH :words ORDER BY rank LIMIT :most)""",
    ),
    "reviews": (
        "SELECT count(*) FROM review_text",
        f"{REVIEWS} WHERE number % :every = 0",
        f"""{REVIEWS} WHERE number IN
            (SELECT rowid FROM reviews_fts WHERE reviews_fts MATCH :words ORDER BY rank LIMIT :most)""",
    ),
}


def texts(connection: sqlite3.Connection, table: str, asked: list[str]) -> dict[str, str]:
    """Return texts of ``lessons`` or ``reviews`` by id, the ones that resemble a text of ``asked`` surely among them."""
    counted, sampled, nearest = QUERIES[table]
    every = max(-(-scalar(connection, counted) // SAMPLE), 1)
    found = dict(connection.execute(sampled, {"every": every}).fetchall())
    if every > 1:
        for text in asked:
            words = list(dict.fromkeys(_WORD.findall(text.lower())))[:MOST_WORDS]
            if words:
                question = " OR ".join(f'"{word}"' for word in words)
                found.update(connection.execute(nearest, {"words": question, "most": NEAREST}).fetchall())
    return found


def title(connection: sqlite3.Connection, id_: str) -> str:
    """Return the sentence of a lesson or the title of a review; its id where there is none."""
    sql = "SELECT statement FROM lessons WHERE id = :id UNION ALL SELECT title FROM reviews WHERE id = :id"
    found: str | None = scalar(connection, sql, {"id": id_})
    return found or id_
