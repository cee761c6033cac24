"""Compression with gzip: a page of results shrinks to a fifth.

Not compressed is what was made for one reader (the request carries a cookie or credentials, or the answer must not be stored):
the length of a compressed page tells about the secrets in it, such as a form's token, when the same page shows what
an attacker put into its address (BREACH). Without secrets there is nothing to tell. Styles and scripts are files, the same for every
reader, and are compressed for all.
"""

from __future__ import annotations

import asyncio
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lessons.web.security import App, Message, Send

# Smaller answers fit into one packet as they are.
SMALLEST = 1000
# Of JSON of a search, level 5 takes a fifth more time for 3 per cent less, level 6 three fifths more for 3.5.
LEVEL = 4
# About 5 ms of work; longer text is compressed on another thread, so that other requests do not wait.
AT_ONCE = 128 * 1024
# 16 more than the window's 15 bits means the format of gzip.
GZIP_WINDOW = 31
FILES = ("text/css", "text/javascript", "application/javascript")
COMPRESSED = (*FILES, "text/", "application/json", "application/schema+json", "application/atom+xml", "image/svg+xml")
FOR_ONE_READER = (b"cookie", b"authorization")


def compressed(app: App) -> App:
    """Return ``app`` with text compressed for clients that take gzip; parts of files and what is small stay as they are."""

    async def wrapped(scope: Any, receive: Any, send: Send) -> None:
        if scope["type"] == "http":
            headers = dict(scope["headers"])
            if scope["method"] == "GET" and accepts(headers):
                send = Compressing(send, FILES if any(name in headers for name in FOR_ONE_READER) else COMPRESSED)
            else:
                send = varying(send)
        await app(scope, receive, send)

    return wrapped


def accepts(headers: dict[bytes, bytes]) -> bool:
    """Return whether the client takes gzip."""
    for part in headers.get(b"accept-encoding", b"").decode("latin-1").lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def compressible(start: Message, types: tuple[str, ...] = COMPRESSED) -> bool:
    """Return whether an answer that begins so is text of these types that is the same for every reader and not yet encoded."""
    headers = {key.lower(): value for key, value in start.get("headers", [])}
    return (
        headers.get(b"content-type", b"").decode("latin-1").startswith(types)
        and start["status"] == 200
        and b"content-encoding" not in headers
        and b"set-cookie" not in headers
        and b"no-store" not in headers.get(b"cache-control", b"")
    )


def varying(send: Send) -> Send:
    """Return ``send`` telling caches that the answer could have been compressed for another client."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start" and compressible(message):
            message = {**message, "headers": with_vary(message["headers"])}
        await send(message)

    return sent


def with_vary(headers: Any) -> list[tuple[bytes, bytes]]:
    """Return headers that say that the answer depends on what encodings the client takes."""
    vary = [value for key, value in headers if key.lower() == b"vary" and value != b"Accept-Encoding"]
    rest = [(key, value) for key, value in headers if key.lower() != b"vary"]
    return [*rest, (b"vary", b", ".join([*vary, b"Accept-Encoding"]))]


class Compressing:
    """Takes the messages of one answer, and passes them on compressed where that is worth it."""

    def __init__(self, send: Send, types: tuple[str, ...]) -> None:
        self._send, self._types = send if types is COMPRESSED else varying(send), types
        self._start: Message = {}
        self._gzip: Any = None

    async def __call__(self, message: Message) -> None:
        """Take one message; the start waits for the first part of the body, which shows whether it is small."""
        if message["type"] == "http.response.start":
            self._start = message
            if not compressible(message, self._types):
                await self._send(message)
                self._start = {}
        elif message["type"] != "http.response.body" or (self._gzip is None and not self._start):
            await self._send(message)
        else:
            await self._body(message.get("body", b""), more=message.get("more_body", False))

    async def _body(self, body: bytes, *, more: bool) -> None:
        if self._gzip is None:
            start, self._start = self._start, {}
            headers = with_vary(start["headers"])
            if not more and len(body) < SMALLEST:
                await self._send({**start, "headers": headers})
                await self._send({"type": "http.response.body", "body": body})
                return
            self._gzip = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP_WINDOW)
            headers = [(key, value) for key, value in headers if key.lower() != b"content-length"]
            if len(body) > AT_ONCE:
                packed = await asyncio.to_thread(self._pack, body, more=more)
            else:
                packed = self._pack(body, more=more)
            if not more:
                headers.append((b"content-length", str(len(packed)).encode()))
            await self._send({**start, "headers": [*headers, (b"content-encoding", b"gzip")]})
        elif len(body) > AT_ONCE:
            packed = await asyncio.to_thread(self._pack, body, more=more)
        else:
            packed = self._pack(body, more=more)
        await self._send({"type": "http.response.body", "body": packed, "more_body": more})

    def _pack(self, body: bytes, *, more: bool) -> bytes:
        packed: bytes = self._gzip.compress(body)
        return packed if more else packed + self._gzip.flush()
