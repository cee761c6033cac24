"""One way to take a POST, the same on both lines of Datasette.

To let a page take one, give its address a :class:`Form` in ``routes.FORMS``::

    FORMS = {r"^/brief$": Form(brief.answer)}

The page function is like any other and finds what was posted in ``ask.posted``: ``ask.posted.first("plan")``. What a
sender can make heavy it hands to a worker process, by returning the answer ``Work``, which limits time, memory and the
queue. In the template, the form begins with ``{{ form_token(csrftoken()) }}``.

Before the page function is called, a request that a page of another site sent is refused (403), as is a body that is too
long, from its announcement or while it arrives (413), of another type (415), or unreadable (400). Datasette 0.65 checks its
token in the form, where the reader has a cookie; Datasette 1.0 the Origin, as is done here for both. Answers are never
kept by caches, and nothing that was posted is written to the log.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from lessons.web.bodies import ClientGone, RefusedError, once, require_own
from lessons.words import gettext
from lessons.workers.limits import Limits, Refused
from lessons.workers.posted import (
    FILES,
    FORM,
    JSON,
    MEDIA_TYPES,
    TEXT,
    TOKEN,
    Posted,
    UnreadableError,
    media_type_of,
    parse,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lessons.web.answers import Answer, SiteReader, Work
    from lessons.web.ask import Ask
    from lessons.web.bodies import Bodies, Taking
    from lessons.web.security import App, Message, Send
    from lessons.workers.pool import Workers

TEXT_BYTES = 2_000_000
FILES_BYTES = 10_000_000
# Longer ones are taken apart in a worker process: a hostile form of 10 MB takes seconds.
AT_ONCE = 64 * 1024
PARSING = Limits(seconds=2.0, memory=128_000_000, longest=10.0)
SCOPE = "lessons.post"


@dataclass(frozen=True)
class Form:
    """How an address takes a POST: the page function that answers it, whether files may come along, and the field that plain text is."""

    function: Callable[[SiteReader, Ask], Answer | Work]
    files: bool = False
    text: str | None = None

    @property
    def types(self) -> tuple[str, ...]:
        """The media types that are taken."""
        return tuple(one for one in MEDIA_TYPES if self.files or one != FILES) + ((TEXT,) if self.text else ())

    def most_bytes(self, media_type: str) -> int:
        """Return the length of the longest body of this type: of one that may bring a file, and of one that is text alone."""
        return FILES_BYTES if self.files and media_type == FILES else TEXT_BYTES


@dataclass
class Post:
    """What became of the body of one request: what was posted, or status and sentence of its refusal."""

    json: bool
    posted: Posted | None = None
    refused: tuple[int, str] | None = None
    # Whether it came to the page, past Datasette's own checks.
    arrived: bool = False


class Posting:
    """An application that takes the bodies of the requests for ``forms`` and passes on short ones in their place.

    ``forms`` are found by the pattern of their address below ``base``; ``bodies`` are all that are being taken.
    """

    def __init__(self, app: App, forms: Mapping[str, Form], workers: Workers, base: str, bodies: Bodies) -> None:
        self._app = app
        self._forms = [(re.compile(pattern), form) for pattern, form in forms.items()]
        self._workers = workers
        self._base = base.rstrip("/")
        self._bodies = bodies

    async def __call__(self, scope: Any, receive: Any, send: Send) -> None:
        """Answer a request."""
        form = self._form(scope)
        if form is None:
            await self._app(scope, receive, send)
            return
        headers = {key.lower(): value.decode("latin-1") for key, value in scope["headers"]}
        media_type, _ = media_type_of(headers.get(b"content-type", ""))
        # A program sends JSON or plain text, and is answered in JSON; plain text carries no token either.
        post = Post(json=media_type in (JSON, TEXT))
        try:
            with self._bodies.taking() as taking:
                post.posted = await self._take(form, headers, receive, taking)
                await self._pass_on(scope, post, send)
        except RefusedError as error:
            await self._refuse(scope, post, (error.status, str(error)), send)
        except ClientGone:
            pass

    def _form(self, scope: Any) -> Form | None:
        if scope["type"] != "http" or scope["method"] != "POST":
            return None
        # As Datasette looks for the page: not decoded.
        raw = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
        path = raw.removeprefix(self._base) if raw.startswith(f"{self._base}/") else raw
        return next((form for pattern, form in self._forms if pattern.match(path)), None)

    async def _take(self, form: Form, headers: dict[bytes, str], receive: Any, taking: Taking) -> Posted:
        require_own(headers)
        content_type = headers.get(b"content-type", "")
        require_type(content_type, headers, form)
        body = await taking.whole(headers, receive, form.most_bytes(media_type_of(content_type)[0]))
        return await self._parsed(content_type, body, form.text)

    async def _parsed(self, content_type: str, body: bytes, text: str | None) -> Posted:
        try:
            if len(body) <= AT_ONCE:
                return parse(content_type, body, text)
            found: Posted = await self._workers.run(
                "lessons.workers.posted:parse", content_type, body, text, limits=PARSING
            )
        except UnreadableError as error:
            raise RefusedError(400, str(error)) from error
        except Refused as error:
            raise RefusedError(503, str(error)) from error
        return found

    async def _pass_on(self, scope: Any, post: Post, send: Send) -> None:
        """Ask the page, with a body that holds no more than what Datasette's own check looks for."""
        assert post.posted is not None  # noqa: S101 - it was just taken
        body = b"{}" if post.json else urlencode({TOKEN: post.posted.token}).encode()
        kept = [
            (key, value) for key, value in scope["headers"] if key.lower() not in (b"content-type", b"content-length")
        ]
        kept.append((b"content-type", (JSON if post.json else FORM).encode()))
        kept.append((b"content-length", str(len(body)).encode()))
        refused = False

        async def checked(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] == 403 and not post.arrived:
                refused = True
            if not refused:
                await send(message)

        await self._app({**scope, "headers": kept, SCOPE: post}, once(body), checked)
        if refused:
            await self._refuse(scope, post, (403, gettext("errors.sent.elsewhere")), send)

    async def _refuse(self, scope: Any, post: Post, refused: tuple[int, str], send: Send) -> None:
        """Have the page say why, as an answer to a request without a body."""
        post.refused = refused
        dropped = (b"content-type", b"content-length", b"transfer-encoding", b"if-none-match")
        headers = [(key, value) for key, value in scope["headers"] if key.lower() not in dropped]
        await self._app({**scope, "method": "GET", "headers": headers, SCOPE: post}, once(b""), send)


def require_type(content_type: str, headers: dict[bytes, str], form: Form) -> None:
    """Refuse what is neither a form nor JSON, or is compressed, or has files where none are taken."""
    media_type, _ = media_type_of(content_type)
    if headers.get(b"content-encoding", "identity").lower() != "identity":
        raise RefusedError(415, gettext("errors.sent.compressed"))
    if media_type not in form.types:
        types = ", ".join(form.types)
        said = (
            gettext("errors.sent.type", types=types, found=printable(content_type))
            if media_type
            else gettext("errors.sent.no_type", types=types)
        )
        raise RefusedError(415, said)


def printable(text: str) -> str:
    """Return the beginning of a header for showing."""
    return re.sub(r"[^ -~]", "?", text)[:80]
