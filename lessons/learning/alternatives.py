"""Alternative strategies: lessons of others that worked in conditions like those in which an organisation's work fell short.

A lesson *worked there* when the case that did it succeeded, or when somebody who used it did, or measured an outcome that changed for the
better; what a successful case says that it should have done, and nobody is known to have done since, has not worked anywhere yet.

Conditions are *alike* by what stood in the way (barriers), the sector, what was changed, and the level, in this order of weight. A barrier that
the lesson itself deals with is enough; one that only its review met takes two more things in common.

What the organisation uses already is left out, and so is what its own work does with success (:mod:`lessons.learning.own_practice`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.learning.alternative_reasons import USED_WELL, reasons
from lessons.learning.conditions import Conditions, conditions_of
from lessons.learning.own_practice import WORKED_THERE, own_practice
from lessons.library.rows import column, fetch
from lessons.schema.standing import ENDED
from lessons.words import gettext, ngettext

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

# What each condition in common counts for; of what was changed two count at most, or broad work would be like everything.
OWN_BARRIER, BARRIER, SECTOR, CHANGE, LEVEL = 4, 2, 2, 1, 1
MOST_CHANGES = 2
# What conditions must have in common to be alike.
LEAST = 4
# Alternatives for one review, of them from one other review, and in all.
A_REVIEW, FROM_ONE, IN_ALL = 3, 2, 9
# Reviews that fell short, the newest first.
REVIEWS = 20

_WORKED = f"""
    SELECT lessons.id, lessons.review_id, lessons.statement, lessons.recommendation, lessons.applies_when, lessons.recurred, reviews.title AS review_title,
           reviews.organisation_id, organisations.name AS organisation, reviews.sector, reviews.level,
           {WORKED_THERE} AS there,
           (SELECT count(*) FROM adoptions WHERE {USED_WELL}) AS used_well
    FROM lessons
    JOIN reviews ON reviews.id = lessons.review_id
    LEFT JOIN organisations ON organisations.id = reviews.organisation_id
    WHERE lessons.status NOT IN {ENDED}
      AND reviews.organisation_id IS NOT :organisation
      AND (lessons.published_earliest IS NULL OR lessons.published_earliest <= :day)
      AND (reviews.result = 'success' OR lessons.id IN (SELECT lesson_id FROM adoptions))"""
_SHORT = """
    SELECT reviews.id, reviews.title, reviews.sector, reviews.level, reviews.result
    FROM reviews
    WHERE organisation_id = :organisation AND (published_earliest IS NULL OR published_earliest <= :day)
      AND result IS NOT 'success'
      AND (result IN ('failure', 'no-effect', 'mixed')
           OR EXISTS (SELECT 1 FROM review_terms WHERE review_id = reviews.id AND scheme = 'barriers')
           OR EXISTS (SELECT 1 FROM lesson_terms JOIN lessons ON lessons.id = lesson_id
                      WHERE lessons.review_id = reviews.id AND scheme = 'barriers'))
    ORDER BY result = 'failure' DESC, result = 'no-effect' DESC, result = 'mixed' DESC, date_earliest DESC, id
    LIMIT :limit"""


@dataclass(frozen=True)
class FellShort:
    """A review of the organisation whose work did not succeed, or met barriers."""

    id: str
    title: str
    sector: str | None
    level: str | None
    result: str | None


@dataclass(frozen=True)
class Worked:
    """A lesson of somebody else; ``there`` is 1 when its own case did it and succeeded, ``used_well`` how often others did."""

    id: str
    review_id: str
    statement: str
    recommendation: str | None
    applies_when: str | None
    recurred: int
    review_title: str
    organisation_id: str | None
    organisation: str | None
    sector: str | None
    level: str | None
    there: int
    used_well: int


@dataclass(frozen=True)
class Alternative:
    """One strategy for one review that fell short, with its reasons as sentences."""

    review: FellShort
    lesson: Worked
    score: int
    why: tuple[str, ...]


@dataclass(frozen=True)
class Alternatives:
    """The strategies, the best first for each review; ``none`` says why there are none."""

    found: tuple[Alternative, ...]
    none: str | None


def alternatives(connection: sqlite3.Connection, organisation: str, day: str) -> Alternatives:
    """Return what the organisation might try, as of a day."""
    parameters = {"organisation": organisation, "day": day}
    short = fetch(connection, FellShort, _SHORT, {**parameters, "limit": REVIEWS})
    if not short:
        return Alternatives((), _why_nothing_fell_short(connection, organisation))
    used = set(column(connection, "SELECT lesson_id FROM adoptions WHERE organisation_id = ?", (organisation,)))
    able = [one for one in fetch(connection, Worked, _WORKED, parameters) if one.there or one.used_well]
    used |= own_practice(connection, (one.id for one in able), organisation, day)
    conditions = conditions_of(connection, [*(one.id for one in short), *(one.review_id for one in able)])
    comparable = _Comparable(able, conditions)
    found: list[Alternative] = []
    taken: set[str] = set()
    like = 0
    for review in short:
        scored = [(_score(review, lesson, conditions), lesson) for lesson in comparable.with_(review)]
        alike = sorted(((score, lesson) for score, lesson in scored if score > 0), key=lambda one: (-one[0], one[1].id))
        like += len(alike)
        number = 0
        sources: dict[str, int] = {}
        for score, lesson in alike:
            if number == A_REVIEW or len(found) == IN_ALL:
                break
            if lesson.id in used or lesson.id in taken or sources.get(lesson.review_id, 0) == FROM_ONE:
                continue
            why = tuple(reasons(connection, review, lesson, conditions))
            found.append(Alternative(review, lesson, score, why))
            taken.add(lesson.id)
            sources[lesson.review_id] = sources.get(lesson.review_id, 0) + 1
            number += 1
    return Alternatives(tuple(found), None if found else _why_none(len(short), len(able), like))


def _why_nothing_fell_short(connection: sqlite3.Connection, organisation: str) -> str:
    reviews = column(connection, "SELECT id FROM reviews WHERE organisation_id = ?", (organisation,))
    if not reviews:
        return gettext("learning.alternatives.no_review")
    return gettext("learning.alternatives.none_fell_short")


def _why_none(short: int, able: int, like: int) -> str:
    number = f"{short:,}"
    if like:
        return ngettext("learning.alternatives.all_used", short, number=number)
    if able:
        lessons = ngettext("counts.lesson", able, number=f"{able:,}")
        return ngettext("learning.alternatives.unlike", short, number=number, lessons=lessons)
    return ngettext("learning.alternatives.none_worked", short, number=number)


class _Comparable:
    """Finds the lessons that share a barrier or the sector with a review: without either, conditions are not alike enough."""

    def __init__(self, able: Iterable[Worked], conditions: Conditions) -> None:
        self._conditions = conditions
        self._by_barrier: dict[str, list[Worked]] = {}
        self._by_sector: dict[str, list[Worked]] = {}
        for lesson in able:
            if lesson.sector is not None:
                self._by_sector.setdefault(lesson.sector, []).append(lesson)
            for barrier in conditions.of_review(lesson.review_id, "barriers"):
                self._by_barrier.setdefault(barrier, []).append(lesson)

    def with_(self, review: FellShort) -> Iterable[Worked]:
        """Return the lessons to compare with a review, each once."""
        barriers = sorted(self._conditions.of_review(review.id, "barriers"))
        found = [*self._by_sector.get(review.sector or "", ())]
        found += (lesson for barrier in barriers for lesson in self._by_barrier.get(barrier, ()))
        return {lesson.id: lesson for lesson in found}.values()


def _score(review: FellShort, lesson: Worked, conditions: Conditions) -> int:
    """Return how alike the conditions are; 0 when they are not alike enough."""
    barriers = conditions.of_review(review.id, "barriers")
    own = barriers & conditions.lessons.get((lesson.id, "barriers"), frozenset())
    others = (barriers & conditions.of_review(lesson.review_id, "barriers")) - own
    changes = conditions.of_review(review.id, "change") & conditions.of_lesson(lesson.id, lesson.review_id, "change")
    same_sector = review.sector is not None and review.sector == lesson.sector
    found = (
        OWN_BARRIER * len(own)
        + BARRIER * min(len(others), 1)
        + SECTOR * same_sector
        + CHANGE * min(len(changes), MOST_CHANGES)
        + LEVEL * (review.level is not None and review.level == lesson.level)
    )
    return found if found >= LEAST else 0
