"""What the operator's configuration lets a reader do, asked in the way of whichever Datasette is running.

This is the gate to our pages. The one to Datasette's own pages is stricter (:mod:`lessons.web.closing`).
"""

from __future__ import annotations

import asyncio
from contextvars import Context, ContextVar
from typing import Any

from datasette.utils.asgi import Forbidden

_for_our_pages: ContextVar[bool] = ContextVar("lessons_for_our_pages", default=False)
_for_an_assistant: ContextVar[bool] = ContextVar("lessons_for_an_assistant", default=False)


def for_our_pages() -> bool:
    """Return whether it is us who are asking, for the sake of our own pages."""
    return _for_our_pages.get()


def note_assistant() -> None:
    """Remember that the request which is being answered is one of an assistant."""
    _for_an_assistant.set(True)


def for_an_assistant() -> bool:
    """Return whether it is the tools for assistants who are asking, those of the plugin datasette-mcp among them."""
    return _for_an_assistant.get()


async def allowed(datasette: Any, actor: dict[str, Any] | None, action: str, database: str) -> bool:
    """Return whether ``actor`` may do ``action`` (such as ``view-database``) on the database of this name."""
    # In a context of its own: Datasette 1.0 keeps its answers for a request, and those for its own pages are others.
    context = Context()
    context.run(_for_our_pages.set, True)  # noqa: FBT003 - the value of a variable
    asking = _allowed(datasette, actor, action, database)
    return await asyncio.get_running_loop().create_task(asking, context=context)


async def _allowed(datasette: Any, actor: dict[str, Any] | None, action: str, database: str) -> bool:
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
