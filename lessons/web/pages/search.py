"""Search: the page, and the same results as JSON, CSV and feed."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from lessons.learning.days import newest_day
from lessons.library.formats import MEDIA_TYPE, csv_of
from lessons.library.limits import limited
from lessons.library.near_names import nearest
from lessons.search import CSV_COLUMNS, Request, csv_rows, results, search, to_json_text
from lessons.search.deadline import TimeUp
from lessons.search.filters import not_parameters, resolved
from lessons.search.model import PAGE_SIZE, PARAMETERS
from lessons.web import feeds
from lessons.web.answers import Answer, Data, Page, Redirect
from lessons.web.ask import Addresses
from lessons.web.pages.parameters import not_answered
from lessons.web.presenters.links import search_href
from lessons.web.presenters.numbers import thousands
from lessons.web.presenters.searching import searching, shortened
from lessons.web.shortlist import MOST_IN_ADDRESS, PARAMETER, ids_of
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.search.model import Hit, SearchPage
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

# A search that takes longer answers with what it has, and says so.
TIME_LIMIT_SECONDS = 1.5
CSV_ROWS = 5000
# All of 5,000 rows take a second.
CSV_SECONDS = 5.0
# Why a list is not complete.
OUT_OF_TIME = "search.csv.out_of_time"
MORE_ROWS = "search.csv.more_rows"
FEED_ENTRIES = 50


def find(reader: SiteReader, request: Request) -> SearchPage:
    """Run one search, within the time limit of the site where somebody waits for it."""
    limit = TIME_LIMIT_SECONDS if reader.waited_for else None
    return search(reader.connection, reader.index, request, time_limit=limit)


def search_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the results as a page; a page beyond the end leads to the first."""
    request = Request.from_params(meant(reader, ask))
    page = find(reader, request)
    if request.page > page.pages:
        return Redirect("/search", tuple(replace(request, page=1).to_params()))
    kept = ids_of(ask.pairs)[:MOST_IN_ADDRESS]
    ask = replace(ask, addresses=replace(ask.addresses, shortlist=kept))
    shown = searching(page, reader.vocabulary, ask, CSV_ROWS, newest_day(reader.connection))
    return Page(
        "search.html",
        shown.title,
        {"search": shown, "compare": ask.addresses.path("/compare")},
        search_box=False,
        feeds=((gettext("search.feed_title", heading=shown.heading), shown.feed),),
        indexed=not ask.pairs,
        kept=not page.partial,
    )


def meant(reader: SiteReader, ask: Ask) -> list[tuple[str, str]]:
    """Return the parameters that are meant for the search, slips among them: what other sites add to a link is not."""
    known = {*reader.index.facets.names, *PARAMETERS}
    asked = [(name, value) for name, value in ask.pairs if name != PARAMETER]
    return [(name, value) for name, value in asked if name in known or nearest(name, known)]


def unusable(reader: SiteReader, ask: Ask, never: tuple[str, ...] = ()) -> Data | None:
    """Return why a program that asks so gets no results: it would take others for those that it asked for.

    ``never`` are the parameters that have no meaning at this address.
    """
    facets = reader.index.facets
    problems = not_parameters(facets.names, (name for name, _ in ask.pairs))
    problems |= resolved(facets, Request.from_params(ask.pairs))[0].problems
    problems |= {
        name: gettext("search.parameter.none", name=name, path=ask.path) for name, _ in ask.pairs if name in never
    }
    return not_answered(ask, problems)


def search_json(reader: SiteReader, ask: Ask) -> Answer:
    """Return the results as JSON, in the documented shape."""
    if refused := unusable(reader, ask):
        return refused
    page = find(reader, Request.from_params(ask.pairs))
    body = to_json_text(page, ask.addresses.site)
    return Data(body, "application/json; charset=utf-8", kept=not page.partial)


def search_csv(reader: SiteReader, ask: Ask) -> Answer:
    """Return all results as CSV; of a list that is not complete, the last row and the file's name say so."""
    if refused := unusable(reader, ask, never=("page", "size")):
        return refused
    found, why = within_limits(reader, Request.from_params(ask.pairs))
    # One cell more than a row has: a program that reads strictly stops there.
    last = [(gettext(why, number=thousands(CSV_ROWS)), *[""] * len(CSV_COLUMNS))] if why else []
    name = "results-not-complete.csv" if why else "results.csv"
    return Data(csv_of([*csv_rows(found, ask.addresses.site), *last]), MEDIA_TYPE, name, kept=why != OUT_OF_TIME)


def within_limits(reader: SiteReader, request: Request) -> tuple[list[Hit], str | None]:
    """Return at most ``CSV_ROWS`` results, as are found within ``CSV_SECONDS``, and why there may be more."""
    deadline = time.monotonic() + CSV_SECONDS
    found: list[Hit] = []
    try:
        with limited(reader.connection, CSV_SECONDS):
            for hit in results(reader.connection, reader.index, request):
                if len(found) == CSV_ROWS:
                    return found, MORE_ROWS
                if time.monotonic() > deadline:
                    return found, OUT_OF_TIME
                found.append(hit)
    except (sqlite3.OperationalError, TimeUp):
        return found, OUT_OF_TIME
    return found, None


def search_feed(reader: SiteReader, ask: Ask) -> Answer:
    """Return the results that were published last as a feed; of what has no known day there is no news."""
    # Feeds that were subscribed to before they went by publication have a ``sort`` in their address.
    if refused := unusable(reader, ask, never=("page", "size")):
        return refused
    request = replace(Request.from_params(ask.pairs), size=FEED_ENTRIES, sort="newest")
    page = find(reader, request)
    entries = [
        feeds.FeedEntry(
            id=feeds.identifier(reader.build.unit, hit.id),
            title=hit.statement if hit.type == "lesson" else hit.title,
            address=ask.addresses.absolute(hit.url),
            published=hit.published,
            changed=hit.last_changed,
            summary=Markup(hit.snippet).striptags(),  # noqa: S704  the search engine's own markup, taken off again
            author=hit.author,
        )
        for hit in page.hits
        if hit.published
    ]
    what = shortened(request.text)
    asked = replace(request, size=PAGE_SIZE, sort=None).to_params()
    own_address, json_address, html = (
        ask.addresses.absolute(f"/search{ending}", asked) for ending in (feeds.ATOM, feeds.JSON, "")
    )
    title = gettext("shared.feed.title", name=reader.build.name, about=what) if what else reader.build.name
    # Without the path that the site happens to be served under.
    own = feeds.identifier(reader.build.unit, search_href(Addresses(), request, ".atom", size=20, sort=None))
    about = feeds.About(own, title, own_address, json_address, html, reader.build.name, reader.build.newest_published)
    return feeds.answer(ask, about, entries)
