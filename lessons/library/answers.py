"""What organisations answered to lessons that are addressed to them, and what each takes up and shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library.rows import fetch

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True)
class Asked:
    """An organisation that a lesson is addressed to, and its latest answer; ``decision`` is None while there is none.

    ``late`` is 1 when the day for the answer was past on the newest day of the database; ``path`` leads to what tells the answer.
    """

    lesson_id: str
    organisation_id: str
    organisation: str
    respond_by: str | None
    late: int
    decision: str | None
    date: str | None
    path: str | None


@dataclass(frozen=True)
class TakerUp:
    """One organisation: how often it used a lesson, how often another's, and how often others used one of its own."""

    id: str
    name: str
    used: int
    of_others: int
    by_others: int
    declined: int


_ASKED = """
    SELECT lessons.id AS lesson_id, organisations.id AS organisation_id, organisations.name AS organisation, lessons.respond_by,
           coalesce(lessons.respond_by_latest < as_of.value, 0) AS late, answer.decision, answer.date,
           coalesce('/uses/' || answer.use_id, '/reviews/' || answer.from_review_id) AS path
    FROM lesson_addressees
    JOIN lessons ON lessons.id = lesson_addressees.lesson_id
    JOIN organisations ON organisations.id = lesson_addressees.organisation_id
    LEFT JOIN build_info AS as_of ON as_of.key = 'newest_day'
    LEFT JOIN adoptions AS answer ON answer.id = (
        SELECT adoptions.id FROM adoptions
        WHERE adoptions.lesson_id = lessons.id AND adoptions.organisation_id = organisations.id
        ORDER BY adoptions.date_earliest DESC, adoptions.id LIMIT 1)"""


def of_lesson(connection: sqlite3.Connection, lesson_id: str) -> list[Asked]:
    """Return the organisations that a lesson is addressed to, with their answers."""
    return fetch(connection, Asked, f"{_ASKED} WHERE lessons.id = ? ORDER BY lesson_addressees.position", (lesson_id,))


def of_organisation(connection: sqlite3.Connection, organisation_id: str) -> dict[str, Asked]:
    """Return what an organisation answered, by lesson."""
    found = fetch(connection, Asked, f"{_ASKED} WHERE organisations.id = ?", (organisation_id,))
    return {one.lesson_id: one for one in found}


def who_takes_up(connection: sqlite3.Connection, limit: int) -> list[TakerUp]:
    """Return the organisations that used or shared most lessons; what passed between organisations counts first."""
    sql = """
        SELECT id, organisation AS name, used_count AS used, used_of_others_count AS of_others, used_by_others_count AS by_others,
               declined_count AS declined
        FROM organisation_learning WHERE used_count + used_by_others_count + declined_count > 0
        ORDER BY of_others + by_others DESC, used DESC, declined DESC, name LIMIT ?"""
    return fetch(connection, TakerUp, sql, (limit,))
