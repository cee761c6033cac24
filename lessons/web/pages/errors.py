"""Pages for what is not there, was withdrawn, is not allowed, or went wrong: in words, with a way on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lessons.web.answers import Data, Page
from lessons.words import gettext
from lessons.workers.limits import Busy

if TYPE_CHECKING:
    from collections.abc import Callable

REFUSED = {403: "errors.refused.403", 413: "errors.refused.413", 503: "errors.refused.503"}
NOT_KEPT = {"cache-control": "no-store"}


def missing() -> Page:
    """Return the page for an address that leads nowhere."""
    return Page(
        "error.html",
        gettext("errors.missing.heading"),
        {
            "heading": gettext("errors.missing.heading"),
            "paragraphs": (
                gettext("errors.missing.address"),
                gettext("errors.missing.link"),
            ),
        },
        status=404,
        indexed=False,
        kept=False,
        headers=NOT_KEPT,
    )


def gone() -> Page:
    """Return the page for a review or lesson that was withdrawn."""
    return Page(
        "error.html",
        gettext("errors.gone.heading"),
        {
            "heading": gettext("errors.gone.heading"),
            "paragraphs": (
                gettext("errors.gone.text"),
                gettext("errors.gone.others"),
            ),
        },
        status=410,
        indexed=False,
        kept=False,
        headers=NOT_KEPT,
    )


def forbidden() -> Page:
    """Return the page for a reader who may not see this library."""
    return Page(
        "error.html",
        gettext("errors.forbidden.heading"),
        {
            "heading": gettext("errors.forbidden.heading"),
            "paragraphs": (gettext("errors.forbidden.sign_in"),),
        },
        status=403,
        search_box=False,
        indexed=False,
        kept=False,
        headers=NOT_KEPT,
    )


def sql_off(path: Callable[[str], str]) -> Page:
    """Return the page for a reader who asks with SQL where that is switched off; ``path`` writes an address."""
    return Page(
        "error.html",
        gettext("errors.sql_off.heading"),
        {
            "heading": gettext("errors.sql_off.heading"),
            "paragraphs": (
                gettext("errors.sql_off.whose"),
                gettext("errors.sql_off.data", address=path("/data")),
            ),
        },
        status=403,
        indexed=False,
        kept=False,
        headers=NOT_KEPT,
    )


def refused(status: int, sentence: str) -> Page:
    """Return the page for what was sent with a form and not taken, for the reason that the sentence gives."""
    heading = gettext(REFUSED.get(status, "errors.refused.unreadable"))
    return Page(
        "error.html",
        heading,
        {
            "heading": heading,
            "paragraphs": (
                sentence,
                gettext("errors.refused.nothing_saved"),
            ),
        },
        status=status,
        description=sentence,
        indexed=False,
        kept=False,
        headers=NOT_KEPT,
    )


def nothing_to_serve() -> Page:
    """Return the page for a site whose database cannot be read, or may not be shown; the log says why."""
    return Page(
        "error.html",
        gettext("errors.nothing_to_serve.heading"),
        {
            "heading": gettext("errors.nothing_to_serve.heading"),
            "paragraphs": (
                gettext("errors.nothing_to_serve.later"),
                gettext("errors.nothing_to_serve.log"),
            ),
        },
        status=503,
        search_box=False,
        indexed=False,
        kept=False,
        headers={**NOT_KEPT, "retry-after": "60"},
    )


def failed() -> Page:
    """Return the page for a fault of ours; the log holds what happened."""
    return Page(
        "error.html",
        gettext("errors.failed.heading"),
        {
            "heading": gettext("errors.failed.heading"),
            "paragraphs": (
                gettext("errors.failed.later"),
                gettext("errors.failed.help"),
            ),
        },
        status=500,
        indexed=False,
        kept=False,
        headers=NOT_KEPT,
    )


def busy(path: str) -> Data:
    """Return that others are being answered just now, in JSON at an address of JSON."""
    if not path.endswith(".json"):
        return Data(f"{Busy.words}\n", "text/plain; charset=utf-8", status=503, kept=False)
    body = {"ok": False, "status": 503, "error": Busy.words}
    return Data(json.dumps(body), "application/json; charset=utf-8", status=503, kept=False)
