"""Text holds no characters that editors do not show.

What is right: delete the character at the place given (control characters, NUL, line separators of other systems).

Why: they come in by copying from other programs, and change what is read without being seen.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.collection import Collection
from lessons.checks.faults import of
from lessons.entries import Entry
from lessons.problems import Problem

ID = "hidden-characters"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield what reading the file found."""
    yield from of(entry, ID)
