"""Lessons that may tell of the same mistake again, as the database suggests them: for all, the latest first, and for one lesson."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from lessons.learning.neighbours import MutualNeighbours
from lessons.learning.recurrence_candidates import Mistake, Mistakes, most_that_state

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from lessons.learning.recurrence_candidates import Candidate

# Of so many times as many suggestions as are asked for, those for the latest reviews, the most alike are taken.
LATEST = 10

# Lessons that say what to improve, as :func:`lessons.entries.causes.tells_of_a_mistake` knows them.
_TO_IMPROVE = """reviews ON reviews.id = lessons.review_id
    AND (lessons.kind = 'improve' OR lessons.kind IS NULL AND reviews.result IS NOT 'success')
    AND lessons.status IS NOT 'superseded'"""
# Barriers that they state themselves, those left out that many have.
_TELLING_BARRIERS = f"""
    SELECT term FROM lesson_terms JOIN lessons ON lessons.id = lesson_terms.lesson_id JOIN {_TO_IMPROVE}
    WHERE scheme = 'barriers' GROUP BY term HAVING count(*) <= :most"""
_TOTAL = f"SELECT count(*) FROM lessons JOIN {_TO_IMPROVE}"
_STATED = "SELECT DISTINCT term FROM lesson_terms JOIN lessons ON lessons.id = lesson_id WHERE review_id = :review AND scheme = 'barriers'"
_CAUSES = "SELECT cause FROM causes ORDER BY number"
_VECTORS = "SELECT lesson_id, similarities FROM lesson_cause_vectors"
_OF_REVIEW = "SELECT id FROM lessons WHERE review_id = :review"
# Lessons that state one of some barriers, or are named.
_ABLE = """
    WITH able (id) AS (
        SELECT lesson_id FROM lesson_terms WHERE scheme = 'barriers' AND term IN (SELECT value FROM json_each(:barriers))
        UNION
        SELECT value FROM json_each(:lessons)
    )"""
_MISTAKES = f"""{_ABLE}
    SELECT coalesce(reviews.date_earliest, ''), reviews.id, lessons.id, lesson_terms.scheme, lesson_terms.term
    FROM able JOIN lessons ON lessons.id = able.id JOIN {_TO_IMPROVE}
    LEFT JOIN lesson_terms ON lesson_terms.lesson_id = lessons.id AND lesson_terms.scheme IN ('barriers', 'change')"""
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
    """A lesson and an earlier one which may tell of the same mistake; ``barriers`` and ``change`` are the labels of what both state, ``causes`` what both read like; ``clear`` says whether much speaks for it."""

    lesson: ToldIn
    earlier: ToldIn
    barriers: tuple[str, ...]
    change: tuple[str, ...]
    causes: tuple[str, ...]
    clear: bool


def newest_suggested(connection: sqlite3.Connection, limit: int) -> list[SuggestedRecurrence]:
    """Return lessons that may tell of the same mistake as an earlier one and are not linked with it: of the suggestions for the latest reviews those most alike, these first."""
    total = connection.execute(_TOTAL).fetchone()[0]
    barriers = _column(connection, _TELLING_BARRIERS, {"most": most_that_state(total)})
    vectors = _vectors(connection)
    latest = islice(
        _mistakes(connection, barriers, vectors, _neighbours(connection, vectors), total).newest_first(), LATEST * limit
    )
    return _told(connection, sorted(latest, key=lambda candidate: -candidate.alike)[:limit])


def suggested_for(connection: sqlite3.Connection, lesson: str) -> list[SuggestedRecurrence]:
    """Return the lessons that may tell of the same mistake as one and are not linked with it: the earlier ones, then the later ones, of each the most alike first."""
    review = {"review": lesson.partition("#")[0]}
    barriers, own = _column(connection, _STATED, review), _column(connection, _OF_REVIEW, review)
    neighbours = _neighbours(connection, _vectors(connection))
    near = {id_ for found in neighbours.of(own) for id_ in found}
    if not barriers and not near:
        return []
    # Only of barriers does it matter how many lessons there are.
    total = connection.execute(_TOTAL).fetchone()[0] if barriers else len(near)
    return _told(connection, _mistakes(connection, barriers, near.union(own), neighbours, total).beside(lesson))


def _vectors(connection: sqlite3.Connection) -> dict[str, bytes]:
    """Return by the id of each lesson how much it reads like each cause."""
    return {id_: bytes.fromhex(vector) for id_, vector in connection.execute(_VECTORS)}


def _neighbours(connection: sqlite3.Connection, vectors: Mapping[str, bytes]) -> MutualNeighbours:
    return MutualNeighbours(vectors, _column(connection, _CAUSES, {}))


def _column(connection: sqlite3.Connection, sql: str, values: Mapping[str, object]) -> list[str]:
    return [value for (value,) in connection.execute(sql, dict(values))]


def _mistakes(
    connection: sqlite3.Connection,
    barriers: Sequence[str],
    lessons: Iterable[str],
    neighbours: MutualNeighbours,
    total: int,
) -> Mistakes:
    """Return the lessons to improve that state one of some barriers, or are named."""
    asked = {"barriers": json.dumps(list(barriers)), "lessons": json.dumps(list(lessons))}
    stated: dict[tuple[str, str, str], dict[str, set[str]]] = {}
    for day, review, id_, scheme, term in connection.execute(_MISTAKES, asked):
        terms = stated.setdefault((day, review, id_), {"barriers": set(), "change": set()})
        if scheme:
            terms[scheme].add(term)
    # Of other barriers not all lessons have been read, so that many may look like few.
    read = (
        Mistake(*key, frozenset(terms["barriers"].intersection(barriers)), frozenset(terms["change"]))
        for key, terms in stated.items()
    )
    return Mistakes(read, neighbours, connection.execute(_LINKS), connection.execute(_REPEATS), total)


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
            one.clear,
        )
        for one in candidates
    ]
