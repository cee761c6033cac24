"""Spaces and tabs at the ends of lines are taken away, but not where two of them break the line in Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from lessons.authoring.fixes.edits import Edit, replacement
from lessons.entries import Entry
from lessons.entries.collection import Collection


def edits(entry: Entry, collection: Collection) -> Iterator[Edit]:
    """Yield an edit for each line that ends with spaces for nothing."""
    lines = entry.text.split("\n")
    text_begins = next((number for number, line in enumerate(lines[1:], 2) if line.rstrip() == "---"), 0)
    for number, line in enumerate(lines, 1):
        bare = line.rstrip(" \t")
        breaks = number > text_begins and line.endswith("  ") and number < len(lines) and lines[number].strip()
        if bare != line and not (bare and breaks):
            yield replacement(number, len(bare), line[len(bare) :], "")
