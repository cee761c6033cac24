"""The reviews beside a review: those that it or they state, and those that are most like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.library import reviews as library
from lessons.search.related import related
from lessons.web.presenters import review as present
from lessons.web.presenters.links import Link
from lessons.web.shortlist import pairs_of
from lessons.words import ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lessons.library.reviews import StoredLink, StoredReview
    from lessons.search.related import Neighbour
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

RELATED = 5


def beside(reader: SiteReader, ask: Ask, review: StoredReview, near: Sequence[Neighbour]) -> Link | None:
    """Return the link to the review side by side with those that it is linked to and those that are nearest to it."""
    known = [link.review_id for links in linked(reader, review) for link in links if link.review_id]
    others = [id_ for id_ in dict.fromkeys((*known, *(item.id for item in near))) if id_ != review.id][:RELATED]
    if not others:
        return None
    words = ngettext("review.compare", len(others), number=len(others))
    return Link(words, ask.addresses.path("/compare", pairs_of((review.id, *others))))


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


def nearest(reader: SiteReader, review: StoredReview) -> list[Neighbour]:
    """Return the reviews that are most like a review, in this order."""
    return related(reader.connection, reader.index, "reviews", review.id, RELATED)


def alike(reader: SiteReader, ask: Ask, review: StoredReview, near: Sequence[Neighbour]) -> Iterator[present.Related]:
    """Yield the reviews ``near`` a review, but for those that are linked to it."""
    known = {link.review_id for links in linked(reader, review) for link in links}
    for item in near:
        if item.id not in known:
            yield present.Related(Link(item.title, ask.addresses.path(f"/reviews/{item.id}")), item.reason)
