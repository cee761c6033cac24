"""A plain page for SQL, and the rows of a query as CSV and JSON. The query runs in a worker process."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from lessons.library import query
from lessons.library.bounds import COLUMNS, SECONDS
from lessons.library.examples import EXAMPLES
from lessons.library.formats import MEDIA_TYPE, csv_of
from lessons.problems import LessonsError
from lessons.web.answers import Answer, Data, Missing, Page, Work
from lessons.web.pages import errors
from lessons.web.presenters.links import Link
from lessons.web.presenters.numbers import counted, figure, thousands
from lessons.workers.limits import Limits, Refused, TookTooLong, TookTooMuchMemory

if TYPE_CHECKING:
    from collections.abc import Callable

    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

    Outcome = query.Answer | query.RefusedQuery

# A page is made in the event loop, where it holds up all others; this many take 15 ms.
PAGE_CELLS = 3_000
CELL_CHARACTERS = 300
# A browser takes addresses of this length; a longer query belongs into a file.
QUERY_CHARACTERS = 20_000
JSON = "application/json; charset=utf-8"


def allowed(ask: Ask) -> Answer | None:
    """Return why SQL is not offered here, or None when it is."""
    if not ask.config.analyst:
        return Missing()
    if not ask.offers_sql:
        return errors.sql_off(ask.addresses.path)
    return None if ask.may_query else errors.forbidden()


def asked(ask: Ask, then: Callable[[str, Outcome], Answer]) -> Work:
    """Return the work of answering the query that is asked for; ``then`` is called with it and with what came of it."""
    sql = ask.first("sql")[:QUERY_CHARACTERS].replace("\r\n", "\n")

    def after(result: Outcome | Refused | LessonsError) -> Answer:
        if isinstance(result, Refused | LessonsError):
            result = query.RefusedQuery(refusal(result), again=not isinstance(result, TookTooLong | TookTooMuchMemory))
        return then(sql, result)

    return Work("lessons.library.query:answer", (sql, SECONDS), after, Limits(seconds=SECONDS), on_version=True)


def refusal(error: Exception) -> str:
    """Return why a query was not run to its end."""
    if isinstance(error, TookTooLong):
        return query.TOO_LONG
    return query.TOO_MUCH_MEMORY if isinstance(error, TookTooMuchMemory) else str(error)


def sql_page(reader: SiteReader, ask: Ask) -> Answer | Work:
    """Return the plain query page, with the answer when there is a query."""
    del reader
    refused = allowed(ask)
    if refused:
        return refused
    if not ask.first("sql").strip():
        return shown(ask, EXAMPLES[0].sql, None)
    return asked(ask, lambda sql, outcome: shown(ask, sql, outcome))


def shown(ask: Ask, sql: str, outcome: Outcome | None) -> Page:
    """Return the page of a query and of what came of it; None is shown before there is a query."""
    rows = outcome if isinstance(outcome, query.Answer) else None
    error = outcome if isinstance(outcome, query.RefusedQuery) else None
    path = ask.addresses.path
    words = row_words(rows) if rows else None
    return Page(
        "sql.html",
        f"SQL: {words}" if words else ("Error: SQL" if error else "SQL"),
        {
            "sql": sql,
            "action": path("/data/sql"),
            "examples": [Link(example.name, path("/data/sql", [("sql", example.sql)])) for example in EXAMPLES],
            "limits": {
                "seconds": figure(SECONDS),
                "rows": thousands(query.MOST.rows),
                "columns": thousands(COLUMNS),
                "cells": thousands(query.MOST.cells),
            },
            "answer": table_of(rows) if rows else None,
            "count": words,
            "error": error,
            "error_line": line_of(sql, error.line) if error else None,
            "downloads": (
                Link(f"CSV ({words})", path("/data/sql.csv", [("sql", sql)])),
                Link(f"JSON ({words})", path("/data/sql.json", [("sql", sql)])),
            )
            if rows
            else (),
            "data": path("/data"),
        },
        status=503 if error and error.again else 200,
        indexed=False,
        kept=False,
    )


def row_words(answer: query.Answer) -> str:
    """Return the number of rows in words, and that there are more when there are."""
    words = counted(len(answer.rows), "row")
    return f"first {words}" if answer.cut else words


def table_of(answer: query.Answer) -> dict[str, Any]:
    """Return the rows as shown: numbers to the right, long values cut, no more cells than a page can bear."""
    rows = answer.rows[: PAGE_CELLS // len(answer.columns)]
    return {
        "columns": answer.columns,
        "cut": answer.cut,
        "shown": thousands(len(rows)) if len(rows) < len(answer.rows) else None,
        "rows": [[(cell(value), isinstance(value, int | float)) for value in row] for row in rows],
    }


def cell(value: Any) -> str:
    """Return one value as shown."""
    if value is None:
        return ""
    if isinstance(value, bytes):
        return f"{counted(len(value), 'byte')} of binary data"
    text = str(value)
    return text if len(text) <= CELL_CHARACTERS else text[: CELL_CHARACTERS - 1] + "…"


def line_of(sql: str, line: int | None) -> str | None:
    """Return the text of a line of the query."""
    return sql.split("\n")[line - 1] if line else None


def sql_csv(reader: SiteReader, ask: Ask) -> Answer | Work:
    """Return the rows of a query as CSV."""
    del reader
    return allowed(ask) or asked(ask, as_csv)


def as_csv(sql: str, outcome: Outcome) -> Data:
    """Return what came of a query as CSV; a refusal is plain text."""
    del sql
    if isinstance(outcome, query.RefusedQuery):
        status = 503 if outcome.again else 400
        return Data(f"{outcome.message}\n", "text/plain; charset=utf-8", status=status, kept=False)
    return Data(csv_of([outcome.columns, *outcome.rows]), MEDIA_TYPE, "query.csv", kept=False)


def sql_json(reader: SiteReader, ask: Ask) -> Answer | Work:
    """Return the rows of a query as JSON."""
    del reader
    return allowed(ask) or asked(ask, as_json)


def as_json(sql: str, outcome: Outcome) -> Data:
    """Return what came of a query as JSON."""
    del sql
    if isinstance(outcome, query.RefusedQuery):
        body = {"ok": False, "error": outcome.message, "line": outcome.line}
        return Data(written(body), JSON, status=503 if outcome.again else 400, kept=False)
    head = {"ok": True, "columns": outcome.columns, "truncated": outcome.cut}
    # Row by row, because other threads wait while one value, however large, is written.
    rows = ", ".join(written(dict(zip(outcome.columns, map(jsonable, row), strict=True))) for row in outcome.rows)
    return Data(f'{written(head)[:-1]}, "rows": [{rows}]}}', JSON, kept=False)


def written(value: Any) -> str:
    """Return a value as JSON, which has no infinity and no NaN."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def jsonable(value: Any) -> Any:
    """Return a value of the database as JSON has it: binary data in hexadecimal digits, infinity as null like Datasette."""
    if isinstance(value, bytes):
        return value.hex()
    return None if isinstance(value, float) and not math.isfinite(value) else value
