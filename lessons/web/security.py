"""Headers that keep a page from loading, running or being framed by anything that is not ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    Message = MutableMapping[str, Any]
    Send = Callable[[Message], Awaitable[None]]
    App = Callable[[MutableMapping[str, Any], Callable[[], Awaitable[Message]], Send], Awaitable[None]]

# On every answer, also on Datasette's own pages and those of other plugins.
COMMON = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
}
# On our pages only: Datasette's and other plugins' carry scripts of their own inside the page.
OWN_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def with_headers(app: App) -> App:
    """Return ``app`` with the common security headers on every answer that does not bring its own."""

    async def wrapped(scope: Any, receive: Any, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", []))
                present = {key.lower() for key, _ in headers}
                headers += [(k.encode(), v.encode()) for k, v in COMMON.items() if k.encode() not in present]
                message = {**message, "headers": headers}
            await send(message)

        await app(scope, receive, send_with_headers)

    return wrapped


def read_only(app: App, prefix: str) -> App:
    """Return ``app`` with every method that might write refused at and below the address ``prefix``."""

    async def wrapped(scope: Any, receive: Any, send: Send) -> None:
        inside = scope["type"] == "http" and (scope["path"] == prefix or scope["path"].startswith(f"{prefix}/"))
        if inside and scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            await answer(send, 405, gettext("errors.read_only.database"), {"allow": "GET, HEAD"})
        else:
            await app(scope, receive, send)

    return wrapped


async def answer(send: Send, status: int, text: str, headers: dict[str, str] | None = None) -> None:
    """Send a whole answer of one plain sentence."""
    body = f"{text}\n".encode()
    sent = {"content-type": "text/plain; charset=utf-8", "content-length": str(len(body)), **(headers or {})}
    start = [(key.encode(), value.encode()) for key, value in sent.items()]
    await send({"type": "http.response.start", "status": status, "headers": start})
    await send({"type": "http.response.body", "body": body})
