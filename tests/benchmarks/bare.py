"""A bare Starlette route that does the least anybody could for a search page, as something to compare with.

It ranks any content word, makes twenty snippets and counts six facets in memory, on the same file. Starlette is no dependency of the project: install it
to run the comparison (``pip install starlette``).
"""

from __future__ import annotations

import os
import sqlite3
from urllib.parse import unquote

import numpy as np
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

FACETS = ("sector", "organisation_id", "result", "year", "phase", "level")
SNIPPETS = """
    SELECT lessons.id, lessons.statement, reviews.title, reviews.date, snippet(lessons_fts, -1, char(2), char(3), '…', 30)
    FROM lessons_fts
    JOIN lessons ON lessons.number = lessons_fts.rowid
    JOIN reviews ON reviews.id = lessons.review_id
    WHERE lessons_fts MATCH ? ORDER BY rank LIMIT 20
"""
MATCHES = "SELECT group_concat(rowid) FROM lessons_fts WHERE lessons_fts MATCH ?"
VALUES = "SELECT lessons.number, {} FROM lessons JOIN reviews ON reviews.id = review_id ORDER BY lessons.number"


def application() -> Starlette:
    """Return the application over the database that the environment names."""
    address = f"file:{os.environ['BENCHMARK_DATABASE']}?mode=ro&immutable=1"
    connection = sqlite3.connect(address, uri=True, check_same_thread=False)
    stated = ", ".join(f"coalesce({facet}, '')" for facet in FACETS)
    rows = connection.execute(VALUES.format(stated)).fetchall()
    numbers = np.array([row[0] for row in rows], dtype=np.int64)
    facets = [np.unique([str(row[at]) for row in rows], return_inverse=True) for at in range(1, len(FACETS) + 1)]

    async def search(request: Request) -> JSONResponse:
        expression = unquote(request.query_params["match"])
        results = connection.execute(SNIPPETS, (expression,)).fetchall()
        ((listed,),) = connection.execute(MATCHES, (expression,)).fetchall()
        found = np.searchsorted(numbers, np.fromstring(listed, dtype=np.int64, sep=",") if listed else [])
        counted = {}
        for name, (values, codes) in zip(FACETS, facets, strict=True):
            counts = np.bincount(codes[found], minlength=len(values))
            counted[name] = {str(values[at]): int(counts[at]) for at in np.flatnonzero(counts)}
        return JSONResponse({"results": results, "count": len(found), "facets": counted})

    return Starlette(routes=[Route("/", search)])
