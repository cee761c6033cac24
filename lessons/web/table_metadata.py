"""What Datasette's own pages say of our tables, how they search them, and what they are asked, whatever the file is called.

It comes from the declarations of the tables and of the canned queries, then from the operator's metadata for a database called ``lessons``, then from
that for the database's own name. So `metadata.yml` holds for the file of every audience, its permissions included.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from lessons.library.canned_queries import CANNED_QUERIES
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
    """Return what the declarations say of each table."""
    found: dict[str, dict[str, Any]] = {table.name: {"description": table.sentence} for table in TABLES}
    found |= {view.name: {"description": view.sentence} for view in VIEWS}
    shown: tuple[Table | View, ...] = (*TABLES, *VIEWS)
    for one in shown:
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


def for_stable(site: Site) -> dict[str, Any]:
    """Return what the hook ``get_metadata`` of Datasette 0.65 gives."""
    return {"databases": {site.name: of_database(site, site.datasette._metadata_local)}}


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
