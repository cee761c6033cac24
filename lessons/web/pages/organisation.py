"""One organisation: its other names and its reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.library import reviews as review_library
from lessons.library import vocabulary as library
from lessons.web.answers import Answer, Missing, Page, Redirect
from lessons.web.ask import within
from lessons.web.pages.browse import crumbs
from lessons.web.pages.reviews import PAGE_SIZE, page_number
from lessons.web.presenters.links import Link, term_href
from lessons.web.presenters.numbers import counted
from lessons.web.presenters.paging import paging
from lessons.web.presenters.review import card

if TYPE_CHECKING:
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask


def all_organisations(reader: SiteReader, ask: Ask) -> Answer:
    """Lead to the list of organisations."""
    del reader, ask
    return Redirect(within("browse", "organisation"), status=301)


def organisation_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the page of one organisation."""
    found = library.organisation(reader.connection, ask.variables["organisation"])
    if found is None:
        return Missing()
    number, pages = page_number(ask), max(1, -(-found.review_count // PAGE_SIZE))
    own = within("organisations", found.id)
    if number > pages:
        return Redirect(own)
    path = ask.addresses.path
    cards = review_library.of_organisation(reader.connection, found.id, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    return Page(
        "organisation.html",
        found.name + (f" (page {number} of {pages})" if pages > 1 else ""),
        {
            "name": found.name,
            "variants": library.variants(reader.connection, found.id),
            "count": counted(found.review_count, "review"),
            "cards": [
                card(item, reader.vocabulary, ask.addresses, counted(item.lesson_count, "lesson")) for item in cards
            ],
            "first": (number - 1) * PAGE_SIZE + 1,
            "lessons": term_href(ask.addresses, "organisation", found.id),
            "paging": paging(number, pages, lambda n: path(own, [("page", str(n))] if n > 1 else [])),
            "crumbs": crumbs(ask, Link("Organisations", path(within("browse", "organisation")))),
        },
        canonical=own if number == 1 else None,
        section="/browse",
    )
