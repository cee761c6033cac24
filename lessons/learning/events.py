"""What happened between two days: published, changed, used, answered, went wrong again, fell due; each with the day on which it did."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library.rows import fetch
from lessons.schema.standing import ENDED, TO_CARRY_OUT

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Sequence

# So many days before something is due it is told once.
DAYS_AHEAD = 30

_LESSON_PATH = "'/reviews/' || lessons.review_id || '/' || lessons.local_id"
_EVENTS = f"""
    SELECT 'published' AS kind, published_earliest AS day, id AS review_id, NULL AS lesson_id, '/reviews/' || id AS path, title AS text,
           coalesce(summary, '') AS about, NULL AS organisation, NULL AS what, NULL AS why
    FROM reviews
    UNION ALL
    SELECT 'published', lessons.published_earliest, lessons.review_id, lessons.id, {_LESSON_PATH}, lessons.statement, reviews.title, NULL, NULL, NULL
    FROM lessons JOIN reviews ON reviews.id = lessons.review_id WHERE lessons.published_earliest > reviews.published_earliest
    UNION ALL
    SELECT 'changed', last_changed, id, NULL, '/reviews/' || id, title, '', NULL, NULL, NULL
    FROM reviews WHERE last_changed > published_earliest
    UNION ALL
    SELECT 'moved', lesson_history.day, lesson_history.review_id, lesson_history.lesson_id, {_LESSON_PATH}, lessons.statement, reviews.title, NULL,
           lesson_history.status_label, former.label
    FROM lesson_history
    JOIN lessons ON lessons.id = lesson_history.lesson_id
    JOIN reviews ON reviews.id = lessons.review_id
    LEFT JOIN terms AS former ON former.id = 'lesson_status/' || lesson_history.former_status
    WHERE lesson_history.change_type = 'status'
    UNION ALL
    SELECT CASE WHEN lesson_addressees.lesson_id IS NULL THEN 'used' ELSE 'answered' END,
           coalesce(uses.published_earliest, teller.published_earliest), lessons.review_id, adoptions.lesson_id,
           coalesce('/uses/' || adoptions.use_id, '/reviews/' || adoptions.from_review_id), lessons.statement, reviews.title, adoptions.organisation,
           adoptions.decision, adoptions.why
    FROM adoptions
    JOIN lessons ON lessons.id = adoptions.lesson_id
    JOIN reviews ON reviews.id = lessons.review_id
    LEFT JOIN uses ON uses.id = adoptions.use_id
    LEFT JOIN reviews AS teller ON teller.id = adoptions.from_review_id
    LEFT JOIN lesson_addressees ON lesson_addressees.lesson_id = adoptions.lesson_id AND lesson_addressees.organisation_id = adoptions.organisation_id
    UNION ALL
    SELECT 'repeated', again.published_earliest, lessons.review_id, lessons.id, '/reviews/' || again.id, lessons.statement, reviews.title,
           organisations.name, again.title, NULL
    FROM lesson_links
    JOIN lessons ON lessons.id = lesson_links.to_lesson_id
    JOIN reviews ON reviews.id = lessons.review_id
    JOIN reviews AS again ON again.id = lesson_links.from_review_id
    LEFT JOIN organisations ON organisations.id = again.organisation_id
    WHERE lesson_links.link_type = 'repeats'
    UNION ALL
    SELECT 'due', max(date(lessons.due_latest, '-{DAYS_AHEAD} days'), coalesce(lessons.published_earliest, '')), lessons.review_id, lessons.id,
           {_LESSON_PATH}, lessons.statement, reviews.title, NULL, lessons.due, lessons.owner
    FROM lessons JOIN reviews ON reviews.id = lessons.review_id WHERE lessons.due_latest IS NOT NULL AND {TO_CARRY_OUT}
    UNION ALL
    SELECT 'overdue', max(date(lessons.due_latest, '+1 day'), coalesce(lessons.published_earliest, '')), lessons.review_id, lessons.id,
           {_LESSON_PATH}, lessons.statement, reviews.title, NULL, lessons.due, lessons.owner
    FROM lessons JOIN reviews ON reviews.id = lessons.review_id WHERE lessons.due_latest IS NOT NULL AND {TO_CARRY_OUT}
    UNION ALL
    SELECT CASE part.column1 WHEN 0 THEN 'asked' ELSE 'unanswered' END,
           CASE part.column1 WHEN 0 THEN max(date(lessons.respond_by_latest, '-{DAYS_AHEAD} days'), coalesce(lessons.published_earliest, ''))
                ELSE max(date(lessons.respond_by_latest, '+1 day'), coalesce(lessons.published_earliest, '')) END,
           lessons.review_id, lessons.id, {_LESSON_PATH}, lessons.statement, reviews.title, organisations.name, lessons.respond_by, NULL
    FROM lessons
    JOIN (VALUES (0), (1)) AS part
    JOIN reviews ON reviews.id = lessons.review_id
    JOIN lesson_addressees ON lesson_addressees.lesson_id = lessons.id
    JOIN organisations ON organisations.id = lesson_addressees.organisation_id
    WHERE lessons.respond_by_latest IS NOT NULL AND lessons.status NOT IN {ENDED}
      AND NOT EXISTS (SELECT 1 FROM adoptions WHERE adoptions.lesson_id = lessons.id AND adoptions.organisation_id = organisations.id)"""


@dataclass(frozen=True)
class Event:
    """One thing that happened, or fell due.

    ``path`` leads to what tells it, ``about`` says where it belongs: a review's summary, else the title of the lesson's review. ``what`` is
    the decision about a lesson, its new status, the review that repeats it, or the day on which it is due; ``why`` the reason for a decision, the
    former status, or the owner of what is due.
    """

    kind: str
    day: str
    review_id: str
    lesson_id: str | None
    path: str
    text: str
    about: str
    organisation: str | None
    what: str | None
    why: str | None

    @property
    def key(self) -> str:
        """A short name of the event that no other has, and that it keeps: what was told once is known by it."""
        parts = (self.kind, self.lesson_id or self.review_id, self.path, self.day, self.organisation or "")
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


# What says more of the same thing, by what it makes superfluous: nothing that is overdue is still due soon.
_SAID_BY = {"changed": "published", "due": "overdue", "asked": "unanswered"}


def events(connection: sqlite3.Connection, since: str, until: str) -> list[Event]:
    """Return what happened from one day to another, both included, the oldest first."""
    sql = f"SELECT * FROM ({_EVENTS}) WHERE day BETWEEN ? AND ? ORDER BY day, kind, path, text, organisation"
    return fetch(connection, Event, sql, (since, until))


def superfluous(found: Sequence[Event], told: Container[str] = ()) -> frozenset[str]:
    """Return the keys of those events of which another says more: a review that was published is not told as changed as well, and what
    has become overdue, or was not answered, is not due any more.

    A review whose publication was ``told`` before (the keys of events) is told as changed.
    """
    more = {
        (one.kind, one.review_id, one.lesson_id, one.organisation)
        for one in found
        if one.kind != "published" or one.key not in told
    }
    return frozenset(
        one.key for one in found if (_SAID_BY.get(one.kind), one.review_id, one.lesson_id, one.organisation) in more
    )
