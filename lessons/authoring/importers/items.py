"""Several lessons of one record: from a list, from the lines of a text or from its bullets, each with an Id of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from lessons.authoring.importers.map_model import LessonMap
from lessons.authoring.importers.prose import bullets
from lessons.authoring.importers.rules import Values, texts
from lessons.record.types import LESSON_ID
from lessons.record.vocabulary import slugified
from lessons.record.writing import LessonText

# The column of the items of a list, or of a text, that are not records.
ITEM = "item"
_BULLET = re.compile(r"^\s*(?:[-*+•‣◦–]|\d{1,3}[.)])\s+")


def items_of(lesson: LessonMap, values: Values) -> list[Mapping[str, Any]]:
    """Return the items of a record that become lessons: records, or texts in the column ``item``.

    Where there are none, it is one item without values if the map says what to write then, else none.
    """
    each = lesson.each
    assert each is not None  # noqa: S101 - asked for by the caller
    found: list[Mapping[str, Any]] = []
    for column in (each.column or "", *each.fallback):
        cell = values.cell(column)
        for item in cell if isinstance(cell, list) else [cell]:
            if isinstance(item, Mapping):
                found.append(item)
                continue
            if each.bullets:
                parts = bullets("\n".join(texts(item)))
            else:
                parts = [part for text in texts(item) for part in (text.split(each.split) if each.split else [text])]
            found += [{ITEM: text} for part in parts if (text := _BULLET.sub("", part).strip())]
        if found:
            return found
    return [{}] if lesson.statement.otherwise is not None else []


def with_ids(lessons: Iterable[LessonText]) -> Iterator[LessonText]:
    """Yield the lessons, with a number behind an Id that an earlier one has."""
    taken: set[str] = set()
    for lesson in lessons:
        (label, first), *others = sorted(lesson.fields, key=lambda pair: pair[0] != "Id")
        free = next(one for number in count(1) if (one := first if number == 1 else f"{first}-{number}") not in taken)
        taken.add(free)
        yield LessonText(lesson.statement, lesson.prose, [(label, free), *others])


def id_from(statement: str) -> str:
    """Return the Id that a lesson's sentence gives."""
    made = slugified(statement).encode("ascii", "ignore").decode()[:40].strip("-")
    return made if LESSON_ID.fullmatch(made) else "lesson"
