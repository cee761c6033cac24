"""What a learning audit counts and lists, read from the database as of a day, for one organisation or for the whole library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.learning import open_work
from lessons.learning.alternatives import Alternatives, alternatives
from lessons.learning.open_work import Matter
from lessons.library.rows import fetch, scalar

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

# As many of each list as somebody reads who decides; the numbers are whole.
LISTED = 10
USES = 1000
PUT_TO_USE = frozenset({"trialled", "adopted", "adapted"})
REFUSED = frozenset({"declined", "abandoned"})

_WHOSE = "(:organisation IS NULL OR reviews.organisation_id = :organisation) AND (reviews.published_earliest IS NULL OR reviews.published_earliest <= :day)"
_RESULTS = f"SELECT coalesce(result, 'not-stated'), count(*) FROM reviews WHERE {_WHOSE} GROUP BY 1"
_KINDS = f"""SELECT coalesce(kind, 'not-stated'), count(*) FROM lessons JOIN reviews ON reviews.id = lessons.review_id
    WHERE {_WHOSE} AND (lessons.published_earliest IS NULL OR lessons.published_earliest <= :day) GROUP BY 1"""
_CHECKED = f"""SELECT checked_by, count(DISTINCT review_id) FROM review_checks JOIN reviews ON reviews.id = review_id
    WHERE {_WHOSE} AND review_checks.date_earliest <= :day GROUP BY 1"""
_CHECKED_AT_ALL = f"""SELECT count(DISTINCT review_id) FROM review_checks JOIN reviews ON reviews.id = review_id
    WHERE {_WHOSE} AND review_checks.date_earliest <= :day"""
_FIGURES = f"""SELECT count(DISTINCT reviews.id) FILTER (WHERE outcomes.measures = 'outcome'),
        count(DISTINCT reviews.id) FILTER (WHERE outcomes.measures = 'outcome' AND outcomes.actual IS NOT NULL AND outcomes.method NOT IN ('none', 'estimate'))
    FROM reviews LEFT JOIN outcomes ON outcomes.review_id = reviews.id WHERE {_WHOSE}"""
_HINDERED = f"""SELECT count(*) FROM reviews WHERE {_WHOSE} AND (
        reviews.id IN (SELECT review_id FROM review_terms WHERE scheme = 'barriers')
        OR reviews.id IN (SELECT review_id FROM lesson_terms JOIN lessons ON lessons.id = lesson_id WHERE scheme = 'barriers')
        OR reviews.id IN (SELECT from_review_id FROM lesson_links WHERE link_type = 'repeats'))"""
_ADOPTIONS = """
    SELECT adoptions.id, adoptions.lesson_id, lessons.statement, adoptions.organisation, source.name AS lesson_of, adoptions.decision,
           adoptions.date, adoptions.independent, adoptions.result, adoptions.why,
           coalesce('/uses/' || adoptions.use_id, '/reviews/' || adoptions.from_review_id) AS path
    FROM adoptions
    LEFT JOIN lessons ON lessons.id = adoptions.lesson_id
    LEFT JOIN reviews ON reviews.id = lessons.review_id
    LEFT JOIN organisations AS source ON source.id = reviews.organisation_id
    LEFT JOIN uses ON uses.id = adoptions.use_id
    LEFT JOIN reviews AS teller ON teller.id = adoptions.from_review_id
    WHERE (adoptions.date_earliest IS NULL OR adoptions.date_earliest <= :day)
      AND coalesce(uses.published_earliest, teller.published_earliest, '') <= :day"""
_OWN = f"{_ADOPTIONS} AND (:organisation IS NULL OR adoptions.organisation_id = :organisation)"
_LENT = f"{_ADOPTIONS} AND reviews.organisation_id = :organisation AND adoptions.organisation_id IS NOT :organisation"
_FIRST = "ORDER BY adoptions.independent IS NOT 1, adoptions.date_earliest DESC, adoptions.id LIMIT :limit"
_USED = f"{_OWN} {_FIRST}"
_USED_BY_OTHERS = f"{_LENT} {_FIRST}"
_DECISIONS = f"SELECT decision, independent, count(*) FROM ({_OWN}) GROUP BY 1, 2"
_DECISIONS_OF_OTHERS = f"SELECT decision, independent, count(*) FROM ({_LENT}) GROUP BY 1, 2"
_CONTRIBUTORS = """SELECT organisations.id, organisations.name, count(*) AS reviews, sum(lesson_count) AS lessons
    FROM reviews JOIN organisations ON organisations.id = reviews.organisation_id
    WHERE reviews.published_earliest IS NULL OR reviews.published_earliest <= :day
    GROUP BY organisations.id ORDER BY reviews DESC, name"""


@dataclass(frozen=True)
class Used:
    """One time a lesson was used or decided about; ``path`` leads to what tells it, ``lesson_of`` is whose lesson it was."""

    id: str
    lesson_id: str | None
    statement: str | None
    organisation: str | None
    lesson_of: str | None
    decision: str
    date: str | None
    independent: int | None
    result: str | None
    why: str | None
    path: str


@dataclass(frozen=True)
class Decisions:
    """How many decisions about lessons there are: ``used`` of them to use one, ``of_others`` another's, and ``refused`` or given up."""

    count: int = 0
    used: int = 0
    of_others: int = 0
    refused: int = 0


