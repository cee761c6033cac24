"""Datasette's permissions, asked in the way of whichever version is running."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Forbidden


async def allowed(datasette: Any, actor: dict[str, Any] | None, action: str, database: str) -> bool:
    """Return whether ``actor`` may do ``action`` (such as ``view-database``) on the database of this name."""
    if hasattr(datasette, "allowed"):  # Datasette 1.0
        from datasette.resources import DatabaseResource

        whole = await datasette.allowed(action="view-instance", actor=actor)
        return bool(whole and await datasette.allowed(action=action, resource=DatabaseResource(database), actor=actor))
    whole = await datasette.permission_allowed(actor, "view-instance", default=True)
    return bool(whole and await datasette.permission_allowed(actor, action, resource=database, default=True))


async def require(datasette: Any, actor: dict[str, Any] | None, action: str, database: str) -> None:
    """Raise Datasette's ``Forbidden`` unless the actor may do this."""
    if not await allowed(datasette, actor, action, database):
        raise Forbidden(action)
