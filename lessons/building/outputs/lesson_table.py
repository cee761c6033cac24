"""One lesson a row with the facts of its review, as CSV for a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from lessons.building.outputs.tables import Exported
from lessons.entries import CheckedEntry
from lessons.entries.body import Lesson
from lessons.library.formats import safe
from lessons.record.outline import LESSON_FIELDS
from lessons.record.parts import Contributor
from lessons.record.review import Review, field_extra
from lessons.record.scaffold import record_in

# Between the values of a list; a semicolon is rarer in our texts than a comma.
BETWEEN = "; "
_OWN = tuple(field.key for field in LESSON_FIELDS if field.key != "id")


def files(exported: Exported) -> Iterator[tuple[str, str]]:
    """Yield the one file. Records within a review, such as outcomes, are not in it; the data package holds them."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns())
    for entry in sorted(exported.selection.entries, key=lambda entry: entry.id):
        for lesson in entry.body.lessons:
            writer.writerow([safe(cell) for cell in _row(entry, lesson)])
    yield "lessons.csv", text.getvalue()


def columns() -> tuple[str, ...]:
    """Return the names of the columns: the lesson's own, then those of its review."""
    return ("lesson", "statement", *_OWN, "text", "review", *(f"review_{name}" for name in _review_fields()))


def _review_fields() -> list[str]:
    """Return the fields of a review that hold a value or a list of values, and no record but one that may be a text alone."""
    return [
        name
        for name, field in Review.model_fields.items()
        if record_in(field.annotation) is None or field_extra(name).get("plain")
    ]


def _row(entry: CheckedEntry, lesson: Lesson) -> Iterator[str]:
    yield f"{entry.id}#{lesson.get('id')}"
    yield lesson.statement
    for key in _OWN:
        yield BETWEEN.join(value.text for value in lesson.values(key))
    yield lesson.text
    yield entry.id
    record = entry.record
    for name in _review_fields():
        yield _cell(getattr(record, name))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Contributor):
        return value.role
    return BETWEEN.join(map(_cell, value)) if isinstance(value, list) else str(value)
