"""The body of a request, taken whole within limits on its length and on what all of them hold together."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from lessons.library.web_addresses import taken_apart
from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Of all bodies that are being taken at one time: as many as memory is meant for.
HELD_BYTES = 60_000_000


class RefusedError(Exception):
    """The request is not taken, for the reason that its text gives."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class ClientGone(Exception):  # noqa: N818 - no fault
    """The client went away."""


class Bodies:
    """All bodies that a site holds at one time."""

    def __init__(self) -> None:
        self.held = 0

    @contextmanager
    def taking(self) -> Iterator[Taking]:
        """Give one request the means to take its body, which counts as held until the end of the block."""
        taking = Taking(self)
        try:
            yield taking
        finally:
            self.held -= taking.size


class Taking:
    """Takes the body of one request."""

    def __init__(self, bodies: Bodies) -> None:
        self._bodies = bodies
        self.size = 0

    async def whole(self, headers: dict[bytes, str], receive: Any, most: int) -> bytes:
        """Return the body; raises :class:`RefusedError` when it is longer than ``most`` bytes or the site holds too many."""
        announced = headers.get(b"content-length", "0")
        if announced.isdecimal() and (len(announced) > 15 or int(announced) > most):
            raise too_long(most)
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] != "http.request":
                raise ClientGone
            part = message.get("body", b"")
            self.size += len(part)
            self._bodies.held += len(part)
            if len(body) + len(part) > most:
                raise too_long(most)
            if self._bodies.held > HELD_BYTES:
                raise RefusedError(503, gettext("errors.sent.too_much"))
            body += part
            if not message.get("more_body", False):
                return bytes(body)


def once(body: bytes) -> Callable[[], Any]:
    """Return a function that gives this body, and after that says that the client is gone."""
    messages = [{"type": "http.disconnect"}, {"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Any:
        return messages.pop() if len(messages) > 1 else messages[0]

    return receive


def require_own(headers: dict[bytes, str]) -> None:
    """Refuse what a browser says that a page of another site sent; who says nothing is no browser."""
    site, origin = headers.get(b"sec-fetch-site"), headers.get(b"origin")
    if site is not None:
        own = site in ("same-origin", "none")
    else:
        own = origin is None or _host_in(origin) == headers.get(b"host", "").lower()
    if not own:
        raise RefusedError(403, gettext("errors.sent.elsewhere"))


def _host_in(origin: str) -> str | None:
    parts = taken_apart(origin)
    return parts.netloc.lower() or None if parts else None


def too_long(most: int) -> RefusedError:
    """Return the refusal of a body that is longer than ``most`` bytes."""
    return RefusedError(413, gettext("errors.sent.too_long", megabytes=most // 1_000_000))
