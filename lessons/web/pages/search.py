"""Search: the page, and the same results as JSON, CSV and feed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lessons.search import Request, search, to_json
from lessons.web.answers import Answer, Data, Page, Redirect
from lessons.web.feeds import feed_of_search
from lessons.web.presenters.searching import searching
from lessons.web.tabular import csv_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lessons.search.model import Hit, SearchPage
    from lessons.web.answers import Reader
    from lessons.web.ask import Ask

# A search that takes longer answers with what it has, and says so.
TIME_LIMIT_SECONDS = 2.0
# Rows of a CSV download; more is asked for page by page.
CSV_ROWS = 5000
FEED_ENTRIES = 50
CSV_COLUMNS = ("type", "id", "title", "statement", "organisation", "date", "result", "url")


def find(reader: Reader, request: Request) -> SearchPage:
    """Run one search within the time limit of the site."""
    return search(reader.connection, reader.index, request, time_limit=TIME_LIMIT_SECONDS)


def search_page(reader: Reader, ask: Ask) -> Answer:
    """Return the results as a page; a page beyond the end leads to the first."""
    request = Request.from_params(ask.pairs)
    page = find(reader, request)
    if request.page > page.pages:
        from dataclasses import replace

        return Redirect("/search", tuple(to_params(replace(request, page=1))))
    shown = searching(page, ask)
    return Page(
        "search.html",
        shown.title,
        {"search": shown},
        canonical=None,
        search_box=False,
        feeds=((f"Newest: {shown.count_words}", shown.feed),),
        indexed=not ask.pairs,
        kept=not page.partial,
        status=400 if request.problems else 200,
    )
