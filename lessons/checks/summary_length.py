"""A summary in the front matter has at most 60 words.

What is right: two or three sentences: what was tried, how it turned out, what to take from it. Without the field,
the first paragraph of the section Summary is used.

Why: the summary is shown in lists and results, where longer text is cut off.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem

ID = "summary-length"
MAX_WORDS = 60


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for a summary that is too long."""
    for scalar in entry.scalars("summary"):
        words = len(scalar.text.split())
        if words > MAX_WORDS:
            yield Problem(
                scalar.place, f"the summary has {words} words; lists show at most {MAX_WORDS}; shorten it", ID
            )
