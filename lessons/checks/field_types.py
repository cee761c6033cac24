"""Each field holds the kind of value it is declared with.

What is right: text in one value; a list with one `- value` a line (a single value counts as a list of one); numbers
plain, such as 35 or 4.5, with the unit in `unit` and "about" in `note`; countries and currencies as ISO codes.

Why: numbers and codes are compared and counted, and what looks like one number to people ("1,000") is another or
none to a program.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.collection import Collection
from lessons.checks.record_errors import of_rule
from lessons.entries import Entry
from lessons.errors_in_words import in_words
from lessons.problems import Problem

ID = "field-types"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each value of the wrong kind, named by its field."""
    for error, place in of_rule(entry, ID):
        name = next((str(part) for part in reversed(error["loc"]) if isinstance(part, str)), "front matter")
        yield Problem(place, f"{name}: {in_words(error)}", ID)
