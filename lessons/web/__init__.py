"""The site: a Datasette plugin that serves our pages when an attached database was made by ``lessons build``.

The way of a request: ``routes`` (which page function), ``serve`` (permission, version of the database, rendering),
``pages`` (what is asked of the library and of search), ``presenters`` (how it is shown), ``templates``. ``snapshot``,
``current`` and ``native`` see to it that a replaced database is picked up and that a request reads one version.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, TypeVar

from datasette import hookimpl
from datasette.utils.asgi import NotFound
from jinja2 import TemplateError

from lessons.problems import LessonsError
from lessons.web import (
    access,
    ask,
    assets,
    closing,
    frame,
    hosts,
    keeping,
    security,
    sign_in,
    sql_switch,
    table_metadata,
)
from lessons.web.access_log import logged
from lessons.web.assistants.gate import with_gate
from lessons.web.bodies import Bodies
from lessons.web.compression import compressed
from lessons.web.cors import readable_elsewhere
from lessons.web.download import own_download
from lessons.web.environment import environment_of
from lessons.web.native import up_to_date
from lessons.web.pages import errors
from lessons.web.posting import SCOPE, Posting
from lessons.web.routes import FORMS, routes_of
from lessons.web.serve import error_response
from lessons.web.site import site_of
from lessons.web.sql_switch import with_origin
from lessons.web.stoppable import with_cells

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator

log = logging.getLogger("lessons.web")
F = TypeVar("F", bound="Callable[..., Any]")


def hook(function: F) -> F:
    """Mark a function as the hook of its name; a version of Datasette that does not know the hook passes over it."""
    hookimpl(function, optionalhook=True)
    return function


def last(function: F) -> F:
    """Mark a function as a hook whose answer is asked for last, and so beats those before."""
    hookimpl(function, optionalhook=True, trylast=True)
    return function


def around(function: F) -> F:
    """Mark a function as a hook that sees what all others of its name answer, and may change it."""
    hookimpl(function, optionalhook=True, hookwrapper=True)
    return function


@hook
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:
    """Return the addresses of the site; none when no database is ours."""
    site = site_of(datasette)
    return routes_of(site) if site else []


@hook
def startup(datasette: Any) -> Callable[[], Awaitable[None]] | None:
    """Open the database before the first reader comes."""
    site = site_of(datasette)
    if site is None:
        return None

    async def prepare() -> None:
        for name in hosts.wrong((datasette.plugin_config("lessons") or {}).get("hosts")):
            log.error("plugins: lessons: hosts: %s", hosts.NOT_A_NAME.format(name))
        wrong = sql_switch.complaint(datasette.plugin_config("lessons"))
        if wrong:
            log.error("%s", wrong)
        for complaint in ask.complaints(datasette.plugin_config("lessons")):
            log.error("%s", complaint)
        settings = datasette.plugin_config("lessons")
        for complaint in sign_in.complaints(settings):
            log.error("%s", complaint)
        compile_templates(datasette)
        await table_metadata.fill(site)
        if sign_in.sign_in_of(settings) and await access.allowed(datasette, None, "view-database", site.name):
            log.error("plugins: lessons: sign_in: everybody may read the library without it; say who may with `allow`")
        try:
            await site.current.snapshot()
        except LessonsError as error:
            log.error("%s", error)

    return prepare


def compile_templates(datasette: Any) -> None:
    """Compile the templates of our pages, which takes long enough for other readers to notice, before there are any."""
    environment = environment_of(datasette)
    for name in environment.list_templates(filter_func=lambda name: name.startswith("lessons/")):
        try:
            environment.get_template(name)
        except TemplateError as error:
            # One that an operator put in the place of ours: the other pages are none the worse for it.
            log.error("the template %s cannot be used: %s", name, error)


@hook
def shutdown(datasette: Any) -> None:
    """Stop our threads and close our connections (Datasette 1.0 tells us when)."""
    site = site_of(datasette)
    if site:
        site.close()


@hook
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Return a wrapper around every request; it does nothing when no database is ours.

    From the outside: the access log, who may read it elsewhere, how long it may be kept, security headers, compression, the host's name, what may not
    be written, then Datasette.
    """
    site = site_of(datasette)
    if site is None:
        return lambda app: app
    prefix, base = site.native, str(datasette.urls.path("/"))

    def wrap(app: Any) -> Any:
        bodies = Bodies()
        app = closing.with_closed_pages(up_to_date(with_cells(with_origin(app)), prefix, site.current), site)
        app = Posting(security.read_only(own_download(app, site), prefix), FORMS, site.workers, base, bodies)
        app = with_gate(app, site, base, bodies)
        app = hosts.checked(app, site.names, base)
        app = keeping.briefly_kept(security.with_headers(compressed(app)), base)
        return logged(readable_elsewhere(app, site), site)

    return wrap


