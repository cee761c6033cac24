"""Dates of a lesson in another form become 1998-04-17 or 1998-04, where only one day or month can be meant.

`3/4/1998` is left alone: it is a day in April or one in March. Those of the front matter are fixed with its other values.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.authoring.fixes.edits import Edit, field_value
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.record import meant
from lessons.record.outline import DATES


def edits(entry: Entry, collection: Collection) -> Iterator[Edit]:
    """Yield an edit for each date whose meaning is certain and whose form is not."""
    lines = entry.text.split("\n")
    for lesson in entry.body.lessons:
        for value in (value for value in lesson.fields if value.field.key in DATES):
            new = meant.date(value.text)
            edit = field_value(lines, value, value.text, new) if new else None
            if edit is not None:
                yield edit
