"""An outcome has at least one figure, and says which direction is better.

What is right: `measure`, `better` (lower or higher), and at least one of `baseline`, `target`, `result`, as plain
numbers. A finding without numbers belongs in the text.

Why: readers compare outcomes over reviews; a measure without a figure, or a figure without a direction, cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.collection import Collection
from lessons.checks.faults import field_errors
from lessons.entries import Entry
from lessons.problems import Problem

ID = "outcomes"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each outcome without a figure."""
    for error in field_errors(entry, ID):
        yield Problem(error.place, error.message, ID)
