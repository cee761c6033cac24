"""Dates exist, and periods end after they begin.

What is right: 1998, 1998-04 or 1998-04-17, as precise as it is known; `date` may be `not-stated`. The same
forms hold for `Due` and `Respond by` in a lesson. `published` is not later than today: what is in the future has not been published yet.

Why: reviews are sorted and filtered by date, and a date that does not exist is a typing mistake.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

from pydantic_core import PydanticCustomError

from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem
from lessons.record.outline import DATES
from lessons.record.types import PartialDate

ID = "dates"
# Where a day begins first: a writer there is not told that today is still to come.
_EAST = timezone(timedelta(hours=14))


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for a ``published`` that is to come, and for each date of a lesson that is none.

    What is no date in the front matter was found by reading.
    """
    record = entry.record or entry.use
    published = record.published if record else None
    if published and published.earliest > _today().isoformat():
        message = (
            f'published: found "{published}", which is in the future; write the day on which it was published, or leave it '
            "out: the day of its first published version in git is then used"
        )
        yield Problem(entry.place("published"), message, ID)
    for lesson in entry.body.lessons:
        for value in (value for value in lesson.fields if value.field.key in DATES):
            try:
                PartialDate.parse(value.text)
            except PydanticCustomError as error:
                yield Problem(value.value_place, f"{value.field.label}: {error.message()}", ID)


def _today() -> date:
    return datetime.now(_EAST).date()
