"""Search over the built database: the same pure code for the site, JSON, CSV, the feed and the command.

A search goes through the modules in this order: ``model`` (the request), ``query`` (the parser), ``understanding``
(what the words mean here), ``match`` (which documents), ``filters`` and ``order``, ``rows`` and ``snippets`` (what is
shown), ``output`` (JSON, CSV); ``engine`` tells the story. ``prepare`` is what the builder calls.
"""

from __future__ import annotations

from lessons.search.engine import results, search
from lessons.search.index import SearchIndex
from lessons.search.model import Facet, FacetValue, Hit, Request, SearchPage, Understood
from lessons.search.output import CSV_COLUMNS, JSON_VERSION, csv_rows, to_json, to_params
from lessons.search.preparation import prepare

__all__ = [
    "CSV_COLUMNS",
    "JSON_VERSION",
    "Facet",
    "FacetValue",
    "Hit",
    "Request",
    "SearchIndex",
    "SearchPage",
    "Understood",
    "csv_rows",
    "prepare",
    "results",
    "search",
    "to_json",
    "to_params",
]