@dataclass(frozen=True)
class ContributorCount:
    """One organisation with the number of its reviews and lessons."""

    id: str
    name: str
    reviews: int
    lessons: int


@dataclass(frozen=True)
class Open:
    """Of one kind of open matter the number, and the first of them."""

    count: int
    first: tuple[Matter, ...]


@dataclass(frozen=True)
class Audit:
    """A learning audit. ``organisation`` and ``name`` are None for the whole library.

    ``used`` is what the organisation used (for the whole library: what was), ``lent`` what others used of its lessons, at most a thousand of each, with the
    numbers of all ``decisions`` about lessons; ``hindered`` counts the reviews that tell of a barrier or of what went wrong again, ``measured`` the
    reviews with an outcome, and those of them whose method can tell; ``checked`` reviews by who checked them, ``checked_at_all`` those that anybody did.
    """

    organisation: str | None
    name: str | None
    day: str
    results: dict[str, int]
    kinds: dict[str, int]
    hindered: int
    measured: tuple[int, int]
    checked: dict[str, int]
    checked_at_all: int
    decisions: Decisions
    used: tuple[Used, ...]
    decisions_of_others: Decisions
    lent: tuple[Used, ...]
    open: dict[str, Open]
    contributors: tuple[ContributorCount, ...]
    alternatives: Alternatives | None

    @property
    def reviews(self) -> int:
        """The number of reviews."""
        return sum(self.results.values())

    @property
    def lessons(self) -> int:
        """The number of lessons."""
        return sum(self.kinds.values())


def audit(connection: sqlite3.Connection, day: str, organisation: str | None = None) -> Audit:
    """Return the learning audit of an organisation, by its id, or of the whole library, as of a day."""
    parameters = {"day": day, "organisation": organisation}
    name = scalar(connection, "SELECT name FROM organisations WHERE id = ?", (organisation,)) if organisation else None
    measured = connection.execute(_FIGURES, parameters).fetchone()
    return Audit(
        organisation,
        name,
        day,
        _counts(connection.execute(_RESULTS, parameters)),
        _counts(connection.execute(_KINDS, parameters)),
        scalar(connection, _HINDERED, parameters),
        (measured[0], measured[1]),
        _counts(connection.execute(_CHECKED, parameters)),
        scalar(connection, _CHECKED_AT_ALL, parameters),
        _decisions(connection.execute(_DECISIONS, parameters)),
        tuple(fetch(connection, Used, _USED, {**parameters, "limit": USES})),
        _decisions(connection.execute(_DECISIONS_OF_OTHERS, parameters)) if organisation else Decisions(),
        tuple(fetch(connection, Used, _USED_BY_OTHERS, {**parameters, "limit": USES})) if organisation else (),
        {
            kind.slug: Open(
                open_work.count(connection, kind.slug, day, organisation),
                tuple(open_work.matters(connection, kind.slug, day, organisation, limit=LISTED)),
            )
            for kind in open_work.KINDS
        },
        tuple(fetch(connection, ContributorCount, _CONTRIBUTORS, {"day": day})),
        alternatives(connection, organisation, day) if organisation else None,
    )


def _counts(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    return dict(sorted(rows))


def _decisions(rows: Iterable[tuple[str, int | None, int]]) -> Decisions:
    found = list(rows)
    return Decisions(
        sum(number for *_, number in found),
        sum(number for decision, _, number in found if decision in PUT_TO_USE),
        sum(number for decision, independent, number in found if decision in PUT_TO_USE and independent),
        sum(number for decision, _, number in found if decision in REFUSED),
    )
