"""Links use http, https or mailto.

What is right: `https://…`, `http://…` or `mailto:…` in full.

Why: other kinds of address can run programs in the reader's browser or lead to places only the writer can reach.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.faults import field_errors
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem
from lessons.record.types import shorten
from lessons.text import markdown, sanitising

ID = "safe-links"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each address of another kind."""
    for error in field_errors(entry, ID):
        yield Problem(error.place, error.message, ID)
    for link in entry.body.links:
        scheme = markdown.scheme_of(link.address)
        if (scheme and scheme not in sanitising.URL_SCHEMES) or link.address.startswith(("//", "\\")):
            yield Problem(
                link.place,
                f'found the link "{shorten(link.address)}"; write an address that begins with https://, http:// or mailto:',
                ID,
            )
