"""For analysts: the data dictionary, and the files that the database carries."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from lessons.library import outcomes
from lessons.library.redirects import document
from lessons.web.answers import Answer, Data, Missing, Page
from lessons.web.presenters.links import Link
from lessons.web.presenters.numbers import counted, figure, thousands

if TYPE_CHECKING:
    from lessons.library.dictionary import TableEntry
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask


def data_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the data dictionary with ways to get at the data."""
    tables = reader.dictionary()
    path, build = ask.addresses.path, reader.build
    outcome_rows = counted(outcomes.tally(reader.connection, outcomes.OutcomeFilters()).figures, "row")
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


def data_json(reader: SiteReader, ask: Ask) -> Answer:
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


def stored(reader: SiteReader, ask: Ask) -> Answer:
    """Return a file that the database carries, such as the JSON Schema of the front matter."""
    found = document(reader.connection, ask.path.strip("/"))
    return Data(found.content, f"{found.media_type}; charset=utf-8") if found else Missing()
