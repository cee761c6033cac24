"""For analysts: the data dictionary, and the files that the database carries."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from lessons.library import outcomes
from lessons.library.redirects import document
from lessons.schema import OF_SEARCH
from lessons.web.answers import Answer, Data, Missing, Page
from lessons.web.presenters.links import Link
from lessons.web.presenters.numbers import counted, figure, thousands
from lessons.web.words import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lessons.library.connection import Build
    from lessons.library.dictionary import TableEntry
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Addresses, Ask

PLURALS = {
    "Table": "Tables",
    "View": "Views",
    "Full-text index": "Full-text indexes",
}
SEARCH = ("What search keeps", "Facets, vectors and lists of words that search works with; few queries need them.")
# The rest of what a table means stands on its page.
FIRST_SENTENCE = re.compile(r"(?<=\.)\s")
# What the views of the version before say of themselves begins so.
FORMER_SENTENCE = "What version 1.0 called"
FORMER = (
    "Version 1.0",
    "Tables and views as the version before had them, so that its queries run for one more version.",
)


def data_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the data dictionary with ways to get at the data."""
    tables = reader.dictionary()
    path, build = ask.addresses.path, reader.build
    live = ask.config.analyst and ask.config.as_files is None
    outcome_rows = counted(outcomes.tally(reader.connection, outcomes.OutcomeFilters()).figures, "row").lower()
    return Page(
        "data.html",
        gettext("frame.link.data"),
        {
            "build": build,
            "groups": grouped(tables, ask.addresses),
            "links": {
                "sql": path("/data/sql") if live and ask.may_query else None,
                "tables": ask.native if live else None,
                "download": path("/data/lessons.db") if ask.config.analyst and ask.may_download else None,
                "openapi": path("/openapi.json"),
                "schema": path("/schema.json"),
                "vocabulary": path("/vocabulary.yml"),
                "dictionary": path("/data.json"),
                "charts": path("/charts"),
            },
            "collections": (
                *all_lessons(build, ask),
                Link(f"All reviews as JSON ({thousands(build.review_count)}, 100 at a time)", path("/reviews.json")),
                Link(f"All outcomes as CSV ({outcome_rows})", path("/outcomes.csv")),
            ),
        },
        description="The tables behind this library, for SQL, spreadsheets and programs: what each column means, and how to load them.",
        canonical="/data",
    )


def all_lessons(build: Build, ask: Ask) -> tuple[Link, ...]:
    """Return the links to all lessons as data, which are answers to a search."""
    if ask.config.as_files:
        return ()
    path = ask.addresses.path
    return (
        Link(f"All lessons as CSV ({counted(build.lesson_count, 'row').lower()})", path("/search.csv")),
        Link(
            f"All lessons as JSON ({thousands(build.lesson_count)}, 100 at a time)",
            path("/search.json", [("size", "100")]),
        ),
    )


def grouped(tables: Iterable[TableEntry], addresses: Addresses) -> list[dict[str, Any]]:
    """Return the tables as the dictionary lists them: those for everybody, then what search keeps and what the version before had."""
    found: dict[str, dict[str, Any]] = {}
    for table in tables:
        if table.meaning.startswith(FORMER_SENTENCE):
            title, note = FORMER
        else:
            title, note = SEARCH if table.name in OF_SEARCH else (PLURALS[table.kind], "")
        group = found.setdefault(
            title,
            {"id": title.lower().replace(" ", "-"), "title": title, "note": note, "tables": []},
        )
        count = counted(table.rows, "row").lower() if table.rows is not None else "rows not counted"
        row = {
            "name": table.name,
            "meaning": FIRST_SENTENCE.split(table.meaning, maxsplit=1)[0],
            "count": count,
            "page": addresses.path(f"/data/{table.name}"),
        }
        group["tables"].append(row)
    return sorted(found.values(), key=lambda group: ["", SEARCH[1], FORMER[1]].index(group["note"]))


def table_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return one table, view or index: what it holds, each of its columns, what refers to it, and the SQL that made it."""
    tables = {table.name: table for table in reader.dictionary()}
    table = tables.get(ask.variables["table"])
    if table is None:
        return Missing()
    path = ask.addresses.path
    links = []
    if ask.config.analyst and ask.config.as_files is None:
        links.append(Link("view the rows", f"{ask.native}/{quote(table.name)}"))
        if ask.may_query:
            links.append(Link("query them", path("/data/sql", [("sql", table.query)])))
    return Page(
        "table.html",
        table.name,
        {
            "crumbs": [Link(gettext("frame.link.home"), path("/")), Link(gettext("frame.link.data"), path("/data"))],
            "table": shown(table, ask.addresses),
            "links": links,
            "referring": [
                Link(f"{other.name}.{column.name}", path(f"/data/{other.name}"))
                for other in tables.values()
                for column in other.columns
                if column.refers_to and column.refers_to.startswith(f"{table.name}.")
            ],
        },
        description=table.meaning.replace("`", ""),
        canonical=f"/data/{table.name}",
        section="/data",
    )


def shown(table: TableEntry, addresses: Addresses) -> dict[str, Any]:
    """Return one table as its page shows it."""
    return {
        "name": table.name,
        "kind": table.kind,
        "meaning": table.meaning,
        "rows": counted(table.rows, "row") if table.rows is not None else "rows not counted",
        "definition": table.definition,
        "columns": [
            {
                "name": column.name,
                "type": column.type,
                "meaning": column.meaning,
                "key": column.key.capitalize() if column.key else "",
                "refers_to": Link(column.refers_to, addresses.path(f"/data/{column.refers_to.partition('.')[0]}"))
                if column.refers_to
                else None,
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
            "definition": table.definition,
        }
        for table in reader.dictionary()
    ]
    body = {"schema_version": reader.build.schema_version, "tables": tables}
    return Data(json.dumps(body, ensure_ascii=False), "application/json; charset=utf-8")


def stored(reader: SiteReader, ask: Ask) -> Answer:
    """Return a file that the database carries, such as the JSON Schema of the front matter."""
    found = document(reader.connection, ask.path.strip("/"))
    return Data(found.content, f"{found.media_type}; charset=utf-8") if found else Missing()
