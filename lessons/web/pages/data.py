"""For analysts: the data dictionary, and the files that the database carries."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from lessons.library import outcomes
from lessons.library.figure_words import figure
from lessons.library.redirects import document
from lessons.schema import OF_SEARCH
from lessons.web.answers import Answer, Data, Missing, Page
from lessons.web.presenters.links import Link
from lessons.web.presenters.numbers import counted, thousands
from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lessons.library.connection import Build
    from lessons.library.dictionary import TableEntry
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Addresses, Ask

# What a group of tables is called, and what is said of it; its anchor must not change with the language.
PLURALS = {
    "Table": ("tables", "data.group.tables", ""),
    "View": ("views", "data.group.views", ""),
    "Full-text index": ("full-text-indexes", "data.group.indexes", ""),
}
SEARCH = ("what-search-keeps", "data.group.search", "data.group.search.note")
# The rest of what a table means stands on its page.
FIRST_SENTENCE = re.compile(r"(?<=\.)\s")
# What the views of the version before say of themselves begins so.
FORMER_SENTENCE = "What version 1.0 called"
FORMER = ("version-1.0", "data.group.former", "data.group.former.note")


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
                Link(gettext("data.all.reviews", count=thousands(build.review_count)), path("/reviews.json")),
                Link(gettext("data.all.outcomes", rows=outcome_rows), path("/outcomes.csv")),
            ),
        },
        description=gettext("data.description"),
        canonical="/data",
    )


def all_lessons(build: Build, ask: Ask) -> tuple[Link, ...]:
    """Return the links to all lessons as data, which are answers to a search."""
    if ask.config.as_files:
        return ()
    path = ask.addresses.path
    return (
        Link(gettext("data.all.lessons_csv", rows=counted(build.lesson_count, "row").lower()), path("/search.csv")),
        Link(
            gettext("data.all.lessons_json", count=thousands(build.lesson_count)),
            path("/search.json", [("size", "100")]),
        ),
    )


def grouped(tables: Iterable[TableEntry], addresses: Addresses) -> list[dict[str, Any]]:
    """Return the tables as the dictionary lists them: those for everybody, then what search keeps and what the version before had."""
    found: dict[str, dict[str, Any]] = {}
    for table in tables:
        if table.meaning.startswith(FORMER_SENTENCE):
            anchor, title, note = FORMER
        else:
            anchor, title, note = SEARCH if table.name in OF_SEARCH else PLURALS[table.kind]
        group = found.setdefault(
            anchor,
            {"id": anchor, "title": gettext(title), "note": gettext(note) if note else "", "tables": []},
        )
        count = counted(table.rows, "row").lower() if table.rows is not None else gettext("data.rows_not_counted")
        row = {
            "name": table.name,
            "meaning": FIRST_SENTENCE.split(table.meaning, maxsplit=1)[0],
            "count": count,
            "page": addresses.path(f"/data/{table.name}"),
        }
        group["tables"].append(row)
    return sorted(found.values(), key=lambda group: [SEARCH[0], FORMER[0]].index(group["id"]) if group["note"] else -1)


def table_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return one table, view or index: what it holds, each of its columns, what refers to it, and the SQL that made it."""
    tables = {table.name: table for table in reader.dictionary()}
    table = tables.get(ask.variables["table"])
    if table is None:
        return Missing()
    path = ask.addresses.path
    links = []
    if ask.config.analyst and ask.config.as_files is None:
        links.append(Link(gettext("data.table.view"), f"{ask.native}/{quote(table.name)}"))
        if ask.may_query:
            links.append(Link(gettext("data.table.query"), path("/data/sql", [("sql", table.query)])))
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
        "rows": counted(table.rows, "row") if table.rows is not None else gettext("data.rows_not_counted"),
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
        return gettext("data.share.nearly_none")
    if 0.995 < share < 1:
        return gettext("data.share.nearly_all")
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
