"""Lessons side by side, by their ids."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library.rows import fetch

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence


@dataclass(frozen=True)
class ComparedLesson:
    """One lesson with what tells it from others: what to do and when, how its work turned out, and what came of it elsewhere.

    ``uses`` counts those who used it, ``repeats`` how often the same thing went wrong again.
    """

    id: str
    review_id: str
    local_id: str
    statement: str
    recommendation: str | None
    applies_when: str | None
    does_not_apply_when: str | None
    evidence_strength: str | None
    evidence_reason: str | None
    status: str
    review_title: str
    result: str
    organisation: str | None
    organisation_id: str | None
    sector: str | None
    date: str | None
    uses: int
    repeats: int


def compared(connection: sqlite3.Connection, ids: Sequence[str]) -> list[ComparedLesson]:
    """Return the lessons with these ids that are here, in the order of the ids."""
    sql = """
        SELECT lessons.id, lessons.review_id, lessons.local_id, lessons.statement, lessons.recommendation, lessons.applies_when,
               lessons.does_not_apply_when, lessons.evidence_strength, lessons.evidence_reason, lessons.status,
               reviews.title AS review_title, coalesce(reviews.result, 'not-stated') AS result,
               organisations.name AS organisation, reviews.organisation_id, reviews.sector, reviews.date,
               (SELECT count(*) FROM adoptions WHERE adoptions.lesson_id = lessons.id
                AND decision IN ('trialled', 'adopted', 'adapted')) AS uses,
               (SELECT count(*) FROM lesson_links WHERE to_lesson_id = lessons.id AND link_type = 'repeats') AS repeats
        FROM json_each(:ids) AS asked
        JOIN lessons ON lessons.id = asked.value
        JOIN reviews ON reviews.id = lessons.review_id
        LEFT JOIN organisations ON organisations.id = reviews.organisation_id
        ORDER BY asked.key"""
    return fetch(connection, ComparedLesson, sql, {"ids": json.dumps(list(ids))})
