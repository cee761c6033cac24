"""Pages for what is not there, was withdrawn, is not allowed, or went wrong: in words, with a way on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lessons.web.answers import Data, Page
from lessons.workers.limits import Busy

if TYPE_CHECKING:
    from collections.abc import Callable

REFUSED = {403: "This was not accepted", 413: "This is too long", 503: "The site is busy"}
NOT_KEPT = {"cache-control": "no-store"}


def missing() -> Page:
    """Return the page for an address that leads nowhere."""
    return Page(
        "error.html",
        "Page not found",
        {
            "heading": "Page not found",
            "paragraphs": (
                "If you typed the address, check that it is correct.",
                "If you followed a link, the page may have been renamed. A search is the quickest way to find it.",
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
        "This page was withdrawn",
        {
            "heading": "This page was withdrawn",
            "paragraphs": (
                "The review or lesson that used to be here has been withdrawn by the people who run this library. "
                "Its text is no longer available.",
                "Other reviews may deal with the same subject.",
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
        "You do not have access to this page",
        {
            "heading": "You do not have access to this page",
            "paragraphs": ("Sign in if you have an account, or ask whoever runs this site.",),
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
        "SQL is switched off on this site",
        {
            "heading": "SQL is switched off on this site",
            "paragraphs": (
                "The people who run this site have not opened it to readers’ queries.",
                f"The tables are described at {path('/data')}. If the database can be downloaded there, "
                "you can run any query on your own computer.",
            ),
        },
        status=403,
        indexed=False,
        kept=False,
        headers=NOT_KEPT,
    )


def refused(status: int, sentence: str) -> Page:
    """Return the page for what was sent with a form and not taken, for the reason that the sentence gives."""
    heading = REFUSED.get(status, "This could not be read")
    return Page(
        "error.html",
        heading,
        {
            "heading": heading,
            "paragraphs": (
                sentence,
                "Nothing was saved. If you go back in your browser, what you typed should still be there.",
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
        "The library is not available at the moment",
        {
            "heading": "The library is not available at the moment",
            "paragraphs": (
                "Please try again in a few minutes.",
                "If you run this site, its log says why the database cannot be served.",
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
        "Sorry, there is a problem with the service",
        {
            "heading": "Sorry, there is a problem with the service",
            "paragraphs": (
                "Try again later. The error has been written to the log of this site.",
                "The help page says what the site can do and who to ask.",
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
