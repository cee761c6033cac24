"""The access log: a line of JSON for each request, with what a site's keeper needs and nothing that says who asked or what for.

There is no address of a client in it and nothing that a client wrote: the page is named by its route, as in ``/reviews/{review}``, so
that no query, no plan, no token and no mistyped secret can get into a line.
"""

from __future__ import annotations

import json
import re
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from lessons.web.closing import is_below, is_instance_page, path_of
from lessons.web.routes import OWN

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

    from lessons.web.security import App, Message, Send
    from lessons.web.site import Site

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# A page of Datasette's own, and what is no page of either.
DATASETTE, OTHER = "datasette", "other"
# Marks a request that is being logged already.
LOGGED = "lessons.logged"


def template_of(pattern: str) -> str:
    """Return the route of a pattern, with a name in braces for each part that varies."""
    named = re.sub(r"\(\?P<(\w+)>(?:[^()\\]|\\.)*\)", r"{\1}", pattern.removeprefix("^").removesuffix("$"))
    return named.replace("\\", "")


TEMPLATES = tuple((pattern, template_of(pattern.pattern)) for pattern in OWN)


def route_of(path: str, site: Site) -> str:
    """Return the route of a path, below the base path."""
    for pattern, template in TEMPLATES:
        if pattern.match(path):
            return template
    return DATASETTE if is_below(path, site) or is_instance_page(path) else OTHER


def to_stdout(line: str) -> None:
    """Write a line to stdout; a log that cannot be written is no reason not to answer."""
    try:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    except (OSError, ValueError):
        return


def logged(app: App, site: Site, write: Callable[[str], None] = to_stdout) -> App:
    """Return ``app`` with a line for each request while the configuration says so; the outermost of several writes it."""
    base = str(site.datasette.urls.path("/")).rstrip("/")

    async def wrapped(scope: MutableMapping[str, Any], receive: Any, send: Send) -> None:
        # Who writes the site as files is no reader.
        on = site.config.access_log and site.config.as_files is None
        if scope["type"] != "http" or LOGGED in scope or not on:
            await app(scope, receive, send)
            return
        started = time.perf_counter()
        status: int | None = None
        size = 0

        async def sent(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            elif scope["method"] != "HEAD":
                size += len(message.get("body", b""))
            await send(message)

        try:
            await app({**scope, LOGGED: True}, receive, sent)
        except Exception:
            # The server answers so, where nothing has been sent.
            status = status or 500
            raise
        finally:
            line = {
                "time": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
                "method": scope["method"] if scope["method"] in METHODS else OTHER,
                "route": route_of(path_of(scope).removeprefix(base), site),
                "status": status,
                "ms": round((time.perf_counter() - started) * 1000, 1),
                "bytes": size,
            }
            write(json.dumps(line))

    return wrapped
