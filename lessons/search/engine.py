"""One search from the request to the page: understand, match, filter, order, count, show."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lessons.search import search_as_sql
from lessons.search.days import PUBLISHED, Days, as_days
from lessons.search.deadline import TimeUp, limited
from lessons.search.filters import Filters, resolved
from lessons.search.matches import Matches
from lessons.search.matching import match
from lessons.search.model import Hit, Request, SearchPage
from lessons.search.order import ordered, sort_of
from lessons.search.reader import Reader
from lessons.search.restrictions import Codes
from lessons.search.rows import Shown, hits, ids_of
from lessons.search.snippets import Marks
from lessons.search.suggestions import suggestions
from lessons.search.understanding import Understanding, understand

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from lessons.search.index import SearchIndex

# Results read at a time when all of them are asked for.
BATCH = 500


@dataclass(frozen=True)
class Results:
    """The results of a request before any of them is read.

    ``matches`` is the match set, ``kept`` the places in it that the filters leave, ``sort`` the order in force.
    """

    request: Request
    understanding: Understanding
    matches: Matches
    filters: Filters
    kept: npt.NDArray[np.int64]
    sort: str

    @property
    def chosen(self) -> tuple[Codes, ...]:
        """The values that were asked for, by a filter or in the query."""
        ticked = (Codes(facet, codes) for facet, codes in self.filters.chosen.items())
        typed = (one for one in self.understanding.restrictions if isinstance(one, Codes))
        return (*ticked, *typed)


def search(
    connection: sqlite3.Connection, index: SearchIndex, request: Request, *, time_limit: float | None = None
) -> SearchPage:
    """Return one page of results.

    ``connection`` is to the database that ``index`` was loaded from. After ``time_limit`` seconds the search goes on
    with what it has, and the page says that it is ``partial``.
    """
    deadline = None if time_limit is None else time.monotonic() + time_limit
    reader = Reader(connection, index, request.result_type, deadline)
    with limited(connection, deadline):
        found = find(reader, request)
        suggested = _suggestions(reader, found)
    request = found.request
    first = (request.page - 1) * request.size
    places = ordered(index, found.matches, found.kept, found.sort, first + request.size)[first:]
    return SearchPage(
        request=request,
        understood=found.understanding.shown(index),
        count=len(found.kept),
        unfiltered_count=len(found.matches.documents),
        all_words_count=int(np.count_nonzero(found.matches.complete[found.kept])),
        by_meaning_count=int(np.count_nonzero(found.matches.by_lsa[found.kept])),
        page=request.page,
        size=request.size,
        sort=found.sort,
        hits=_hits(reader, found, places),
        facets=found.filters.tally(),
        suggestions=suggested,
        without=found.filters.without() if not len(found.kept) else {},
        partial=found.matches.partial,
        sql=statement(connection, found),
    )


def results(connection: sqlite3.Connection, index: SearchIndex, request: Request) -> Iterator[Hit]:
    """Yield every result of a request in order, without regard to page and size."""
    reader = Reader(connection, index, request.result_type)
    found = find(reader, request)
    places = ordered(index, found.matches, found.kept, found.sort, len(found.kept))
    for start in range(0, len(places), BATCH):
        yield from _hits(reader, found, places[start : start + BATCH])


def ids(
    connection: sqlite3.Connection, index: SearchIndex, request: Request, *, time_limit: float | None = None
) -> list[str]:
    """Return the id of every result of a request, in no order; after ``time_limit`` seconds, of those found until then."""
    deadline = None if time_limit is None else time.monotonic() + time_limit
    reader = Reader(connection, index, request.result_type, deadline)
    with limited(connection, deadline):
        found = find(reader, request)
    return ids_of(connection, index, found.matches.documents[found.kept])


def find(reader: Reader, request: Request) -> Results:
    """Return the results of a request before any of them is read."""
    request, chosen = resolved(reader.index.facets, request)
    understanding, matches = match(reader, understand(reader, request))
    span = reader.index.span(request.result_type)
    filters = Filters(reader.index.facets, request, chosen, matches.documents, span)
    return Results(request, understanding, matches, filters, filters.kept(), sort_of(request, understanding))


def statement(connection: sqlite3.Connection, found: Results) -> str:
    """Return one SQL statement for the results but those that are there for their meaning alone."""
    values, declared = found.filters.facets.values, found.filters.facets.declared
    conditions: list[search_as_sql.Condition | search_as_sql.DatePeriod] = [
        search_as_sql.Condition(facet, chosen, of_lessons=declared[facet].lessons_only)
        for facet, chosen in found.request.filters.items()
    ]
    for one in found.understanding.restrictions:
        if isinstance(one, Days):
            ranges = tuple(map(as_days, one.ranges))
            conditions.append(search_as_sql.DatePeriod(ranges, one.excluded, published=one.field == PUBLISHED))
        else:
            named = tuple(values[code][1] for code in one.codes)
            of_lessons = declared[one.facet].lessons_only
            conditions.append(search_as_sql.Condition(one.facet, named, one.excluded, of_lessons))
    plan = found.understanding.plan(found.matches.least)
    return search_as_sql.written_out(connection, search_as_sql.shown(plan, conditions, found.request.result_type))


def _suggestions(reader: Reader, found: Results) -> tuple[str, ...]:
    """Return other queries that find something; none when time is up."""
    if found.matches.partial:
        return ()
    try:
        return suggestions(reader, found.request, found.understanding, found.matches, found.filters)
    except TimeUp:
        return ()


def _hits(reader: Reader, found: Results, places: Sequence[int] | npt.NDArray[np.int64]) -> tuple[Hit, ...]:
    """Return the results at some places of the match set."""
    positions = found.matches.documents[places]
    shown = Shown(positions.tolist(), found.matches.scores[places].tolist())
    marks = Marks.of(found.understanding, reader.index.lexicon)
    return hits(reader.connection, reader.index, shown, marks, found.chosen)
