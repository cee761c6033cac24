"""Links for contributors: where a review is edited, and where a correction is suggested."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from lessons.web.presenters.links import Link

if TYPE_CHECKING:
    from lessons.library.reviews import StoredReview
    from lessons.web.ask import Ask


def contribution_links(ask: Ask, review: StoredReview, path: str) -> tuple[Link, ...]:
    """Return "Edit this review" and "Suggest a correction"; none when no code host is configured."""
    config = ask.config
    if not config.repository:
        return ()
    file = quote(f"{config.branch}/{config.entries}/{review.path}")
    title = urlencode({"title": f"Correction: {review.title}", "body": f"About {ask.addresses.absolute(path)}\n\n"})
    return (
        Link("Edit this review", f"{config.repository}/edit/{file}"),
        Link("Suggest a correction", f"{config.repository}/issues/new?{title}"),
    )
