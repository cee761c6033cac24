"""The way back to the results that one came from."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from lessons.search import Request
from lessons.web.presenters.links import CAME_FROM, Link

if TYPE_CHECKING:
    from lessons.web.ask import Ask


def back_to_results(ask: Ask) -> Link | None:
    """Return the link to the search that the address remembers, or None when it remembers none.

    Only what a search understands comes through, so the link can lead nowhere else.
    """
    remembered = ask.first(CAME_FROM)
    if not remembered:
        return None
    request = Request.from_params(parse_qsl(remembered))
    words = f"Back to results for “{request.text[:60]}”" if request.text else "Back to results"
    return Link(words, ask.addresses.path("/search", request.to_params()))
