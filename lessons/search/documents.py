"""Every document of a library as search knows it, for engines elsewhere: its texts as written, and its facets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.search.index import SearchIndex

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_LESSONS = """
    SELECT lessons.number, lessons.id, '/reviews/' || lessons.review_id || '/' || lessons.local_id AS path,
           lessons.statement AS title, lesson_text.body, lesson_text.advice, lesson_text.context, '' AS statements, '' AS summary, '' AS facts,
           reviews.title AS review, coalesce(organisations.name, '') AS organisation, coalesce(reviews.date, '') AS date,
           coalesce(lessons.published_earliest, '') AS published, reviews.handling
    FROM lessons
    JOIN lesson_text ON lesson_text.number = lessons.number
    JOIN reviews ON reviews.id = lessons.review_id
    LEFT JOIN organisations ON organisations.id = reviews.organisation_id
    ORDER BY lessons.number
"""
_REVIEWS = """
    SELECT reviews.number, reviews.id, '/reviews/' || reviews.id AS path,
           reviews.title, review_text.body, review_text.advice, '' AS context, review_text.statements, review_text.summary, review_text.facts,
           '' AS review, coalesce(organisations.name, '') AS organisation, coalesce(reviews.date, '') AS date,
           coalesce(reviews.published_earliest, '') AS published, reviews.handling
    FROM reviews
    JOIN review_text ON review_text.number = reviews.number
    LEFT JOIN organisations ON organisations.id = reviews.organisation_id
    ORDER BY reviews.number
"""
# The texts of a document that are searched besides its title.
TEXTS = ("body", "advice", "context", "statements", "summary", "facts")


@dataclass(frozen=True)
class SearchDocument:
    """One lesson or review. ``kind`` is "lessons" or "reviews", as a search names what it looks for; ``title`` is a lesson's statement.

    ``texts`` are those of :data:`TEXTS` that it has, ``facets`` pairs of a facet and one of its values, ``labels`` what the values
    are called, in the same order; ``review`` is the title of a lesson's review; ``published`` is empty where it is not known;
    ``handling`` says who may see it.
    """

    kind: str
    id: str
    path: str
    title: str
    texts: dict[str, str]
    facets: tuple[tuple[str, str], ...]
    labels: tuple[str, ...]
    review: str
    organisation: str
    date: str
    published: str
    handling: str


def documents(connection: sqlite3.Connection) -> Iterator[SearchDocument]:
    """Yield every lesson, then every review, in the order of their numbers."""
    facets = SearchIndex.load(connection).facets
    place = 0
    for kind, sql in (("lessons", _LESSONS), ("reviews", _REVIEWS)):
        cursor = connection.execute(sql)
        names = [column[0] for column in cursor.description]
        for row in cursor:
            stated = dict(zip(names, row, strict=True))
            codes = sorted(facets.codes_of(place))
            place += 1
            yield SearchDocument(
                kind=kind,
                id=stated["id"],
                path=stated["path"],
                title=stated["title"],
                texts={name: stated[name] for name in TEXTS if stated[name]},
                facets=tuple(facets.values[code][:2] for code in codes),
                labels=tuple(facets.values[code][2] for code in codes),
                review=stated["review"],
                organisation=stated["organisation"],
                date=stated["date"],
                published=stated["published"],
                handling=stated["handling"],
            )
