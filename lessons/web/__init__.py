"""The site: a Datasette plugin that serves our pages when one of the attached databases was made by ``lessons build``."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from datasette import hookimpl

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger("lessons.web")


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:
    """Return the addresses of the site; none when no database is ours."""
    from lessons.web.routes import routes_of
    from lessons.web.site import site_of

    site = site_of(datasette)
    return routes_of(site) if site else []
