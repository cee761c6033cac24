"""Lessons without an Id get one made from their sentence; an Id in other letters gets the right ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lessons.authoring.fixes.edits import Edit, field_value, insertion
from lessons.entries import Entry
from lessons.entries.body import Lesson
from lessons.entries.collection import Collection
from lessons.record.scaffold import PLACEHOLDER, lesson_id
from lessons.record.types import LESSON_ID
from lessons.record.vocabulary import ascii_slug

_HEADING = re.compile(r" {0,3}#{1,3}(?:\s|$)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def edits(entry: Entry, collection: Collection) -> Iterator[Edit]:
    """Yield an edit for each lesson whose Id is missing or malformed."""
    lines = entry.text.split("\n")
    taken = {value.text for lesson in entry.body.lessons for key in ("id", "formerly") for value in lesson.values(key)}
    for lesson in entry.body.lessons:
        written = lesson.values("id")
        if not written and lesson.statement and not _is_misread(lesson) and not PLACEHOLDER.search(lesson.statement):
            new = lesson_id(lesson.statement, taken)
            taken.add(new)
            yield _added(lines, lesson, new)
        elif len(written) == 1 and not LESSON_ID.fullmatch(written[0].text):
            new = ascii_slug(written[0].text)
            edit = field_value(lines, written[0], written[0].text, new)
            if LESSON_ID.fullmatch(new) and new not in taken and edit is not None:
                taken.add(new)
                yield edit


def _is_misread(lesson: Lesson) -> bool:
    """Return whether an Id is there that is not read as one, such as in a block of code: a second would stand beside it."""
    return "id" in lesson.misread or re.search(r"\bId[ \t]*[:：]", lesson.text) is not None


def _added(lines: list[str], lesson: Lesson, new: str) -> Edit:
    """Return the edit that writes the Id above the lesson's first field, or below its text where it has none."""
    if lesson.fields:
        first = min(value.place.line for value in lesson.fields)
        marker = re.match(r"\s*[-*+]\s+", lines[first - 1])
        return insertion(first, f"{marker.group() if marker else '- '}Id: {new}")
    end = _end(lines, lesson.place.line)
    gap = "" if not lines[end - 1].strip() else "\n"
    return insertion(end + 1, f"{gap}- Id: {new}")


def _end(lines: list[str], heading: int) -> int:
    """Return the last line of a lesson that has text, from 1; ``heading`` is the line of its heading."""
    last, fence = heading, ""
    for number in range(heading + 1, len(lines) + 1):
        line = lines[number - 1]
        mark = _FENCE.match(line)
        if mark and (not fence or mark.group(1).startswith(fence)):
            fence = "" if fence else mark.group(1)
        if not fence and _HEADING.match(line):
            break
        if line.strip():
            last = number
    return last
