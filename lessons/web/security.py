"""Headers that keep a page from loading, running or being framed by anything that is not ours."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from jinja2.ext import Extension

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    Message = MutableMapping[str, Any]
    Send = Callable[[Message], Awaitable[None]]
    App = Callable[[MutableMapping[str, Any], Callable[[], Awaitable[Message]], Send], Awaitable[None]]

COMMON = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
}
OWN_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Datasette's own pages have inline scripts, which get a nonce, and inline styles, which cannot all get one.
NATIVE_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; script-src 'self' 'nonce-{nonce}'{handlers}"
)

nonce_of_request: ContextVar[str] = ContextVar("nonce_of_request", default="")


class Nonces(Extension):
    """Gives every script tag that stands in a *template* the nonce of the request.

    Text that reaches a page as data is not template source, so a script smuggled in that way has no nonce and does not run.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the template's source with a nonce in each script tag, and note its inline event handlers.

        Our own templates have no inline script, and stay the same from one request to the next.
        """
        if name and name.startswith("lessons/"):
            return source
        for handler in HANDLER.findall(source):
            if "{" not in handler:
                handlers: set[str] = self.environment.globals["lessons_handlers"]  # type: ignore[assignment]
                handlers.add(handler)
        return SCRIPT.sub(r'<script nonce="{{ lessons_nonce() }}"', source)


SCRIPT = re.compile(r"<script(?=[\s>])")
HANDLER = re.compile(r"\son[a-z]+=\"([^\"]*)\"")


def prepare(environment: Any, handlers: set[str]) -> None:
    """Make templates of this environment carry nonces, and collect their inline event handlers in ``handlers``."""
    environment.globals["lessons_nonce"] = nonce_of_request.get
    environment.globals["lessons_handlers"] = handlers
    environment.add_extension(Nonces)


def native_policy(nonce: str, handlers: set[str]) -> str:
    """Return the policy for Datasette's own pages."""
    hashes = "".join(
        f" 'sha256-{base64.b64encode(hashlib.sha256(handler.encode()).digest()).decode()}'"
        for handler in sorted(handlers)
    )
    return NATIVE_POLICY.format(nonce=nonce, handlers=f" 'unsafe-hashes'{hashes}" if hashes else "")


def with_headers(app: App, handlers: set[str]) -> App:
    """Return ``app`` with security headers on every answer; a policy that the answer already has is kept.

    ``handlers`` are the inline event handlers of Datasette's own templates; they alone may run.
    """

    async def wrapped(scope: Any, receive: Any, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        nonce_of_request.set(nonce)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {key.lower(): value for key, value in message.get("headers", [])}
                added = {key.encode(): value.encode() for key, value in COMMON.items()}
                if present.get(b"content-type", b"").startswith(b"text/html"):
                    policy = native_policy(nonce, handlers)
                    added[b"content-security-policy"] = policy.encode()
                message = {
                    **message,
                    "headers": [*message.get("headers", []), *((k, v) for k, v in added.items() if k not in present)],
                }
            await send(message)

        await app(scope, receive, send_with_headers)

    return wrapped


def read_only(app: App, prefix: str) -> App:
    """Return ``app`` with every method that might write refused at and below the address ``prefix``."""

    async def wrapped(scope: Any, receive: Any, send: Send) -> None:
        inside = scope["type"] == "http" and (scope["path"] == prefix or scope["path"].startswith(f"{prefix}/"))
        if inside and scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"allow", b"GET, HEAD")]
            await send({"type": "http.response.start", "status": 405, "headers": headers})
            await send({"type": "http.response.body", "body": b"This database can only be read."})
        else:
            await app(scope, receive, send)

    return wrapped
