"""What says only that nothing is known ("n/a", "TBC") becomes `not-stated`, or goes where the field can be left out."""

from __future__ import annotations

from collections.abc import Iterator

from lessons.authoring.fixes.edits import Edit, field_line, front_line, front_value
from lessons.checks import not_known
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.record.refusing import LEAVE_OUT


def edits(entry: Entry, collection: Collection) -> Iterator[Edit]:
    """Yield an edit for each value that says nothing."""
    lines = entry.text.split("\n")
    for scalar, right in not_known.in_front_matter(entry, collection):
        edit = front_line(lines, scalar) if right == LEAVE_OUT else front_value(lines, scalar, right)
        if edit is not None:
            yield edit
    for _, value in not_known.in_lessons(entry, collection):
        edit = field_line(lines, value)
        if edit is not None:
            yield edit
