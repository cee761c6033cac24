"""Which lessons somebody may have meant whose id is not known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel
from rapidfuzz.process import extract

if TYPE_CHECKING:
    import sqlite3

# The share of their letters that two ids must have in common, in the same order.
LEAST_SIMILARITY = 0.6
MOST_NEAR, MOST_OF_REVIEW = 5, 20
# No id is longer.
LONGEST = 200
_BETWEEN = re.compile(r"[#/]")


class NearLessons(NamedTuple):
    """Ids of lessons: of the review that was named, in its order, or else those most like what was asked for, the nearest first."""

    review: str | None
    lessons: tuple[str, ...]


def near_lessons(connection: sqlite3.Connection, asked: str) -> NearLessons:
    """Return the lessons that somebody may have meant who asked for a lesson, a review or words that are no id."""
    asked = asked.strip()[:LONGEST]
    review, *_ = _BETWEEN.split(asked)
    of_review = connection.execute(
        "SELECT id FROM lessons WHERE review_id = ? ORDER BY position LIMIT ?", (review, MOST_OF_REVIEW)
    ).fetchall()
    if of_review:
        return NearLessons(review, tuple(id_ for (id_,) in of_review))
    known = [id_ for (id_,) in connection.execute("SELECT id FROM lessons ORDER BY id")]
    # Without the review, as one who remembers the lesson alone would write it.
    own = [id_ for id_ in known if id_.partition("#")[2] == asked]
    like = extract(
        asked.casefold(), known, scorer=Indel.normalized_similarity, score_cutoff=LEAST_SIMILARITY, limit=MOST_NEAR
    )
    return NearLessons(None, tuple(dict.fromkeys([*own, *(id_ for id_, _, _ in like)]))[:MOST_NEAR])
