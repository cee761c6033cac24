"""Dates exist, and periods end after they begin.

What is right: 1998, 1998-04 or 1998-04-17, as precise as it is known; `date` may be `not-stated`. `due` of a lesson
is such a date too.

Why: reviews are sorted and filtered by date, and a date that does not exist is a slip of the keyboard.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic_core import PydanticCustomError

from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem
from lessons.record.types import PartialDate

ID = "dates"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each ``due`` that is no date; those of the front matter were found by reading."""
    for lesson in entry.body.lessons:
        for due in lesson.values("due"):
            try:
                PartialDate.parse(due.text)
            except PydanticCustomError as error:
                yield Problem(due.value_place, f"Due: {error.message()}", ID)
