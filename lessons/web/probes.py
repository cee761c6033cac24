"""What those ask who look after the machine: whether the site works, and whether it should be sent readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Response

from lessons.problems import LessonsError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from lessons.web.site import Site

HEADERS = {"cache-control": "no-store"}
NOTHING_TO_SERVE = "There is no database that can be served."
STOPPING = "The site is about to stop."


def health(site: Site) -> Callable[[Any], Awaitable[Response]]:
    """Return a view that says 200 while a database is being served, and 503 otherwise; to anybody.

    It does not wait for a thread: a busy site is no broken one.
    """

    async def respond(request: Any) -> Response:
        del request
        return said(None if await serves(site) else NOTHING_TO_SERVE)

    return respond


def readiness(site: Site) -> Callable[[Any], Awaitable[Response]]:
    """Return a view that says 200 while readers should be sent here, and 503 otherwise; to anybody.

    That is so while a database of the right version and for the right readers is open, and the site is not about to stop.
    """

    async def respond(request: Any) -> Response:
        del request
        return said(STOPPING if site.stopping else None if await serves(site) else NOTHING_TO_SERVE)

    return respond


async def serves(site: Site) -> bool:
    """Return whether there is a database that may be shown."""
    try:
        await site.current.snapshot()
    except LessonsError:
        return False
    return True


def said(problem: str | None) -> Response:
    """Return the answer to a probe: ``ok``, or why not."""
    return Response.text(f"{problem or 'ok'}\n", status=503 if problem else 200, headers=HEADERS)
