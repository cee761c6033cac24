"""One review or use a line as JSON: its front matter and text as data, and its Markdown as written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lessons.building.outputs.exported import Exported
from lessons.building.outputs.shared import Row
from lessons.entries.body import Lesson
from lessons.entries.checked import CheckedReview, CheckedUse
from lessons.text import nodes


def files(exported: Exported) -> Iterator[tuple[str, str]]:
    """Yield the one file: the reviews in the order of their ids, then the uses in the order of theirs.

    In a library of several units each says whose it is; within its text and fields, ids are those of its own unit.
    """
    entries = sorted(exported.selection.entries, key=lambda entry: entry.id)
    uses = sorted(exported.selection.uses, key=lambda use: use.id)
    records = [
        *(_review(entry, exported.paths[entry.id]) for entry in entries),
        *(_use(use, exported.paths[use.id]) for use in uses),
    ]
    units = {slug: _unit(row) for slug, row in exported.units.items()}
    if units:
        records = [{**record, "unit": units[record["id"].partition(":")[0]]} for record in records]
    yield "lessons.ndjson", "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records)


def wrote(path: Path) -> bool:
    """Return whether a file begins with a line as these are."""
    try:
        with path.open("rb") as stream:
            first = json.loads(stream.readline())
    except (ValueError, RecursionError):
        return False
    return isinstance(first, dict) and {"kind", "id", "path", "fields", "markdown"} <= first.keys()


def _unit(row: Row) -> dict[str, str]:
    named = ("id", "name", "licence", "address", "contact")
    return {name: row[name] for name in named if row[name]}


def _review(entry: CheckedReview, path: str) -> dict[str, Any]:
    return {
        "kind": "review",
        "id": entry.id,
        "path": path,
        "fields": nodes.data(entry.front),
        "sections": [
            {"heading": section.heading, "text": section.text} for section in entry.body.sections if section.text
        ],
        "lessons": [_lesson(entry, lesson) for lesson in entry.body.lessons],
        "markdown": entry.text,
    }


def _use(use: CheckedUse, path: str) -> dict[str, Any]:
    return {
        "kind": "use",
        "id": use.id,
        "path": path,
        "fields": nodes.data(use.front),
        "text": use.body.text,
        "markdown": use.text,
    }


def _lesson(entry: CheckedReview, lesson: Lesson) -> dict[str, Any]:
    fields: dict[str, list[str]] = {}
    for value in lesson.fields:
        fields.setdefault(value.field.key, []).append(value.text)
    return {
        "id": f"{entry.id}#{lesson.get('id')}",
        "statement": lesson.statement,
        "text": lesson.text,
        **{key: values if len(values) > 1 else values[0] for key, values in fields.items() if key != "id"},
    }
