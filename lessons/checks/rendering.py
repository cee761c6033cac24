"""The text can be read in reasonable time.

What is right: ordinary prose. Long runs of brackets, asterisks or other marks take the Markdown reader very long.

Why: one file must not hold up everybody's build.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.collection import Collection
from lessons.checks.faults import of
from lessons.entries import Entry
from lessons.problems import Problem

ID = "rendering"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield what reading the file found."""
    yield from of(entry, ID)
