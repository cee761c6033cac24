"""Whether the site takes SQL of its readers: as configured, or else of those alone who sit at the machine that serves it.

Datasette does not tell a plugin which address it serves on, so without a configuration each request is looked at: it
must have come over the loopback interface, and not through a proxy, which speaks for others.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from lessons.web.ask import OFF, ON
from lessons.web.hosts import is_loopback

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lessons.web.ask import Config
    from lessons.web.security import App
    from lessons.web.site import Site

# Headers by which a proxy says for whom it asks.
PROXIED = {b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"x-real-ip"}
ACTION = "execute-sql"
REASON = "SQL is switched off on this site"

_on_this_machine: ContextVar[bool] = ContextVar("lessons_on_this_machine", default=False)


def with_origin(app: App) -> App:
    """Return ``app`` such that it is known of each request whether it comes from this machine."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            _on_this_machine.set(from_this_machine(scope))
        await app(scope, receive, send)

    return wrapped


def from_this_machine(scope: Any) -> bool:
    """Return whether a request came over loopback and not through a proxy; what cannot be told counts as not."""
    ends = (scope.get("server"), scope.get("client"))
    near = all(end is not None and is_loopback(str(end[0])) for end in ends)
    return near and not any(name.lower() in PROXIED for name, _ in scope.get("headers", ()))


def offered(config: Config) -> bool:
    """Return whether SQL is taken of whoever makes the request that is being answered."""
    return _on_this_machine.get() if config.sql is None else config.sql


def databases(site: Site) -> tuple[str, ...]:
    """Return the names under which Datasette would run SQL on our tables."""
    return (site.name, "_memory") if getattr(site.datasette, "crossdb", False) else (site.name,)


def denied(site: Site, action: str, resource: Any) -> bool | None:
    """Return False when the action is denied (Datasette 0.65), None when others decide."""
    return False if action == ACTION and resource in databases(site) and not offered(site.config) else None


def denying_rules(site: Site, action: str) -> list[Any]:
    """Return the rules that deny the action (Datasette 1.0)."""
    if action != ACTION or offered(site.config):
        return []
    from datasette.permissions import PermissionSQL

    sql = "SELECT :lessons_sql_database AS parent, NULL AS child, 0 AS allow, :lessons_sql_reason AS reason"
    return [
        PermissionSQL(sql, {"lessons_sql_database": name, "lessons_sql_reason": REASON}) for name in databases(site)
    ]


def complaint(settings: Mapping[str, Any] | None) -> str | None:
    """Return what is wrong with the switch as it is configured, or None."""
    value = (settings or {}).get("sql")
    if value is None or isinstance(value, bool) or str(value).strip().lower() in (*ON, *OFF):
        return None
    return f"plugins: lessons: sql: must be on or off, not {value!r}; it is treated as off"
