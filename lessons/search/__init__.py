"""Search over the built database: the same pure code for the site, JSON, CSV, the feed and the command.

FTS5 finds and ranks. A search goes through the modules in this order: ``model`` (the request), ``query`` and ``clauses`` (the parser),
``understanding`` (what the query means here: ``records``, ``restrictions`` and ``days``, and ``terms`` with ``forms``, ``vocabulary`` and
``spelling``; ``sentences`` says it back), ``allowed`` and ``matching`` (which documents, by the SQL of ``statements`` and by ``lsa``), ``filters`` and
``order``, ``rows`` and ``snippets`` (what is shown), ``search_as_sql`` (the same as one statement), ``output`` (JSON, CSV); ``engine`` tells
the story. ``completion`` is for what is still being typed, ``preparation`` what the builder calls.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lessons.search.engine import ids, results, search
    from lessons.search.index import SearchIndex
    from lessons.search.model import Facet, FacetValue, Hit, Request, SearchPage, Understood
    from lessons.search.output import CSV_COLUMNS, JSON_VERSION, csv_rows, to_json, to_json_text, to_params

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
    "ids",
    "results",
    "search",
    "to_json",
    "to_json_text",
    "to_params",
]

# Where each is found, and loaded when it is first asked for: who only needs how text is normalised, as the builder, needs no engine.
_MODULES = {
    "engine": ("ids", "results", "search"),
    "index": ("SearchIndex",),
    "model": ("Facet", "FacetValue", "Hit", "Request", "SearchPage", "Understood"),
    "output": ("CSV_COLUMNS", "JSON_VERSION", "csv_rows", "to_json", "to_json_text", "to_params"),
}
_FOUND_IN = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _FOUND_IN:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_FOUND_IN[name]}"), name)
