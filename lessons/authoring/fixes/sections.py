"""Sections under another accepted heading get the heading that readers know."""

from __future__ import annotations

from collections.abc import Iterator

from lessons.authoring.fixes.edits import Edit, replacement
from lessons.entries import Entry
from lessons.entries.collection import Collection


def edits(entry: Entry, collection: Collection) -> Iterator[Edit]:
    """Yield an edit for each heading that is an alias."""
    lines = entry.text.split("\n")
    for section in entry.body.sections:
        if section.kind is None or section.heading == section.kind.heading:
            continue
        line = lines[section.place.line - 1]
        if line.count(section.heading) == 1:
            yield replacement(section.place.line, line.index(section.heading), section.heading, section.kind.heading)
