"""The lines of `---` around the front matter are written where they are missing, or are dashes that a word processor made of them."""

from __future__ import annotations

from collections.abc import Iterator

from lessons.authoring.fixes.edits import Edit, insertion, replacement
from lessons.entries import Entry, fences
from lessons.entries.collection import Collection

FENCE = "---"


def edits(entry: Entry, collection: Collection) -> Iterator[Edit]:
    """Yield the edits for the line that begins the front matter and the one that ends it; words above it are left to the writer."""
    lines = entry.text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    start = fences.beginning(lines, first) if first is not None else None
    end = fences.end(lines, start) if start is not None else None
    if first is None or start is None or end is None:
        return
    if start == first == 0:
        yield insertion(1, FENCE)
    elif first == 0 and start == 1 and lines[0].rstrip() != FENCE:
        yield replacement(1, 0, lines[0], FENCE)
    elif first == 0 and lines[0].rstrip() != FENCE:
        return
    if lines[end].rstrip() != FENCE:
        yield replacement(end + 1, 0, lines[end], FENCE)
