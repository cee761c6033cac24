"""A review has at most 1,000,000 bytes, its front matter at most 64,000.

What is right: a review is some pages of text; put appendices elsewhere and link to them.

Why: nobody reads more, and a file of that size is usually something else that got into the folder by mistake.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.collection import Collection
from lessons.checks.faults import of
from lessons.entries import Entry
from lessons.problems import Problem

ID = "size"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield what reading the file found."""
    yield from of(entry, ID)
