"""No placeholder is left: every `[write: …]` is replaced or deleted.

What is right: replace the whole mark, brackets included, with your own words; a line that you have nothing for
(an optional field of a lesson) is deleted. While the review is a draft, this is advice.

Why: a review that says "[write: the causes]" looks finished in a list and tells its reader nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Place, Problem
from lessons.record.scaffold import PLACEHOLDER

ID = "placeholders"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each mark of the blank that still stands in the entry."""
    if "[write: " not in entry.text:
        return  # as nearly always: looking at each line of all texts would be a seventh of what a build spends on checks
    severity = "advice" if entry.editorial_status == "draft" else "error"
    for number, line in enumerate(entry.text.split("\n"), 1):
        for mark in PLACEHOLDER.finditer(line):
            message = (
                f"still to be written: {mark.group(1).strip() or 'the text'}; replace `[write: …]` with your own words"
            )
            yield Problem(Place(entry.path, number, mark.start() + 1), message, ID, severity)