@hook
def register_mcp_tools(datasette: Any, mcp: Any) -> None:
    """Give assistants our tools, where the plugin datasette-mcp is installed."""
    site = site_of(datasette)
    if site is None:
        return
    # It needs what the plugin brings.
    from lessons.web.assistants.tools import Tools

    Tools(site).register(mcp)
    site.mcp = mcp


@hook
def render_cell(datasette: Any, database: str) -> Awaitable[None] | None:
    """Leave each cell of Datasette's pages to others, after a pause when one is due."""
    site = site_of(datasette)
    return site.pauses.due() if site and database == site.name else None


@hook
def skip_csrf(scope: dict[str, Any]) -> bool:
    """Take JSON without a form's token (Datasette 0.65): no page of another site can send it, and its origin was looked at."""
    post = scope.get(SCOPE)
    return post is not None and post.json


@hook
def extra_template_vars(datasette: Any, template: str) -> dict[str, Any]:
    """Return the site's header for Datasette's own pages; ours bring their own."""
    site = site_of(datasette)
    if site is None or str(template).startswith("lessons/"):
        return {}
    served = site.current.served
    return {"lessons_header": frame.native_header(datasette.urls.path, served.build.audience if served else None)}


@hook
def get_metadata(datasette: Any, key: str | None, database: str | None, table: str | None) -> dict[str, Any]:
    """Return what is said of our tables, whatever their database is called (Datasette 0.65)."""
    # Most of what it asks on every request, such as who may see the server, is about no database, and none of this.
    site = site_of(datasette) if database or key in (None, "databases") else None
    return table_metadata.for_stable(site, key, table) if site else {}


@hook
def extra_css_urls(datasette: Any, template: str) -> list[str]:
    """Return the style of the site's header on Datasette's own pages."""
    ours = site_of(datasette) is None or str(template).startswith("lessons/")
    return [] if ours else [assets.path_of("native.css")]


@hook
def forbidden(datasette: Any, request: Any, message: str) -> Callable[[], Awaitable[Any]] | None:
    """Answer in the site's words when a reader may not see a page."""
    site = site_of(datasette)
    if site is None:
        return None
    off = message == sql_switch.ACTION and not sql_switch.offered(site.config)
    page = errors.sql_off(datasette.urls.path) if off else errors.forbidden()
    return lambda: error_response(site, page, request)


@hook
def actor_from_request(datasette: Any, request: Any) -> dict[str, str] | None:
    """Return who is signed in as a proxy says, where that proxy is to be believed."""
    site = site_of(datasette)
    return sign_in.actor_of(sign_in.sign_in_of(datasette.plugin_config("lessons")), request.scope) if site else None


@last
def permission_allowed(datasette: Any, actor: Any, action: str, resource: Any) -> Awaitable[bool | None] | None:
    """Deny what Datasette's own pages may not show or run here (Datasette 0.65)."""
    site = site_of(datasette)
    return closing.denied(site, actor, action, resource) if site else None


@hook
def permission_resources_sql(datasette: Any, actor: Any, action: str) -> Awaitable[list[Any]] | None:
    """Deny what Datasette's own pages may not show or run here (Datasette 1.0)."""
    site = site_of(datasette)
    return closing.denying_rules(site, actor, action) if site else None


@around
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Generator[None, Any, None]:
    """Answer in the site's words when there is no such page, or a fault of ours; Datasette's messages about SQL stay: analysts need them."""
    outcome = yield
    site = site_of(datasette)
    missing = isinstance(exception, NotFound)
    if site is None or (hasattr(exception, "status") and not missing):
        return
    page = errors.missing() if missing else errors.failed()
    answers = outcome.get_result()
    own = [answer for answer in answers if getattr(answer, "__module__", "") == "datasette.handle_exception"]
    # Datasette runs every handler, and its own writes to the log: the traceback of a fault, and where `rich` is installed of a missing page, too.
    others = [answer for answer in answers if answer not in own]
    outcome.force_result([*others, lambda: error_response(site, page, request), *([] if missing else own)])
