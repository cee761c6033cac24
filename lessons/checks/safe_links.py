"""Links use http, https or mailto.

What is right: `https://…`, `http://…` or `mailto:…` in full, with a host that can be read, a port, if any, from 0 to 65535, and no password.

Why: other kinds of address can run programs in the reader's browser or lead to places only the writer can reach.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.faults import field_errors
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.library import web_addresses
from lessons.problems import Problem
from lessons.record.types import shorten
from lessons.text import markdown, sanitising

ID = "safe-links"
_HOSTED = ("http", "https")


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
        elif scheme in _HOSTED and (wrong := web_addresses.fault(link.address)):
            yield Problem(link.place, f'found the link "{shorten(link.address)}"; {wrong}', ID)
