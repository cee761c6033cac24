"""Files are UTF-8 text.

What is right: save the file as UTF-8 (with or without byte-order mark), with any kind of line end.

Why: in any other encoding, letters with accents turn into others.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.collection import Collection
from lessons.checks.faults import of
from lessons.entries import Entry
from lessons.problems import Problem

ID = "encoding"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield what reading the file found."""
    yield from of(entry, ID)
