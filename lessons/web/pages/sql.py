"""A plain page for SQL, and the rows of a query as CSV and JSON. The query runs in a worker process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lessons.library import query, query_errors
from lessons.library.bounds import COLUMNS, SECONDS
from lessons.library.canned_queries import CANNED_QUERIES
from lessons.library.figure_words import figure
from lessons.library.formats import MEDIA_TYPE, written
from lessons.problems import LessonsError
from lessons.web.answers import Answer, Data, Missing, Page, Work
from lessons.web.pages import errors
from lessons.web.pages.parameters import TOO_MANY
from lessons.web.presenters.links import Link
from lessons.web.presenters.numbers import counted, thousands
from lessons.web.presenters.query_chart import query_chart
from lessons.words import gettext, listed
from lessons.workers.limits import AnswerTooLong, Limits, Refused, TookTooLong, TookTooMuchMemory

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lessons.library.canned_queries import CannedQuery
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

    Outcome = query.Answer | query.Written | query.RefusedQuery

# A page is made in the event loop, where it holds up all others; this many take 15 ms.
PAGE_CELLS = 3_000
CELL_CHARACTERS = 300
# A browser takes addresses of this length; a longer query belongs into a file.
QUERY_CHARACTERS = 20_000
JSON = "application/json; charset=utf-8"
# What writing the rows may take after the query, in seconds of processor time.
WRITING_SECONDS = 6.0
# Escapes and hexadecimal digits are longer than what they stand for.
WRITTEN_BYTES = 4 * query.DATA.bytes


def allowed(ask: Ask) -> Answer | None:
    """Return why SQL is not offered here, or None when it is."""
    if not ask.config.analyst:
        return Missing()
    if not ask.offers_sql:
        return errors.sql_off(ask.addresses.path)
    return None if ask.may_query else errors.forbidden()


def values_of(ask: Ask) -> dict[str, str]:
    """Return the values that the address gives to parameters of the query."""
    return {name: ask.first(name) for name, _ in ask.pairs if name != "sql"}


def asked(ask: Ask, function: str, then: Callable[[str, Outcome], Answer], *, writes: bool = False) -> Answer | Work:
    """Return the work of answering the query that is asked for; ``then`` is called with it and with what came of it."""
    sql = ask.first("sql").replace("\r\n", "\n")
    if len(sql) > QUERY_CHARACTERS:
        return then(sql, query.RefusedQuery(gettext("sql.too_long", characters=thousands(QUERY_CHARACTERS))))
    if ask.pairs_cut:
        return then(sql, query.RefusedQuery(gettext(TOO_MANY)))

    def after(result: Outcome | Refused | LessonsError) -> Answer:
        if isinstance(result, Refused | LessonsError):
            again = not isinstance(result, TookTooLong | TookTooMuchMemory | AnswerTooLong)
            # As far as can be told without asking the database.
            parameters = tuple(name for name in values_of(ask) if f":{name}" in sql)
            result = query.RefusedQuery(refusal(result), again=again, parameters=parameters)
        return then(sql, result)

    seconds = SECONDS + WRITING_SECONDS if writes else SECONDS
    limits = Limits(seconds=seconds, answer=WRITTEN_BYTES) if writes else Limits(seconds=seconds)
    return Work(f"lessons.library.query:{function}", (sql, values_of(ask), SECONDS), after, limits, on_version=True)


def refusal(error: Exception) -> str:
    """Return why a query was not run to its end."""
    if isinstance(error, TookTooLong):
        return query_errors.too_long()
    if isinstance(error, AnswerTooLong):
        return query_errors.too_much(query.DATA)
    return query_errors.too_much_memory() if isinstance(error, TookTooMuchMemory) else str(error)


def sql_page(reader: SiteReader, ask: Ask) -> Answer | Work:
    """Return the plain query page, with the answer when there is a query."""
    del reader
    refused = allowed(ask)
    if refused:
        return refused
    if not ask.first("sql").strip():
        return shown(ask, CANNED_QUERIES[0].sql, None)
    return asked(ask, "answer", lambda sql, outcome: shown(ask, sql, outcome))


def shown(ask: Ask, sql: str, outcome: Outcome | None) -> Page:
    """Return the page of a query and of what came of it; None is shown before there is a query."""
    rows = outcome if isinstance(outcome, query.Answer) else None
    error = outcome if isinstance(outcome, query.RefusedQuery) else None
    parameters = rows.parameters if rows else error.parameters if error else ()
    values = values_of(ask)
    words = row_words(rows) if rows else None
    waiting = error.missing if error else ()
    return Page(
        "sql.html",
        gettext("sql.title.count", rows=words) if words else gettext("sql.title.error" if error and not waiting else "sql.crumb"),
        {
            "sql": sql,
            "question": next((one for one in CANNED_QUERIES if one.sql == sql), None),
            "action": ask.addresses.path("/data/sql"),
            "parameters": [(name, values.get(name, "")) for name in parameters],
            "unused": query_errors.not_used(unused, parameters) if (unused := spare(values, parameters, outcome)) else None,
            "waiting": listed([f":{name}" for name in waiting]) if waiting else None,
            "examples": [example(one, ask) for one in CANNED_QUERIES],
            "limits": limits_shown(),
            "answer": table_of(rows) if rows else None,
            "chart": query_chart(sql, rows) if rows else None,
            "count": words,
            "error": error if not waiting else None,
            "error_line": line_of(sql, error.line) if error else None,
            "downloads": downloads(ask, sql, rows) if rows else (),
            "data": ask.addresses.path("/data"),
        },
        status=503 if error and error.again else 200,
        indexed=False,
        kept=False,
    )  # fmt: skip


def example(canned: CannedQuery, ask: Ask) -> Link:
    """Return the link that runs a canned query with the values to begin with, and what its answer means."""
    pairs = [("sql", canned.sql), *canned.values.items()]
    return Link(canned.title, ask.addresses.path("/data/sql", pairs), canned.described())


def spare(values: Mapping[str, str], parameters: tuple[str, ...], outcome: Outcome | None) -> str | None:
    """Return the first value of the address that no parameter takes; None where it is not known what the query takes."""
    known = isinstance(outcome, query.Answer) or bool(parameters)
    return next((name for name in values if known and name not in parameters), None)


def limits_shown() -> dict[str, str | None]:
    """Return the limits as the page states them."""
    return {
        "seconds": figure(SECONDS),
        "characters": thousands(QUERY_CHARACTERS),
        "columns": thousands(COLUMNS),
        "page_rows": thousands(query.PAGE.rows),
        "page_cells": thousands(PAGE_CELLS),
        "rows": thousands(query.DATA.rows),
        "cells": thousands(query.DATA.cells),
        "megabytes": thousands(query.DATA.bytes // 1_000_000),
    }


def downloads(ask: Ask, sql: str, rows: query.Answer) -> tuple[Link, ...]:
    """Return the rows in other forms, each named with how many it holds."""
    words = gettext("sql.all_rows") if rows.cut else counted(len(rows.rows), "row")
    pairs = [("sql", sql), *((name, ask.first(name)) for name in rows.parameters)]
    path = ask.addresses.path
    return (
        Link(gettext("shared.download.csv", count=words), path("/data/sql.csv", pairs)),
        Link(gettext("shared.download.json", count=words), path("/data/sql.json", pairs)),
    )


def row_words(answer: query.Answer) -> str:
    """Return the number of rows in words, and that there are more when there are."""
    words = counted(len(answer.rows), "row")
    return gettext("sql.first", rows=words) if answer.cut else words


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
        return gettext("sql.binary", bytes=counted(len(value), "byte"))
    text = str(value)
    return text if len(text) <= CELL_CHARACTERS else text[: CELL_CHARACTERS - 1] + "…"


def line_of(sql: str, line: int | None) -> str | None:
    """Return the text of a line of the query."""
    return sql.split("\n")[line - 1] if line else None


def sql_csv(reader: SiteReader, ask: Ask) -> Answer | Work:
    """Return every row of a query as CSV, or none."""
    del reader
    return allowed(ask) or asked(ask, "as_csv", as_csv, writes=True)


def as_csv(sql: str, outcome: Outcome) -> Data:
    """Return what came of a query as CSV; a refusal is plain text."""
    del sql
    if isinstance(outcome, query.Written):
        return Data(outcome.text, MEDIA_TYPE, "query.csv", kept=False)
    error = refused_of(outcome)
    return Data(f"{error.message}\n", "text/plain; charset=utf-8", status=status_of(error), kept=False)


def sql_json(reader: SiteReader, ask: Ask) -> Answer | Work:
    """Return the rows of a query as JSON."""
    del reader
    return allowed(ask) or asked(ask, "as_json", as_json, writes=True)


def as_json(sql: str, outcome: Outcome) -> Data:
    """Return what came of a query as JSON."""
    del sql
    if isinstance(outcome, query.Written):
        return Data(outcome.text, JSON, kept=False)
    error = refused_of(outcome)
    body = {"ok": False, "error": error.message, "line": error.line}
    return Data(written(body), JSON, status=status_of(error), kept=False)


def refused_of(outcome: Outcome) -> query.RefusedQuery:
    """Return a refusal as what it is."""
    assert isinstance(outcome, query.RefusedQuery)  # noqa: S101 - rows come written
    return outcome


def status_of(error: query.RefusedQuery) -> int:
    """Return the status of an answer without rows."""
    return 503 if error.again else 400
