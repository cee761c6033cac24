"""Links, and the addresses of searches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lessons.search.model import Request
    from lessons.web.ask import Addresses

# The parameter by which a lesson or review page knows the search one came from.
CAME_FROM = "results"


@dataclass(frozen=True)
class Link:
    """A link: what it says, where it leads, and a note in words beside it."""

    text: str
    href: str
    note: str | None = None


def search_href(addresses: Addresses, request: Request, suffix: str = "", **changes: Any) -> str:
    """Return the address of ``request`` with some of its fields changed; any change leads to the first page."""
    changes.setdefault("page", 1)
    return addresses.path(f"/search{suffix}", replace(request, problems={}, **changes).to_params())


def term_href(addresses: Addresses, facet: str, value: str) -> str:
    """Return the address of the results that have one facet value."""
    return addresses.path("/search", [(facet, value)])


def toggled(request: Request, facet: str, value: str) -> dict[str, tuple[str, ...]]:
    """Return the filters of ``request`` without the value if it is chosen, with it if not."""
    chosen = request.filters.get(facet, ())
    values = tuple(v for v in chosen if v != value) if value in chosen else (*chosen, value)
    filters = {**request.filters, facet: values}
    return {name: kept for name, kept in filters.items() if kept}
