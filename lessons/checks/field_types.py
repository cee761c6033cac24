"""Each field holds the kind of value it is declared with.

What is right: text in one value; a list with one `- value` a line (a single value counts as a list of one); numbers
plain, such as 35 or 4.5, with the unit in `unit` and "about" in `note`; countries and currencies as ISO codes.

Why: numbers and codes are compared and counted, and what looks like one number to people ("1,000") is another or
none to a program.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.collection import Collection
from lessons.checks.faults import field_errors
from lessons.entries import Entry
from lessons.problems import Problem

ID = "field-types"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each value of the wrong kind, named by its field."""
    for error in field_errors(entry, ID):
        yield Problem(error.place, f"{error.name}: {error.message}", ID)
