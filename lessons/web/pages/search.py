"""Search: the page, and the same results as JSON, CSV and feed."""

from __future__ import annotations

import json
import sqlite3
import time
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from markupsafe import Markup

from lessons.library.formats import MEDIA_TYPE, csv_of
from lessons.library.limits import limited
from lessons.search import Request, csv_rows, results, search, to_json
from lessons.search.deadline import TimeUp
from lessons.web import feeds
from lessons.web.answers import Answer, Data, Page, Redirect
from lessons.web.ask import Addresses
from lessons.web.presenters.links import search_href
from lessons.web.presenters.searching import searching, shortened

if TYPE_CHECKING:
    from lessons.search.model import Hit, SearchPage
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

# A search that takes longer answers with what it has, and says so.
TIME_LIMIT_SECONDS = 1.5
CSV_ROWS = 5000
# All of 5,000 rows take a second.
CSV_SECONDS = 5.0
NOT_COMPLETE = "This list is not complete: the search took too long and was stopped here."
FEED_ENTRIES = 50


def find(reader: SiteReader, request: Request) -> SearchPage:
    """Run one search within the time limit of the site."""
    return search(reader.connection, reader.index, request, time_limit=TIME_LIMIT_SECONDS)


def search_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the results as a page; a page beyond the end leads to the first."""
    request = Request.from_params(ask.pairs)
    page = find(reader, request)
    if request.page > page.pages:
        return Redirect("/search", tuple(replace(request, page=1).to_params()))
    shown = searching(page, ask, CSV_ROWS)
    return Page(
        "search.html",
        shown.title,
        {"search": shown},
        search_box=False,
        feeds=((f"New results: {shown.heading}", shown.feed),),
        indexed=not ask.pairs,
        kept=not page.partial,
    )


def search_json(reader: SiteReader, ask: Ask) -> Answer:
    """Return the results as JSON, in the documented shape."""
    page = find(reader, Request.from_params(ask.pairs))
    body = json.dumps(to_json(page, ask.addresses.site), ensure_ascii=False)
    return Data(body, "application/json; charset=utf-8", kept=not page.partial)


def search_csv(reader: SiteReader, ask: Ask) -> Answer:
    """Return all results, at most ``CSV_ROWS``, as CSV; where time is up, the last row and the file's name say so."""
    found, partial = within_time(reader, Request.from_params(ask.pairs))
    rows = [*csv_rows(found, ask.addresses.site), *([(NOT_COMPLETE,)] if partial else [])]
    name = "results-not-complete.csv" if partial else "results.csv"
    return Data(csv_of(rows), MEDIA_TYPE, name, kept=not partial)


def within_time(reader: SiteReader, request: Request) -> tuple[list[Hit], bool]:
    """Return the results that are found within ``CSV_SECONDS``, and whether there may be more."""
    deadline = time.monotonic() + CSV_SECONDS
    found: list[Hit] = []
    try:
        with limited(reader.connection, CSV_SECONDS):
            for hit in islice(results(reader.connection, reader.index, request), CSV_ROWS):
                if time.monotonic() > deadline:
                    return found, True
                found.append(hit)
    except (sqlite3.OperationalError, TimeUp):
        return found, True
    return found, False


def search_feed(reader: SiteReader, ask: Ask) -> Answer:
    """Return the results that were published last as an Atom feed; of what has no known day there is no news."""
    request = replace(Request.from_params(ask.pairs), page=1, size=FEED_ENTRIES, sort="newest")
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
    address = ask.addresses.origin + search_href(ask.addresses, request, ".atom", size=20, sort=None)
    html = ask.addresses.origin + search_href(ask.addresses, request, size=20, sort=None)
    title = f"{reader.build.name}: {what}" if what else reader.build.name
    # Without the path that the site happens to be served under.
    own = feeds.identifier(reader.build.unit, search_href(Addresses(), request, ".atom", size=20, sort=None))
    about = feeds.About(own, title, address, html, reader.build.name, reader.build.newest_published)
    return Data(feeds.feed(about, entries), feeds.MEDIA_TYPE)
