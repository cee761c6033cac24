"""What Datasette's own pages say of our tables, how they search them, and what they are asked, whatever the file is called.

It comes from the declarations of the tables and of the canned queries, then from the operator's metadata for a database called ``lessons``, then from
that for the database's own name. So `metadata.yml` holds for the file of every audience, its permissions included.
"""

from __future__ import annotations

import copy
import sqlite3
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from lessons.library.canned_queries import CANNED_QUERIES
from lessons.library.dictionary import DESCRIBE_COLUMN
from lessons.schema import FULL_TEXT, TABLES, VIEWS, WORD_LISTS, Table, View
from lessons.web.stoppable import PAGE_CELLS

if TYPE_CHECKING:
    from lessons.web.site import Site

# The name under which metadata.yml has it: that of the public database.
USUAL = "lessons"
# Rows that Datasette shows on a page unless it is told another number.
USUAL_ROWS = 100
# https://www.sqlite.org/fts5.html#fts5_data_structures
SHADOWS = ("data", "idx", "docsize", "config")


@cache
def declared() -> dict[str, dict[str, Any]]:
    """Return what the declarations say of each table, of its columns too."""
    shown: tuple[Table | View, ...] = (*TABLES, *VIEWS)
    found: dict[str, dict[str, Any]] = {}
    for one in shown:
        columns = {column.name: column.sentence for column in one.columns}
        found[one.name] = {"description": one.sentence, "columns": columns}
        # Datasette asks for one row more than it shows, to know whether there are more.
        rows = PAGE_CELLS // len(one.columns) - 1
        if rows < USUAL_ROWS:
            found[one.name]["size"] = rows
    for table in TABLES:
        if table.search_only:
            found[table.name]["hidden"] = True
    for index in FULL_TEXT:
        if index.stemmed:
            # The table of facts has the row numbers of the texts that the index is over.
            found[index.name.removesuffix("_fts")] |= {"fts_table": index.name, "fts_pk": index.rowid}
        found[index.name] = {"description": index.sentence, "hidden": True}
        found[index.content]["hidden"] = True
        # SQLite's own tables behind an index: Datasette cannot make the addresses of their rows, whose keys are binary.
        found |= {f"{index.name}_{part}": {"allow": False} for part in SHADOWS}
    for words in WORD_LISTS:
        found[words.name] = {"description": words.sentence, "hidden": True}
    return found


def of_database(site: Site, configured: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the metadata of our database, from ``configured``, the metadata or configuration of Datasette as a whole."""
    databases = (configured or {}).get("databases") or {}
    found: dict[str, Any] = {
        "tables": copy.deepcopy(declared()),
        "queries": {query.name: query.for_datasette() for query in CANNED_QUERIES},
    }
    for name in dict.fromkeys((USUAL, site.name)):
        # A database of another kind may be called so.
        if name == site.name or name not in site.datasette.databases:
            own = databases.get(name) or {}
            merge(found, own)
            # A query of the same name is another query, and takes nothing of ours.
            found["queries"] |= copy.deepcopy(dict(own.get("queries") or {}))
    return found


def merge(below: dict[str, Any], above: Mapping[str, Any]) -> None:
    """Put a copy of ``above`` over ``below``, level by level."""
    for key, value in above.items():
        if isinstance(value, Mapping) and isinstance(below.get(key), dict):
            merge(below[key], value)
        else:
            below[key] = copy.deepcopy(value)


def for_stable(site: Site, key: str | None = None, table: str | None = None) -> dict[str, Any]:
    """Return what the hook ``get_metadata`` of Datasette 0.65 gives: everything, or as much as it takes to look up ``key``.

    Datasette asks some hundred times for one page of its own and writes into what it gets, so it gets copies of what is put together once.
    """
    local = site.datasette._metadata_local
    if site not in _told or _told[site][0] != local:
        _told[site] = copy.deepcopy(local), of_database(site, local)
    told = _told[site][1]
    if key not in (None, "databases"):
        # It is looked for in the table, then in the database: most often who may see it, of which nothing is said here.
        ours = {table: told["tables"][table]} if table in told["tables"] else {}
        told = {"tables": ours} | {name: value for name, value in told.items() if name == key}
    return {"databases": {site.name: copied(told)}}


# What was said of a site's tables, and the operator's metadata from which it was put together.
_told: WeakKeyDictionary[Site, tuple[Any, dict[str, Any]]] = WeakKeyDictionary()


def copied(value: Any) -> Any:
    """Return a copy of dictionaries within dictionaries; what else they hold is never changed."""
    return {key: copied(inner) for key, inner in value.items()} if type(value) is dict else value


async def fill(site: Site) -> None:
    """Put it where Datasette 1.0 looks: into its configuration, and titles and descriptions into its internal tables."""
    datasette = site.datasette
    if not hasattr(datasette, "set_resource_metadata"):
        return
    if datasette.config is None:
        datasette.config = {}
    databases = datasette.config.setdefault("databases", {})
    databases[site.name] = of_database(site, datasette.config)
    # It has read the canned queries of its configuration before ours were in it.
    if hasattr(datasette, "_save_queries_from_config"):
        await datasette._save_queries_from_config()
    told = of_database(site, datasette._metadata_local)
    known = await datasette.get_database_metadata(site.name)
    for key, value in told.items():
        if isinstance(value, str) and key not in known:
            await datasette.set_database_metadata(site.name, key, value)
    for table, values in told["tables"].items():
        known = await datasette.get_resource_metadata(site.name, table)
        for key, value in values.items():
            if isinstance(value, str) and key not in known:
                await datasette.set_resource_metadata(site.name, table, key, value)
    await _describe_columns(site, told["tables"])


async def _describe_columns(site: Site, tables: Mapping[str, Mapping[str, Any]]) -> None:
    """Put the sentences of columns into the internal table of Datasette 1.0."""
    # The operator's own descriptions are among them, in place of ours.
    sentences = [
        (site.name, table, column, sentence)
        for table, values in tables.items()
        for column, sentence in values.get("columns", {}).items()
    ]
    try:
        await site.datasette.get_internal_database().execute_write_many(DESCRIBE_COLUMN, sentences)
    except sqlite3.OperationalError:
        # Another alpha may keep them elsewhere.
        for name, table, column, sentence in sentences:
            await site.datasette.set_column_metadata(name, table, column, "description", sentence)
