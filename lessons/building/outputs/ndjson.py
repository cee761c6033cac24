"""One review a line as JSON: its front matter, sections and lessons as data, and its Markdown as written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lessons.building.outputs.tables import Exported
from lessons.entries import CheckedEntry
from lessons.entries.body import Lesson
from lessons.text import nodes


def files(exported: Exported) -> Iterator[tuple[str, str]]:
    """Yield the one file, whose lines are in the order of the reviews' ids."""
    entries = sorted(exported.selection.entries, key=lambda entry: entry.id)
    lines = (json.dumps(_review(entry, exported.paths[entry.id]), ensure_ascii=False) for entry in entries)
    yield "lessons.ndjson", "".join(f"{line}\n" for line in lines)


def _review(entry: CheckedEntry, path: str) -> dict[str, Any]:
    return {
        "id": entry.id,
        "path": path,
        "fields": nodes.data(entry.front),
        "sections": [
            {"heading": section.heading, "text": section.text} for section in entry.body.sections if section.text
        ],
        "lessons": [_lesson(entry, lesson) for lesson in entry.body.lessons],
        "markdown": entry.text,
    }


def _lesson(entry: CheckedEntry, lesson: Lesson) -> dict[str, Any]:
    fields: dict[str, list[str]] = {}
    for value in lesson.fields:
        fields.setdefault(value.field.key, []).append(value.text)
    return {
        "id": f"{entry.id}#{lesson.get('id')}",
        "statement": lesson.statement,
        "text": lesson.text,
        **{key: values if len(values) > 1 else values[0] for key, values in fields.items() if key != "id"},
    }
