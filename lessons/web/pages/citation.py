"""The citation of a review, a lesson or a use, in the formats of reference managers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.library import reviews as library
from lessons.library import uses as use_library
from lessons.web.answers import Answer, Data
from lessons.web.pages.lesson import found, not_here
from lessons.web.pages.review import elsewhere
from lessons.web.presenters.citation import lesson_citation, review_citation, use_citation
from lessons.web.presenters.citation_formats import WRITERS

if TYPE_CHECKING:
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask
    from lessons.web.presenters.citation import Citation


def review_as(reader: SiteReader, ask: Ask) -> Answer:
    """Return the citation of a review in the format that the address ends with."""
    suffix, review_id = suffix_of(ask), ask.variables["review"]
    review = library.review(reader.connection, review_id)
    if review is None:
        return elsewhere(reader, f"/reviews/{review_id}", suffix)
    return written(review_citation(review, ask.addresses), suffix)


def lesson_as(reader: SiteReader, ask: Ask) -> Answer:
    """Return the citation of a lesson in the format that the address ends with."""
    suffix, both = suffix_of(ask), found(reader, ask)
    if both is None:
        return not_here(reader, ask, suffix)
    return written(lesson_citation(*both, ask.addresses), suffix)


def use_as(reader: SiteReader, ask: Ask) -> Answer:
    """Return the citation of a use in the format that the address ends with."""
    suffix, use_id = suffix_of(ask), ask.variables["use"]
    use = use_library.use(reader.connection, use_id)
    if use is None:
        return elsewhere(reader, f"/uses/{use_id}", suffix)
    return written(use_citation(use, reader.build.name, ask.addresses), suffix)


def suffix_of(ask: Ask) -> str:
    """Return with which of the formats' suffixes the address ends."""
    return next(suffix for suffix in WRITERS if ask.path.endswith(suffix))


def written(citation: Citation, suffix: str) -> Data:
    """Return a citation as a file to be saved."""
    write, media_type = WRITERS[suffix]
    return Data(write(citation), media_type, citation.key.replace(":", "-") + suffix)
