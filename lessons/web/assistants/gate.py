"""The way in for assistants: the same limits as for forms, nothing that stays open, and nothing for those who may not read.

The plugin takes requests of any origin, keeps a session for half an hour for whoever opens one, and holds a stream open for as long as its
client likes. Here a request is one POST and its answer.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from lessons.problems import LessonsError
from lessons.web import access
from lessons.web.bodies import ClientGone, RefusedError, require_own
from lessons.web.posting import TEXT_BYTES
from lessons.web.security import answer

if TYPE_CHECKING:
    from lessons.web.bodies import Bodies
    from lessons.web.security import App, Message, Send
    from lessons.web.site import Site

# Where the plugin answers.
ADDRESS = "/-/mcp"
ONLY_POST = "This address is for assistants, which ask it with POST (Model Context Protocol, Streamable HTTP)."


def with_gate(app: App, site: Site, base: str, bodies: Bodies) -> App:
    """Return ``app`` such that requests of assistants, at :data:`ADDRESS` below ``base``, are held to the limits."""
    # Datasette answers with the base path and without.
    addresses = (ADDRESS, base.rstrip("/") + ADDRESS)

    async def wrapped(scope: Any, receive: Any, send: Send) -> None:
        if site.mcp is None or scope["type"] != "http" or scope["path"].rstrip("/") not in addresses:
            await app(scope, receive, send)
        elif scope["method"] != "POST":
            await answer(send, 405, ONLY_POST, {"allow": "POST"})
        else:
            await taken(scope, receive, send)

    async def taken(scope: Any, receive: Any, send: Send) -> None:
        headers = {key.lower(): value.decode("latin-1") for key, value in scope["headers"]}
        try:
            with bodies.taking() as taking:
                require_own(headers)
                body = await taking.whole(headers, receive, TEXT_BYTES)
                access.note_assistant()
                # No session is kept, and a tool runs in the context of the request that asks for it.
                site.mcp.session_manager.stateless = True
                # Without a version that can be served, the tools say so themselves.
                with suppress(LessonsError):
                    await site.current.snapshot()
                await app(scope, first(body, receive), send)
        except RefusedError as error:
            await answer(send, error.status, str(error))
        except ClientGone:
            pass

    return wrapped


def first(body: bytes, receive: Any) -> Any:
    """Return a function that gives this body, and after it what the client does next."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def taken() -> Message:
        found: Message = waiting.pop() if waiting else await receive()
        return found

    return taken
