"""The gate to Datasette's own pages: closed where there are no pages for analysts, whatever way an address is spelt.

Datasette asks the hooks here for everything that it shows of a database. Its pages about the whole instance name every
database and its file; they ask for ``view-instance`` only, so the request itself says that it is for one of them.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote

from datasette.utils import tilde_decode

from lessons.library.permissions import closing
from lessons.web import access, sql_switch

if TYPE_CHECKING:
    from lessons.web.security import App
    from lessons.web.site import Site

# Datasette's own pages about the instance, of 0.65 and 1.0; pages of other plugins are none of ours.
INSTANCE_PAGES = frozenset(
    {
        "actions", "api", "config", "databases", "debug/autocomplete", "jump", "metadata", "patterns", "plugins",
        "queries", "schema", "settings", "tables", "tasks", "threads", "versions",
    }
)  # fmt: skip
# Where the answer is that there is nothing.
NOTHING = "/-/lessons/nothing"
REASON = "the site has no pages for analysts"

_about_the_instance: ContextVar[bool] = ContextVar("lessons_about_the_instance", default=False)
_ENDING = re.compile(r"\.\w+$")


def with_closed_pages(app: App, site: Site) -> App:
    """Return ``app`` such that there is nothing at the closed addresses.

    What the hooks deny is forbidden, and some pages of Datasette's ask for nothing: so the answer is given before.
    """
    base = str(site.datasette.urls.path("/"))

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            path = path_of(scope).removeprefix(base.rstrip("/"))
            instance = is_instance_page(path)
            if instance:
                _about_the_instance.set(True)
            if (
                (instance and not site.config.analyst)
                or (closed(site) and is_below(path, site))
                or (is_below(path, site) and has_no_answer(path, scope["query_string"], site))
            ):
                ending = ".json" if path.endswith(".json") else ""
                nothing = f"{base.rstrip('/')}{NOTHING}{ending}"
                scope = {**scope, "path": nothing, "raw_path": nothing.encode()}
        await app(scope, receive, send)

    return wrapped


def path_of(scope: Any) -> str:
    """Return the path of a request without percent encoding."""
    raw = scope.get("raw_path")
    return unquote(raw.decode("latin-1").partition("?")[0]) if raw else str(scope["path"])


def is_instance_page(path: str) -> bool:
    """Return whether a path, below the base path, is one of Datasette's pages about the instance."""
    stem = _ENDING.sub("", path).rstrip("/")
    # The first page without an ending is ours.
    return path != "/" and (stem in ("", "/-") or stem.removeprefix("/-/") in INSTANCE_PAGES)


def is_below(path: str, site: Site) -> bool:
    """Return whether a path, below the base path, is one of our database at Datasette's own pages."""
    name = re.split(r"[./]", path.removeprefix("/"), maxsplit=1)[0]
    return bool(tilde_decode(name) == (site.datasette.databases[site.name].route or site.name))


def has_no_answer(path: str, query: bytes, site: Site) -> bool:
    """Return whether Datasette would fail at an address of our database: as CSV of no statement (0.65), or in a form that nobody writes (1.0)."""
    *tables, last = path.strip("/").split("/")
    ending = last.rpartition(".")[2] if "." in last else ""
    if not tables and ending == "csv":
        return not "".join(parse_qs(query.decode("latin-1")).get("sql", ())).strip()
    # Dots in names are written otherwise in Datasette's addresses.
    return bool(ending) and ending not in {"csv", "db", "jsono", "md", *site.datasette.renderers}


def closed(site: Site) -> bool:
    """Return whether Datasette's own pages of the database are closed to everybody."""
    # A file that may not be served is the one that Datasette opened, until there is a version that may.
    return not site.config.analyst or (site.current.served is None and site.current.too_wide)


async def instance_closed(site: Site, actor: Any) -> bool:
    """Return whether this request is for a page about the instance that the actor may not see, as it names our database."""
    if not _about_the_instance.get():
        return False
    return not site.config.analyst or not await access.allowed(site.datasette, actor, "view-database", site.name)


async def kept_from_assistant(site: Site, actor: Any) -> bool:
    """Return whether an assistant asks for somebody who may not read our pages: the plugin's own tools ask about the database alone."""
    return access.for_an_assistant() and not await access.allowed(site.datasette, actor, "view-database", site.name)


async def denied(site: Site, actor: Any, action: str, resource: Any) -> bool | None:
    """Return False when the action is denied (Datasette 0.65), None when others decide."""
    if access.for_our_pages():
        return None
    if action == "view-instance":
        return False if await instance_closed(site, actor) else None
    database = resource if isinstance(resource, str) or resource is None else resource[0]
    if database in sql_switch.databases(site) and (closed(site) or await kept_from_assistant(site, actor)):
        return False
    return sql_switch.denied(site, action, resource)


async def denying_rules(site: Site, actor: Any, action: str) -> list[Any]:
    """Return the rules that deny the action (Datasette 1.0)."""
    from datasette.permissions import PermissionSQL

    if access.for_our_pages():
        return []
    if action == "view-instance":
        return [PermissionSQL.deny(REASON)] if await instance_closed(site, actor) else []
    kind = getattr(site.datasette.actions.get(action), "resource_class", None)
    if kind is None or not (closed(site) or await kept_from_assistant(site, actor)):
        return sql_switch.denying_rules(site, action)
    resources = await kind.resources_sql(site.datasette)
    return [
        PermissionSQL(closing(resources), {"lessons_closed": name, "lessons_reason": REASON})
        for name in sql_switch.databases(site)
    ]
