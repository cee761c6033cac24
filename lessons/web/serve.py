"""From a request to a response: permission, version, page function, rendering."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import sqlite3
from dataclasses import replace
from traceback import format_tb
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

from datasette.utils.asgi import Response

from lessons.problems import LessonsError
from lessons.web import access, assets, posting, sql_switch
from lessons.web.answers import Answer, Data, Gone, Missing, Page, Redirect, SiteReader, Work
from lessons.web.ask import Ask, part_of
from lessons.web.current import NothingToServeError
from lessons.web.environment import environment_of
from lessons.web.frame import frame
from lessons.web.pages import errors
from lessons.web.security import OWN_POLICY
from lessons.words import gettext
from lessons.workers.limits import Refused

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from lessons.web.posting import Form, Post
    from lessons.web.site import Site
    from lessons.web.snapshot import Snapshot

    PageFunction = Callable[[SiteReader, Ask], Answer | Work]

# The browser keeps the page but asks each time whether it is still the one; so may a proxy, where everybody gets the same.
KEEP = "no-cache"
KEEP_PRIVATE = f"private, {KEEP}"
MAX_PAIRS = 200
# Answers that take long and wait for the one before.
LONG_WAITING = 8

log = logging.getLogger("lessons.web")


def view(
    site: Site, function: PageFunction, *, for_analysts: bool = False, form: Form | None = None, long: bool = False
) -> Callable[[Any], Awaitable[Response]]:
    """Return a Datasette view that answers with what ``function`` returns for the request.

    ``for_analysts`` says that the page needs to know whether the reader may run SQL and download the database; ``form``
    how the address takes a POST, if it does; ``long`` that it takes long, so that no page may have to wait for it.
    """

    async def respond(request: Any) -> Response:
        post: Post | None = request.scope.get(posting.SCOPE) if form else None
        if post is not None:
            post.arrived = True
        elif request.method not in ("GET", "HEAD"):
            return Response.text(
                gettext("errors.read_only"), status=405, headers={"allow": "GET, HEAD, POST" if form else "GET, HEAD"}
            )
        await access.require(site.datasette, request.actor, "view-database", site.name)
        try:
            snapshot = await site.current.snapshot()
        except NothingToServeError:
            return await error_response(site, errors.nothing_to_serve(), request)
        with snapshot.held():
            ask = ask_of(site, request)
            if for_analysts:
                ask = await with_permissions(site, request, ask)
            if form is not None and post is not None:
                return await answer_to_post(site, snapshot, form, ask, post, request)
            if form is not None:
                # A form holds a token that is the reader's own.
                response = await response_of(site, snapshot, await done(site, snapshot, function, ask), ask, request)
                response.headers["cache-control"] = "no-store"
                return response
            kept = {
                "etag": tag_of(snapshot, ask, too_wide=site.current.too_wide),
                "cache-control": keep(snapshot, request),
            }
            if kept["etag"] in request.headers.get("if-none-match", ""):
                return Response("", status=304, headers=kept)
            answer = await done(site, snapshot, function, ask, long=long)
            response = await response_of(site, snapshot, answer, ask, request)
            if response.status == 200 and getattr(answer, "kept", False):
                response.headers.update(kept)
            return response

    return respond


def keep(snapshot: Snapshot, request: Any) -> str:
    """Return who may keep an answer from this version, for the header Cache-Control."""
    return KEEP if request.actor is None and snapshot.build.audience.public else KEEP_PRIVATE


async def answer_to_post(site: Site, snapshot: Snapshot, form: Form, ask: Ask, post: Post, request: Any) -> Response:
    """Return the response to what was posted, or why it was refused; no cache keeps it, and no log what was posted."""
    answer: Answer
    if post.refused is not None:
        answer = errors.refused(*post.refused)
    else:
        try:
            answer = await done(site, snapshot, form.function, replace(ask, posted=post.posted))
        except Exception as error:  # noqa: BLE001 - its text, which Datasette would log, may hold what was posted
            log.error("%s at %s\n%s", type(error).__name__, ask.path, "".join(format_tb(error.__traceback__)))
            answer = errors.failed()
    if post.json and isinstance(answer, Page) and answer.status >= 400:
        response = error_json(answer)
    else:
        response = await response_of(site, snapshot, answer, ask, request)
    response.headers["cache-control"] = "no-store"
    return response


async def with_permissions(site: Site, request: Any, ask: Ask) -> Ask:
    """Return the request with what the reader may do besides reading pages."""
    return replace(
        ask,
        offers_sql=sql_switch.offered(ask.config),
        may_query=sql_switch.offered(ask.config)
        and await access.allowed(site.datasette, request.actor, "execute-sql", site.name),
        may_download=await access.allowed(site.datasette, request.actor, "view-database-download", site.name),
    )


def ask_of(site: Site, request: Any) -> Ask:
    """Return the request as pages see it."""
    config = site.config
    path = request.scope.get("route_path") or request.path
    pairs = tuple(parse_qsl(request.query_string, keep_blank_values=True, max_num_fields=None))
    return Ask(
        path=unquote(path),
        variables={key: part_of(value) for key, value in request.url_vars.items() if value is not None},
        pairs=pairs[:MAX_PAIRS],
        pairs_cut=len(pairs) > MAX_PAIRS,
        addresses=site.addresses(request, config),
        config=config,
        native=site.native,
    )


def tag_of(snapshot: Snapshot, ask: Ask, *, too_wide: bool) -> str:
    """Return the ETag of any page for such a request: it moves with the file, the code and what the frame shows."""
    parts = (
        snapshot.identity,
        too_wide,
        assets.digest_of_code(),
        ask.addresses,
        ask.config,
        ask.may_query,
        ask.may_download,
    )
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:20]}"'


async def done(site: Site, snapshot: Snapshot, function: PageFunction, ask: Ask, *, long: bool = False) -> Answer:
    """Return what the page function answers, after the work that it asks for."""
    answer = await run(site, snapshot, function, ask, long=long)
    return await worked(site, snapshot, answer) if isinstance(answer, Work) else answer


async def run(site: Site, snapshot: Snapshot, function: PageFunction, ask: Ask, *, long: bool = False) -> Answer | Work:
    """Call the page function on a thread of our own, with a connection to this version; what takes long, one at a time."""

    def call() -> Answer | Work:
        with snapshot.connection() as connection:
            waited = site.config.as_files is None
            reader = SiteReader(
                connection, snapshot.index, snapshot.build, snapshot.vocabulary, snapshot.kinds, snapshot.kept, waited
            )
            return function(reader, ask)

    loop = asyncio.get_running_loop()
    if not long:
        return await loop.run_in_executor(site.executor, call)
    if site.long_waiting >= LONG_WAITING:
        return errors.busy(ask.path)
    site.long_waiting += 1
    try:
        return await loop.run_in_executor(site.apart, call)
    finally:
        site.long_waiting -= 1


async def worked(site: Site, snapshot: Snapshot, work: Work) -> Answer:
    """Have a worker process do the work while other requests are answered, and return what it leads to."""
    workers = site.placed(snapshot) if work.on_version else site.workers
    try:
        result = await workers.run(work.function, *work.arguments, limits=work.limits)
    except (Refused, LessonsError) as error:
        result = error
    return await asyncio.get_running_loop().run_in_executor(site.executor, work.then, result)


async def response_of(site: Site, snapshot: Snapshot, answer: Answer, ask: Ask, request: Any) -> Response:
    """Return the response that says what ``answer`` means."""
    if isinstance(answer, Missing):
        answer = errors.missing()
    elif isinstance(answer, Gone):
        answer = errors.gone()
    if isinstance(answer, Redirect):
        return Response.redirect(ask.addresses.path(answer.path, answer.pairs), status=answer.status)
    if isinstance(answer, Data):
        return data_response(answer)
    return await page_response(site, snapshot, answer, ask, request)


def data_response(answer: Data) -> Response:
    """Return JSON, CSV, Markdown or a feed."""
    headers = {"content-security-policy": "default-src 'none'; frame-ancestors 'none'"}
    if answer.status == 405:
        # Only where something is sent can a page function have nothing for who sends nothing.
        headers["allow"] = "POST"
    if answer.filename:
        headers["content-disposition"] = f'attachment; filename="{answer.filename}"'
    return Response(answer.body, status=answer.status, headers=headers, content_type=answer.media_type)


async def page_response(site: Site, snapshot: Snapshot | None, page: Page, ask: Ask, request: Any) -> Response:
    """Render a page inside the site's frame; an error at a JSON address is said in JSON."""
    if page.status >= 400 and ask.path.endswith(".json"):
        return error_json(page)
    build, kinds = (snapshot.build, snapshot.kinds) if snapshot else (None, frozenset[str]())
    version, too_wide = str(snapshot.identity) if snapshot else "", site.current.too_wide
    context = {**page.context, "frame": frame(page, ask, build, kinds, version=version, too_wide=too_wide)}
    template = environment_of(site.datasette, request).get_template(f"lessons/{page.template}")
    body = await site.datasette.render_template(template, context, request=request)
    return Response.html(body, status=page.status, headers={"content-security-policy": OWN_POLICY, **page.headers})


def error_json(page: Page) -> Response:
    """Return what a page about an error says, as JSON."""
    error = page.description or page.title
    body = {"ok": False, "status": page.status, "error": error}
    return Response.json(body, status=page.status, headers=dict(page.headers))


async def error_response(site: Site, page: Page, request: Any) -> Response:
    """Render a page about an error, without the database's name when the database cannot be read, or not by this reader."""
    try:
        may = await access.allowed(site.datasette, request.actor, "view-database", site.name)
        snapshot = await site.current.snapshot() if may else None
    except (LessonsError, sqlite3.Error):
        snapshot = None
    return await page_response(site, snapshot, page, ask_of(site, request), request)
