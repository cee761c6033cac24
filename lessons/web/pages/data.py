"""For analysts: the data dictionary, a plain page for SQL, and the files that the database carries."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from lessons.library import outcomes, query
from lessons.library.examples import EXAMPLES
from lessons.library.redirects import document
from lessons.web.answers import Answer, Data, Missing, Page
from lessons.web.pages import errors
from lessons.web.presenters.links import Link
from lessons.web.presenters.words import counted, figure, thousands
from lessons.web.tabular import MEDIA_TYPE, csv_of

if TYPE_CHECKING:
    from lessons.library.dictionary import TableEntry
    from lessons.web.answers import Reader
    from lessons.web.ask import Ask

CELL_CHARACTERS = 300
# A browser takes addresses of this length; a longer query belongs into a file.
QUERY_CHARACTERS = 20_000


def data_page(reader: Reader, ask: Ask) -> Answer:
    """Return the data dictionary with ways to get at the data."""
    tables = reader.dictionary()
    path, build = ask.addresses.path, reader.build
    outcome_rows = counted(outcomes.tally(reader.connection, outcomes.Filters()).outcomes, "row")
    return Page(
        "data.html",
        "Data for analysts",
        {
            "build": build,
            "tables": [shown(table, f"{ask.native}/{quote(table.name)}") for table in tables],
            "analyst": ask.config.analyst,
            "links": {
                "sql": path("/data/sql") if ask.config.analyst and ask.may_query else None,
                "tables": ask.native if ask.config.analyst else None,
                "download": path("/data/lessons.db") if ask.config.analyst and ask.may_download else None,
                "schema": path("/schema.json"),
                "vocabulary": path("/vocabulary.yml"),
                "dictionary": path("/data.json"),
            },
            "collections": (
                Link(f"All lessons as CSV ({counted(build.lesson_count, 'row')})", path("/search.csv")),
                Link(
                    f"All lessons as JSON ({thousands(build.lesson_count)}, 100 at a time)",
                    path("/search.json", [("size", "100")]),
                ),
                Link(f"All reviews as JSON ({thousands(build.review_count)}, 100 at a time)", path("/reviews.json")),
                Link(f"All outcomes as CSV ({outcome_rows})", path("/outcomes.csv")),
            ),
        },
        canonical="/data",
    )


def shown(table: TableEntry, href: str) -> dict[str, Any]:
    """Return one table as the dictionary shows it."""
    return {
        "name": table.name,
        "kind": table.kind,
        "meaning": table.meaning,
        "href": href,
        "rows": counted(table.rows, "row") if table.rows is not None else "rows not counted",
        "columns": [
            {
                "name": column.name,
                "type": column.type,
                "meaning": column.meaning,
                "refers_to": column.refers_to,
                "allowed": ", ".join(column.allowed),
                "example": column.example,
                "missing": "" if column.missing is None else per_cent(column.missing),
            }
            for column in table.columns
        ],
    }


def per_cent(share: float) -> str:
    """Return a share in per cent; what is nearly none or nearly all is not rounded to none or all."""
    if 0 < share < 0.005:
        return "under 1%"
    if 0.995 < share < 1:
        return "over 99%"
    return f"{figure(round(share * 100))}%"


def data_json(reader: Reader, ask: Ask) -> Answer:
    """Return the data dictionary as JSON."""
    del ask
    tables = [
        {
            "name": table.name,
            "kind": table.kind,
            "meaning": table.meaning,
            "rows": table.rows,
            "columns": [vars(column) for column in table.columns],
        }
        for table in reader.dictionary()
    ]
    body = {"schema_version": reader.build.schema_version, "tables": tables}
    return Data(json.dumps(body, ensure_ascii=False), "application/json; charset=utf-8")


def allowed(ask: Ask) -> Answer | None:
    """Return why SQL is not offered here, or None when it is."""
    if not ask.config.analyst:
        return Missing()
    return None if ask.may_query else errors.forbidden()


def sql_page(reader: Reader, ask: Ask) -> Answer:
    """Return the plain query page, with the answer when there is a query."""
    refused = allowed(ask)
    if refused:
        return refused
    sql = ask.first("sql")[:QUERY_CHARACTERS].replace("\r\n", "\n")
    answer = query.run(reader.connection, sql) if sql.strip() else None
    rows = answer if isinstance(answer, query.Answer) else None
    path = ask.addresses.path
    words = row_words(rows) if rows else None
    return Page(
        "sql.html",
        f"SQL: {words}" if words else ("Error: SQL" if answer else "SQL"),
        {
            "sql": sql or EXAMPLES[0].sql,
            "asked": bool(answer),
            "action": path("/data/sql"),
            "examples": [Link(example.name, path("/data/sql", [("sql", example.sql)])) for example in EXAMPLES],
            "limits": {"seconds": figure(query.SECONDS), "rows": thousands(query.ROWS)},
            "answer": table_of(rows) if rows else None,
            "count": words,
            "error": answer if isinstance(answer, query.Refused) else None,
            "error_line": line_of(sql, answer.line) if isinstance(answer, query.Refused) else None,
            "downloads": (
                Link(f"CSV ({words})", path("/data/sql.csv", [("sql", sql)])),
                Link(f"JSON ({words})", path("/data/sql.json", [("sql", sql)])),
            )
            if rows
            else (),
            "data": path("/data"),
        },
        indexed=False,
        kept=False,
    )


def row_words(answer: query.Answer) -> str:
    """Return the number of rows in words, and that there are more when there are."""
    words = counted(len(answer.rows), "row")
    return f"first {words}" if answer.cut else words


def table_of(answer: query.Answer) -> dict[str, Any]:
    """Return the rows as shown: numbers to the right, long values cut."""
    return {
        "columns": answer.columns,
        "cut": answer.cut,
        "rows": [[(cell(value), isinstance(value, int | float)) for value in row] for row in answer.rows],
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


def sql_csv(reader: Reader, ask: Ask) -> Answer:
    """Return the rows of a query as CSV."""
    refused = allowed(ask)
    if refused:
        return refused
    answer = query.run(reader.connection, ask.first("sql"))
    if isinstance(answer, query.Refused):
        return Data(f"{answer.message}\n", "text/plain; charset=utf-8", status=400, kept=False)
    return Data(csv_of([answer.columns, *answer.rows]), MEDIA_TYPE, "query.csv", kept=False)


def sql_json(reader: Reader, ask: Ask) -> Answer:
    """Return the rows of a query as JSON."""
    refused = allowed(ask)
    if refused:
        return refused
    answer = query.run(reader.connection, ask.first("sql"))
    body: dict[str, Any]
    if isinstance(answer, query.Refused):
        body = {"ok": False, "error": answer.message, "line": answer.line}
    else:
        rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
        body = {"ok": True, "columns": answer.columns, "rows": rows, "truncated": answer.cut}
    status = 200 if body["ok"] else 400
    text = json.dumps(body, ensure_ascii=False, default=lambda value: value.hex())
    return Data(text, "application/json; charset=utf-8", status=status, kept=False)


def stored(reader: Reader, ask: Ask) -> Answer:
    """Return a file that the database carries, such as the JSON Schema of the front matter."""
    found = document(reader.connection, ask.path.strip("/"))
    return Data(found.content, f"{found.media_type}; charset=utf-8") if found else Missing()
