"""Characters that nobody sees go, joined letters become letters, and what looks like a space after a field's name becomes one."""

from __future__ import annotations

from collections.abc import Iterator

from lessons.authoring.fixes.edits import Edit, replacement
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.text.invisible import odd_characters
from lessons.text.nodes import plain_spaces


def edits(entry: Entry, collection: Collection) -> Iterator[Edit]:
    """Yield an edit for each such character."""
    if entry.text.isascii():
        return
    lines = entry.text.split("\n")
    for number, line in enumerate(lines, 1):
        for odd in odd_characters(line):
            yield replacement(number, odd.start, line[odd.start : odd.end], odd.right)
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), 0)
    front = lines[1:end] or [""]
    spaced, _ = plain_spaces("\n".join(front), entry.path)
    for number, (before, after) in enumerate(zip(front, spaced.split("\n"), strict=True), 2):
        for place, (one, other) in enumerate(zip(before, after, strict=True)):
            if one != other:
                yield replacement(number, place, one, other)
