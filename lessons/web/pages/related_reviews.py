"""The reviews beside a review: those that it or they state, and those that are most like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.library import reviews as library
from lessons.search.related import related
from lessons.web.presenters import review as present
from lessons.web.presenters.links import Link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lessons.library.reviews import StoredLink, StoredReview
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

RELATED = 5


def stated_links(reader: SiteReader, ask: Ask, review: StoredReview) -> list[present.Related]:
    """Return the reviews and lessons that the review, or another one of it, states as related or replaced.

    What both state of each other stands once.
    """
    own, others = linked(reader, review)
    theirs = {(link.kind, link.review_id) for link in others}
    mine = {(link.kind, link.review_id) for link in own}
    return [
        *(
            present.stated_link(link, ask.addresses, incoming=False, mutual=(link.kind, link.review_id) in theirs)
            for link in own
        ),
        *(
            present.stated_link(link, ask.addresses, incoming=True)
            for link in others
            if (link.kind, link.review_id) not in mine
        ),
    ]


def linked(reader: SiteReader, review: StoredReview) -> tuple[list[StoredLink], list[StoredLink]]:
    """Return the links that a review states, and those that others state to it."""
    return library.links_from(reader.connection, review.id), library.links_to(reader.connection, review.id)


def alike(reader: SiteReader, ask: Ask, review: StoredReview) -> Iterator[present.Related]:
    """Yield the reviews that are nearest to a review, but for those that are linked to it."""
    known = {link.review_id for links in linked(reader, review) for link in links}
    for item in related(reader.connection, reader.index, "reviews", review.id, RELATED):
        if item.id not in known:
            yield present.Related(Link(item.title, ask.addresses.path(f"/reviews/{item.id}")), item.reason)
