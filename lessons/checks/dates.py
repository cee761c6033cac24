"""Dates exist, and periods end after they begin.

What is right: 1998, 1998-04 or 1998-04-17, as precise as it is known; `date` may be `not-stated`. The same
forms hold for `Due` and `Respond by` in a lesson. `date`, `published`, `on` of a review that was reviewed and `imported` are not later than
today: what is in the future has not happened yet. A period that ends in the future is advice: while the work continues, `to` is left out.

Why: reviews are sorted and filtered by date, a date that does not exist is a typing mistake, and one in the future would be the newest of all.
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
_END = ("period", "to")
_LIKELY = "most likely a digit is wrong"
# What has happened when it is written down, and what is right where it has not.
_PAST: dict[tuple[str, ...], str] = {
    ("date",): _LIKELY,
    (
        "published",
    ): "write the day on which it was published, or leave it out: the day of its first published version in git is then used",
    ("period", "from"): _LIKELY,
    _END: "leave it out while the work continues",
    ("reviewed", "on"): _LIKELY,
    ("source_system", "imported"): _LIKELY,
}
# Where a day begins first: a writer there is not told that today is still to come.
_EAST = timezone(timedelta(hours=14))


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each date of what happened that is to come, and for each date of a lesson that is none.

    What is no date in the front matter was found by reading. The day is looked at here and never where a database is written.
    """
    today = _today().isoformat()
    for path, right in _PAST.items():
        for scalar in entry.scalars(*path):
            if _earliest(scalar.text) > today:
                message = f'{path[-1]}: found "{scalar.text}", which is in the future; {right}'
                yield Problem(scalar.place, message, ID, "advice" if path == _END else "error")
    for lesson in entry.body.lessons:
        for value in (value for value in lesson.fields if value.field.key in DATES):
            try:
                PartialDate.parse(value.text)
            except PydanticCustomError as error:
                yield Problem(value.value_place, f"{value.field.label}: {error.message()}", ID)


def _earliest(text: str) -> str:
    """Return the first day that a date can mean; of what is none, nothing, since that has been reported."""
    try:
        return PartialDate.parse(text).earliest
    except PydanticCustomError:
        return ""


def _today() -> date:
    return datetime.now(_EAST).date()
