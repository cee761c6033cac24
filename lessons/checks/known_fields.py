"""Only fields that the record knows may stand in the front matter.

What is right: the fields listed by `lessons schema`; five are required, the others optional.

Why: a misspelt field would be lost without a word. What has no field of its own belongs in the text.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.collection import Collection
from lessons.checks.faults import field_errors
from lessons.distance import Spellings
from lessons.entries import Entry
from lessons.field_types import shorten
from lessons.models import fields_at
from lessons.problems import Problem
from lessons.review import Review

ID = "known-fields"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each unknown field, with the one that was probably meant."""
    spellings: dict[tuple[str, ...], Spellings] = {}
    for error in field_errors(entry, ID):
        known = tuple(fields_at(Review, error.path[:-1]))
        name = error.name.casefold().replace("-", "_").replace(" ", "_")
        close = spellings.setdefault(known, Spellings(known, 0.6)).closest(name)
        where = next((f' in "{part}"' for part in reversed(error.path[:-1]) if isinstance(part, str)), "")
        hint = f', did you mean "{close}"?' if close else f"; known are: {', '.join(known)}"
        yield Problem(error.place, f'unknown field "{shorten(error.name)}"{where}{hint}', ID)
