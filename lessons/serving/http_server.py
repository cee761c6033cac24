"""The HTTP server of ``lessons serve``: uvicorn, with limits against clients that are slow, many, or both.

Who sends half a request, reads no answer or keeps a connection for nothing holds a descriptor and no more, for seconds; when
descriptors run short, the connections that do least are closed first, so that somebody who asks now is answered.
"""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any

import h11
import uvicorn
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.h11_impl import H11Protocol

from lessons.web.security import answer
from lessons.web.sign_in import PEER

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from lessons.web.security import App, Message, Send

# To send the whole head of a request, from the opening of the connection on: a browser needs milliseconds.
HEAD_SECONDS = 10.0
# To send a request's body: 10 MB over a line of 2 Mbit/s.
BODY_SECONDS = 60.0
# For the client to take something of an answer that waits, the buffers before it being full.
READ_SECONDS = 30.0
# Between two requests of one connection.
KEEP_ALIVE_SECONDS = 10
# A request line and its headers: the longest query on /data/sql fits in.
HEAD_BYTES = 64 * 1024
# Open connections, and new ones accepted at once, as long as the process may open many more files.
CONNECTIONS = 512
BACKLOG = 128
# Requests being worked on; each waits for one of a few threads, so more would only wait longer.
REQUESTS = 128
STOPPING_SECONDS = 3


class LimitedProtocol(H11Protocol):
    """One connection, with limits on time; it is closed early when it does nothing and room is needed."""

    most = CONNECTIONS

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._arrival: asyncio.TimerHandle | None = None
        self._arriving = ""
        self._reading: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Take a new connection; where it is one too many, close the one that does least."""
        super().connection_made(transport)
        self._expect("head")
        if len(self.connections) > self.most:
            others = [one for one in self.connections if isinstance(one, LimitedProtocol) and one is not self]
            least = min(others, key=LimitedProtocol.priority, default=self)
            (self if least.at_work() else least).drop()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection with its timers."""
        self._expect(None)
        self._read()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what the client sends: a head or a body must be whole by its deadline, however it trickles in."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """Wait for the next request, which may have begun to come in, or for the end."""
        super().on_response_complete()
        self._look()

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection that has been idle; what is still to be sent must be read in time."""
        super().timeout_keep_alive_handler()
        self._look()

    def pause_writing(self) -> None:
        """Wait for a client that does not take its answer, but not for ever."""
        super().pause_writing()
        self._expect_reading()

    def resume_writing(self) -> None:
        """Go on with a client that takes its answer."""
        super().resume_writing()
        self._read()

    def at_work(self) -> bool:
        """Return whether the site works on an answer that the client is ready for."""
        return self.priority()[0] == max(PRIORITY.values())

    def priority(self) -> tuple[int, float]:
        """Return how much would be lost with this connection, and since when that is so: the least goes first."""
        if self.transport.get_write_buffer_size():
            return PRIORITY["unread"], self._reading.when() if self._reading else float("inf")
        if self.transport.is_closing():
            return PRIORITY["closing"], 0.0
        if self._arrival:
            return PRIORITY[self._arriving], self._arrival.when()
        if self.cycle is None or self.cycle.response_complete:
            return PRIORITY["idle"], self.timeout_keep_alive_task.when() if self.timeout_keep_alive_task else 0.0
        return PRIORITY["working"], 0.0

    def drop(self) -> None:
        """Close the connection at once, whatever is still to be sent."""
        self.connections.discard(self)
        self.transport.abort()

    def _look(self) -> None:
        if self.transport.is_closing():
            self._expect(None)
            self._expect_reading()
        elif self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]:
            self._expect("head")
        elif self.conn.their_state is h11.SEND_BODY:
            self._expect("body")
        else:
            self._expect(None)

    def _expect(self, what: str | None) -> None:
        if self._arrival is not None and what != self._arriving:
            self._arrival.cancel()
            self._arrival = None
        if self._arrival is None and what is not None:
            self._arriving = what
            self._arrival = self.loop.call_later(HEAD_SECONDS if what == "head" else BODY_SECONDS, self.drop)

    def _expect_reading(self) -> None:
        if self._reading is None:
            self._reading = self.loop.call_later(READ_SECONDS, self.drop)

    def _read(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None


# What a connection does, by how much would be lost with it.
PRIORITY = {what: number for number, what in enumerate(("closing", "idle", "head", "unread", "body", "working"))}


def limited(app: App, most: int = REQUESTS, always: frozenset[str] = frozenset()) -> App:
    """Return ``app`` answering 503 to a request that comes while it works on ``most`` others, but for the paths of ``always``.

    A request counts until its answer begins: a slow reader of a large one keeps nobody out.
    """
    working: set[object] = set()

    async def wrapped(scope: Any, receive: Any, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in always:
            await app(scope, receive, send)
            return
        if len(working) >= most:
            await answer(
                send, 503, "The site is busy. Try again in a moment.", {"retry-after": "2", "connection": "close"}
            )
            return
        own = object()
        working.add(own)

        async def sent(message: Message) -> None:
            working.discard(own)
            await send(message)

        try:
            await app(scope, receive, sent)
        finally:
            working.discard(own)

    return wrapped


def behind_proxies(app: App) -> App:
    """Return ``app`` with the client and the scheme of a request as the proxies say that may say so, and beside it who really sent it."""
    told = ProxyHeadersMiddleware(app, os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1"))  # type: ignore[arg-type]

    async def wrapped(scope: MutableMapping[str, Any], receive: Any, send: Send) -> None:
        if scope["type"] == "http":
            scope = {**scope, PEER: (scope.get("client") or ("",))[0]}
        await told(scope, receive, send)  # type: ignore[arg-type]

    return wrapped


def descriptors() -> int | None:
    """Return how many files and connections the process may have open; None where the system does not say."""
    try:
        import resource
    except ImportError:
        return None
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if soft == resource.RLIM_INFINITY else soft


def configuration(app: App) -> uvicorn.Config:
    """Return how to run ``app``.

    What clients cause is not logged, so that no client can fill a disk.
    """
    allowed = descriptors()
    LimitedProtocol.most = CONNECTIONS if allowed is None else max(8, min(CONNECTIONS, allowed // 2))
    return uvicorn.Config(
        behind_proxies(app),
        proxy_headers=False,
        http=LimitedProtocol,
        ws="none",
        lifespan="on",
        # More at once than descriptors are kept free would be accepted before any connection could be closed.
        backlog=BACKLOG if allowed is None else max(1, min(BACKLOG, allowed // 8)),
        h11_max_incomplete_event_size=HEAD_BYTES,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=STOPPING_SECONDS,
        server_header=False,
        log_level="error",
        access_log=False,
    )
