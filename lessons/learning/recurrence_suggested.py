"""Lessons that may tell of the same mistake again, as the database suggests them: for all, the latest first, and for one lesson."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from lessons.learning.causes import length_of
from lessons.learning.recurrence_candidates import Mistake, Mistakes, most_that_state

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from lessons.learning.causes import length_of
from lessons.learning.recurrence_candidates import Candidate

# Of so many times as many suggestions as are asked for, those for the latest reviews, the most alike are taken.
LATEST = 10

# Barriers that lessons to improve state themselves and causes that they read like, those left out that many have.
_TELLING_BARRIERS = """
    SELECT term FROM lesson_terms JOIN lessons ON lessons.id = lesson_terms.lesson_id
    WHERE scheme = 'barriers' AND kind = 'improve' GROUP BY term HAVING count(*) <= :most"""
_TELLING_CAUSES = "SELECT cause FROM lesson_causes GROUP BY cause HAVING count(*) <= :most"
_TOTAL = "SELECT count(*) FROM lessons WHERE kind = 'improve'"
_STATED = "SELECT term FROM lesson_terms WHERE lesson_id = :lesson AND scheme = 'barriers'"
_READ_LIKE = """
    SELECT cause FROM lesson_causes AS own WHERE lesson_id = :lesson
    AND (SELECT count(*) FROM lesson_causes WHERE cause = own.cause) <= :most"""
_ABLE = """
    WITH able (id) AS (
        SELECT lesson_id FROM lesson_terms WHERE scheme = 'barriers' AND term IN (SELECT value FROM json_each(:barriers))
        UNION
        SELECT lesson_id FROM lesson_causes WHERE cause IN (SELECT value FROM json_each(:causes))
    )"""
_MISTAKES = f"""{_ABLE}
    SELECT coalesce(reviews.date_earliest, ''), reviews.id, lessons.id, lesson_terms.scheme, lesson_terms.term
    FROM able
    JOIN lessons ON lessons.id = able.id AND lessons.kind = 'improve'
    JOIN reviews ON reviews.id = lessons.review_id
    LEFT JOIN lesson_terms ON lesson_terms.lesson_id = lessons.id AND lesson_terms.scheme IN ('barriers', 'change')"""
_CAUSES = f"""{_ABLE}
    SELECT lesson_id, cause, similarity FROM able JOIN lesson_causes ON lesson_id = able.id ORDER BY lesson_id, position"""
_LINKS = """
    SELECT from_review_id, to_review_id FROM review_links WHERE to_review_id IS NOT NULL
    UNION
    SELECT from_review_id, review_id FROM lesson_links JOIN lessons ON lessons.id = to_lesson_id"""
_REPEATS = """
    SELECT from_review_id, review_id FROM lesson_links JOIN lessons ON lessons.id = to_lesson_id
    WHERE link_type = 'repeats' ORDER BY from_review_id, review_id"""
_TOLD = """
    SELECT lessons.id, lessons.statement, reviews.id, reviews.title, reviews.date
    FROM lessons JOIN reviews ON reviews.id = lessons.review_id WHERE lessons.id IN (SELECT value FROM json_each(:ids))"""
_LABELS = "SELECT scheme, slug, label FROM terms WHERE scheme IN ('barriers', 'change')"


@dataclass(frozen=True)
class ToldIn:
    """A lesson with the review that it comes from."""

    id: str
    statement: str
    review: str
    review_title: str
    date: str | None


@dataclass(frozen=True)
class SuggestedRecurrence:
    """A lesson and an earlier one which may tell of the same mistake; ``barriers`` and ``change`` are the labels of what both state, ``causes`` what both read like."""

    lesson: ToldIn
    earlier: ToldIn
    barriers: tuple[str, ...]
    change: tuple[str, ...]
    causes: tuple[str, ...]


def newest_suggested(connection: sqlite3.Connection, limit: int) -> list[SuggestedRecurrence]:
    """Return lessons that may tell of the same mistake as an earlier one and are not linked with it: of the suggestions for the latest reviews those most alike, these first."""
    total = connection.execute(_TOTAL).fetchone()[0]
    most = {"most": most_that_state(total)}
    barriers, causes = (_column(connection, sql, most) for sql in (_TELLING_BARRIERS, _TELLING_CAUSES))
    latest = islice(_mistakes(connection, barriers, causes, total)[0].newest_first(), LATEST * limit)
    return _told(connection, sorted(latest, key=lambda candidate: -candidate.alike)[:limit])


def suggested_for(connection: sqlite3.Connection, lesson: str) -> list[SuggestedRecurrence]:
    """Return the earlier lessons that may tell of the same mistake as one lesson and are not linked with it, the most alike first."""
    total = connection.execute(_TOTAL).fetchone()[0]
    asked = {"lesson": lesson, "most": most_that_state(total)}
    barriers, causes = (_column(connection, sql, asked) for sql in (_STATED, _READ_LIKE))
    if not barriers and not causes:
        return []
    mistakes, read = _mistakes(connection, barriers, causes, total)
    own = next((one for one in read if one.id == lesson), None)
    return _told(connection, mistakes.earlier_than(own)) if own else []


def _column(connection: sqlite3.Connection, sql: str, values: Mapping[str, object]) -> list[str]:
    return [value for (value,) in connection.execute(sql, dict(values))]


def _mistakes(
    connection: sqlite3.Connection, barriers: Sequence[str], causes: Sequence[str], total: int
) -> tuple[Mistakes, Sequence[Mistake]]:
    """Return the lessons to improve that state one of some barriers, or read like one of some causes."""
    asked = {"barriers": json.dumps(list(barriers)), "causes": json.dumps(list(causes))}
    read_like: dict[str, list[tuple[str, int]]] = {}
    for lesson, cause, similarity in connection.execute(_CAUSES, asked):
        read_like.setdefault(lesson, []).append((cause, similarity))
    # Of other causes not all lessons have been read, so that many may look like few.
    telling = frozenset(causes)
    stated: dict[tuple[str, str, str], dict[str, set[str]]] = {}
    for day, review, id_, scheme, term in connection.execute(_MISTAKES, asked):
        terms = stated.setdefault((day, review, id_), {"barriers": set(), "change": set()})
        if scheme:
            terms[scheme].add(term)
    read = [
        Mistake(
            *key,
            frozenset(terms["barriers"].intersection(barriers)),
            frozenset(terms["change"]),
            tuple(one for one in read_like.get(key[2], ()) if one[0] in telling),
            length_of(read_like.get(key[2], ())),
        )
        for key, terms in stated.items()
    ]
    return Mistakes(read, connection.execute(_LINKS), connection.execute(_REPEATS), total), read


def _told(connection: sqlite3.Connection, found: Iterable[Candidate]) -> list[SuggestedRecurrence]:
    candidates = list(found)
    ids = json.dumps(sorted({id_ for one in candidates for id_ in (one.lesson, one.earlier)}))
    told = {row[0]: ToldIn(*row) for row in connection.execute(_TOLD, {"ids": ids})}
    labels = {(scheme, slug): label for scheme, slug, label in connection.execute(_LABELS)}
    return [
        SuggestedRecurrence(
            told[one.lesson],
            told[one.earlier],
            tuple(labels.get(("barriers", term), term) for term in one.barriers),
            tuple(labels.get(("change", term), term) for term in one.change),
            one.causes,
        )
        for one in candidates
    ]
