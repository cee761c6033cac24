"""Dates in another form become 1998-04-17 or 1998-04, where only one day or month can be meant.

`3/4/1998` is left alone: it is a day in April or one in March.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from pydantic_core import PydanticCustomError

from lessons.authoring.fixes.edits import Edit, field_value, front_value
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.record.outline import DATES
from lessons.record.types import PartialDate

_FIELDS = (
    ("date",), ("published",), ("review_due",), ("period", "from"), ("period", "to"), ("reviewed", "on"), ("source_system", "imported"),
)  # fmt: skip
_MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
}
_MONTHS["sept"] = 9
_WORD = "|".join(sorted(_MONTHS, key=len, reverse=True))
_FORMS = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?(?:[T ]\d\d:\d\d.*)?"),
    re.compile(
        rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<month>{_WORD})\.?,?\s+(?P<year>\d{{4}})", re.IGNORECASE
    ),
    re.compile(rf"(?P<month>{_WORD})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})", re.IGNORECASE),
)


def edits(entry: Entry, collection: Collection) -> Iterator[Edit]:
    """Yield an edit for each date whose meaning is certain and whose form is not."""
    lines = entry.text.split("\n")
    for path in _FIELDS:
        for scalar in entry.scalars(*path):
            new = iso_date(scalar.text)
            edit = front_value(lines, scalar, new) if new else None
            if edit is not None:
                yield edit
    for lesson in entry.body.lessons:
        for value in (value for value in lesson.fields if value.field.key in DATES):
            new = iso_date(value.text)
            edit = field_value(lines, value, value.text, new) if new else None
            if edit is not None:
                yield edit


def iso_date(text: str) -> str | None:
    """Return the date in the right form, or ``None`` when it is right already or its meaning is not certain."""
    match = next((match for form in _FORMS if (match := form.fullmatch(text.strip()))), None)
    if match is None:
        return None
    month = match["month"]
    parts = [match["year"], f"{int(month) if month.isdigit() else _MONTHS[month.lower()]:02}"]
    if match["day"]:
        parts.append(f"{int(match['day']):02}")
    new = "-".join(parts)
    try:
        PartialDate.parse(new)
    except PydanticCustomError:
        return None
    return new if new != text else None
