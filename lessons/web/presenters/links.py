"""Links that presenters make: to what a page is about, back to the results, and to where it can be changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from lessons.search import Request
from lessons.web.presenters.code_host import file_address
from lessons.web.shortlist import MOST_IN_ADDRESS, PARAMETER, ids_of, pairs_of
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.web.ask import Addresses, Ask

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


def back_to_results(ask: Ask) -> Link | None:
    """Return the link to the search that the address remembers, or None when it remembers none.

    Only what a search understands comes through, so the link can lead nowhere else.
    """
    remembered = ask.first(CAME_FROM)
    if not remembered:
        return None
    pairs = parse_qsl(remembered)
    kept = pairs_of(ids_of(pairs)[:MOST_IN_ADDRESS])
    request = Request.from_params([pair for pair in pairs if pair[0] != PARAMETER])
    words = gettext("search.back.query", query=request.text[:60]) if request.text else gettext("search.back")
    return Link(words, ask.addresses.path("/search", [*request.to_params(), *kept]))


EDIT = {"review": "shared.edit.review", "use": "shared.edit.use"}


def contribution_links(ask: Ask, what: str, id_: str, file: str, lesson: str = "") -> tuple[Link, ...]:
    """Return gettext("shared.correct"), where the site can take one, and "Edit this review" where a code host is configured.

    ``what`` is review or use, ``file`` the path of its file inside the folder of entries, ``lesson`` the id of one lesson inside it.
    """
    about = [(what, id_), *([("lesson", lesson)] if lesson else [])]
    # A form needs a server that answers it.
    found = [] if ask.config.as_files else [Link(gettext("shared.correct"), ask.addresses.path("/correct", about))]
    if ask.config.repository:
        found.append(Link(gettext(EDIT[what]), file_address(ask.config, "edit", file)))
    return tuple(found)
