"""One sanitiser: what HTML of a text may hold, whoever made it."""

from __future__ import annotations

import nh3

from lessons.text.tokens import SCROLLED

URL_SCHEMES = frozenset({"http", "https", "mailto"})
TAGS = frozenset(
    [
        "a",
        "blockquote",
        "br",
        "code",
        "del",
        "div",
        "em",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "strong",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_ATTRIBUTES = {
    # Ids are those of footnotes: text has no attributes of its own.
    "a": {"href", "title", "id", "aria-label"},
    "li": {"id"},
    "ol": {"start"},
    "code": {"class"},
    "div": set(SCROLLED),
    "td": {"class"},
    "th": {"class", "scope"},
}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


def _cleaner(headings: set[str]) -> nh3.Cleaner:
    """Return the sanitiser, made once: making it takes longer than using it on a paragraph. ``headings`` may have an id."""
    return nh3.Cleaner(
        tags=set(TAGS) | headings,
        attributes={**_ATTRIBUTES, **{tag: {"id"} for tag in headings}},
        url_schemes=set(URL_SCHEMES),
        link_rel="noopener noreferrer",
    )


_CLEANER, _PAGE_CLEANER = _cleaner(set()), _cleaner(_HEADINGS)


def sanitised(html: str, *, whole_page: bool = False) -> str:
    """Return HTML with nothing in it but what a review's text may have; a ``whole_page`` may have headings of all levels with ids."""
    return (_PAGE_CLEANER if whole_page else _CLEANER).clean(html).strip()
