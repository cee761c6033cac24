"""Reading from pages of other sites (CORS): where the operator turned it on, and only of what everybody may read anyway.

Datasette itself adds the headers to some of its own answers. Here they are added to every address of ours, preflights, errors
and downloads included, and taken from all answers while the library is not public: a page elsewhere could otherwise read it with
the browsers of those who may.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lessons.web.closing import is_below, path_of
from lessons.web.routes import is_own

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from lessons.web.security import App, Message, Send
    from lessons.web.site import Site

PREFIX = b"access-control-"
# No credentials: the header that would let them along does not go with the asterisk.
READABLE = (
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        b"Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag, Last-Modified, Link, Repr-Digest, Retry-After",
    ),
)
PREFLIGHT = (
    *READABLE,
    (b"access-control-allow-methods", b"GET, HEAD"),
    (
        b"access-control-allow-headers",
        b"Authorization, Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Range, Range",
    ),
    (b"access-control-max-age", b"3600"),
    (b"content-length", b"0"),
)
ASKED = b"access-control-request-method"


def readable_elsewhere(app: App, site: Site) -> App:
    """Return ``app`` such that pages of other sites may read what is public, where CORS is turned on."""
    base = str(site.datasette.urls.path("/")).rstrip("/")

    async def wrapped(scope: MutableMapping[str, Any], receive: Any, send: Send) -> None:
        if scope["type"] != "http" or not site.datasette.cors:
            await app(scope, receive, send)
            return
        path = path_of(scope).removeprefix(base)
        ours = is_own(path) or is_below(path, site)
        if ours and is_public(site) and scope["method"] == "OPTIONS" and ASKED in dict(scope["headers"]):
            await send({"type": "http.response.start", "status": 204, "headers": list(PREFLIGHT)})
            await send({"type": "http.response.body", "body": b""})
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": headers_of(site, message.get("headers", []), ours=ours)}
            await send(message)

        await app(scope, receive, sent)

    return wrapped


def headers_of(site: Site, headers: Any, *, ours: bool) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer with those of CORS as they should be; answers of other plugins keep their own."""
    if is_public(site) and not ours:
        return list(headers)
    kept = [(key, value) for key, value in headers if not key.lower().startswith(PREFIX)]
    return [*kept, *READABLE] if is_public(site) else kept


def is_public(site: Site) -> bool:
    """Return whether everybody may read what is served; nothing counts as public as long as nothing is served."""
    readers, served = site.config.readers, site.current.served
    return served is not None and served.build.audience.public and (readers is None or readers.public)
