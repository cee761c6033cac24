"""HTML that is not stored, since it follows from the plain text: most sections and lessons have nothing but paragraphs."""

from __future__ import annotations

# In the order in which they are replaced.
_WRITTEN = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": "</p>\n<p>"}


def paragraphs(text: str) -> str:
    """Return the HTML of a text that has nothing but paragraphs, one a line; empty for an empty text."""
    for character, written in _WRITTEN.items():
        text = text.replace(character, written)
    return f"<p>{text}</p>" if text else ""


def html_of(text: str, markup: str) -> str:
    """Return the SQL expression for HTML: the column ``markup`` where it has a value, else the :func:`paragraphs` of the column ``text``."""
    made = text
    for character, written in _WRITTEN.items():
        made = f"replace({made}, '{character}', '{written}')"
    return f"coalesce({markup}, CASE {text} WHEN '' THEN '' ELSE '<p>' || {made} || '</p>' END)"
