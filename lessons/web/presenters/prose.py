"""Prose of reviews and lessons, as it may stand in a page."""

from __future__ import annotations

from markupsafe import Markup

# A table wider than the page; whoever has no mouse scrolls it with the arrow keys.
SCROLLED = '<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>'


def prose(html: str) -> Markup:
    """Return text that was sanitised when the database was built, its tables made to scroll inside themselves."""
    return Markup(html.replace("<table>", SCROLLED).replace("</table>", "</table></div>"))  # noqa: S704
