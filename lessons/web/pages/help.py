"""Help in plain words, with accessibility and privacy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.web.answers import Page

if TYPE_CHECKING:
    from lessons.web.answers import Answer, Reader
    from lessons.web.ask import Ask


def help_page(reader: Reader, ask: Ask) -> Answer:
    """Return the help page."""
    del reader
    path = ask.addresses.path
    return Page(
        "help.html",
        "Help",
        {
            "links": {name: path(f"/{name}") for name in ("search", "browse", "reviews", "outcomes", "data")},
            "example": path("/search", [("q", '"opt out" -recycling')]),
            "repository": ask.config.repository,
            "schema": path("/schema.json"),
        },
        canonical="/help",
        section="/help",
    )
