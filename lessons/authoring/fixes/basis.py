"""What older reviews say in prose of whose advice a lesson is becomes its Basis.

"The recommendation is drawn by the reviewer." is moved from the text into the field; where the sentence says more, such as from
which passage, the text stays as it is and the field is added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lessons.authoring.fixes.edits import Edit, insertion, replacement
from lessons.entries import Entry
from lessons.entries.body import Lesson
from lessons.entries.collection import Collection
from lessons.record.outline import field_for

_DRAWN = re.compile(r"\brecommendation\b[^.]*\b(?:is|are) drawn\b[^.]*\bby the reviewer\b", re.IGNORECASE)
# Alone in a sentence, wherever the lines are broken.
_SENTENCE = re.compile(
    r"(?:(?<=[.!?\n])|^)[ \t]*The\s+recommendation\s+is\s+drawn\s+by\s+the\s+reviewer\.", re.MULTILINE
)


def edits(entry: Entry, collection: Collection) -> Iterator[Edit]:
    """Yield the edits for each lesson whose prose says that its recommendation is the reviewer's, and that has no Basis."""
    lines = entry.text.split("\n")
    label = field_for("basis")
    for lesson in entry.body.lessons:
        if label is None or lesson.get(label.key) or label.key in lesson.misread or not lesson.fields:
            continue
        if _DRAWN.search(" ".join(lesson.text.split())):
            first = next(iter(lesson.values("recommendation")), lesson.fields[0]).place.line
            mark = re.match(r"\s*[-*+]\s+", lines[first - 1])
            yield insertion(first, f"{mark.group() if mark else '- '}{label.label}: reviewer")
            yield from _removed(lines, lesson)


def _removed(lines: list[str], lesson: Lesson) -> Iterator[Edit]:
    """Yield the edits, line by line, that take the bare sentence out of the lesson's prose."""
    start = lesson.place.line
    end = min(value.place.line for value in lesson.fields) - 1
    text = "\n".join(lines[start:end])
    match = _SENTENCE.search(text)
    if match is None:
        return
    at = 0
    for number, line in enumerate(lines[start:end], start + 1):
        first, last = max(match.start() - at, 0), min(match.end() - at, len(line))
        if first < last:
            yield replacement(number, first, line[first:last], "")
        at += len(line) + 1
