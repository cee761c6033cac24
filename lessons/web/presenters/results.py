"""Results of a search as a reader sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from markupsafe import Markup

from lessons.web.presenters.dates import Date, date
from lessons.web.presenters.links import CAME_FROM, Link

if TYPE_CHECKING:
    from lessons.search.model import Hit, SearchPage
    from lessons.web.ask import Addresses


@dataclass(frozen=True)
class Result:
    """One result: the sentence as the link, an excerpt, then where it comes from.

    ``lesson`` is the best lesson of a review, ``review`` the review of a lesson.
    """

    title: str
    href: str
    excerpt: Markup
    review: Link | None
    lesson: Link | None
    organisation: str | None
    date: Date


def results(page: SearchPage, addresses: Addresses) -> tuple[Result, ...]:
    """Return the results of a page; their addresses remember the search, for the way back."""
    remembered = came_from(page)
    return tuple(result(hit, addresses, remembered) for hit in page.hits)


def came_from(page: SearchPage) -> tuple[tuple[str, str], ...]:
    """Return the parameter that leads back to this search; the plain list of everything needs none."""
    pairs = page.request.to_params()
    if not pairs:
        return ()
    return ((CAME_FROM, urlencode(pairs)),)


def result(hit: Hit, addresses: Addresses, remembered: tuple[tuple[str, str], ...]) -> Result:
    """Return one hit as shown. Its snippet is escaped HTML already: the search engine marks the words."""
    is_lesson = hit.type == "lesson"
    return Result(
        title=hit.statement if is_lesson else hit.title,
        href=addresses.path(hit.url, remembered),
        excerpt=Markup(hit.snippet),  # noqa: S704
        review=Link(hit.title, addresses.path(f"/reviews/{hit.review}")) if is_lesson else None,
        lesson=None
        if is_lesson or not hit.lesson_url
        else Link(hit.statement, addresses.path(hit.lesson_url, remembered)),
        organisation=hit.organisation,
        date=date(hit.date),
    )
