"""Charts of the library, or of what any search finds."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

from lessons.library.charts import CHARTS, LESSONS_BY_YEAR, RESULTS, Narrowing, of_found, rows_of
from lessons.search import Request, ids
from lessons.search.model import PAGE_SIZE
from lessons.web.answers import Answer, Page
from lessons.web.pages import search
from lessons.web.presenters.chart import charts_shown
from lessons.web.presenters.facets import chips
from lessons.web.presenters.links import Link, search_href
from lessons.web.presenters.numbers import counted, thousands
from lessons.web.presenters.said import TYPE_WORDS, understood
from lessons.web.presenters.searching import faults, heading, shortened
from lessons.words import gettext, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lessons.library.charts import ChartQuery, ChartRow
    from lessons.search.model import SearchPage
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask


def charts_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the charts of everything, or of what the search in the address finds: the same parameters as those of ``/search``."""
    request = replace(Request.from_params(search.meant(reader, ask)), page=1, size=PAGE_SIZE, sort=None)
    page = search.find(reader, request)
    found, partial = within_limits(reader, page)
    chosen = bool(page.request.text.strip() or page.request.filters)
    given, shown = of_found(found, page.sql) if chosen else (Narrowing(), Narrowing())
    drawn = [(query, rows_of(reader.connection, query, given)) for query in CHARTS]
    short = shortened(page.request.text)
    path = ask.addresses.path
    what = heading(page, counted(page.count, TYPE_WORDS[page.request.result_type]), short) if chosen else None
    return Page(
        "charts.html",
        gettext("charts.title", what=what) if what else gettext("frame.link.charts"),
        {
            "what": what,
            "counted": counted_words(drawn),
            "understood": understood(page),
            "faults": faults(page),
            "chips": tuple(Link(chip.text, chip.href.replace("/search", "/charts", 1)) for chip in chips(page, ask.addresses)),
            "partial": partial,
            "by_meaning": by_meaning(page),
            "results": search_href(ask.addresses, page.request) if chosen else None,
            "text": page.request.text,
            "kept": [pair for pair in page.request.to_params() if pair[0] != "q"],
            "action": path("/charts"),
            "everything": path("/charts") if chosen else None,
            "charts": charts_shown(drawn, shown, ask if not partial else replace(ask, may_query=False)),
            "outcomes": path("/outcomes") if "outcomes" in reader.kinds else None,
        },
        description=gettext("charts.description"),
        canonical="/charts" if not ask.pairs else None,
        indexed=not ask.pairs,
        kept=not partial,
    )  # fmt: skip


def within_limits(reader: SiteReader, page: SearchPage) -> tuple[list[str], bool]:
    """Return the ids of all results, and whether time ran out before all were found."""
    if page.partial or not page.count:
        return [hit.id for hit in page.hits], page.partial
    try:
        found = ids(reader.connection, reader.index, page.request, time_limit=search.TIME_LIMIT_SECONDS)
    except sqlite3.OperationalError:
        return [hit.id for hit in page.hits], True
    return found, len(found) < page.count


def counted_words(drawn: Sequence[tuple[ChartQuery, Sequence[ChartRow]]]) -> str:
    """Say how many lessons and reviews are counted: each stands once in one of the charts."""
    totals = {query.name: sum(sum(row.numbers) for row in rows) for query, rows in drawn}
    return listed(
        [counted(totals[LESSONS_BY_YEAR.name], "lesson").lower(), counted(totals[RESULTS.name], "review").lower()]
    )


def by_meaning(page: SearchPage) -> str | None:
    """Say what the statements leave out."""
    if not page.by_meaning_count:
        return None
    return gettext("charts.by_meaning", number=thousands(page.by_meaning_count))
