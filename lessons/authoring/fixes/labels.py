"""Labels of a lesson's fields get their hyphen and their colon: `• Recommendation; Ask` is `- Recommendation: Ask`."""

from __future__ import annotations

from collections.abc import Iterator

from lessons.authoring.fixes.edits import Edit, replacement
from lessons.entries import Entry, labels
from lessons.entries.collection import Collection
from lessons.entries.lesson_fields import RULE


def edits(entry: Entry, collection: Collection) -> Iterator[Edit]:
    """Yield an edit for each line of a field that was reported for the way in which its label is written."""
    lines = entry.text.split("\n")
    for number in sorted({fault.place.line for fault in entry.faults if fault.rule == RULE}):
        line = lines[number - 1]
        right = labels.as_label(line)
        if right is not None and line[right[1] :].strip() and right[0] != line[: right[1]]:
            yield replacement(number, 0, line[: right[1]], right[0])
