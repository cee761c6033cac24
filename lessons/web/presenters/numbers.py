"""Numbers in words."""

from __future__ import annotations

from lessons.words import gettext, ngettext

# What is counted, with the messages for some of it and for none.
KINDS = {
    "lesson": ("counts.lesson", "counts.no_lesson"),
    "review": ("counts.review", "counts.no_review"),
    "result": ("counts.result", "counts.no_result"),
    "figure": ("counts.figure", "counts.no_figure"),
    "row": ("counts.row", "counts.no_row"),
    "value": ("counts.value", "counts.no_value"),
    "name": ("counts.name", "counts.no_name"),
    "term": ("counts.term", "counts.no_term"),
    "use": ("counts.use", "counts.no_use"),
    "place": ("counts.place", "counts.no_place"),
    "byte": ("counts.byte", "counts.no_byte"),
}


def thousands(number: int) -> str:
    """Return a whole number with a comma between thousands."""
    return f"{number:,}"


def counted(number: int, kind: str) -> str:
    """Return "44 lessons", "1 lesson" or "No lessons"; ``kind`` is one of ``KINDS``."""
    some, none = KINDS[kind]
    return ngettext(some, number, number=thousands(number)) if number else gettext(none)
